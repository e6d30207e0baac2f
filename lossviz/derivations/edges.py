"""Lesson 8: where class 1's region ends between two class vectors, and the gap to the other.

Class vectors t = θ12 degrees apart; θ1 is measured from the first towards the second, and the
edge of class 1 is where its target logit equals the other's cosine. Margins: a of SphereFace (a
multiple), b of ArcFace (radians), c of CosFace (of cosines).
Terms: t, m (the margin), edge (θ1), gap1 (SphereFace), gap2 (ArcFace), gap3 (CosFace).
"""

from collections.abc import Callable

import numpy as np

from lossviz.derivations.old import Derivation, Env, Given, Step, applied, tex
from lossviz.derivations.writing import Slots, frac, mark, numbers

APART = Given("t", "number", 1, 180, why="equal class vectors have nothing between them")
GAP = r"\theta_{12} - 2\theta_1"


def _cos(degrees: np.ndarray) -> np.ndarray:
    return np.cos(np.radians(degrees))


def _root(lead: Callable[[np.ndarray], np.ndarray], low: np.ndarray, high: np.ndarray):
    """Where the falling function `lead` is 0 between low and high, by halving the interval."""
    low, high = np.array(low, float), np.array(high, float)
    for _ in range(60):
        middle = (low + high) / 2
        ahead = lead(middle) >= 0
        low, high = np.where(ahead, middle, low), np.where(ahead, high, middle)
    return (low + high) / 2


def _t(put: Slots, env: Env) -> str:
    return rf"{put.put('t', env['t'], 't')}^{{\circ}}"


def _half_t(put: Slots, env: Env) -> str:
    return rf"{put.put('half', env['t'] / 2, 't')}^{{\circ}}"


def _edge(put: Slots, at: np.ndarray) -> str:
    return rf"{put.put('edge', at, 'edge')}^{{\circ}}"


_THETA12, _THETA1 = r"@t{\theta_{12}}", r"@edge{\theta_1}"
_OTHER = rf"\cos({_THETA12} - {_THETA1})"


# --- SphereFace ---------------------------------------------------------------------------------


def _sphereface_root(env: Env) -> np.ndarray:
    a, t = env["a"], env["t"]
    return _root(lambda x: _cos(a * x) - _cos(t - x), 0 * t, np.minimum(t / 2, 180 / a))


def _a(put: Slots, env: Env) -> str:
    return put.put("m", env["a"], "m")


def _sphereface_numbers(put: Slots, env: Env) -> str:
    at = _edge(put, _sphereface_root(env))
    return rf"\cos({_a(put, env)} \cdot {at}) = \cos({_t(put, env)} - {at})"


sphereface_edge = Derivation(
    "sphereface_edge",
    (Given("a", "number", 1, 4), APART),
    (
        Step(
            "meets",
            tex(rf"{_THETA1}, \quad \cos(@m{{m}}\,{_THETA1}) = {_OTHER}"),
            _sphereface_root,
            numbers(_sphereface_numbers),
        ),
        Step(
            "solved",
            tex(rf"@edge{{\frac{{{_THETA12}}}{{@m{{m}} + 1}}}}"),
            lambda env: env["t"] / (env["a"] + 1),
            numbers(lambda put, env: mark("edge", frac(_t(put, env), f"{_a(put, env)} + 1"))),
        ),
        Step(
            "twice",
            tex(rf"@gap1{{{_THETA12} - \frac{{2\,{_THETA12}}}{{@m{{m}} + 1}}}}"),
            lambda env: env["t"] - 2 * env["t"] / (env["a"] + 1),
            numbers(
                lambda put, env: mark(
                    "gap1",
                    rf"{_t(put, env)} - " + frac(rf"2 \cdot {_t(put, env)}", f"{_a(put, env)} + 1"),
                )
            ),
            applied(GAP, lambda edge, env: env["t"] - 2 * edge),
        ),
        Step(
            "share",
            tex(rf"@gap1{{\frac{{@m{{m}} - 1}}{{@m{{m}} + 1}}\,{_THETA12}}}"),
            lambda env: (env["a"] - 1) / (env["a"] + 1) * env["t"],
            numbers(
                lambda put, env: mark(
                    "gap1",
                    frac(f"{_a(put, env)} - 1", f"{_a(put, env)} + 1") + rf" \cdot {_t(put, env)}",
                )
            ),
        ),
    ),
)


# --- ArcFace ------------------------------------------------------------------------------------


def _b(env: Env) -> np.ndarray:
    """The margin in degrees, at most as wide as the classes are apart."""
    return np.minimum(np.degrees(env["b"]), env["t"])


def _put_b(put: Slots, env: Env) -> str:
    return rf"{put.put('m', _b(env), 'm')}^{{\circ}}"


def _arcface_root(env: Env) -> np.ndarray:
    b, t = _b(env), env["t"]
    return _root(lambda x: _cos(x + b) - _cos(t - x), 0 * t, t / 2)


