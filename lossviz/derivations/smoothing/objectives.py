"""Lesson 4: from the perceptron to cross-entropy, one objective at a time.

Terms: z (scores), a1, a2 (z_i − z_y of class 1, 2, …), m, max, LSE, L.
"""

from lossviz.algebra import (
    as_number,
    bound,
    exp,
    highest,
    largest,
    least_squares,
    ln,
    mark,
    number,
    times,
    total,
    vector,
)
from lossviz.derivations.derivation import Derivation, Given, Step, at_least, at_most

CLASSES = (2, 5)
WHY = "a line takes e^(z_i − z_y), and e^710 is no double"
Z = Given("z", "vector", -350, 350, CLASSES, why=WHY)
Y = Given("y", "index", sizes=CLASSES)
M = Given("m", "number", 0, 5)
# the terms of two numbers or more that are written out in a column of 520 pixels
WIDEST = 3

# --- the chain of objectives --------------------------------------------------------------------

z, m = vector("z"), number("m")
z_i, z_y = z["i"], z["y"]
# a quantity of its own: its letters light up with it, not with the scores
plain = vector("z", mark="")
gap = plain["i"] - plain["y"]
ahead = as_number("a", gap, "a")
hinge = total("i", largest(ahead + m, 0), but="y", most=WIDEST)
rival_max = mark("max", highest("i", z_i, but="y"))
rival_exp = total("i", exp(z_i), but="y")
rival_lse = mark("LSE", ln(rival_exp))
lse_hinge = largest(rival_lse - z_y, 0)
softplus = mark("L", ln(1 + exp(rival_lse - z_y)))

objectives = Derivation(
    "objectives",
    (Z, Y, M),
    (
        Step("perceptron", mark("L", total("i", largest(ahead, 0), but="y", most=WIDEST))),
        Step("hinge", mark("L", hinge), at_most),
        Step("max_hinge", mark("L", largest(rival_max - z_y + m, 0)), at_least),
        Step("no_margin", mark("L", largest(rival_max - z_y, 0)), at_least),
        Step("lse", mark("L", lse_hinge), at_most),
        Step("softplus", softplus, at_most),
    ),
)

# --- softplus of LSE is cross-entropy -----------------------------------------------------------

all_exp = total("i", exp(z_i))
softmax_loss = -ln(exp(z_y) / all_exp)

four_lines = Derivation(
    "four_lines",
    (Z, Y),
    (
        Step("softplus", softplus),
        Step("quotient", mark("L", ln(1 + rival_exp / exp(z_y)))),
        Step("together", mark("L", ln(all_exp / exp(z_y)))),
        Step("turned", mark("L", softmax_loss)),
    ),
)

# --- why not one number for the class -----------------------------------------------------------

v, p_j, place_j = bound("v"), vector("p")["j"], vector("place", r"\mathrm{place}", mark="p")["j"]
mean_place = total("j", times(p_j, place_j))

index_mean = Derivation(
    "index_mean",
    (Given("p", "distribution", 1e-12, 1, CLASSES), Given("place", "order", sizes=CLASSES)),
    (
        Step("squares", least_squares(v, total("j", p_j * (place_j - v) ** 2, most=WIDEST))),
        Step("stationary", mean_place / total("j", p_j)),
        Step("mean", mean_place),
    ),
)

ALL = (objectives, four_lines, index_mean)
