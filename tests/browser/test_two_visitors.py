"""Two visitors, one of whom does everything to be in the way: the other gets on."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from benchmarks.fetching import cut, drop, get, hold, sip
from tests.conftest import start_server

READY = "[data-testid=stage][data-status=ready]"
HEAVY = "points=2000&classes=10&steps=5000&width=128&depth=3&dim=3"


async def in_the_way(url: str, stop: threading.Event) -> None:
    """Ask for the heaviest there is, again and again: dropped, held, cut off, unread."""
    number = 0
    while not stop.is_set():
        number += 1
        asked = [f"{HEAVY}&seed={number % 90 + k}" for k in range(8)]
        await asyncio.gather(
            *(drop(url, f"/lossviz/picture?picture=embedding&{query}", 0.05) for query in asked),
            *(drop(url, f"/lossviz/scene?{query}") for query in asked),
            *(hold(url, f"/lossviz/track?{query}&over=s", 1.0, "") for query in asked),
            cut(url, f"/lossviz/scene?{HEAVY}", 1000),
            sip(url, f"/lossviz/scene?{HEAVY}&seed=3", 1.0),
            get(url, "/lossviz/point?at=999999999999&point=-1", "", 5),
            get(url, "/lossviz/scene?lesson=%00&scene=../..", "", 5),
            return_exceptions=True,
        )


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Nobody else's site is to be in trouble."""
    server = start_server()
    yield server.url
    server.stop()


@pytest.fixture
def nuisance(site) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(in_the_way(site, stop)))
    thread.start()
    yield
    stop.set()
    thread.join(30)


def release(page: Page, name: str, key: str) -> str:
    """Move a slider by a key; the query of the state before."""
    stage = page.get_by_test_id("stage").first
    before = stage.get_attribute("data-query")
    page.locator(f"input[type=range][name={name}]").first.press(key)
    return before


def test_the_other_gets_on(page, nuisance):
    page.goto("/playground")
    page.wait_for_selector(READY, timeout=30_000)
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        before = release(page, "m", key)
        page.wait_for_selector(f"{READY}:not([data-query='{before}'])", timeout=10_000)
    expect(page.locator(".lv-alert")).to_have_count(0)
    page.goto("/softmax")
    page.wait_for_selector(READY, timeout=30_000)
    release(page, "z1", "ArrowRight")
    page.wait_for_url("**/softmax?z=*", timeout=10_000)
    expect(page.locator(".lv-alert")).to_have_count(0)


def test_nothing_is_left_when_the_nuisance_has_gone(page):
    """After all that a sweep of another setting comes whole."""
    page.goto("/playground?seed=41")
    page.wait_for_selector(f"{READY}[data-filling='']", timeout=30_000)
