"""Giving away what is shown: how soon the dialog is there."""

from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Browser

from benchmarks.browser import load
from benchmarks.report import Figure, at_most
from benchmarks.serving import browsing, serving
from benchmarks.visitor import screen

TARGET_MS = 200
OPENINGS = 8
# a page, and the scene of it that is given away
SCENES = (("playground", "playground"), ("margin", "shapes"))

# milliseconds from the click to the frame in which the dialog and its code are painted
OPENING = """(scene) => new Promise((tell) => {
  const start = performance.now();
  document.querySelector(`[data-testid=stage][data-scene=${scene}] [data-action=share]`).click();
  const dialog = document.querySelector("[data-testid=share]");
  const code = dialog.querySelector(".ls-qr");
  const look = () => {
    const there = dialog.open && code.complete && code.naturalWidth > 0;
    // what was asked of this frame is on the screen when the next one begins
    requestAnimationFrame(there ? () => tell(performance.now() - start) : look);
  };
  look();
})"""
READY = """(scene) => document.querySelector(
  `[data-testid=stage][data-scene=${scene}][data-status=ready]`)"""


def opening_figures(browser: Browser, url: str) -> Iterator[Figure]:
    """From the click to the painted dialog: the first time, when it is made, and later."""
    for name, scene in SCENES:
        with screen(browser, False) as context:
            page = context.new_page()
            page.goto(f"{url}/{name}?lang=en#{scene}")
            page.wait_for_function(READY, arg=scene, timeout=60_000)
            times = []
            for _ in range(OPENINGS):
                times.append(page.evaluate(OPENING, scene))
                page.keyboard.press("Escape")
        words = f"share dialog of /{name}, {scene}"
        yield at_most(f"{words}: click → painted, the first", times[0], TARGET_MS, "ms", load())
        yield at_most(f"{words}: click → painted, later", median(times[1:]), TARGET_MS, "ms",
                      f"{min(times):.0f} … {max(times):.0f} ms")  # fmt: skip


def measure() -> Iterator[Figure]:
    """All figures of this room."""
    with serving() as server, browsing() as browser:
        yield from opening_figures(browser, server.url)
