"""The words of scenes and questions in a real browser: none missing, numbers as in the lessons."""

from browser.lesson_scene import Scene


def test_numbers_are_written_as_in_the_lessons(scene: Scene) -> None:
    scene.ask("kind=check")
    written = {
        "precise": [0.64391426, 4.4401897, 9.36e-14, -2.5, 1.1, 43.59066, 12345.678, 0, 2e6],
        "share": [0.6439, 0.0001, 0, 1, 0.9999, -6e-6, -0.99996, 2.0001, -162755.797],
        "score": [-1.5, 2, 3.14159, -0.001],
        "digits": [0.0718, 0.999, 16, 1.9319, 1448.4, 2e-4, 0],
        "count": [12.2, 10000],
        "percent": [0.6439, 0.0002, 1e-7, 0],
    }
    # what would look like a whole number and is none
    written["precise"] += [0.999999, 1.000004, 1.999999, -0.999999]
    found = scene.page.evaluate(
        """async (all) => {
        const { format } = await import('/lossviz/static/v/drawing/format.js');
        const odd = [NaN, null, Infinity, -Infinity].map((value) => format('share', value));
        const kinds = Object.entries(all);
        return [odd, ...kinds.map(([kind, values]) => values.map((value) => format(kind, value)))];
        }""",
        written,
    )
    assert found == [
        ["–", "–", "∞", "−∞"],
        [
            "0.6439",
            "4.4402",
            "9.36×10⁻¹⁴",
            "−2.5",
            "1.1",
            "43.5907",
            "12345.7",
            "0",
            "2.00×10⁶",
            ">0.9999",
            "≈1",
            "≈2",
            "≈−1",
        ],
        ["0.644", "<0.001", "0", "1", ">0.999", "−6×10⁻⁶", "≈−1", "≈2", "−1.6×10⁵"],
        ["−1.5", "2", "3.14", "0"],
        ["0.0718", "0.999", "16", "1.93", "1,448", "2.0×10⁻⁴", "0"],
        ["12", "10,000"],
        ["64.4 %", "0.020 %", "1.0×10⁻⁵ %", "0.0 %"],
    ]


def test_a_loss_that_is_no_number_is_called_so(scene: Scene) -> None:
    scene.ask("kind=check")
    written = scene.page.evaluate(
        """async () => {
        const { format } = await import('/lossviz/static/v/drawing/format.js');
        return [format('loss', NaN), format('loss', 2.7242)];
        }"""
    )
    assert written == ["NaN", "2.7242"]


def test_an_axis_of_powers_says_the_powers(scene: Scene) -> None:
    scene.ask("kind=check")
    written = scene.page.evaluate(
        """async () => {
        const { tickMarks } = await import('/lossviz/static/v/drawing/axes.js');
        return [[2, 0, 6, 700, 56], [2, -3, 6, 300, 56], [10, 0.3, 6, 400, 56], [10, -1, 1, 90, 40]]
          .map(([base, low, high, room, each]) => {
            const marks = tickMarks({ base }, low, high, room, each);
            return marks.map(marks.text).join(' ');
          });
        }"""
    )
    assert written == [
        "1 2 4 8 16 32 64", "0.25 1 4 16 64", "10 100 1k 10k 100k 1M", "0.1 1 10",
    ]  # fmt: skip


def test_letters_below_the_line_are_small_and_low(scene: Scene) -> None:
    scene.ask("kind=check")
    found = scene.page.evaluate(
        """async () => {
        const { partsOf, say, widthOf } = await import('/lossviz/static/v/drawing/subscript.js');
        const texts = ['z_y', 'zᵧ', 'ε (z_1 − z_y)', 'z_yes', 'z₁', 'a _b'];
        const node = document.createElement('p');
        say(node, 'z_1 − z_y');
        const pen = document.createElement('canvas').getContext('2d');
        pen.font = '20px sans-serif';
        const [whole, z, y] = ['z_y', 'z', 'y'].map((text) => widthOf(pen, text));
        const low = texts.map((text) => partsOf(text).filter((part) => part.low))
          .map((parts) => parts.map((part) => part.text));
        return [low, node.innerHTML, whole > z && whole < z + y, pen.font];
        }"""
    )
    low = [["y"], ["y"], ["1", "y"], [], [], []]
    assert found == [low, "z<sub>1</sub> − z<sub>y</sub>", True, "20px sans-serif"]
