"""Lesson 2: maximum likelihood is minimum cross-entropy.

Terms: p (the observed distribution) and q (the model's), L (likelihood), NLL, HPQ, H, KL.
"""

import numpy as np

from lossviz.algebra import (
    called,
    defined,
    ln,
    mark,
    multiplied,
    outcome,
    product_of_samples,
    same,
    term,
    times,
    total,
    total_of_samples,
    vector,
)
from lossviz.derivations.derivation import Derivation, Env, Given, Step, applied, at_least
from lossviz.derivations.likelihood.entropies import (
    LEAST,
    OUTCOMES,
    divergence_of,
    entropy_of,
    mean_log,
    p,
    p_k,
    q_k,
)

y_k = defined("y", "k", same("k", "y"), mark="")["k"]

one_hot_likelihood = Derivation(
    "one_hot",
    (Given("p", "distribution", LEAST, 1, OUTCOMES), Given("y", "index", sizes=OUTCOMES)),
    (
        Step("product", multiplied("k", p_k**y_k)),
        Step("apart", times(p["y"] ** 1, multiplied("k", p_k**0, but="y"))),
        Step("target", p["y"]),
    ),
)

WHY = "a likelihood below 1e-308 is no double"
n = vector("counts", "n", mark="p")
n_k, y_ik = n["k"], outcome(n, "y", "i", "k")
N = called("N", total("k", n_k), number="N")
observed = defined("p", "k", n_k / N, r"\hat{p}")["k"]
HAT = r"\hat{P}"
cross = called(f"H({term('p', HAT)}, {term('q', 'Q')})", -mean_log(observed, q_k, ln), "HPQ")
H = entropy_of(observed, f"H({HAT})", ln)
KL = divergence_of(observed, q_k, rf"\operatorname{{KL}}({HAT} \Vert Q)", ln)


def _mean_log(likelihood: np.ndarray, env: Env) -> np.ndarray:
    """−(1/N) ln of a likelihood; ln 0 = −∞."""
    with np.errstate(divide="ignore"):
        return -np.log(likelihood) / env["counts"].sum(axis=1)


maximum_likelihood = Derivation(
    "maximum_likelihood",
    (
        Given("counts", "counts", 0, 20, OUTCOMES, why=WHY),
        Given("q", "distribution", 1e-3, 1, OUTCOMES, why=WHY),
    ),
    (
        Step("samples", mark("L", product_of_samples("i", N, multiplied("k", q_k**y_ik)))),
        Step("counts", mark("L", multiplied("k", q_k**n_k))),
        Step(
            "logarithm",
            mark("NLL", -(1 / N) * total_of_samples("i", N, mean_log(y_ik, q_k, ln))),
            applied(r"-\frac{1}{N} \ln", _mean_log),
        ),
        Step("shares", mark("NLL", -mean_log(mark("p", n_k / N), q_k, ln))),
        Step("cross_entropy", cross),
        Step("sum", H + KL),
        Step("bound", H, at_least),
    ),
)

ALL = (one_hot_likelihood, maximum_likelihood)
