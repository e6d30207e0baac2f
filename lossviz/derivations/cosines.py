"""Lesson 5: unit vectors on the circle, scores s·cos θ, and the floor of the loss.

Terms: p (probabilities), s, phi (direction of the sample), w (class vectors), floor.
"""

from collections.abc import Callable

import numpy as np

from lossviz.derivations.arithmetic import picked, softmax
from lossviz.derivations.old import Derivation, Env, Given, Step, at_least, at_most, tex
from lossviz.derivations.writing import (
    LN,
    WIDEST,
    Slots,
    frac,
    joined,
    lit,
    mark,
    numbers,
    paren,
    power,
)


def _s(put: Slots, env: Env) -> str:
    return put.put("s", env["s"], "s")


# --- on the circle: how fast one class takes over from the next ---------------------------------

FULL_TURN = 180.0
CIRCLE = (2, 10)
DIRECTIONS = Given("a", "vector", -FULL_TURN, FULL_TURN, CIRCLE)


def _angles(env: Env) -> np.ndarray:
    """Directions of the class vectors, radians [F, C]."""
    return np.radians(env["a"])


def _cosines(env: Env) -> np.ndarray:
    """Of the angles between the sample and every class vector, [F, C]."""
    return np.cos(np.radians(env["phi"])[:, None] - _angles(env))


def _log_odds(env: Env) -> np.ndarray:
    p = softmax(env["s"][:, None] * _cosines(env))
    return np.log(picked(p, env["i"]) / picked(p, env["j"]))


def _two(env: Env) -> tuple[np.ndarray, np.ndarray]:
    return picked(_angles(env), env["i"]), picked(_angles(env), env["j"])


def _cosine_difference(env: Env) -> np.ndarray:
    one, other = _two(env)
    phi = np.radians(env["phi"])
    return env["s"] * np.cos(phi - one) - env["s"] * np.cos(phi - other)


def _sine_product(env: Env) -> np.ndarray:
    one, other = _two(env)
    away = np.radians(env["phi"]) - (one + other) / 2
    return 2 * env["s"] * np.sin((one - other) / 2) * np.sin(away)


def _most_odds(env: Env) -> np.ndarray:
    one, other = _two(env)
    return 2 * env["s"] * np.abs(np.sin((one - other) / 2))


def _odds_numbers(put: Slots, env: Env) -> str:
    # a probability can be too small for the browser's numbers, its logarithm cannot
    logs = np.log(softmax(env["s"][:, None] * _cosines(env)))
    own, other = (
        put.put(f"p{name}", picked(logs, env[name]), lit("p", env[name])) for name in "ij"
    )
    return rf"({own}) - ({other})"


def _degrees(put: Slots, name: str, array: np.ndarray, light: str | None = None) -> str:
    return rf"({put.put(name, array, light)}^{{\circ}})"


def _cosine_numbers(put: Slots, env: Env) -> str:
    def part(name: str) -> str:
        theta = env["phi"] - picked(env["a"], env[name])
        away = np.degrees(np.arccos(np.clip(np.cos(np.radians(theta)), -1, 1)))
        angle = _degrees(put, f"t{name}", away, lit("p", env[name]))
        return rf"{_s(put, env)} \cdot \cos {angle}"

    return rf"{part('i')} - {part('j')}"


def _half(env: Env) -> np.ndarray:
    return (picked(env["a"], env["i"]) - picked(env["a"], env["j"])) / 2


def _sine_numbers(put: Slots, env: Env) -> str:
    away = env["phi"] - (picked(env["a"], env["i"]) + picked(env["a"], env["j"])) / 2
    return (
        rf"2 \cdot {_s(put, env)} \cdot \sin {_degrees(put, 'half', _half(env), 'w')}"
        rf" \cdot \sin {_degrees(put, 'away', away, 'phi')}"
    )


