"""Lesson 2: maximum likelihood is minimum cross-entropy.

Terms: p (the observed distribution) and q (the model's), L (likelihood), NLL, HPQ, H, KL.
"""

from collections.abc import Callable

import numpy as np

from lossviz.derivations.arithmetic import log, one_hot, others, picked, weigh
from lossviz.derivations.entropies import (
    LEAST,
    OUTCOMES,
    cross_of,
    divergence_of,
    entropy_of,
    minus_sum_line,
    put_p,
    put_q,
)
from lossviz.derivations.old import Derivation, Env, Given, Step, applied, at_least, tex
from lossviz.derivations.writing import (
    LN,
    WIDE,
    Slots,
    frac,
    joined,
    lit,
    lit_other,
    mark,
    numbers,
    paren,
    power,
)

# --- one outcome of a one-hot distribution ------------------------------------------------------


def _one_hot_product(env: Env) -> np.ndarray:
    return np.prod(env["p"] ** one_hot(env["y"], env["p"].shape[1]), axis=1)


def _set_apart(env: Env) -> np.ndarray:
    return picked(env["p"], env["y"]) * np.prod(others(env["p"], env["y"]) ** 0, axis=1)


def _one_hot_numbers(put: Slots, env: Env) -> str:
    count = env["p"].shape[1]
    y = one_hot(env["y"], count)
    return joined(
        count, lambda k: power(put.at("y", y, k, light=""), put_p(put, env, k)), r" \cdot "
    )


def _p_y(put: Slots, env: Env) -> str:
    return put.put("py", picked(env["p"], env["y"]), lit("p", env["y"]))


def _set_apart_numbers(put: Slots, env: Env) -> str:
    rest = others(env["p"], env["y"])
    factors = joined(
        rest.shape[1],
        lambda k: power("0", put.put(f"other{k + 1}", rest[:, k], lit_other("p", env["y"], k))),
        r" \cdot ",
    )
    return rf"{power('1', _p_y(put, env))} \cdot {factors}"


one_hot_likelihood = Derivation(
    "one_hot",
    (Given("p", "distribution", LEAST, 1, OUTCOMES), Given("y", "index", sizes=OUTCOMES)),
    (
        Step("product", tex(r"\prod_k @p{p_k^{y_k}}"), _one_hot_product, numbers(_one_hot_numbers)),
        Step(
            "apart",
            tex(r"@p{p_y^1} \cdot \prod_{k \ne y} @p{p_k^0}"),
            _set_apart,
            numbers(_set_apart_numbers),
        ),
        Step("target", tex("@p{p_y}"), lambda env: picked(env["p"], env["y"]), numbers(_p_y)),
    ),
)


# --- maximum likelihood -------------------------------------------------------------------------


def _drawn(env: Env) -> np.ndarray:
    """y_ik, [F, N, n]: the sample sorted by outcome, all 0 past its end (N differs by frame)."""
    ends = np.cumsum(env["counts"], axis=1)
    i = np.arange(ends[:, -1].max())
    outcome = (i[:, None] >= ends[:, None, :]).sum(axis=2)
    return (outcome[..., None] == np.arange(ends.shape[1])).astype(np.float64)


def _samples(env: Env) -> np.ndarray:
    return env["counts"].sum(axis=1)


def _observed(env: Env) -> np.ndarray:
    """P̂, the shares in the sample."""
    return env["counts"] / _samples(env)[:, None]


def _likelihood(env: Env) -> np.ndarray:
    return np.prod(env["q"][:, None, :] ** _drawn(env), axis=(1, 2))


def _log_likelihood(env: Env) -> np.ndarray:
    y = _drawn(env)
    return -weigh(y, log(env["q"])[:, None, :]).sum(axis=(1, 2)) / _samples(env)


def _mean_log(likelihood: np.ndarray, env: Env) -> np.ndarray:
    return -log(likelihood) / _samples(env)


