"""The playground in a real browser on a real server: what a person drags, sees and reads."""

import re

import pytest
from browser.hands import settle
from playwright.sync_api import Page, expect

from lossviz.playground import slider_values
from lossviz.settings import Settings

# how long a run may take that nobody has asked for yet, while the server compiles
SLOW_MS = 120_000
READY = "[data-testid=stage][data-status=ready]"


def open_stage(page: Page, query: str = "", status: str = "ready") -> None:
    page.goto(f"/playground?{query}")
    page.wait_for_selector(f"[data-testid=stage][data-status={status}]", timeout=SLOW_MS)


def attribute(page: Page, name: str) -> str:
    return page.get_by_test_id("stage").get_attribute(name)


def filled(page: Page) -> None:
    """Until every slider's sweep is here."""
    page.wait_for_selector(f"{READY}[data-filling='']", timeout=SLOW_MS)


def slider(page: Page, name: str):
    return page.locator(f"input[type=range][name={name}]")


class Drag:
    """A slider held by the mouse: press, move to shares of its length, let go."""

    def __init__(self, page: Page, name: str) -> None:
        self.mouse = page.mouse
        element = slider(page, name)
        element.scroll_into_view_if_needed()
        self.box = element.bounding_box()
        share = int(element.input_value()) / int(element.get_attribute("max"))
        self.to(share)
        self.mouse.down()

    def to(self, share: float) -> None:
        thumb = 20
        x = self.box["x"] + thumb / 2 + share * (self.box["width"] - thumb)
        self.mouse.move(x, self.box["y"] + self.box["height"] / 2, steps=8)

    def release(self) -> None:
        self.mouse.up()