log_odds = Derivation(
    "log_odds",
    (
        DIRECTIONS,
        Given("phi", "number", -FULL_TURN, FULL_TURN),
        Given("s", "number", 0, 170, why="two exponentials are divided, and e^710 is no double"),
        Given("i", "index", sizes=CIRCLE),
        Given("j", "index", sizes=CIRCLE, unlike="i"),
    ),
    (
        Step(
            "odds",
            tex(r"\ln\,\frac{@p{p_i}}{@p{p_j}} = \ln @p{p_i} - \ln @p{p_j}"),
            _log_odds,
            numbers(_odds_numbers),
        ),
        Step(
            "cosines",
            tex(r"@s{s}\,\cos @p{\theta_i} - @s{s}\,\cos @p{\theta_j}"),
            _cosine_difference,
            numbers(_cosine_numbers),
        ),
        Step(
            "product",
            tex(
                r"2\,@s{s}\,\sin @w{\frac{\alpha_i - \alpha_j}{2}}\,"
                r"\sin\left(@phi{\varphi} - \frac{\alpha_i + \alpha_j}{2}\right)"
            ),
            _sine_product,
            numbers(_sine_numbers),
        ),
        Step(
            "most",
            tex(r"2\,@s{s}\,\left|\sin @w{\frac{\alpha_i - \alpha_j}{2}}\right|"),
            _most_odds,
            numbers(
                lambda put, env: (
                    rf"2 \cdot {_s(put, env)} \cdot "
                    rf"\left|\sin {_degrees(put, 'half', _half(env), 'w')}\right|"
                )
            ),
            at_most,
        ),
    ),
)


# --- no arrangement gets below the floor --------------------------------------------------------


def _pairs(env: Env) -> np.ndarray:
    """w_i·w_j of unit vectors, [F, C, C]."""
    return np.cos(_angles(env)[:, :, None] - _angles(env)[:, None])


def _rivals(env: Env) -> np.ndarray:
    """Σ_{j≠i} e^{−s(1 − w_i·w_j)}, [F, C]."""
    count = env["a"].shape[1]
    apart = np.exp(-env["s"][:, None, None] * (1 - _pairs(env)))
    return np.where(np.eye(count, dtype=bool), 0, apart).sum(axis=2)


def _mean_cosine(env: Env) -> np.ndarray:
    """Of every class vector with the others, [F, C]."""
    count = env["a"].shape[1]
    return np.where(np.eye(count, dtype=bool), 0, _pairs(env)).sum(axis=2) / (count - 1)


def _own_share(env: Env) -> np.ndarray:
    """p_y of a sample on each class vector, [F, C]."""
    scores = env["s"][:, None, None] * _pairs(env)
    e = np.exp(scores)
    return np.diagonal(e, axis1=1, axis2=2) / e.sum(axis=2)


def _sum_squared(env: Env) -> np.ndarray:
    """‖Σ w_i‖²."""
    return np.cos(_angles(env)).sum(axis=1) ** 2 + np.sin(_angles(env)).sum(axis=1) ** 2


def _classes(env: Env) -> int:
    return env["a"].shape[1]


def _jensen_rivals(env: Env) -> np.ndarray:
    count = _classes(env)
    far = np.exp(-env["s"][:, None] * (1 - _mean_cosine(env)))
    return np.log1p((count - 1) * far).mean(axis=1)


def _jensen_classes(env: Env) -> np.ndarray:
    mean = _mean_cosine(env).mean(axis=1)
    return np.log1p((_classes(env) - 1) * np.exp(-env["s"] * (1 - mean)))


def _one_square(env: Env) -> np.ndarray:
    count = _classes(env)
    spread = count / (count - 1) - _sum_squared(env) / (count * (count - 1))
    return np.log1p((count - 1) * np.exp(-env["s"] * spread))


def _floor(env: Env) -> np.ndarray:
    count = _classes(env)
    return np.log1p((count - 1) * np.exp(-env["s"] * count / (count - 1)))


def _over_classes(env: Env, part: Callable[[int], str]) -> str:
    count = _classes(env)
    return frac("1", str(count)) + paren(joined(count, part, most=WIDEST, first=1))


def _own_numbers(put: Slots, env: Env) -> str:
    p = _own_share(env)
    return _over_classes(env, lambda k: rf"(-{LN}{put.at('p', p, k)})")


