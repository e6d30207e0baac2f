"""A cold browser at the end of a slow line, against a page of one component.

The yardstick is the least that Streamlit can show: a page whose one component draws a square. So
the ratio is what the site adds to the framework it stands on.
"""

import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Browser, Page

from benchmarks.report import Figure, at_most
from benchmarks.serving import browsing, serving

VISITS = 5
# a fair line at home or in a lecture hall
LINE = {
    "offline": False,
    "latency": 80,
    "downloadThroughput": 10e6 / 8,
    "uploadThroughput": 10e6 / 8,
}
PAGES = ("playground", "angular")
READY = "[data-testid=stage][data-status=ready]"
COMMAND = ("streamlit", "run", "one.py", "--server.headless", "true", "--server.port")
ONE = '''
import streamlit as st

square = st.components.v2.component("square", js="""
export default function ({ parentElement }) {
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 100, 100);
  parentElement.append(canvas);
}
""")
square(key="square")
'''


class Visit(NamedTuple):
    """Seconds until the first picture, requests until then, and their bytes as they came."""

    seconds: float
    requests: int
    received: int


def visit(browser: Browser, url: str, picture: str) -> Visit:
    """Open the address in a browser that has nothing of it, until `picture` is there."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    try:
        page = context.new_page()
        received = _counted(page)
        begun = time.perf_counter()
        page.goto(url, wait_until="commit")
        page.locator(picture).first.wait_for(timeout=60_000)
        return Visit(time.perf_counter() - begun, len(received), sum(received))
    finally:
        context.close()


def _counted(page: Page) -> list[int]:
    """Slow the page's line down; the list gets the bytes of each answer."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    received: list[int] = []
    line.on("Network.loadingFinished", lambda told: received.append(int(told["encodedDataLength"])))
    return received


@contextmanager
def one_component() -> Generator[str]:
    """The address of a running page of one component."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "one.py").write_text(ONE, "utf-8")
        with serving(Path(folder), COMMAND) as server:
            yield server.url


def measure() -> Iterator[Figure]:
    """All figures of this room; the pages are visited in turns."""
    with one_component() as plain, serving() as server, browsing() as browser:
        visits: dict[str, list[Visit]] = {"": []} | {name: [] for name in PAGES}
        # the first round has the server compile
        for turn in range(VISITS + 1):
            for name, found in visits.items():
                url, picture = (f"{server.url}/{name}", READY) if name else (plain, "canvas")
                one = visit(browser, url, picture)
                if turn:
                    found.append(one)
    yardstick = _middle(visits.pop(""))
    for name, found in visits.items():
        here = _middle(found)
        detail = (f"{here.seconds:.2f} against {yardstick.seconds:.2f} s, {here.requests} against "
                  f"{yardstick.requests} requests")  # fmt: skip
        yield at_most(f"cold browser, slow line: /{name} against a page of one component",
                      here.seconds / yardstick.seconds, 1.2, "times", detail)  # fmt: skip
        yield at_most(f"bytes of /{name} against that page's", here.received / yardstick.received,
                      1.05, "times", f"{here.received / 1e6:.2f} MB")  # fmt: skip


def _middle(visits: list[Visit]) -> Visit:
    return Visit(*(median(values) for values in zip(*visits, strict=True)))
