"""min over an index."""

from __future__ import annotations

import numpy as np

from lossviz.algebra.over import Highest
from lossviz.algebra.scope import Array, Pen, Scope


class Lowest(Highest):
    """min over an index; its numbers are all written."""

    def value(self, scope: Scope) -> Array:
        first, *rest = self.values(scope)
        for other in rest:
            first = np.where(np.real(other) < np.real(first), other, first)
        return first

    def write(self, pen: Pen, lead: bool = True) -> str:
        return r"\min" + super().write(pen, lead).removeprefix(r"\max")


def lowest(index: str, part, but: str | None = None) -> Lowest:
    """min over `index`, over all components but the one of the index `but`."""
    return Lowest(index, part, but)
