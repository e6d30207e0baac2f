"""Lesson 4: from the perceptron to cross-entropy, one objective at a time.

Terms: z (scores), a1, a2 (z_i − z_y of the first rival, the second, …), m, max, LSE, L.
"""

from collections.abc import Callable

import numpy as np

from lossviz.derivations.arithmetic import others, picked
from lossviz.derivations.old import Derivation, Env, Given, Step, at_least, at_most, tex
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

CLASSES = (2, 5)
WHY = "a line takes e^(z_i − z_y), and e^710 is no double"
Z = Given("z", "vector", -350, 350, CLASSES, why=WHY)
Y = Given("y", "index", sizes=CLASSES)
M = Given("m", "number", 0, 5)


def own(env: Env) -> np.ndarray:
    """z_y."""
    return picked(env["z"], env["y"])


def rivals(env: Env) -> np.ndarray:
    """z_i of the classes i ≠ y, [F, C − 1]."""
    return others(env["z"], env["y"])


def behind(env: Env) -> np.ndarray:
    """z_i − z_y, positive where a rival is ahead, [F, C − 1]."""
    return rivals(env) - own(env)[:, None]


def _relu(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, 0)


def _lse(env: Env) -> np.ndarray:
    return np.log(np.exp(rivals(env)).sum(axis=1))


def _put_own(put: Slots, env: Env) -> str:
    return put.put("zy", own(env), lit("z", env["y"]))


def _put_rival(put: Slots, env: Env, k: int) -> str:
    light = lit_other("z", env["y"], k)
    return put.put(f"r{k + 1}", rivals(env)[:, k], light)


def _exp_of_rivals(put: Slots, env: Env) -> str:
    return joined(env["z"].shape[1] - 1, lambda k: power(_put_rival(put, env, k)))


def _put_m(put: Slots, env: Env) -> str:
    return " + " + put.put("m", env["m"], "m")


# --- the chain of objectives --------------------------------------------------------------------


def _sum_of_hinges(margin: Callable[[Slots, Env], str]):
    def write(put: Slots, env: Env) -> str:
        def part(k: int) -> str:
            gap = put.at("a", behind(env), k)
            return rf"\max({gap}{margin(put, env)},\,0)"

        return mark("L", joined(env["z"].shape[1] - 1, part, most=WIDEST))

    return numbers(write)


def _largest(put: Slots, env: Env) -> str:
    z = joined(env["z"].shape[1] - 1, lambda k: _put_rival(put, env, k), r",\,")
    return mark("max", rf"\max({z})")


def _lse_numbers(put: Slots, env: Env) -> str:
    return mark("LSE", LN + f"({_exp_of_rivals(put, env)})")


def _hinge_of(inner: Callable[[Slots, Env], str], margin: Callable[[Slots, Env], str]):
    def write(put: Slots, env: Env) -> str:
        gap = f"{inner(put, env)} - ({_put_own(put, env)}){margin(put, env)}"
        return rf"@L{{\max\left({gap},\,0\right)}}"

    return numbers(write)


def _no_margin(put: Slots, env: Env) -> str:
    return ""


def _softplus_numbers(put: Slots, env: Env) -> str:
    gap = f"{_lse_numbers(put, env)} - ({_put_own(put, env)})"
    return mark("L", LN + paren("1 + " + power(gap)))


_RIVAL_MAX = r"@max{\max_{i \ne y} z_i}"
_RIVAL_LSE = r"@LSE{\ln \sum_{i \ne y} e^{@z{z_i}}}"
_SOFTPLUS = tex(rf"@L{{\ln\left(1 + e^{{{_RIVAL_LSE} - @z{{z_y}}}}\right)}}")

objectives = Derivation(
    "objectives",
    (Z, Y, M),
    (
        Step(
            "perceptron",
            tex(r"@L{\sum_{i \ne y} \max(@a{z_i - z_y},\,0)}"),
            lambda env: _relu(behind(env)).sum(axis=1),
            _sum_of_hinges(_no_margin),
        ),
        Step(
            "hinge",
            tex(r"@L{\sum_{i \ne y} \max(@a{z_i - z_y} + @m{m},\,0)}"),
            lambda env: _relu(behind(env) + env["m"][:, None]).sum(axis=1),
            _sum_of_hinges(_put_m),
            at_most,
        ),
        Step(
            "max_hinge",
            tex(rf"@L{{\max\left({_RIVAL_MAX} - @z{{z_y}} + @m{{m}},\,0\right)}}"),
            lambda env: _relu(rivals(env).max(axis=1) - own(env) + env["m"]),
            _hinge_of(_largest, _put_m),
            at_least,
        ),
        Step(
            "no_margin",
            tex(rf"@L{{\max\left({_RIVAL_MAX} - @z{{z_y}},\,0\right)}}"),
            lambda env: _relu(rivals(env).max(axis=1) - own(env)),
            _hinge_of(_largest, _no_margin),
            at_least,
        ),
        Step(
            "lse",
            tex(rf"@L{{\max\left({_RIVAL_LSE} - @z{{z_y}},\,0\right)}}"),
            lambda env: _relu(_lse(env) - own(env)),
            _hinge_of(_lse_numbers, _no_margin),
            at_most,
        ),
        Step(
            "softplus",
            _SOFTPLUS,
            lambda env: np.log1p(np.exp(_lse(env) - own(env))),
            numbers(_softplus_numbers),
            at_most,
        ),
    ),
)


