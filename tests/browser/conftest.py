"""What the browser tests of single scenes and of the stage alone share."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import HTTPServer

import pytest
from browser.hands import Hands
from browser.lesson_harness import server as lesson_server
from browser.lesson_scene import Scene
from browser.stage_harness import server as stage_server
from browser.stage_page import Stage
from playwright.sync_api import Browser, Page


@contextmanager
def served(
    made: HTTPServer, chromium: Browser, options: dict, shown_on: Callable[[Page, str], Hands]
) -> Iterator[Hands]:
    """A new page of this harness, closed in the end; nothing may be wrong in its console then."""
    threading.Thread(target=made.serve_forever, args=[0.02], daemon=True).start()
    context = chromium.new_context(**{"viewport": {"width": 1280, "height": 720}} | options)
    context.set_default_timeout(10_000)
    shown = shown_on(context.new_page(), f"http://127.0.0.1:{made.server_port}/")
    yield shown
    context.close()
    made.shutdown()
    made.server_close()
    assert shown.problems == []


@pytest.fixture
def scene(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Scene]:
    made = lesson_server.start()
    options = getattr(request, "param", {})
    handler = made.RequestHandlerClass
    with served(made, chromium, options, lambda page, base: Scene(page, base, handler)) as shown:
        yield shown


@pytest.fixture
def stage(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Stage]:
    made = stage_server.start()
    options = getattr(request, "param", {})
    asked = made.RequestHandlerClass.asked
    with served(made, chromium, options, lambda page, base: Stage(page, base, asked)) as shown:
        yield shown
