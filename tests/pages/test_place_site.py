"""Where one is on a page, and back to where one was: contents, place, values; reset and undo."""

import re

import pytest
from pages.looking import SCREENS, barriers, expect_no_wider, resized
from pages.test_lessons_site import opened, part
from playwright.sync_api import Locator, Page, expect

from lossviz.lessons import LESSONS
from lossviz.web.site.links import address

expect.set_options(timeout=20_000)
LOW = (1280, 600)


def scroll_to(page: Page, scene: str) -> None:
    """As a hand does it, until the scene is where one reads."""
    page.mouse.move(600, 400)
    holder = page.locator(f".st-key-scene-{scene}")
    for _ in range(80):
        if holder.bounding_box()["y"] < 150:
            break
        page.mouse.wheel(0, 120)
        page.wait_for_timeout(30)


def seen(page: Page, scene: str) -> None:
    """The scene's heading stands in the upper part of the window."""
    page.wait_for_function(
        """(key) => {
          const top = document.querySelector(`.st-key-scene-${key}`)?.getBoundingClientRect().top;
          return top > -250 && top < 300;
        }""",
        arg=scene,
        timeout=20_000,
    )


def button(scene: Locator) -> Locator:
    return scene.locator("[data-action=reset]")


def test_back_and_forward_keep_the_scene_and_its_values(visitor):
    page = opened(visitor.new_page(), "/gradient?lang=en")
    scroll_to(page, "pairs")
    expect(page).to_have_url(re.compile(r"/gradient\?lang=en#pairs$"))
    contents = page.get_by_test_id("contents")
    expect(contents.locator(".lt-now")).to_have_text("2 · Three properties, and C − 1 pairs")
    thumb = part(page, "pairs").locator("input[name=z1]")
    before = thumb.input_value()
    thumb.focus()
    thumb.press("Home")
    expect(page).to_have_url(re.compile(r"z=-6_2_3_1.5.*#pairs$"))
    page.locator(".st-key-open a").click()
    expect(page).to_have_url(re.compile(r"/smoothing\?lang=en$"))
    expect(contents.locator(".lt-title")).to_have_text("Lesson 4 · Smoothing")
    expect(part(page, "road")).to_have_attribute("data-status", "ready")
    page.go_back()
    expect(page).to_have_url(re.compile(r"/gradient\?z=-6_2_3_1.5.*#pairs$"))
    seen(page, "pairs")
    expect(thumb).to_have_value("0")
    page.go_forward()
    expect(page).to_have_url(re.compile(r"/smoothing\?lang=en$"))
    expect(part(page, "road")).to_have_attribute("data-status", "ready")
    page.go_back()
    seen(page, "pairs")
    # on the page itself it takes back the value, and one stays where one is
    at = page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTop")
    page.go_back()
    expect(thumb).to_have_value(before)
    expect(page).to_have_url(re.compile(r"/gradient\?lang=en#pairs$"))
    assert at == page.evaluate("() => document.querySelector('[data-testid=stMain]').scrollTop")
    page.reload()
    seen(page, "pairs")


