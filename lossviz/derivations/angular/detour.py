"""Lesson 7: the slope of cos(θ + m) by way of the cosine, and what a detached margin leaves of it.

Terms: theta, m, psi (cos(θ + m), the target logit up to π), c (cos θ).
"""

from lossviz.algebra import LETTERS, called, cos, derivative, mark, number, sin, sqrt, where, whole
from lossviz.derivations.derivation import Derivation, Given, Step

theta, m = number("theta", r"\theta", unit="deg"), number("m", unit="deg")
turned = cos(theta + m)
c = called("c", cos(theta), "c", "c")
by_cosine = sin(theta + m) / sqrt(1 - c**2)
over_cosine = rf"\frac{{\partial {whole(turned.write(LETTERS))}}}{{\partial c}}"
cosine_over_angle = r"\frac{\partial \cos\theta}{\partial \theta}"

detour = Derivation(
    "detour",
    (
        Given("theta", "number", 1, 179, why="at 0° and 180° the second line is ∞ times 0"),
        Given("m", "number", 0, 1700),
    ),
    (
        Step("slope", mark("psi", derivative(turned, theta))),
        Step(
            "chain",
            called(over_cosine, by_cosine, "psi", "by")
            * called(cosine_over_angle, derivative(cos(theta), theta), "c", "sine"),
        ),
        Step("fraction", where(mark("psi", by_cosine) * mark("c", -sin(theta)), c)),
        Step("cancelled", mark("psi", -sin(theta + m))),
    ),
)

ALL = (detour,)
