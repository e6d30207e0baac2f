"""Lesson 1: what softmax does not see.

Terms: z (scores, also w·x), e (exponentials), sum, p (probabilities), c, w (class vectors), x (the
sample).
"""

from collections.abc import Callable

from lossviz.algebra import (
    Expression,
    Index,
    as_number,
    called,
    dot,
    exp,
    last,
    mark,
    number,
    point,
    total,
    vector,
    vectors,
)
from lossviz.derivations.derivation import Derivation, Given, Step

CLASSES = (2, 5)
EXPONENT = 350.0
TWICE = "a line multiplies two exponentials or squares one, and e^710 is no double"

# pairs of powers that are written out in a column of 520 pixels
PAIRS = 3

OfClass = Callable[[Index], Expression]


def share(part: OfClass, most: int = CLASSES[1]) -> Expression:
    """p_i: the part of class i over that of all."""
    return mark("p", part("i") / mark("sum", total("k", part("k"), most=most)), "i")


z, c = vector("z"), number("c")


def e(k: Index) -> Expression:
    return mark("e", exp(z[k]), k)


translation = Derivation(
    "translation",
    (
        Given("z", "vector", -EXPONENT, EXPONENT, CLASSES, why=TWICE),
        Given("c", "number", -EXPONENT, EXPONENT, why=TWICE),
        Given("i", "index", sizes=CLASSES),
    ),
    (
        Step("shifted", share(lambda k: mark("e", exp(z[k] + c), k))),
        Step("powers", share(lambda k: e(k) * exp(c))),
        Step(
            "factor", mark("p", exp(c) * e("i") / (exp(c) * mark("sum", total("k", e("k")))), "i")
        ),
        Step("cancelled", share(e)),
    ),
)


w, x = vectors("w"), point("x")
C = last(w)


def score(k: Index) -> Expression:
    return mark("z", as_number(f"s{k}", dot(w[k], x)), k)


def below_last(k: Index) -> Expression:
    return mark("w", as_number(f"d{k}", dot(w[k] - w[C], x)), k)


def of_new(k: Index) -> Expression:
    """The power of the new class vector u_k."""
    u = called(rf"\mathbf{{u}}_{{{k}}}", w[k] - w[C], "w")
    return mark("e", exp(mark("w", as_number(f"d{k}", dot(u, x)), k)), k)


PLANE = "w·x stays within ±338: " + TWICE

k_minus_1 = Derivation(
    "k_minus_1",
    (
        Given("w", "vectors", -13, 13, CLASSES, why=PLANE),
        Given("x", "vector", -13, 13, why=PLANE),
        Given("i", "index", sizes=CLASSES),
    ),
    (
        Step("all", share(lambda k: mark("e", exp(score(k)), k))),
        Step("times", share(lambda k: mark("e", exp(score(k)), k) * exp(-score(C)), most=PAIRS)),
        Step("difference", share(lambda k: mark("e", exp(below_last(k)), k))),
        Step(
            "one_less",
            mark(
                "p",
                of_new("i") / mark("sum", mark("e", 1, C) + total("k", of_new("k"), but=C)),
                "i",
            ),
        ),
    ),
)

ALL = (translation, k_minus_1)
