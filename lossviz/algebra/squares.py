"""The number for which squares are least."""

from __future__ import annotations

import numpy as np

from lossviz.algebra.calculus import Bound
from lossviz.algebra.expression import PREFIX, Expression, scalars
from lossviz.algebra.scope import Array, Pen, Scope


class LeastSquares(Expression):
    """argmin over v of a part that is a parabola in v: its vertex, by its values at 0, 1 and 2."""

    binds = PREFIX
    open = True

    def __init__(self, letter: Bound, part) -> None:
        self.letter, self.parts = letter, scalars("argmin", part)

    def value(self, scope: Scope) -> Array:
        zero, one, two = (self._at(v, scope) for v in (0.0, 1.0, 2.0))
        return (3 * zero - 4 * one + two) / (2 * (zero - 2 * one + two))

    def _at(self, v: float, scope: Scope) -> Array:
        there = {**scope.env, self.letter.name: np.full(scope.frames, v)}
        return Scope(there, scope.places).of(self.parts[0])

    def write(self, pen: Pen, lead: bool = True) -> str:
        letter = self.letter.write(pen)
        body = self.parts[0].at(pen, PREFIX, lead=False)
        return rf"\operatorname{{argmin}}_{{{letter}}}\,{body}"


def least_squares(letter: Bound, part) -> LeastSquares:
    """The number `letter` for which `part`, a sum of squares of what is linear in it, is least."""
    return LeastSquares(letter, part)
