"""Lesson 5: unit vectors on the circle, scores s·cos θ, and the floor of the loss.

Terms: p (probabilities), s, phi (direction of the sample), w (class vectors), floor.
"""

from lossviz.algebra import (
    absolute,
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
    slash,
    sqrt,
    total,
    vector,
)
from lossviz.algebra.expression import Product
from lossviz.derivations.derivation import Derivation, Given, Step, at_least, at_most

CIRCLE = (2, 10)
A = Given("a", "vector", -180, 180, CIRCLE)

a, s = vector("a", r"\alpha", mark="w", unit="deg"), number("s")

# --- on the circle: how fast one class takes over from the next ---------------------------------

phi = number("phi", r"\varphi", unit="deg")
theta = defined("t", "k", arccos(cos(phi - a["k"])), r"\theta", mark="p", unit="deg")
p = defined("p", "k", exp(s * cos(theta["k"])) / total("l", exp(s * cos(theta["l"]))))
# a probability can be too small for the browser's numbers, its logarithm cannot
log_p = defined("lnp", "k", ln(p["k"]), r"\ln\,p", mark="p")
half_apart = as_number("half", (a["i"] - a["j"]) / 2, "w", unit="deg")
middle = as_number("middle", (a["i"] + a["j"]) / 2, "w", unit="deg")

log_odds = Derivation(
    "log_odds",
    (
        A,
        Given("phi", "number", -180, 180),
        Given("s", "number", 0, 170, why="two exponentials are divided, and e^710 is no double"),
        Given("i", "index", sizes=CIRCLE),
        Given("j", "index", sizes=CIRCLE, unlike="i"),
    ),
    (
        Step("odds", log_p["i"] - log_p["j"]),
        Step("cosines", s * cos(theta["i"]) - s * cos(theta["j"])),
        Step("product", 2 * s * sin(half_apart) * sin(phi - middle)),
        Step("most", 2 * s * absolute(sin(half_apart)), at_most),
    ),
)

# --- no arrangement gets below the floor --------------------------------------------------------

C = count(a, "C")
rivals = as_number("K", C - 1)
w = defined("w", "i", direction(a["i"]))
f = defined("f", "i", direction(vector("f", unit="deg")["i"]), mark="")
mean_w = called(r"\bar{w}", 1 / C * total("j", w["j"]), "w")


def _mean(body):
    return 1 / C * total("i", body, most=2, first=1)


def _loss(lead):
    """Of a sample that leads all its rivals by as much."""
    return ln(1 + rivals * exp(-lead))


def _stretched(*lead):
    """s·C/(C − 1)·lead. A fraction of numbers in an exponent is too small to be read."""
    return alike(Product(s, C / rivals, *lead), slash(Product(s, *lead, C), rivals))


share = exp(dot(s * f["i"], w["i"])) / total("j", exp(dot(s * f["i"], w["j"])))
odds = total("j", exp(-dot(s * f["i"], w["i"] - w["j"])), but="i")
lead = dot(f["i"], w["i"] - mean_w)
length = as_number("l", norm(w["i"] - mean_w), "w")
mean_square = _mean(length**2)
# 1 less the square has no digits left when all w are close to each other; its equal has all
one_less_square = called(r"1 - \left\|\bar{w}\right\|^{2}", mean_square, "w", "v")

normface_floor = Derivation(
    "normface_floor",
    (A, Given("f", "vector", -180, 180, CIRCLE), Given("s", "number", 0, 100)),
    (
        Step("samples", -_mean(ln(as_number("p", share, "p")))),
        Step("divided", _mean(ln(1 + as_number("r", odds, "p")))),
        Step("rivals", _mean(_loss(_stretched(as_number("c", lead, "w")))), at_least),
        Step("cauchy", _mean(_loss(_stretched(length))), at_least),
        Step("classes", _loss(_stretched(sqrt(mean_square))), at_least),
        Step("square", _loss(_stretched(sqrt(one_less_square)))),
        Step("floor", mark("floor", _loss(_stretched())), at_least),
    ),
)

ALL = (log_odds, normface_floor)