# --- softplus of LSE is cross-entropy -----------------------------------------------------------


def _inside(put: Slots, env: Env) -> str:
    return mark("L", LN + paren("1 + " + frac(_exp_of_rivals(put, env), power(_put_own(put, env)))))


def _all_exponentials(put: Slots, env: Env) -> str:
    return joined(env["z"].shape[1], lambda k: power(put.at("z", env["z"], k)))


def _one_fraction(put: Slots, env: Env) -> str:
    return mark("L", LN + frac(_all_exponentials(put, env), power(_put_own(put, env))))


def _turned(put: Slots, env: Env) -> str:
    return mark("L", "-" + LN + frac(power(_put_own(put, env)), _all_exponentials(put, env)))


four_lines = Derivation(
    "four_lines",
    (Z, Y),
    (
        Step(
            "softplus",
            _SOFTPLUS,
            # log1p(x) is this line, ln(1 + x), with the digits of a small x kept
            lambda env: np.log1p(np.exp(_lse(env) - own(env))),
            numbers(_softplus_numbers),
        ),
        Step(
            "quotient",
            tex(r"@L{\ln\left(1 + \frac{\sum_{i \ne y} e^{@z{z_i}}}{e^{@z{z_y}}}\right)}"),
            lambda env: np.log1p(np.exp(rivals(env)).sum(axis=1) / np.exp(own(env))),
            numbers(_inside),
        ),
        Step(
            "together",
            tex(r"@L{\ln\,\frac{\sum_i e^{@z{z_i}}}{e^{@z{z_y}}}}"),
            lambda env: np.log(np.exp(env["z"]).sum(axis=1) / np.exp(own(env))),
            numbers(_one_fraction),
        ),
        Step(
            "turned",
            tex(r"@L{-\ln\,\frac{e^{@z{z_y}}}{\sum_i e^{@z{z_i}}}}"),
            lambda env: -np.log(np.exp(own(env)) / np.exp(env["z"]).sum(axis=1)),
            numbers(_turned),
        ),
    ),
)


# --- why not one number for the class -----------------------------------------------------------


def _squares(env: Env, v: float) -> np.ndarray:
    """Σ p_j (place_j − v)²."""
    return (env["p"] * (env["place"] - v) ** 2).sum(axis=1)


def _lowest(env: Env) -> np.ndarray:
    """Where the squares are least: the vertex of the parabola through their values at 0, 1, 2."""
    zero, one, two = (_squares(env, v) for v in (0.0, 1.0, 2.0))
    return (3 * zero - 4 * one + two) / (2 * (zero - 2 * one + two))


def _mean_place(env: Env) -> np.ndarray:
    return (env["p"] * env["place"]).sum(axis=1)


def _put_share(put: Slots, env: Env, k: int) -> str:
    return put.at("p", env["p"], k)


def _put_place(put: Slots, env: Env, k: int) -> str:
    return put.at("place", env["place"], k, light="p")


def _squares_numbers(put: Slots, env: Env) -> str:
    def part(k: int) -> str:
        return rf"{_put_share(put, env, k)}\,({_put_place(put, env, k)} - v)^2"

    return r"\operatorname{argmin}_v\," + paren(joined(env["p"].shape[1], part, most=WIDEST))


def _weighted(put: Slots, env: Env) -> str:
    return joined(
        env["p"].shape[1],
        lambda k: rf"{_put_share(put, env, k)} \cdot {_put_place(put, env, k)}",
    )


def _quotient_numbers(put: Slots, env: Env) -> str:
    total = joined(env["p"].shape[1], lambda k: _put_share(put, env, k))
    return frac(_weighted(put, env), total)


_PLACE = r"\mathrm{place}_j"

index_mean = Derivation(
    "index_mean",
    (Given("p", "distribution", 1e-12, 1, CLASSES), Given("place", "order", sizes=CLASSES)),
    (
        Step(
            "squares",
            tex(rf"\operatorname{{argmin}}_v \sum_j @p{{p_j}}\,({_PLACE} - v)^2"),
            _lowest,
            numbers(_squares_numbers),
        ),
        Step(
            "stationary",
            tex(rf"\frac{{\sum_j @p{{p_j}} \cdot {_PLACE}}}{{\sum_j @p{{p_j}}}}"),
            lambda env: _mean_place(env) / env["p"].sum(axis=1),
            numbers(_quotient_numbers),
        ),
        Step(
            "mean",
            tex(rf"\sum_j @p{{p_j}} \cdot {_PLACE}"),
            _mean_place,
            numbers(_weighted),
        ),
    ),
)

ALL = (objectives, four_lines, index_mean)
