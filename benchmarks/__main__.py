"""`make bench`: print every figure beside its target. Exits with 0 whether met or not.

`python -m benchmarks server load:shapes soak:1800` measures a room, one case of another, and a
soak of half an hour.
"""

import sys
from collections.abc import Iterator

from benchmarks import (
    browser,
    cold,
    lessons,
    load,
    presenting,
    server,
    sharing,
    soak,
    taking,
)
from benchmarks.report import Figure


def training() -> Iterator[Figure]:
    """The room that needs PyTorch: no other one is to wait for it."""
    from benchmarks.training import measure

    return measure()


ROOMS = {
    "training": training,
    "browser": browser.measure,
    "lessons": lessons.measure,
    "taking": taking.measure,
    "sharing": sharing.measure,
    "presenting": presenting.measure,
    "server": server.measure,
    "cold": cold.measure,
    "load": load.measure,
    "soak": soak.measure,
}
CHOICES = (*ROOMS, *(f"load:{case}" for case in load.CASES), "soak:SECONDS")


def main(chosen: list[str]) -> None:
    """Measure the chosen rooms, all of them by default."""
    for name in chosen:
        if name not in CHOICES and not seconds(name):
            sys.exit(f"no {name} to measure; there are {', '.join(CHOICES)}")
    for name in chosen or ROOMS:
        for figure in figures(name):
            print(figure, flush=True)


def seconds(name: str) -> int:
    """The seconds of a soak that is asked for by its length, else 0."""
    room, _, length = name.partition(":")
    return int(length) if room == "soak" and length.isascii() and length.isdecimal() else 0


def figures(name: str) -> Iterator[Figure]:
    """The figures of a room, or of one case of it."""
    room, _, case = name.partition(":")
    if not case:
        return ROOMS[room]()
    return soak.measure(seconds(name)) if seconds(name) else load.measure(case)


if __name__ == "__main__":
    main(sys.argv[1:])
