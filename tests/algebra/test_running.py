"""Sums that end at another index, the smallest of many, and the least number of a condition."""

import numpy as np

from lossviz.algebra import (
    LETTERS,
    Numbers,
    Scope,
    bound,
    defined,
    highest,
    least,
    lowest,
    number,
    running,
    vector,
)

g = vector("g", mark="")
at = defined("a", "i", running("k", g["k"], "i"), mark="")
ENV = {"g": np.array([[1.0, 4.0, 2.0], [3.0, 1.0, 1.0]]), "y": np.array([0, 2])}


def test_a_running_sum_ends_at_its_index():
    scope = Scope(ENV)
    np.testing.assert_array_equal(scope.of(at["y"]), [1, 5])
    np.testing.assert_array_equal(scope.of(highest("i", at["i"])), [7, 5])
    assert running("k", g["k"], "i").write(LETTERS) == r"\sum\limits_{k \le i} g_{k}"


def test_a_running_sum_of_a_name_is_one_number():
    pen = Numbers(Scope(ENV))
    assert at["y"].write(pen) == r"\class{slot-ay}{0}"
    np.testing.assert_array_equal(pen.slots["ay"], [1, 5])


def test_the_lowest():
    line = lowest("i", g["i"], but="y")
    np.testing.assert_array_equal(Scope(ENV).of(line), [2, 1])
    assert line.write(LETTERS).startswith(r"\min") and r"i \ne y" in line.write(LETTERS)
    assert line.write(Numbers(Scope(ENV))).startswith(r"\min(")


def test_the_least_is_looked_for_between_ends_of_the_frame():
    x, top = bound("x"), number("top")
    found = Scope({"top": np.array([4.0, 8.0])}).of(least(x, x * x, ">=", top, 0.0, top))
    np.testing.assert_allclose(found, [2, np.sqrt(8)])


def test_the_least_is_infinite_where_nothing_does():
    x, top = bound("x"), number("top")
    found = Scope({"top": np.array([4.0, 0.5])}).of(least(x, x * x, ">=", top, 0.0, 1.0))
    np.testing.assert_allclose(found, [np.inf, np.sqrt(0.5)])
