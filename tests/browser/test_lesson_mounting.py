"""A scene that Python calls again, questions, and the layout of both, in a real browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.hands import PHONE, STAGE
from browser.lesson_scene import GO, WIDE, Scene, outcome
from playwright.sync_api import expect

# --- Python calls again ---------------------------------------------------------------------------


def test_a_second_mount_changes_nothing_in_hand(scene: Scene) -> None:
    scene.open()
    scene.page.evaluate("window.node = document.querySelector('[data-testid=stage]')")
    scene.grab("z1", 0.8)
    scene.settle()
    shown = scene.picture("p")
    scene.page.evaluate("window.remount()")
    scene.settle()
    assert scene.value("z1") == 80
    assert scene.picture("p") == shown
    assert scene.page.evaluate("document.querySelector('[data-testid=stage]') === window.node")
    assert len(scene.scenes) == 1
    scene.page.mouse.up()
    scene.until("z=3_2_3.5_-1&c=0&y=2")
    assert scene.page.locator(STAGE).count() == 1


def test_an_echo_that_comes_late_does_not_turn_back(scene: Scene) -> None:
    scene.open("scene=scores&deaf=1")
    for share in (0.8, 0.9):
        scene.grab("z1", share)
        scene.page.mouse.up()
        scene.settle()
    # Python answers the first report only after the second was made
    first, second = scene.calls("change")
    scene.page.evaluate("report => window.answer(report)", first)
    scene.page.wait_for_timeout(200)
    assert scene.get("query") == "z=4_2_3.5_-1&c=0&y=2"
    scene.page.evaluate("report => window.answer(report)", second)
    scene.page.evaluate("window.go({z: '3_2_3.5_-1'})")
    scene.until("z=3_2_3.5_-1&c=0&y=2")


def test_what_is_not_answered_is_told_again_to_the_next_session(scene: Scene) -> None:
    scene.open("scene=scores&deaf=1")
    scene.grab("z1", 0.8)
    scene.page.mouse.up()
    scene.until("z=3_2_3.5_-1&c=0&y=2")
    scene.page.evaluate("window.restart('b')")
    scene.settle()
    assert scene.get("query") == "z=3_2_3.5_-1&c=0&y=2"
    told, again = scene.calls("change")
    assert (told["to"], again["to"]) == ("a", "b")
    assert told["query"] == again["query"] and told["n"] < again["n"]
    # nothing is open any more: what Python says is followed
    scene.page.evaluate("window.restart('c')")
    scene.page.evaluate("window.go({z: '0_0_0_0'})")
    scene.until("z=0_0_0_0&c=0&y=2")
    assert len(scene.calls("change")) == 2


def test_a_report_that_led_elsewhere_is_followed_there(scene: Scene) -> None:
    scene.open("scene=scores&deaf=1")
    scene.grab("z1", 0.8)
    scene.page.mouse.up()
    scene.until("z=3_2_3.5_-1&c=0&y=2")
    (report,) = scene.calls("change")
    # another scene has moved the same scores since
    scene.page.evaluate("report => window.answer(report)", report)
    scene.page.evaluate("window.go({z: '0_0_0_0'})")
    scene.until("z=0_0_0_0&c=0&y=2")


def test_cleanup_after_a_newer_mount_leaves_the_scene(scene: Scene) -> None:
    scene.open()
    scene.page.evaluate("{const old = window.cleanup; window.remount(); old();}")
    scene.settle()
    assert scene.page.locator(STAGE).count() == 1
    left_behind(scene)


def left_behind(scene: Scene) -> None:
    """Its place leaves the page: what was shown there takes itself away."""
    scene.page.evaluate(
        """() => {
          window.here = document.getElementById("here");
          window.here.remove();
          window.cleanup();
        }"""
    )
    scene.page.wait_for_function("() => window.here.childElementCount === 0")


@pytest.mark.parametrize(
    "kind, shown", [("vote", "[data-testid=question]"), ("symptoms", ".ll-symptoms")]
)
def test_what_stands_beside_the_scenes_lives_as_they_do(scene: Scene, kind, shown) -> None:
    scene.page.goto(f"{scene.base}?kind={kind}")
    found = scene.page.locator(shown)
    expect(found).to_be_visible()
    scene.page.evaluate("{const old = window.cleanup; window.remount(); old();}")
    scene.page.wait_for_timeout(100)
    expect(found).to_have_count(1)
    # Streamlit empties the place, and mounts there again
    scene.page.evaluate("document.getElementById('here').replaceChildren(); window.remount()")
    expect(found).to_be_visible()
    scene.page.evaluate("document.body.classList.add('dark'); window.remount()")
    expect(scene.page.locator("[data-theme=dark]")).to_have_count(1)
    left_behind(scene)


def test_theme_language_and_scene_change_in_place(scene: Scene) -> None:
    scene.open()
    scene.page.evaluate("document.body.classList.add('dark'); window.remount()")
    scene.page.wait_for_selector(f"{STAGE}[data-theme=dark]")
    scene.page.evaluate("window.go({lang: 'zh'})")
    expect(scene.page.locator("[role=tab] >> nth=0")).to_contain_text("平移")
    assert scene.page.inner_text("[data-slider=z1] label") == "分数 1"
    assert scene.get("query") == "z=1_2_3.5_-1&c=0&y=2"
    scene.page.evaluate("window.go({scene: 'shares'})")
    scene.until("p=0.5_0.3_0.2")
    assert scene.page.locator("[data-slider]").count() == 3


def test_more_below_in_a_derivation_is_said_until_its_end(scene: Scene) -> None:
    scene.open("scene=long")
    lines = scene.page.locator(".ll-lines")
    expect(lines).to_have_attribute("data-more", "")
    lines.evaluate("node => node.scrollTo(0, node.scrollHeight)")
    expect(lines).not_to_have_attribute("data-more", "")


def test_the_wheel_moves_the_page_and_the_button_the_lines(scene: Scene) -> None:
    scene.open("scene=long")
    lines, more = scene.page.locator(".ll-lines"), scene.page.locator(".ll-more")
    count = int(more.inner_text().split()[0])
    assert 0 < count < 12
    lines.hover()
    scene.page.mouse.wheel(0, 120)
    scene.settle()
    assert lines.evaluate("node => node.scrollTop") == 0
    before = lines.evaluate("node => node.scrollHeight - node.clientHeight")
    for _ in range(12):
        if more.is_hidden():
            break
        more.click()
        scene.page.wait_for_timeout(400)
    # at the end of the lines, which the keys now move
    assert lines.evaluate("node => node.scrollTop") >= before - 4
    assert lines.evaluate("node => node === document.activeElement")


@pytest.mark.parametrize("scene", [PHONE], indirect=True)
def test_sliders_stay_in_reach_on_a_phone(scene: Scene) -> None:
    scene.open()
    controls, lines = scene.page.locator(".ll-sliders"), scene.page.locator(".ll-derivations")
    box = controls.bounding_box()
    assert box["y"] + box["height"] <= 844
    lines.evaluate("node => node.scrollIntoView({block: 'end'})")
    scene.settle()
    box = controls.bounding_box()
    assert box["y"] + box["height"] <= lines.bounding_box()["y"]


# --- questions ------------------------------------------------------------------------------------


def test_a_vote_hides_its_answer_until_it_is_revealed(scene: Scene) -> None:
    scene.ask("kind=vote")
    reveal = scene.page.locator("[data-action=reveal]")
    scene.page.click("[data-option='2']")
    scene.page.click("[data-option='0']")
    assert scene.page.locator("[aria-pressed=true]").count() == 1
    assert scene.page.locator("[data-verdict]").count() == 0
    assert "cancels" not in scene.page.inner_text("main")
    assert scene.page.locator(".ll-reason").count() == 0
    # the tab keeps the vote
    scene.ask("kind=vote")
    assert scene.page.get_attribute("[data-option='0']", "aria-pressed") == "true"
    reveal.click()
    assert scene.page.inner_text("[data-verdict=right] .ll-verdict") == "right"
    # of the others only one's own is named, and every reason can be read
    assert scene.page.locator("[data-verdict=wrong] .ll-verdict").all_inner_texts() == [
        "your choice", "",
    ]  # fmt: skip
    assert scene.page.locator(".ll-reason").count() == 3
    expect(reveal).to_be_hidden()
    scene.page.click("[data-option='2']", force=True)
    assert scene.page.get_attribute("[data-option='0']", "aria-pressed") == "true"
    assert not [path for path in scene.server.asked if "lossviz/scene" in path]


def test_a_vote_is_revealed_without_a_vote_and_asked_again(scene: Scene) -> None:
    scene.ask("kind=vote")
    root = scene.page.get_by_test_id("question")
    again = root.locator("[data-action=again]")
    expect(again).to_be_hidden()
    root.evaluate("node => node.dispatchEvent(new CustomEvent('lossviz-reveal'))")
    expect(root).to_have_attribute("data-revealed", "")
    # a key of somebody who presents leaves the focus where it is
    assert scene.page.evaluate("document.activeElement === document.body")
    spoken = root.get_by_role("status").filter(has_text="cancels")
    assert spoken.text_content().startswith("right. ")
    # only the answer is read aloud, but every reason is there
    assert root.locator("[data-verdict=wrong] [role=status] .ll-reason").count() == 0
    again.click()
    expect(root.locator("[data-option='0']")).to_be_focused()
    assert root.locator("[data-verdict], [aria-pressed=true]").count() == 0
    scene.ask("kind=vote")
    expect(root.locator("[data-action=reveal]")).to_be_visible()
    root.locator("[data-option='1']").click()
    root.evaluate("node => node.dispatchEvent(new CustomEvent('lossviz-reset'))")
    expect(root.locator("[aria-pressed=true]")).to_have_count(0)


def test_hands_are_counted_before_and_after_a_discussion(scene: Scene) -> None:
    scene.ask("kind=vote")
    root = scene.page.get_by_test_id("question")
    fields, bars = root.locator(".ll-hands"), root.locator(".ll-bar[data-round=now]")
    for one in fields.all():
        expect(one).to_be_hidden()
    root.get_by_role("button", name="Show of hands").click()
    expect(root.get_by_role("textbox", name="Hands for A")).to_be_focused()
    for at, typed in enumerate(("6", "２", "")):
        fields.nth(at).fill(typed)
    assert bars.all_inner_texts() == ["6 · 75 %", "2 · 25 %", "0 · 0 %"]
    for typed, said in (("many", "no number"), ("-1", "below 0"), ("1234567890", "9,999")):
        fields.nth(2).fill(typed)
        expect(fields.nth(2)).to_have_attribute("aria-invalid", "true")
        expect(fields.nth(2)).to_have_accessible_description(re.compile(said))
        assert bars.nth(0).inner_text() == "6 · 75 %"
    fields.nth(2).fill("0")
    expect(fields.nth(2)).not_to_have_attribute("aria-invalid", "true")
    root.get_by_role("button", name="Second round").click()
    fields.nth(1).fill("8")
    expect(root).not_to_have_attribute("data-revealed", "")
    assert root.locator(".ll-bar[data-round=before]").all_inner_texts()[0] == "before: 6 · 75 %"
    root.get_by_role("button", name="Reveal").click()
    assert bars.nth(1).inner_text() == "8 · 100 %"
    # the tab keeps both rounds, and asking again neither
    scene.ask("kind=vote")
    assert bars.nth(1).inner_text() == "8 · 100 %"
    root.get_by_role("button", name="Ask again").click()
    scene.ask("kind=vote")
    for part in (*fields.all(), *root.locator(".ll-bars").all()):
        expect(part).to_be_hidden()
    assert fields.nth(1).input_value() == ""


def test_a_check_answers_at_once_and_lets_try_again(scene: Scene) -> None:
    scene.ask("kind=check")
    again = scene.page.locator("[data-action=again]")
    scene.page.click("[data-option='0']")
    assert scene.page.inner_text("[data-verdict=wrong] .ll-verdict") == "not this one"
    assert "Only a factor" in scene.page.inner_text("[data-verdict=wrong] .ll-reason")
    expect(again).to_be_hidden()
    scene.page.focus("[data-option='1']")
    scene.page.keyboard.press("Enter")
    assert "cancels" in scene.page.inner_text("[data-verdict=right]")
    # from now on the reasons that were read stay, and the others can be read
    assert scene.page.locator(".ll-reason").count() == 2
    scene.page.click("[data-option='2']")
    assert scene.page.locator(".ll-reason").count() == 3
    scene.page.evaluate("window.go({lang: 'zh'})")
    expect(scene.page.locator("[data-verdict=right] .ll-verdict")).to_have_text("正确")
    again.click()
    assert scene.page.locator("[data-verdict], .ll-reason").count() == 0


# --- layout ---------------------------------------------------------------------------------------


SIZES = [{}, WIDE, PHONE]
MARKUP = "node => node.outerHTML.slice(0, 200)"


@pytest.mark.parametrize("scene", SIZES, indirect=True, ids=["projector", "desk", "phone"])
def test_nothing_is_too_wide_or_too_small(scene: Scene) -> None:
    width, height = scene.page.viewport_size.values()
    for name in ("scores", "shares", "pad", "long", "ball", "trials", "many"):
        scene.open(f"scene={name}")
        assert scene.page.evaluate("document.documentElement.scrollWidth") == width
        if width >= 1000:
            assert scene.page.evaluate("document.documentElement.scrollHeight") <= height
            for part in (".ll-pictures", ".ll-controls", ".ll-derivations:not([hidden])"):
                for shown in scene.page.locator(part).all():
                    box = shown.bounding_box()
                    assert box["y"] + box["height"] <= height
        else:
            parts = [".ll-pictures", ".ll-controls", ".ll-derivations"]
            tops = [scene.page.locator(part).bounding_box() for part in parts]
            assert [box["y"] for box in tops if box] == sorted(box["y"] for box in tops if box)
            for control in scene.page.locator("button:visible, input:visible").all():
                assert control.bounding_box()["height"] >= 40, control.evaluate(MARKUP)
        sizes = scene.page.evaluate(
            """[...document.querySelectorAll('.lv-label, .lv-field, .ll-words, p, button')].map(
            (node) => [parseFloat(getComputedStyle(node).fontSize), node.outerHTML.slice(0, 99)])"""
        )
        assert min(sizes)[0] >= 16, min(sizes)
        for canvas in scene.page.locator("canvas").all():
            box = canvas.bounding_box()
            assert min(box["width"], box["height"]) > 150


@pytest.mark.parametrize(
    "query", ["scene=scores", "scene=ball", "scene=trials", "kind=vote", "kind=check"]
)
def test_axe_finds_nothing(scene: Scene, query: str) -> None:
    dress = ["", "document.body.classList.add('dark'); window.go({lang: 'zh'})"]
    scene.ask(query) if "kind" in query else scene.open(query)
    if "kind" in query:
        scene.page.click("[data-option='0']")
    if "trials" in query:
        scene.page.click(GO)
        outcome(scene, "done")
    for change in dress:
        scene.page.evaluate(change)
        scene.page.wait_for_timeout(400)
        found = Axe().run(scene.page).response["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []
