"""What few visitors can do to all, and a class that moves its sliders in the same second.

Every case has a server of its own, whose warm-up is over and which has nothing on disk of what it
has compiled before: the shapes of a case are new. `CHECKOUT` names another checkout to measure.
"""

import asyncio
import math
import os
import random
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import numpy as np

from benchmarks import routes
from benchmarks.fetching import Answer, drop, get, hold, tally
from benchmarks.protocol import Session, visiting
from benchmarks.report import Figure, at_most
from benchmarks.server import rest
from benchmarks.serving import ROOT, Server, serving
from benchmarks.watch import watching
from lossviz.playground import slider_values
from lossviz.settings import Settings

STAGE = "playground-stage"
WARM_UP_S = 180
# long enough that nothing is given up that will come
PATIENCE_S = 300
NEW_SHAPES = (
    *(routes.figure(f"width={w}&classes=7&depth=3&dim=3") for w in range(9, 15)),
    *(routes.run(f"width={w}&classes=7&depth=3&dim=3") for w in range(15, 19)),
    # a sweep and a point have programs of their own
    routes.sweep("width=19&classes=7&depth=3&dim=3", "s"),
    routes.point("width=20&classes=7&depth=3&dim=3", 300, 0),
)
HEAVY = "points=2000&classes=10&steps=5000&width=128&depth=3&dim=3"
DROPPED_FIGURES, DROPPED_RUNS, HELD_SWEEPS = 12, 120, 33
HELD_S = 4.0
SMALL_RUNS, BURST, BURST_PATIENCE_S = 2000, 30, 30
CLASS, ROUNDS = 30, 3
COARSE = 8
SHAPES = 240

Track = tuple[float, float]


@contextmanager
def fresh() -> Generator[Server]:
    """A server that has compiled nothing but what its warm-up does, and is at rest."""
    checkout = Path(os.environ.get("CHECKOUT", ROOT))
    with (
        tempfile.TemporaryDirectory(prefix="lossviz-bench-") as folder,
        serving(checkout, JAX_COMPILATION_CACHE_DIR=folder) as server,
    ):
        rest(server, WARM_UP_S)
        yield server


def took(answer: Answer) -> float:
    """Seconds that a request took; ∞ when it was not answered to the end."""
    return answer.seconds if answer.whole else math.inf


def p95(times: Sequence[float]) -> float:
    """The time that 95 of 100 do not exceed; ∞ counts as a time."""
    return float(np.percentile(times, 95, method="higher"))


def span(times: Sequence[float]) -> str:
    """Least, middle and greatest of some times."""
    return " / ".join(f"{np.percentile(times, q, method='higher'):.2f}" for q in (0, 50, 100))


async def name_of(url: str) -> str:
    """The name under which the requests of a new visitor are known."""
    async with visiting(url) as session:
        await session.open("playground")
        return session.components[STAGE].get("visitor", "")


async def default_run(url: str, seed: int, visitor: str) -> Answer:
    """The track of a run of the default shape."""
    return await get(url, routes.run(f"seed={seed}&lang=en"), visitor, PATIENCE_S)


async def light_scene(url: str, number: int, visitor: str) -> Answer:
    """A scene without training, at a state that was not asked for before."""
    path = routes.scene("softmax", "scores", f"z=1_2_{number / 100:g}")
    return await get(url, path, visitor, PATIENCE_S)


async def meanwhile(url: str, visitor: str, work: Sequence[asyncio.Task]) -> list[list[Answer]]:
    """Default runs and scenes, one after another until the work is done."""
    runs, scenes = [], []
    while not scenes or not all(task.done() for task in work):
        await asyncio.sleep(0.5)
        runs.append(await default_run(url, 1000 + len(runs), visitor))
        scenes.append(await light_scene(url, len(scenes), visitor))
    return [runs, scenes]


async def compile_at_once(url: str) -> tuple[list[Answer], list[Answer], list[Answer]]:
    """Ask for all new shapes in the same moment; their answers, and the runs and scenes beside."""
    visitor = await name_of(url)
    work = [asyncio.create_task(get(url, path, patience=PATIENCE_S)) for path in NEW_SHAPES]
    runs, scenes = await meanwhile(url, visitor, work)
    return await asyncio.gather(*work), runs, scenes


