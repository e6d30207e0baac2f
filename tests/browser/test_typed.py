"""The value beside a slider, typed instead of dragged: in a scene and on the stage."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser.hands import PHONE, STAGE
from browser.lesson_scene import FRAMES, Scene
from browser.stage_page import READY, Stage
from playwright.sync_api import expect

FIELD = "input[name={}-value]"


def focused(page) -> str:
    return page.evaluate("document.activeElement.name")


def asked_for(scene: Scene) -> list[str]:
    return [path for path in scene.server.asked if "lossviz/typed" in path]


# --- a scene --------------------------------------------------------------------------------------


def test_enter_goes_to_a_value_between_the_positions(scene: Scene) -> None:
    scene.open()
    assert scene.value("z1") == 60
    scene.type("z1", "1,23456")
    scene.until("z=1.23456_2_3.5_-1&c=0&y=2")
    assert [change["query"] for change in scene.calls("change")] == ["z=1.23456_2_3.5_-1&c=0&y=2"]
    # its own position, beyond that of 1.2
    assert scene.page.get_attribute("input[name=z1]", "max") == "101"
    assert scene.value("z1") == 63
    assert scene.slot(0, "z1") == "1.2346"
    assert scene.said() == ""
    # it can be typed over at once: all of its digits are selected
    assert focused(scene.page) == "z1-value"
    assert scene.field("z1") == "1.23456"
    assert scene.page.evaluate("String(getSelection())") == "1.23456"
    scene.page.keyboard.press("Tab")
    assert scene.field("z1") == "1.23"
    assert len(asked_for(scene)) == 1


def test_leaving_the_field_applies_it_and_the_next_one_has_the_focus(scene: Scene) -> None:
    scene.open()
    scene.page.focus("input[name=z1]")
    scene.page.keyboard.press("Tab")
    assert focused(scene.page) == "z1-value"
    scene.page.keyboard.insert_text("π")
    scene.page.keyboard.press("Tab")
    assert focused(scene.page) == "z2"
    scene.until("z=3.14159_2_3.5_-1&c=0&y=2")
    assert focused(scene.page) == "z2"
    assert scene.field("z1") == "3.14"


def test_escape_brings_the_value_back_and_asks_nobody(scene: Scene) -> None:
    scene.open()
    before = len(scene.server.asked)
    scene.type("z1", "4", "Escape")
    assert scene.field("z1") == "1"
    assert focused(scene.page) == "z1-value"
    scene.page.keyboard.press("Tab")
    scene.settle()
    assert len(scene.server.asked) == before and scene.calls("change") == []


def test_a_field_that_is_only_visited_changes_nothing(scene: Scene) -> None:
    scene.open("scene=scores&z=1.23456_2_3.5_-1")
    before = len(scene.server.asked)
    assert scene.field("z1") == "1.23"
    scene.page.click(FIELD.format("z1"))
    assert scene.field("z1") == "1.23456"
    scene.page.keyboard.press("Enter")
    scene.page.click(FIELD.format("z2"))
    assert scene.field("z1") == "1.23"
    scene.page.mouse.wheel(0, 200)
    scene.settle()
    assert len(scene.server.asked) == before and scene.value("z2") == 70


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "text, query, reason, shown",
    [
        ("1e999", "z=5_2_3.5_-1&c=0&y=2", "too-large", "5"),
        ("9" * 31, "z=5_2_3.5_-1&c=0&y=2", "too-large", "5"),
        ("-７", "z=-5_2_3.5_-1&c=0&y=2", "too-small", "−5"),
        ("abc", None, "not-a-number", "1"),
        ("NaN", None, "not-a-number", "1"),
        ("9" * 500, None, "not-a-number", "1"),
        (" ", None, "empty", "1"),
        ("1,000", None, "unclear", "1"),
        ("<b>&z=0</b>", None, "not-a-number", "1"),
    ],
)
def test_what_is_not_to_be_had_is_said(scene: Scene, lang, text, query, reason, shown) -> None:
    scene.open(f"scene=scores&lang={lang}")
    before = scene.get("query")
    said = scene.page.locator(".lv-said")
    assert said.get_attribute("role") == "status" and scene.said() == ""
    scene.type("z1", text)
    expect(said).to_contain_text(reason)
    assert scene.said().endswith(shown)
    scene.until(query or before)
    assert focused(scene.page) == "z1-value"
    assert scene.field("z1") == shown
    assert [change["query"] for change in scene.calls("change")] == ([query] if query else [])
    # what is done next makes it out of date
    scene.page.keyboard.insert_text("2")
    assert scene.said() == ""


def test_nothing_overwrites_what_is_being_typed(scene: Scene) -> None:
    scene.open()
    scene.page.click(FIELD.format("z1"))
    scene.page.keyboard.insert_text("4.2")
    scene.page.evaluate("window.go({z: '0_0_0_0'})")
    scene.until("z=0_0_0_0&c=0&y=2")
    scene.settle()
    assert scene.field("z1") == "4.2" and scene.field("z2") == "0"
    scene.page.keyboard.press("Enter")
    scene.until("z=4.2_0_0_0&c=0&y=2")


def test_late_answers_leave_the_field_alone(scene: Scene) -> None:
    scene.open()
    scene.server.reading = 0.4
    scene.server.delay = 0.4
    scene.type("z1", "4.2")
    scene.page.keyboard.press("Control+a")
    scene.page.keyboard.insert_text("-3")
    scene.until("z=4.2_2_3.5_-1&c=0&y=2")
    assert scene.field("z1") == "-3"
    assert scene.page.evaluate("document.activeElement.selectionStart") == 2
    scene.page.keyboard.press("Enter")
    scene.until("z=-3_2_3.5_-1&c=0&y=2")
    assert scene.field("z1") == "−3"


def test_two_fields_in_a_row_both_count(scene: Scene) -> None:
    scene.open()
    scene.server.reading = 0.3
    scene.server.delay = 0.3
    scene.type("z1", "4.2", "Tab")
    scene.type("z2", "0.5", "Tab")
    scene.until("z=4.2_0.5_3.5_-1&c=0&y=2")
    assert [scene.field(name) for name in ("z1", "z2")] == ["4.2", "0.5"]


def test_a_drag_begun_before_the_answer_keeps_both(scene: Scene) -> None:
    scene.open()
    scene.server.reading = 0.3
    scene.type("z1", "4.25")
    scene.grab("z2", 0.2)
    scene.until("z=4.25_2_3.5_-1&c=0&y=2")
    assert scene.field("z2") == "−3"
    scene.page.mouse.up()
    scene.until("z=4.25_-3_3.5_-1&c=0&y=2")
    assert scene.field("z1") == "4.25"


def test_a_drag_of_the_same_slider_goes_before_what_was_typed(scene: Scene) -> None:
    scene.open()
    scene.server.reading = 0.4
    scene.type("z1", "4.25")
    scene.grab("z1", 0.8)
    assert scene.field("z1") == "3"
    scene.page.mouse.up()
    scene.until("z=3_2_3.5_-1&c=0&y=2")
    scene.page.wait_for_timeout(500)
    assert scene.get("query") == "z=3_2_3.5_-1&c=0&y=2" and scene.field("z1") == "3"


def test_the_field_follows_a_drag_and_the_play_button(scene: Scene) -> None:
    scene.open()
    seen = set()
    scene.grab("c", 0.5)
    for share in (0.6, 0.7, 0.9):
        scene.pull("c", share)
        scene.settle()
        seen.add(scene.field("c"))
    assert len(seen) == 3
    scene.page.mouse.up()
    scene.page.click("[data-slider=c] [data-action=play]")
    scene.eventually(lambda: scene.field("c") not in seen)
    # who goes into the field stops it
    scene.page.click(FIELD.format("c"))
    held = scene.field("c")
    scene.page.wait_for_timeout(300)
    assert scene.field("c") == held


def test_the_other_shares_keep_their_proportions(scene: Scene) -> None:
    scene.open("scene=shares")
    scene.type("p1", "80%")
    scene.until("p=0.8_0.12_0.08")
    assert [scene.field(f"p{k}") for k in (1, 2, 3)] == ["0.8", "0.12", "0.08"]


def test_a_server_that_does_not_answer_is_asked_again(scene: Scene) -> None:
    scene.open()
    scene.server.unread = 1
    scene.type("z1", "4.25", "Tab")
    expect(scene.page.locator(".lv-said")).to_contain_text("could not answer")
    assert scene.field("z1") == "4.25"
    scene.until("z=4.25_2_3.5_-1&c=0&y=2")
    assert scene.said() == ""


def test_what_is_done_next_makes_the_word_out_of_date(scene: Scene) -> None:
    scene.open()
    said = scene.page.locator(".lv-said")
    x, y = scene.bar("z", 1, 4)

    def drag() -> None:
        scene.page.mouse.move(x, y)
        scene.page.mouse.down()
        scene.page.mouse.move(x, y + 40, steps=3)
        scene.page.mouse.up()

    nexts = {
        "a choice": lambda: scene.page.locator(".ll-choice [aria-pressed=false]").first.click(),
        "a picture": drag,
        "a button that plays": lambda: scene.page.click("[data-slider=c] [data-action=play]"),
        "Back": lambda: scene.page.evaluate("window.go({z: '0_0_0_0'})"),
        "another language": lambda: scene.page.evaluate("window.go({lang: 'zh'})"),
    }
    for name, act in nexts.items():
        scene.type("z1", "abc")
        expect(said).not_to_be_empty()
        act()
        expect(said, name).to_be_empty()
        scene.settle()


def test_what_python_takes_over_leaves_the_word(scene: Scene) -> None:
    scene.open()
    scene.type("z1", "1e999")
    scene.until("z=5_2_3.5_-1&c=0&y=2")
    scene.page.evaluate("window.remount()")
    scene.settle()
    assert "too-large" in scene.said()


def test_a_field_says_while_it_is_being_read(scene: Scene) -> None:
    scene.open()
    field = scene.page.locator(FIELD.format("z1"))
    expect(field).not_to_have_attribute("aria-busy", "true")
    scene.server.reading = 1.2
    scene.type("z1", "4.2")
    expect(field).to_have_attribute("aria-busy", "true")
    style = "getComputedStyle(document.activeElement)"
    assert scene.page.evaluate(f"{style}.animationName") == "lv-field-read"
    scene.until("z=4.2_2_3.5_-1&c=0&y=2")
    expect(field).not_to_have_attribute("aria-busy", "true")
    # one that is left is seen whole meanwhile
    scene.type("z1", "-4.25", "Tab")
    expect(field).to_have_attribute("aria-busy", "true")
    assert not field.evaluate("node => node.scrollWidth > node.clientWidth")
    scene.until("z=-4.25_2_3.5_-1&c=0&y=2")
    # one that is left for a drag is not read any more
    scene.type("z1", "3.3")
    expect(field).to_have_attribute("aria-busy", "true")
    scene.grab("z1", 0.8)
    expect(field).not_to_have_attribute("aria-busy", "true")
    scene.page.mouse.up()


def test_an_answer_that_never_comes_is_not_waited_for(scene: Scene) -> None:
    scene.open()
    held = []
    scene.page.route(
        "**/lossviz/typed?*", lambda route: route.continue_() if held else held.append(route)
    )
    scene.type("z1", "4.25", "Tab")
    expect(scene.page.locator(".lv-said")).to_contain_text("No connection", timeout=15_000)
    scene.until("z=4.25_2_3.5_-1&c=0&y=2")
    assert scene.said() == ""


def test_an_old_page_says_so_and_keeps_the_value(scene: Scene) -> None:
    scene.open()
    scene.page.route("**/lossviz/typed?*", lambda route: route.fulfill(status=404))
    scene.type("z1", "4.25")
    expect(scene.page.locator(".lv-said")).to_contain_text("out of date")
    assert scene.field("z1") == "1" and focused(scene.page) == "z1-value"


def test_a_state_that_cannot_be_shown_leaves_the_old_one(scene: Scene) -> None:
    scene.open()
    scene.page.route("**/lossviz/scene?*", lambda route: route.fulfill(status=404))
    scene.type("z1", "4.25", "Tab")
    scene.page.wait_for_selector(f"{STAGE}[data-status=error]")
    scene.settle()
    assert scene.field("z1") == "1" and scene.value("z1") == 60


def test_many_classes_are_read_with_their_thousands(scene: Scene) -> None:
    scene.open("scene=many")
    row = scene.page.locator("[data-slider=n]")
    box = row.bounding_box()
    scene.type("n", "1e9", "Tab")
    scene.until("n=10000000&c=0")
    assert scene.field("n") == "10,000,000"
    # nothing is cut, and the row stands where it was, under the word
    cut = "node => node.scrollWidth > node.clientWidth"
    assert not scene.page.locator(FIELD.format("n")).evaluate(cut)
    assert row.bounding_box() == box
    scene.page.click(FIELD.format("n"))
    assert scene.field("n") == "10,000,000"
    scene.page.keyboard.insert_text("1.5万")
    scene.page.keyboard.press("Enter")
    scene.until("n=15000&c=0")


def test_the_row_is_the_same_with_and_without_the_focus(scene: Scene) -> None:
    scene.open()
    places = "[...document.querySelectorAll('.lv-row, .lv-label, .lv-range, .ll-controls')]"
    places += ".map((node) => JSON.stringify(node.getBoundingClientRect()))"
    before = scene.page.evaluate(places)
    scene.page.click(FIELD.format("z2"))
    scene.page.keyboard.insert_text("123456789")
    assert scene.page.evaluate(places) == before


SIZES = [{}, PHONE]


@pytest.mark.parametrize("scene", SIZES, indirect=True, ids=["projector", "phone"])
def test_a_field_can_be_hit_read_and_named(scene: Scene) -> None:
    scene.open()
    for name in ("z1", "z4", "c"):
        field = scene.page.locator(FIELD.format(name))
        box = field.bounding_box()
        assert min(box["width"], box["height"]) >= 24
        assert field.evaluate("node => parseFloat(getComputedStyle(node).fontSize)") >= 16
        # below zero one must be able to type a minus, which the decimal keyboard of iOS has not
        assert field.get_attribute("inputmode") == "text"
    expect(scene.page.locator(FIELD.format("z4"))).to_have_accessible_name("score 4, value")
    scene.page.focus("input[name=z1]")
    scene.page.keyboard.press("Tab")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert scene.page.evaluate(outline) == "solid"
    scene.page.evaluate("window.go({scene: 'shares'})")
    scene.until("p=0.5_0.3_0.2")
    assert scene.page.get_attribute(FIELD.format("p1"), "inputmode") == "decimal"


@pytest.mark.parametrize("scene", SIZES, indirect=True, ids=["projector", "phone"])
def test_the_word_is_not_covered_by_the_field(scene: Scene) -> None:
    scene.open()
    scene.type("z1", "abc")
    expect(scene.page.locator(".lv-said")).not_to_be_empty()
    word = scene.page.locator(".lv-said").bounding_box()
    field = scene.page.locator(FIELD.format("z1")).bounding_box()
    # three pixels of frame
    assert word["y"] + word["height"] <= field["y"] - 3 + 0.5


@pytest.mark.parametrize("scene", [PHONE], indirect=True)
def test_a_thumb_that_scrolls_over_a_field_changes_nothing(scene: Scene) -> None:
    scene.open()
    before = len(scene.server.asked)
    box = scene.page.locator(FIELD.format("z1")).bounding_box()
    touch = scene.page.context.new_cdp_session(scene.page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for kind, up in (("touchStart", 0), ("touchMove", 60), ("touchMove", 160), ("touchEnd", 0)):
        points = [] if kind == "touchEnd" else [{"x": x, "y": y - up}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    scene.settle()
    assert scene.page.evaluate("scrollY") > 50
    assert focused(scene.page) is None
    assert len(scene.server.asked) == before and scene.field("z1") == "1"


def test_axe_finds_nothing_around_a_word(scene: Scene) -> None:
    scene.open()
    scene.type("z1", "abc")
    expect(scene.page.locator(".lv-said")).not_to_be_empty()
    for dark in (False, True):
        if dark:
            scene.page.evaluate("document.body.classList.add('dark'); window.remount()")
            scene.page.wait_for_selector(f"{STAGE}[data-theme=dark]")
        found = Axe().run(scene.page).response["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []


def test_dragging_writes_only_texts_that_changed(scene: Scene) -> None:
    scene.open()
    scene.page.evaluate(
        """() => {
        window.written = [];
        const note = (records) => window.written.push(...records.map((r) => r.target.dataset.text));
        const watched = { subtree: true, attributeFilter: ['data-text'] };
        new MutationObserver(note).observe(document.querySelector('.ll-sliders'), watched); }"""
    )
    move = "const z = document.querySelector('input[name=z1]'); z.value = String(20 + (frame % 3));"
    redraws, _ = scene.while_moving(f"{move} z.dispatchEvent(new Event('input'));")
    written = scene.page.evaluate("window.written")
    assert set(written) == {"−3", "−2.9", "−2.8"}
    assert redraws >= FRAMES - 1


# --- the stage ------------------------------------------------------------------------------------


def test_the_playground_trains_the_typed_value(stage: Stage) -> None:
    stage.open()
    stage.type("m", "0,123456")
    stage.page.wait_for_selector(f"{READY}[data-query*='m=0.123456']")
    assert stage.moves("m") == ["0.123456"]
    assert stage.page.get_attribute("input[name=m]", "max") == "31"
    assert stage.value("m") == 3
    assert stage.field("m") == "0.123456" and focused(stage.page) == "m-value"
    stage.page.keyboard.press("Tab")
    assert stage.field("m") == "0.123 rad 7°"


def test_degrees_are_read_as_radians(stage: Stage) -> None:
    stage.open()
    stage.page.click(FIELD.format("m"))
    # typed over without its unit
    assert stage.field("m") == "0.3"
    stage.type("m", "30°", "Tab")
    stage.page.wait_for_selector(f"{READY}[data-query*='m=0.523599']")
    assert stage.field("m") == "0.524 rad 30°"


def test_what_the_playground_does_not_have_is_said(stage: Stage) -> None:
    stage.open("deaf=1")
    stage.type("s", "1e9")
    expect(stage.page.locator(".lv-said")).to_have_text("s: 1e9 too-large")
    assert [float(s) for s in stage.moves("s")] == [64]
    # Python has not answered: the value stays where it was typed, and what is no number leaves it
    stage.type("s", "abc")
    expect(stage.page.locator(".lv-said")).to_have_text("s: abc not-a-number")
    assert stage.field("s") == "64"
    assert float(stage.moves("s")[-1]) == 64


def test_what_is_done_next_on_the_stage_makes_the_word_out_of_date(stage: Stage) -> None:
    stage.open()
    said = stage.page.locator(".lv-said")
    nexts = {
        "a view": lambda: stage.page.click("[data-value=raw]"),
        "a step": lambda: stage.page.locator("input[name=step]").press("Home"),
        "a button that plays": lambda: stage.page.click("[data-action=play]"),
        "Back": lambda: stage.page.evaluate("window.go({s: '8'})"),
        "another language": lambda: stage.page.evaluate("window.go({lang: 'zh'})"),
    }
    for name, act in nexts.items():
        stage.type("s", "abc")
        expect(said).not_to_be_empty()
        act()
        expect(said, name).to_be_empty()
        stage.page.wait_for_selector(READY)
    # Python takes the value over: the word about it stays
    stage.type("s", "1e9")
    stage.page.wait_for_selector(f"{READY}[data-query*='s=64']")
    expect(said).to_have_text("s: 1e9 too-large")


def test_a_thumb_that_is_only_touched_keeps_the_typed_value(stage: Stage) -> None:
    stage.open("deaf=1&delay=300")
    stage.type("m", "0.12")
    field = stage.page.locator(FIELD.format("m"))
    # it stands between two positions first, then its run has come with a position of its own
    for there in (f"{STAGE}[data-status=training]", f"{READY}[data-query*='m=0.12']"):
        stage.page.wait_for_selector(there)
        expect(field).to_have_value(re.compile(r"^0\.12\b"))
        stage.press("m")
        stage.page.mouse.up()
        stage.settle()
        assert stage.moves("m")[-1] == "0.12"


@pytest.mark.parametrize("stage", [{}, PHONE], indirect=True, ids=["projector", "phone"])
def test_axe_finds_nothing_on_the_stage(stage: Stage) -> None:
    stage.open()
    stage.type("s", "1e9")
    expect(stage.page.locator(".lv-said")).not_to_be_empty()
    box = stage.page.locator(FIELD.format("m")).bounding_box()
    assert min(box["width"], box["height"]) >= 24
    found = Axe().run(stage.page).response["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []
