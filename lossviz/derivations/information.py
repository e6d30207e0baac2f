"""Lesson 2: information of one outcome, of two, and its mean, the entropy.

Terms: p and q (probabilities; where they are of two events q is written r), i (information), H.
`log` is to the base the learner has chosen.
"""

from collections.abc import Callable

import numpy as np

from lossviz.derivations.arithmetic import log, share, weigh
from lossviz.derivations.entropies import (
    BASE,
    LEAST,
    OUTCOMES,
    log_of,
    minus_sum_line,
    put_p,
    sum_line,
)
from lossviz.derivations.old import Derivation, Env, Given, Step, at_most, tex
from lossviz.derivations.writing import (
    LOG,
    Slots,
    frac,
    joined,
    mark,
    numbers,
    paren,
)

# --- information --------------------------------------------------------------------------------


def _two(put: Slots, env: Env) -> tuple[str, str]:
    return put.put("p", env["p"], "p"), put.put("q", env["q"], "q")


def _of_two(latex: str):
    """A numbers line: `latex` with the two probabilities in place of P and Q."""

    def write(put: Slots, env: Env) -> str:
        p, q = _two(put, env)
        return latex.replace("P", p).replace("Q", q)

    return numbers(write)


def _two_informations(put: Slots, env: Env) -> str:
    first = put.put("i1", -log_of(env, "p"), "i1")
    return first + " + " + put.put("i2", -log_of(env, "q"), "i2")


independent = Derivation(
    "independent",
    (Given("p", low=LEAST), Given("q", low=LEAST), BASE),
    (
        Step(
            "joint",
            tex(r"-\log(@p{p} \cdot @q{r})"),
            lambda env: -log(env["p"] * env["q"], env["base"]),
            _of_two(r"-\log(P \cdot Q)"),
        ),
        Step(
            "logarithm",
            tex(r"-(\log\,@p{p} + \log\,@q{r})"),
            lambda env: -(log_of(env, "p") + log_of(env, "q")),
            _of_two(r"-(\log\,P + \log\,Q)"),
        ),
        Step(
            "apart",
            tex(r"@i1{({-\log\,@p{p}})} + @i2{({-\log\,@q{r}})}"),
            lambda env: -log_of(env, "p") + -log_of(env, "q"),
            _of_two(r"@i1{({-\log\,P})} + @i2{({-\log\,Q})}"),
        ),
        Step(
            "sum",
            tex(r"@i1{I(@p{p})} + @i2{I(@q{r})}"),
            lambda env: np.add(*(-log_of(env, name) for name in "pq")),
            numbers(_two_informations),
        ),
    ),
)


# --- entropy ------------------------------------------------------------------------------------


def _coin(latex: str):
    """A numbers line: `latex` with p in place of P and 1 − p in place of Q."""

    def write(put: Slots, env: Env) -> str:
        p, q = put.put("p1", env["p"], "p1"), put.put("p2", 1 - env["p"], "p2")
        return mark("H", latex.replace("P", p).replace("Q", q))

    return numbers(write)


def _coin_mean(env: Env) -> np.ndarray:
    p = np.stack([env["p"], 1 - env["p"]], axis=1)
    return weigh(p, -log(p, env["base"])).sum(axis=1)


def _coin_entropy(env: Env) -> np.ndarray:
    p, other = env["p"], 1 - env["p"]
    return -weigh(p, log(p, env["base"])) - weigh(other, log(other, env["base"]))


_COIN_MEAN = r"P\,@i1{({-\log\,P})} + Q\,@i2{({-\log\,Q})}"
_COIN_ENTROPY = r"-P\,\log\,P - Q\,\log\,Q"


def _coin_symbols(latex: str) -> str:
    return tex(mark("H", latex.replace("P", "@p1{p}").replace("Q", "@p2{(1 - p)}")))


def _log_of_count(count: int) -> Callable[[Slots, Env], str]:
    return lambda put, env: rf"\log\,{count}"


coin = Derivation(
    "coin",
    (Given("p", low=LEAST), BASE),
    (
        Step("mean", _coin_symbols(_COIN_MEAN), _coin_mean, _coin(_COIN_MEAN)),
        Step("entropy", _coin_symbols(_COIN_ENTROPY), _coin_entropy, _coin(_COIN_ENTROPY)),
        Step(
            "fair",
            r"\log\,2",
            lambda env: np.log(2) / np.log(env["base"]),
            numbers(_log_of_count(2)),
            at_most,
        ),
    ),
)


def _counted(env: Env) -> np.ndarray:
    """p_k · (1/p_k): 1 where the outcome can happen, else not counted."""
    return weigh(env["p"], share(np.ones_like(env["p"]), env["p"]))


def _uniform(env: Env) -> np.ndarray:
    return np.full(len(env["p"]), np.log(env["p"].shape[1])) / np.log(env["base"])


def _ones(put: Slots, env: Env) -> str:
    counted = _counted(env)
    return LOG + paren(
        joined(counted.shape[1], lambda k: put.put(f"one{k + 1}", counted[:, k], f"p{k + 1}"))
    )


def _p_times_i(put: Slots, env: Env, k: int) -> str:
    return rf"{put_p(put, env, k)} \cdot {put.at('i', -log_of(env, 'p'), k)}"


entropy = Derivation(
    "entropy",
    (Given("p", "distribution", LEAST, 1, OUTCOMES), BASE),
    (
        Step(
            "mean",
            tex(r"@H{\sum_k @p{p_k} \cdot @i{I_k}}"),
            lambda env: weigh(env["p"], -log_of(env, "p")).sum(axis=1),
            sum_line("H", _p_times_i),
        ),
        Step(
            "entropy",
            tex(r"@H{-\sum_k @p{p_k}\,\log\,@p{p_k}}"),
            lambda env: -weigh(env["p"], log_of(env, "p")).sum(axis=1),
            minus_sum_line(
                "H", lambda put, env, k: rf"{put_p(put, env, k)}\,{LOG}{put_p(put, env, k)}"
            ),
        ),
        Step(
            "inverse",
            tex(r"@H{\sum_k @p{p_k}\,\log\,\frac{1}{@p{p_k}}}"),
            lambda env: weigh(
                env["p"], log(share(np.ones_like(env["p"]), env["p"]), env["base"])
            ).sum(axis=1),
            sum_line(
                "H",
                lambda put, env, k: rf"{put_p(put, env, k)}\,\log\,{frac('1', put_p(put, env, k))}",
            ),
        ),
        Step(
            "jensen",
            tex(r"\log \sum_{p_k > 0} @p{p_k} \cdot \frac{1}{@p{p_k}}"),
            lambda env: log(_counted(env).sum(axis=1), env["base"]),
            numbers(_ones),
            at_most,
        ),
        Step(
            "uniform",
            r"\log\,n",
            _uniform,
            numbers(lambda put, env: rf"\log\,{env['p'].shape[1]}"),
            at_most,
        ),
    ),
)


ALL = (independent, coin, entropy)
