"""The input plane in a real browser on a real server."""

import re

import pytest
from browser.hands import eventually, settle
from playwright.sync_api import Page, expect

READY = "[data-testid=stage][data-status=ready][data-filling='']"
EXACT = "[data-picture=input] [data-plane=exact]"
SLOW = 120_000


def asked(page: Page) -> list[str]:
    """Over what the input plane was asked for, from now on."""
    found: list[str] = []
    page.on(
        "request", lambda request: found.extend(re.findall(r"over=(\w+)&view=input", request.url))
    )
    return found


def choose(page: Page, view: str) -> None:
    page.locator(f"[data-choice=view] [data-value={view}]").click()


def drawn(page: Page, name: str = "input") -> str:
    settle(page, 150)
    return page.evaluate(f"document.querySelector('[data-picture={name}] canvas').toDataURL()")


def told(page: Page) -> str:
    """What a screen reader is told of the plane, once it has been told."""
    page.wait_for_selector("[data-picture=input] canvas[aria-describedby]", timeout=SLOW)
    name = page.get_attribute("[data-picture=input] canvas", "aria-describedby")
    return page.locator(f"[id='{name}']").text_content()


def test_the_plane_is_told_in_words_at_the_step_where_it_rests(page):
    path = "/playground?dataset=ring&classes=3&points=60&width=8&steps=40"
    page.goto(f"{path}&view=input&at=0&lang=en")
    page.wait_for_selector(EXACT, timeout=SLOW)
    first = told(page)
    thumb = page.locator("input[name=step]")
    thumb.focus()
    page.keyboard.press("End")
    # of a step that is passed nothing is said
    picture = page.locator("[data-picture=input] canvas")
    expect(picture).not_to_have_attribute("aria-describedby", re.compile("."))
    assert told(page) != first
    page.get_by_role("radio", name="中文").click()
    expect(page.locator("[data-picture=input] .ll-told")).to_contain_text("平面", timeout=SLOW)


@pytest.mark.parametrize("dim", [2, 3])
def test_the_same_point_is_lit_in_the_plane_and_in_the_other_views(page, dim):
    planes = asked(page)
    page.goto(f"/playground?dataset=ring&classes=3&points=60&width=8&steps=40&dim={dim}")
    page.wait_for_selector(READY, timeout=SLOW)
    assert planes == []
    choose(page, "input")
    page.wait_for_selector(EXACT, timeout=SLOW)
    assert planes[0] == "step"
    expect(page).to_have_url(re.compile("view=input"), timeout=SLOW)
    canvas = page.locator("[data-picture=input] .lp-canvas")
    assert "lp-" not in canvas.get_attribute("class").replace("lp-canvas", "")
    before, small = drawn(page), drawn(page, "embedding")
    canvas.focus()
    page.keyboard.press("PageUp")
    # both have the ring, the large one has the card
    tip = page.locator(".lv-tip:visible")
    expect(tip).to_have_count(1)
    expect(tip).to_contain_text("x1")
    expect(page.locator("[data-picture=input] .lv-tip")).to_be_visible()
    lit = tip.locator("> div").inner_text()
    assert drawn(page) != before and drawn(page, "embedding") != small
    # from one picture to the other it goes on
    page.locator("[data-picture=embedding] .lp-canvas").focus()
    expect(tip).to_have_count(1)
    page.keyboard.press("PageUp")
    expect(tip).to_be_visible()
    expect(page.locator("[data-picture=input] .lv-tip")).to_be_visible()
    page.keyboard.press("PageDown")
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    assert (drawn(page), drawn(page, "embedding")) == (before, small)
    canvas.focus()
    page.keyboard.press("PageUp")
    for view in ("raw", "unit", "input"):
        choose(page, view)
        expect(tip).to_be_visible()
        expect(tip.locator("> div")).to_have_text(lit.replace("\n", ""), use_inner_text=False)
    page.locator("input[type=range][name=m]").focus()
    expect(tip).to_be_hidden()


def test_the_regions_follow_a_slider_from_a_link_to_its_release(page):
    planes = asked(page)
    page.goto("/playground?dataset=ring&classes=3&points=60&width=8&steps=40&view=input&lang=zh")
    page.wait_for_selector(READY, timeout=SLOW)
    page.wait_for_selector(EXACT, timeout=SLOW)
    eventually(page, lambda: {"step", "s", "m"} <= set(planes))
    assert sorted(planes) == ["m", "s", "step"]
    before = drawn(page)
    page.locator("input[type=range][name=m]").focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    page.wait_for_selector(f"{READY}[data-query*='m=0.6']", timeout=SLOW)
    page.wait_for_selector(EXACT, timeout=SLOW)
    assert drawn(page) != before


def test_free_points_get_a_sentence_and_no_axes(page):
    page.goto("/playground?dataset=ring&classes=3&points=60&steps=40&encoder=free&view=input")
    page.wait_for_selector("[data-picture=input] [data-plane=none]", timeout=SLOW)
    expect(page.locator(".lv-no-plane")).to_have_text(re.compile("Free points have no inputs"))
    choose(page, "unit")
    expect(page.locator(".lv-no-plane")).to_be_hidden()