def test_contents_lead_everywhere_by_keyboard(visitor):
    page = opened(visitor.new_page(), "/softmax?lang=en")
    contents = page.get_by_test_id("contents")
    opener = contents.get_by_role("button")
    opener.focus()
    page.keyboard.press("Enter")
    links = contents.get_by_role("link")
    expect(links.first).to_be_focused()
    assert links.all_inner_texts()[:3] == [
        "The question",
        "1 · Scores become probabilities",
        "2 · One class vector too many",
    ]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#vectors$"))
    seen(page, "vectors")
    expect(links.first).to_be_hidden()
    opener.click()
    expect(contents.locator("[aria-current=step]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(links.first).to_be_hidden()
    expect(opener).to_be_focused()
    # a place of the history is gone back to, too
    opener.click()
    links.last.click()
    expect(page.locator(".st-key-step-sources")).to_be_in_viewport()
    page.go_back()
    seen(page, "vectors")


def test_contents_and_neighbours_are_on_a_phone(visitor):
    page = resized(visitor.new_page(), SCREENS["phone"])
    page.goto("/gradient?lang=en#boundaries")
    contents = page.get_by_test_id("contents")
    contents.get_by_role("button").click()
    current = contents.locator("[aria-current=step]")
    expect(current).to_have_text("3 · C vectors, all decision boundaries")
    box = contents.locator(".lt-list").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= SCREENS["phone"][0]
    assert barriers(page, within=".lt-list") == []
    page.keyboard.press("Escape")
    for part_of in page.locator(".st-key-frame > :visible").all():
        assert part_of.bounding_box()["x"] + part_of.bounding_box()["width"] <= 390
    expect_no_wider(page, 390)
    page.locator(".st-key-around").get_by_role("link", name="2 · Likelihood").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Lesson 2 · "))
    expect(page).to_have_title(re.compile("^2 · Likelihood · "))


@pytest.mark.parametrize("size", [SCREENS["projector"], LOW, SCREENS["phone"]], ids=str)
def test_no_scene_is_in_sight_of_a_question_that_is_not_revealed(reader, size):
    resized(reader, size)
    for name in LESSONS:
        reader.goto(f"/{address(name)}?lang=en")
        question = reader.get_by_test_id("question").first
        expect(question).to_be_visible()
        # the longest one fills a phone
        if size != SCREENS["phone"]:
            expect(question.locator(".ll-option").last).to_be_in_viewport()
        first = reader.locator("[class*=st-key-scene-]").first
        expect(first).to_be_attached()
        assert first.bounding_box()["y"] >= size[1]


def test_a_scene_is_reset_and_the_reset_undone(visitor):
    page = opened(visitor.new_page(), "/gradient?lang=en")
    scene, other = part(page, "jacobian"), part(page, "pairs")
    whole = page.locator(".st-key-gradient-reset button")
    expect(button(scene)).to_be_disabled()
    expect(whole).to_be_disabled()
    also = scene.locator("[data-slider=z1] .ll-also")
    expect(also.get_by_role("link", name="also in scene 2")).to_have_attribute("href", "#pairs")
    expect(scene.locator("[data-slider=z2] .ll-also")).to_be_hidden()
    thumb = scene.locator("input[name=z1]")
    before = thumb.input_value()
    thumb.press("Home")
    expect(page).to_have_url(re.compile("z=-6"))
    scene.evaluate("node => node.dispatchEvent(new CustomEvent('lossviz-reset'))")
    expect(thumb).to_have_value(before)
    expect(page).not_to_have_url(re.compile("z="))
    expect(other.locator("input[name=z1]")).to_have_value(before)
    expect(button(scene)).to_have_text("Undo")
    button(scene).click()
    expect(thumb).to_have_value("0")
    expect(button(scene)).to_have_text("Reset")
    expect(page).to_have_url(re.compile("z=-6"))
    # all of the page, and back
    expect(whole).to_be_enabled()
    whole.click()
    expect(thumb).to_have_value(before)
    expect(whole).to_have_text(re.compile("Undo"))
    whole.click()
    expect(thumb).to_have_value("0")
    # once something else is moved there is nothing to undo
    whole.click()
    expect(thumb).to_have_value(before)
    thumb.press("End")
    expect(whole).to_have_text(re.compile("Reset all"))


def test_the_playground_goes_back_with_all_of_its_controls(visitor):
    page = visitor.new_page()
    page.goto("/playground?dataset=ring&classes=4&loss=cosface&m=0.1&steps=50&lang=en")
    stage = page.locator("[data-testid=stage]")
    expect(stage).to_have_attribute("data-status", "ready", timeout=60_000)
    button(stage).click()
    expect(page).to_have_url(re.compile(r"/playground\?lang=en$"))
    expect(stage).to_have_attribute("data-query", "", timeout=60_000)
    expect(page.get_by_role("button", name="Data: digits, 6 classes")).to_be_visible()
    expect(page.get_by_role("radio", name="ArcFace")).to_be_checked()
    button(stage).click()
    expect(page).to_have_url(re.compile("dataset=ring.*loss=cosface"))
    expect(page.get_by_role("button", name="Data: blobs on a ring")).to_be_visible()
    expect(stage).to_have_attribute("data-query", re.compile("m=0.1"), timeout=60_000)


def test_a_stop_is_chosen_only_where_its_slider_stands(visitor):
    page = visitor.new_page()
    page.goto("/smoothing?lang=en#road")
    scene = part(page, "road")
    expect(scene).to_have_attribute("data-status", "ready")
    chosen = scene.locator("[data-choice=h-stop] [aria-pressed=true]")
    expect(chosen).to_have_text("perceptron")
    thumb = scene.locator("input[name=h]")
    thumb.focus()
    page.keyboard.down("End")
    # at once, and also where nobody has let go of it
    expect(chosen).to_have_text("cross-entropy")
    page.keyboard.press("ArrowLeft")
    expect(chosen).to_have_count(0)


def test_it_is_said_why_a_slider_moves_nothing(visitor):
    page = opened(visitor.new_page(), "/softmax?t=1&lang=en")
    said = part(page, "vectors").locator(".lv-words")
    expect(said).to_contain_text("moves nothing here")
    part(page, "vectors").locator("input[name=t]").press("Home")
    expect(said).to_have_text("")
