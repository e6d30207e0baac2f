"""Lesson 1: the sigmoid inside the softmax of two classes, and its slope.

Terms: x1 and x2 (the scores), d (their difference), e1 and e2, sum, p1,
sigma, slope, x.
"""

from lossviz.algebra import as_number, exp, mark, number, sigmoid, times, total_derivative
from lossviz.derivations.derivation import Derivation, Given, Step
from lossviz.derivations.softmax.translation import EXPONENT, TWICE

x1, x2 = number("x1", "z_1"), number("x2", "z_2")
e1, e2 = mark("e1", exp(x1)), mark("e2", exp(x2))
d = x1 - x2

two_classes = Derivation(
    "two_classes",
    (
        Given("x1", "number", -EXPONENT, EXPONENT, why=TWICE),
        Given("x2", "number", -EXPONENT, EXPONENT, why=TWICE),
    ),
    (
        Step("both", mark("p1", e1 / mark("sum", e1 + e2))),
        Step("divided", mark("p1", 1 / (1 + e2 / e1))),
        Step("difference", mark("p1", 1 / (1 + exp(-mark("d", d))))),
        Step("sigmoid", mark("sigma", sigmoid(as_number("d", d, "d")))),
    ),
)

x = number("x")
e = exp(-x)
fraction = mark("sigma", 1 / (1 + e))
sigma = as_number("s", sigmoid(x), "sigma")

sigmoid_slope = Derivation(
    "sigmoid_slope",
    (Given("x", "number", -EXPONENT, EXPONENT, why=TWICE),),
    (
        Step("derivative", mark("slope", total_derivative(fraction, x))),
        Step("quotient", mark("slope", (times(0, 1 + e) - times(1, -e)) / (1 + e) ** 2)),
        Step("simplified", mark("slope", e / (1 + e) ** 2)),
        Step("product", mark("slope", times(fraction, e / (1 + e)))),
        Step("complement", mark("slope", fraction * (1 - fraction))),
        Step("sigma", mark("slope", sigma * (1 - sigma))),
    ),
)

ALL = (two_classes, sigmoid_slope)
