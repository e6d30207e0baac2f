"""Pictures of a scene in a real browser: dragged, turned, chosen, played."""

import re

import pytest
from browser.hands import PHONE
from browser.lesson_scene import FEW, FRAMES, READY, Scene
from playwright.sync_api import expect


def test_a_bar_can_be_dragged(scene: Scene) -> None:
    scene.open()
    x, y = scene.bar("z", 0, 4)
    scene.page.mouse.move(x, y)
    scene.page.mouse.down()
    scene.page.mouse.move(x, y + 60, steps=3)
    scene.settle()
    moved = scene.value("z1")
    assert moved < 60
    assert len(scene.scenes) == 1
    scene.page.mouse.up()
    scene.page.wait_for_selector(f"{READY}:not([data-query^='z=1_'])")
    assert scene.value("z1") == moved
    assert len(scene.calls("change")) == 1


def test_a_pad_moves_two_sliders(scene: Scene) -> None:
    scene.open("scene=pad")
    box = scene.page.locator("[data-picture=loss] canvas").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    scene.page.mouse.move(middle[0] + 10, middle[1] - 8)
    scene.page.mouse.down()
    scene.page.mouse.move(middle[0] + 90, middle[1] - 60, steps=3)
    scene.settle()
    moved = scene.value("a1"), scene.value("a2")
    assert moved[0] > 20
    assert moved[1] > 20
    assert len(scene.scenes) == 1
    scene.page.mouse.up()
    scene.page.wait_for_selector(f"{READY}:not([data-query='a=0_0'])")
    assert (scene.value("a1"), scene.value("a2")) == moved
    # one slider of the pad alone
    scene.grab("a1", 0.1)
    scene.settle()
    assert (scene.value("a1"), scene.value("a2")) == (4, moved[1])


def test_keys_that_follow_each_other_quickly_all_count(scene: Scene) -> None:
    scene.open()
    before = scene.value("z1")
    scene.page.focus("[data-picture=z] canvas")
    # each is let go: answers arrive between them
    for _ in range(24):
        scene.page.keyboard.press("ArrowUp")
    scene.until("z=3.4_2_3.5_-1&c=0&y=2")
    assert scene.value("z1") == before + 24


def test_keys_move_what_can_be_dragged(scene: Scene) -> None:
    scene.open()
    before = scene.value("z1"), scene.value("z2")
    scene.page.focus("[data-picture=z] canvas")
    # the first bar up, the second one down: each is let go, and reported, with its key
    for key in ("ArrowUp", "ArrowUp", "ArrowRight", "ArrowDown"):
        scene.page.keyboard.press(key)
    scene.page.wait_for_selector(f"{READY}:not([data-query^='z=1_2_'])")
    scene.settle()
    assert (scene.value("z1"), scene.value("z2")) == (before[0] + 2, before[1] - 1)
    assert scene.get("lit") == "z2"
    assert len(scene.calls("change")) == 3


def test_keys_move_a_point_along_its_two_sliders(scene: Scene) -> None:
    scene.open("scene=pad")
    before = scene.value("a1"), scene.value("a2")
    scene.page.focus("[data-picture=loss] canvas")
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        scene.page.keyboard.press(key)
    scene.page.wait_for_selector(f"{READY}:not([data-query='a=0_0'])")
    scene.settle()
    assert (scene.value("a1"), scene.value("a2")) == (before[0] + 2, before[1] - 1)


def test_a_sphere_is_turned_by_hand_and_by_keys(scene: Scene) -> None:
    scene.open("scene=ball")
    canvas = scene.page.get_by_role("application", name="a picture")
    expect(canvas).to_have_attribute("tabindex", "0")
    assert scene.inked("ball") > 0.15
    seen = [scene.picture("ball")]
    box = canvas.bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    scene.page.mouse.move(*middle)
    scene.page.mouse.down()
    for dx, dy in ((60, 0), (60, 40)):
        scene.page.mouse.move(middle[0] + dx, middle[1] + dy, steps=3)
        scene.settle()
        seen.append(scene.picture("ball"))
    scene.page.mouse.up()
    canvas.focus()
    for key in ("ArrowLeft", "ArrowUp"):
        scene.page.keyboard.press(key)
        scene.settle()
        seen.append(scene.picture("ball"))
    assert len(set(seen)) == 5
    # it was turned, and nothing was moved; a slider keeps the view
    assert scene.calls("change") == [] and len(scene.scenes) == 1
    scene.grab("s", 0.9)
    scene.settle()
    assert scene.picture("ball") not in seen
    scene.pull("s", 0.25)
    scene.settle()
    # what is kept as an image is rounded once more
    assert scene.unlike("ball", seen[-1]) <= 2
    scene.page.mouse.up()


