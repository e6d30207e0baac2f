"""Pictures of lessons on the real site: opened for zoom and export, and told in words."""

import json

import pytest
from pages.looking import barriers, resized
from pages.test_export import KEPT
from pages.test_lessons_site import opened, part, pull
from playwright.sync_api import Locator, Page, expect


def cell(page: Page, scene: str, picture: str) -> Locator:
    return part(page, scene).locator(f"[data-picture={picture}]")


def told(page: Page, scene: str, picture: str) -> Locator:
    """What describes the canvas of a picture."""
    canvas = cell(page, scene, picture).locator("canvas")
    return page.locator(f"[id='{canvas.get_attribute('aria-describedby')}']")


def open_picture(page: Page, scene: str, picture: str) -> Locator:
    """The dialog with the figure of this picture."""
    cell(page, scene, picture).locator("[data-action=export]").click()
    dialog = page.locator("dialog[open]")
    expect(dialog.locator(".js-plotly-plot .modebar")).to_have_count(1, timeout=60_000)
    return dialog


def test_every_picture_opens_with_buttons_that_stay_on_this_machine(visitor):
    page = opened(visitor.new_page(), "/angular")
    # numbers are a table, which only can be saved
    dims = {"angles": KEPT[2], "round": KEPT[2], "ball": KEPT[3], "numbers": KEPT[2][:1]}
    for picture, titles in dims.items():
        dialog = open_picture(page, "boundaries", picture)
        buttons = dialog.locator(".modebar-btn")
        assert [one.get_attribute("data-title") for one in buttons.all()] == titles
        assert dialog.locator("a[href]").count() == 0
        page.keyboard.press("Escape")
        expect(page.locator("dialog .js-plotly-plot")).to_have_count(0)
        # back where one was
        expect(cell(page, "boundaries", picture).locator(":focus")).to_have_count(1)


def test_a_figure_is_that_of_the_state_at_rest_also_by_keyboard(visitor):
    page = opened(visitor.new_page(), "/softmax?lang=zh")
    scene = part(page, "scores")
    pull(page, scene, "z1", 1.0)
    page.mouse.up()
    expect(scene).to_have_attribute("data-query", "z=5_2_3_4")
    opener = cell(page, "scores", "shares").locator("[data-action=export]")
    assert opener.get_attribute("aria-label").startswith("缩放与导出：")
    opener.focus()
    with page.expect_response("**/lossviz/picture?*") as answer:
        page.keyboard.press("Enter")
    figure = json.loads(answer.value.body())["figures"][0]["figure"]
    expected = scene.locator("canvas").nth(1)
    expect(expected).to_be_visible()
    assert figure["data"][0]["text"][0] == "0.6439"
    expect(page.locator("dialog[open] .js-plotly-plot .modebar")).to_have_count(1, timeout=60_000)


@pytest.mark.parametrize("lang, words", [("en", "1 is 0.6439"), ("zh", "1 为 0.6439")])
def test_canvases_tell_the_numbers_of_the_moment(visitor, lang, words):
    page = opened(visitor.new_page(), f"/softmax?lang={lang}")
    for canvas in part(page, "scores").locator("canvas").all():
        assert canvas.get_attribute("aria-label") and canvas.get_attribute("aria-describedby")
    expect(told(page, "scores", "shares")).to_contain_text("0.0321")
    scene = part(page, "scores")
    pull(page, scene, "z1", 1.0)
    # nobody is asked and nothing is said during a drag
    expect(told(page, "scores", "shares")).to_contain_text("0.0321")
    page.mouse.up()
    expect(scene).to_have_attribute("data-query", "z=5_2_3_4")
    expect(told(page, "scores", "shares")).to_contain_text(words)


@pytest.mark.parametrize("size", [(1280, 600), (390, 844)])
def test_the_button_is_always_there_and_takes_nothing_away(visitor, size):
    page = opened(resized(visitor.new_page(), size), "/softmax")
    least = 40 if size[0] == 390 else 24
    for opener in page.locator("[data-action=export]:not([hidden])").all():
        box = opener.bounding_box()
        assert min(box["width"], box["height"]) >= least
        assert opener.evaluate("(node) => getComputedStyle(node).visibility") == "visible"
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert barriers(page, within="[data-scene=scores]") == []
