"""Lesson 3: what follows from a − y, and the C − 1 binary classifiers inside softmax.

Terms: z, a (probabilities), g (gradient), y (the target), w (class vectors), x (the sample).
"""

from collections.abc import Callable

import numpy as np

from lossviz.derivations.arithmetic import others, picked, settled, softmax
from lossviz.derivations.gradient import (
    Y,
    Z,
    loss_gradient,
    probability,
    put_each,
    put_own,
    target,
)
from lossviz.derivations.old import Derivation, Env, Given, Step, at_most, tex
from lossviz.derivations.writing import (
    WIDEST,
    Slots,
    absolute,
    joined,
    lit,
    lit_other,
    mark,
    numbers,
    paren,
)


def _rivals(env: Env) -> np.ndarray:
    """a_i of the classes i ≠ y, [F, C − 1]."""
    return others(softmax(env["z"]), env["y"])


def _put_rival(put: Slots, env: Env, k: int) -> str:
    return put.put(f"r{k + 1}", _rivals(env)[:, k], lit_other("a", env["y"], k))


def _rival_sum(put: Slots, env: Env) -> str:
    return joined(env["z"].shape[1] - 1, lambda k: _put_rival(put, env, k))


def _own_gradient(env: Env) -> np.ndarray:
    return picked(loss_gradient(env), env["y"])


def _rival_gradients(env: Env) -> np.ndarray:
    return others(loss_gradient(env), env["y"])


def _put_rival_gradient(put: Slots, env: Env, k: int) -> str:
    return put.put(f"g{k + 1}", _rival_gradients(env)[:, k], lit_other("g", env["y"], k))


def _put_own_gradient(put: Slots, env: Env) -> str:
    return put.put("gy", _own_gradient(env), lit("g", env["y"]))


# --- the three properties -----------------------------------------------------------------------


def _all_gradients(put: Slots, env: Env) -> str:
    """The rivals first: only the last, the target's, is negative."""
    rest = joined(env["z"].shape[1] - 1, lambda k: _put_rival_gradient(put, env, k))
    return f"{rest} + ({_put_own_gradient(put, env)})"


def _own_and_rivals(put: Slots, env: Env) -> str:
    return f"({put_own(put, env)} - 1) + {_rival_sum(put, env)}"


def _all_less_one(put: Slots, env: Env) -> str:
    return paren(joined(env["z"].shape[1], lambda k: put_each(put, env, k))) + " - 1"


sum_zero = Derivation(
    "sum_zero",
    (Z, Y),
    (
        Step(
            "gradients",
            tex(r"\sum_i @g{g_i}"),
            lambda env: settled(loss_gradient(env).sum(axis=1)),
            numbers(_all_gradients),
        ),
        Step(
            "cases",
            tex(r"@g{(@a{a_y} - 1)} + \sum_{i \ne y} @a{a_i}"),
            lambda env: settled((probability(env) - 1) + _rivals(env).sum(axis=1)),
            numbers(_own_and_rivals),
        ),
        Step(
            "together",
            tex(r"\sum_i @a{a_i} - 1"),
            lambda env: settled(softmax(env["z"]).sum(axis=1) - 1),
            numbers(_all_less_one),
        ),
        Step("zero", "0", lambda env: np.zeros(len(env["z"])), numbers(lambda put, env: "0")),
    ),
)


def _absolute(put: Slots, env: Env) -> str:
    rest = joined(env["z"].shape[1] - 1, lambda k: absolute(_put_rival_gradient(put, env, k)))
    return f"{rest} + {absolute(_put_own_gradient(put, env))}"


def _one_less(put: Slots, env: Env) -> str:
    return f"(1 - {put_own(put, env)})"


def _negative_and_rivals(put: Slots, env: Env) -> str:
    return f"{_one_less(put, env)} + {paren(_rival_sum(put, env))}"