def test_dragging_the_margin_redraws_without_asking_the_server(page):
    open_stage(page)
    filled(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    before, query = int(attribute(page, "data-redraws")), attribute(page, "data-query")
    picture = page.locator("[data-testid=stage] canvas").first
    shown = picture.screenshot()
    drag = Drag(page, "m")
    drag.to(0.1)
    drag.to(0.6)
    settle(page, 300)
    assert int(attribute(page, "data-redraws")) > before + 5
    assert attribute(page, "data-query") == query
    assert asked == []
    assert picture.screenshot() != shown
    drag.release()


def test_letting_go_trains_at_that_value_and_the_link_says_so(page):
    open_stage(page)
    drag = Drag(page, "m")
    drag.to(0.5)
    value = slider(page, "m").get_attribute("aria-valuetext")
    drag.release()
    page.wait_for_selector(f"{READY}[data-query*='m=']", timeout=30_000)
    margin = re.search(r"(?:^|&)m=([\d.]+)", attribute(page, "data-query"))[1]
    assert f"{float(margin):.2f} rad" in value
    page.wait_for_url(f"**m={margin}*")


def test_a_run_is_asked_for_once_by_the_stage_and_not_again_for_the_page_s_answer(page):
    open_stage(page, "m=0.5")
    runs: list[str] = []
    page.on("request", lambda asked: "lossviz/scene" in asked.url and runs.append(asked.url))
    for query, share in (("m=0.6", 0.4), ("m=", 0.2)):
        drag = Drag(page, "m")
        drag.to(share)
        drag.release()
        # the second is the default, which no link says
        page.wait_for_selector(f"{READY}[data-query*='{query}']" if share > 0.3 else
                               f"{READY}:not([data-query*='m='])", timeout=30_000)  # fmt: skip
        asked = len(runs)
        page.wait_for_url(lambda url, query=query, share=share: (query in url) == (share > 0.3))
        page.wait_for_timeout(1000)
        assert len(runs) == asked
    assert len(runs) == 2 == len(set(runs))


def test_a_link_shows_the_run_it_names_not_the_nearest_position_of_the_slider(page):
    open_stage(page, "loss=cosface&s=30&m=0.37")
    assert "30" in slider(page, "s").get_attribute("aria-valuetext")
    assert "0.37" in slider(page, "m").get_attribute("aria-valuetext")


def test_the_keyboard_moves_a_slider_too(page):
    open_stage(page)
    filled(page)
    slider(page, "s").focus()
    page.keyboard.press("ArrowRight")
    following = next(value for value in slider_values(Settings(), "s") if value > Settings().s)
    page.wait_for_selector(f"{READY}[data-query*='s={following:g}']", timeout=30_000)


def test_the_step_slider_goes_back_to_the_start_and_play_runs_to_the_end(page):
    open_stage(page)
    slider(page, "step").focus()
    page.keyboard.press("Home")
    expect(slider(page, "step")).to_have_attribute("aria-valuetext", re.compile(r"\b0\b"))
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(
        "() => { const s = document.querySelector('input[name=step]'); return s.value === s.max; }"
    )


def test_a_margin_beyond_reach_says_why_and_still_trains(page):
    open_stage(page, "m=1.4")
    expect(page.get_by_text("Two of 6 classes in 2-D are at most 60° apart")).to_be_visible()
    expect(page.get_by_text("no region").first).to_be_visible()


def test_a_run_that_blows_up_says_at_which_step_and_what_helps(page):
    open_stage(page, "loss=hinge&optimizer=sgd&lr=10&momentum=0.99&steps=3000&depth=3", "error")
    alert = page.get_by_test_id("stage").get_by_role("alert")
    expect(alert).to_contain_text(re.compile(r"at step \d+, under Hinge with m = 1"))
    expect(alert).to_contain_text("learning rate")


def test_a_long_run_shows_progress_and_can_be_cancelled(page):
    open_stage(page)
    page.goto("/playground?steps=5000&depth=3&width=128&points=1000&classes=10")
    cancel = page.get_by_role("button", name="Cancel")
    cancel.click(timeout=SLOW_MS)
    expect(page.get_by_role("button", name="Train again")).to_be_visible()
    step = slider(page, "step")
    expect(step).to_be_visible()


@pytest.mark.parametrize("query", ["dim=3", "dataset=iris", "loss=softmax", "encoder=free"])
def test_hovering_a_point_shows_its_scores_and_angles(page, query):
    open_stage(page, query)
    picture = page.locator("[data-testid=stage] canvas").first
    picture.focus()
    page.keyboard.press("PageDown" if "dim=3" in query else "ArrowRight")
    with_table = page.locator(".lv-tip table")
    expect(with_table).to_be_visible(timeout=15_000)
    assert with_table.locator("tr").count() >= 3
    expect(with_table).to_contain_text("°")


def test_zoom_and_export_opens_the_plotly_figures(page):
    open_stage(page)
    for name in ("embedding", "psi", "history", "numbers"):
        page.locator(f"[data-picture={name}] [data-action=export]").click()
        expect(page.locator("dialog .js-plotly-plot")).to_have_count(1, timeout=30_000)
        page.keyboard.press("Escape")
        expect(page.locator("dialog .js-plotly-plot")).to_have_count(0)


def test_a_slider_works_before_its_sweep_has_come(page):
    page.route("**/lossviz/track?*", lambda route: route.abort())
    open_stage(page)
    drag = Drag(page, "m")
    drag.to(0.9)
    assert "rad" in slider(page, "m").get_attribute("aria-valuetext")
    drag.release()
    page.wait_for_selector(f"{READY}[data-query*='m=']", timeout=30_000)


def test_a_lost_server_is_said_in_words(page):
    open_stage(page)
    page.route("**/lossviz/**", lambda route: route.abort())
    drag = Drag(page, "m")
    drag.to(0.8)
    drag.release()
    expect(page.get_by_test_id("stage").get_by_role("alert")).to_be_visible(timeout=15_000)


def test_controls_nobody_has_opened_keep_what_the_link_says(page):
    open_stage(page, "steps=50&lr=0.02&classes=4")
    page.get_by_text("CosFace", exact=True).click()
    page.wait_for_url("**loss=cosface*")
    page.get_by_role("button", name="Training:").click()
    expect(page.get_by_label("Steps", exact=True)).to_have_value("50")
    page.get_by_role("button", name="New seed").click()
    page.wait_for_url(re.compile(r"seed="))
    assert {"classes=4", "lr=0.02", "steps=50"} <= set(page.url.partition("?")[2].split("&"))


def test_going_back_is_not_undone_by_a_closed_control(page):
    open_stage(page)
    page.get_by_role("button", name="Training:").click()
    steps = page.get_by_label("Steps", exact=True)
    steps.fill("50")
    steps.press("Enter")
    page.wait_for_url("**steps=50*")
    page.keyboard.press("Escape")
    expect(steps).to_have_count(0)
    page.wait_for_selector("[data-testid=stage][data-query*='steps=50']", timeout=SLOW_MS)
    page.go_back()
    page.wait_for_selector("[data-testid=stage]:not([data-query*='steps=50'])")
    page.get_by_text("CosFace", exact=True).click()
    page.wait_for_url("**loss=cosface*")
    assert "steps" not in page.url
