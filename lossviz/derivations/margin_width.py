"""Lesson 6: how wide an additive margin may be, and how wide it must be.

Terms: w (class vectors), C (number of classes), limit (largest margin), enough (margin from which
every pair is told apart).
"""

import numpy as np

from lossviz.derivations.old import Derivation, Env, Given, Step, at_least, at_most, tex
from lossviz.derivations.writing import Slots, frac, joined, mark, numbers

# --- how wide may the margin be -----------------------------------------------------------------

CIRCLE = (2, 10)


def _nearest(env: Env) -> np.ndarray:
    """Cosine of every class vector with its nearest rival, [F, C]."""
    at = 2 * np.pi * np.cumsum(env["g"], axis=1)
    cosine = np.cos(at[:, :, None] - at[:, None])
    itself = np.eye(at.shape[1], dtype=bool)
    return np.where(itself, -np.inf, cosine).max(axis=2)


def _least_gap(env: Env) -> np.ndarray:
    """Degrees between the two neighbours that are closest."""
    return 360 * env["g"].min(axis=1)


def _sizes(env: Env) -> int:
    return env["g"].shape[1]


def _kept_numbers(put: Slots, env: Env) -> str:
    near = _nearest(env)

    def part(k: int) -> str:
        return rf"1 - ({put.at('c', near, k, light='w')})"

    kept = joined(_sizes(env), part, r",\,", most=2, first=1)
    return rf"\min({kept})"


cosface_limits = Derivation(
    "cosface_limits",
    (Given("g", "distribution", 1e-9, 1, CIRCLE),),
    (
        Step(
            "kept",
            tex(r"\min_i\left(1 - \max_{j \ne i}\,@w{w_i \cdot w_j}\right)"),
            lambda env: (1 - _nearest(env)).min(axis=1),
            numbers(_kept_numbers),
        ),
        Step(
            "nearest",
            tex(r"1 - \cos\left(360^{\circ}\,@w{\min_k g_k}\right)"),
            lambda env: 1 - np.cos(np.radians(_least_gap(env))),
            numbers(
                lambda put, env: rf"1 - \cos({put.put('least', _least_gap(env), 'w')}^{{\circ}})"
            ),
        ),
        Step(
            "circle",
            tex(r"@limit{1 - \cos\frac{360^{\circ}}{C}}"),
            lambda env: np.full(len(env["g"]), 1 - np.cos(2 * np.pi / _sizes(env))),
            numbers(
                lambda put, env: mark("limit", rf"1 - \cos\frac{{360^{{\circ}}}}{{{_sizes(env)}}}")
            ),
            at_most,
        ),
        Step(
            "simplex",
            tex(r"\frac{C}{C - 1}"),
            lambda env: np.full(len(env["g"]), _sizes(env) / (_sizes(env) - 1)),
            numbers(lambda put, env: frac(str(_sizes(env)), str(_sizes(env) - 1))),
            at_most,
        ),
    ),
)


# --- how wide must it be, so that pairs can be told apart ---------------------------------------


def _turn(env: Env) -> np.ndarray:
    """α = 2π/C."""
    return 2 * np.pi / env["C"]


def _half_width(env: Env, m: np.ndarray) -> np.ndarray:
    """From the class vector to the edge of its region."""
    return _turn(env) / 2 - np.arcsin(m / (2 * np.sin(_turn(env) / 2)))


def _enough(env: Env) -> np.ndarray:
    """The m at which a region is as wide as the gap to the next, by halving an interval."""
    low, high = np.zeros(len(env["C"])), 1 - np.cos(_turn(env))
    for _ in range(60):
        middle = (low + high) / 2
        half = _half_width(env, middle)
        apart = 2 * half <= _turn(env) - 2 * half
        low, high = np.where(apart, low, middle), np.where(apart, middle, high)
    return high


def _alpha(put: Slots, env: Env, part: int = 1) -> str:
    degrees = 360 / env["C"] / part
    name = {1: "whole", 2: "half", 4: "quarter"}[part]
    return rf"{put.put(name, degrees, 'C')}^{{\circ}}"


def _limit_numbers(put: Slots, env: Env) -> str:
    return mark("limit", rf"(1 - \cos {_alpha(put, env)})")


_LIMIT = r"@limit{(1 - \cos\alpha)}"

enough_margin = Derivation(
    "enough_margin",
    (Given("C", "count", 2, 100),),
    (
        Step(
            "least",
            tex(
                r"@enough{\min\left[\,m : 2\,\theta_e(m) \le \alpha - 2\,\theta_e(m)\,\right]},"
                r"\quad \alpha = \frac{360^{\circ}}{@C{C}}"
            ),
            _enough,
            numbers(
                lambda put, env: (
                    r"\min\left[\,m : 2\,\theta_e(m) \le "
                    rf"{_alpha(put, env)} - 2\,\theta_e(m)\,\right]"
                )
            ),
        ),
        Step(
            "solved",
            tex(r"@enough{2 \sin\frac{\alpha}{2}\,\sin\frac{\alpha}{4}}"),
            lambda env: 2 * np.sin(_turn(env) / 2) * np.sin(_turn(env) / 4),
            numbers(
                lambda put, env: mark(
                    "enough",
                    rf"2 \cdot \sin {_alpha(put, env, 2)} \cdot \sin {_alpha(put, env, 4)}",
                )
            ),
        ),
        Step(
            "share",
            tex(rf"\frac{{{_LIMIT}}}{{2\,\cos\frac{{\alpha}}{{4}}}}"),
            lambda env: (1 - np.cos(_turn(env))) / (2 * np.cos(_turn(env) / 4)),
            numbers(
                lambda put, env: frac(
                    _limit_numbers(put, env), rf"2 \cdot \cos {_alpha(put, env, 4)}"
                )
            ),
        ),
        Step(
            "half",
            tex(rf"\frac{{1}}{{2}}\,{_LIMIT}"),
            lambda env: (1 - np.cos(_turn(env))) / 2,
            numbers(lambda put, env: frac("1", "2") + r"\," + _limit_numbers(put, env)),
            at_least,
        ),
    ),
)

ALL = (cosface_limits, enough_margin)
