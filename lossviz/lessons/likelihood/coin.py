"""Entropy: the mean information of a toss."""

import numpy as np

from lossviz.lessons.likelihood.measures import (
    BASES,
    EVEN,
    MOST,
    base_of,
    expected,
    in_every_frame,
    information,
    mosaic,
)
from lossviz.pictures import Row, curves, line, mark, numbers, row
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values


def _numbers(v: Values) -> Arrays:
    base, b = base_of(v), v["b"]
    two = np.stack([b, 1 - b], axis=1)
    curve = np.stack([EVEN, 1 - EVEN], axis=-1)
    info = information(two, base)
    return {
        "axis": EVEN,
        "curve": expected(curve, information(curve, base)),
        "b": b,
        "H": expected(two, info),
        "p": two,
        "i": info,
    }


def _rows(state: State) -> list[Row]:
    unit = str(state["unit"])
    top = 1.1 * np.log(2) / np.log(BASES[unit])
    drawn = curves(
        "coin", (0, 1, "@pictures.heads"), (0, top, f"@pictures.in_{unit}"),
        lines=[line("axis", "curve", "accent", "H", "H")],
        marks=[mark("b", "H", "accent", "H", drop=True)],
        drag="b",
    )  # fmt: skip
    sides = ["@pictures.head", "@pictures.tail"]
    return [
        row(drawn, mosaic("coin_mosaic", "p", "i", sides, MOST[unit], unit, "H")),
        row(numbers(("H", "H", "precise", "H")), grow=0),
    ]


def _env(v: Values) -> Env:
    return {"p": v["b"], "base": in_every_frame(v, base_of(v))}


SCENE = Scene("coin", ("b", "unit"), _numbers, _rows, ("coin",), _env)
