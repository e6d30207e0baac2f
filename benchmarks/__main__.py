"""`make bench`: print every figure beside its target. Exits with 0 whether met or not."""

import sys

from benchmarks import browser, lessons, server, training

ROOMS = {
    "training": training.measure,
    "browser": browser.measure,
    "lessons": lessons.measure,
    "server": server.measure,
}


def main(chosen: list[str]) -> None:
    """Measure the chosen rooms, all of them by default."""
    for name in chosen or ROOMS:
        for figure in ROOMS[name]():
            print(figure, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