def compiles() -> Iterator[Figure]:
    """Twelve new shapes at once."""
    with fresh() as server:
        begun = server.memory()
        with watching(server) as watch:
            work, runs, scenes = asyncio.run(compile_at_once(server.url))
            after = rest(server)
    slowest = max(answer.seconds for answer in work)
    detail = f"{begun:.0f} MB before, {slowest:.0f} s, {tally(work)}"
    yield at_most("12 requests for 12 new shapes: memory at its peak", watch.peak, 900, "MB",
                  detail)  # fmt: skip
    yield at_most("the same: memory at rest after", after, 750, "MB", tally(work))
    for title, target, answers in (("run", 1, runs), ("scene", 0.5, scenes)):
        times = [took(answer) for answer in answers]
        yield at_most(f"the same: slowest {title} meanwhile", max(times), target, "s",
                      f"{span(times)} s, {tally(answers)}")  # fmt: skip


async def after_figures(url: str) -> tuple[Answer, str]:
    """A scene after heavy figures that nobody waits for."""
    visitor = await name_of(url)
    paths = [routes.figure(f"{HEAVY}&seed={k}") for k in range(DROPPED_FIGURES)]
    await asyncio.gather(*(drop(url, path, 0.05) for path in paths))
    return await light_scene(url, 0, visitor), "0.05 s after they were sent"


async def after_runs(url: str) -> tuple[Answer, str]:
    """A run after heavy runs that nobody waits for."""
    visitor = await name_of(url)
    paths = [routes.run(f"{HEAVY}&seed={k}") for k in range(DROPPED_RUNS)]
    await asyncio.gather(*(drop(url, path) for path in paths))
    return await default_run(url, 1000, visitor), "at once"


async def after_sweeps(url: str) -> tuple[Answer, str]:
    """A sweep after heavy sweeps that were read for a while and left."""
    visitor = await name_of(url)
    paths = [routes.sweep(f"{HEAVY}&seed={k}", "s") for k in range(HELD_SWEEPS)]
    held = await asyncio.gather(*(hold(url, path, HELD_S) for path in paths))
    path = routes.sweep("seed=1000&lang=en", "s")
    answers = tally([Answer(status) for status in held])
    return await get(url, path, visitor, PATIENCE_S), f"held: {answers}"


def abandoned() -> Iterator[Figure]:
    """How soon the server turns to the next visitor when others have left their work."""
    for title, target, work in (
        (f"scene after {DROPPED_FIGURES} heavy figures were dropped", 0.5, after_figures),
        (f"run after {DROPPED_RUNS} heavy runs were dropped", 1, after_runs),
        (f"sweep after {HELD_SWEEPS} heavy sweeps were held and left", 3, after_sweeps),
    ):
        with fresh() as server:
            answer, detail = asyncio.run(work(server.url))
        yield at_most(title, took(answer), target, "s", f"{tally([answer])}; {detail}")


async def burst_of_runs(url: str, count: int) -> list[Answer]:
    """Small runs, BURST at once; of one address, and in turn of as many visitors."""
    visitors = await asyncio.gather(*(name_of(url) for _ in range(BURST)))
    answers: list[Answer] = []
    while len(answers) < count:
        first = len(answers)
        named = first // BURST % 2
        answers += await asyncio.gather(*(
            get(url, routes.run(f"steps=20&seed={first + k}"), visitors[k] if named else "",
                BURST_PATIENCE_S)
            for k in range(min(BURST, count - first))
        ))  # fmt: skip
    return answers


def bursts(count: int = SMALL_RUNS) -> Iterator[Figure]:
    """Many small runs: none of them may hang."""
    with fresh() as server:
        answers = asyncio.run(burst_of_runs(server.url, count))
    lost = sum(not answer.whole for answer in answers)
    slowest = max(answer.seconds for answer in answers)
    yield at_most(f"{count} small runs, {BURST} at once: without an end in {BURST_PATIENCE_S} s",
                  lost, 0, "runs", f"slowest {slowest:.1f} s, {tally(answers)}")  # fmt: skip


async def release(session: Session, name: str, value: float) -> None:
    """Let go of a slider, and wait for the page's answer."""
    before = session.components[STAGE]["query"]
    moved = Settings.from_query(before).replace(**{name: value})
    await session.report(STAGE, "change", query=moved.to_query())
    await session.until(lambda: session.components[STAGE]["query"] != before, PATIENCE_S)


def coarse_level(count: int, start: int) -> set[int]:
    """The positions of a slider that are trained first: the ends, and every eighth."""
    return {*range(start % COARSE, count, COARSE), 0, count - 1}


async def coarse_sweep(url: str, session: Session, over: str) -> float:
    """Seconds until the coarse positions of a sweep are there; ∞ when they do not come."""
    data = session.components[STAGE]
    settings = Settings.from_query(data["query"])
    values = slider_values(settings, over)
    missing = coarse_level(len(values), values.index(getattr(settings, over)))
    begun, ends = time.perf_counter(), []

    def heard(header: dict) -> None:
        if missing:
            missing.difference_update(header.get("positions", ()))
            ends.append(time.perf_counter() - begun)

    path = routes.sweep(data["query"], over)
    # to its end: the browser goes on reading
    await get(url, path, data.get("visitor", ""), PATIENCE_S, heard)
    return math.inf if missing else ends[-1]