def _arcface_numbers(put: Slots, env: Env) -> str:
    at = _edge(put, _arcface_root(env))
    return rf"\cos({at} + {_put_b(put, env)}) = \cos({_t(put, env)} - {at})"


arcface_edge = Derivation(
    "arcface_edge",
    (Given("b", "number", 0, 1.5), APART),
    (
        Step(
            "meets",
            tex(rf"{_THETA1}, \quad \cos({_THETA1} + @m{{m}}) = {_OTHER}"),
            _arcface_root,
            numbers(_arcface_numbers),
        ),
        Step(
            "solved",
            tex(rf"@edge{{\frac{{{_THETA12} - @m{{m}}}}{{2}}}}"),
            lambda env: (env["t"] - _b(env)) / 2,
            numbers(
                lambda put, env: mark("edge", frac(f"{_t(put, env)} - {_put_b(put, env)}", "2"))
            ),
        ),
        Step(
            "twice",
            tex(rf"@gap2{{{_THETA12} - ({_THETA12} - @m{{m}})}}"),
            lambda env: env["t"] - (env["t"] - _b(env)),
            numbers(
                lambda put, env: mark(
                    "gap2", f"{_t(put, env)} - ({_t(put, env)} - {_put_b(put, env)})"
                )
            ),
            applied(GAP, lambda edge, env: env["t"] - 2 * edge),
        ),
        Step(
            "constant",
            tex("@gap2{@m{m}}"),
            _b,
            numbers(lambda put, env: mark("gap2", _put_b(put, env))),
        ),
    ),
)


# --- CosFace ------------------------------------------------------------------------------------


def _chord(env: Env) -> np.ndarray:
    """2 sin(θ12/2), how far apart the tips of the class vectors are."""
    return 2 * np.sin(np.radians(env["t"]) / 2)


def _c(env: Env) -> np.ndarray:
    """The margin, at most the widest that leaves an edge."""
    return np.minimum(env["c"], _chord(env))


def _put_c(put: Slots, env: Env) -> str:
    return put.put("m", _c(env), "m")


def _cosface_root(env: Env) -> np.ndarray:
    c, t = _c(env), env["t"]
    return _root(lambda x: _cos(x) - _cos(t - x) - c, t / 2 - 90, t / 2)


def _turn(env: Env) -> np.ndarray:
    return np.degrees(np.arcsin(_c(env) / _chord(env)))


def _turn_from_sides(m: np.ndarray, env: Env) -> np.ndarray:
    """asin(m/chord) by the sides of its triangle."""
    chord = _chord(env)
    return np.degrees(np.arctan2(m, np.sqrt((chord - m) * (chord + m))))


def _turn_numbers(put: Slots, env: Env) -> str:
    return r"\arcsin\," + frac(_put_c(put, env), rf"2 \sin\,{_half_t(put, env)}")


def _lead_numbers(put: Slots, env: Env) -> str:
    at = _edge(put, _cosface_root(env))
    return rf"\cos({at}) - \cos({_t(put, env)} - ({at}))"


def _product_numbers(put: Slots, env: Env) -> str:
    at, half = _edge(put, _cosface_root(env)), _half_t(put, env)
    return rf"2 \cdot \sin\,{half} \cdot \sin({half} - ({at}))"


_HALF = rf"\frac{{{_THETA12}}}{{2}}"
_TURN = rf"\arcsin\,\frac{{@m{{m}}}}{{2 \sin\,{_HALF}}}"

cosface_edge = Derivation(
    "cosface_edge",
    (Given("c", "number", 0, 1), APART),
    (
        Step(
            "lead",
            tex(rf"\cos\,{_THETA1} - {_OTHER}"),
            lambda env: _cos(_cosface_root(env)) - _cos(env["t"] - _cosface_root(env)),
            numbers(_lead_numbers),
        ),
        Step(
            "product",
            tex(rf"2 \sin\,{_HALF}\,\sin\left({_HALF} - {_THETA1}\right)"),
            lambda env: _chord(env) * np.sin(np.radians(env["t"] / 2 - _cosface_root(env))),
            numbers(_product_numbers),
        ),
        Step("margin", tex("@m{m}"), _c, numbers(_put_c)),
        Step(
            "solved",
            tex(rf"@edge{{{_HALF} - {_TURN}}}"),
            lambda env: env["t"] / 2 - _turn(env),
            numbers(
                lambda put, env: mark("edge", f"{_half_t(put, env)} - {_turn_numbers(put, env)}")
            ),
            applied(r"\theta_1", lambda m, env: env["t"] / 2 - _turn_from_sides(m, env)),
        ),
        Step(
            "gap",
            tex(rf"@gap3{{2\,{_TURN}}}"),
            lambda env: 2 * _turn(env),
            numbers(lambda put, env: mark("gap3", rf"2 \cdot {_turn_numbers(put, env)}")),
            applied(GAP, lambda edge, env: env["t"] - 2 * edge),
        ),
    ),
)

ALL = (sphereface_edge, arcface_edge, cosface_edge)
