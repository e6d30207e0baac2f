"""What the toy figures share: a disc a run, and what the runs came to over their setting."""

from collections.abc import Sequence

import numpy as np

from lossviz.papers.runs import STEPS, Record, record
from lossviz.papers.settings import Figure
from lossviz.pictures import Curves, Ends, Plane, Points, curves, line, mark
from lossviz.pictures.curves import DASHES
from lossviz.scenes.rings import SHORT, ring
from lossviz.scenes.scene import Arrays, Values

BOX = 1.12
# degrees: shares of the points are counted up to each of them
WITHIN = np.arange(0.0, 41.0)
# the runs' own colours, apart from those of the classes
FIRST_COLOUR = 8


def records(figure: Figure, v: Values) -> list[Record]:
    """The runs of a figure at the seed of the state."""
    return [record(one) for one in figure.runs(int(v["seed"]))]


def snapshot(v: Values) -> np.ndarray:
    """The number of the snapshot at the step of each frame, [F]."""
    return np.abs(np.array(STEPS) - v["step"][:, None]).argmin(1)


def discs(runs: list[Record], at: np.ndarray) -> Arrays:
    """The arrays of the small multiples, and of the shares within an angle."""
    arrays: Arrays = {
        "labels": runs[0].labels[None].astype(float),
        "lines": ring(1.0)[None],
        "within": WITHIN[None],
    }
    for k, run in enumerate(runs):
        arrays |= {
            f"{k}.points": run.points[at],
            f"{k}.areas": run.areas[at],
            f"{k}.w": SHORT * run.vectors[at],
            f"{k}.share": (run.theta[at][..., None] <= WITHIN).mean(axis=1),
        }
    return arrays


def against(runs: list[Record], at: np.ndarray, positions: tuple[float, ...]) -> Arrays:
    """What every run came to, over the positions of the runs on an axis."""
    series = {name: np.stack([getattr(run, name)[at] for run in runs], axis=-1)
              for name in ("width", "test_width", "met", "gap", "loss")}  # fmt: skip
    each = {f"{k}.{name}": values[..., k] for name, values in series.items()
            for k in range(len(runs))}  # fmt: skip
    places = {f"{k}.place": np.array([place]) for k, place in enumerate(positions)}
    return series | each | places | {"places": np.array([positions])}


def colour(k: int) -> str:
    """The colour of run number k."""
    return f"class:{FIRST_COLOUR + k}"


def disc(k: int, title: str, phone: int = 220) -> Plane:
    """The points and regions of run number k; `phone`: how high it is there, in pixels."""
    return Plane(
        id=f"run{k}", title=title, about="@pictures.run_about",
        box=BOX, regions=f"{k}.areas", vectors=f"{k}.w", names=[],
        lines="lines", points=Points(at=f"{k}.points", labels="labels"),
        term=f"r{k + 1}", colour=colour(k), phone=phone,
    )  # fmt: skip


def shares(names: Sequence[str]) -> Curves:
    """How many training points lie within an angle of their class vector; colours as the frames.

    Each curve has its run's name, and a dash of its own beside the colour.
    """
    return curves(
        "within", (0, WITHIN[-1], "@pictures.degrees"), (0, 1.04, ""),
        lines=[line("within", f"{k}.share", colour(k), name, f"r{k + 1}",
                    dash=DASHES[k % len(DASHES)])
               for k, name in enumerate(names)],
    )  # fmt: skip


def over(
    name: str, x: Ends, y: Ends, count: int,
    test: bool = False, **more,
) -> Curves:  # fmt: skip
    """A measure of every run over what was changed from run to run."""
    dashed = [line("places", f"test_{name}", "muted", "@pictures.of_test", dash=True)]
    return curves(
        name, x, y,
        lines=[line("places", name, "ink", "@pictures.of_training" if test else ""),
               *(dashed if test else [])],
        marks=[mark(f"{k}.place", f"{k}.{name}", colour(k), f"r{k + 1}") for k in range(count)],
        **more,
    )  # fmt: skip
