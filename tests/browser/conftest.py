"""What the browser tests share: tabs with the harness in them, and with the site."""

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pytest
from browser.hands import Hands
from browser.harness.server import Harness
from browser.lesson_scene import Scene
from browser.stage_page import Stage
from browser.tabs import Tabs
from playwright.sync_api import Browser, Page

Shown = TypeVar("Shown", bound=Hands)
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport]:
    """Note which tests have failed: their fixtures are to know it."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def failed(request: pytest.FixtureRequest) -> bool:
    return request.node.stash.get(FAILED, False)


@pytest.fixture(scope="session")
def harness() -> Iterator[Harness]:
    made = Harness()
    threading.Thread(target=made.serve_forever, args=[0.02], daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture(scope="session")
def tabs(chromium: Browser, harness: Harness) -> Tabs:
    return Tabs(chromium, harness.serve()[0] + "blank", patience_ms=10_000)


@contextmanager
def shown(request: pytest.FixtureRequest, view: Callable[..., Shown]) -> Iterator[Shown]:
    """A tab with this view of the harness; nothing may be wrong in its console in the end."""
    tabs: Tabs = request.getfixturevalue("tabs")
    tab = tabs.open(getattr(request, "param", {}))
    found = view(tab, *request.getfixturevalue("harness").serve())
    yield found
    tabs.close(tab, spoiled=failed(request))
    assert found.problems == []


@pytest.fixture
def scene(request: pytest.FixtureRequest) -> Iterator[Scene]:
    with shown(request, Scene) as found:
        yield found


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    with shown(request, Stage) as found:
        yield found


@pytest.fixture(scope="session")
def site_tabs(chromium: Browser, site: str) -> Tabs:
    return Tabs(chromium, f"{site}/_stcore/health", patience_ms=30_000)


@pytest.fixture
def page(request: pytest.FixtureRequest, site_tabs: Tabs, site: str) -> Iterator[Page]:
    """A tab of an English visitor; it may have no errors, nor ask anything of another host."""
    tab = site_tabs.open({"locale": "en-US", "base_url": site})
    troubles: list[str] = []

    def asked(url: str) -> None:
        if not url.startswith((site, "data:", "blob:", "ws")):
            troubles.append(url)

    tab.on("request", lambda request: asked(request.url))
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    yield tab
    site_tabs.close(tab, spoiled=failed(request))
    assert troubles == []
