"""Lesson 3: from the loss to a − y, by the chain rule.

Terms: z (scores), a (probabilities), g (gradient), y (the target), J (the Jacobian, J12 in row 1
and column 2).
"""

import numpy as np

from lossviz.algebra import (
    LETTERS,
    Env,
    Expression,
    Index,
    Scope,
    as_number,
    called,
    column,
    defined,
    derivative,
    exp,
    gradient,
    ln,
    mark,
    matrix_product,
    row,
    same,
    term,
    total,
    vector,
)
from lossviz.derivations.derivation import Derivation, Given, Step, applied

CLASSES = (2, 5)
SCORE = 300.0
WHY = "a line squares the sum of the exponentials, and one divides by a probability"
Z = Given("z", "vector", -SCORE, SCORE, CLASSES, why=WHY)
Y = Given("y", "index", sizes=CLASSES)

# the powers that are written out in a column of 520 pixels
WIDE = 4

z = vector("z")
sum_of_exp = total("k", exp(z["k"]), most=WIDE)


def share(i: Index) -> Expression:
    """a_i in the scores."""
    return exp(z[i]) / sum_of_exp


a = defined("a", "i", share("i"))
# the target as a one-hot vector
y = defined("y", "k", same("k", "y", of=z))
loss = -ln(share("y"))


# --- ∂L/∂a --------------------------------------------------------------------------------------

of_each = -total("k", y["k"] * ln(a["k"]))
of_target = -(1 / a["y"])


def by_own(k: Index) -> Expression:
    """∂L/∂a_k"""
    return -y[k] / a[k]


def letters(*entries: Expression | str) -> str:
    """A column vector by some of its entries."""
    texts = (e if isinstance(e, str) else f"{{{e.write(LETTERS)}}}" for e in entries)
    return r"\left[" + r",\;".join(texts) + r"\right]^\mathrm{T}"


def entries_by_a(latex: str) -> Expression:
    """∂L/∂a as it is: 0 but for the target."""
    return column("k", mark("a", as_number("r", -y["k"] / a["y"]), "k"), latex)


# by ln a, of which a can be as small as e^-600
log_a = vector("l")
SLOPES = column(
    "i", derivative(-total("k", y["k"] * ln(exp(log_a["k"]))), log_a["i"]) / exp(log_a["i"]), ""
)


def true_by_a(_value: np.ndarray, env: Env) -> np.ndarray:
    """∂/∂a of −Σ y_k ln a_k at a = softmax(z)."""
    logs = np.log(Scope(env).of(column("i", a["i"], "")))
    return np.asarray(Scope({**env, "l": logs}).of(SLOPES))


loss_to_a = Derivation(
    "loss_to_a",
    (Z, Y),
    (
        Step("sum", of_each),
        Step("target", -ln(a["y"])),
        Step(
            "each",
            column("k", by_own("k"), letters(by_own(1), r"\ldots", by_own("C"))),
            applied(r"\frac{\partial}{\partial \mathbf{a}}", true_by_a),
        ),
        Step("only", entries_by_a(letters("0", r"\ldots", of_target, r"\ldots", "0"))),
    ),
)


# --- the whole vector ---------------------------------------------------------------------------

J = defined("J", ("i", "j"), derivative(share("i"), z["j"]))
transposed = column("j", row("i", J["i", "j"], ""), r"\mathbf{J}^\mathrm{T}", "J")
by_a = entries_by_a(r"\frac{\partial L}{\partial " + term("a", r"\mathbf{a}") + "}")
row_of_target = column("j", J["y", "j"], r"\frac{\partial a_y}{\partial \mathbf{z}}", "J")

chain = Derivation(
    "chain",
    (Z, Y),
    (
        Step(
            "gradient",
            called(r"\frac{\partial L}{\partial \mathbf{z}}", gradient(loss, z), "g"),
        ),
        Step("jacobian", matrix_product(transposed, by_a)),
        Step("row", of_target * row_of_target),
        Step(
            "difference",
            column("k", a["k"], r"\mathbf{a}", "a") - column("k", y["k"], r"\mathbf{y}", "y"),
        ),
    ),
)

ALL = (loss_to_a, chain)
