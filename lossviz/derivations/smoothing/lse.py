"""Lesson 4: LogSumExp, the smooth maximum.

Terms: z (scores), max, LSE, t (how sharp it is), g (gradient), C (the gap (ln n)/t).
"""

from lossviz.algebra import (
    as_number,
    count,
    derivative,
    exp,
    highest,
    ln,
    mark,
    number,
    times,
    total,
    vector,
)
from lossviz.derivations.derivation import Derivation, Given, Step, at_most, tends

SIZES = (1, 12)
WHY = "t·z stays within ±700: e^710 is no double"
Z = Given("z", "vector", -35, 35, SIZES, why=WHY)
# the derivative is taken by a step of 1e-20, and e^-700 times that is no double
Z_OF_SLOPE = Given("z", "vector", -32.5, 32.5, SIZES, why="1e-20 e^-700 is no double")
T = Given("t", "number", 0.05, 20, why=WHY)

# the terms written out in a column of 520 pixels: powers leave room for fewer than numbers
WIDE, WIDEST = 4, 3

z, t = vector("z"), number("t")
n = count(z)
top = mark("max", highest("i", z["i"]))
top_number = as_number("max", highest("i", z["i"]), "max")
sum_of_exp = total("i", exp(t * z["i"]), most=WIDE)
lse = mark("LSE", 1 / t * ln(sum_of_exp))
above_max = top_number + mark("C", ln(n) / t)

lse_bounds = Derivation(
    "lse_bounds",
    (Z, T),
    (
        Step("max", top),
        Step("exponential", 1 / t * ln(exp(t * top_number))),
        Step("lse", lse, at_most),
        Step("all_largest", 1 / t * ln(n * exp(t * top_number)), at_most),
        Step("gap", above_max),
    ),
)

# a line takes the derivative of the sum and the sum itself: e^…, ⋯, the last
narrow_sum = total("i", exp(t * z["i"]), most=2, first=1)
narrow_lse = mark("LSE", 1 / t * ln(narrow_sum))

lse_slope = Derivation(
    "lse_slope",
    (Z_OF_SLOPE, T, Given("j", "index", sizes=SIZES)),
    (
        Step("derivative", mark("g", derivative(narrow_lse, z["j"]))),
        Step("chain", mark("g", times(1 / t, 1 / narrow_sum, derivative(narrow_sum, z["j"])))),
        Step("softmax", mark("g", exp(t * z["j"]) / sum_of_exp)),
    ),
)

rest = total("i", exp(t * (z["i"] - top_number)), most=WIDEST)

lse_limit = Derivation(
    "lse_limit",
    (Z, T),
    (
        Step("scaled", lse),
        Step("factored", mark("LSE", 1 / t * ln(exp(t * top_number) * rest))),
        Step("apart", top_number + 1 / t * ln(rest)),
        Step("bound", above_max, at_most),
        Step("limit", top, tends("t")),
    ),
)

ALL = (lse_bounds, lse_slope, lse_limit)
