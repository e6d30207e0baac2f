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
from browser.tabs import Tabs, errors_in
from playwright.sync_api import Browser, Page

Shown = TypeVar("Shown", bound=Hands)
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport]:
    """Note which tests have failed: their fixtures are to know it."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture
def spoiled(request: pytest.FixtureRequest) -> Callable[[], bool]:
    """Whether this test has failed by now: what it leaves is not to be used again."""
    return lambda: request.node.stash.get(FAILED, False)


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
    tabs, harness, spoiled = map(request.getfixturevalue, ("tabs", "harness", "spoiled"))
    tab = tabs.open(getattr(request, "param", {}))
    found = view(tab, *harness.serve())
    yield found
    tabs.close(tab, spoiled())
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
def page(site_tabs: Tabs, site: str, spoiled: Callable[[], bool]) -> Iterator[Page]:
    """A tab of an English visitor; it may have no errors, nor ask anything of another host."""
    tab = site_tabs.open({"locale": "en-US", "base_url": site})
    troubles = errors_in(tab)

    def asked(url: str) -> None:
        if not url.startswith((site, "data:", "blob:", "ws")):
            troubles.append(url)

    tab.on("request", lambda request: asked(request.url))
    yield tab
    site_tabs.close(tab, spoiled())
    assert troubles == []
