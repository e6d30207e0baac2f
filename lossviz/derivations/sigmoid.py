"""Lesson 1: the sigmoid inside the softmax of two classes, and its slope.

Terms: x1 and x2 (the scores, called so in the notes), d (their difference), e1 and e2, sum, p1,
sigma, slope, x.
"""

import numpy as np

from lossviz.derivations.arithmetic import sigmoid, slope
from lossviz.derivations.old import Derivation, Env, Given, Step, tex
from lossviz.derivations.softmax import EXPONENT, TWICE
from lossviz.derivations.writing import Slots, frac, mark, numbers, power

# --- two classes: a sigmoid ---------------------------------------------------------------------


def _x1_x2(put: Slots, env: Env) -> tuple[str, str]:
    return put.put("x1", env["x1"], "x1"), put.put("x2", env["x2"], "x2")


def _e1_e2(put: Slots, env: Env) -> tuple[str, str]:
    x1, x2 = _x1_x2(put, env)
    return mark("e1", power(x1)), mark("e2", power(x2))


def _both(put: Slots, env: Env) -> str:
    e1, e2 = _e1_e2(put, env)
    return mark("p1", frac(e1, mark("sum", f"{e1} + {e2}")))


def _divided(put: Slots, env: Env) -> str:
    e1, e2 = _e1_e2(put, env)
    return mark("p1", frac("1", f"1 + {frac(e2, e1)}"))


def _in_difference(put: Slots, env: Env) -> str:
    x1, x2 = _x1_x2(put, env)
    return mark("p1", frac("1", "1 + " + power("-" + mark("d", f"({x1} - ({x2}))"))))


two_classes = Derivation(
    "two_classes",
    (
        Given("x1", "number", -EXPONENT, EXPONENT, why=TWICE),
        Given("x2", "number", -EXPONENT, EXPONENT, why=TWICE),
    ),
    (
        Step(
            "both",
            tex(r"@p1{\frac{@e1{e^{@x1{z_1}}}}{@sum{@e1{e^{@x1{z_1}}} + @e2{e^{@x2{z_2}}}}}}"),
            lambda env: np.exp(env["x1"]) / (np.exp(env["x1"]) + np.exp(env["x2"])),
            numbers(_both),
        ),
        Step(
            "divided",
            tex(r"@p1{\frac{1}{1 + \frac{@e2{e^{@x2{z_2}}}}{@e1{e^{@x1{z_1}}}}}}"),
            lambda env: 1 / (1 + np.exp(env["x2"]) / np.exp(env["x1"])),
            numbers(_divided),
        ),
        Step(
            "difference",
            tex(r"@p1{\frac{1}{1 + e^{-@d{(@x1{z_1} - @x2{z_2})}}}}"),
            lambda env: 1 / (1 + np.exp(-(env["x1"] - env["x2"]))),
            numbers(_in_difference),
        ),
        Step(
            "sigmoid",
            tex(r"@sigma{\sigma(@d{@x1{z_1} - @x2{z_2}})}"),
            lambda env: sigmoid(env["x1"] - env["x2"]),
            numbers(
                lambda put, env: mark(
                    "sigma", rf"\sigma({put.put('d', env['x1'] - env['x2'], 'd')})"
                )
            ),
        ),
    ),
)


# --- the slope of the sigmoid -------------------------------------------------------------------


def _true_slope(env: Env) -> np.ndarray:
    only = np.zeros(len(env["x"]), np.int64)
    return slope(lambda x: sigmoid(x[:, 0]), env["x"][:, None], only)


def _quotient(env: Env) -> np.ndarray:
    e = np.exp(-env["x"])
    return (0 * (1 + e) - 1 * -e) / (1 + e) ** 2


def _slope_at(put: Slots, env: Env) -> str:
    at = put.put("x", env["x"], "x")
    return rf"@slope{{\left.\frac{{d\sigma}}{{dx}}\right|_{{x = {at}}}}}"


def _with_e(latex: str):
    """A numbers line: `latex` with e^{−x} in place of every E."""

    def write(put: Slots, env: Env) -> str:
        return mark("slope", latex.replace("E", power(f"-({put.put('x', env['x'], 'x')})")))

    return numbers(write)


def _with_sigma(put: Slots, env: Env) -> str:
    s = put.put("s", sigmoid(env["x"]), "sigma")
    return rf"@slope{{{s}\,(1 - {s})}}"


def _of_x(latex: str) -> str:
    """The same line in symbols."""
    return tex(mark("slope", latex.replace("E", "e^{-@x{x}}")))


_RULE = r"\frac{0 \cdot (1 + E) - 1 \cdot ({-E})}{(1 + E)^{2}}"
_SQUARE = r"\frac{E}{(1 + E)^{2}}"
_PRODUCT = r"@sigma{\frac{1}{1 + E}} \cdot \frac{E}{1 + E}"
_COMPLEMENT = r"@sigma{\frac{1}{1 + E}} \left(1 - @sigma{\frac{1}{1 + E}}\right)"

sigmoid_slope = Derivation(
    "sigmoid_slope",
    (Given("x", "number", -EXPONENT, EXPONENT, why=TWICE),),
    (
        Step(
            "derivative",
            _of_x(r"\frac{d}{dx}\,@sigma{\frac{1}{1 + E}}"),
            _true_slope,
            numbers(_slope_at),
        ),
        Step("quotient", _of_x(_RULE), _quotient, _with_e(_RULE)),
        Step(
            "simplified",
            _of_x(_SQUARE),
            lambda env: np.exp(-env["x"]) / (1 + np.exp(-env["x"])) ** 2,
            _with_e(_SQUARE),
        ),
        Step(
            "product",
            _of_x(_PRODUCT),
            lambda env: 1 / (1 + np.exp(-env["x"])) * (np.exp(-env["x"]) / (1 + np.exp(-env["x"]))),
            _with_e(_PRODUCT),
        ),
        Step(
            "complement",
            _of_x(_COMPLEMENT),
            lambda env: 1 / (1 + np.exp(-env["x"])) * (1 - 1 / (1 + np.exp(-env["x"]))),
            _with_e(_COMPLEMENT),
        ),
        Step(
            "sigma",
            tex(r"@slope{@sigma{\sigma(x)}\,(1 - @sigma{\sigma(x)})}"),
            lambda env: sigmoid(env["x"]) * (1 - sigmoid(env["x"])),
            numbers(_with_sigma),
        ),
    ),
)

ALL = (two_classes, sigmoid_slope)
