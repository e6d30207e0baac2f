"""Lesson 4: LogSumExp, the smooth maximum.

Terms: z (scores), max, LSE, t (how sharp it is), g (gradient), C (the gap (ln n)/t).
"""

import numpy as np

from lossviz.derivations.arithmetic import picked, slope
from lossviz.derivations.core import Derivation, Env, Given, Step, at_most, tends, tex
from lossviz.derivations.writing import (
    LN,
    WIDE,
    WIDEST,
    Slots,
    frac,
    joined,
    lit,
    mark,
    numbers,
    paren,
    power,
)

SIZES = (1, 12)
WHY = "t·z stays within ±700: e^710 is no double"
Z = Given("z", "vector", -35, 35, SIZES, why=WHY)
# the derivative is taken by a step of 1e-20, and e^-700 times that is no double
Z_OF_SLOPE = Given("z", "vector", -32.5, 32.5, SIZES, why="1e-20 e^-700 is no double")
T = Given("t", "number", 0.05, 20, why=WHY)


def _max(env: Env) -> np.ndarray:
    return env["z"].max(axis=1)


def _n(env: Env) -> int:
    return env["z"].shape[1]


def _sum_of_exp(z: np.ndarray, env: Env) -> np.ndarray:
    """Σ e^{t z_i}."""
    return np.exp(env["t"][:, None] * z).sum(axis=1)


def _lse(z: np.ndarray, env: Env) -> np.ndarray:
    """(1/t) ln Σ e^{t z_i}."""
    return np.log(_sum_of_exp(z, env)) / env["t"]


def _put_t(put: Slots, env: Env) -> str:
    return put.put("t", env["t"], "t")


def _one_by_t(put: Slots, env: Env) -> str:
    return frac("1", _put_t(put, env)) + r"\,"


def _put_max(put: Slots, env: Env) -> str:
    return put.put("max", _max(env), "max")


def _all_scores(put: Slots, env: Env) -> str:
    z = joined(_n(env), lambda k: put.at("z", env["z"], k), r",\,")
    return mark("max", rf"\max({z})")


def _e_max(put: Slots, env: Env) -> str:
    return power(rf"{_put_t(put, env)} \cdot ({_put_max(put, env)})")


def _exponentials(put: Slots, env: Env, most: int = WIDE, first: int = 2) -> str:
    """Σ e^{t z_i} with numbers."""

    def part(k: int) -> str:
        return power(rf"{_put_t(put, env)} \cdot ({put.at('z', env['z'], k)})")

    return joined(_n(env), part, most=most, first=first)


def _lse_numbers(put: Slots, env: Env) -> str:
    return mark("LSE", _one_by_t(put, env) + LN + paren(_exponentials(put, env)))


_MAX = r"@max{\max_i z_i}"
_BY_T = r"\frac{1}{@t{t}}\,"
_SUM = r"\sum_i e^{@t{t}\,@z{z_i}}"
_LSE = rf"@LSE{{{_BY_T}\ln {_SUM}}}"


# --- max ≤ LSE ≤ max + (ln n)/t -----------------------------------------------------------------


def _times_largest(put: Slots, env: Env) -> str:
    return _one_by_t(put, env) + LN + paren(rf"{_n(env)} \cdot {_e_max(put, env)}")


def _bound_numbers(put: Slots, env: Env) -> str:
    gap = frac(rf"\ln\,{_n(env)}", _put_t(put, env))
    return f"{_put_max(put, env)} + {mark('C', gap)}"


_BOUND = rf"{_MAX} + @C{{\frac{{\ln\,n}}{{@t{{t}}}}}}"

lse_bounds = Derivation(
    "lse_bounds",
    (Z, T),
    (
        Step("max", tex(_MAX), _max, numbers(_all_scores)),
        Step(
            "exponential",
            tex(rf"{_BY_T}\ln\,e^{{@t{{t}}\,{_MAX}}}"),
            lambda env: np.log(np.exp(env["t"] * _max(env))) / env["t"],
            numbers(lambda put, env: _one_by_t(put, env) + LN + _e_max(put, env)),
        ),
        Step("lse", tex(_LSE), lambda env: _lse(env["z"], env), numbers(_lse_numbers), at_most),
        Step(
            "all_largest",
            tex(rf"{_BY_T}\ln\left(n\,e^{{@t{{t}}\,{_MAX}}}\right)"),
            lambda env: np.log(_n(env) * np.exp(env["t"] * _max(env))) / env["t"],
            numbers(_times_largest),
            at_most,
        ),
        Step(
            "gap",
            tex(_BOUND),
            lambda env: _max(env) + np.log(_n(env)) / env["t"],
            numbers(_bound_numbers),
        ),
    ),
)


# --- its slope is softmax -----------------------------------------------------------------------


