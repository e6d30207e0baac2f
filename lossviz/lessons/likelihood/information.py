"""Information of one outcome, and of two that are independent."""

import numpy as np

from lossviz.lessons.likelihood.measures import MOST, base_of, in_every_frame, information
from lossviz.pictures import Row, curves, line, mark, numbers, row
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values

GRID = np.concatenate([[0.0], np.geomspace(1e-4, 0.01, 30), np.linspace(0.015, 1, 198)])[None]


def _numbers(v: Values) -> Arrays:
    base, p, r = base_of(v), v["p"], v["r"]
    return {
        "axis": GRID,
        "curve": information(GRID, base),
        "p": p,
        "r": r,
        "pr": p * r,
        "i1": information(p, base),
        "i2": information(r, base),
        "i3": information(p * r, base),
    }


def _rows(state: State) -> list[Row]:
    unit = str(state["unit"])
    top = MOST[unit]
    drawn = curves(
        "information", (0, 1, "@pictures.probability"), (0, top, f"@pictures.in_{unit}"),
        lines=[line("axis", "curve", "accent", "−log p", "i")],
        marks=[
            mark("p", "i1", "class:0", "i1", drop=True, name="p"),
            mark("r", "i2", "class:1", "i2", drop=True, name="r"),
            mark("pr", "i3", "class:2", "i3", drop=True, name="p·r"),
        ],
        drag="p",
    )  # fmt: skip
    return [
        row(drawn),
        row(
            numbers(
                ("I(p)", "i1", "precise", "i1"),
                ("I(r)", "i2", "precise", "i2"),
                ("I(p·r)", "i3", "precise", "i3"),
            ),
            grow=0,
        ),
    ]


def _env(v: Values) -> Env:
    return {"p": v["p"], "q": v["r"], "base": in_every_frame(v, base_of(v))}


SCENE = Scene("information", ("p", "r", "unit"), _numbers, _rows, ("independent",), _env)
