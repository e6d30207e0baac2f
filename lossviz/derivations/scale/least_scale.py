"""Lesson 5: the least scale for a wanted probability, as the papers put it.

Terms: C (number of classes), P (wanted probability), s, best (largest probability at s), floor,
cosface, adacos.
"""

import numpy as np

from lossviz.algebra import (
    Literal,
    alike,
    as_number,
    bound,
    called,
    cos,
    exp,
    least,
    ln,
    mark,
    number,
    slash,
    sqrt,
    where,
)
from lossviz.derivations.derivation import Derivation, Given, Step, applied, at_most

MOST = 100_000
# the root is looked for below this: for 100,000 classes and P = 1 − 10⁻⁹ it is 32
HIGHEST = 64.0

C, P, s = number("C"), number("P"), number("s")
rivals = as_number("K", C - 1, "C")

# --- the best probability at a scale ------------------------------------------------------------


def _all(stretched):
    """All classes together, of which the target is 1, in the best arrangement."""
    return 1 + rivals * exp(-stretched)


# a fraction of numbers in an exponent is too small to be read
stretched = alike(s * (C / rivals), slash(s * C, rivals))

best_probability = Derivation(
    "best_probability",
    (Given("C", "count", 2, MOST), Given("s", "number", 0, 64)),
    (
        Step("simplex", mark("best", exp(s) / (exp(s) + rivals * exp(-slash(s, rivals))))),
        Step("divided", mark("best", 1 / _all(stretched))),
        Step(
            "floor",
            mark("floor", ln(_all(stretched))),
            applied(r"-\ln", lambda value, _env: -np.log(value)),
        ),
        Step("chance", ln(C), at_most),
    ),
)

# --- CosFace's least scale ----------------------------------------------------------------------

found = bound("s")
best = 1 / _all(slash(found * C, rivals))
odds = P / (1 - P)

least_scale = Derivation(
    "least_scale",
    (
        Given("C", "count", 2, 10_000_000),
        Given("P", "number", 0.5, 0.999, why="a page asks for no less and no more"),
    ),
    (
        Step("root", mark("cosface", least(found, best, ">=", P, 0.0, HIGHEST))),
        Step("solved", mark("cosface", rivals / C * ln(rivals * P / (1 - P)))),
        Step("split", rivals / C * (ln(rivals) + ln(odds))),
        Step("growth", ln(C) + ln(odds), at_most),
    ),
)

# --- the fixed scale of AdaCos ------------------------------------------------------------------

fixed = called("s", sqrt(2) * ln(rivals), "adacos", "s")
own, rival = (exp(fixed * cos(Literal(angle, unit="deg"))) for angle in (45, 90))
back = exp(ln(rivals))

adacos = Derivation(
    "adacos",
    (Given("C", "count", 3, MOST),),
    (
        Step("halfway", where(own / (own + rivals * rival), fixed)),
        Step("logarithm", back / (back + rivals)),
        Step("half", Literal(0.5, r"\frac{1}{2}")),
    ),
)

ALL = (best_probability, least_scale, adacos)
