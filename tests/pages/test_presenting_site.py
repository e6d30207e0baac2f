"""A lesson held from the front of a room: with a clicker, with keys, and with a second window."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from lossviz.lessons import LESSONS
from lossviz.web.lesson.steps import steps_of

expect.set_options(timeout=20_000)

STEPS = steps_of(LESSONS["softmax"])
ON = "html[data-presenting]"
# a lectern's screen, one of 4:3, and a page at 150 %
SCREENS = [(1280, 720), (1280, 600), (1024, 768), (853, 480)]


def shown(page: Page, anchor: str) -> Locator:
    """The step that fills the screen, which must be this one."""
    step = next(one for one in STEPS if one.anchor == anchor)
    holder = page.locator(f".st-key-{step.holder}")
    expect(holder).to_have_css("visibility", "visible")
    expect(page.locator(".lc-place")).to_have_text(f"{STEPS.index(step) + 1} / {len(STEPS)}")
    expect(page).to_have_url(re.compile(rf"present=1.*#{anchor}$"))
    return holder


@pytest.fixture(scope="module")
def lesson(english: BrowserContext) -> Iterator[Page]:
    """A lesson whose scenes are all there."""
    page = english.new_page()
    page.goto("/softmax")
    for scene in LESSONS["softmax"].scenes:
        stage = page.locator(f"[data-testid=stage][data-scene={scene.key}]")
        expect(stage).to_have_attribute("data-status", "ready", timeout=40_000)
    yield page
    page.close()


@pytest.fixture
def presented(lesson: Page) -> Iterator[Page]:
    """The lesson at its first step; in the end it is a page again."""
    lesson.set_viewport_size({"width": 1280, "height": 720})
    lesson.locator("h1").scroll_into_view_if_needed()
    lesson.keyboard.press("p")
    lesson.keyboard.press("Home")
    shown(lesson, STEPS[0].anchor)
    yield lesson
    lesson.keyboard.press("p")
    expect(lesson.locator(ON)).to_have_count(0)


def test_a_clicker_alone_holds_the_whole_lesson(presented):
    for step in STEPS[1:]:
        presented.keyboard.press("PageDown")
        holder = shown(presented, step.anchor)
        expect(presented.locator(".lc-said")).to_have_text(re.compile(r"^Step \d+ of "))
        box = holder.bounding_box()
        assert (box["x"], box["y"], box["width"]) == (0, 0, 1280)
    # at the end there is nothing more
    presented.keyboard.press("PageDown")
    shown(presented, STEPS[-1].anchor)
    presented.keyboard.press("PageUp")
    shown(presented, STEPS[-2].anchor)
    presented.keyboard.press("b")
    dark = presented.locator(".lc-blank")
    expect(dark).to_be_visible()
    presented.keyboard.press(".")
    expect(dark).to_be_hidden()
    presented.keyboard.press("b")
    presented.keyboard.press("PageUp")
    expect(dark).to_be_hidden()
    presented.keyboard.press("Home")
    presented.keyboard.press("ArrowRight")
    shown(presented, STEPS[1].anchor)


def test_nothing_but_the_step_is_read(presented):
    presented.keyboard.press("PageDown")
    shown(presented, "scores")
    heads = presented.get_by_role("heading")
    expect(heads).to_have_count(1)
    expect(heads).to_contain_text("Scores become probabilities")
    expect(presented.get_by_role("link", name="Playground")).to_have_count(0)


def test_the_derivation_is_told_line_by_line(presented):
    presented.keyboard.press("PageDown")
    step = shown(presented, "scores")
    lines = step.locator(".ll-line")
    count = lines.count()
    expect(lines.nth(0)).to_have_css("visibility", "visible")
    expect(lines.nth(1)).to_have_css("visibility", "hidden")
    for at in range(1, count):
        presented.keyboard.press("n")
        expect(lines.nth(at)).to_have_css("visibility", "visible")
        expect(lines.nth(at).locator(".ll-symbols")).to_be_in_viewport()
    presented.keyboard.press("Shift+N")
    expect(lines.nth(count - 1)).to_have_css("visibility", "hidden")
    expect(lines.nth(count - 2)).to_have_css("visibility", "visible")


def test_after_the_last_line_comes_the_next_derivation(presented):
    presented.keyboard.press("v")
    for _ in range(3):
        presented.keyboard.press("PageDown")
    step = shown(presented, "two")
    tabs = step.get_by_role("tab")
    for _ in range(step.locator(".ll-line").count()):
        presented.keyboard.press("n")
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    expect(step.locator(".ll-line").nth(1)).to_have_css("visibility", "hidden")
    presented.keyboard.press("Shift+N")
    expect(tabs.nth(0)).to_have_attribute("aria-selected", "true")


def test_a_slider_is_taken_in_hand_by_its_number(presented):
    presented.keyboard.press("PageDown")
    step = shown(presented, "scores")
    slider = step.locator("input[name=z2]")
    before = int(slider.input_value())
    presented.keyboard.press("2")
    expect(slider).to_be_focused()
    presented.keyboard.press("Minus")
    presented.keyboard.press("Minus")
    presented.keyboard.press("=")
    expect(slider).to_have_value(str(before - 1))
    presented.keyboard.press("Shift+_")
    expect(slider).to_have_value(str(before - 11))
    # with a slider in hand arrow keys are its own; a clicker still steps
    presented.keyboard.press("ArrowRight")
    expect(slider).to_have_value(str(before - 10))
    shown(presented, "scores")
    presented.keyboard.press("Escape")
    expect(slider).not_to_be_focused()
    presented.keyboard.press("ArrowRight")
    shown(presented, "vectors")
    # what was moved is in the address, and the presentation stays there
    expect(presented).to_have_url(re.compile(r"z=.*present=1#vectors$"))


def test_v_reveals_here_and_leads_to_the_vote_from_elsewhere(presented):
    heard = """() => { window.heard = []; for (const name of ["lossviz-reveal", "lossviz-reset"])
      for (const node of document.querySelectorAll("[data-testid=question], [data-testid=stage]"))
        node.addEventListener(name, () => window.heard.push([name, node.dataset.testid])); }"""
    presented.evaluate(heard)
    presented.keyboard.press("v")
    assert presented.evaluate("window.heard") == [["lossviz-reveal", "question"]]
    presented.keyboard.press("PageDown")
    shown(presented, "scores")
    presented.keyboard.press("r")
    assert presented.evaluate("window.heard")[1:] == [["lossviz-reset", "stage"]]
    presented.keyboard.press("v")
    shown(presented, "vote")


def test_keys_are_a_fields_while_it_has_the_focus(presented):
    presented.keyboard.press("PageDown")
    step = shown(presented, "scores")
    field = step.locator("input[name=z1-value]")
    field.click()
    presented.keyboard.press("PageDown")
    presented.keyboard.press("b")
    shown(presented, "scores")
    expect(presented.locator(".lc-blank")).to_be_hidden()
    presented.keyboard.press("Escape")
    presented.keyboard.press("Tab")


def test_the_list_of_keys_opens_and_closes(presented):
    presented.keyboard.press("?")
    listed = presented.get_by_role("dialog", name="Keys")
    expect(listed).to_be_visible()
    expect(listed).to_contain_text("next line of the derivation")
    presented.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    expect(presented.locator(ON)).to_have_count(1)
    presented.keyboard.press("?")
    presented.keyboard.press("PageDown")
    expect(listed).to_be_hidden()
    shown(presented, STEPS[1].anchor)


def test_the_pointer_is_seen_from_afar_until_it_is_put_away(presented):
    ring = presented.locator(".lc-ring")
    presented.mouse.move(300, 200)
    presented.mouse.move(400, 300)
    box = ring.bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert middle == pytest.approx((400, 300), abs=1)
    presented.keyboard.press("l")
    presented.mouse.move(500, 300)
    expect(ring).to_be_hidden()
    presented.keyboard.press("l")


@pytest.mark.parametrize("size", SCREENS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_picture_sliders_and_line_are_in_sight_together(presented, size):
    presented.set_viewport_size({"width": size[0], "height": size[1]})
    for scene in LESSONS["softmax"].scenes:
        presented.keyboard.press("PageDown")
        step = shown(presented, scene.key)
        for part in step.locator(".lv-range, .ll-line:first-child .ll-symbols").all():
            expect(part).to_be_in_viewport(ratio=0.99)
        for canvas in step.locator("canvas").all():
            expect(canvas).to_be_in_viewport(ratio=0.99)
            box = canvas.bounding_box()
            assert min(box["width"], box["height"]) > 0.1 * size[1]
        assert step.evaluate("node => node.scrollWidth <= node.clientWidth")
        # no lower than 3 % of the screen
        text = step.locator("[data-layout=rows] > .ll-grid")
        assert (
            text.evaluate("node => parseFloat(getComputedStyle(node).fontSize)") >= 0.03 * size[1]
        )


def test_the_speakers_window_goes_along_and_leads(presented):
    with presented.context.expect_page() as opened:
        presented.keyboard.press("s")
    notes = opened.value
    now = notes.locator("[data-part=now] h1")
    expect(now).to_have_text("The question")
    expect(notes.locator("[data-part=next] h1")).to_have_text("1 · Scores become probabilities")
    presented.keyboard.press("PageDown")
    expect(now).to_have_text("1 · Scores become probabilities")
    notes.get_by_role("button", name="Next").click()
    shown(presented, "vectors")
    notes.keyboard.press("PageUp")
    shown(presented, "scores")
    notes.reload()
    expect(now).to_have_text("1 · Scores become probabilities")
    presented.keyboard.press("p")
    expect(notes.get_by_text("Nobody is presenting")).to_be_visible()
    presented.keyboard.press("p")
    expect(notes.get_by_role("button", name="Next")).to_be_enabled()
    notes.close()


def test_a_link_presents_a_step_and_a_reload_keeps_it(visitor):
    page = visitor.new_page()
    page.goto("/softmax?z=5_2_3_4&present=1&lang=zh#two")
    holder = page.locator(".st-key-scene-two")
    expect(holder).to_have_css("position", "fixed")
    expect(page.locator(".lc-title")).to_have_text("Softmax")
    # the browser's own key is nothing that the page would have to speak of
    expect(page.get_by_text("present", exact=False)).to_have_count(0)
    with visitor.expect_page() as opened:
        page.get_by_role("button", name="演讲者窗口").click()
    notes = opened.value
    expect(notes.locator("[data-part=now] h1")).to_contain_text("3 · ")
    page.reload()
    expect(page.locator(ON)).to_have_count(1)
    expect(holder).to_have_css("position", "fixed")
    expect(page).to_have_url(re.compile(r"z=5_2_3_4&present=1.*#two$"))
    page.keyboard.press("PageUp")
    expect(notes.locator("[data-part=now] h1")).to_contain_text("2 · ")
    page.keyboard.press("Escape")
    expect(page.locator(ON)).to_have_count(0)
    expect(page).to_have_url(re.compile(r"z=5_2_3_4(?!.*present).*#vectors$"))
    expect(page.locator(".st-key-scene-vectors")).to_be_in_viewport()


def test_a_scenes_own_button_and_a_page_that_is_not_presented(visitor):
    page = visitor.new_page()
    page.goto("/playground")
    stage = page.locator("[data-testid=stage]")
    expect(stage).to_have_attribute("data-status", "ready", timeout=60_000)
    page.locator("[data-testid=stMain]").click(position={"x": 5, "y": 300})
    page.keyboard.press("PageDown")
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollTop > 100")
    page.get_by_role("button", name="Present").click()
    expect(page.locator(".st-key-scene-playground")).to_have_css("visibility", "visible")
    expect(page.locator(".lc-place")).to_have_text("1 / 1")
    for slider in page.locator(".lv-range").all():
        expect(slider).to_be_in_viewport(ratio=0.99)
    play = stage.locator("[data-action=play]")
    page.keyboard.press("Space")
    expect(play).to_have_accessible_name("Pause")
    page.keyboard.press("Space")
    expect(play).to_have_accessible_name("Play")
    page.keyboard.press("Escape")
    expect(page.locator(ON)).to_have_count(0)


def test_notes_of_a_page_that_there_is_not_are_refused_in_words(site, playwright):
    asked = playwright.request.new_context(base_url=site)
    answer = asked.get("/lossviz/notes?lesson=%3Cscript%3E&lang=xx")
    assert answer.status == 404
    assert "<script>" not in answer.text()
    assert "no page" in answer.text()
    assert "lossviz" in asked.get("/lossviz/notes?lesson=papers&lang=zh").text()
    asked.dispose()
