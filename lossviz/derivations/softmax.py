"""Lesson 1: what softmax does not see.

Terms: z (scores), e (exponentials), sum, p (probabilities), c, w (class vectors), x (the sample).
"""

from collections.abc import Callable

import numpy as np

from lossviz.derivations.arithmetic import picked
from lossviz.derivations.old import Derivation, Env, Given, Step, tex
from lossviz.derivations.writing import (
    WIDEST,
    WRITTEN_OUT,
    Slots,
    frac,
    joined,
    lit,
    mark,
    numbers,
    paren,
    power,
)

CLASSES = (2, 5)
EXPONENT = 350.0
TWICE = "a line multiplies two exponentials or squares one, and e^710 is no double"

Part = Callable[[Slots, Env], str]
PartOf = Callable[[Slots, Env, int], str]


def _share(own: Part, each: PartOf, before: Part | None = None, most: int = WRITTEN_OUT):
    """A numbers line p_i = (own) / (before · Σ each): the exponentials of class i and of all."""

    def write(put: Slots, env: Env) -> str:
        count = env["z" if "z" in env else "w"].shape[1]
        below = joined(count, lambda k: mark(f"e{k + 1}", each(put, env, k)), most=most)
        if before is not None:
            below = before(put, env) + paren(below)
        above = mark(lit("e", env["i"]), own(put, env))
        return mark(lit("p", env["i"]), frac(above, mark("sum", below)))

    return numbers(write)


# --- softmax(z + c) = softmax(z) ----------------------------------------------------------------


def _own(env: Env) -> np.ndarray:
    return picked(env["z"], env["i"])


def _total(env: Env) -> np.ndarray:
    return np.exp(env["z"]).sum(axis=1)


def _shifted(env: Env) -> np.ndarray:
    return np.exp(_own(env) + env["c"]) / np.exp(env["z"] + env["c"][:, None]).sum(axis=1)


def _powers(env: Env) -> np.ndarray:
    c = np.exp(env["c"])
    return np.exp(_own(env)) * c / (np.exp(env["z"]) * c[:, None]).sum(axis=1)


def _factor(env: Env) -> np.ndarray:
    c = np.exp(env["c"])
    return c * np.exp(_own(env)) / (c * _total(env))


def _z_i(put: Slots, env: Env) -> str:
    return put.put("zi", _own(env), lit("z", env["i"]))


def _z_k(put: Slots, env: Env, k: int) -> str:
    return put.at("z", env["z"], k)


def _plus_c(put: Slots, env: Env) -> str:
    return f" + ({put.put('c', env['c'], 'c')})"


def _e_c(put: Slots, env: Env) -> str:
    return power(put.put("c", env["c"], "c"))


translation = Derivation(
    "translation",
    (
        Given("z", "vector", -EXPONENT, EXPONENT, CLASSES, why=TWICE),
        Given("c", "number", -EXPONENT, EXPONENT, why=TWICE),
        Given("i", "index", sizes=CLASSES),
    ),
    (
        Step(
            "shifted",
            tex(r"@p{\frac{@e{e^{@z{z_i} + @c{c}}}}{@sum{\sum_k @e{e^{@z{z_k} + @c{c}}}}}}"),
            _shifted,
            _share(
                lambda put, env: power(_z_i(put, env) + _plus_c(put, env)),
                lambda put, env, k: power(_z_k(put, env, k) + _plus_c(put, env)),
            ),
        ),
        Step(
            "powers",
            tex(r"@p{\frac{@e{e^{@z{z_i}}}\,e^{@c{c}}}{@sum{\sum_k @e{e^{@z{z_k}}}\,e^{@c{c}}}}}"),
            _powers,
            _share(
                lambda put, env: power(_z_i(put, env)) + r"\," + _e_c(put, env),
                lambda put, env, k: power(_z_k(put, env, k)) + r"\," + _e_c(put, env),
            ),
        ),
        Step(
            "factor",
            tex(r"@p{\frac{e^{@c{c}}\,@e{e^{@z{z_i}}}}{e^{@c{c}} @sum{\sum_k @e{e^{@z{z_k}}}}}}"),
            _factor,
            _share(
                lambda put, env: _e_c(put, env) + r"\," + power(_z_i(put, env)),
                lambda put, env, k: power(_z_k(put, env, k)),
                before=_e_c,
            ),
        ),
        Step(
            "cancelled",
            tex(r"@p{\frac{@e{e^{@z{z_i}}}}{@sum{\sum_k @e{e^{@z{z_k}}}}}}"),
            lambda env: np.exp(_own(env)) / _total(env),
            _share(
                lambda put, env: power(_z_i(put, env)),
                lambda put, env, k: power(_z_k(put, env, k)),
            ),
        ),
    ),
)


# --- C − 1 class vectors are enough -------------------------------------------------------------


def _scores(env: Env) -> np.ndarray:
    """w_k·x, [F, C]."""
    return np.einsum("fkd,fd->fk", env["w"], env["x"])


