"""Lesson 2: two distributions. KL divergence, cross-entropy, and why one never falls below entropy.

Terms: p and q (distributions), H, HPQ, KL. `log` is to the base the learner has chosen.
"""

import numpy as np

from lossviz.derivations.arithmetic import log, settled, share, weigh
from lossviz.derivations.entropies import (
    BASE,
    LEAST,
    OUTCOMES,
    cross_of,
    divergence_of,
    entropy_of,
    log_of,
    minus_sum_line,
    put_p,
    put_q,
    sum_line,
)
from lossviz.derivations.old import Derivation, Env, Given, Step, at_least, at_most, tex
from lossviz.derivations.writing import (
    LOG,
    WIDEST,
    Slots,
    frac,
    joined,
    mark,
    numbers,
    paren,
)

# --- Kullback–Leibler and cross-entropy ---------------------------------------------------------

P_AND_Q = (
    Given("p", "distribution", LEAST, 1, OUTCOMES),
    Given("q", "distribution", LEAST, 1, OUTCOMES),
    BASE,
)


def _log_ratio(put: Slots, env: Env, k: int) -> str:
    return rf"{put_p(put, env, k)}\,\log\,{frac(put_p(put, env, k), put_q(put, env, k))}"


def _log_difference(put: Slots, env: Env, k: int) -> str:
    p, q = put_p(put, env, k), put_q(put, env, k)
    return rf"{p}\,({LOG}{p} - {LOG}{q})"


def _minus(env: Env) -> np.ndarray:
    """log p − log q, 0 where both are −∞: there p = 0 and the outcome does not count."""
    with np.errstate(invalid="ignore"):
        return np.where(env["p"] == 0, 0.0, log_of(env, "p") - log_of(env, "q"))


def _two_sums(env: Env) -> np.ndarray:
    own, crossed = weigh(env["p"], log_of(env, "p")), weigh(env["p"], log_of(env, "q"))
    return own.sum(axis=1) - crossed.sum(axis=1)


def _opening(first: str) -> str:
    """(first + ⋯): there is no room for more of two sums in one line."""
    return paren(first + r" + \cdots")


def _two_sums_numbers(put: Slots, env: Env) -> str:
    p, q = put_p(put, env, 0), put_q(put, env, 0)
    own, crossed = _opening(rf"{p}\,{LOG}{p}"), _opening(rf"{p}\,{LOG}{q}")
    return f"{mark('H', own)} - {mark('HPQ', crossed)}"


def _entropies(put: Slots, env: Env) -> str:
    h = put.put("H", entropy_of(env["p"], env["base"]), "H")
    return f"-{h} + " + put.put("HPQ", cross_of(env["p"], env["q"], env["base"]), "HPQ")


kl = Derivation(
    "kl",
    P_AND_Q,
    (
        Step(
            "definition",
            tex(r"@KL{\sum_k @p{p_k}\,\log\,\frac{@p{p_k}}{@q{q_k}}}"),
            lambda env: divergence_of(env["p"], env["q"], env["base"]),
            sum_line("KL", _log_ratio),
        ),
        Step(
            "quotient",
            tex(r"@KL{\sum_k @p{p_k}\,(\log\,@p{p_k} - \log\,@q{q_k})}"),
            lambda env: weigh(env["p"], _minus(env)).sum(axis=1),
            sum_line("KL", _log_difference, most=2, first=1),
        ),
        Step(
            "apart",
            tex(
                r"@H{\sum_k @p{p_k}\,\log\,@p{p_k}} - @HPQ{\sum_k @p{p_k}\,\log\,@q{q_k}}",
            ),
            _two_sums,
            numbers(_two_sums_numbers),
        ),
        Step(
            "entropies",
            tex(r"-@H{H(P)} + @HPQ{H(P, Q)}"),
            lambda env: (
                -entropy_of(env["p"], env["base"]) + cross_of(env["p"], env["q"], env["base"])
            ),
            numbers(_entropies),
        ),
    ),
)


def _inserted(env: Env) -> np.ndarray:
    ratio = log(share(env["q"], env["p"]), env["base"])
    with np.errstate(invalid="ignore"):
        return -weigh(env["p"], log_of(env, "p") + ratio).sum(axis=1)


def _inserted_numbers(put: Slots, env: Env, k: int) -> str:
    p, q = put_p(put, env, k), put_q(put, env, k)
    return rf"{p}\,({LOG}{p} + \log\,{frac(q, p)})"


def _split(env: Env) -> np.ndarray:
    own = -weigh(env["p"], log_of(env, "p")).sum(axis=1)
    return own + weigh(env["p"], log(share(env["p"], env["q"]), env["base"])).sum(axis=1)


def _split_numbers(put: Slots, env: Env) -> str:
    own = _opening(rf"{put_p(put, env, 0)}\,{LOG}{put_p(put, env, 0)}")
    return f"{mark('H', '-' + own)} + {mark('KL', _opening(_log_ratio(put, env, 0)))}"


