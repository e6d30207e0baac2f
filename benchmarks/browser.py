"""What a person feels: the sliders while they are dragged, and when they are let go."""

import os
import random
from collections.abc import Iterator
from itertools import chain
from statistics import median

from playwright.sync_api import Browser

from benchmarks.report import Figure, at_least, at_most
from benchmarks.serving import browsing, serving
from benchmarks.visitor import HASTE_MS, Drag, Visitor, slow_down, visiting

DRAG_S = 3.0
# the positions of the sliders s and m that are not where they stand at first
S_POSITIONS = [k for k in range(25) if k != 16]
M_POSITIONS = [k for k in range(31) if k != 6]
RELEASES = 16
PAIRS = 5

Move = tuple[str, int]


def moves(count: int, seed: int) -> list[Move]:
    """Positions for s and m in turn; no setting that they make comes twice."""
    rng = random.Random(seed)
    half = (count + 1) // 2
    pairs = zip(rng.sample(S_POSITIONS, half), rng.sample(M_POSITIONS, half), strict=True)
    return list(chain.from_iterable((("s", s), ("m", m)) for s, m in pairs))[:count]


def load() -> str:
    """How busy the machine is, for the reader of a figure."""
    return f"load {os.getloadavg()[0]:.1f}"


def dragging(
    browser: Browser, url: str, query: str, phone: bool = False
) -> tuple[dict[str, Drag], str]:
    """A drag over each of the two sliders with everything at rest before."""
    with visiting(browser, url, phone) as visitor:
        visitor.open(query)
        visitor.settle()
        if phone:
            slow_down(visitor.page)
        drags = {}
        for name in ("s", "m"):
            drags[name] = visitor.drag(name, DRAG_S)
            visitor.filled()
    return drags, load()


def drag_figures(browser: Browser, url: str) -> Iterator[Figure]:
    """Redraws while s, and while m, is dragged in 2-D and in 3-D, and messages meanwhile."""
    messages = 0
    for title, query, target, phone in (
        ("2-D", "", 50, False), ("3-D", "dim=3", 40, False),
        ("2-D on a phone", "", 30, True), ("3-D on a phone", "dim=3", 30, True),
    ):  # fmt: skip
        drags, busy = dragging(browser, url, query, phone)
        for name, drag in drags.items():
            messages += drag.messages
            yield at_least(f"redraws while {name} is dragged for {DRAG_S:g} s, {title}",
                           drag.rate, target, "a second",
                           f"{drag.moves} moves of the mouse, {busy}")  # fmt: skip
    yield at_most("messages to and from the server during these drags", messages, 0, "messages")


def releases(visitor: Visitor, positions: list[Move]) -> tuple[list[float], list[float]]:
    """Milliseconds until the new run is painted, and until the sweeps are complete, at rest."""
    painted, filled = [], []
    for name, index in positions:
        painted.append(visitor.release(name, index))
        filled.append(visitor.filled())
    return painted, filled


def hasty_releases(visitor: Visitor, positions: list[Move]) -> list[float]:
    """The same while the sweeps of the release before are still being trained."""
    times = []
    for name, index in positions:
        at_work = visitor.filling()
        time = visitor.release(name, index)
        if at_work:
            times.append(time)
        visitor.page.wait_for_timeout(HASTE_MS)
    visitor.settle()
    return times


def release_figures(browser: Browser, url: str) -> Iterator[Figure]:
    """Slider released → run painted: trained now, from the server's memory, and under load."""
    positions = moves(RELEASES, seed=0)
    series = []
    for _ in ("trained now", "kept by the server"):
        with visiting(browser, url) as visitor:
            visitor.open()
            visitor.settle()
            series.append(releases(visitor, positions))
    (new, filled), (kept, _) = series
    detail = f"{median(new):.0f} ms against {median(kept):.0f} ms, {len(new)} positions, {load()}"
    yield at_most("released → painted, against a run the server keeps",
                  median(new) / median(kept), 2, "×", detail)  # fmt: skip
    yield at_most("released → painted, median", median(new), 250, "ms",
                  f"{min(new):.0f} … {max(new):.0f} ms")  # fmt: skip
    with visiting(browser, url) as visitor:
        visitor.open("seed=1")
        visitor.settle()
        busy = hasty_releases(visitor, moves(RELEASES, seed=1))
    yield at_most("the same while sweeps are being trained", median(busy), 250, "ms",
                  f"{min(busy):.0f} … {max(busy):.0f} ms, {len(busy)} positions")  # fmt: skip
    yield at_most("released → the sweep that it outdates is complete", median(filled) / 1000, 2,
                  "s", f"{min(filled) / 1000:.1f} … {max(filled) / 1000:.1f} s")  # fmt: skip


def sweep_figures(browser: Browser, url: str) -> Iterator[Figure]:
    """s and m released one right after the other: both sweeps are trained anew."""
    positions = moves(2 * PAIRS, seed=2)
    times = []
    with visiting(browser, url) as visitor:
        visitor.open("seed=2")
        visitor.settle()
        for first, second in zip(positions[::2], positions[1::2], strict=True):
            visitor.release(*first)
            visitor.release(*second)
            times.append(visitor.filled() / 1000)
    yield at_most("s and m released → both sweeps are complete", median(times), 2, "s",
                  f"{min(times):.1f} … {max(times):.1f} s, {load()}")  # fmt: skip


def measure() -> Iterator[Figure]:
    """All figures of this room, one after another."""
    with serving() as server, browsing() as browser:
        yield from drag_figures(browser, server.url)
        yield from release_figures(browser, server.url)
        yield from sweep_figures(browser, server.url)
