"""Exclusive or not: three sigmoids beside one softmax."""

from lossviz.pictures import Row, Total, bars, row, terms
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Scene, Values
from lossviz.scenes.scores import sigmoid, softmax

SONG = [f"@pictures.song.{name}" for name in ("voice", "guitar", "piano")]


def _numbers(v: Values) -> Arrays:
    alone, shared = sigmoid(v["g"]), softmax(v["g"])
    return {
        "g": v["g"],
        "alone": alone,
        "shared": shared,
        "labels": alone.sum(1),
        "sum": shared.sum(1),
    }


def _rows(_state: State) -> list[Row]:
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


SCENE = Scene("song", ("g",), _numbers, _rows)
