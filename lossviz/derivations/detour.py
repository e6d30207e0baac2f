"""Lesson 7: the slope of cos(θ + m) by way of the cosine, and what a detached margin leaves of it.

Terms: theta, m, psi (cos(θ + m), the target logit up to π), c (cos θ).
"""

from lossviz.algebra import called, cos, derivative, mark, number, sin, sqrt, where
from lossviz.derivations.core import Derivation, Given, Step

theta, m = number("theta", r"\theta", unit="deg"), number("m", unit="deg")
c = called("c", cos(theta), "c", "c")
by_cosine = sin(theta + m) / sqrt(1 - c**2)

detour = Derivation(
    "detour",
    (
        Given("theta", "number", 1, 179, why="at 0° and 180° the second line is ∞ times 0"),
        Given("m", "number", 0, 1700),
    ),
    (
        Step("slope", mark("psi", derivative(cos(theta + m), theta))),
        Step(
            "chain",
            called(r"\frac{\partial \cos(\theta + m)}{\partial c}", by_cosine, "psi", "by")
            * called(
                r"\frac{\partial \cos\theta}{\partial \theta}",
                derivative(cos(theta), theta),
                "c",
                "sine",
            ),
        ),
        Step("fraction", where(mark("psi", by_cosine) * mark("c", -sin(theta)), c)),
        Step("cancelled", mark("psi", -sin(theta + m))),
    ),
)

ALL = (detour,)
