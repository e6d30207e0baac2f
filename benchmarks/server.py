"""The server: how soon it answers, how soon a page is there, and the memory that it takes."""

import random
import time
from collections import deque
from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Browser

from benchmarks.report import Figure, at_most
from benchmarks.serving import Server, browsing, serving
from benchmarks.visitor import HASTE_MS, Visitor, visiting

STARTS = 3
VISITS = 5
FIRST_MOVES = 20
MOVES = 500
KEYS_SHARE = 0.1
# the others pull on before the run is there
PATIENT_SHARE = 0.5
# work has ended when the memory has kept within this for so many looks, so far apart, and the
# process has used no more than this share of a processor
STILL_MB = 1.0
STILL_S = 2.0
STILL_LOOKS = 4
IDLE_SHARE = 0.05
# the sweeps of the last of many moves wait for what was begun before
SETTLE_MS = 120_000


def start() -> float:
    """Seconds from starting the process until the port answers."""
    begun = time.perf_counter()
    with serving():
        return time.perf_counter() - begun


def visit(browser: Browser, url: str) -> float:
    """Seconds until the stage is ready in a browser that has nothing of the site yet."""
    with visiting(browser, url) as visitor:
        return visitor.open()


def rest(server: Server, patience: float = 60) -> float:
    """Memory of the server in MB when it has come to rest, or when patience ends."""
    end = time.monotonic() + patience
    looks = deque([(server.memory(), server.worked())], STILL_LOOKS)
    while time.monotonic() < end:
        time.sleep(STILL_S)
        looks.append((server.memory(), server.worked()))
        memory, work = zip(*looks, strict=True)
        idle = work[-1] - work[0] <= IDLE_SHARE * STILL_S * (STILL_LOOKS - 1)
        if len(looks) == STILL_LOOKS and idle and max(memory) - min(memory) <= STILL_MB:
            break
    return looks[-1][0]


def wander(visitor: Visitor, moves: int, rng: random.Random) -> int:
    """Move the sliders, in haste or not; how often that failed: a thumb or a run came too late."""
    return sum(not move(visitor, rng) for _ in range(moves))


def move(visitor: Visitor, rng: random.Random) -> bool:
    """Move a slider somewhere else, with the mouse or with the arrow keys."""
    name = rng.choice("sm")
    at, top = visitor.position(name), visitor.top(name)
    if rng.random() < KEYS_SHARE:
        key = "ArrowRight" if 2 * at < top else "ArrowLeft"
        visitor.tap(name, key, rng.randint(1, 5))
        return visitor.calm()
    try:
        visitor.pull(name, rng.choice([k for k in range(top + 1) if k != at]))
    except RuntimeError:
        return False
    if rng.random() < PATIENT_SHARE:
        return visitor.calm()
    visitor.page.wait_for_timeout(HASTE_MS)
    return True


def memory_figures(browser: Browser, server: Server) -> Iterator[Figure]:
    """Resident memory with one session, and what many moves of its sliders add to it."""
    rng = random.Random(0)
    with visiting(browser, server.url) as visitor:
        visitor.open()
        visitor.settle()
        begun = rest(server)
        yield at_most("memory with one session after warm-up", begun, 700, "MB")
        wander(visitor, FIRST_MOVES, rng)
        visitor.settle(SETTLE_MS)
        first = rest(server)
        failed = wander(visitor, MOVES, rng)
        visitor.settle(SETTLE_MS)
        last = rest(server)
    yield at_most(f"growth over {MOVES} moves of the sliders", last - first, 30, "MB",
                  f"{first:.0f} → {last:.0f} MB, {failed} moves in vain")  # fmt: skip


def measure() -> Iterator[Figure]:
    """All figures of this room, one after another."""
    starts = [start() for _ in range(STARTS)]
    yield at_most("server started → port answers", median(starts), 3, "s",
                  f"{min(starts):.1f} … {max(starts):.1f} s")  # fmt: skip
    with serving() as server, browsing() as browser:
        yield from memory_figures(browser, server)
        visits = [visit(browser, server.url) for _ in range(VISITS)]
    yield at_most("page opened → stage ready, warm server, cold browser", median(visits), 2.5,
                  "s", f"{min(visits):.1f} … {max(visits):.1f} s")  # fmt: skip
