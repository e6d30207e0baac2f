"""Lesson 3: what follows from a − y, and the C − 1 binary classifiers inside softmax.

Terms: z, a (probabilities), g (gradient), y (the target), w (class vectors), x (the sample).
"""

from lossviz.algebra import (
    Literal,
    absolute,
    as_number,
    defined,
    derivative,
    dot,
    mark,
    point,
    row,
    settled,
    total,
    unit,
    vectors,
)
from lossviz.derivations.derivation import Derivation, Given, Step, at_most
from lossviz.derivations.gradient.chain import Y, Z, a, loss, y, z

# products that are written out in a column of 520 pixels
WIDEST = 3

g = defined("g", "i", derivative(loss, z["i"]))
rivals = total("i", a["i"], but="y")

sum_zero = Derivation(
    "sum_zero",
    (Z, Y),
    (
        Step("gradients", settled(total("i", g["i"]))),
        Step("cases", settled(mark("g", a["y"] - 1, "y") + rivals)),
        Step("together", settled(total("i", a["i"]) - 1)),
        Step("zero", Literal(0)),
    ),
)

l1_norm = Derivation(
    "l1_norm",
    (Z, Y),
    (
        Step("absolute", total("i", absolute(g["i"]))),
        Step("signs", mark("g", 1 - a["y"], "y") + rivals),
        Step("twice", 2 * (1 - a["y"])),
        Step("target", 2 * absolute(g["y"])),
        Step("bound", Literal(2), at_most),
    ),
)

others_add_up = Derivation(
    "others_add_up",
    (Z, Y),
    (
        Step("gradients", total("i", g["i"], but="y")),
        Step("probabilities", rivals),
        Step("complement", 1 - a["y"]),
        Step("target", absolute(g["y"])),
    ),
)

e_i, e_y = mark("g", unit("i", z), "i"), mark("y", unit("y", z), "y")

binary_split = Derivation(
    "binary_split",
    (Z, Y),
    (
        Step(
            "gradient", row("i", a["i"], r"\mathbf{a}", "a") - row("k", y["k"], r"\mathbf{y}", "y")
        ),
        Step("units", total("i", a["i"] * e_i) - e_y),
        Step(
            "shares",
            total("i", a["i"] * e_i, most=2, first=1) - total("i", a["i"] * e_y, most=2, first=1),
        ),
        Step("pairs", total("i", a["i"] * (e_i - e_y), but="y", most=WIDEST)),
    ),
)

w, x = vectors("w"), point("x")
score = defined("z", "k", dot(w["k"], x))

boundary = Derivation(
    "boundary",
    (
        Given("w", "vectors", -50, 50, (2, 6)),
        Given("x", "vector", -50, 50),
        Given("i", "index", sizes=(2, 6)),
        Given("j", "index", sizes=(2, 6), unlike="i"),
    ),
    (
        Step("scores", score["i"] - score["j"]),
        Step("products", dot(w["i"], x) - dot(w["j"], x)),
        Step("normal", dot(as_number("n", w["i"] - w["j"], "w"), x)),
    ),
)

ALL = (sum_zero, l1_norm, others_add_up, binary_split, boundary)
