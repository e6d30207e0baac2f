"""The formulas of the losses, as expressions: what a page prints is what a test compares with code.

Letters: z_j scores, θ_j the angle between the feature f and the class vector W_j in radians, y the
class of the sample, s scale, m margin, λ and ε as in `lossviz.losses`, C the number of classes.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from lossviz.algebra import (
    LETTERS,
    Expression,
    called,
    computed,
    cos,
    count,
    defined,
    exp,
    highest,
    largest,
    ln,
    number,
    sin,
    slash,
    total,
    vector,
    whole,
)

z, y = vector("z", mark=""), "y"
theta = vector("theta", r"\theta", mark="")
m, s = number("m", mark=""), number("s", mark="")
m1, m2, m3 = (number(f"m{k}", f"m_{k}", mark="") for k in (1, 2, 3))
eps, lam = number("eps", r"\varepsilon", mark=""), number("lam", r"\lambda", mark="")
length = number("f", r"\|f\|", mark="")
weights = vector("w", r"\|W\|", mark="")
classes = count(z, "C")

ahead = z["i"] - z[y]
hardest = highest("i", z["i"], but=y)
smooth = ln(total("i", exp(z["i"]), but=y))
share = defined("p", "j", exp(z["j"]) / total("k", exp(z["k"])), mark="")


def cross_entropy(own: Expression, rival: Expression) -> Expression:
    """−ln(e^own / (e^own + Σ_{j≠y} e^rival)), `rival` an expression in j."""
    return -ln(exp(own) / (exp(own) + total("j", exp(rival), but=y)))


# piece k of the target logit that goes on falling: on [kπ/m, (k + 1)π/m]
piece = computed("k", lambda m, theta: np.floor(m * theta / np.pi), m, theta[y])
falling = (-1) ** piece * cos(m * theta[y])
multiplied = (lam * cos(theta[y]) + falling - 2 * piece) / (1 + lam)
arcface_beyond = cos(theta[y]) - m * sin(m)
psi = called(r"\psi(\theta_y)", multiplied)
own_length, rival_length = (called(rf"\|W_{j}\|", weights[j]) for j in "yj")

LOSSES: Mapping[str, Expression] = MappingProxyType(
    {
        "perceptron": total("i", largest(ahead, 0), but=y),
        "hinge": total("i", largest(ahead + m, 0), but=y),
        "max_hinge": largest(hardest - z[y] + m, 0),
        "lse_hinge": largest(smooth - z[y] + m, 0),
        "softmax": cross_entropy(z[y], z["j"]),
        "label_smoothing": -(1 - eps) * ln(share[y]) - eps / classes * total("j", ln(share["j"])),
        "sigmoid": ln(1 + exp(-z[y])) + total("i", ln(1 + exp(z["i"])), but=y),
        "normface": cross_entropy(s * cos(theta[y]), s * cos(theta["j"])),
        "cosface": cross_entropy(s * (cos(theta[y]) - m), s * cos(theta["j"])),
        "arcface": cross_entropy(s * cos(theta[y] + m), s * cos(theta["j"])),
        "combined": cross_entropy(s * (cos(m1 * theta[y] + m2) - m3), s * cos(theta["j"])),
        "l_softmax": cross_entropy(
            own_length * length * psi, rival_length * length * cos(theta["j"])
        ),
        "sphereface": cross_entropy(length * psi, length * cos(theta["j"])),
    }
)
in_pieces = (multiplied, r"k = \left\lfloor \frac{m\,\theta_y}{\pi} \right\rfloor")
# what ψ is where a formula only names it, and where it is another than the formula's: ArcFace's is
# printed as it is up to θ_y + m = π
PSI: Mapping[str, tuple[Expression, str]] = MappingProxyType(
    {
        "arcface": (arcface_beyond, r"\theta_y + m > \pi"),
        "l_softmax": in_pieces,
        "sphereface": in_pieces,
    }
)

# the road from the perceptron to cross-entropy (`lossviz.lessons.objectives`): each stop, and each
# way between two of them, whose letter goes as is said beside it
r, p, t = (number(letter, mark="") for letter in "rpt")
sharp = 1 / t * ln(total("i", exp(t * z["i"]), but=y))
ROAD: tuple[tuple[Expression, str], ...] = (
    (LOSSES["perceptron"], ""),
    (total("i", largest(ahead + r * m, 0), but=y), r"r: 0 \to 1"),
    (LOSSES["hinge"], ""),
    (total("i", largest(ahead + m, 0) ** p, but=y) ** slash(1, p), r"p: 1 \to \infty"),
    (LOSSES["max_hinge"], ""),
    (largest(sharp - z[y] + (1 - 1 / t) * m, 0), r"t: \infty \to 1"),
    (largest(smooth - z[y], 0), ""),
    (1 / t * ln(1 + exp(t * (smooth - z[y]))), r"t: \infty \to 1"),
    (ln(1 + exp(smooth - z[y])), ""),
)


def road() -> list[str]:
    """The formulas of the road as LaTeX, in the order of `ROAD`."""
    return [f"L = {printed(line)}" + (rf",\quad {goes}" if goes else "") for line, goes in ROAD]


def printed(line: Expression) -> str:
    """The letters of an expression, in one row."""
    return whole(line.write(LETTERS))


def formula(key: str) -> str:
    """The loss as LaTeX, "L = …".

    Raises:
      KeyError: no such loss.
    """
    return f"L = {printed(LOSSES[key])}"


def target_logit(key: str) -> str | None:
    """The target logit ψ as LaTeX, where the formula of the loss does not show it whole."""
    if key not in PSI:
        return None
    psi, condition = PSI[key]
    return rf"\psi(\theta_y) = {printed(psi)}, \quad {condition}"
