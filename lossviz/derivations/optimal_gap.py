"""Lesson 9: the gap between scores that smoothed targets ask for, and the lowest loss.

Terms: e (ε, the share that is given away), q (targets), p (probabilities), C (number of classes),
d (gap z_y − z_i, the same for all rivals), L (loss), H (entropy of the targets), KL.
"""

import numpy as np

from lossviz.derivations.arithmetic import log, share, weigh
from lossviz.derivations.old import Derivation, Env, Given, Step, at_least, tex
from lossviz.derivations.targets import (
    GIVEN,
    SHARE,
    C,
    E,
    each,
    kept,
    put_c,
    put_e,
    put_k,
    put_own,
    put_prime,
    put_rival,
    spread,
)
from lossviz.derivations.writing import (
    LN,
    Slots,
    frac,
    mark,
    numbers,
    paren,
)

# the gap is looked for below this: for ε = 10⁻⁶ and 1000 classes it is 20.7
HIGHEST = 64.0
ROUNDING = 1e-12


def _settled(x: np.ndarray) -> np.ndarray:
    """x, or 0 where it is rounding: 1 − ε′ near 1/C has lost as many digits as C has."""
    return np.where(np.abs(x) < ROUNDING, 0.0, x)


# --- the gap the targets ask for ----------------------------------------------------------------


def _root(env: Env) -> np.ndarray:
    """The gap at which the rivals' probability has fallen to ε′, by halving an interval.

    ∞ if it never does: ε′ = 0.
    """
    low, high = np.zeros(len(env["C"])), np.full(len(env["C"]), HIGHEST)
    for _ in range(60):
        middle = (low + high) / 2
        rest = (env["C"] - 1) * np.exp(-middle)
        low_enough = rest / (1 + rest) <= spread(env)
        low, high = np.where(low_enough, low, middle), np.where(low_enough, middle, high)
    return np.where(env["e"] == 0, np.inf, _settled(high))


def _root_numbers(put: Slots, env: Env) -> str:
    own_ = frac("1", rf"1 + {put_k(put, env)} \cdot e^{{-d}}")
    return rf"\min\left[\,d : {own_} \ge {put_own(put, env)}\,\right]"


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
            lambda env: _settled(log(share(kept(env), each(env)))),
            numbers(lambda put, env: LN + frac(put_own(put, env), put_rival(put, env))),
        ),
        Step(
            "prime",
            tex(rf"\ln\,\frac{{1 - {GIVEN}}}{{{GIVEN}\,/\,(@C{{C}} - 1)}}"),
            lambda env: _settled(log(share(1 - spread(env), spread(env) / (env["C"] - 1)))),
            numbers(
                lambda put, env: (
                    LN
                    + frac(
                        rf"1 - {put_prime(put, env)}",
                        rf"{put_prime(put, env)}\,/\,{put_k(put, env)}",
                    )
                )
            ),
        ),
        Step(
            "split",
            tex(rf"\ln\,\frac{{1 - {GIVEN}}}{{{GIVEN}}} + \ln\,(@C{{C}} - 1)"),
            lambda env: _settled(log(share(1 - spread(env), spread(env))) + np.log(env["C"] - 1)),
            numbers(
                lambda put, env: (
                    rf"{LN}{frac(f'1 - {put_prime(put, env)}', put_prime(put, env))} + "
                    rf"{LN}{put_k(put, env)}"
                )
            ),
        ),
        Step(
            "short",
            tex(rf"\ln\left(1 + @C{{C}}\,\frac{{1 - {SHARE}}}{{{SHARE}}}\right)"),
            lambda env: np.log1p(env["C"] * share(1 - env["e"], env["e"])),
            numbers(
                lambda put, env: (
                    LN
                    + paren(
                        rf"1 + {put_c(put, env)} \cdot "
                        + frac(f"1 - {put_e(put, env)}", put_e(put, env))
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
    own_, rival = kept(env) * np.log(_py(env)), each(env) * np.log(_pi(env))
    return -own_ - (env["C"] - 1) * rival


def _loss_numbers(put: Slots, env: Env) -> str:
    own_ = put.put("sy", -np.log(_py(env)), "p")
    rival = put.put("si", -np.log(_pi(env)), "p")
    return (
        rf"{put_own(put, env)} \cdot {own_} + "
        rf"{put_k(put, env)} \cdot {put_rival(put, env)} \cdot {rival}"
    )


def _entropy(env: Env) -> np.ndarray:
    qy, qi = kept(env), each(env)
    return -weigh(qy, log(qy)) - (env["C"] - 1) * weigh(qi, log(qi))


def _divergence(env: Env) -> np.ndarray:
    qy, qi = kept(env), each(env)
    ahead = weigh(qy, log(qy / _py(env)))
    return _settled(ahead + (env["C"] - 1) * weigh(qi, log(qi / _pi(env))))


def _entropy_numbers(put: Slots, env: Env) -> str:
    # 0·ln 0 is 0: the page would show a −∞ that does not count
    own_ = put.put("hy", -weigh(kept(env), log(kept(env))), "q")
    rival = put.put("hi", -weigh(each(env), log(each(env))), "q")
    return mark("H", rf"{own_} + {put_k(put, env)} \cdot {rival}")


def _two_numbers(put: Slots, env: Env) -> str:
    h = put.put("H", _entropy(env), "H")
    return f"{h} + {put.put('KL', _divergence(env), 'KL')}"


def _coin(env: Env) -> np.ndarray:
    """The entropy of a coin that falls on ε′."""
    e, rest = spread(env), 1 - spread(env)
    return -weigh(rest, log(rest)) - weigh(e, log(e))


def _apart_numbers(put: Slots, env: Env) -> str:
    coin = put.put("coin", _coin(env), "H")
    return rf"{coin} + {put_prime(put, env)} \cdot {LN}{put_k(put, env)}"


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
                rf"@H{{-(1 - {GIVEN}) \ln\,(1 - {GIVEN}) - {GIVEN} \ln {GIVEN}}}"
                rf" + {GIVEN} \ln\,(@C{{C}} - 1)"
            ),
            lambda env: _coin(env) + weigh(spread(env), np.log(env["C"] - 1)),
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


ALL = (optimal_gap, smoothing_floor)
