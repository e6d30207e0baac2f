"""From scores to probabilities, and a number that is added to every score."""

from dataclasses import replace

import numpy as np

from lossviz.geometry.contest import log_sum_exp
from lossviz.pictures import Row, Series, Total, bars, numbers, row, terms
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values
from lossviz.scenes.scores import softmax

CLASSES = tuple("12345")


def _numbers(v: Values) -> Arrays:
    moved = v["z"] + v["c"][:, None]
    p = softmax(moved)
    return {
        "z": v["z"],
        "moved": moved,
        "p": p,
        "sum": p.sum(1),
        "max": moved.max(1),
        "LSE": log_sum_exp(moved),
        "ratio": p.max(1) / p.min(1),
    }


def _rows(state: State) -> list[Row]:
    count = len(state["z"])
    names = list(CLASSES[:count])
    before = Series(value="z", name="z", colour="class", terms=terms("z", count))
    after = replace(before, value="moved", name="z + c", outline=True)
    return [
        row(
            bars("moved", "z", "z", names, series=[before, after], low=-10, high=10, ylabel="z",
                 drag=terms("z", count), format="score"),
            bars("shares", "p", "p", names, ylabel="p", format="precise",
                 total=Total(value="sum", text="Σ p = {value}", term="sum")),
        ),
        row(
            numbers(
                ("max(z + c)", "max", "precise", "max"),
                ("LSE(z + c)", "LSE", "precise", "LSE"),
                ("@pictures.ratio", "ratio", "precise", "p"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _env(v: Values) -> Env:
    return {"z": v["z"], "c": v["c"], "i": np.full(len(v["c"]), int(v["i"]) - 1)}


SCENE = Scene("scores", ("z", "c", "i"), _numbers, _rows, ("translation",), _env)
