"""Scenes by themselves in a browser: a file from a folder without a network, a frame elsewhere."""

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import lossviz
from lossviz.alone import of_scene
from lossviz.alone.shown import Standalone
from lossviz.words import say_in

READY = "[data-testid=stage][data-status=ready]"
SMALL = {"dataset": "ring", "classes": 3, "points": 60, "width": 8, "steps": 20}


@pytest.fixture
def reader_of_files(chromium: Browser) -> Iterator[Page]:
    """A page without a network; whatever it asks for or complains of fails the test."""
    context = chromium.new_context(offline=True, viewport={"width": 1280, "height": 720})
    page, troubles = context.new_page(), []
    page.on("console", lambda said: troubles.append(said.text) if said.type != "log" else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda asked: (
        None if asked.url.startswith(("file:", "data:", "blob:")) else troubles.append(asked.url)
    ))  # fmt: skip
    yield page
    context.close()
    assert troubles == []


def opened(page: Page, shown: Standalone, folder: Path) -> None:
    page.goto(shown.save(folder).as_uri())
    page.wait_for_selector(READY)


def slide(page: Page, name: str, at: int) -> None:
    """Put a slider to a position, as a person who lets go of it there."""
    slider = page.locator(f"input[type=range][name='{name}']")
    slider.evaluate(
        """(node, at) => {
          node.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
          node.value = String(at);
          node.dispatchEvent(new Event("input", { bubbles: true }));
          node.dispatchEvent(new Event("change", { bubbles: true }));
          dispatchEvent(new PointerEvent("pointerup"));
        }""",
        at,
    )


def place(page: Page, name: str) -> int:
    return int(page.locator(f"input[type=range][name='{name}']").input_value())


def numbers(page: Page) -> list[str]:
    return page.locator("[data-picture=numbers] .lp-value").all_inner_texts()


def test_sliders_of_a_file_lead_to_the_numbers_of_their_state(reader_of_files, tmp_path):
    page = reader_of_files
    opened(page, lossviz.show_scene("softmax", "two", lang="en"), tmp_path)
    first, second = [
        node.get_attribute("name") for node in page.locator("input[type=range]").element_handles()
    ]
    at_first = numbers(page)
    slide(page, first, 3)
    slide(page, second, 90)
    stage = page.locator("[data-testid=stage]")
    # both stay where they were let go: a file of two sliders has all of their places
    expect(stage).to_have_attribute("data-query", re.compile(f"{first}=.*&{second}="))
    assert (place(page, first), place(page, second)) == (3, 90)
    moved, query = numbers(page), stage.get_attribute("data-query")
    assert moved != at_first
    # another language: other words, the same place and numbers
    page.get_by_role("button", name="中文").click()
    title = say_in("zh", "softmax.scenes.two.title")
    expect(page.locator("h1")).to_have_text(title)
    expect(stage).to_have_attribute("lang", "zh")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator(".lv-label").first).to_contain_text("类")
    assert (place(page, first), place(page, second)) == (3, 90) and numbers(page) == moved
    # what the site computes for that state by itself
    values = {key: float(value) for key, value in (part.split("=") for part in query.split("&"))}
    opened(page, lossviz.show_scene("softmax", "two", lang="en", **values), tmp_path)
    assert numbers(page) == moved and stage.get_attribute("data-query") == query


def test_where_sliders_move_one_at_a_time_the_file_says_so(reader_of_files, tmp_path):
    page = reader_of_files
    opened(page, lossviz.show_scene("margin", "margin", lang="en"), tmp_path)
    assert "Sliders move one at a time" in page.locator(".la-note").inner_text()
    before = place(page, "s")
    slide(page, "s", before + 4)
    moved = re.compile("(^|&)s=")
    expect(page.locator("[data-testid=stage]")).to_have_attribute("data-query", moved)
    assert place(page, "s") == before + 4
    slide(page, "m", 2)
    expect(page.locator(".lv-words")).to_contain_text("Back to the saved value: s")
    assert place(page, "s") == before and place(page, "m") == 2
    assert page.locator("[data-testid=stage]").get_attribute("data-status") == "ready"


