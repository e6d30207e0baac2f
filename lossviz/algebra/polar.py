"""Points of the plane by their direction."""

from __future__ import annotations

import numpy as np

from lossviz.algebra.expression import Expression, scalars
from lossviz.algebra.scope import Array, Pen, Scope
from lossviz.algebra.writing import whole


class Direction(Expression):
    """(cos θ, sin θ)"""

    order = 1

    def __init__(self, angle) -> None:
        self.parts = scalars("a direction", angle)

    def value(self, scope: Scope) -> Array:
        angle = np.broadcast_to(scope.of(self.parts[0]), (scope.frames,))
        return np.stack([np.cos(angle), np.sin(angle)], axis=1)

    def write(self, pen: Pen, lead: bool = True) -> str:
        angle = whole(self.parts[0].at(pen))
        return rf"(\cos({angle}),\,\sin({angle}))"


def direction(angle) -> Direction:
    """The point of length 1 in this direction, written (cos θ, sin θ)."""
    return Direction(angle)
