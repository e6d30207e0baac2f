"""A line with what its names stand for behind it."""

import numpy as np

from lossviz.algebra import LETTERS, Numbers, Scope, called, exp, ln, mark, number, where

C = number("C", mark="")
s = called("s", 2 * ln(C), "", "s")
line = where(exp(s), s)


def test_names_are_told_in_letters_only():
    assert line.write(LETTERS) == "e^{s},\u2063\\quad s = 2\\,\\ln\\,C"
    assert line.write(Numbers(Scope({"C": np.array([3.0])}))) == r"e^{\class{slot-s}{0}}"


def test_the_value_is_that_of_the_line():
    np.testing.assert_allclose(Scope({"C": np.array([3.0])}).of(line), [9.0])


def test_a_bracket_follows_a_function_closely_even_when_marked():
    n = number("n")
    assert ln(1 + n).write(LETTERS).startswith(r"\ln(")
    assert ln(mark("C", 1 + n)).write(LETTERS).startswith(r"\ln\class{term-C}{(")