l1_norm = Derivation(
    "l1_norm",
    (Z, Y),
    (
        Step(
            "absolute",
            tex(r"\sum_i \left|@g{g_i}\right|"),
            lambda env: np.abs(loss_gradient(env)).sum(axis=1),
            numbers(_absolute),
        ),
        Step(
            "signs",
            tex(r"(1 - @a{a_y}) + \sum_{i \ne y} @a{a_i}"),
            lambda env: (1 - probability(env)) + _rivals(env).sum(axis=1),
            numbers(_negative_and_rivals),
        ),
        Step(
            "twice",
            tex(r"2\,(1 - @a{a_y})"),
            lambda env: 2 * (1 - probability(env)),
            numbers(lambda put, env: r"2\," + _one_less(put, env)),
        ),
        Step(
            "target",
            tex(r"2\,\left|@g{g_y}\right|"),
            lambda env: 2 * np.abs(_own_gradient(env)),
            numbers(lambda put, env: r"2\," + absolute(_put_own_gradient(put, env))),
        ),
        Step(
            "bound",
            "2",
            lambda env: np.full(len(env["z"]), 2.0),
            numbers(lambda put, env: "2"),
            at_most,
        ),
    ),
)


def _rival_gradient_sum(put: Slots, env: Env) -> str:
    return joined(env["z"].shape[1] - 1, lambda k: _put_rival_gradient(put, env, k))


others_add_up = Derivation(
    "others_add_up",
    (Z, Y),
    (
        Step(
            "gradients",
            tex(r"\sum_{i \ne y} @g{g_i}"),
            lambda env: _rival_gradients(env).sum(axis=1),
            numbers(_rival_gradient_sum),
        ),
        Step(
            "probabilities",
            tex(r"\sum_{i \ne y} @a{a_i}"),
            lambda env: _rivals(env).sum(axis=1),
            numbers(_rival_sum),
        ),
        Step(
            "complement",
            tex(r"1 - @a{a_y}"),
            lambda env: 1 - probability(env),
            numbers(lambda put, env: "1 - " + put_own(put, env)),
        ),
        Step(
            "target",
            tex(r"\left|@g{g_y}\right|"),
            lambda env: np.abs(_own_gradient(env)),
            numbers(lambda put, env: absolute(_put_own_gradient(put, env))),
        ),
    ),
)


# --- C − 1 pairs --------------------------------------------------------------------------------


def _units(env: Env) -> np.ndarray:
    """e_1 … e_C, [C, C]."""
    return np.eye(env["z"].shape[1])


def _sum_of_units(env: Env) -> np.ndarray:
    return np.einsum("fk,kd->fd", softmax(env["z"]), _units(env)) - target(env)


def _target_in_shares(env: Env) -> np.ndarray:
    a, y = softmax(env["z"]), target(env)
    return np.einsum("fk,kd->fd", a, _units(env)) - np.einsum("fk,fd->fd", a, y)


def _pairs(env: Env) -> np.ndarray:
    """Σ_{i≠y} a_i (e_i − e_y)."""
    count = env["z"].shape[1]
    rivals = others(np.broadcast_to(np.arange(count), env["z"].shape), env["y"])
    lines = _units(env)[rivals] - target(env)[:, None, :]
    return np.einsum("fk,fkd->fd", _rivals(env), lines)


def _unit_vector(number: str, light: str = "g") -> str:
    return mark(light, rf"\mathbf{{e}}_{{{number}}}")


def _e_y(put: Slots, env: Env) -> str:
    return _unit_vector(put.put("target", env["y"] + 1), lit("y", env["y"]))


def _each_unit(put: Slots, env: Env, k: int) -> str:
    return rf"{put_each(put, env, k)}\,{_unit_vector(str(k + 1), f'g{k + 1}')}"


def _units_numbers(put: Slots, env: Env) -> str:
    count = env["z"].shape[1]
    return joined(count, lambda k: _each_unit(put, env, k)) + " - " + _e_y(put, env)


def _shares_numbers(put: Slots, env: Env) -> str:
    count = env["z"].shape[1]
    units = joined(count, lambda k: _each_unit(put, env, k), most=2, first=1)
    shares = joined(count, lambda k: put_each(put, env, k), most=2, first=1)
    return rf"{units} - {paren(shares)}\,{_e_y(put, env)}"


def _pairs_numbers(put: Slots, env: Env) -> str:
    def pair(k: int) -> str:
        rival = put.put(f"class{k + 1}", k + (k >= env["y"]) + 1)
        unit = _unit_vector(rival, lit_other("g", env["y"], k))
        return rf"{_put_rival(put, env, k)}\,({unit} - {_e_y(put, env)})"

    return joined(env["z"].shape[1] - 1, pair, most=WIDEST)


