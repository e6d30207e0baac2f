"""`make bench`: print every figure beside its target. Exits with 0 whether met or not.

`python -m benchmarks server load:shapes` measures a room, and one case of another.
"""

import sys

from benchmarks import browser, cold, lessons, load, server, training

ROOMS = {
    "training": training.measure,
    "browser": browser.measure,
    "lessons": lessons.measure,
    "server": server.measure,
    "cold": cold.measure,
    "load": load.measure,
}
CHOICES = (*ROOMS, *(f"load:{case}" for case in load.CASES))


def main(chosen: list[str]) -> None:
    """Measure the chosen rooms, all of them by default."""
    for name in chosen:
        if name not in CHOICES:
            sys.exit(f"no {name} to measure; there are {', '.join(CHOICES)}")
    for name in chosen or ROOMS:
        room, _, case = name.partition(":")
        for figure in load.measure(case) if case else ROOMS[room]():
            print(figure, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
