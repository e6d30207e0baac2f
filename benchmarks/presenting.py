"""A lesson that is presented: how soon the next step is there, and how a large screen follows."""

from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Browser

from benchmarks.browser import load
from benchmarks.lessons import Pupil, learning
from benchmarks.report import Figure, at_least, at_most
from benchmarks.serving import browsing, serving

STEP_MS = 100
SIZES = ((1280, 720), (3840, 2160))
# a lesson, a scene and a slider: curves, bars, regions, a surface
DRAGS = (
    ("softmax", "scores", "z1"),
    ("softmax", "vectors", "v1"),
    ("smoothing", "road", "h"),
    ("scale", "circle", "phi"),
)
REDRAWN_A_SECOND = 30

# from the key to the end of the frame in which its step is painted
STEP = """(key) => new Promise((done) => {
  const place = () => document.querySelector(".lc-place").textContent;
  const before = place();
  const since = performance.now();
  dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(place() === before ? null : performance.now() - since);
    port2.postMessage(null);
  });
})"""


def stepped(pupil: Pupil) -> list[float]:
    """Milliseconds from each key to the step it leads to, on and back, one at a time."""
    times = []
    for key in ("PageDown", "PageUp"):
        while (took := pupil.page.evaluate(STEP, key)) is not None:
            times.append(took)
            # as long as somebody looks at a step at least
            pupil.page.wait_for_timeout(500)
    return times


def step_figures(browser: Browser, url: str) -> Iterator[Figure]:
    """From a clicker's key to the next step of a lesson with a surface and trained runs."""
    for width, height in SIZES:
        with learning(browser, url, "smoothing") as pupil:
            pupil.page.set_viewport_size({"width": width, "height": height})
            pupil.open("present=1")
            times = stepped(pupil)
        yield at_most(f"key → next step of smoothing, {width} × {height}", median(times), STEP_MS,
                      "ms", f"{min(times):.0f} … {max(times):.0f} ms, {load()}")  # fmt: skip


def drag_figures(browser: Browser, url: str) -> Iterator[Figure]:
    """Redraws while a slider is dragged on a screen of 3840 × 2160."""
    width, height = SIZES[-1]
    for lesson, scene, slider in DRAGS:
        with learning(browser, url, lesson) as pupil:
            pupil.page.set_viewport_size({"width": width, "height": height})
            pupil.open(f"present=1#{scene}")
            rate, _heard = pupil.drag(scene, slider)
        yield at_least(f"redraws of {lesson}/{scene}, {width} × {height}", rate, REDRAWN_A_SECOND,
                       "a second", load())  # fmt: skip


def measure() -> Iterator[Figure]:
    """All figures of this room, one after another."""
    with serving() as server, browsing() as browser:
        yield from step_figures(browser, server.url)
        yield from drag_figures(browser, server.url)
