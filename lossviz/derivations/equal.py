"""Lesson 4: C − 1 rivals that all lie d above the target, and how hard one sample pushes then.

Terms: C (number of classes), d (z_i − z_y of every rival), m, g (gradient), L (sum of all pushes).
"""

import numpy as np

from lossviz.derivations.arithmetic import gradient
from lossviz.derivations.old import Derivation, Env, Given, Step, at_most, tex
from lossviz.derivations.writing import Slots, absolute, frac, numbers, paren, power

C = Given("C", "count", 2, 20)
D = Given("d", "number", -30, 30, why="beyond, 1 + (C − 1)e^d keeps nothing of the 1")


def _scores(count: float, d: float) -> np.ndarray:
    """[1, C]: the rivals at d, the target, last, at 0."""
    return np.append(np.full(int(count) - 1, d), 0.0)[None]


def _pushes(env: Env, loss) -> np.ndarray:
    """Σ_i |∂L/∂z_i| of the true gradient, frame by frame: each has its own number of classes."""
    frames = zip(env["C"], env["d"], env.get("m", np.zeros(len(env["C"]))), strict=True)
    return np.array([np.abs(gradient(loss(m), _scores(c, d))).sum() for c, d, m in frames])


# --- hinge --------------------------------------------------------------------------------------


def _hinge(m: float):
    def loss(z: np.ndarray) -> np.ndarray:
        gap = z[:, :-1] - z[:, -1:] + m
        return np.where(gap.real > 0, gap, 0).sum(axis=1)

    return loss


def _flag(env: Env) -> np.ndarray:
    """[d + m > 0], 1 or 0."""
    return (env["d"] + env["m"] > 0).astype(np.float64)


def _count(put: Slots, env: Env) -> str:
    return f"({put.put('C', env['C'], 'C')} - 1)"


def _put_flag(put: Slots, env: Env) -> str:
    return put.put("v", _flag(env), "d")


_FLAG = r"[\,@d{d} + @m{m} > 0\,]"

equal_hinge = Derivation(
    "equal_hinge",
    (C, D, Given("m", "number", 0, 5)),
    (
        Step(
            "absolute",
            tex(r"@L{\sum_i \left|@g{g_i}\right|}"),
            lambda env: _pushes(env, _hinge),
            numbers(
                lambda put, env: (
                    rf"{_count(put, env)} \cdot {absolute(_put_flag(put, env))} + "
                    + absolute(put.put("gy", -(env["C"] - 1) * _flag(env), "g"))
                )
            ),
        ),
        Step(
            "twice",
            tex(rf"2\,(@C{{C}} - 1)\,{_FLAG}"),
            lambda env: 2 * (env["C"] - 1) * _flag(env),
            numbers(lambda put, env: rf"2 {_count(put, env)} \cdot {_put_flag(put, env)}"),
        ),
        Step(
            "bound",
            tex(r"2\,(@C{C} - 1)"),
            lambda env: 2 * (env["C"] - 1),
            numbers(lambda put, env: rf"2 {_count(put, env)}"),
            at_most,
        ),
    ),
)


# --- cross-entropy ------------------------------------------------------------------------------


def _cross_entropy(_m: float):
    def loss(z: np.ndarray) -> np.ndarray:
        return np.log(np.exp(z).sum(axis=1)) - z[:, -1]

    return loss


def _total(env: Env) -> np.ndarray:
    return 1 + (env["C"] - 1) * np.exp(env["d"])


def _put_total(put: Slots, env: Env) -> str:
    return rf"1 + {_count(put, env)}\,{power(put.put('d', env['d'], 'd'))}"


_TOTAL = r"1 + (@C{C} - 1)\,e^{@d{d}}"

equal_cross_entropy = Derivation(
    "equal_cross_entropy",
    (C, D),
    (
        Step(
            "absolute",
            tex(r"@L{\sum_i \left|@g{g_i}\right|}"),
            lambda env: _pushes(env, _cross_entropy),
            numbers(
                lambda put, env: (
                    rf"{_count(put, env)} \cdot "
                    rf"{put.put('gi', np.exp(env['d']) / _total(env), 'g')} + "
                    + absolute(put.put("gy", 1 / _total(env) - 1, "g"))
                )
            ),
        ),
        Step(
            "cases",
            tex(
                rf"(@C{{C}} - 1)\,\frac{{e^{{@d{{d}}}}}}{{{_TOTAL}}} + "
                rf"\left|\frac{{1}}{{{_TOTAL}}} - 1\right|"
            ),
            lambda env: (
                (env["C"] - 1) * np.exp(env["d"]) / _total(env) + np.abs(1 / _total(env) - 1)
            ),
            numbers(
                lambda put, env: (
                    rf"{_count(put, env)}\,"
                    + frac(power(put.put("d", env["d"], "d")), _put_total(put, env))
                    + rf" + \left|{frac('1', _put_total(put, env))} - 1\right|"
                )
            ),
        ),
        Step(
            "target",
            tex(rf"2\left(1 - \frac{{1}}{{{_TOTAL}}}\right)"),
            lambda env: 2 * (1 - 1 / _total(env)),
            numbers(lambda put, env: "2" + paren(f"1 - {frac('1', _put_total(put, env))}")),
        ),
        Step(
            "bound",
            "2",
            lambda env: np.full(len(env["C"]), 2.0),
            numbers(lambda put, env: "2"),
            at_most,
        ),
    ),
)

ALL = (equal_hinge, equal_cross_entropy)
