"""Vectors as wholes, unit vectors, matrices, the last component, one mark of a family."""

import numpy as np
import pytest

from lossviz.algebra import (
    BREAK,
    LETTERS,
    Numbers,
    Scope,
    as_number,
    column,
    defined,
    derivative,
    dot,
    exp,
    gradient,
    last,
    mark,
    matrix_product,
    point,
    row,
    same,
    sigmoid,
    total,
    unit,
    vector,
    vectors,
)

ENV = {
    "z": np.array([[1.0, 2.0, 4.0], [0.5, 0.0, -1.0]]),
    "y": np.array([1, 2]),
    "w": np.array([[[1.0, 0.0], [2.0, 1.0], [0.0, 3.0]]] * 2),
    "x": np.array([[2.0, 1.0], [-1.0, 0.5]]),
}
z, w, x = vector("z", mark=""), vectors("w", mark=""), point("x", mark="")
C = last(z)


def value(node):
    return Scope(ENV).of(node)


def slots(node):
    pen = Numbers(Scope(ENV))
    return node.write(pen).replace(BREAK, ""), pen.slots


def test_the_last_component_is_an_index():
    but_last = total("i", z["i"], but=C)
    assert but_last.write(LETTERS) == r"\sum\limits_{i \ne C} z_{i}"
    assert z[C].write(LETTERS) == "z_{C}"
    np.testing.assert_array_equal(value(z[C]), [4, -1])
    np.testing.assert_array_equal(value(but_last), [3, 0.5])
    assert not (but_last + z[C]).indices
    assert slots(z[C])[1].keys() == slots(z[3])[1].keys()


def test_a_mark_is_one_of_a_family():
    power = mark("e", exp(z["i"]), "i")
    assert power.write(LETTERS).startswith(r"\class{term-e}{")
    written = slots(total("i", power))[0]
    assert all(rf"\class{{term-e{k}}}{{" in written for k in (1, 2, 3))
    # a component that differs between frames is none of the family's in particular
    assert slots(mark("e", 1, "y"))[0] == r"\class{term-e}{1}"
    assert mark("e", 1, "y").indices == {"y"}


def test_a_point_is_written_by_its_coordinates():
    product = dot(as_number("n", w[1] - w[2]), x)
    assert (
        product.write(LETTERS)
        == rf"(\mathbf{{w}}_{{1}}{BREAK} - \mathbf{{w}}_{{2}}) \cdot \mathbf{{x}}"
    )
    latex, found = slots(product)
    assert latex == (
        r"(\class{slot-na}{0},\,\class{slot-nb}{0}) \cdot (\class{slot-xa}{0},\,\class{slot-xb}{0})"
    )
    np.testing.assert_array_equal(found["na"], [-1, -1])
    np.testing.assert_array_equal(value(product), [-3, 0.5])


def test_unit_vectors_make_a_vector():
    node = total("i", z["i"] * unit("i", z)) - mark("y", unit("y", z), "y")
    np.testing.assert_array_equal(value(node), ENV["z"] - np.eye(3)[ENV["y"]])
    letters = r"\sum\limits_{i} z_{i}\,\mathbf{e}_{i} - \class{term-y}{\mathbf{e}_{y}}"
    assert node.write(LETTERS).replace(BREAK, "") == letters
    latex, found = slots(node)
    assert r"\class{term-y}{\mathbf{e}_{\class{slot-ny}{0}}}" in latex
    np.testing.assert_array_equal(found["ny"], [2, 3])
    assert r"\class{slot-z1}{0}\,\mathbf{e}_{1}" in latex


def test_one_hot_components_are_counted_by_a_family():
    np.testing.assert_array_equal(
        value(column("k", defined("y", "k", same("k", "y", of=z))["k"], "y")),
        np.eye(3)[ENV["y"]],
    )


share = exp(z["i"]) / total("k", exp(z["k"]))
J = defined("J", ("i", "j"), derivative(share, z["j"]))
transposed = column("j", row("i", J["i", "j"], ""), r"\mathbf{J}^\mathrm{T}")


def test_a_column_of_rows_is_a_matrix():
    a = value(column("i", share, "a"))
    found = value(transposed)
    np.testing.assert_allclose(found, a[:, None] * (np.eye(3) - a[:, :, None]), atol=1e-15)
    latex = slots(transposed)[0]
    entry = r"\class{{term-J{0}{1}}}{{\class{{slot-J{0}{1}}}{{0}}}}"
    rows = [" & ".join(entry.format(i, j) for i in (1, 2, 3)) for j in (1, 2, 3)]
    assert latex == r"\begin{bmatrix}" + r" \\ ".join(rows) + r"\end{bmatrix}"


def test_a_gradient_is_the_matrix_times_the_slope():
    by_z = gradient(total("i", mark("", share) ** 2), z)
    by_a = column("i", 2 * share, "b")
    np.testing.assert_allclose(value(matrix_product(transposed, by_a)), value(by_z), atol=1e-15)
    body = r"z_{\class{slot-ny}{0}} \cdot e^{z_{1}}"
    at = r",\,".join(rf"\class{{slot-z{k}}}{{0}}" for k in (1, 2, 3))
    operator = r"\left.\frac{\partial}{\partial \mathbf{z}}\,"
    latex = slots(gradient(z["y"] * exp(z[1]), z))[0]
    assert latex == rf"{operator}{body}\right|_{{\mathbf{{z}} = ({at})}}"


def test_a_matrix_times_a_vector_takes_those():
    with pytest.raises(ValueError, match="a matrix and a vector"):
        matrix_product(column("i", z["i"], "v"), transposed)


def test_sigmoid():
    assert sigmoid(-z[1]).write(LETTERS) == r"\sigma(-z_{1})"
    np.testing.assert_allclose(value(sigmoid(z[1])), 1 / (1 + np.exp(-ENV["z"][:, 0])))