def _difference_numbers(put: Slots, env: Env) -> str:
    y = target(env)
    a = joined(y.shape[1], lambda k: put_each(put, env, k), r",\;")
    return f"({a}) - ({joined(y.shape[1], lambda k: put.at('y', y, k), r', ')})"


binary_split = Derivation(
    "binary_split",
    (Z, Y),
    (
        Step(
            "gradient",
            tex(r"@a{\mathbf{a}} - @y{\mathbf{y}}"),
            lambda env: softmax(env["z"]) - target(env),
            numbers(_difference_numbers),
        ),
        Step(
            "units",
            tex(r"\sum_i @a{a_i}\,@g{\mathbf{e}_i} - @y{\mathbf{e}_y}"),
            _sum_of_units,
            numbers(_units_numbers),
        ),
        Step(
            "shares",
            tex(r"\sum_i @a{a_i}\,@g{\mathbf{e}_i} - \sum_i @a{a_i}\,@y{\mathbf{e}_y}"),
            _target_in_shares,
            numbers(_shares_numbers),
        ),
        Step(
            "pairs",
            tex(r"\sum_{i \ne y} @a{a_i}\,(@g{\mathbf{e}_i} - @y{\mathbf{e}_y})"),
            _pairs,
            numbers(_pairs_numbers),
        ),
    ),
)


# --- the boundary between two classes -----------------------------------------------------------


def _vector(env: Env, name: str) -> np.ndarray:
    """w_i, [F, 2]."""
    return np.take_along_axis(env["w"], env[name][:, None, None], axis=1)[:, 0]


def _score(env: Env, name: str) -> np.ndarray:
    return picked(np.einsum("fkd,fd->fk", env["w"], env["x"]), env[name])


def _put_score(put: Slots, env: Env, name: str) -> str:
    return put.put(f"z{name}", _score(env, name), lit("z", env[name]))


def _scores_numbers(put: Slots, env: Env) -> str:
    return f"{_put_score(put, env, 'i')} - ({_put_score(put, env, 'j')})"


def _point(put: Slots, name: str, vector: np.ndarray, light: str) -> str:
    across, up = (put.put(f"{name}{k}", vector[:, k], light) for k in range(2))
    return rf"({across},\,{up})"


def _products_numbers(put: Slots, env: Env) -> str:
    x = _point(put, "x", env["x"], "x")
    first, second = (
        _point(put, f"w{name}", _vector(env, name), lit("w", env[name])) for name in "ij"
    )
    return rf"{first} \cdot {x} - {second} \cdot {x}"


def _normal_numbers(put: Slots, env: Env) -> str:
    normal = _point(put, "n", _vector(env, "i") - _vector(env, "j"), "w")
    return rf"{normal} \cdot {_point(put, 'x', env['x'], 'x')}"


def _dot(vector: Callable[[Env], np.ndarray]) -> Callable[[Env], np.ndarray]:
    return lambda env: np.einsum("fd,fd->f", vector(env), env["x"])


boundary = Derivation(
    "boundary",
    (
        Given("w", "vectors", -50, 50, (2, 6)),
        Given("x", "vector", -50, 50),
        Given("i", "index", sizes=(2, 6)),
        Given("j", "index", sizes=(2, 6), unlike="i"),
    ),
    (
        Step(
            "scores",
            tex(r"@z{z_i} - @z{z_j}"),
            lambda env: _score(env, "i") - _score(env, "j"),
            numbers(_scores_numbers),
        ),
        Step(
            "products",
            tex(
                r"@w{\mathbf{w}_i} \cdot @x{\mathbf{x}} - @w{\mathbf{w}_j} \cdot @x{\mathbf{x}}",
            ),
            lambda env: _dot(lambda e: _vector(e, "i"))(env) - _dot(lambda e: _vector(e, "j"))(env),
            numbers(_products_numbers),
        ),
        Step(
            "normal",
            tex(r"@w{(\mathbf{w}_i - \mathbf{w}_j)} \cdot @x{\mathbf{x}}"),
            _dot(lambda env: _vector(env, "i") - _vector(env, "j")),
            numbers(_normal_numbers),
        ),
    ),
)

ALL = (sum_zero, l1_norm, others_add_up, binary_split, boundary)
