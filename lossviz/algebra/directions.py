"""Unit vectors of the plane, given by their directions."""

from __future__ import annotations

import numpy as np

from lossviz.algebra.expression import Array, Expression, Pen, Scope, scalars, whole


class Direction(Expression):
    """(cos α, sin α)"""

    order = 1

    def __init__(self, angle) -> None:
        self.parts = scalars("a direction", angle)

    def value(self, scope: Scope) -> Array:
        angle = np.broadcast_to(scope.of(self.parts[0]), (scope.frames,))
        return np.stack([np.cos(angle), np.sin(angle)], axis=1)

    def write(self, pen: Pen, lead: bool = True) -> str:
        angle = whole(self.parts[0].at(pen, lead=False))
        return rf"\left(\cos({angle}),\,\sin({angle})\right)"


def direction(angle) -> Direction:
    """The unit vector of the plane in this direction."""
    return Direction(angle)
