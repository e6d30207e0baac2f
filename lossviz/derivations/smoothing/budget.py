"""Lesson 4: how much gradient a loss sends into the network, as the number of classes grows.

Terms: z (scores), a1, a2 (z_i − z_y of class 1, 2, …), m, g (gradient), LSE, C (the bound).
"""

from lossviz.algebra import (
    Literal,
    absolute,
    as_number,
    called,
    count,
    defined,
    derivative,
    exp,
    mark,
    total,
    truth,
)
from lossviz.derivations.derivation import Derivation, Given, Step, at_most
from lossviz.derivations.smoothing.objectives import (
    WIDEST,
    gap,
    hinge,
    lse_hinge,
    m,
    rival_lse,
    z,
    z_i,
    z_y,
)

SIZES = (2, 12)
Y = Given("y", "index", sizes=SIZES)
WIDE = 4

# --- hinge: up to 2(C − 1) ----------------------------------------------------------------------

g_i = defined("g", "i", derivative(hinge, z_i))["i"]
violates = as_number("v", truth(mark("a", gap) + m, ">", 0), "a")
violations = total("i", violates, but="y")

budget = Derivation(
    "budget",
    (Given("z", "vector", -700, 700, SIZES), Y, Given("m", "number", 0, 5)),
    (
        Step("absolute", total("i", absolute(g_i))),
        Step("flags", absolute(-violations) + violations),
        Step("twice", 2 * violations),
        Step("bound", mark("C", 2 * (count(z, "C") - 1)), at_most),
    ),
)

# --- LSE: at most 2 -----------------------------------------------------------------------------

z_j = z["j"]
slope = as_number("g", derivative(lse_hinge, z_j), "g")
active = as_number("v", truth(called(r"\operatorname{LSE}", rival_lse), ">", z_y), "LSE")
by_i = total("i", exp(z_i), but="y", most=WIDEST)
by_j = total("j", exp(z_j), but="y", most=WIDEST)
shares = total("j", mark("g", exp(z_j) / as_number("S", by_i)), but="y", most=WIDE)

budget_lse = Derivation(
    "budget_lse",
    (Given("z", "vector", -650, 700, SIZES, why="e^710 and 1e-20 e^-700 are no doubles"), Y),
    (
        Step("absolute", total("j", absolute(slope))),
        Step("softmax", active * (mark("g", absolute(-1)) + shares)),
        Step("common", active * (1 + by_j / by_i)),
        Step("one_unit", 2 * active),
        Step("two", mark("C", Literal(2)), at_most),
    ),
)

ALL = (budget, budget_lse)
