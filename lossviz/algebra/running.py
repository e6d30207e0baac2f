"""Sums that end at another index."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from lossviz.algebra.over import Total
from lossviz.algebra.scope import LETTERS, Array, Pen, Scope


class Running(Total):
    """Σ up to the component that another index stands for. It is written by a name only."""

    def __init__(self, index: str, part, last: str) -> None:
        super().__init__(index, part)
        self.last = last

    @cached_property
    def indices(self) -> frozenset[str]:
        # not by way of the parent's, which would keep its own under this name
        return self.parts[0].indices - {self.index} | {self.last}

    @property
    def below(self) -> str:
        return rf"{self.index} \le {self.last}"

    def extent(self, index: str, scope: Scope) -> int | None:
        # both run over the same components
        return super().extent(index, scope) or (
            self.parts[0].extent(self.index, scope) if index == self.last else None
        )

    def value(self, scope: Scope) -> Array:
        end = scope.place(self.last).index
        upto = (
            np.where(place.index <= end, value, 0.0)
            for place, value in zip(self.places(scope), self.values(scope), strict=True)
        )
        return sum(upto, np.float64(0))

    def write(self, pen: Pen, lead: bool = True) -> str:
        return super().write(LETTERS, lead)


def running(index: str, part, last: str) -> Running:
    """Σ over `index` up to the component of the index `last`, that one too."""
    return Running(index, part, last)