def _derivative(put: Slots, env: Env) -> str:
    return rf"\frac{{\partial}}{{\partial z_{{{put.put('j', env['j'] + 1)}}}}}\,"


def _true_slope(env: Env) -> np.ndarray:
    return slope(lambda z: _lse(z, env), env["z"], env["j"])


def _chained(env: Env) -> np.ndarray:
    inner = slope(lambda z: _sum_of_exp(z, env), env["z"], env["j"])
    return 1 / env["t"] * (1 / _sum_of_exp(env["z"], env)) * inner


def _true_slope_numbers(put: Slots, env: Env) -> str:
    inside = _one_by_t(put, env) + LN + paren(_exponentials(put, env, most=WIDEST))
    return mark("g", _derivative(put, env) + inside)


def _chained_numbers(put: Slots, env: Env) -> str:
    total = _exponentials(put, env, most=2, first=1)
    factors = (frac("1", _put_t(put, env)), frac("1", total))
    return mark("g", r" \cdot ".join((*factors, _derivative(put, env) + paren(total))))


def _share_numbers(put: Slots, env: Env) -> str:
    own = put.put("zj", picked(env["z"], env["j"]), lit("z", env["j"]))
    above = power(rf"{_put_t(put, env)} \cdot ({own})")
    return mark("g", frac(above, _exponentials(put, env)))


_BY_J = r"\frac{\partial}{\partial @z{z_j}}"

lse_slope = Derivation(
    "lse_slope",
    (Z_OF_SLOPE, T, Given("j", "index", sizes=SIZES)),
    (
        Step(
            "derivative", tex(rf"@g{{{_BY_J}\,{_LSE}}}"), _true_slope, numbers(_true_slope_numbers)
        ),
        Step(
            "chain",
            tex(rf"@g{{\frac{{1}}{{@t{{t}}}} \cdot \frac{{1}}{{{_SUM}}} \cdot {_BY_J} {_SUM}}}"),
            _chained,
            numbers(_chained_numbers),
        ),
        Step(
            "softmax",
            tex(rf"@g{{\frac{{e^{{@t{{t}}\,@z{{z_j}}}}}}{{{_SUM}}}}}"),
            lambda env: np.exp(env["t"] * picked(env["z"], env["j"])) / _sum_of_exp(env["z"], env),
            numbers(_share_numbers),
        ),
    ),
)


# --- sharper and sharper ------------------------------------------------------------------------


def _below_max(env: Env) -> np.ndarray:
    """z_i − max, at most 0."""
    return env["z"] - _max(env)[:, None]


def _rest(env: Env) -> np.ndarray:
    """Σ e^{t (z_i − max)}, between 1 and n."""
    return np.exp(env["t"][:, None] * _below_max(env)).sum(axis=1)


def _rest_numbers(put: Slots, env: Env) -> str:
    def part(k: int) -> str:
        gap = put.at("d", _below_max(env), k, light="z")
        return power(rf"{_put_t(put, env)} \cdot ({gap})")

    return paren(joined(_n(env), part, most=WIDEST))


def _factored_numbers(put: Slots, env: Env) -> str:
    return mark(
        "LSE",
        _one_by_t(put, env)
        + r"\ln\left("
        + _e_max(put, env)
        + _rest_numbers(put, env)
        + r"\right)",
    )


def _apart_numbers(put: Slots, env: Env) -> str:
    return f"{_put_max(put, env)} + {_one_by_t(put, env)}{LN}{_rest_numbers(put, env)}"


_BELOW = rf"\sum_i e^{{@t{{t}}\,(@z{{z_i}} - {_MAX})}}"

lse_limit = Derivation(
    "lse_limit",
    (Z, T),
    (
        Step("scaled", tex(_LSE), lambda env: _lse(env["z"], env), numbers(_lse_numbers)),
        Step(
            "factored",
            tex(rf"@LSE{{\frac{{1}}{{@t{{t}}}}\,\ln\left(e^{{@t{{t}}\,{_MAX}}} {_BELOW}\right)}}"),
            lambda env: np.log(np.exp(env["t"] * _max(env)) * _rest(env)) / env["t"],
            numbers(_factored_numbers),
        ),
        Step(
            "apart",
            tex(rf"{_MAX} + \frac{{1}}{{@t{{t}}}}\,\ln {_BELOW}"),
            lambda env: _max(env) + np.log(_rest(env)) / env["t"],
            numbers(_apart_numbers),
        ),
        Step(
            "bound",
            tex(_BOUND),
            lambda env: _max(env) + np.log(_n(env)) / env["t"],
            numbers(_bound_numbers),
            at_most,
        ),
        Step("limit", tex(_MAX), _max, numbers(_all_scores), tends("t")),
    ),
)

ALL = (lse_bounds, lse_slope, lse_limit)
