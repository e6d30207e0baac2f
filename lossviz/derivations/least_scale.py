"""Lesson 5: the least scale for a wanted probability, as the papers put it.

Terms: C (number of classes), P (wanted probability), s, best (largest probability at s), floor,
cosface, adacos.
"""

import numpy as np

from lossviz.derivations.old import Derivation, Env, Given, Step, applied, at_most, tex
from lossviz.derivations.writing import LN, Slots, frac, mark, numbers, paren, power

MOST = 100_000
# the root is looked for below this: for 100,000 classes and P = 1 − 10⁻⁹ it is 32
HIGHEST = 64.0


def _c(put: Slots, env: Env) -> str:
    return put.put("C", env["C"], "C")


def _c_less(put: Slots, env: Env) -> str:
    return put.put("K", env["C"] - 1, "C")


def _s(put: Slots, env: Env) -> str:
    return put.put("s", env["s"], "s")


def _p(put: Slots, env: Env) -> str:
    return put.put("P", env["P"], "P")


# --- the best probability at a scale ------------------------------------------------------------


def _best(count: np.ndarray, s: np.ndarray) -> np.ndarray:
    return 1 / (1 + (count - 1) * np.exp(-s * count / (count - 1)))


def _simplex(env: Env) -> np.ndarray:
    own, rival = np.exp(env["s"]), np.exp(-env["s"] / (env["C"] - 1))
    return own / (own + (env["C"] - 1) * rival)


def _simplex_numbers(put: Slots, env: Env) -> str:
    own = power(_s(put, env))
    rival = power(rf"-{_s(put, env)} / {_c_less(put, env)}")
    return mark("best", frac(own, rf"{own} + {_c_less(put, env)} \cdot {rival}"))


def _rest(put: Slots, env: Env) -> str:
    exponent = rf"-{_s(put, env)} \cdot {_c(put, env)} / {_c_less(put, env)}"
    return rf"1 + {_c_less(put, env)} \cdot {power(exponent)}"


_REST = r"1 + (@C{C} - 1)\,e^{-@s{s}\,\frac{@C{C}}{@C{C} - 1}}"

best_probability = Derivation(
    "best_probability",
    (Given("C", "count", 2, MOST), Given("s", "number", 0, 64)),
    (
        Step(
            "simplex",
            tex(r"@best{\frac{e^{@s{s}}}{e^{@s{s}} + (@C{C} - 1)\,e^{-@s{s} / (@C{C} - 1)}}}"),
            _simplex,
            numbers(_simplex_numbers),
        ),
        Step(
            "divided",
            tex(rf"@best{{\frac{{1}}{{{_REST}}}}}"),
            lambda env: _best(env["C"], env["s"]),
            numbers(lambda put, env: mark("best", frac("1", _rest(put, env)))),
        ),
        Step(
            "floor",
            tex(rf"@floor{{\ln\left({_REST}\right)}}"),
            lambda env: np.log1p((env["C"] - 1) * np.exp(-env["s"] * env["C"] / (env["C"] - 1))),
            numbers(lambda put, env: mark("floor", LN + paren(_rest(put, env)))),
            applied(r"-\ln", lambda value, _env: -np.log(value)),
        ),
        Step(
            "chance",
            tex(r"\ln @C{C}"),
            lambda env: np.log(env["C"]),
            numbers(lambda put, env: LN + _c(put, env)),
            at_most,
        ),
    ),
)


# --- CosFace's least scale ----------------------------------------------------------------------


def _root(env: Env) -> np.ndarray:
    """The s at which the best probability is P, by halving an interval."""
    low, high = np.zeros(len(env["C"])), np.full(len(env["C"]), HIGHEST)
    for _ in range(60):
        middle = (low + high) / 2
        enough = _best(env["C"], middle) >= env["P"]
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return high


def _root_numbers(put: Slots, env: Env) -> str:
    exponent = rf"-s \cdot {_c(put, env)} / {_c_less(put, env)}"
    best = frac("1", rf"1 + {_c_less(put, env)} \cdot {power(exponent)}")
    return rf"\min\left[\,s : {best} \ge {_p(put, env)}\,\right]"


def _odds(put: Slots, env: Env) -> str:
    return frac(_p(put, env), rf"1 - {_p(put, env)}")


def _share_numbers(put: Slots, env: Env) -> str:
    return frac(_c_less(put, env), _c(put, env))