def _sum_of_two(put: Slots, env: Env) -> str:
    h = put.put("H", entropy_of(env["p"], env["base"]), "H")
    return f"{h} + " + put.put("KL", divergence_of(env["p"], env["q"], env["base"]), "KL")


cross_entropy = Derivation(
    "cross_entropy",
    P_AND_Q,
    (
        Step(
            "definition",
            tex(r"@HPQ{-\sum_k @p{p_k}\,\log\,@q{q_k}}"),
            lambda env: cross_of(env["p"], env["q"], env["base"]),
            minus_sum_line(
                "HPQ", lambda put, env, k: rf"{put_p(put, env, k)}\,{LOG}{put_q(put, env, k)}"
            ),
        ),
        Step(
            "inserted",
            tex(r"@HPQ{-\sum_k @p{p_k}\left(\log\,@p{p_k} + \log\,\frac{@q{q_k}}{@p{p_k}}\right)}"),
            _inserted,
            minus_sum_line("HPQ", _inserted_numbers, most=2, first=1),
        ),
        Step(
            "apart",
            tex(
                r"@H{-\sum_k @p{p_k}\,\log\,@p{p_k}}"
                r" + @KL{\sum_k @p{p_k}\,\log\,\frac{@p{p_k}}{@q{q_k}}}"
            ),
            _split,
            numbers(_split_numbers),
        ),
        Step(
            "sum",
            tex(r"@H{H(P)} + @KL{\operatorname{KL}(P \Vert Q)}"),
            lambda env: (
                entropy_of(env["p"], env["base"]) + divergence_of(env["p"], env["q"], env["base"])
            ),
            numbers(_sum_of_two),
        ),
        Step(
            "bound",
            tex(r"@H{H(P)}"),
            lambda env: entropy_of(env["p"], env["base"]),
            numbers(lambda put, env: put.put("H", entropy_of(env["p"], env["base"]), "H")),
            at_least,
        ),
    ),
)


# --- why it is never negative -------------------------------------------------------------------


def _tangent(env: Env) -> np.ndarray:
    excess = weigh(env["p"], share(env["q"], env["p"]) - 1).sum(axis=1)
    return settled(excess) / np.log(env["base"])


def _where_p(env: Env) -> np.ndarray:
    return np.where(env["p"] > 0, env["q"], 0.0)


def _gibbs_ratio(put: Slots, env: Env, k: int) -> str:
    return rf"{put_p(put, env, k)}\,\log\,{frac(put_q(put, env, k), put_p(put, env, k))}"


def _unit(put: Slots, env: Env) -> str:
    return frac("1", r"\ln\," + put.put("base", env["base"]))


def _tangent_numbers(put: Slots, env: Env) -> str:
    def part(k: int) -> str:
        return put_p(put, env, k) + paren(frac(put_q(put, env, k), put_p(put, env, k)) + " - 1")

    return _unit(put, env) + paren(joined(env["p"].shape[1], part, most=WIDEST))


def _masses(put: Slots, env: Env) -> str:
    q = _where_p(env)
    total = joined(q.shape[1], lambda k: put.at("q", q, k))
    return _unit(put, env) + paren(f"({total}) - 1")


gibbs = Derivation(
    "gibbs",
    P_AND_Q,
    (
        Step(
            "negative",
            tex(r"@KL{-\operatorname{KL}(P \Vert Q)}"),
            lambda env: -divergence_of(env["p"], env["q"], env["base"]),
            numbers(
                lambda put, env: (
                    "-" + put.put("KL", divergence_of(env["p"], env["q"], env["base"]), "KL")
                )
            ),
        ),
        Step(
            "turned",
            tex(r"@KL{\sum_{p_k > 0} @p{p_k}\,\log\,\frac{@q{q_k}}{@p{p_k}}}"),
            lambda env: weigh(env["p"], log(share(env["q"], env["p"]), env["base"])).sum(axis=1),
            sum_line("KL", _gibbs_ratio),
        ),
        Step(
            "tangent",
            tex(
                r"\frac{1}{\ln\,b} \sum_{p_k > 0} @p{p_k}"
                r"\left(\frac{@q{q_k}}{@p{p_k}} - 1\right)"
            ),
            _tangent,
            numbers(_tangent_numbers),
            at_most,
        ),
        Step(
            "masses",
            tex(r"\frac{1}{\ln\,b}\left(\sum_{p_k > 0} @q{q_k} - 1\right)"),
            lambda env: settled(_where_p(env).sum(axis=1) - 1) / np.log(env["base"]),
            numbers(_masses),
        ),
        Step(
            "zero", "0", lambda env: np.zeros(len(env["p"])), numbers(lambda put, env: "0"), at_most
        ),
    ),
)


ALL = (kl, cross_entropy, gibbs)