def _over_samples(
    put: Slots, env: Env, operator: str, joint: str, part: Callable[[str, int], str]
) -> str:
    """Σ or Π over i = 1 … N of the outcomes' parts, joined."""
    count, size = env["q"].shape[1], put.put("N", _samples(env))
    inner = joined(count, lambda k: part(put_q(put, env, k), k), joint, most=WIDE)
    return rf"{operator}\limits_{{i = 1}}^{{{size}}}{paren(inner)}"


def _n(put: Slots, env: Env, k: int) -> str:
    return put.at("n", env["counts"], k, light="p")


def _each_sample(put: Slots, env: Env) -> str:
    factors = _over_samples(
        put, env, r"\prod", r" \cdot ", lambda q, k: power(f"y_{{i{k + 1}}}", q)
    )
    return mark("L", factors)


def _by_outcome(put: Slots, env: Env) -> str:
    factors = joined(
        env["q"].shape[1], lambda k: power(_n(put, env, k), put_q(put, env, k)), r" \cdot "
    )
    return mark("L", factors)


def _mean_numbers(put: Slots, env: Env) -> str:
    logs = _over_samples(put, env, r"\sum", " + ", lambda q, k: rf"y_{{i{k + 1}}}\,{LN}{q}")
    return mark("NLL", "-" + frac("1", put.put("N", _samples(env))) + logs)


def _shares_numbers(put: Slots, env: Env, k: int) -> str:
    return rf"{frac(_n(put, env, k), put.put('N', _samples(env)))}\,{LN}{put_q(put, env, k)}"


def _observed_numbers(put: Slots, env: Env, k: int) -> str:
    return rf"{put.at('p', _observed(env), k)}\,{LN}{put_q(put, env, k)}"


def _observed_sum(put: Slots, env: Env) -> str:
    p = _observed(env)
    return f"{put.put('H', entropy_of(p), 'H')} + {put.put('KL', divergence_of(p, env['q']), 'KL')}"


maximum_likelihood = Derivation(
    "maximum_likelihood",
    (
        Given("counts", "counts", 0, 20, OUTCOMES, why="a likelihood below 1e-308 is no double"),
        Given("q", "distribution", 1e-3, 1, OUTCOMES, why="a likelihood below 1e-308 is no double"),
    ),
    (
        Step(
            "samples",
            tex(r"@L{\prod_i \prod_k @q{q_k^{y_{ik}}}}"),
            _likelihood,
            numbers(_each_sample),
        ),
        Step(
            "counts",
            tex(r"@L{\prod_k @q{q_k^{@p{n_k}}}}"),
            lambda env: np.prod(env["q"] ** env["counts"], axis=1),
            numbers(_by_outcome),
        ),
        Step(
            "logarithm",
            tex(r"@NLL{-\frac{1}{N} \sum_i \sum_k y_{ik}\,\ln\,@q{q_k}}"),
            _log_likelihood,
            numbers(_mean_numbers),
            applied(r"-\frac{1}{N} \ln", _mean_log),
        ),
        Step(
            "shares",
            tex(r"@NLL{-\sum_k @p{\frac{n_k}{N}}\,\ln\,@q{q_k}}"),
            lambda env: -weigh(env["counts"] / _samples(env)[:, None], log(env["q"])).sum(axis=1),
            minus_sum_line("NLL", _shares_numbers, of="q"),
        ),
        Step(
            "cross_entropy",
            tex(r"@HPQ{H(@p{\hat{P}}, @q{Q})}"),
            lambda env: cross_of(_observed(env), env["q"]),
            minus_sum_line("HPQ", _observed_numbers, of="q"),
        ),
        Step(
            "sum",
            tex(r"@H{H(\hat{P})} + @KL{\operatorname{KL}(\hat{P} \Vert Q)}"),
            lambda env: entropy_of(_observed(env)) + divergence_of(_observed(env), env["q"]),
            numbers(_observed_sum),
        ),
        Step(
            "bound",
            tex(r"@H{H(\hat{P})}"),
            lambda env: entropy_of(_observed(env)),
            numbers(lambda put, env: put.put("H", entropy_of(_observed(env)), "H")),
            at_least,
        ),
    ),
)

ALL = (one_hot_likelihood, maximum_likelihood)
