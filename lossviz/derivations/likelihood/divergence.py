"""Lesson 2: two distributions. KL divergence, cross-entropy, and why one never falls below entropy.

Terms: p and q (distributions), H, HPQ, KL. `log` is to the base the learner has chosen.
"""

from lossviz.algebra import (
    Literal,
    alike,
    called,
    ln,
    mark,
    possible,
    settled,
    slash,
    total,
    weighted,
)
from lossviz.derivations.derivation import Derivation, Given, Step, at_least, at_most
from lossviz.derivations.likelihood.entropies import (
    BASE,
    LEAST,
    OUTCOMES,
    WIDE,
    WIDEST,
    base,
    divergence_of,
    entropy_of,
    log_of,
    mean_log,
    p_k,
    q_k,
)

P_AND_Q = (
    Given("p", "distribution", LEAST, 1, OUTCOMES),
    Given("q", "distribution", LEAST, 1, OUTCOMES),
    BASE,
)
# two logarithms a term, or two sums in a line: the first term, …, the last
NARROW = {"most": 2, "first": 1}

H = entropy_of(p_k, "H(P)")
KL = divergence_of(p_k, q_k, r"\operatorname{KL}(P \Vert Q)")
# within brackets: numbers in one line, which may go on in the next
q_over_p = alike(q_k / p_k, slash(q_k, p_k))
own = mark("H", mean_log(p_k, p_k, log_of, **NARROW))

kl = Derivation(
    "kl",
    P_AND_Q,
    (
        Step("definition", mark("KL", mean_log(p_k, p_k / q_k))),
        Step(
            "quotient",
            mark("KL", total("k", weighted(p_k, log_of(p_k) - log_of(q_k)), **NARROW)),
        ),
        Step("apart", own - mark("HPQ", mean_log(p_k, q_k, log_of, **NARROW))),
        Step("entropies", -H + called("H(P, Q)", -mean_log(p_k, q_k), "HPQ", "HPQ")),
    ),
)

cross_entropy = Derivation(
    "cross_entropy",
    P_AND_Q,
    (
        Step("definition", mark("HPQ", -mean_log(p_k, q_k))),
        Step(
            "inserted",
            mark("HPQ", -total("k", weighted(p_k, log_of(p_k) + log_of(q_over_p)), **NARROW)),
        ),
        Step("apart", -own + mark("KL", mean_log(p_k, p_k / q_k, log_of, **NARROW))),
        Step("sum", H + KL),
        Step("bound", H, at_least),
    ),
)

unit = 1 / ln(base)

gibbs = Derivation(
    "gibbs",
    P_AND_Q,
    (
        Step("negative", -KL),
        Step("turned", mark("KL", possible("k", p_k, weighted(p_k, log_of(q_k / p_k)), most=WIDE))),
        Step(
            "tangent",
            unit * settled(possible("k", p_k, weighted(p_k, q_over_p - 1), most=WIDEST)),
            at_most,
        ),
        Step("masses", unit * settled(possible("k", p_k, q_k) - 1)),
        Step("zero", Literal(0), at_most),
    ),
)

ALL = (kl, cross_entropy, gibbs)