def test_the_run_of_a_file_plays_and_its_sliders_show_other_runs(reader_of_files, tmp_path):
    page = reader_of_files
    settings = lossviz.Settings(**SMALL, loss="cosface", s=8, m=0.2)
    opened(page, lossviz.show(settings, lang="en"), tmp_path)
    loss = page.locator("[data-picture=numbers] .lp-value").first
    whole = loss.inner_text()
    page.locator("[data-filling='']").wait_for(state="attached")
    slide(page, "step", 0)
    expect(loss).not_to_have_text(whole)
    first = loss.inner_text()
    slide(page, "m", 0)
    expect(loss).not_to_have_text(first)
    # the run of the file itself is seen on its timeline: m goes back
    slide(page, "step", 0)
    expect(loss).to_have_text(first)
    assert page.locator("input[name=m]").get_attribute("aria-valuetext").endswith("0.2")
    page.get_by_role("button", name="numbers").click()
    expect(page.locator("[data-testid=stage]")).to_have_attribute("data-formula", "numbers")
    assert page.locator("[data-action=export]:visible, input.lv-field").count() == 0
    assert page.get_by_role("button", name="Inputs").count() == 0


def test_an_option_that_is_not_in_the_file_cannot_be_chosen(reader_of_files, tmp_path, monkeypatch):
    monkeypatch.setattr(of_scene, "MOST_STATES", 2)
    page = reader_of_files
    opened(page, lossviz.show_scene("softmax", "scores", lang="en"), tmp_path)
    stage = page.locator("[data-testid=stage]")
    missing = page.locator(".lv-choice [aria-disabled=true]")
    assert missing.count() > 0 and missing.first.get_attribute("title") == "Not in this file."
    before = stage.get_attribute("data-query")
    missing.first.click(force=True)
    assert stage.get_attribute("data-query") == before
    there = page.locator(".lv-choice [aria-pressed=false]:not([aria-disabled])").first
    there.click()
    expect(stage).not_to_have_attribute("data-query", before)
    expect(stage).to_have_attribute("data-status", "ready")


class Elsewhere(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and the address of another site that has it."""
    made = ThreadingHTTPServer(("127.0.0.1", 0), partial(Elsewhere, directory=str(tmp_path)))
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield tmp_path, f"http://127.0.0.1:{made.server_port}/"
    made.shutdown()
    made.server_close()


def test_a_page_of_another_site_shows_the_view_live_and_no_other_page(chromium, site, elsewhere):
    folder, address = elsewhere
    frames = {"view": "lossviz/embed?lesson=softmax&scene=two&lang=en", "page": "softmax",
              "scene": "lossviz/scene?lesson=softmax&scene=two"}  # fmt: skip
    body = "".join(f'<iframe id="{k}" src="{site}/{p}"></iframe>' for k, p in frames.items())
    (folder / "index.html").write_text(f"<!doctype html><body>{body}</body>", "utf-8")
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto(address)
    view = page.frame_locator("#view")
    view.locator(READY).wait_for()
    slider = view.locator("input[type=range]").first
    slider.focus()
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    # it asks the site, and its address keeps what it shows
    expect(view.locator("[data-testid=stage]")).not_to_have_attribute("data-query", "")
    own = page.frame(url=lambda url: "lossviz/embed" in url)
    own.wait_for_function("() => /[?&][a-z]\\d?=[\\d.-]+(&|$)/.test(location.search)")
    link = view.get_by_role("link", name="Open in lossviz")
    href = link.get_attribute("href")
    assert href.startswith("/softmax?lang=en&") and href.endswith("#two")
    assert link.get_attribute("target") == "_blank"
    for name in ("page", "scene"):
        # refused: what is in the frame is the browser's own page about that
        frame = page.locator(f"#{name}").element_handle().content_frame()
        assert not frame.url.startswith(site)
    context.close()


def test_a_view_of_what_there_is_not_says_so(reader, site):
    reader.goto("/lossviz/embed?lesson=softmax&scene=nope&lang=en")
    expect(reader.get_by_role("heading")).to_have_text("Nothing to show here")
    expect(reader.locator("p").first).to_contain_text("The lesson “softmax” has no scene “nope”")
