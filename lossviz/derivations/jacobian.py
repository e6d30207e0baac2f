"""Lesson 3: one entry of the Jacobian, off the diagonal and on it, and what the loss makes of it.

Terms: z (scores), a (probabilities), g (gradient), J (the Jacobian).
"""

import numpy as np

from lossviz.derivations.arithmetic import picked, slope, softmax
from lossviz.derivations.gradient import CLASSES, Y, Z, probability, put_own
from lossviz.derivations.old import Derivation, Env, Given, Step, applied, tex
from lossviz.derivations.writing import Slots, frac, joined, lit, numbers, paren, power

I = Given("i", "index", sizes=CLASSES, unlike="y")  # noqa: E741


# --- ∂a_y/∂z_i, and what the loss makes of it ---------------------------------------------------


def _true_entry(env: Env, name: str) -> np.ndarray:
    """∂a_y/∂z of one score."""
    return slope(lambda z: picked(softmax(z), env["y"]), env["z"], env[name])


def _exp(env: Env, name: str) -> np.ndarray:
    return np.exp(picked(env["z"], env[name]))


def _sum(env: Env) -> np.ndarray:
    return np.exp(env["z"]).sum(axis=1)


def _e(put: Slots, env: Env, name: str) -> str:
    return power(put.put(f"z{name}", picked(env["z"], env[name]), lit("z", env[name])))


def _s(put: Slots, env: Env) -> str:
    return joined(env["z"].shape[1], lambda k: power(put.at("z", env["z"], k)))


def _short_s(put: Slots, env: Env) -> str:
    """Σ as one number, where it stands in the line many times."""
    return put.put("S", _sum(env))


def _fraction_numbers(name: str):
    def write(put: Slots, env: Env) -> str:
        derivative = rf"\frac{{\partial}}{{\partial z_{{{put.put('k', env[name] + 1)}}}}}"
        return derivative + r"\," + frac(_e(put, env, "y"), _s(put, env))

    return numbers(write)


def _times_loss(value: np.ndarray, env: Env) -> np.ndarray:
    return value * (-1 / probability(env))


_DERIVATIVE = r"@J{\frac{\partial}{\partial @z{z_i}}\,\frac{e^{@z{z_y}}}{\sum_k e^{@z{z_k}}}}"
_TIMES = r"\times\left({-\frac{1}{a_y}}\right)"


def _other_rule(put: Slots, env: Env) -> str:
    above = rf"0 \cdot {_short_s(put, env)} - {_e(put, env, 'y')}\,{_e(put, env, 'i')}"
    return frac(above, power("2", _short_s(put, env)))


def _other_product(put: Slots, env: Env) -> str:
    s = _short_s(put, env)
    return rf"-{frac(_e(put, env, 'y'), s)} \cdot {frac(_e(put, env, 'i'), s)}"


def _product(put: Slots, env: Env) -> str:
    return rf"-{put_own(put, env)} \cdot {put_own(put, env, 'i')}"


def _weighted_product(put: Slots, env: Env) -> str:
    return "-" + frac("1", put_own(put, env)) + paren(_product(put, env))


jacobian_other = Derivation(
    "jacobian_other",
    (Z, Y, I),
    (
        Step(
            "derivative",
            tex(_DERIVATIVE),
            lambda env: _true_entry(env, "i"),
            _fraction_numbers("i"),
        ),
        Step(
            "quotient",
            tex(
                r"@J{\frac{0 \cdot \sum_k e^{@z{z_k}} - e^{@z{z_y}}\,e^{@z{z_i}}}"
                r"{\left(\sum_k e^{@z{z_k}}\right)^2}}"
            ),
            lambda env: (0 * _sum(env) - _exp(env, "y") * _exp(env, "i")) / _sum(env) ** 2,
            numbers(_other_rule),
        ),
        Step(
            "apart",
            tex(
                r"@J{-\frac{e^{@z{z_y}}}{\sum_k e^{@z{z_k}}} \cdot"
                r" \frac{e^{@z{z_i}}}{\sum_k e^{@z{z_k}}}}"
            ),
            lambda env: -(_exp(env, "y") / _sum(env)) * (_exp(env, "i") / _sum(env)),
            numbers(_other_product),
        ),
        Step(
            "entry",
            tex(r"@J{-@a{a_y} \cdot @a{a_i}}"),
            lambda env: -probability(env) * probability(env, "i"),
            numbers(_product),
        ),
        Step(
            "loss",
            tex(r"@g{-\frac{1}{@a{a_y}}\left({-@a{a_y} \cdot @a{a_i}}\right)}"),
            lambda env: -1 / probability(env) * (-probability(env) * probability(env, "i")),
            numbers(_weighted_product),
            applied(_TIMES, _times_loss),
        ),
        Step(
            "gradient",
            tex(r"@g{@a{a_i}}"),
            lambda env: probability(env, "i"),
            numbers(lambda put, env: put_own(put, env, "i")),
        ),
    ),
)


def _own_rule(put: Slots, env: Env) -> str:
    e, s = _e(put, env, "y"), _short_s(put, env)
    return frac(rf"{e} \cdot {s} - {e}\,{e}", power("2", s))


def _own_squares(put: Slots, env: Env) -> str:
    part = frac(_e(put, env, "y"), _short_s(put, env))
    return f"{part} - {power('2', paren(part))}"


def _minus_square(put: Slots, env: Env) -> str:
    return f"{put_own(put, env)} - {power('2', put_own(put, env))}"


def _weighted_square(put: Slots, env: Env) -> str:
    return "-" + frac("1", put_own(put, env)) + paren(_minus_square(put, env))


jacobian_own = Derivation(
    "jacobian_own",
    (Z, Y),
    (
        Step(
            "derivative",
            tex(_DERIVATIVE.replace("z_i", "z_y")),
            lambda env: _true_entry(env, "y"),
            _fraction_numbers("y"),
        ),
        Step(
            "quotient",
            tex(
                r"@J{\frac{e^{@z{z_y}} \cdot \sum_k e^{@z{z_k}} - e^{@z{z_y}}\,e^{@z{z_y}}}"
                r"{\left(\sum_k e^{@z{z_k}}\right)^2}}"
            ),
            lambda env: (
                (_exp(env, "y") * _sum(env) - _exp(env, "y") * _exp(env, "y")) / _sum(env) ** 2
            ),
            numbers(_own_rule),
        ),
        Step(
            "apart",
            tex(
                r"@J{\frac{e^{@z{z_y}}}{\sum_k e^{@z{z_k}}} -"
                r" \left(\frac{e^{@z{z_y}}}{\sum_k e^{@z{z_k}}}\right)^2}"
            ),
            lambda env: _exp(env, "y") / _sum(env) - (_exp(env, "y") / _sum(env)) ** 2,
            numbers(_own_squares),
        ),
        Step(
            "entry",
            tex(r"@J{@a{a_y} - @a{a_y^2}}"),
            lambda env: probability(env) - probability(env) ** 2,
            numbers(_minus_square),
        ),
        Step(
            "loss",
            tex(r"@g{-\frac{1}{@a{a_y}}\left(@a{a_y} - @a{a_y^2}\right)}"),
            lambda env: -1 / probability(env) * (probability(env) - probability(env) ** 2),
            numbers(_weighted_square),
            applied(_TIMES, _times_loss),
        ),
        Step(
            "gradient",
            tex(r"@g{@a{a_y} - 1}"),
            lambda env: probability(env) - 1,
            numbers(lambda put, env: put_own(put, env) + " - 1"),
        ),
    ),
)


ALL = (jacobian_other, jacobian_own)
