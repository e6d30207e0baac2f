"""In practice: a scale that many classes in few dimensions cannot do without.

Terms: C (number of classes), d (dimensions), P (wanted probability), s.
"""

import numpy as np

from lossviz import theory
from lossviz.algebra import Expression, bound, ln, mark, number
from lossviz.algebra.calculus import Least
from lossviz.derivations.derivation import Derivation, Given, Step, at_least
from lossviz.geometry.averages import log_mean_power

C, d, P = number("C"), number("d"), number("P")


class EvenMean(Expression):
    """E_d[e^{s (cos θ − 1)}] over directions spread evenly over the sphere of d dimensions."""

    def __init__(self, s: Expression, d: Expression) -> None:
        self.parts = (s, d)

    def value(self, scope):
        return np.exp(np.vectorize(log_mean_power)(*map(scope.of, self.parts)))

    def write(self, pen, lead=True):
        s, d = (part.write(pen) for part in self.parts)
        return rf"E_{{{d}}}\left[e^{{{s}(\cos\theta - 1)}}\right]"


class LeastScale(Least):
    """By a search of its own: scales span ten orders, which halving an interval does not."""

    def value(self, scope):
        return theory.crowd_scale(*map(scope.of, (C, d, P)))


s = bound("s")
crowded = C * mark("d", EvenMean(s, d))

crowd = Derivation(
    "crowd",
    (
        Given("C", "count", 2, 10_000_000),
        Given("d", "count", 2, 4096),
        Given("P", "number", 0.5, 0.999, why="a page asks for no less and no more"),
    ),
    (
        Step("least", mark("s", LeastScale(s, crowded, "<=", 1 / P, 0, np.inf))),
        Step("jensen", mark("s", ln(C * P)), at_least),
    ),
)

ALL = (crowd,)