def _rival_numbers(put: Slots, env: Env) -> str:
    rivals = _rivals(env)
    return _over_classes(env, lambda k: LN + rf"(1 + {put.at('r', rivals, k, light='p')})")


def _far(put: Slots, env: Env, name: str, cosine: np.ndarray, light: str) -> str:
    exponent = rf"-{_s(put, env)} (1 - ({put.put(name, cosine, light)}))"
    return rf"{_classes(env) - 1} \cdot {power(exponent)}"


def _jensen_rival_numbers(put: Slots, env: Env) -> str:
    mean = _mean_cosine(env)

    def part(k: int) -> str:
        return LN + rf"(1 + {_far(put, env, f'c{k + 1}', mean[:, k], f'w{k + 1}')})"

    count = _classes(env)
    return frac("1", str(count)) + paren(joined(count, part, most=1, first=1))


def _jensen_class_numbers(put: Slots, env: Env) -> str:
    mean = _mean_cosine(env).mean(axis=1)
    return LN + paren(rf"1 + {_far(put, env, 'c', mean, 'w')}")


def _square_numbers(put: Slots, env: Env) -> str:
    count = _classes(env)
    # the rounding of a sum of cosines is no fact about the vectors
    square = put.put("q", np.round(_sum_squared(env), 12), "w")
    spread = paren(frac(str(count), str(count - 1)) + "-" + frac(square, str(count * (count - 1))))
    return LN + paren(rf"1 + {count - 1} \cdot {power(rf'-{_s(put, env)} {spread}')}")


def _floor_numbers(put: Slots, env: Env) -> str:
    count = _classes(env)
    exponent = rf"-{_s(put, env)} \cdot {count} / {count - 1}"
    return mark("floor", LN + paren(rf"1 + {count - 1} \cdot {power(exponent)}"))


_SUM = r"\sum_{j \ne i}"
_MEAN = r"\frac{1}{C} \sum_i"

normface_floor = Derivation(
    "normface_floor",
    (DIRECTIONS, Given("s", "number", 0, 100)),
    (
        Step(
            "samples",
            tex(
                rf"{_MEAN} -\ln\,@p{{\frac{{e^{{@s{{s}}}}}}"
                rf"{{e^{{@s{{s}}}} + {_SUM} e^{{@s{{s}}\,@w{{w_i \cdot w_j}}}}}}}}"
            ),
            lambda env: -np.log(_own_share(env)).mean(axis=1),
            numbers(_own_numbers),
        ),
        Step(
            "divided",
            tex(rf"{_MEAN} \ln\left(1 + {_SUM} e^{{-@s{{s}}\,(1 - @w{{w_i \cdot w_j}})}}\right)"),
            lambda env: np.log1p(_rivals(env)).mean(axis=1),
            numbers(_rival_numbers),
        ),
        Step(
            "rivals",
            tex(rf"{_MEAN} \ln\left(1 + (C - 1)\,e^{{-@s{{s}}\,(1 - @w{{\bar c_i}})}}\right)"),
            _jensen_rivals,
            numbers(_jensen_rival_numbers),
            at_least,
        ),
        Step(
            "classes",
            tex(r"\ln\left(1 + (C - 1)\,e^{-@s{s}\,(1 - @w{\bar c})}\right)"),
            _jensen_classes,
            numbers(_jensen_class_numbers),
            at_least,
        ),
        Step(
            "square",
            tex(
                r"\ln\left(1 + (C - 1)\,e^{-@s{s}\left(\frac{C}{C - 1} - "
                r"\frac{@w{\|\sum_i w_i\|^2}}{C\,(C - 1)}\right)}\right)"
            ),
            _one_square,
            numbers(_square_numbers),
        ),
        Step(
            "floor",
            tex(r"@floor{\ln\left(1 + (C - 1)\,e^{-@s{s}\,\frac{C}{C - 1}}\right)}"),
            _floor,
            numbers(_floor_numbers),
            at_least,
        ),
    ),
)

ALL = (log_odds, normface_floor)
