"""Lesson 9: targets that leave every class a share, the gap they ask for, and the lowest loss.

Terms: e (ε, the share that is given away), q (targets), p (probabilities), z (scores), C (number
of classes), d (gap z_y − z_i, the same for all rivals), CE (cross-entropy), L (loss), H (entropy of
the targets), KL.
"""

import numpy as np

from lossviz.derivations.arithmetic import log, one_hot, picked, share, softmax, weigh
from lossviz.derivations.core import Derivation, Env, Given, Step, applied, at_least, tex
from lossviz.derivations.smoothing import Y, Z, behind, own
from lossviz.derivations.writing import (
    LN,
    Slots,
    frac,
    joined,
    lit,
    lit_other,
    mark,
    numbers,
    paren,
)

MOST = 1000
C = Given("C", "count", 2, MOST)
# 0, or no smaller: what the target keeps is 1 − ε′, and a double has to tell it from 1
E = Given("e", "number", 1e-6, 1)
# the gap is looked for below this: for ε = 10⁻⁶ and 1000 classes it is 20.7
HIGHEST = 64.0
ROUNDING = 1e-12


def _spread(env: Env) -> np.ndarray:
    """ε′ = ε (C − 1)/C: what all rivals have together."""
    return env["e"] * (env["C"] - 1) / env["C"]


def _kept(env: Env) -> np.ndarray:
    """q_y = 1 − ε + ε/C."""
    return 1 - env["e"] + env["e"] / env["C"]


def _each(env: Env) -> np.ndarray:
    """q_i = ε/C."""
    return env["e"] / env["C"]


def _settled(x: np.ndarray) -> np.ndarray:
    """x, or 0 where it is rounding: 1 − ε′ near 1/C has lost as many digits as C has."""
    return np.where(np.abs(x) < ROUNDING, 0.0, x)


def _c(put: Slots, env: Env) -> str:
    return put.put("C", env["C"], "C")


def _rivals(put: Slots, env: Env) -> str:
    return put.put("K", env["C"] - 1, "C")


def _e(put: Slots, env: Env) -> str:
    return put.put("e", env["e"], "e")


def _prime(put: Slots, env: Env) -> str:
    return put.put("ep", _spread(env), "e")


def _qy(put: Slots, env: Env) -> str:
    return put.put("qy", _kept(env), "q")


def _qi(put: Slots, env: Env) -> str:
    return put.put("qi", _each(env), "q")


_E = r"@e{\varepsilon}"
_PRIME = r"@e{\varepsilon'}"
_SHARED = rf"\frac{{{_PRIME}}}{{@C{{C}} - 1}}"


# --- the two conventions ------------------------------------------------------------------------

two_conventions = Derivation(
    "two_conventions",
    (C, E),
    (
        Step(
            "mixed",
            tex(rf"@q{{q_y}} = (1 - {_E}) \cdot 1 + {_E} \cdot \frac{{1}}{{@C{{C}}}}"),
            lambda env: (1 - env["e"]) * 1 + env["e"] * (1 / env["C"]),
            numbers(
                lambda put, env: (
                    rf"(1 - {_e(put, env)}) \cdot 1 + "
                    rf"{_e(put, env)} \cdot {frac('1', _c(put, env))}"
                )
            ),
        ),
        Step(
            "less",
            tex(rf"1 - {_E}\,\frac{{@C{{C}} - 1}}{{@C{{C}}}}"),
            lambda env: 1 - env["e"] * ((env["C"] - 1) / env["C"]),
            numbers(
                lambda put, env: (
                    rf"1 - {_e(put, env)} \cdot {frac(_rivals(put, env), _c(put, env))}"
                )
            ),
        ),
        Step(
            "other",
            tex(rf"1 - {_PRIME},\quad {_PRIME} = {_E}\,\frac{{@C{{C}} - 1}}{{@C{{C}}}}"),
            lambda env: 1 - _spread(env),
            numbers(lambda put, env: f"1 - {_prime(put, env)}"),
        ),
        Step(
            "rivals",
            tex(rf"@q{{q_i}} = {_SHARED}"),
            lambda env: _spread(env) / (env["C"] - 1),
            numbers(lambda put, env: frac(_prime(put, env), _rivals(put, env))),
            applied(r"\frac{1 - q_y}{C - 1}", lambda value, env: (1 - value) / (env["C"] - 1)),
        ),
        Step(
            "even",
            tex(rf"\frac{{{_E}}}{{@C{{C}}}}"),
            _each,
            numbers(lambda put, env: frac(_e(put, env), _c(put, env))),
        ),
    ),
)


