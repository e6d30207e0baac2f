"""Two classes: softmax is the sigmoid of the difference of two scores."""

import numpy as np

from lossviz.pictures import Row, Series, bars, curves, line, mark, numbers, row
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values
from lossviz.scenes.scores import sigmoid, softmax

FAR = 12.0


def _numbers(v: Values) -> Arrays:
    d = v["x1"] - v["x2"]
    axis = np.linspace(-FAR, FAR, 241)[None]
    return {
        "p": softmax(np.stack([v["x1"], v["x2"]], axis=1)),
        "both": np.stack([sigmoid(d), sigmoid(-d)], axis=1),
        "axis": axis,
        "sigma": sigmoid(axis),
        "rest": sigmoid(-axis),
        "slopes": sigmoid(axis) * sigmoid(-axis),
        "d": d,
        "here": sigmoid(d),
        "other": sigmoid(-d),
        "slope": sigmoid(d) * sigmoid(-d),
    }


def _rows(_state: State) -> list[Row]:
    drawn = curves(
        "sigmoid", (-FAR, FAR, "z₁ − z₂"), (0, 1.05, ""), grow=2.2,
        lines=[
            line("axis", "sigma", "class:0", "σ", "sigma"),
            line("axis", "rest", "class:1", "1 − σ", "rest"),
            line("axis", "slopes", "class:2", "σ′", "slope", dash=True),
        ],
        marks=[
            mark("d", "here", "class:0", "sigma", drop=True),
            mark("d", "other", "class:1", "rest"),
            mark("d", "slope", "class:2", "slope"),
        ],
    )  # fmt: skip
    both = Series(value="both", name="", colour="class", terms=["sigma", "rest"])
    one = bars("one_output", "both", "s", ["σ", "1 − σ"], series=[both])
    return [
        row(bars("two_outputs", "p", "p", ["1", "2"]), one, drawn),
        row(
            numbers(
                ("z₁ − z₂", "d", "score", "d"),
                ("σ(z₁ − z₂)", "here", "precise", "sigma"),
                ("σ′ = σ(1 − σ)", "slope", "precise", "slope"),
            ),
            grow=0,
        ),
    ]


def _env(v: Values) -> Env:
    return {"x1": v["x1"], "x2": v["x2"], "x": v["x1"] - v["x2"]}


SCENE = Scene("two", ("x1", "x2"), _numbers, _rows, ("two_classes", "sigmoid_slope"), _env)
