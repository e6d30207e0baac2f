"""Two distributions: what a code for the wrong one costs on top."""

import numpy as np

from lossviz.lessons.likelihood.measures import (
    MOST,
    WEATHER,
    base_of,
    expected,
    in_every_frame,
    information,
    normalised,
)
from lossviz.pictures import Row, Slice, Stack, Sum, bars, numbers, row, terms
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values


def _numbers(v: Values) -> Arrays:
    base, p, q = base_of(v), normalised(v["P"]), normalised(v["Q"])
    own, other = expected(p, information(p, base)), expected(q, information(q, base))
    crossed, back = expected(p, information(q, base)), expected(q, information(p, base))
    return {
        "p": p,
        "q": q,
        "H": own,
        "HPQ": crossed,
        # both infinite, or not at all: the divergence is what the wrong code costs on top
        "KL": np.maximum(crossed - own, 0),
        "KLr": np.maximum(back - other, 0),
        "Hq": other,
    }


def _rows(state: State) -> list[Row]:
    unit = str(state["unit"])
    stack = Stack(
        id="stack", title="@pictures.stack",
        about="@pictures.stack_about", high=MOST[unit], format="precise",
        unit=f"@pictures.unit_{unit}",
        rows=[
            Sum(name="H(P, Q)", parts=[
                Slice(value="H", name="H(P)", colour="accent", term="H"),
                Slice(value="KL", name="KL(P‖Q)", colour="warning", term="KL")]),
            Sum(name="H(Q, P)", parts=[
                Slice(value="Hq", name="H(Q)", colour="good", term="Hq"),
                Slice(value="KLr", name="KL(Q‖P)", colour="error", term="KLr")]),
        ],
    )  # fmt: skip
    return [
        row(
            bars("truth", "p", "p", WEATHER, drag=terms("P", 4), ylabel="P"),
            bars("belief", "q", "q", WEATHER, drag=terms("Q", 4), ylabel="Q"),
            grow=1.4,
        ),
        row(stack, grow=0.65),
        row(
            numbers(
                ("H(P)", "H", "precise", "H"),
                ("H(P, Q)", "HPQ", "precise", "HPQ"),
                ("KL(P‖Q)", "KL", "precise", "KL"),
                ("KL(Q‖P)", "KLr", "precise", "KLr"),
            ),
            grow=0,
        ),
    ]


def _env(v: Values) -> Env:
    return {"p": normalised(v["P"]), "q": normalised(v["Q"]), "base": in_every_frame(v, base_of(v))}


SCENE = Scene(
    "divergence", ("P", "Q", "unit"), _numbers, _rows, ("kl", "cross_entropy", "gibbs"), _env
)
