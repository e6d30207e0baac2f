"""Where numbers are lost or a slope is not defined: ln Σ e^x, ties of a maximum, marks of parts."""

import numpy as np
import pytest

from lossviz.algebra import (
    BREAK,
    LETTERS,
    Numbers,
    Scope,
    as_number,
    derivative,
    exp,
    largest,
    ln,
    mark,
    number,
    total,
    vector,
)

x, y, z = number("x"), number("y"), vector("z")
lse = ln(total("i", exp(z["i"])))


@pytest.mark.parametrize(
    "scores, expected",
    [
        ([1.3], 1.3),
        ([0.0, 0.0], np.log(2)),
        ([1000.0, -1000.0], 1000),
        ([-1000.0], -1000),
        ([-np.inf, 2.0], 2),
        ([-np.inf], -np.inf),
    ],
)
def test_lse_keeps_its_digits(scores, expected):
    assert Scope({"z": np.array([scores])}).of(lse) == pytest.approx([expected], rel=1e-15)


def test_lse_of_one_score_is_that_score():
    scores = np.random.default_rng(0).normal(scale=30, size=(1000, 1))
    assert np.array_equal(Scope({"z": scores}).of(lse), scores[:, 0])


@pytest.mark.parametrize("gap, slope", [(-1.0, 0), (0.0, 0), (1.0, 1)])
def test_a_hinge_is_flat_at_its_corner(gap, slope):
    env = {"z": np.array([[gap]])}
    assert Scope(env).of(derivative(largest(lse, 0), z[1])) == slope


def test_a_sum_under_a_mark_needs_no_brackets_at_the_beginning():
    env = {"x": np.ones(1), "y": np.ones(1)}
    letters = (mark("a", x - y) + 1).write(LETTERS).replace(BREAK, "")
    assert "(" not in letters and letters.endswith(" + 1")
    assert "(" in (1 + mark("a", x - y)).write(LETTERS)
    assert "(" not in (mark("a", -x) + 1).write(LETTERS)
    assert "(" in (1 + mark("a", -x)).write(LETTERS)
    assert r"\class{slot-a}{0}" in (as_number("a", x - y) + 1).write(Numbers(Scope(env)))


def test_a_bracket_follows_a_function_closely_even_when_marked():
    assert ln(1 + x).write(LETTERS).startswith(r"\ln(")
    assert ln(mark("C", 1 + x)).write(LETTERS).startswith(r"\ln\class{term-C}{(")


def test_a_part_lights_with_the_number_of_its_component():
    env = {"z": np.zeros((2, 3)), "y": np.array([1, 1])}
    text = total("i", mark("g", exp(z["i"] - z["y"])), but="y").write(Numbers(Scope(env)))
    assert r"\class{term-g1}{e" in text and r"\class{term-g3}{e" in text
    alone = total("i", exp(z["i"]) * mark("S", total("j", exp(z["j"]))))
    assert r"\class{term-S}" in alone.write(Numbers(Scope(env)))
