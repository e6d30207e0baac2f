"""Lesson 5: what a scale s does to scores.

Terms: z (scores), s, p (probabilities), max, LSE, C (the bound ln n).
"""

from lossviz.algebra import as_number, count, defined, exp, highest, ln, mark, number, total, vector
from lossviz.derivations.derivation import Derivation, Given, Step, at_most

SIZES = (2, 6)
# two powers leave room for so many terms in a column of 520 pixels
WIDEST = 3
WIDE_APART = "two exponentials are divided, and e^710 is no double"
S = Given("s", "number", 0.05, 20)

z, s = vector("z"), number("s")
p = defined("p", "i", exp(s * z["i"]) / total("k", exp(s * z["k"])))

scale_ratio = Derivation(
    "scale_ratio",
    (
        Given("z", "vector", -17, 17, SIZES, why=WIDE_APART),
        S,
        Given("i", "index", sizes=SIZES),
        Given("j", "index", sizes=SIZES, unlike="i"),
    ),
    (
        Step("shares", p["i"] / p["j"]),
        Step("powers", exp(s * z["i"]) / exp(s * z["j"])),
        Step("difference", exp(s * (z["i"] - z["j"]))),
        Step("power", exp(z["i"] - z["j"]) ** s),
    ),
)

# the smooth max and the smooth argmax are wrong by the same
lse = ln(total("i", exp(s * z["i"]), most=WIDEST, first=1))
largest = as_number("max", highest("i", s * z["i"]), "max")
below = z["i"] - as_number("top", highest("k", z["k"]), "max")

overshoot = Derivation(
    "overshoot",
    (Given("z", "vector", -35, 35, (1, 6), why="s·z stays within ±700: e^710 is no double"), S),
    (
        Step("gap", mark("LSE", lse) - largest),
        Step("inside", ln(total("i", exp(s * below), most=WIDEST, first=1))),
        Step("largest_share", -ln(as_number("p", highest("i", p["i"]), "p"))),
        Step("bound", mark("C", ln(count(z))), at_most),
    ),
)

ALL = (scale_ratio, overshoot)