# --- what the smoothed targets do to the loss ---------------------------------------------------


def _count(env: Env) -> int:
    return env["z"].shape[1]


def _targets(env: Env) -> np.ndarray:
    """(1 − ε)·onehot + ε/C, [F, C]."""
    e, n = env["e"][:, None], _count(env)
    return (1 - e) * one_hot(env["y"], n) + e / n


def _surprise(env: Env) -> np.ndarray:
    """−ln p_k, [F, C]."""
    return -np.log(softmax(env["z"]))


def _mean(env: Env) -> np.ndarray:
    """z̄ over all classes."""
    return env["z"].mean(axis=1)


def _lse(env: Env) -> np.ndarray:
    return np.log(np.exp(env["z"]).sum(axis=1))


def _definition_numbers(put: Slots, env: Env) -> str:
    # a probability can be too small for the browser's numbers, its logarithm cannot
    def part(k: int) -> str:
        surprise = put.at("s", _surprise(env), k, light="p")
        return rf"{put.at('q', _targets(env), k)} \cdot {surprise}"

    return joined(_count(env), part)


def _own_surprise(put: Slots, env: Env) -> str:
    return put.put("sy", picked(_surprise(env), env["y"]), lit("p", env["y"]))


def _split_numbers(put: Slots, env: Env) -> str:
    n = _count(env)
    mean = joined(n, lambda k: put.at("s", _surprise(env), k, light="p"))
    return (
        rf"(1 - {_e(put, env)}) \cdot {_own_surprise(put, env)} + "
        rf"{_e(put, env)} \cdot {frac('1', str(n))} {paren(mean)}"
    )


def _zy(put: Slots, env: Env) -> str:
    return put.put("zy", own(env), lit("z", env["y"]))


def _scores_numbers(put: Slots, env: Env) -> str:
    lse = put.put("lse", _lse(env))
    mean = put.put("mean", _mean(env), "z")
    return (
        rf"(1 - {_e(put, env)})\,({lse} - ({_zy(put, env)})) + "
        rf"{_e(put, env)}\,({lse} - ({mean}))"
    )


def _penalty_numbers(put: Slots, env: Env) -> str:
    ce = mark("CE", rf"({put.put('lse', _lse(env))} - ({_zy(put, env)}))")
    mean = put.put("mean", _mean(env), "z")
    return rf"{ce} + {_e(put, env)}\,({_zy(put, env)} - ({mean}))"


def _gap_terms(put: Slots, env: Env) -> str:
    def part(k: int) -> str:
        return rf"({put.put(f'g{k + 1}', -behind(env)[:, k], lit_other('z', env['y'], k))})"

    n = _count(env)
    prime = put.put("ep", env["e"] * (n - 1) / n, "e")
    mean = frac("1", str(n - 1)) + paren(joined(n - 1, part))
    return rf"{mark('CE', _own_surprise(put, env))} + {prime} \cdot {mean}"


def _with_gaps(env: Env) -> np.ndarray:
    n = _count(env)
    prime = env["e"] * (n - 1) / n
    return picked(_surprise(env), env["y"]) - prime * behind(env).mean(axis=1)


