"""Lesson 8: p(θ) has no jumps, and it only falls.

Terms: p (the target logit), slope (its derivative), flat (where its pieces meet), theta, m, k.
Angles are in degrees, slopes per radian.
"""

import numpy as np

from lossviz.algebra import (
    Expression,
    Literal,
    absolute,
    called,
    computed,
    cos,
    mark,
    number,
    settled,
    sin,
    total_derivative,
    where,
)
from lossviz.derivations.derivation import Derivation, Given, Step, at_most

MULTIPLES = (1, 4)
HALF_TURN = Literal(180, unit="deg")

m = number("m")


def piece(k: Expression, angle: Expression) -> Expression:
    """Piece number k of p."""
    return (-1) ** k * cos(m * angle) - 2 * k


# --- the pieces meet ----------------------------------------------------------------------------

k = number("k")
corner = called(r"\theta_k", k * HALF_TURN / m, "flat", "at", unit="deg")

piecewise = Derivation(
    "piecewise",
    (Given("m", "number", *MULTIPLES), Given("k", "count", *MULTIPLES)),
    (
        Step("before", mark("p", piece(k - 1, corner))),
        Step("turns", mark("p", (-1) ** (k - 1) * cos(k * HALF_TURN) - 2 * k + 2)),
        Step("odd", mark("p", (-1) ** (k - 1) * (-1) ** k - 2 * k + 2)),
        Step("value", mark("p", 1 - 2 * k)),
        Step("even", mark("p", (-1) ** k * (-1) ** k - 2 * k)),
        Step("after", mark("p", piece(k, corner))),
    ),
)


# --- it only falls ------------------------------------------------------------------------------

theta = number("t", r"\theta", "theta", unit="deg")
# in degrees, where the pieces meet at whole numbers
lies_on = computed("k", lambda m, t: np.floor(np.real(m * t / 180)), m, number("t"))
own_k = called("k", lies_on, "k", "k")
rest = called("r", settled(m * theta - own_k * HALF_TURN), "", "r", unit="deg")


def slope(line: Expression) -> Expression:
    """0 where p is flat, but for the rounding of π."""
    return mark("slope", settled(line))


falling = Derivation(
    "falling",
    (Given("m", "number", *MULTIPLES), Given("t", "number", 0, 180)),
    (
        Step("derivative", slope(total_derivative(mark("p", piece(own_k, theta)), theta))),
        Step("chain", slope(-((-1) ** own_k) * m * sin(m * theta))),
        Step("rest", where(slope(-((-1) ** own_k) * (-1) ** own_k * m * sin(rest)), rest)),
        Step("absolute", slope(-m * absolute(sin(m * theta)))),
        Step("falls", Literal(0), at_most),
    ),
)

ALL = (piecewise, falling)