def _from_last(env: Env) -> np.ndarray:
    """(w_k − w_C)·x, [F, C]; the last is 0."""
    return np.einsum("fkd,fd->fk", env["w"] - env["w"][:, -1:], env["x"])


def _all(env: Env) -> np.ndarray:
    return np.exp(picked(_scores(env), env["i"])) / np.exp(_scores(env)).sum(axis=1)


def _times(env: Env) -> np.ndarray:
    last = np.exp(-_scores(env)[:, -1])
    return (
        np.exp(picked(_scores(env), env["i"]))
        * last
        / (np.exp(_scores(env)) * last[:, None]).sum(axis=1)
    )


def _difference(env: Env) -> np.ndarray:
    return np.exp(picked(_from_last(env), env["i"])) / np.exp(_from_last(env)).sum(axis=1)


def _one_less(env: Env) -> np.ndarray:
    others = np.exp(_from_last(env)[:, :-1]).sum(axis=1)
    return np.exp(picked(_from_last(env), env["i"])) / (1 + others)


def _s_i(put: Slots, env: Env) -> str:
    return put.put("si", picked(_scores(env), env["i"]), lit("w", env["i"]))


def _s_k(put: Slots, env: Env, k: int) -> str:
    return put.at("s", _scores(env), k, light="w")


def _minus_last(put: Slots, env: Env) -> str:
    light = f"w{env['w'].shape[1]}"
    return f" - ({put.put('last', _scores(env)[:, -1], light)})"


def _e_last(put: Slots, env: Env) -> str:
    return r"\," + power(_minus_last(put, env))


def _one_less_numbers(put: Slots, env: Env) -> str:
    """1 + Σ_{k<C}: the last class vector is 0, and e^0 = 1."""
    last = env["w"].shape[1]
    d = _from_last(env)
    rest = joined(last - 1, lambda k: mark(f"e{k + 1}", power(put.at("d", d, k, light="w"))))
    above = power(put.put("di", picked(d, env["i"]), lit("w", env["i"])))
    below = mark("sum", f"@e{last}{{1}} + {rest}")
    return mark(lit("p", env["i"]), frac(mark(lit("e", env["i"]), above), below))


_DOT_K = r"@w{\mathbf{w}_k} \cdot @x{\mathbf{x}}"
_DOT_I = r"@w{\mathbf{w}_i} \cdot @x{\mathbf{x}}"
_DOT_LAST = r"@w{\mathbf{w}_C} \cdot @x{\mathbf{x}}"
_LESS_K = r"@w{(\mathbf{w}_k - \mathbf{w}_C)} \cdot @x{\mathbf{x}}"
_LESS_I = r"@w{(\mathbf{w}_i - \mathbf{w}_C)} \cdot @x{\mathbf{x}}"
_NEW_K = r"@w{\mathbf{u}_k} \cdot @x{\mathbf{x}}"
_NEW_I = r"@w{\mathbf{u}_i} \cdot @x{\mathbf{x}}"
_PLANE = "w·x stays within ±338: " + TWICE

k_minus_1 = Derivation(
    "k_minus_1",
    (
        Given("w", "vectors", -13, 13, CLASSES, why=_PLANE),
        Given("x", "vector", -13, 13, why=_PLANE),
        Given("i", "index", sizes=CLASSES),
    ),
    (
        Step(
            "all",
            tex(rf"@p{{\frac{{@e{{e^{{{_DOT_I}}}}}}}{{@sum{{\sum_k @e{{e^{{{_DOT_K}}}}}}}}}}}"),
            _all,
            _share(
                lambda put, env: power(_s_i(put, env)),
                lambda put, env, k: power(_s_k(put, env, k)),
            ),
        ),
        Step(
            "times",
            tex(
                rf"@p{{\frac{{@e{{e^{{{_DOT_I}}}}}\,e^{{-{_DOT_LAST}}}}}"
                rf"{{@sum{{\sum_k @e{{e^{{{_DOT_K}}}}}\,e^{{-{_DOT_LAST}}}}}}}}}"
            ),
            _times,
            _share(
                lambda put, env: power(_s_i(put, env)) + _e_last(put, env),
                lambda put, env, k: power(_s_k(put, env, k)) + _e_last(put, env),
                most=WIDEST,
            ),
        ),
        Step(
            "difference",
            tex(rf"@p{{\frac{{@e{{e^{{{_LESS_I}}}}}}}{{@sum{{\sum_k @e{{e^{{{_LESS_K}}}}}}}}}}}"),
            _difference,
            _share(
                lambda put, env: power(_s_i(put, env) + _minus_last(put, env)),
                lambda put, env, k: power(_s_k(put, env, k) + _minus_last(put, env)),
                most=WIDEST,
            ),
        ),
        Step(
            "one_less",
            tex(
                rf"@p{{\frac{{@e{{e^{{{_NEW_I}}}}}}}"
                rf"{{@sum{{1 + \sum_{{k < C}} @e{{e^{{{_NEW_K}}}}}}}}}}}"
            ),
            _one_less,
            numbers(_one_less_numbers),
        ),
    ),
)

ALL = (translation, k_minus_1)
