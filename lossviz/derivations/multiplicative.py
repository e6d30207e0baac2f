"""Lesson 8: p(θ) has no jumps, and it only falls.

Terms: p (the target logit), slope (its derivative), flat (where its pieces meet), theta, m, k.
Angles are in degrees, slopes per radian.
"""

import numpy as np

from lossviz.derivations.arithmetic import slope
from lossviz.derivations.old import Derivation, Env, Given, Step, at_most, tex
from lossviz.derivations.writing import Slots, absolute, mark, numbers

MULTIPLES = (1, 4)


def _m(put: Slots, env: Env) -> str:
    return put.put("m", env["m"], "m")


def _sign(exponent: np.ndarray) -> np.ndarray:
    """(−1)^exponent for whole numbers."""
    return 1.0 - 2.0 * (exponent % 2)


# --- the pieces meet ----------------------------------------------------------------------------


def _corner(env: Env) -> np.ndarray:
    """θ_k = k·180°/m."""
    return 180 * env["k"] / env["m"]


def _k(put: Slots, env: Env) -> str:
    return put.put("k", env["k"], "k")


def _piece(env: Env, k: np.ndarray) -> np.ndarray:
    """Piece number k of p at θ_k."""
    return _sign(k) * np.cos(np.radians(env["m"] * _corner(env))) - 2 * k


def _before_numbers(put: Slots, env: Env) -> str:
    at = put.put("at", _corner(env), "flat")
    k = put.put("before", env["k"] - 1, "k")
    return mark("p", rf"(-1)^{{{k}}} \cos({_m(put, env)} \cdot {at}^{{\circ}}) - 2 \cdot {k}")


def _turns_numbers(put: Slots, env: Env) -> str:
    k = _k(put, env)
    turned = put.put("turned", 180 * env["k"])
    return mark("p", rf"(-1)^{{{k} - 1}} \cos\,{turned}^{{\circ}} - 2 \cdot {k} + 2")


def _odd_numbers(put: Slots, env: Env) -> str:
    k = _k(put, env)
    return mark("p", rf"(-1)^{{2 \cdot {k} - 1}} - 2 \cdot {k} + 2")


def _even_numbers(put: Slots, env: Env) -> str:
    k = _k(put, env)
    return mark("p", rf"(-1)^{{2 \cdot {k}}} - 2 \cdot {k}")


def _after_numbers(put: Slots, env: Env) -> str:
    at, k = put.put("at", _corner(env), "flat"), _k(put, env)
    return mark("p", rf"(-1)^{{{k}}} \cos({_m(put, env)} \cdot {at}^{{\circ}}) - 2 \cdot {k}")


_K, _COS = "@k{k}", r"\cos(@m{m}\,@flat{\theta_k})"

piecewise = Derivation(
    "piecewise",
    (Given("m", "number", *MULTIPLES), Given("k", "count", *MULTIPLES)),
    (
        Step(
            "before",
            tex(rf"@p{{(-1)^{{{_K} - 1}} {_COS} - 2\,({_K} - 1)}}"),
            lambda env: _piece(env, env["k"] - 1),
            numbers(_before_numbers),
        ),
        Step(
            "turns",
            tex(rf"@p{{(-1)^{{{_K} - 1}} \cos({_K}\,180^{{\circ}}) - 2\,{_K} + 2}}"),
            lambda env: _sign(env["k"] - 1) * np.cos(np.radians(180 * env["k"])) - 2 * env["k"] + 2,
            numbers(_turns_numbers),
        ),
        Step(
            "odd",
            tex(rf"@p{{(-1)^{{{_K} - 1}} (-1)^{{{_K}}} - 2\,{_K} + 2}}"),
            lambda env: _sign(env["k"] - 1) * _sign(env["k"]) - 2 * env["k"] + 2,
            numbers(_odd_numbers),
        ),
        Step(
            "value",
            tex(rf"@p{{1 - 2\,{_K}}}"),
            lambda env: 1 - 2 * env["k"],
            numbers(lambda put, env: mark("p", rf"1 - 2 \cdot {_k(put, env)}")),
        ),
        Step(
            "even",
            tex(rf"@p{{(-1)^{{{_K}}} (-1)^{{{_K}}} - 2\,{_K}}}"),
            lambda env: _sign(env["k"]) * _sign(env["k"]) - 2 * env["k"],
            numbers(_even_numbers),
        ),
        Step(
            "after",
            tex(rf"@p{{(-1)^{{{_K}}} {_COS} - 2\,{_K}}}"),
            lambda env: _piece(env, env["k"]),
            numbers(_after_numbers),
        ),
    ),
)


