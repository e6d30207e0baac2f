"""Lesson 2: information of one outcome, of two, and its mean, the entropy.

Terms: p and q (probabilities; where they are of two events q is written r), i (information), H.
`log` is to the base the learner has chosen.
"""

from lossviz.algebra import (
    as_number,
    called,
    count,
    defined,
    mark,
    number,
    possible,
    term,
    times,
    total,
    weighted,
)
from lossviz.derivations.derivation import Derivation, Given, Step, at_most
from lossviz.derivations.likelihood.entropies import (
    BASE,
    LEAST,
    OUTCOMES,
    WIDE,
    log_of,
    mean_log,
    p,
    p_k,
)

one, other = number("p"), number("q", "r")
of_one, of_other = -log_of(one), -log_of(other)

independent = Derivation(
    "independent",
    (Given("p", low=LEAST), Given("q", low=LEAST), BASE),
    (
        Step("joint", -log_of(times(one, other))),
        Step("logarithm", -(log_of(one) + log_of(other))),
        Step("apart", mark("i1", of_one) + mark("i2", of_other)),
        Step(
            "sum",
            called(f"I({term('p', 'p')})", of_one, "i1", "ip")
            + called(f"I({term('q', 'r')})", of_other, "i2", "iq"),
        ),
    ),
)

heads = number("p", mark="p1")
tails = as_number("tails", 1 - heads, "p2")
mean = weighted(heads, mark("i1", -log_of(heads))) + weighted(tails, mark("i2", -log_of(tails)))
pulled_out = -weighted(heads, log_of(heads)) - weighted(tails, log_of(tails))

coin = Derivation(
    "coin",
    (Given("p", low=LEAST), BASE),
    (
        Step("mean", mark("H", mean)),
        Step("entropy", mark("H", pulled_out)),
        Step("fair", log_of(2), at_most),
    ),
)

# 1 for each outcome that can happen
counted = as_number("c", weighted(p_k, 1 / p_k, dot=True))
i_k = defined("i", "k", -log_of(p_k), "I")["k"]

entropy = Derivation(
    "entropy",
    (Given("p", "distribution", LEAST, 1, OUTCOMES), BASE),
    (
        Step("mean", mark("H", total("k", weighted(p_k, i_k, dot=True), most=WIDE))),
        Step("entropy", mark("H", -mean_log(p_k, p_k))),
        Step("inverse", mark("H", mean_log(p_k, 1 / p_k))),
        Step("jensen", log_of(possible("k", p_k, counted, most=WIDE)), at_most),
        Step("uniform", log_of(count(p)), at_most),
    ),
)

ALL = (independent, coin, entropy)
