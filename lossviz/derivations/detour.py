"""Lesson 7: the slope of cos(θ + m) by way of the cosine, and what a detached margin leaves of it.

Terms: theta, m, psi (cos(θ + m), the target logit up to π), c (cos θ).
"""

import numpy as np

from lossviz.derivations.arithmetic import slope
from lossviz.derivations.old import Derivation, Env, Given, Step, tex
from lossviz.derivations.writing import Slots, frac, mark, numbers, paren


def _radians(env: Env) -> tuple[np.ndarray, np.ndarray]:
    return np.radians(env["theta"]), np.radians(env["m"])


def _theta(put: Slots, env: Env) -> str:
    return rf"{put.put('theta', env['theta'], 'theta')}^{{\circ}}"


def _sum(put: Slots, env: Env) -> str:
    return rf"({_theta(put, env)} + {put.put('m', env['m'], 'm')}^{{\circ}})"


def _by_cosine(env: Env) -> np.ndarray:
    """∂cos(θ + m)/∂c at c = cos θ: sin(θ + m)/√(1 − c²)."""
    theta, m = _radians(env)
    return np.sin(theta + m) / np.sqrt(1 - np.cos(theta) ** 2)


def _written(env: Env) -> np.ndarray:
    theta, m = _radians(env)
    first = np.zeros(len(theta), int)
    return slope(lambda x: np.cos(x[:, 0] + m), theta[:, None], first)


def _product_numbers(put: Slots, env: Env) -> str:
    theta, _ = _radians(env)
    first = put.put("by", _by_cosine(env), "psi")
    return rf"{first} \cdot {paren('-' + put.put('sine', np.sin(theta), 'c'))}"


def _fraction_numbers(put: Slots, env: Env) -> str:
    root = rf"\sqrt{{1 - {put.put('c', np.cos(_radians(env)[0]), 'c')}^2}}"
    return frac(rf"\sin {_sum(put, env)}", root) + rf"\,(-\sin {_theta(put, env)})"


detour = Derivation(
    "detour",
    (
        Given("theta", "number", 1, 179, why="at 0° and 180° the second line is ∞ times 0"),
        Given("m", "number", 0, 1700),
    ),
    (
        Step(
            "slope",
            tex(
                r"@psi{\frac{\partial}{\partial @theta{\theta}} \cos(@theta{\theta} + @m{m})}"
            ),
            _written,
            numbers(lambda put, env: rf"\cos'{_sum(put, env)}"),
        ),
        Step(
            "chain",
            tex(
                r"@psi{\frac{\partial \cos(@theta{\theta} + @m{m})}{\partial c}}\,"
                r"@c{\frac{\partial \cos\theta}{\partial \theta}}"
            ),
            lambda env: _by_cosine(env) * -np.sin(_radians(env)[0]),
            numbers(_product_numbers),
        ),
        Step(
            "fraction",
            tex(
                r"@psi{\frac{\sin(@theta{\theta} + @m{m})}{\sqrt{1 - c^2}}}\,"
                r"@c{(-\sin @theta{\theta})}, \quad c = \cos @theta{\theta}"
            ),
            lambda env: _by_cosine(env) * -np.sin(_radians(env)[0]),
            numbers(_fraction_numbers),
        ),
        Step(
            "cancelled",
            tex(r"@psi{-\sin(@theta{\theta} + @m{m})}"),
            lambda env: -np.sin(sum(_radians(env))),
            numbers(lambda put, env: mark("psi", rf"-\sin {_sum(put, env)}")),
        ),
    ),
)  # fmt: skip

ALL = (detour,)