_ODDS = r"\frac{@P{P}}{1 - @P{P}}"
_SHARE = r"\frac{@C{C} - 1}{@C{C}}"

least_scale = Derivation(
    "least_scale",
    (
        Given("C", "count", 3, MOST),
        Given("P", "number", 0.5, 0.999, why="a page asks for no less and no more"),
    ),
    (
        Step(
            "root",
            tex(
                r"@cosface{\min\left[\,s : "
                r"\frac{1}{1 + (@C{C} - 1)\,e^{-s\,C/(C - 1)}} \ge @P{P}\,\right]}"
            ),
            _root,
            numbers(_root_numbers),
        ),
        Step(
            "solved",
            tex(rf"@cosface{{{_SHARE}\,\ln\frac{{(@C{{C}} - 1)\,@P{{P}}}}{{1 - @P{{P}}}}}}"),
            lambda env: (
                (env["C"] - 1) / env["C"] * np.log((env["C"] - 1) * env["P"] / (1 - env["P"]))
            ),
            numbers(
                lambda put, env: mark(
                    "cosface",
                    _share_numbers(put, env)
                    + LN
                    + frac(rf"{_c_less(put, env)} \cdot {_p(put, env)}", rf"1 - {_p(put, env)}"),
                )
            ),
        ),
        Step(
            "split",
            tex(rf"{_SHARE}\left(\ln(@C{{C}} - 1) + \ln{_ODDS}\right)"),
            lambda env: (
                (env["C"] - 1)
                / env["C"]
                * (np.log(env["C"] - 1) + np.log(env["P"] / (1 - env["P"])))
            ),
            numbers(
                lambda put, env: (
                    _share_numbers(put, env)
                    + paren(rf"{LN}{_c_less(put, env)} + {LN}{_odds(put, env)}")
                )
            ),
        ),
        Step(
            "growth",
            tex(rf"\ln @C{{C}} + \ln{_ODDS}"),
            lambda env: np.log(env["C"]) + np.log(env["P"] / (1 - env["P"])),
            numbers(lambda put, env: rf"{LN}{_c(put, env)} + {LN}{_odds(put, env)}"),
            at_most,
        ),
    ),
)


# --- the fixed scale of AdaCos ------------------------------------------------------------------

EIGHTH = np.pi / 4


def _halfway(env: Env) -> np.ndarray:
    s = np.sqrt(2) * np.log(env["C"] - 1)
    own, rival = np.exp(s * np.cos(EIGHTH)), np.exp(s * np.cos(2 * EIGHTH))
    return own / (own + (env["C"] - 1) * rival)


def _halfway_numbers(put: Slots, env: Env) -> str:
    s = put.put("s", np.sqrt(2) * np.log(env["C"] - 1), "adacos")
    own, rival = power(rf"{s} \cos 45^{{\circ}}"), power(rf"{s} \cos 90^{{\circ}}")
    return frac(own, rf"{own} + {_c_less(put, env)} \cdot {rival}")


def _log_numbers(put: Slots, env: Env) -> str:
    own = power(LN + _c_less(put, env))
    return frac(own, rf"{own} + {_c_less(put, env)}")


_S = r"@adacos{s}"

adacos = Derivation(
    "adacos",
    (Given("C", "count", 3, MOST),),
    (
        Step(
            "halfway",
            tex(
                rf"\frac{{e^{{{_S} \cos 45^{{\circ}}}}}}{{e^{{{_S} \cos 45^{{\circ}}}} + "
                rf"(@C{{C}} - 1)\,e^{{{_S} \cos 90^{{\circ}}}}}},\quad "
                rf"{_S} = \sqrt{{2}}\,\ln(@C{{C}} - 1)"
            ),
            _halfway,
            numbers(_halfway_numbers),
        ),
        Step(
            "logarithm",
            tex(r"\frac{e^{\ln(@C{C} - 1)}}{e^{\ln(@C{C} - 1)} + (@C{C} - 1)}"),
            lambda env: (
                np.exp(np.log(env["C"] - 1)) / (np.exp(np.log(env["C"] - 1)) + env["C"] - 1)
            ),
            numbers(_log_numbers),
        ),
        Step(
            "half",
            r"\frac{1}{2}",
            lambda env: np.full(len(env["C"]), 0.5),
            numbers(lambda put, env: r"\frac{1}{2}"),
        ),
    ),
)

ALL = (best_probability, least_scale, adacos)
