"""What is to be seen by everybody: colours, small screens, fingers, paper, terms."""

import re
from collections.abc import Iterator

import pytest
from pages.looking import SETTLED, expect_no_wider, resized
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from lossviz.figures.theme import SURFACES
from lossviz.web.site.text import phrases
from tests.conftest import reading

expect.set_options(timeout=20_000)
SCENE = "[data-testid=stage][data-scene=scores]"
READY = f"{SCENE}[data-status=ready]"
GROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"


@pytest.fixture(scope="module")
def phone(chromium: Browser, site: str) -> Iterator[BrowserContext]:
    screen = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with reading(chromium, site, locale="en-US", **screen) as context:
        yield context


def first_scene(page: Page) -> Locator:
    page.goto("/softmax?lang=en")
    page.wait_for_selector(READY, timeout=60_000)
    page.eval_on_selector(SCENE, "(scene) => scene.scrollIntoView()")
    return page.locator(SCENE)


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[k : k + 2], 16)) for k in (1, 3, 5))})"


def swipe(page: Page, start: tuple[float, float], way: tuple[float, float]) -> None:
    """A finger is put down, goes this way, and is lifted."""
    session = page.context.new_cdp_session(page)
    for k in range(13):
        x, y = (a + k / 12 * b for a, b in zip(start, way, strict=True))
        kind = "touchMove" if k else "touchStart"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.evaluate(SETTLED)


def test_a_finger_that_scrolls_over_a_rail_changes_nothing(phone):
    page = phone.new_page()
    slider = first_scene(page).locator("input[name=z2]")
    before, box = slider.input_value(), slider.bounding_box()
    at = (box["x"] + 0.1 * box["width"], box["y"] + box["height"] / 2)
    main = page.locator("[data-testid=stMain]")
    top = main.evaluate("(main) => main.scrollTop")
    swipe(page, at, (3, -150))
    assert slider.input_value() == before
    assert main.evaluate("(main) => main.scrollTop") > top
    box = slider.bounding_box()
    at = (box["x"] + 0.1 * box["width"], box["y"] + box["height"] / 2)
    swipe(page, at, (0.4 * box["width"], 3))
    assert int(slider.input_value()) != int(before)
    page.close()


def test_on_a_phone_on_its_side_sliders_stand_beside_the_picture(phone):
    page = phone.new_page()
    resized(page, (844, 390))
    scene = first_scene(page)
    page.evaluate(SETTLED)
    picture = scene.locator("[data-picture]").first.bounding_box()
    for slider in scene.locator(".lv-range").all():
        box = slider.bounding_box()
        assert picture["x"] + picture["width"] <= box["x"]
        assert 0 <= box["y"] and box["y"] + box["height"] <= 390
    page.close()


@pytest.mark.parametrize("path", ["/softmax?lang=en", "/multiplicative?lang=en", "/?lang=zh"])
def test_nothing_is_wider_than_320_pixels(reader, path):
    reader.goto(path)
    reader.wait_for_selector("[data-testid=stage][data-status=ready]", timeout=60_000)
    resized(reader, (320, 640))
    expect_no_wider(reader, 320)
    header = reader.locator(".st-key-switch").bounding_box()
    assert header["x"] + header["width"] <= 320
    resized(reader, (1280, 720))


def test_the_colours_are_switched_here_and_kept(visitor):
    page = visitor.new_page()
    scene = first_scene(page)
    switch = page.get_by_label(phrases("en")["frame.shade.label"])
    for name in ("dark", "projector", "light", "dark"):
        switch.select_option(name)
        expect(scene).to_have_attribute("data-theme", name)
        ground = rgb(SURFACES[name].background)
        page.wait_for_function(f"(wanted) => {GROUND} === wanted", arg=ground)
    page.reload()
    page.wait_for_selector(READY, timeout=60_000)
    expect(scene).to_have_attribute("data-theme", "dark")
    page.get_by_label(phrases("en")["frame.shade.label"]).select_option("system")
    expect(scene).to_have_attribute("data-theme", "light")
    page.close()


def test_forced_colours_show_what_is_chosen(visitor):
    page = visitor.new_page()
    scene = first_scene(page)
    page.emulate_media(forced_colors="active")
    look = "(one) => getComputedStyle(one).backgroundColor"
    pressed, other = (
        scene.locator(f".lv-choice .lv-button[aria-pressed={state}]").first.evaluate(look)
        for state in ("true", "false")
    )
    assert pressed != other
    page.emulate_media(forced_colors="none")
    page.close()


def test_a_term_shows_its_entry_and_escape_takes_it_away(visitor):
    page = visitor.new_page()
    first_scene(page)
    card, term = (
        page.locator("#lossviz-term"),
        page.locator('a[href="glossary?lang=en#score"]').first,
    )
    term.focus()
    expect(card).to_be_visible()
    expect(card).to_contain_text("that a network gives class")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    term.hover()
    expect(card).to_be_visible()
    card.hover()
    expect(card.get_by_role("link")).to_have_attribute(
        "href", re.compile(r"/glossary\?lang=en#score$")
    )
    page.close()


def test_on_paper_all_derivations_are_there_and_nothing_to_press(visitor):
    page = visitor.new_page()
    first_scene(page)
    page.get_by_label(phrases("en")["frame.shade.label"]).select_option("dark")
    two = page.locator("[data-testid=stage][data-scene=two]")
    expect(two).to_have_attribute("data-status", "ready")
    tabs = two.get_by_role("tab").count()
    assert tabs > 1 and two.locator(".ll-derivation").count() == 1
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert two.locator(".ll-derivation").count() == tabs
    expect(two).to_have_attribute("data-theme", "light")
    canvas = two.locator("canvas").first
    assert canvas.evaluate("(one) => Math.abs(one.width - 3 * one.clientWidth)") <= 2
    for gone in (".st-key-frame", ".lv-range", ".ll-tab", ".ll-opener"):
        assert not page.locator(gone).first.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert two.locator(".ll-derivation").count() == 1
    expect(two).to_have_attribute("data-theme", "dark")
    page.get_by_label(phrases("en")["frame.shade.label"]).select_option("system")
    page.close()


def test_a_first_visit_is_told_once_that_terms_light_up(visitor):
    page = visitor.new_page()
    page.goto("/softmax?lang=en")
    page.evaluate("localStorage.removeItem('lossviz-told-terms')")
    first_scene(page)
    line = page.locator(".lv-first:visible")
    expect(line).to_have_count(1)
    line.get_by_role("button").click()
    expect(line).to_have_count(0)
    first_scene(page)
    expect(line).to_have_count(0)
    page.close()
