"""The entropy of a forecast, and what the weather of the day says."""

import numpy as np

from lossviz.lessons.likelihood.measures import (
    MOST,
    WEATHER,
    base_of,
    expected,
    in_every_frame,
    information,
    mosaic,
    normalised,
)
from lossviz.pictures import Row, Total, bars, numbers, row, terms
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values


def _numbers(v: Values) -> Arrays:
    base, p = base_of(v), normalised(v["P"])
    info = information(p, base)
    most = np.log(p.shape[1]) / np.log(base)
    return {
        "p": p,
        "i": info,
        "H": expected(p, info),
        "most": in_every_frame(v, most),
        "sum": p.sum(1),
    }


def _rows(state: State) -> list[Row]:
    unit = str(state["unit"])
    return [
        row(
            bars("forecast", "p", "p", WEATHER, drag=terms("P", 4), ylabel="p",
                 target=int(state["y"]) - 1,
                 total=Total(value="sum", text="Σ p = {value}", term="p")),
            mosaic("weather_mosaic", "p", "i", WEATHER, MOST[unit], unit, "H"),
        ),
        row(
            numbers(
                ("H(P)", "H", "precise", "H"),
                ("@pictures.most", "most", "precise", None),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _env(v: Values) -> Env:
    p = normalised(v["P"])
    y = np.full(len(p), int(v["y"]) - 1)
    return {"p": p, "y": y, "base": in_every_frame(v, base_of(v))}


SCENE = Scene("weather", ("P", "y", "unit"), _numbers, _rows, ("entropy", "one_hot"), _env)
