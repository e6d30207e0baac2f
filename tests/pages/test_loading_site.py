"""What a first visit asks for: our script once, the first picture's data with the page, no more."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from lossviz.web.modules import SCRIPT, STYLE

READY = "[data-testid=stage][data-status=ready]"


@pytest.fixture
def newcomer(chromium: Browser, site: str) -> Iterator[BrowserContext]:
    """A browser that has never been here."""
    context = chromium.new_context(locale="en-US", base_url=site)
    yield context
    context.close()


class Visit:
    """A page that is being opened, what it asked for in order, and what its console says."""

    def __init__(self, newcomer: BrowserContext, path: str) -> None:
        self.page: Page = newcomer.new_page()
        self.problems: list[str] = []
        self.asked: list[Request] = []
        self.page.on("request", lambda request: self.asked.append(request))
        self.said: list[str | bytes] = []
        self.page.on(
            "websocket",
            lambda line: line.on("framereceived", lambda frame: self.said.append(frame)),
        )
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on(
            "console", lambda said: said.type == "error" and self.problems.append(said.text)
        )
        self.page.goto(path)

    def paths(self, start: str) -> list[str]:
        """The addresses that were asked for below this path."""
        parts = [urlsplit(request.url) for request in self.asked]
        found = [f"{part.path}?{part.query}" for part in parts]
        return [path.removesuffix("?") for path in found if path.startswith(start)]


@pytest.mark.parametrize("path, data", [
    ("/", "/lossviz/scene"), ("/playground?m=0.40&loss=cosface&lang=zh", "/lossviz/scene"),
    ("/angular", "/lossviz/scene"), ("/scale?lang=zh", "/lossviz/scene"),
    ("/papers", "/lossviz/scene"),
])  # fmt: skip
def test_the_script_comes_once_and_the_first_picture_has_the_data_that_came_with_the_page(
    newcomer, path, data
):
    visit = Visit(newcomer, path)
    expect(visit.page.locator(READY).first).to_be_visible(timeout=60_000)
    scripts = visit.paths("/lossviz/static/")
    assert sorted(path.rpartition("/static/")[2][13:] for path in scripts) == [STYLE, SCRIPT]
    places = [urlsplit(request.url).path for request in visit.asked]
    # before Streamlit has even looked for its server
    assert places.index(data) < places.index("/_stcore/health")
    stage = visit.page.get_by_test_id("stage").first
    expect(stage).to_have_attribute("data-status", "ready", timeout=60_000)
    # what a scene or stage wants was asked for once
    asked = Counter(re.sub(r"&$", "", address) for address in visit.paths(data))
    assert asked.most_common(1)[0][1] == 1, asked
    assert visit.problems == []


def test_a_link_s_own_scene_comes_first(newcomer):
    visit = Visit(newcomer, "/angular#boundaries")
    scene = visit.page.locator("[data-testid=stage][data-scene=boundaries][data-status=ready]")
    expect(scene).to_be_visible(timeout=60_000)
    first, *others = visit.paths("/lossviz/scene")
    assert "scene=boundaries" in first and first not in others


def test_streamlit_finds_its_server_at_once_and_loads_no_font_for_what_it_shows_first(newcomer):
    visit = Visit(newcomer, "/playground")
    expect(visit.page.locator(READY).first).to_be_visible(timeout=60_000)
    assert visit.paths("/playground/_stcore") == []
    assert len(visit.paths("/_stcore/health")) == 1
    places = [urlsplit(request.url).path for request in visit.asked]
    fonts = [at for at, place in enumerate(places) if "SourceSans" in place]
    connected = places.index("/_stcore/health")
    assert all(at > connected for at in fonts)


def test_the_line_to_python_does_not_carry_the_styles(newcomer):
    visit = Visit(newcomer, "/angular")
    expect(visit.page.locator(READY).first).to_be_visible(timeout=60_000)
    assert 10_000 < sum(map(len, visit.said)) < 200_000
    assert not any(b".lv-stage {" in frame for frame in visit.said if isinstance(frame, bytes))


def test_what_the_page_is_made_of_is_compressed_and_kept(newcomer):
    page = newcomer.new_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/playground")
    expect(page.locator(READY).first).to_be_visible(timeout=60_000)
    kept = [one for one in answers if re.search(r"/static/.*\.(js|css)$", urlsplit(one.url).path)]
    assert len(kept) > 50
    for answer in kept:
        headers = answer.headers
        assert headers.get("content-encoding") == "gzip", answer.url
        assert "immutable" in headers["cache-control"], answer.url