def test_a_sphere_lights_its_vectors(scene: Scene) -> None:
    scene.open("scene=ball")
    box = scene.page.locator("[data-picture=ball] canvas").bounding_box()
    # from where the sphere is seen at first, the third vector points up, a little towards us
    radius = box["height"] / 2 - 26
    y = box["y"] + box["height"] / 2 - 0.91 * radius
    scene.page.mouse.move(box["x"] + box["width"] / 2, y)
    scene.settle()
    assert scene.get("lit") == "w3"


def test_a_sphere_of_two_thousand_faces_turns_in_every_frame_and_lays_out_nothing(
    scene: Scene,
) -> None:
    scene.open("scene=ball")
    redraws, layouts = scene.while_moving(
        """const canvas = document.querySelector('[data-picture=ball] canvas');
        canvas.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', bubbles: true}));"""
    )
    assert redraws >= FRAMES - 1 and layouts <= FEW


@pytest.mark.parametrize("scene", [PHONE | {"device_scale_factor": 3}], indirect=True)
def test_where_frames_take_long_pictures_are_coarser_until_they_rest(scene: Scene) -> None:
    scene.open()
    width = "document.querySelector('[data-picture=z] canvas').width"
    sharp = scene.page.evaluate(width)
    drag = f"""(busy) => new Promise((done) => {{
        const slider = document.querySelector('input[name=z1]');
        const seen = [];
        requestAnimationFrame(function step() {{
          const end = performance.now() + busy;
          while (performance.now() < end);
          slider.value = seen.length + 10;
          slider.dispatchEvent(new Event('input', {{bubbles: true}}));
          seen.push({width});
          if (seen.length < 16) requestAnimationFrame(step);
          else done(seen);
        }});
        }})"""
    seen = scene.page.evaluate(drag, 60)
    assert seen[0] == sharp
    # a pause that the machine makes is a rest
    assert min(seen) < 0.7 * sharp
    scene.page.wait_for_function(f"() => {width} === {sharp}")
    # the numbers that waited are those of the last state, too
    value = scene.page.get_attribute("input[name=z1]", "aria-valuetext")
    expect(scene.page.locator("[data-line='0'] .slot-z1").first).to_have_text(value)


def test_a_choice_shows_another_state(scene: Scene) -> None:
    scene.open()
    chosen = "[data-choice=y] [aria-pressed=true]"
    assert scene.page.inner_text(chosen) == "2"
    scene.page.click("[data-choice=y] button >> nth=0")
    assert scene.page.inner_text(chosen) == "1"
    scene.until("z=1_2_3.5_-1&c=0&y=1")
    assert [change["query"] for change in scene.calls("change")] == ["z=1_2_3.5_-1&c=0&y=1"]
    assert scene.page.evaluate("document.activeElement.innerText") == "1"


def test_play_walks_to_the_end_and_reports(scene: Scene) -> None:
    scene.open("scene=scores&c=2")
    play = scene.page.locator("[data-slider=c] [data-action=play]")
    expect(play).to_have_attribute("aria-label", "Play: shift")
    play.click()
    expect(play).to_have_attribute("aria-label", "Pause: shift")
    expect(scene.page.locator("input[name=c]")).to_have_value("60")
    scene.until("z=1_2_3.5_-1&c=3&y=2")
    expect(play).to_have_attribute("aria-label", "Play: shift")
    play.click()
    expect(scene.page.locator("input[name=c]")).to_have_value(re.compile(r"^([1-9]|[1-5]\d)$"))
    play.click()
    stopped = scene.value("c")
    scene.page.wait_for_timeout(300)
    assert scene.value("c") == stopped < 60
    assert len(scene.calls("change")) == 2


@pytest.mark.parametrize("scene", [{"reduced_motion": "reduce"}], indirect=True)
def test_reduced_motion_plays_in_stops(scene: Scene) -> None:
    scene.open("scene=scores&c=2.4")
    drawn = int(scene.get("redraws"))
    scene.page.click("[data-slider=c] [data-action=play]")
    expect(scene.page.locator("input[name=c]")).to_have_value("60")
    assert int(scene.get("redraws")) > drawn
