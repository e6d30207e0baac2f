"""Push and pull on the scores: p − q."""

import numpy as np

from lossviz.geometry.contest import log_sum_exp
from lossviz.lessons.label_smoothing.entropy import entropy
from lossviz.pictures import Row, Series, bars, numbers, row, terms
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values
from lossviz.scenes.scores import softmax


def _smoothed(v: Values) -> np.ndarray:
    """(1 − ε)·onehot + ε/C for the scores of a frame, [F, C]."""
    count, e = v["z"].shape[1], v["e"][:, None]
    return (1 - e) * np.eye(count)[int(v["y"]) - 1] + e / count


def _numbers(v: Values) -> Arrays:
    z, e, y = v["z"], v["e"], int(v["y"]) - 1
    p, q = softmax(z), _smoothed(v)
    cross_entropy = log_sum_exp(z) - z[:, y]
    penalty = e * (z[:, y] - z.mean(1))
    return {
        "z": z,
        "p": p,
        "q": q,
        "g": p - q,
        "CE": cross_entropy,
        "penalty": penalty,
        "L": cross_entropy + penalty,
        "H": entropy(q),
    }


def _rows(state: State) -> list[Row]:
    count, y = len(state["z"]), int(state["y"]) - 1
    names = [str(k + 1) for k in range(count)]
    both = [
        Series(value="p", name="p", colour="class", terms=terms("p", count)),
        Series(value="q", name="q", colour="ink", outline=True, terms=terms("q", count)),
    ]
    return [
        row(
            bars("scores", "z", "z", names, low=-6, high=8, ylabel="z", format="score",
                 drag=terms("z", count), target=y),
            bars("answers", "p", "p", names, ylabel="", target=y, series=both, grow=1.3),
            bars("gradients", "g", "g", names, low=-1, high=1, ylabel="p − q", target=y),
        ),
        row(
            numbers(
                ("−ln p_y", "CE", "precise", "CE"),
                ("ε (z_y − z̄)", "penalty", "precise", "e"),
                ("@pictures.loss", "L", "precise", "L"),
                ("@pictures.floor", "H", "precise", None),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _env(v: Values) -> Env:
    return {"z": v["z"], "y": np.full(len(v["z"]), int(v["y"]) - 1), "e": v["e"]}


SCENE = Scene("pull", ("z", "y", "e"), _numbers, _rows, ("smoothed_targets",), _env)
