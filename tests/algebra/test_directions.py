"""Unit vectors given by their directions, and products of vectors as they are written."""

import numpy as np

from lossviz.algebra import (
    LETTERS,
    Literal,
    Numbers,
    Scope,
    defined,
    direction,
    dot,
    norm,
    number,
    total,
    vector,
    vectors,
)

ENV = {"a": np.array([[0.0, 90.0], [30.0, -150.0]]), "s": np.array([2.0, -3.0])}
w = defined("w", "i", direction(vector("a", unit="deg")["i"]), mark="")
s = number("s", mark="")
u, v = vectors("u", "u", mark=""), vectors("v", "v", mark="")


def test_a_direction_is_a_unit_vector():
    np.testing.assert_allclose(Scope(ENV).of(w[2]), [[0, 1], [-np.sqrt(3) / 2, -0.5]], atol=1e-15)
    np.testing.assert_allclose(Scope(ENV).of(dot(s * w[1], w[2])), [0, 3], atol=1e-15)


def test_angles_between_directions_are_added():
    turn = number("s", unit="deg")
    apart = dot(direction(turn), direction(turn + Literal(60, unit="deg")))
    np.testing.assert_allclose(Scope(ENV).of(apart), [0.5, 0.5])


def test_vectors_are_added_and_measured():
    np.testing.assert_allclose(Scope(ENV).of(norm(total("i", w["i"]))), [np.sqrt(2), 0], atol=1e-15)


def test_a_multiple_times_a_vector_takes_no_brackets():
    assert dot(s * u["i"], v["i"]).write(LETTERS) == r"s\,u_{i} \cdot v_{i}"
    assert dot(u["i"] - v["i"], v["i"]).write(LETTERS) == r"(u_{i} - v_{i}) \cdot v_{i}".replace(
        " - ", "\u2063 - "
    )


def test_the_square_of_a_length_takes_no_brackets():
    assert (norm(u["i"]) ** 2).write(LETTERS) == r"{\left\|u_{i}\right\|}^{2}"


def test_the_numbers_of_a_unit_vector_are_its_two_components():
    pen = Numbers(Scope(ENV))
    assert w[2].write(pen).count("slot-") == 2
    np.testing.assert_allclose(pen.slots["wb2"], [1, -0.5])
