"""Lesson 5: what a scale s does to scores.

Terms: z (scores), s, p (probabilities), max, LSE, C (the bound ln n).
"""

import numpy as np

from lossviz.derivations.arithmetic import picked, softmax
from lossviz.derivations.old import Derivation, Env, Given, Step, at_most, tex
from lossviz.derivations.writing import (
    LN,
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

SIZES = (2, 6)
S = Given("s", "number", 0.05, 20)


def _s(put: Slots, env: Env) -> str:
    return put.put("s", env["s"], "s")


def _scaled(env: Env) -> np.ndarray:
    return env["s"][:, None] * env["z"]


# --- a power of the odds ------------------------------------------------------------------------

WIDE_APART = "two exponentials are divided, and e^710 is no double"


def _z_of(put: Slots, env: Env, name: str) -> str:
    return put.put(f"z{name}", picked(env["z"], env[name]), lit("z", env[name]))


def _power_of(put: Slots, env: Env, name: str) -> str:
    return power(rf"{_s(put, env)} \cdot ({_z_of(put, env, name)})")


def _difference(put: Slots, env: Env) -> str:
    return put.put("d", picked(env["z"], env["i"]) - picked(env["z"], env["j"]), "z")


def _shares(put: Slots, env: Env) -> str:
    p = softmax(_scaled(env))
    own, other = (put.put(f"p{name}", picked(p, env[name]), lit("p", env[name])) for name in "ij")
    return rf"({own}) \,/\, ({other})"


def _ratio(env: Env) -> np.ndarray:
    p = softmax(_scaled(env))
    return picked(p, env["i"]) / picked(p, env["j"])


def _powers_ratio(env: Env) -> np.ndarray:
    e = np.exp(_scaled(env))
    return picked(e, env["i"]) / picked(e, env["j"])


def _apart(env: Env) -> np.ndarray:
    return picked(env["z"], env["i"]) - picked(env["z"], env["j"])


scale_ratio = Derivation(
    "scale_ratio",
    (
        Given("z", "vector", -17, 17, SIZES, why=WIDE_APART),
        S,
        Given("i", "index", sizes=SIZES),
        Given("j", "index", sizes=SIZES, unlike="i"),
    ),
    (
        Step("shares", tex(r"\frac{@p{p_i}}{@p{p_j}}"), _ratio, numbers(_shares)),
        Step(
            "powers",
            tex(r"\frac{e^{@s{s}\,@z{z_i}}}{e^{@s{s}\,@z{z_j}}}"),
            _powers_ratio,
            numbers(lambda put, env: frac(_power_of(put, env, "i"), _power_of(put, env, "j"))),
        ),
        Step(
            "difference",
            tex(r"e^{@s{s}\,(@z{z_i} - @z{z_j})}"),
            lambda env: np.exp(env["s"] * _apart(env)),
            numbers(lambda put, env: power(rf"{_s(put, env)} \cdot ({_difference(put, env)})")),
        ),
        Step(
            "power",
            tex(r"\left(e^{@z{z_i} - @z{z_j}}\right)^{@s{s}}"),
            lambda env: np.exp(_apart(env)) ** env["s"],
            numbers(lambda put, env: power(_s(put, env), paren(power(_difference(put, env))))),
        ),
    ),
)


# --- the smooth max and the smooth argmax are wrong by the same ---------------------------------


def _top(env: Env) -> np.ndarray:
    return _scaled(env).max(axis=1)


def _n(env: Env) -> int:
    return env["z"].shape[1]


def _below(env: Env) -> np.ndarray:
    """z_i − max, at most 0."""
    return env["z"] - env["z"].max(axis=1, keepdims=True)


def _gap_numbers(put: Slots, env: Env) -> str:
    def part(k: int) -> str:
        return power(rf"{_s(put, env)} \cdot ({put.at('z', env['z'], k)})")

    sum_ = mark("LSE", LN + paren(joined(_n(env), part, most=WIDEST, first=1)))
    return rf"{sum_} - ({put.put('max', _top(env), 'max')})"


def _below_numbers(put: Slots, env: Env) -> str:
    def part(k: int) -> str:
        return power(rf"{_s(put, env)} \cdot ({put.at('d', _below(env), k, light='z')})")

    return LN + paren(joined(_n(env), part, most=WIDEST, first=1))


_MAX = r"@max{\max_i\,@s{s} z_i}"

overshoot = Derivation(
    "overshoot",
    (
        Given("z", "vector", -35, 35, (1, 6), why="s·z stays within ±700: e^710 is no double"),
        S,
    ),
    (
        Step(
            "gap",
            tex(rf"@LSE{{\ln \sum_i e^{{@s{{s}}\,@z{{z_i}}}}}} - {_MAX}"),
            lambda env: np.log(np.exp(_scaled(env)).sum(axis=1)) - _top(env),
            numbers(_gap_numbers),
        ),
        Step(
            "inside",
            tex(r"\ln \sum_i e^{@s{s}\,(@z{z_i} - @max{\max z})}"),
            lambda env: np.log(np.exp(env["s"][:, None] * _below(env)).sum(axis=1)),
            numbers(_below_numbers),
        ),
        Step(
            "largest_share",
            tex(r"-\ln\,\max_i @p{p_i}"),
            lambda env: -np.log(softmax(_scaled(env)).max(axis=1)),
            numbers(
                lambda put, env: rf"-{LN}{put.put('p', softmax(_scaled(env)).max(axis=1), 'p')}"
            ),
        ),
        Step(
            "bound",
            tex(r"@C{\ln\,n}"),
            lambda env: np.full(len(env["s"]), np.log(_n(env))),
            numbers(lambda put, env: rf"@C{{\ln\,{_n(env)}}}"),
            at_most,
        ),
    ),
)

ALL = (scale_ratio, overshoot)
