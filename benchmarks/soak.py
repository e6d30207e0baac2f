"""Long use of the whole site: does its memory stay flat, and are others in nobody's way?"""

import asyncio
from collections.abc import Iterator

import numpy as np

from benchmarks.load import default_run, fresh, p95, span, took
from benchmarks.people import Soaked, crowd
from benchmarks.report import Figure, at_most
from benchmarks.server import rest
from benchmarks.watch import Track, watching

# half an hour is the full figure
SOAK_S = 180
FLAT_MB = 30
# default runs before anybody else comes
ALONE = 20
SHOWN = 12


def alone(url: str) -> list[float]:
    """Seconds of default runs, one after the other, that have the server for themselves."""

    async def all_of_them() -> list[float]:
        return [took(await default_run(url, seed, "")) for seed in range(ALONE)]

    return asyncio.run(all_of_them())


def growth(course: Track) -> float:
    """By how many MB a straight line through the second half of a course rises from end to end.

    Args:
      course: (seconds, MB), in order; two of them or more in its second half.
    """
    at, memory = np.asarray(course).T
    second = at >= at[-1] / 2
    return float(np.polyfit(at[second], memory[second], 1)[0] * np.ptp(at[second]))


def over_time(course: Track) -> str:
    """Means of memory over as many parts of a course, in words."""
    _, memory = np.asarray(course).T
    return " ".join(f"{part.mean():.0f}" for part in np.array_split(memory, SHOWN) if len(part))


def measure(seconds: float = SOAK_S) -> Iterator[Figure]:
    """Use by friend and foe for so long, at rest after half of it and at the end."""
    found, rests = Soaked(), []
    with fresh() as server:
        before = alone(server.url)
        with watching(server) as watch:
            for seed in range(2):
                asyncio.run(crowd(server.url, seconds / 2, seed, found))
                rests.append(rest(server))
    first, second = rests
    yield at_most(f"memory at rest after {seconds:.0f} s of use by all sorts", second, 800, "MB",
                  f"{watch.peak:.0f} MB at peak; over time {over_time(watch.course)}")  # fmt: skip
    yield at_most("the same: growth over the second half, at rest", second - first, FLAT_MB, "MB",
                  f"{first:.0f} → {second:.0f} MB")  # fmt: skip
    yield at_most("the same: growth of a line through the second half", growth(watch.course),
                  2 * FLAT_MB, "MB")  # fmt: skip
    times = f"{span(found.seconds)} s of {len(found.seconds)}, alone {span(before)}"
    yield at_most("the same: 95 of 100 default runs meanwhile", p95(found.seconds), 1, "s", times)
    yield at_most("the same: what went wrong", found.wrong, 0, "times", found.words())