async def pupil(url: str, session: Session, wait: float, name: str, value: float) -> Track:
    """Release after a while; seconds from there to the whole run, and to the coarse sweep.

    The sweep is the one that the release outdates: over the other slider.
    """
    await asyncio.sleep(wait)
    begun = time.perf_counter()
    try:
        await release(session, name, value)
    except (TimeoutError, ConnectionError):
        return math.inf, math.inf
    data = session.components[STAGE]
    path = routes.run(data["query"])
    run = await get(url, path, data.get("visitor", ""), PATIENCE_S)
    done = time.perf_counter() - begun
    coarse = await coarse_sweep(url, session, "m" if name == "s" else "s")
    return (done if run.whole else math.inf), done + coarse


async def lesson(url: str, seed: int, together: bool) -> list[Track]:
    """A class opens one link and then releases its sliders within one second."""
    rng = random.Random(seed)
    async with AsyncExitStack() as stack:
        opened = [stack.enter_async_context(visiting(url)) for _ in range(CLASS)]
        sessions = [await entering for entering in opened]
        await asyncio.gather(*(s.open("playground", f"seed={seed}") for s in sessions))
        settings = Settings.from_query(sessions[0].components[STAGE]["query"])
        one = ("s", slider_values(settings, "s")[seed])
        moves = [one] * CLASS if together else different(settings)
        await default_run(url, seed, "")
        return await asyncio.gather(*(
            pupil(url, session, rng.random(), *move)
            for session, move in zip(sessions, moves, strict=True)
        ))  # fmt: skip


def different(settings: Settings) -> list[tuple[str, float]]:
    """As many moves as there are pupils, to as many settings: half of them of s, half of m."""
    rng = random.Random(0)
    moves = []
    for name in ("s", "m"):
        before = getattr(settings, name)
        away = [value for value in slider_values(settings, name) if value != before]
        moves += [(name, value) for value in rng.sample(away, CLASS // 2)]
    return moves


def classroom() -> Iterator[Figure]:
    """Thirty pupils who let go of their sliders within one second."""
    for title, together, target in (("one link", True, 0.2), ("30 settings", False, 0.7)):
        with fresh() as server:
            rounds = [asyncio.run(lesson(server.url, seed, together)) for seed in range(ROUNDS)]
        runs, coarse = zip(*(track for tracks in rounds for track in tracks), strict=True)
        yield at_most(f"{CLASS} release to {title}: 95 of 100 whole runs", p95(runs), target, "s",
                      f"{span(runs)} s")  # fmt: skip
        if not together:
            yield at_most("the same: 95 of 100 coarse sweeps", p95(coarse), 3, "s",
                          f"{span(coarse)} s")  # fmt: skip


def shape_queries(count: int) -> list[str]:
    """Queries of small runs, no two of the same shape."""
    rng = random.Random(0)
    found: dict[str, None] = {}
    while len(found) < count:
        points, width = rng.randrange(100, 800, 20), rng.randint(8, 128)
        depth, classes, dim = rng.randint(1, 3), rng.randint(2, 10), rng.randint(2, 3)
        found[f"points={points}&width={width}&depth={depth}&classes={classes}&dim={dim}"] = None
    return [f"{query}&steps=2" for query in found]


async def one_by_one(url: str, queries: Sequence[str]) -> list[Answer]:
    """The runs of these queries."""
    return [await get(url, routes.run(q), patience=PATIENCE_S) for q in queries]


def shapes(count: int = SHAPES) -> Iterator[Figure]:
    """What many shapes, one after another, leave behind."""
    with fresh() as server:
        begun = server.memory()
        with watching(server) as watch:
            answers = asyncio.run(one_by_one(server.url, shape_queries(count)))
        after = rest(server)
    times = [took(answer) for answer in answers]
    detail = f"{begun:.0f} MB before, {watch.peak:.0f} at peak, {span(times)} s, {tally(answers)}"
    yield at_most(f"memory after {count} shapes", after, 800, "MB", detail)


CASES: dict[str, Callable[[], Iterator[Figure]]] = {
    "compiles": compiles,
    "abandoned": abandoned,
    "bursts": bursts,
    "classroom": classroom,
    "shapes": shapes,
}


def measure(case: str = "") -> Iterator[Figure]:
    """The figures of one case, or of all cases, one after another."""
    for name in [case] if case else CASES:
        yield from CASES[name]()
