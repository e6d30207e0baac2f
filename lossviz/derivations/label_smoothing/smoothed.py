"""Lesson 9: targets that leave every class a share, and what they do to the loss.

Terms: e (ε, the share that is given away), q (targets), p (probabilities), z (scores), C (number
of classes).
"""

from lossviz.algebra import (
    Expression,
    alike,
    as_number,
    both,
    called,
    count,
    defined,
    exp,
    ln,
    mark,
    same,
    times,
    total,
    vector,
    where,
)
from lossviz.derivations.derivation import Derivation, Given, Step, applied
from lossviz.derivations.label_smoothing.targets import (
    CLASSES,
    SHARE,
    C,
    eps,
    eps_prime,
    q_own,
    q_rival,
    rivals,
)

# --- the two conventions ------------------------------------------------------------------------

two_conventions = Derivation(
    "two_conventions",
    (CLASSES, SHARE),
    (
        Step("mixed", both(q_own, times(1 - eps, 1) + times(eps, 1 / C))),
        Step("less", 1 - eps * (rivals / C)),
        Step("other", where(1 - eps_prime, eps_prime)),
        Step(
            "rivals",
            both(q_rival, eps_prime / rivals),
            applied(r"\frac{1 - q_y}{C - 1}", lambda value, env: (1 - value) / (env["C"] - 1)),
        ),
        Step("even", eps / C),
    ),
)


# --- what the smoothed targets do to the loss ---------------------------------------------------

FEW = (2, 5)

z = vector("z")
n = count(z, "C")
q = defined("q", "k", (1 - eps) * same("k", "y", z) + eps / n)
p = defined("p", "k", exp(z["k"]) / total("j", exp(z["j"])))
lse = called(r"\operatorname{LSE}(z)", ln(total("k", exp(z["k"]))), "", "lse")
mean = called(r"\bar z", 1 / n * total("k", z["k"]), "z", "mean")
given_away = called(r"\varepsilon'", eps * ((n - 1) / n), "e", "ep")


def surprise(k: str) -> Expression:
    """−ln p_k. A probability can be too small for the browser's numbers, its logarithm cannot."""
    return as_number("s", -ln(p[k]), "p")


cross_entropy = total("k", q["k"] * surprise("k"))

smoothed_targets = Derivation(
    "smoothed_targets",
    (
        Given("z", "vector", -350, 350, FEW, why="a line takes p_k, and e^-710 is no double"),
        Given("y", "index", sizes=FEW),
        SHARE,
    ),
    (
        Step("definition", mark("L", alike(-total("k", q["k"] * ln(p["k"])), cross_entropy))),
        Step("split", (1 - eps) * surprise("y") + eps * (1 / n) * total("k", surprise("k"))),
        Step("scores", (1 - eps) * (lse - z["y"]) + eps * (lse - mean)),
        Step("penalty", mark("CE", lse - z["y"]) + eps * (z["y"] - mean)),
        Step(
            "gaps",
            mark("CE", surprise("y"))
            + given_away
            * (1 / (n - 1))
            * total("i", as_number("g", z["y"] - z["i"], "z"), but="y"),
        ),
    ),
)


ALL = (two_conventions, smoothed_targets)