# --- it only falls ------------------------------------------------------------------------------


def _multiple(env: Env) -> np.ndarray:
    """mθ in radians."""
    return np.radians(env["m"] * env["t"])


def _number(env: Env) -> np.ndarray:
    """k: which piece θ lies on."""
    return np.floor(env["m"] * env["t"] / 180)


def _true_slope(env: Env) -> np.ndarray:
    m, k = env["m"], _number(env)
    only = np.zeros(len(m), np.int64)

    def p(theta: np.ndarray) -> np.ndarray:
        return _sign(k) * np.cos(m * theta[:, 0]) - 2 * k

    return slope(p, np.radians(env["t"])[:, None], only)


def _rest(env: Env) -> np.ndarray:
    """How far mθ is past k·180°, in degrees."""
    return env["m"] * env["t"] - 180 * _number(env)


def _slope_numbers(put: Slots, env: Env) -> str:
    at = put.put("t", env["t"], "theta")
    k = put.put("k", _number(env), "k")
    inner = rf"(-1)^{{{k}}} \cos({_m(put, env)}\,\theta) - 2 \cdot {k}"
    return rf"@slope{{\frac{{d}}{{d\theta}}\left[{inner}\right]_{{\theta = {at}^{{\circ}}}}}}"


def _chain_numbers(put: Slots, env: Env) -> str:
    k = put.put("k", _number(env), "k")
    sine = rf"\sin({_m(put, env)} \cdot {put.put('t', env['t'], 'theta')}^{{\circ}})"
    return mark("slope", rf"-(-1)^{{{k}}} \cdot {_m(put, env)} \cdot {sine}")


def _rest_numbers(put: Slots, env: Env) -> str:
    k = put.put("k", _number(env), "k")
    sine = rf"\sin\,{put.put('r', _rest(env))}^{{\circ}}"
    return mark("slope", rf"-(-1)^{{2 \cdot {k}}} \cdot {_m(put, env)} \cdot {sine}")


def _absolute_numbers(put: Slots, env: Env) -> str:
    whole = put.put("turned", env["m"] * env["t"], "theta")
    sine = absolute(rf"\sin\,{whole}^{{\circ}}")
    return mark("slope", rf"-{_m(put, env)} \cdot {sine}")


_OF = r"@m{m}\,@theta{\theta}"

falling = Derivation(
    "falling",
    (Given("m", "number", *MULTIPLES), Given("t", "number", 0, 180)),
    (
        Step(
            "derivative",
            tex(
                rf"@slope{{\frac{{d}}{{d\theta}}\left[@p{{(-1)^{{{_K}}} \cos({_OF})"
                rf" - 2\,{_K}}}\right]}}"
            ),
            _true_slope,
            numbers(_slope_numbers),
        ),
        Step(
            "chain",
            tex(rf"@slope{{-(-1)^{{{_K}}}\,@m{{m}}\,\sin({_OF})}}"),
            lambda env: -_sign(_number(env)) * env["m"] * np.sin(_multiple(env)),
            numbers(_chain_numbers),
        ),
        Step(
            "rest",
            tex(
                rf"@slope{{-(-1)^{{{_K}}}(-1)^{{{_K}}}\,@m{{m}}\,\sin\,r}},"
                rf"\quad r = {_OF} - {_K}\,180^{{\circ}}"
            ),
            lambda env: -(_sign(_number(env)) ** 2) * env["m"] * np.sin(np.radians(_rest(env))),
            numbers(_rest_numbers),
        ),
        Step(
            "absolute",
            tex(mark("slope", r"-@m{m}\," + absolute(rf"\sin({_OF})"))),
            lambda env: -env["m"] * np.abs(np.sin(_multiple(env))),
            numbers(_absolute_numbers),
        ),
        Step("falls", "0", lambda env: np.zeros(len(env["t"])), numbers(lambda put, env: "0"),
             at_most),
    ),
)  # fmt: skip

ALL = (piecewise, falling)
