"""Lesson 3: from the loss to a − y, by the chain rule.

Terms: z (scores), a (probabilities), g (gradient), y (the target), J (the Jacobian, J12 in row 1
and column 2), row, col.
"""

from collections.abc import Callable

import numpy as np

from lossviz.derivations.arithmetic import gradient, one_hot, picked, softmax
from lossviz.derivations.old import Derivation, Env, Given, Step, applied, tex
from lossviz.derivations.writing import (
    LN,
    Slots,
    bracketed,
    column,
    frac,
    joined,
    lit,
    numbers,
    paren,
)

CLASSES = (2, 5)
SCORE = 300.0
WHY = "a line squares the sum of the exponentials, and one divides by a probability"
Z = Given("z", "vector", -SCORE, SCORE, CLASSES, why=WHY)
Y = Given("y", "index", sizes=CLASSES)


def probability(env: Env, name: str = "y") -> np.ndarray:
    """a_y, or that of another index."""
    return picked(softmax(env["z"]), env[name])


def put_own(put: Slots, env: Env, name: str = "y") -> str:
    """The slot of a_y, or of a_i."""
    return put.put(f"a{name}", probability(env, name), lit("a", env[name]))


def put_each(put: Slots, env: Env, k: int) -> str:
    """The slot of a_{k+1}."""
    return put.at("a", softmax(env["z"]), k)


def target(env: Env) -> np.ndarray:
    """y as a one-hot vector."""
    return one_hot(env["y"], env["z"].shape[1])


def loss_gradient(env: Env) -> np.ndarray:
    """∂(−ln a_y)/∂z, the true derivative, not the formula that the lessons derive."""
    return gradient(lambda z: -np.log(picked(softmax(z), env["y"])), env["z"])


# --- ∂L/∂a --------------------------------------------------------------------------------------


def _all_terms(env: Env) -> np.ndarray:
    return -(target(env) * np.log(softmax(env["z"]))).sum(axis=1)


def _all_terms_numbers(put: Slots, env: Env) -> str:
    y = target(env)

    def part(k: int) -> str:
        return rf"{put.at('y', y, k)} \cdot {LN}{put_each(put, env, k)}"

    return "-" + paren(joined(y.shape[1], part))


def _true_to_a(value: np.ndarray, env: Env) -> np.ndarray:
    """∂/∂a of −Σ y_k ln a_k at a = softmax(z)."""
    a = softmax(env["z"])
    return gradient(lambda a: -(target(env) * np.log(a)).sum(axis=1), a, scale=a)


def _each_to_a_numbers(put: Slots, env: Env) -> str:
    y = target(env)
    return column(
        y.shape[1],
        lambda k: "-" + frac(put.at("y", y, k), put_each(put, env, k)),
    )


def _only_target(env: Env) -> np.ndarray:
    return np.where(target(env) == 1, -1 / probability(env)[:, None], 0.0)


def _only_target_numbers(put: Slots, env: Env) -> str:
    values = _only_target(env)
    return column(values.shape[1], lambda k: put.at("r", values, k, light="a"))


_TO_A = r"\frac{\partial}{\partial \mathbf{a}}"

loss_to_a = Derivation(
    "loss_to_a",
    (Z, Y),
    (
        Step("sum", tex(r"-\sum_k @y{y_k}\,\ln\,@a{a_k}"), _all_terms, numbers(_all_terms_numbers)),
        Step(
            "target",
            tex(r"-\ln\,@a{a_y}"),
            lambda env: -np.log(probability(env)),
            numbers(lambda put, env: rf"-{LN}{put_own(put, env)}"),
        ),
        Step(
            "each",
            tex(
                r"\left[{-\frac{@y{y_1}}{@a{a_1}}},\;\ldots,\;{-\frac{@y{y_C}}{@a{a_C}}}"
                r"\right]^\mathrm{T}"
            ),
            lambda env: -target(env) / softmax(env["z"]),
            numbers(_each_to_a_numbers),
            applied(_TO_A, _true_to_a),
        ),
        Step(
            "only",
            tex(r"\left[0,\;\ldots,\;{-\frac{1}{@a{a_y}}},\;\ldots,\;0\right]^\mathrm{T}"),
            _only_target,
            numbers(_only_target_numbers),
        ),
    ),
)


# --- the whole vector ---------------------------------------------------------------------------


def _jacobian(env: Env) -> np.ndarray:
    """J_ij = ∂a_i/∂z_j = a_i (δ_ij − a_j), [F, C, C]."""
    a = softmax(env["z"])
    return a[:, :, None] * (np.eye(a.shape[1]) - a[:, None, :])


def _row_of_target(env: Env) -> np.ndarray:
    return np.take_along_axis(_jacobian(env), env["y"][:, None, None], axis=1)[:, 0]


def _at_scores(put: Slots, env: Env) -> str:
    count = env["z"].shape[1]
    z = joined(count, lambda k: put.at("z", env["z"], k), r",\;")
    return rf"\left.\frac{{\partial L}}{{\partial \mathbf{{z}}}}\right|_{{\mathbf{{z}} = ({z})}}"


def _transposed(put: Slots, env: Env) -> str:
    j = _jacobian(env)
    count = j.shape[1]

    def entry(row: int, col: int) -> str:
        name = f"J{row + 1}{col + 1}"
        return put.put(name, j[:, row, col], name)

    # row r of the transposed matrix is column r of J
    rows = (" & ".join(entry(c, r) for c in range(count)) for r in range(count))
    return bracketed(rows) + r"\," + _only_target_numbers(put, env)


def _target_row(put: Slots, env: Env) -> str:
    row = _row_of_target(env)
    light = _row_light(env)
    entries = column(row.shape[1], lambda k: put.put(f"J{k + 1}", row[:, k], light(k)))
    return "-" + frac("1", put_own(put, env)) + r"\," + entries


def _row_light(env: Env) -> Callable[[int], str]:
    row = lit("J", env["y"])
    return lambda k: f"{row}{k + 1}" if row != "J" else row


def _a_minus_y(put: Slots, env: Env) -> str:
    y = target(env)
    a = column(y.shape[1], lambda k: put_each(put, env, k))
    return f"{a} - {column(y.shape[1], lambda k: put.at('y', y, k))}"


chain = Derivation(
    "chain",
    (Z, Y),
    (
        Step(
            "gradient",
            tex(r"@g{\frac{\partial L}{\partial \mathbf{z}}}"),
            loss_gradient,
            numbers(_at_scores),
        ),
        Step(
            "jacobian",
            tex(r"@J{\mathbf{J}^\mathrm{T}}\,\frac{\partial L}{\partial @a{\mathbf{a}}}"),
            lambda env: np.einsum("fij,fi->fj", _jacobian(env), _only_target(env)),
            numbers(_transposed),
        ),
        Step(
            "row",
            tex(r"-\frac{1}{@a{a_y}}\,@J{\frac{\partial a_y}{\partial \mathbf{z}}}"),
            lambda env: -1 / probability(env)[:, None] * _row_of_target(env),
            numbers(_target_row),
        ),
        Step(
            "difference",
            tex(r"@a{\mathbf{a}} - @y{\mathbf{y}}"),
            lambda env: softmax(env["z"]) - target(env),
            numbers(_a_minus_y),
        ),
    ),
)

ALL = (loss_to_a, chain)
