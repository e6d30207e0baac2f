"""Lesson 6: the additive margin, from the hinge to cross-entropy.

Terms: z (scores), s, m, max, LSE, L (loss), C (the gap ln C), p (odds), t (length of the scores),
relative (m/t).
"""

import numpy as np

from lossviz.algebra import (
    LETTERS,
    as_number,
    called,
    count,
    exp,
    highest,
    largest,
    ln,
    mark,
    number,
    total,
    vector,
)
from lossviz.algebra.functions import Function
from lossviz.derivations.derivation import Derivation, Given, Step, at_most, tends

SIZES = (2, 10)
# products s·(z + m) stay far below 700: e^710 is no double
GIVEN = (
    Given("z", "vector", -1, 1, SIZES),
    Given("s", "number", 1, 100),
    Given("m", "number", 0, 2),
    Given("y", "index", sizes=SIZES),
)
# two powers leave room for so many terms in a column of 520 pixels
WIDEST = 3

z, s, m = vector("z"), number("s"), number("m")

# --- from the hinge with a margin to cross-entropy ----------------------------------------------

target = s * (z["y"] - m)
score = s * z["i"]
rivals = total("i", exp(score), but="y", most=WIDEST, first=1)
rival_lse = called(
    rf"\operatorname{{LSE}}_{{i \ne y}}({score.write(LETTERS)})", ln(rivals), "LSE", "LSE"
)
behind = rival_lse - target
share = exp(target) / (exp(target) + rivals)
hinge = largest(mark("max", highest("i", score, but="y")) - s * z["y"] + s * m, 0)


def _softplus(x):
    return Function(r"\operatorname{softplus}", lambda x: np.log1p(np.exp(x)), x)


additive_margin = Derivation(
    "additive_margin",
    GIVEN,
    (
        Step("hard", hinge),
        Step("smooth", mark("L", _softplus(behind)), at_most),
        Step("written_out", mark("L", ln(1 + exp(behind)))),
        Step("fraction", mark("L", -ln(share))),
        Step("bound", as_number("hard", hinge, "max") + mark("C", ln(count(z, "C"))), at_most),
    ),
)

# --- what the margin does to the odds -----------------------------------------------------------

p_own = called("p_y", share, "p")
p_rival = called("p_i", exp(score) / (exp(target) + rivals), "p")
# the share of a target far behind is too small for the browser's numbers, its logarithm not
log_own = as_number("p", ln(p_own), "p")
log_rest = as_number("q", ln(total("i", p_rival, but="y")), "p")
without = as_number("plain", s * z["y"] - rival_lse, "p")

margin_odds = Derivation(
    "margin_odds",
    GIVEN,
    (
        Step("odds", log_own - log_rest),
        Step("exponents", target - rival_lse),
        Step("apart", without - s * m),
    ),
)

# --- without normalisation: longer scores make the margin small ---------------------------------

t = number("t")
hardest = as_number("max", highest("i", z["i"], but="y"), "max")

raw_margin = Derivation(
    "raw_margin",
    (
        Given("z", "vector", -10, 10, SIZES),
        Given("m", "number", 0, 10),
        Given("t", "number", 0.05, 100),
        Given("y", "index", sizes=SIZES),
    ),
    (
        Step("stretched", 1 / t * largest(t * hardest - t * z["y"] + m, 0)),
        Step("divided", largest(hardest - z["y"] + mark("relative", m / t), 0)),
        Step("gone", largest(hardest - z["y"], 0), tends("t")),
    ),
)

ALL = (additive_margin, margin_odds, raw_margin)
