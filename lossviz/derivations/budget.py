"""Lesson 4: how much gradient a loss sends into the network, as the number of classes grows.

Terms: z (scores), a1, a2 (z_i − z_y of the rivals), m, g (gradient), LSE, C (the bound).
"""

import numpy as np

from lossviz.derivations.arithmetic import gradient, others, picked
from lossviz.derivations.old import Derivation, Env, Given, Step, at_most, tex
from lossviz.derivations.smoothing import behind, rivals
from lossviz.derivations.writing import (
    WIDE,
    WIDEST,
    Slots,
    absolute,
    frac,
    joined,
    lit,
    lit_other,
    mark,
    numbers,
    paren,
    power,
)

SIZES = (2, 12)
Y = Given("y", "index", sizes=SIZES)


# --- hinge: up to 2(C − 1) ----------------------------------------------------------------------


def _hinge(env: Env):
    def loss(z: np.ndarray) -> np.ndarray:
        gap = others(z, env["y"]) - picked(z, env["y"])[:, None] + env["m"][:, None]
        # at the corner the flat side counts
        return np.where(gap.real > 0, gap, 0).sum(axis=1)

    return loss


def _violated(env: Env) -> np.ndarray:
    """[z_i − z_y + m > 0], 1 or 0, of the rivals."""
    return (behind(env) + env["m"][:, None] > 0).astype(np.float64)


def _put_gradients(put: Slots, g: np.ndarray, y: np.ndarray) -> str:
    """|g_1| + … + |g_y|, the target's last."""
    rest, own = others(g, y), picked(g, y)
    parts = joined(
        rest.shape[1], lambda k: absolute(put.put(f"g{k + 1}", rest[:, k], lit_other("g", y, k)))
    )
    return f"{parts} + {absolute(put.put('gy', own, lit('g', y)))}"


def _count(put: Slots, env: Env) -> str:
    flags = _violated(env)
    return joined(flags.shape[1], lambda k: put.at("v", flags, k, light="a"))


def _own_and_count(put: Slots, env: Env) -> str:
    count = _count(put, env)
    return f"{absolute(f'-({count})')} + ({count})"


_FLAG = r"[\,@a{z_i - z_y} + @m{m} > 0\,]"

budget = Derivation(
    "budget",
    (Given("z", "vector", -700, 700, SIZES), Y, Given("m", "number", 0, 5)),
    (
        Step(
            "absolute",
            tex(r"\sum_i \left|@g{g_i}\right|"),
            lambda env: np.abs(gradient(_hinge(env), env["z"])).sum(axis=1),
            numbers(
                lambda put, env: _put_gradients(put, gradient(_hinge(env), env["z"]), env["y"])
            ),
        ),
        Step(
            "flags",
            tex(rf"\left|{{-\sum_{{i \ne y}} {_FLAG}}}\right| + \sum_{{i \ne y}} {_FLAG}"),
            lambda env: np.abs(-_violated(env).sum(axis=1)) + _violated(env).sum(axis=1),
            numbers(_own_and_count),
        ),
        Step(
            "twice",
            tex(rf"2 \sum_{{i \ne y}} {_FLAG}"),
            lambda env: 2 * _violated(env).sum(axis=1),
            numbers(lambda put, env: f"2 ({_count(put, env)})"),
        ),
        Step(
            "bound",
            tex(r"@C{2\,(C - 1)}"),
            lambda env: np.full(len(env["z"]), 2.0 * (env["z"].shape[1] - 1)),
            numbers(lambda put, env: rf"@C{{2\,({env['z'].shape[1]} - 1)}}"),
            at_most,
        ),
    ),
)


# --- LSE: at most 2 -----------------------------------------------------------------------------


def _active(env: Env) -> np.ndarray:
    """[LSE > z_y], 1 or 0. LSE of one rival is that rival, to the last digit: a tie counts 0."""
    top = rivals(env).max(axis=1)
    lse = top + np.log(np.exp(rivals(env) - top[:, None]).sum(axis=1))
    return (lse > picked(env["z"], env["y"])).astype(np.float64)


