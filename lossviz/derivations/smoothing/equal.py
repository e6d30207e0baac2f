"""Lesson 4: C − 1 rivals that all lie d above the target, and how hard one sample pushes then.

Terms: C (number of classes), d (z_i − z_y of every rival), m, g (gradient), L (sum of all pushes).
"""

import numpy as np

from lossviz.algebra import (
    Expression,
    Literal,
    Scope,
    absolute,
    as_number,
    called,
    computed,
    derivative,
    exp,
    number,
    truth,
)
from lossviz.derivations.derivation import Derivation, Given, Step, at_most
from lossviz.derivations.smoothing.objectives import hinge, softmax_loss, z

C, d, m = number("C"), number("d"), number("m")
GIVEN = (
    Given("C", "count", 2, 20),
    Given("d", "number", -30, 30, why="beyond, 1 + (C − 1)e^d keeps nothing of the 1"),
)


def _push(loss: Expression, name: str, at: int) -> Expression:
    """|∂loss/∂z_at|, by the loss itself: class 1 is the target, the others are rivals."""
    slope = derivative(loss, z[at])

    def compute(C: np.ndarray, d: np.ndarray, m: np.ndarray | None = None) -> np.ndarray:
        k = np.arange(int(C.max()))
        # frames have their own C; a class that is not there lies infinitely far below
        scores = np.where(k < C[:, None], d[:, None], -np.inf)
        scores[:, 0] = 0
        env = {"z": scores, "y": np.zeros(len(C), int)} | ({} if m is None else {"m": m})
        return np.asarray(Scope(env).of(slope))

    latex, takes = f"g_{{{name}}}", (C, d, m) if "m" in loss.free else (C, d)
    return absolute(called(latex, computed(latex, compute, *takes), "g", f"g{name}"))


def _pushes(loss: Expression) -> Expression:
    """Σ |g_i|; the rivals have the same gradient."""
    every = (C - 1) * _push(loss, "i", 2) + _push(loss, "y", 1)
    return called(r"\sum\limits_{i} \left|\class{term-g}{g_{i}}\right|", every, "L")


within = as_number("v", truth(d + m, ">", 0), "d")

equal_hinge = Derivation(
    "equal_hinge",
    (*GIVEN, Given("m", "number", 0, 5)),
    (
        Step("absolute", _pushes(hinge)),
        Step("twice", 2 * (C - 1) * within),
        Step("bound", 2 * (C - 1), at_most),
    ),
)

every_exp = 1 + (C - 1) * exp(d)

equal_cross_entropy = Derivation(
    "equal_cross_entropy",
    GIVEN,
    (
        Step("absolute", _pushes(softmax_loss)),
        Step("cases", (C - 1) * (exp(d) / every_exp) + absolute(1 / every_exp - 1)),
        Step("target", 2 * (1 - 1 / every_exp)),
        Step("bound", Literal(2), at_most),
    ),
)

ALL = (equal_hinge, equal_cross_entropy)
