"""Lesson 1: softmax, sigmoid, logistic regression."""

from dataclasses import replace

import numpy as np

from lossviz.geometry.contest import log_sum_exp
from lossviz.pictures import (
    Plane,
    Probe,
    Row,
    Series,
    Total,
    bars,
    curves,
    line,
    mark,
    numbers,
    row,
    terms,
)
from lossviz.scenes.controls import Choice, Number, Numbers, State, steps
from lossviz.scenes.polygons import regions
from lossviz.scenes.scene import Arrays, Env, Lesson, Question, Scene, Values
from lossviz.scenes.scores import dots, sigmoid, softmax

CLASSES = tuple("12345")
BOX = 4.0
# class vectors of different lengths all round, so that no boundary is a symmetry axis
VECTORS = np.array([[1.6, 0.4], [-0.6, 1.5], [-1.4, -0.9], [0.7, -1.5], [0.2, 2.1]])
SONG = [f"@pictures.song.{name}" for name in ("voice", "guitar", "piano")]
FAR = 12.0


# scores to probabilities


def _scores(v: Values) -> Arrays:
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


def _score_rows(state: State) -> list[Row]:
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


def _score_env(v: Values) -> Env:
    return {"z": v["z"], "c": v["c"], "i": np.full(len(v["c"]), int(v["i"]) - 1)}


# one class vector too many


def _shifted(v: Values) -> np.ndarray:
    """[F, C, 2]: the same vector v added to every class vector."""
    return VECTORS[: int(v["k"])] + np.stack([v["v1"], v["v2"]], axis=1)[:, None]


def _point(v: Values) -> np.ndarray:
    return np.stack([v["f1"], v["f2"]], axis=1)


def _moved(v: Values) -> np.ndarray:
    """[F, C, 2]: shifted, then a share t of the last vector taken off every one."""
    shifted = _shifted(v)
    return shifted - v["t"][:, None, None] * shifted[:, -1:]


def _vectors(v: Values) -> Arrays:
    w, x = _moved(v), _point(v)
    z = dots(w, x)
    return {"w": w, "regions": regions(w, BOX), "x": x, "z": z, "p": softmax(z)}


def _vector_rows(state: State) -> list[Row]:
    names = list(CLASSES[: int(state["k"])])
    plane = Plane(
        id="plane", title="@pictures.plane",
        about="@pictures.plane_about", box=BOX, regions="regions",
        vectors="w", names=names, vector_terms=terms("w", len(names)),
        probe=Probe(at="x", drag=["f1", "f2"], term="x", name="x"),
        grow=2, phone=340,
    )  # fmt: skip
    return [
        row(
            plane,
            bars("scores_at_x", "z", "z", names, low=-26, high=26, ylabel="z", format="score"),
            bars("shares_at_x", "p", "p", names, ylabel="p"),
        )
    ]


def _vector_env(v: Values) -> Env:
    w = _moved(v)
    return {"w": w, "x": _point(v), "i": np.zeros(len(w), int)}


# two classes


def _two(v: Values) -> Arrays:
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


def _two_rows(_state: State) -> list[Row]:
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


def _two_env(v: Values) -> Env:
    return {"x1": v["x1"], "x2": v["x2"], "x": v["x1"] - v["x2"]}


# exclusive or not


def _song(v: Values) -> Arrays:
    alone, shared = sigmoid(v["g"]), softmax(v["g"])
    return {
        "g": v["g"],
        "alone": alone,
        "shared": shared,
        "labels": alone.sum(1),
        "sum": shared.sum(1),
    }


def _song_rows(_state: State) -> list[Row]:
    return [
        row(
            bars("scores", "g", "g", SONG, low=-6, high=6, ylabel="z", format="score",
                 drag=terms("g", 3)),
            bars("three_sigmoids", "alone", "s", SONG,
                 total=Total(value="labels", text="Σ = {value}", term="s")),
            bars("one_softmax", "shared", "p", SONG,
                 total=Total(value="sum", text="Σ = {value}", term="p")),
        )
    ]  # fmt: skip


LESSON = Lesson(
    key="softmax",
    controls=(
        Numbers("z", "z", steps(-5, 5, 0.1), (1.0, 2.0, 3.0, 4.0), (3, 4, 5)),
        Number("c", "c", steps(-5, 5, 0.1), 0.0),
        Choice("i", CLASSES, "4", of="z"),
        Number("t", "t", steps(0, 1, 0.02), 0.0),
        Number("v1", "v₁", steps(-2, 2, 0.05), 0.0),
        Number("v2", "v₂", steps(-2, 2, 0.05), 0.0),
        Number("f1", "x₁", steps(-4, 4, 0.2), 1.4),
        Number("f2", "x₂", steps(-4, 4, 0.2), 1.8),
        Choice("k", ("2", "3", "4", "5"), "3"),
        Number("x1", "z₁", steps(-6, 6, 0.1), 2.0),
        Number("x2", "z₂", steps(-6, 6, 0.1), 1.0),
        Numbers("g", "z", steps(-6, 6, 0.1), (2.0, 1.5, -1.0), (3,)),
    ),
    scenes=(
        Scene("scores", ("z", "c", "i"), _scores, _score_rows, ("translation",), _score_env),
        Scene(
            "vectors", ("v1", "v2", "t", "f1", "f2", "k"), _vectors, _vector_rows,
            ("k_minus_1",), _vector_env, (("f1", "f2"),),
        ),
        Scene("two", ("x1", "x2"), _two, _two_rows, ("two_classes", "sigmoid_slope"), _two_env),
        Scene("song", ("g",), _song, _song_rows),
    ),
    vote=Question("vote", 3, 2),
    checks=(Question("shift", 3, 3), Question("song", 3, 2), Question("slope", 3, 1)),
)  # fmt: skip