smoothed_targets = Derivation(
    "smoothed_targets",
    (Z, Y, E),
    (
        Step(
            "definition",
            tex(r"@L{-\sum_k @q{q_k}\,\ln @p{p_k}}"),
            lambda env: (_targets(env) * _surprise(env)).sum(axis=1),
            numbers(_definition_numbers),
        ),
        Step(
            "split",
            tex(
                rf"(1 - {_E})\,(-\ln @p{{p_y}}) + "
                rf"{_E}\,\frac{{1}}{{C}} \sum_k (-\ln @p{{p_k}})"
            ),
            lambda env: (
                (1 - env["e"]) * picked(_surprise(env), env["y"])
                + env["e"] * _surprise(env).mean(axis=1)
            ),
            numbers(_split_numbers),
        ),
        Step(
            "scores",
            tex(
                rf"(1 - {_E})\left(\operatorname{{LSE}}(z) - @z{{z_y}}\right) + "
                rf"{_E}\left(\operatorname{{LSE}}(z) - @z{{\bar z}}\right)"
            ),
            lambda env: (
                (1 - env["e"]) * (_lse(env) - own(env)) + env["e"] * (_lse(env) - _mean(env))
            ),
            numbers(_scores_numbers),
        ),
        Step(
            "penalty",
            tex(
                r"@CE{\left(\operatorname{LSE}(z) - @z{z_y}\right)} + "
                rf"{_E}\left(@z{{z_y}} - @z{{\bar z}}\right)"
            ),
            lambda env: _lse(env) - own(env) + env["e"] * (own(env) - _mean(env)),
            numbers(_penalty_numbers),
        ),
        Step(
            "gaps",
            tex(
                rf"@CE{{-\ln @p{{p_y}}}} + {_PRIME}\,\frac{{1}}{{C - 1}} "
                r"\sum_{i \ne y} @z{(z_y - z_i)}"
            ),
            _with_gaps,
            numbers(_gap_terms),
        ),
    ),
)


# --- the gap the targets ask for ----------------------------------------------------------------


def _root(env: Env) -> np.ndarray:
    """The gap at which the rivals' probability has fallen to ε′, by halving an interval.

    ∞ if it never does: ε′ = 0.
    """
    low, high = np.zeros(len(env["C"])), np.full(len(env["C"]), HIGHEST)
    for _ in range(60):
        middle = (low + high) / 2
        rest = (env["C"] - 1) * np.exp(-middle)
        low_enough = rest / (1 + rest) <= _spread(env)
        low, high = np.where(low_enough, low, middle), np.where(low_enough, middle, high)
    return np.where(env["e"] == 0, np.inf, _settled(high))


def _root_numbers(put: Slots, env: Env) -> str:
    own_ = frac("1", rf"1 + {_rivals(put, env)} \cdot e^{{-d}}")
    return rf"\min\left[\,d : {own_} \ge {_qy(put, env)}\,\right]"


optimal_gap = Derivation(
    "optimal_gap",
    (C, E),
    (
        Step(
            "root",
            tex(
                r"@d{\min\left[\,d : "
                r"@p{\frac{1}{1 + (@C{C} - 1)\,e^{-d}}} \ge @q{q_y}\,\right]}"
            ),
            _root,
            numbers(_root_numbers),
        ),
        Step(
            "odds",
            tex(r"@d{\ln\,\frac{@q{q_y}}{@q{q_i}}}"),
            lambda env: _settled(log(share(_kept(env), _each(env)))),
            numbers(lambda put, env: LN + frac(_qy(put, env), _qi(put, env))),
        ),
        Step(
            "prime",
            tex(rf"\ln\,\frac{{1 - {_PRIME}}}{{{_PRIME}\,/\,(@C{{C}} - 1)}}"),
            lambda env: _settled(log(share(1 - _spread(env), _spread(env) / (env["C"] - 1)))),
            numbers(
                lambda put, env: (
                    LN
                    + frac(
                        rf"1 - {_prime(put, env)}", rf"{_prime(put, env)}\,/\,{_rivals(put, env)}"
                    )
                )
            ),
        ),
        Step(
            "split",
            tex(rf"\ln\,\frac{{1 - {_PRIME}}}{{{_PRIME}}} + \ln\,(@C{{C}} - 1)"),
            lambda env: _settled(log(share(1 - _spread(env), _spread(env))) + np.log(env["C"] - 1)),
            numbers(
                lambda put, env: (
                    rf"{LN}{frac(f'1 - {_prime(put, env)}', _prime(put, env))} + "
                    rf"{LN}{_rivals(put, env)}"
                )
            ),
        ),
        Step(
            "short",
            tex(rf"\ln\left(1 + @C{{C}}\,\frac{{1 - {_E}}}{{{_E}}}\right)"),
            lambda env: np.log1p(env["C"] * share(1 - env["e"], env["e"])),
            numbers(
                lambda put, env: (
                    LN
                    + paren(
                        rf"1 + {_c(put, env)} \cdot " + frac(f"1 - {_e(put, env)}", _e(put, env))
                    )
                )
            ),
        ),
    ),
)


