"""The two conventions: what smoothed targets give to each class."""

import numpy as np

from lossviz.pictures import Row, Series, Total, bars, curves, line, mark, row, terms
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values

CLASSES = tuple(map(str, range(2, 11)))
SHARES = np.linspace(0, 1, 101)
PROBABILITY = (0, 1.04, "")


def _numbers(v: Values) -> Arrays:
    count, e = int(v["c"]), v["e"]
    own = np.eye(count)[0]
    spread = e * (count - 1) / count
    here = (1 - e[:, None]) * own + e[:, None] / count
    there = np.where(own == 1, 1 - e[:, None], e[:, None] / (count - 1))
    return {
        "q": here,
        "r": there,
        "sum": here.sum(1),
        "e": e,
        "other": spread,
        "shares": SHARES[None],
        "own_here": (1 - SHARES * (count - 1) / count)[None],
        "own_there": (1 - SHARES)[None],
        "rival_here": (SHARES / count)[None],
        "rival_there": (SHARES / (count - 1))[None],
        "qy": here[:, 0],
        "qi": here[:, 1],
    }


def _rows(state: State) -> list[Row]:
    count = int(state["c"])
    names = [str(k + 1) for k in range(count)]
    lit = terms("q", count)
    both = [
        Series(value="q", name="@pictures.here", colour="class", terms=lit),
        Series(value="r", name="@pictures.there", colour="ink", outline=True, terms=None),
    ]
    return [
        row(
            bars("targets", "q", "q", names, ylabel="q", target=0, series=both,
                 total=Total(value="sum", text="Σ q = {value}", term=None)),
        ),
        row(
            curves("shares", (0, 1, "ε"), PROBABILITY,
                   lines=[line("shares", "own_here", "class:0", "@pictures.own_here", "q1"),
                          line("shares", "rival_here", "class:1", "@pictures.rival_here", "q2"),
                          line("shares", "own_there", "ink", "@pictures.own_there", dash=True),
                          line("shares", "rival_there", "muted", "@pictures.rival_there",
                               dash=True)],
                   marks=[mark("e", "qy", "class:0", "q1", drop=True),
                          mark("other", "qy", "ink", "e", drop=True, name="ε′ = {x}"),
                          mark("e", "qi", "class:1", "q2")],
                   drag="e"),
            grow=1.2,
        ),
    ]  # fmt: skip


def _env(v: Values) -> Env:
    return {"C": np.full(len(v["e"]), float(v["c"])), "e": v["e"]}


SCENE = Scene("targets", ("e", "c"), _numbers, _rows, ("two_conventions",), _env)
