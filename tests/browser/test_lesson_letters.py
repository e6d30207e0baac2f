"""Letters below the line, on canvases and in nodes."""

from browser.lesson_scene import Scene


def test_letters_below_the_line_are_small_and_low(scene: Scene) -> None:
    scene.ask("kind=check")
    found = scene.page.evaluate(
        """() => {
        const { say, widthOf } = window.module('drawing/subscript.js');
        const node = document.createElement('p');
        say(node, 'z_1 − z_y');
        const pen = document.createElement('canvas').getContext('2d');
        pen.font = '20px sans-serif';
        const [whole, z, y] = ['z_y', 'z', 'y'].map((text) => widthOf(pen, text));
        return [node.innerHTML, whole > z && whole < z + y, pen.font];
        }"""
    )
    assert found == ["z<sub>1</sub> − z<sub>y</sub>", True, "20px sans-serif"]
