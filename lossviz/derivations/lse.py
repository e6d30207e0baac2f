"""Lesson 4: LogSumExp, the smooth maximum.

Terms: z (scores), max, LSE, t (how sharp it is), g (gradient), C (the gap ln n).
"""

import numpy as np

from lossviz.derivations.arithmetic import picked, slope
from lossviz.derivations.core import Derivation, Env, Given, Step, at_most, tends, tex
from lossviz.derivations.writing import (
    LN,
    WIDE,
    WIDEST,
    WRITTEN_OUT,
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
Z = Given("z", "vector", -700, 700, SIZES, why="e^710 is no double")
# the derivative is taken by a step of 1e-20, and e^-700 times that is no double
Z_OF_SLOPE = Given("z", "vector", -650, 700, SIZES, why="e^710 and 1e-20 e^-700 are no doubles")


def _sum_of_exp(put: Slots, env: Env, most: int = WRITTEN_OUT) -> str:
    """Σ e^{z_i} with numbers."""
    return joined(env["z"].shape[1], lambda k: power(put.at("z", env["z"], k)), most=most)


def _max(env: Env) -> np.ndarray:
    return env["z"].max(axis=1)


def _n(env: Env) -> int:
    return env["z"].shape[1]


def _put_max(put: Slots, env: Env) -> str:
    return put.put("max", _max(env), "max")


def _all_scores(put: Slots, env: Env) -> str:
    z = joined(_n(env), lambda k: put.at("z", env["z"], k), r",\,")
    return mark("max", rf"\max({z})")


# --- max ≤ LSE ≤ max + ln n ---------------------------------------------------------------------

_LSE = r"@LSE{\ln \sum_i e^{@z{z_i}}}"
_MAX = r"@max{\max_i z_i}"

lse_bounds = Derivation(
    "lse_bounds",
    (Z,),
    (
        Step("max", tex(_MAX), _max, numbers(_all_scores)),
        Step(
            "exponential",
            tex(rf"\ln\,e^{{{_MAX}}}"),
            lambda env: np.log(np.exp(_max(env))),
            numbers(lambda put, env: LN + power(_put_max(put, env))),
        ),
        Step(
            "lse",
            tex(_LSE),
            lambda env: np.log(np.exp(env["z"]).sum(axis=1)),
            numbers(lambda put, env: mark("LSE", LN + paren(_sum_of_exp(put, env)))),
            at_most,
        ),
        Step(
            "all_largest",
            tex(rf"\ln\left(n\,e^{{{_MAX}}}\right)"),
            lambda env: np.log(_n(env) * np.exp(_max(env))),
            numbers(lambda put, env: LN + paren(rf"{_n(env)} \cdot {power(_put_max(put, env))}")),
            at_most,
        ),
        Step(
            "gap",
            tex(rf"{_MAX} + @C{{\ln\,n}}"),
            lambda env: _max(env) + np.log(_n(env)),
            numbers(lambda put, env: rf"{_put_max(put, env)} + @C{{\ln\,{_n(env)}}}"),
        ),
    ),
)


# --- its slope is softmax -----------------------------------------------------------------------


def _derivative(put: Slots, env: Env) -> str:
    return rf"\frac{{\partial}}{{\partial z_{{{put.put('j', env['j'] + 1)}}}}}\,"


def _true_slope(env: Env) -> np.ndarray:
    return slope(lambda z: np.log(np.exp(z).sum(axis=1)), env["z"], env["j"])


def _chained(env: Env) -> np.ndarray:
    inner = slope(lambda z: np.exp(z).sum(axis=1), env["z"], env["j"])
    return 1 / np.exp(env["z"]).sum(axis=1) * inner


def _true_slope_numbers(put: Slots, env: Env) -> str:
    return mark("g", _derivative(put, env) + LN + paren(_sum_of_exp(put, env)))


def _chained_numbers(put: Slots, env: Env) -> str:
    total = _sum_of_exp(put, env, most=WIDE)
    return mark("g", frac("1", total) + r"\cdot" + _derivative(put, env) + paren(total))


def _share_numbers(put: Slots, env: Env) -> str:
    own = power(put.put("zj", picked(env["z"], env["j"]), lit("z", env["j"])))
    return mark("g", frac(own, _sum_of_exp(put, env)))


_BY_J = r"\frac{\partial}{\partial @z{z_j}}"

lse_slope = Derivation(
    "lse_slope",
    (Z_OF_SLOPE, Given("j", "index", sizes=SIZES)),
    (
        Step(
            "derivative", tex(rf"@g{{{_BY_J}\,{_LSE}}}"), _true_slope, numbers(_true_slope_numbers)
        ),
        Step(
            "chain",
            tex(
                rf"@g{{\frac{{1}}{{\sum_i e^{{@z{{z_i}}}}}} \cdot"
                rf" {_BY_J} \sum_i e^{{@z{{z_i}}}}}}"
            ),
            _chained,
            numbers(_chained_numbers),
        ),
        Step(
            "softmax",
            tex(r"@g{\frac{e^{@z{z_j}}}{\sum_i e^{@z{z_i}}}}"),
            lambda env: np.exp(picked(env["z"], env["j"])) / np.exp(env["z"]).sum(axis=1),
            numbers(_share_numbers),
        ),
    ),
)


# --- sharper and sharper ------------------------------------------------------------------------


def _times_t(env: Env) -> np.ndarray:
    return env["t"][:, None] * env["z"]


def _below_max(env: Env) -> np.ndarray:
    """z_i − max, at most 0."""
    return env["z"] - _max(env)[:, None]


def _rest(env: Env) -> np.ndarray:
    """Σ e^{t (z_i − max)}, between 1 and n."""
    return np.exp(env["t"][:, None] * _below_max(env)).sum(axis=1)


def _put_t(put: Slots, env: Env) -> str:
    return put.put("t", env["t"], "t")


def _one_by_t(put: Slots, env: Env) -> str:
    return frac("1", _put_t(put, env)) + r"\,"


def _scaled_numbers(put: Slots, env: Env) -> str:
    def part(k: int) -> str:
        return power(rf"{_put_t(put, env)} \cdot ({put.at('z', env['z'], k)})")

    return mark("LSE", _one_by_t(put, env) + LN + paren(joined(_n(env), part)))


def _rest_numbers(put: Slots, env: Env) -> str:
    def part(k: int) -> str:
        gap = put.at("d", _below_max(env), k, light="z")
        return power(rf"{_put_t(put, env)} \cdot ({gap})")

    return paren(joined(_n(env), part, most=WIDEST))


def _factored_numbers(put: Slots, env: Env) -> str:
    largest = power(rf"{_put_t(put, env)} \cdot ({_put_max(put, env)})")
    return mark(
        "LSE", _one_by_t(put, env) + r"\ln\left(" + largest + _rest_numbers(put, env) + r"\right)"
    )


def _apart_numbers(put: Slots, env: Env) -> str:
    return f"{_put_max(put, env)} + {_one_by_t(put, env)}{LN}{_rest_numbers(put, env)}"


def _bound_numbers(put: Slots, env: Env) -> str:
    gap = frac(rf"\ln\,{_n(env)}", _put_t(put, env))
    return f"{_put_max(put, env)} + {mark('C', gap)}"


_BELOW = rf"\sum_i e^{{@t{{t}}\,(@z{{z_i}} - {_MAX})}}"

lse_limit = Derivation(
    "lse_limit",
    (
        Given("z", "vector", -35, 35, SIZES, why="t·z stays within ±700: e^710 is no double"),
        Given("t", "number", 0.05, 20, why="t·z stays within ±700: e^710 is no double"),
    ),
    (
        Step(
            "scaled",
            tex(r"@LSE{\frac{1}{@t{t}}\,\ln \sum_i e^{@t{t}\,@z{z_i}}}"),
            lambda env: np.log(np.exp(_times_t(env)).sum(axis=1)) / env["t"],
            numbers(_scaled_numbers),
        ),
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
            tex(rf"{_MAX} + @C{{\frac{{\ln\,n}}{{@t{{t}}}}}}"),
            lambda env: _max(env) + np.log(_n(env)) / env["t"],
            numbers(_bound_numbers),
            at_most,
        ),
        Step("limit", tex(_MAX), _max, numbers(_all_scores), tends("t")),
    ),
)

ALL = (lse_bounds, lse_slope, lse_limit)
