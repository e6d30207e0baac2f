"""What the browser tests of single scenes share."""

import threading
from collections.abc import Iterator

import pytest
from browser.lesson_harness import server
from browser.lesson_scene import Scene
from playwright.sync_api import Browser


@pytest.fixture
def scene(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Scene]:
    made = server.start()
    threading.Thread(target=made.serve_forever, args=[0.02], daemon=True).start()
    options = {"viewport": {"width": 1280, "height": 720}} | getattr(request, "param", {})
    context = chromium.new_context(**options)
    context.set_default_timeout(10_000)
    base = f"http://127.0.0.1:{made.server_port}/"
    shown = Scene(context.new_page(), base, made.RequestHandlerClass)
    yield shown
    context.close()
    made.shutdown()
    made.server_close()
    assert shown.problems == []
