"""Three properties of a − y, and the C − 1 pairs that it is the sum of."""

import numpy as np

from lossviz.lessons.gradient.target import CLASSES, index, own_class
from lossviz.pictures import Row, Series, bars, numbers, row, terms
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values
from lossviz.scenes.scores import softmax


def _numbers(v: Values) -> Arrays:
    z, own = v["z"], own_class(v)
    a = softmax(z)
    g = a - own
    y = index(v, "y")
    arrays = {
        "z": z,
        "g": g,
        # the rounding of a sum of doubles is no fact about the gradient
        "total": np.round(g.sum(1), 12) + 0.0,
        "l1": np.abs(g).sum(1),
        "target": np.abs(g[:, y]),
        "others": np.delete(g, y, axis=1).sum(1),
    }
    for rival in range(z.shape[1]):
        if rival != y:
            pair = np.zeros_like(a)
            pair[:, rival], pair[:, y] = a[:, rival], -a[:, rival]
            arrays[f"pair{rival + 1}"] = pair
    return arrays


def _rows(state: State) -> list[Row]:
    count = len(state["z"])
    names = list(CLASSES[:count])
    y = int(state["y"]) - 1
    stacked = [
        Series(value=f"pair{k + 1}", name=names[k], colour=f"class:{k}",
               terms=[f"a{k + 1}"] * count)
        for k in range(count) if k != y
    ]  # fmt: skip
    return [
        row(
            bars("scores", "z", "z", names, low=-6, high=6, ylabel="z", format="score",
                 drag=terms("z", count), target=y),
            bars("gradients", "g", "g", names, low=-1, high=1, ylabel="a − y", target=y),
            bars("pairs", "g", "a", names, low=-1, high=1, ylabel="", target=y, series=stacked,
                 stacked=True, grow=1.2),
        ),
        row(
            numbers(
                ("Σ g", "total", "precise", "g"),
                ("Σ |g|", "l1", "precise", "g"),
                ("|g_y|", "target", "precise", f"g{y + 1}"),
                ("@pictures.others", "others", "precise", "g"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _env(v: Values) -> Env:
    return {"z": v["z"], "y": np.full(len(v["z"]), index(v, "y"))}


SCENE = Scene(
    "pairs",
    ("z", "y"),
    _numbers,
    _rows,
    ("sum_zero", "l1_norm", "others_add_up", "binary_split"),
    _env,
)
