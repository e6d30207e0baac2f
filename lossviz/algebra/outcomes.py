"""Sums over the outcomes that can happen, and over samples that are too many to be written out."""

from __future__ import annotations

from typing import TypeGuard

import numpy as np

from lossviz.algebra.expression import PREFIX, Expression, Weighted, weighted
from lossviz.algebra.functions import truth
from lossviz.algebra.leaves import Family, Leaf, called
from lossviz.algebra.over import WRITTEN_OUT, Folded, Multiplied, Total
from lossviz.algebra.scope import LETTERS, Array, Numbers, Pen, Scope


class Supported(Total):
    r"""Σ over p_k > 0: what cannot happen is left out, though it may be infinite.

    With numbers all terms stand, so one that is left out must be seen to be 0: it is p_k times
    something, or a number by itself, in whose place a 0 stands.
    """

    def __init__(self, index: str, weight: Leaf, part, **shown: int) -> None:
        if isinstance(part, Leaf):
            kept = weighted(truth(weight, ">", 0), part)
            letters = part.letters(LETTERS) or part.write(LETTERS)
            part = called(letters, kept, part.lights(LETTERS), part.name, part.unit)
        elif not (isinstance(part, Weighted) and part.parts[0] is weight):
            raise ValueError(
                f"where {weight.write(LETTERS)} is 0, {part.write(LETTERS)} would not be seen to be"
            )
        super().__init__(index, part, **shown)
        self.weight = weight

    @property
    def below(self) -> str:
        return f"{self.weight.letters(LETTERS)} > 0"


def possible(index: str, weight: Leaf, part, most: int = WRITTEN_OUT, first: int = 2) -> Supported:
    """Σ of `part` over the components of `index` whose `weight` is positive."""
    return Supported(index, weight, part, most=most, first=first)


class Outcome(Leaf):
    """y_ik: 1 where sample i is outcome k, else 0. It stays a letter among numbers.

    The samples are known by how many there are of each outcome; they are sorted, and past the last
    one, in frames with fewer samples, y is 0.
    """

    mark = ""

    def __init__(self, counts: Family, latex: str, sample: str, outcome: str) -> None:
        self.name, self.latex, self.counts = latex, latex, counts
        self.sample, self.outcome = sample, outcome
        self.free, self.indices = frozenset({counts.name}), frozenset({sample, outcome})

    def value(self, scope: Scope) -> Array:
        counts = scope.env[self.counts.name]
        frame = np.arange(len(counts))
        i, k = scope.place(self.sample).index, scope.place(self.outcome).index
        left = np.cumsum(counts, axis=1)[frame, k] - i
        return ((0 < left) & (left <= counts[frame, k])).astype(np.float64)

    def extent(self, index: str, scope: Scope) -> int | None:
        if index == self.sample:
            return int(scope.env[self.counts.name].sum(axis=1).max())
        return self.counts.size(scope, 0) if index == self.outcome else None

    def slot(self, pen: Pen) -> TypeGuard[Numbers]:
        return False

    def letters(self, pen: Pen) -> str:
        chosen = isinstance(pen, Numbers) and self.outcome in pen.scope.places
        outcome = pen.scope.number(self.outcome) if chosen else self.outcome
        return f"{self.latex}_{{{self.sample} {outcome}}}"


def outcome(counts: Family, latex: str, sample: str, outcome: str) -> Outcome:
    """The letter `latex` with two indices, 1 where this sample is this outcome, else 0."""
    return Outcome(counts, latex, sample, outcome)


class Samples(Folded):
    """Σ or Π over samples: with numbers its sign stays, over the number of samples."""

    def __init__(self, sample: str, size: Expression, part) -> None:
        super().__init__(sample, part)
        self.size = size

    def binding(self, pen: Pen) -> int:
        return PREFIX

    def opens(self, pen: Pen) -> bool:
        return True

    def write(self, pen: Pen, lead: bool = True) -> str:
        if not isinstance(pen, Numbers):
            return super().write(pen, lead)
        limits = rf"\limits_{{{self.index} = 1}}^{{{self.size.write(pen)}}}"
        return rf"{self.sign}{limits} {self.parts[0].at(pen, PREFIX, lead=False)}"


class TotalOfSamples(Samples, Total):
    """Σ"""


class ProductOfSamples(Samples, Multiplied):
    """Π"""


def total_of_samples(sample: str, size, part) -> TotalOfSamples:
    """Σ over `size` samples, where `part` takes them by `outcome`."""
    return TotalOfSamples(sample, size, part)


def product_of_samples(sample: str, size, part) -> ProductOfSamples:
    """Π over `size` samples, as `total_of_samples`."""
    return ProductOfSamples(sample, size, part)
