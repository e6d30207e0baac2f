"""Lesson 6: how wide an additive margin may be, and how wide it must be.

Terms: w (class vectors), C (number of classes), limit (largest margin), enough (margin from which
every pair is told apart).
"""

from lossviz.algebra import (
    Literal,
    arcsin,
    as_number,
    bound,
    called,
    cos,
    count,
    defined,
    direction,
    dot,
    highest,
    least,
    lowest,
    mark,
    number,
    running,
    sin,
    vector,
    where,
)
from lossviz.derivations.derivation import Derivation, Given, Step, at_least, at_most

TURN = Literal(360, unit="deg")

# --- how wide may the margin be -----------------------------------------------------------------

g = vector("g", mark="")
w = defined("w", "i", direction(TURN * running("k", g["k"], "i")))
nearest = as_number("c", highest("j", dot(w["i"], w["j"]), but="i"), "w")
least_gap = as_number("least", TURN * lowest("k", g["k"]), "w", unit="deg")
classes = count(g, "C")

cosface_limits = Derivation(
    "cosface_limits",
    (Given("g", "distribution", 1e-9, 1, (2, 10)),),
    (
        Step("kept", lowest("i", 1 - nearest)),
        Step("nearest", 1 - cos(least_gap)),
        Step("circle", mark("limit", 1 - cos(TURN / classes)), at_most),
        Step("simplex", classes / as_number("K", classes - 1), at_most),
    ),
)

# --- how wide must it be, so that pairs can be told apart ---------------------------------------

C, m = number("C"), bound("m")
alpha = called(r"\alpha", TURN / C, "C", "alpha", unit="deg")
half, quarter = (
    as_number(name, alpha / parts, "C", unit="deg") for name, parts in (("half", 2), ("quarter", 4))
)
half_width = called(r"\theta_e(m)", half - arcsin(m / (2 * sin(half))))
limit = mark("limit", 1 - cos(alpha))
told_apart = least(m, 2 * half_width, "<=", alpha - 2 * half_width, 0.0, 1 - cos(alpha), long=True)

enough_margin = Derivation(
    "enough_margin",
    (Given("C", "count", 2, 100),),
    (
        Step("least", where(mark("enough", told_apart), half_width, alpha)),
        Step("solved", mark("enough", 2 * sin(half) * sin(quarter))),
        Step("share", limit / (2 * cos(quarter))),
        Step("half", Literal(1) / 2 * limit, at_least),
    ),
)

ALL = (cosface_limits, enough_margin)
