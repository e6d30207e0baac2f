"""Lesson 6: the additive margin, from the hinge to cross-entropy.

Terms: z (scores), s, m, max, LSE, L (loss), C (the gap ln C), p (odds), t (length of the scores),
relative (m/t).
"""

import numpy as np

from lossviz.derivations.arithmetic import others, picked
from lossviz.derivations.old import Derivation, Env, Given, Step, at_most, tends, tex
from lossviz.derivations.writing import (
    LN,
    WIDEST,
    Slots,
    frac,
    joined,
    lit,
    lit_other,
    mark,
    numbers,
    paren,
    power,
)

SIZES = (2, 10)
# products s·(z + m) stay far below 700: e^710 is no double
GIVEN = (
    Given("z", "vector", -1, 1, SIZES),
    Given("s", "number", 1, 100),
    Given("m", "number", 0, 2),
    Given("y", "index", sizes=SIZES),
)


def _s(put: Slots, env: Env) -> str:
    return put.put("s", env["s"], "s")


def _m(put: Slots, env: Env) -> str:
    return put.put("m", env["m"], "m")


def _own(env: Env) -> np.ndarray:
    return picked(env["z"], env["y"])


def _rivals(env: Env) -> np.ndarray:
    return others(env["z"], env["y"])


def _classes(env: Env) -> int:
    return env["z"].shape[1]


def _put_own(put: Slots, env: Env) -> str:
    return rf"({put.put('zy', _own(env), lit('z', env['y']))})"


def _put_rival(put: Slots, env: Env, k: int) -> str:
    light = lit_other("z", env["y"], k)
    return rf"{_s(put, env)} \cdot ({put.put(f'r{k + 1}', _rivals(env)[:, k], light)})"


def _rival_powers(put: Slots, env: Env) -> str:
    count = _classes(env) - 1
    return joined(count, lambda k: power(_put_rival(put, env, k)), most=WIDEST, first=1)


def _target(put: Slots, env: Env) -> str:
    """s(z_y − m) with numbers."""
    return rf"{_s(put, env)}\,({_put_own(put, env)} - {_m(put, env)})"


# --- from the hinge with a margin to cross-entropy ----------------------------------------------


def _lse(env: Env) -> np.ndarray:
    return np.log(np.exp(env["s"][:, None] * _rivals(env)).sum(axis=1))


def _shifted(env: Env) -> np.ndarray:
    return env["s"] * (_own(env) - env["m"])


def _hard(env: Env) -> np.ndarray:
    s = env["s"]
    hardest = (s[:, None] * _rivals(env)).max(axis=1)
    return np.maximum(hardest - s * _own(env) + s * env["m"], 0)


def _share(env: Env) -> np.ndarray:
    own = np.exp(_shifted(env))
    return own / (own + np.exp(env["s"][:, None] * _rivals(env)).sum(axis=1))


def _hard_numbers(put: Slots, env: Env) -> str:
    count = _classes(env) - 1
    rivals = joined(count, lambda k: _put_rival(put, env, k), r",\,", most=WIDEST, first=1)
    largest = mark("max", rf"\max({rivals})")
    s = _s(put, env)
    return rf"\max({largest} - {s} \cdot {_put_own(put, env)} + {s} \cdot {_m(put, env)},\,0)"


def _softplus_numbers(put: Slots, env: Env) -> str:
    lse = put.put("LSE", _lse(env), "LSE")
    return rf"\operatorname{{softplus}}\left({lse} - {_target(put, env)}\right)"


def _exponent_numbers(put: Slots, env: Env) -> str:
    gap = put.put("gap", _lse(env) - _shifted(env), "L")
    return LN + paren("1 + " + power(gap))


def _fraction_numbers(put: Slots, env: Env) -> str:
    own = power(_target(put, env))
    return "-" + LN + frac(own, f"{own} + {_rival_powers(put, env)}")


def _put_hard(put: Slots, env: Env) -> str:
    return put.put("hard", _hard(env), "max")


_RIVAL_LSE = r"@LSE{\operatorname{LSE}_{i \ne y}(@s{s} z_i)}"
_TARGET = r"@s{s}\,(@z{z_y} - @m{m})"
_HARD = r"\max\left(@max{\max_{i \ne y}\,@s{s} z_i} - @s{s} @z{z_y} + @s{s} @m{m},\,0\right)"

additive_margin = Derivation(
    "additive_margin",
    GIVEN,
    (
        Step("hard", tex(_HARD), _hard, numbers(_hard_numbers)),
        Step(
            "smooth",
            tex(rf"@L{{\operatorname{{softplus}}\left({_RIVAL_LSE} - {_TARGET}\right)}}"),
            # log1p(x) is this line, ln(1 + x), with the digits of a small x kept
            lambda env: np.log1p(np.exp(_lse(env) - _shifted(env))),
            numbers(_softplus_numbers),
            at_most,
        ),
        Step(
            "written_out",
            tex(rf"@L{{\ln\left(1 + e^{{{_RIVAL_LSE} - {_TARGET}}}\right)}}"),
            lambda env: np.log(1 + np.exp(_lse(env) - _shifted(env))),
            numbers(_exponent_numbers),
        ),
        Step(
            "fraction",
            tex(
                rf"@L{{-\ln\,\frac{{e^{{{_TARGET}}}}}"
                rf"{{e^{{{_TARGET}}} + \sum_{{i \ne y}} e^{{@s{{s}}\,@z{{z_i}}}}}}}}"
            ),
            lambda env: -np.log(_share(env)),
            numbers(_fraction_numbers),
        ),
        Step(
            "bound",
            tex(rf"{_HARD} + @C{{\ln\,C}}"),
            lambda env: _hard(env) + np.log(_classes(env)),
            numbers(lambda put, env: rf"{_put_hard(put, env)} + @C{{\ln\,{_classes(env)}}}"),
            at_most,
        ),
    ),
)


