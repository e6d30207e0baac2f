"""Expressions: one object a line, from which come its letters, its numbers, its value, its terms.

The whole idea is in `expression`, with the arithmetic; `leaves` are what a line is made of, `scope`
and `writing` what the two walks need. The other files hold one kind of node each.
"""

from lossviz.algebra.calculus import bound, derivative, least, total_derivative
from lossviz.algebra.expression import Expression, Literal, exp, slash, times, weighted
from lossviz.algebra.functions import (
    absolute,
    arccos,
    arcsin,
    computed,
    cos,
    largest,
    ln,
    log,
    same,
    settled,
    sigmoid,
    sin,
    sqrt,
    truth,
)
from lossviz.algebra.leaves import (
    as_number,
    called,
    defined,
    mark,
    number,
    point,
    vector,
    vectors,
)
from lossviz.algebra.matrices import gradient, matrix_product, unit
from lossviz.algebra.outcomes import outcome, possible, product_of_samples, total_of_samples
from lossviz.algebra.over import column, count, highest, lowest, multiplied, row, total
from lossviz.algebra.plane import dot, norm
from lossviz.algebra.polar import direction
from lossviz.algebra.running import running
from lossviz.algebra.scope import LETTERS, Env, Filled, Index, Numbers, Pen, Scope, last
from lossviz.algebra.spelling import alike, both, standing, where
from lossviz.algebra.squares import least_squares
from lossviz.algebra.writing import BREAK, depths, pieces, term, unmarked, whole

__all__ = [
    "BREAK",
    "LETTERS",
    "Env",
    "Expression",
    "Filled",
    "Index",
    "Literal",
    "Numbers",
    "Pen",
    "Scope",
    "absolute",
    "alike",
    "arccos",
    "arcsin",
    "as_number",
    "both",
    "bound",
    "called",
    "column",
    "computed",
    "cos",
    "count",
    "defined",
    "depths",
    "derivative",
    "direction",
    "dot",
    "exp",
    "gradient",
    "highest",
    "largest",
    "last",
    "least",
    "least_squares",
    "ln",
    "log",
    "lowest",
    "mark",
    "matrix_product",
    "multiplied",
    "norm",
    "number",
    "outcome",
    "pieces",
    "point",
    "possible",
    "product_of_samples",
    "row",
    "running",
    "same",
    "settled",
    "sigmoid",
    "sin",
    "slash",
    "sqrt",
    "standing",
    "term",
    "times",
    "total",
    "total_derivative",
    "total_of_samples",
    "truth",
    "unit",
    "unmarked",
    "vector",
    "vectors",
    "weighted",
    "where",
    "whole",
]