def _lse_hinge(env: Env):
    """max(LSE − z_y, 0)."""

    def loss(z: np.ndarray) -> np.ndarray:
        gap = np.log(np.exp(others(z, env["y"])).sum(axis=1)) - picked(z, env["y"])
        return np.where(_active(env) == 1, gap, 0)

    return loss


def _put_active(put: Slots, env: Env) -> str:
    return put.put("v", _active(env), "LSE")


def _exponentials(env: Env) -> np.ndarray:
    return np.exp(rivals(env))


def _put_exp(put: Slots, env: Env, k: int) -> str:
    return power(put.put(f"r{k + 1}", rivals(env)[:, k], lit_other("z", env["y"], k)))


def _rival_sum(put: Slots, env: Env) -> str:
    return joined(env["z"].shape[1] - 1, lambda k: _put_exp(put, env, k), most=WIDEST)


def _shares(put: Slots, env: Env) -> str:
    total = _exponentials(env).sum(axis=1)
    parts = joined(
        env["z"].shape[1] - 1,
        lambda k: mark(
            lit_other("g", env["y"], k), frac(_put_exp(put, env, k), put.put("S", total))
        ),
        most=WIDE,
    )
    return rf"{_put_active(put, env)} \cdot " + paren(f"{absolute('-1')} + {parts}")


def _common(put: Slots, env: Env) -> str:
    total = _rival_sum(put, env)
    return rf"{_put_active(put, env)} \cdot " + paren("1 + " + frac(total, total))


_BELOW = r"\sum_{i \ne y} e^{@z{z_i}}"
_ACTIVE = r"[\,@LSE{\operatorname{LSE}} > @z{z_y}\,]"

budget_lse = Derivation(
    "budget_lse",
    (Given("z", "vector", -650, 700, SIZES, why="e^710 and 1e-20 e^-700 are no doubles"), Y),
    (
        Step(
            "absolute",
            tex(
                rf"\sum_j \left|\frac{{\partial}}{{\partial @z{{z_j}}}}"
                rf"\max\left(@LSE{{\ln {_BELOW}}} - @z{{z_y}},\,0\right)\right|"
            ),
            lambda env: np.abs(gradient(_lse_hinge(env), env["z"])).sum(axis=1),
            numbers(
                lambda put, env: _put_gradients(put, gradient(_lse_hinge(env), env["z"]), env["y"])
            ),
        ),
        Step(
            "softmax",
            tex(
                rf"{_ACTIVE} \left(@g{{\left|{{-1}}\right|}} +"
                rf" \sum_{{j \ne y}} @g{{\frac{{e^{{@z{{z_j}}}}}}{{{_BELOW}}}}}\right)"
            ),
            lambda env: (
                _active(env)
                * (
                    abs(-1)
                    + (_exponentials(env) / _exponentials(env).sum(axis=1, keepdims=True)).sum(
                        axis=1
                    )
                )
            ),
            numbers(_shares),
        ),
        Step(
            "common",
            tex(
                rf"{_ACTIVE} \left(1 +"
                rf" \frac{{\sum_{{j \ne y}} e^{{@z{{z_j}}}}}}{{{_BELOW}}}\right)"
            ),
            lambda env: (
                _active(env) * (1 + _exponentials(env).sum(axis=1) / _exponentials(env).sum(axis=1))
            ),
            numbers(_common),
        ),
        Step(
            "one_unit",
            tex(rf"2\,{_ACTIVE}"),
            lambda env: 2 * _active(env),
            numbers(lambda put, env: rf"2 \cdot {_put_active(put, env)}"),
        ),
        Step(
            "two",
            tex("@C{2}"),
            lambda env: np.full(len(env["z"]), 2.0),
            numbers(lambda put, env: "@C{2}"),
            at_most,
        ),
    ),
)

ALL = (budget, budget_lse)
