"""Lesson 7: softmax turned into angles, and the angle that is added.

Terms: w (class vectors), x (samples), s, m, psi (target logit), p (probability), theta.
"""

from lossviz.algebra import (
    Expression,
    Literal,
    alike,
    arccos,
    as_number,
    called,
    cos,
    count,
    defined,
    direction,
    dot,
    exp,
    ln,
    mark,
    norm,
    number,
    sin,
    standing,
    total,
    truth,
    vector,
)
from lossviz.derivations.derivation import Derivation, Given, Step, at_least, at_most

COUNT = (2, 10)

s, m = number("s"), number("m", unit="deg")


# --- the modified softmax, and ArcFace ----------------------------------------------------------

# directions of the class vectors and of the samples, of which one belongs to each class: y_i = i
w_angle, x_angle = vector("a", unit="deg"), vector("t", unit="deg")
W = defined("W", "j", direction(w_angle["j"]), mark="w")
x = defined("x", "i", s * direction(x_angle["i"]))
b = defined("b", "j", 0 * w_angle["j"], mark="")


def angle(j: str, mark: str) -> Expression:
    """θ_j, the angle between sample i and class vector j."""
    apart = arccos(cos(x_angle["i"] - w_angle[j]))
    return defined("theta", j, apart, r"\theta", mark, "deg")[j]


own_angle, rival_angle = angle("y_i", "theta"), angle("j", "")


def mean_loss(probability: Expression) -> Expression:
    """−(1/N) Σ ln p over the samples."""
    return -(1 / count(x_angle, "N")) * total(
        "i", standing("y_i", "i", ln(probability)), most=2, first=1
    )


def against_rivals(own: Expression, rival: Expression) -> Expression:
    """e^own / (e^own + Σ_{j≠y_i} e^rival), with numbers the sum as one power: it can be 10⁴³."""
    rest = total("j", exp(rival), but="y_i")
    return exp(own) / (exp(own) + alike(rest, exp(as_number("rest", ln(rest), "w"))))


def score(j: str) -> Expression:
    return dot(W[j], x["i"]) + b[j]


length = as_number("length", norm(x["i"]), "x")
# at the edge itself rounding would choose
past = truth(own_angle + m, ">", Literal(180 + 1e-9, unit="deg"))
arcface = (1 - past) * cos(own_angle + m) + past * (cos(own_angle) - m * sin(m))
psi = called(r"\psi(\theta_{y_i})", arcface, "psi", "psi")

modified_softmax = Derivation(
    "modified_softmax",
    (
        Given("a", "vector", -180, 180, COUNT),
        Given("t", "vector", -180, 180, COUNT),
        Given("s", "number", 0, 100),
        Given("m", "number", 0, 90),
    ),
    (
        Step(
            "softmax",
            mean_loss(as_number("p", exp(score("y_i")) / total("j", exp(score("j"))), "p")),
        ),
        Step(
            "angles",
            mean_loss(against_rivals(length * cos(own_angle), length * cos(rival_angle))),
        ),
        Step("scaled", mean_loss(against_rivals(s * cos(own_angle), s * cos(rival_angle)))),
        Step("margin", mean_loss(against_rivals(s * psi, s * cos(rival_angle))), at_most),
    ),
)


# --- an angle added is a cosine margin that depends on the angle --------------------------------

theta = number("theta", r"\theta", unit="deg")
half_m = as_number("half", m / 2, "m", unit="deg")

angle_added = Derivation(
    "angle_added",
    (Given("theta", "number", 0, 180), Given("m", "number", 0, 90)),
    (
        Step("added", mark("psi", cos(theta + m))),
        Step("theorem", cos(theta) * cos(m) - sin(theta) * sin(m)),
        Step("taken", cos(theta) - 2 * sin(half_m) * sin(theta + half_m)),
        Step("most", cos(theta) - 2 * sin(half_m), at_least),
    ),
)

ALL = (modified_softmax, angle_added)