# --- what the margin does to the odds -----------------------------------------------------------


def _odds(env: Env) -> np.ndarray:
    own, rest = np.exp(_shifted(env)), np.exp(env["s"][:, None] * _rivals(env))
    total = own + rest.sum(axis=1)
    return np.log((own / total) / (rest / total[:, None]).sum(axis=1))


def _odds_numbers(put: Slots, env: Env) -> str:
    # the share of a target far behind is too small for the browser's numbers, its logarithm not
    rest = (np.exp(env["s"][:, None] * _rivals(env))).sum(axis=1)
    missing = rest / (np.exp(_shifted(env)) + rest)
    logs = put.put("p", np.log(_share(env)), "p"), put.put("q", np.log(missing), "p")
    return rf"({logs[0]}) - ({logs[1]})"


def _exponents_numbers(put: Slots, env: Env) -> str:
    return rf"{_target(put, env)} - ({put.put('LSE', _lse(env), 'LSE')})"


def _without(env: Env) -> np.ndarray:
    return env["s"] * _own(env) - _lse(env)


def _apart_numbers(put: Slots, env: Env) -> str:
    plain = put.put("plain", _without(env), "p")
    return rf"({plain}) - {_s(put, env)} \cdot {_m(put, env)}"


margin_odds = Derivation(
    "margin_odds",
    GIVEN,
    (
        Step(
            "odds",
            tex(r"\ln\,\frac{@p{p_y}}{\sum_{i \ne y} @p{p_i}}"),
            _odds,
            numbers(_odds_numbers),
        ),
        Step(
            "exponents",
            tex(rf"{_TARGET} - {_RIVAL_LSE}"),
            lambda env: _shifted(env) - _lse(env),
            numbers(_exponents_numbers),
        ),
        Step(
            "apart",
            tex(rf"@p{{\left(@s{{s}} @z{{z_y}} - {_RIVAL_LSE}\right)}} - @s{{s}}\,@m{{m}}"),
            lambda env: _without(env) - env["s"] * env["m"],
            numbers(_apart_numbers),
        ),
    ),
)


# --- without normalisation: longer scores make the margin small ---------------------------------


def _t(put: Slots, env: Env) -> str:
    return put.put("t", env["t"], "t")


def _behind(env: Env) -> np.ndarray:
    """max z_i − z_y."""
    return _rivals(env).max(axis=1) - _own(env)


def _stretched(env: Env) -> np.ndarray:
    t = env["t"]
    hardest = (t[:, None] * _rivals(env)).max(axis=1)
    return np.maximum(hardest - t * _own(env) + env["m"], 0) / t


def _put_hardest(put: Slots, env: Env) -> str:
    return rf"({put.put('max', _rivals(env).max(axis=1), 'max')})"


def _stretched_numbers(put: Slots, env: Env) -> str:
    t = _t(put, env)
    inside = rf"{t} \cdot {_put_hardest(put, env)} - {t} \cdot {_put_own(put, env)}"
    return frac("1", t) + rf"\,\max({inside} + {_m(put, env)},\,0)"


def _divided_numbers(put: Slots, env: Env) -> str:
    shrunk = mark("relative", frac(_m(put, env), _t(put, env)))
    inside = rf"{_put_hardest(put, env)} - {_put_own(put, env)} + {shrunk}"
    return rf"\max\left({inside},\,0\right)"


def _bare_numbers(put: Slots, env: Env) -> str:
    return rf"\max({_put_hardest(put, env)} - {_put_own(put, env)},\,0)"


_HARDEST = r"@max{\max_{i \ne y} z_i} - @z{z_y}"

raw_margin = Derivation(
    "raw_margin",
    (
        Given("z", "vector", -10, 10, SIZES),
        Given("m", "number", 0, 10),
        Given("t", "number", 0.05, 100),
        Given("y", "index", sizes=SIZES),
    ),
    (
        Step(
            "stretched",
            tex(
                r"\frac{1}{@t{t}}\,\max\left(@max{\max_{i \ne y}\,@t{t} z_i} - @t{t} @z{z_y}"
                r" + @m{m},\,0\right)"
            ),
            _stretched,
            numbers(_stretched_numbers),
        ),
        Step(
            "divided",
            tex(rf"\max\left({_HARDEST} + @relative{{\frac{{@m{{m}}}}{{@t{{t}}}}}},\,0\right)"),
            lambda env: np.maximum(_behind(env) + env["m"] / env["t"], 0),
            numbers(_divided_numbers),
        ),
        Step(
            "gone",
            tex(rf"\max\left({_HARDEST},\,0\right)"),
            lambda env: np.maximum(_behind(env), 0),
            numbers(_bare_numbers),
            tends("t"),
        ),
    ),
)

ALL = (additive_margin, margin_odds, raw_margin)