# --- the lowest loss ----------------------------------------------------------------------------


def _rest(env: Env) -> np.ndarray:
    """(C − 1) e^{−d}: the rivals' exponentials over the target's."""
    return (env["C"] - 1) * np.exp(-env["d"])


def _py(env: Env) -> np.ndarray:
    return 1 / (1 + _rest(env))


def _pi(env: Env) -> np.ndarray:
    return np.exp(-env["d"]) / (1 + _rest(env))


def _loss(env: Env) -> np.ndarray:
    own_, rival = _kept(env) * np.log(_py(env)), _each(env) * np.log(_pi(env))
    return -own_ - (env["C"] - 1) * rival


def _loss_numbers(put: Slots, env: Env) -> str:
    own_ = put.put("sy", -np.log(_py(env)), "p")
    rival = put.put("si", -np.log(_pi(env)), "p")
    return (
        rf"{_qy(put, env)} \cdot {own_} + "
        rf"{_rivals(put, env)} \cdot {_qi(put, env)} \cdot {rival}"
    )


def _entropy(env: Env) -> np.ndarray:
    qy, qi = _kept(env), _each(env)
    return -weigh(qy, log(qy)) - (env["C"] - 1) * weigh(qi, log(qi))


def _divergence(env: Env) -> np.ndarray:
    qy, qi = _kept(env), _each(env)
    ahead = weigh(qy, log(qy / _py(env)))
    return _settled(ahead + (env["C"] - 1) * weigh(qi, log(qi / _pi(env))))


def _entropy_numbers(put: Slots, env: Env) -> str:
    # 0·ln 0 is 0: the page would show a −∞ that does not count
    own_ = put.put("hy", -weigh(_kept(env), log(_kept(env))), "q")
    rival = put.put("hi", -weigh(_each(env), log(_each(env))), "q")
    return mark("H", rf"{own_} + {_rivals(put, env)} \cdot {rival}")


def _two_numbers(put: Slots, env: Env) -> str:
    h = put.put("H", _entropy(env), "H")
    return f"{h} + {put.put('KL', _divergence(env), 'KL')}"


def _coin(env: Env) -> np.ndarray:
    """The entropy of a coin that falls on ε′."""
    e, rest = _spread(env), 1 - _spread(env)
    return -weigh(rest, log(rest)) - weigh(e, log(e))


def _apart_numbers(put: Slots, env: Env) -> str:
    coin = put.put("coin", _coin(env), "H")
    return rf"{coin} + {_prime(put, env)} \cdot {LN}{_rivals(put, env)}"


smoothing_floor = Derivation(
    "smoothing_floor",
    (C, E, Given("d", "number", -30, 30, why="beyond, 1 + (C − 1)e^−d keeps nothing of the rest")),
    (
        Step(
            "loss",
            tex(r"@L{-@q{q_y} \ln @p{p_y} - (@C{C} - 1)\,@q{q_i} \ln @p{p_i}}"),
            _loss,
            numbers(_loss_numbers),
        ),
        Step(
            "two",
            tex(
                r"@H{-\sum_k @q{q_k} \ln @q{q_k}} + "
                r"@KL{\sum_k @q{q_k} \ln\,\frac{@q{q_k}}{@p{p_k}}}"
            ),
            lambda env: _entropy(env) + _divergence(env),
            numbers(_two_numbers),
        ),
        Step(
            "entropy",
            tex(r"@H{-@q{q_y} \ln @q{q_y} - (@C{C} - 1)\,@q{q_i} \ln @q{q_i}}"),
            _entropy,
            numbers(_entropy_numbers),
            at_least,
        ),
        Step(
            "apart",
            tex(
                rf"@H{{-(1 - {_PRIME}) \ln\,(1 - {_PRIME}) - {_PRIME} \ln {_PRIME}}}"
                rf" + {_PRIME} \ln\,(@C{{C}} - 1)"
            ),
            lambda env: _coin(env) + weigh(_spread(env), np.log(env["C"] - 1)),
            numbers(_apart_numbers),
        ),
        Step(
            "zero",
            "0",
            lambda env: np.zeros(len(env["C"])),
            numbers(lambda put, env: "0"),
            at_least,
        ),
    ),
)

ALL = (two_conventions, smoothed_targets, optimal_gap, smoothing_floor)
