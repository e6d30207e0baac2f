"""The chain rule: the Jacobian of the outputs, and what the loss makes of it."""

import numpy as np

from lossviz.lessons.gradient.target import CLASSES, own_class, target_and_rival
from lossviz.pictures import Column, Matrix, Row, bars, row, terms
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Scene, Values
from lossviz.scenes.scores import softmax


def _numbers(v: Values) -> Arrays:
    z, own = v["z"], own_class(v)
    a = softmax(z)
    # row j, column i of the transpose: ∂a_i/∂z_j = a_i (δ_ij − a_j); it is its own transpose
    jacobian = a[:, :, None] * (np.eye(z.shape[1]) - a[:, None, :])
    # z_y can lie so low that a_y is 0 in a double; the gradient itself stays finite
    down = np.where(own > 0, -1 / np.maximum(a, np.finfo(float).tiny), 0.0)
    return {
        "z": z,
        "a": a,
        "J": jacobian,
        "da": down,
        "g": a - own,
    }


def _rows(state: State) -> list[Row]:
    count = len(state["z"])
    names = list(CLASSES[:count])
    y = int(state["y"]) - 1
    matrix = Matrix(
        id="jacobian", title="@pictures.jacobian",
        about="@pictures.jacobian_about", value="J",
        rows=[f"z{_low(k)}" for k in names], columns=[f"a{_low(k)}" for k in names],
        terms="J", reach=0.25, times=Column(value="da", name="∂L/∂a"),
        gives=Column(value="g", name="∂L/∂z"), grow=1.5, phone=320,
    )  # fmt: skip
    return [
        row(
            bars("scores", "z", "z", names, low=-6, high=6, ylabel="z", format="score",
                 drag=terms("z", count), target=y),
            bars("outputs", "a", "a", names, ylabel="a", target=y),
            bars("gradients", "g", "g", names, low=-1, high=1, ylabel="a − y", target=y),
        ),
        row(matrix, grow=1.1),
    ]  # fmt: skip


def _low(digit: str) -> str:
    return digit.translate(str.maketrans("123456", "₁₂₃₄₅₆"))


SCENE = Scene(
    "jacobian",
    ("z", "y"),
    _numbers,
    _rows,
    ("loss_to_a", "jacobian_other", "jacobian_own", "chain"),
    target_and_rival,
)
