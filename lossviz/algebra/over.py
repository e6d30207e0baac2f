"""Σ, Π and max over an index, and vectors whose entries an index counts."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from lossviz.algebra.expression import ATOM, PREFIX, PRODUCT, SUM, Expression, expression
from lossviz.algebra.scope import LETTERS, Array, Index, Numbers, Pen, Place, Scope
from lossviz.algebra.writing import BREAK, FACTOR, term, whole

# sums of so many terms are written out, longer ones as the first two, …, the last
WRITTEN_OUT = 5
JOINT = rf",{BREAK}\,"


class Over(Expression):
    """A part taken at every component of an index, or at all but the one that the data chose."""

    def __init__(self, index: str, part, but: Index | None = None) -> None:
        self.index, self.but = index, but
        self.parts = (expression(part),)
        if index not in self.parts[0].indices:
            raise ValueError(f"nothing in {self.parts[0].write(LETTERS)} depends on {index}")

    @cached_property
    def indices(self) -> frozenset[str]:
        own = self.parts[0].indices - {self.index}
        return own | {self.but} if isinstance(self.but, str) else own

    def extent(self, index: str, scope: Scope) -> int | None:
        # within, this index is another one
        if index == self.index:
            return None
        found = super().extent(index, scope)
        if found is None and index == self.but:
            return self.parts[0].extent(self.index, scope)
        return found

    def places(self, scope: Scope) -> list[Place]:
        """The components, in their order."""
        count = self.parts[0].count(self.index, scope)
        if self.but is None:
            return [scope.component(k) for k in range(count)]
        return [scope.rival(self.but, k) for k in range(count - 1)]

    def values(self, scope: Scope) -> list[Array]:
        """The part's value at every component."""
        (part,) = self.parts
        return [scope.bind(self.index, place).of(part) for place in self.places(scope)]

    @property
    def below(self) -> str:
        """What stands below the sign."""
        return self.index + (rf" \ne {self.but}" if self.but else "")


class Folded(Over):
    """Σ or Π: all terms, joined by a sign, up to `most` of them, else `first` few, ⋯, the last."""

    sign: str
    joint: str
    # how tightly what is joined binds, and what stands for nothing
    joined: int
    empty: str

    def __init__(
        self, index: str, part, but: Index | None = None, most: int = WRITTEN_OUT, first: int = 2
    ) -> None:
        super().__init__(index, part, but)
        self.most, self.first = most, first
        self.order = self.parts[0].order

    def binding(self, pen: Pen) -> int:
        if not isinstance(pen, Numbers):
            return PREFIX
        count = len(self.places(pen.scope))
        return self.joined if count > 1 else self.parts[0].binding(pen) if count else ATOM

    def opens(self, pen: Pen) -> bool:
        return not isinstance(pen, Numbers) or self.parts[0].opens(pen)

    def write(self, pen: Pen, lead: bool = True) -> str:
        (part,) = self.parts
        if not isinstance(pen, Numbers):
            body = part.at(pen, PRODUCT if part.binding(pen) == PRODUCT else PREFIX, lead=False)
            return rf"{self.sign}\limits_{{{self.below}}} {body}"
        places = self.places(pen.scope)
        if not places:
            return self.empty
        least = (PREFIX if self.joined == PRODUCT else PRODUCT) if len(places) > 1 else SUM
        cut = len(places) > self.most and not pen.full
        kept = [*places[: self.first], places[-1]] if cut else places
        texts = [
            part.at(pen.bind(self.index, place), least, lead and not k)
            for k, place in enumerate(kept)
        ]
        if cut:
            texts.insert(self.first, r"\cdots")
        return self.joint.join(texts)


class Total(Folded):
    """Σ"""

    terms = True
    sign, joint, joined, empty = r"\sum", f"{BREAK} + ", SUM, "0"

    def value(self, scope: Scope) -> Array:
        values = self.values(scope)
        total = values[0] if values else np.zeros(scope.frames)
        for value in values[1:]:
            total = total + value
        return total


class Multiplied(Folded):
    """Π"""

    factors = True
    sign, joint, joined, empty = r"\prod", FACTOR, PRODUCT, "1"

    def value(self, scope: Scope) -> Array:
        total = np.ones(scope.frames)
        for value in self.values(scope):
            total = total * value
        return total


def total(index: str, part, but: Index | None = None, most: int = WRITTEN_OUT, first: int = 2):
    """Σ over `index`, over all components but the one of the index `but`."""
    return Total(index, part, but, most, first)


def multiplied(index: str, part, but: Index | None = None, most: int = WRITTEN_OUT, first: int = 2):
    """Π over `index`, as `total`."""
    return Multiplied(index, part, but, most, first)


class Highest(Over):
    """max over an index; its numbers are all written. Of equals the first one counts."""

    sign, beats = r"\max", np.greater

    def binding(self, pen: Pen) -> int:
        return ATOM if isinstance(pen, Numbers) else PREFIX

    def opens(self, pen: Pen) -> bool:
        return not isinstance(pen, Numbers)

    def value(self, scope: Scope) -> Array:
        found, *rest = self.values(scope)
        for other in rest:
            found = np.where(self.beats(np.real(other), np.real(found)), other, found)
        return found

    def write(self, pen: Pen, lead: bool = True) -> str:
        (part,) = self.parts
        if not isinstance(pen, Numbers):
            body = part.at(pen, PRODUCT, lead=False)
            return f"{self.sign}_{{{self.below}}}" + ("" if body.startswith("(") else r"\,") + body
        places = self.places(pen.scope)
        texts = [whole(part.at(pen.bind(self.index, place))) for place in places]
        return f"{self.sign}({JOINT.join(texts)})"


def highest(index: str, part, but: Index | None = None) -> Highest:
    """max over `index`, over all components but the one of the index `but`."""
    return Highest(index, part, but)


class Lowest(Highest):
    """min over an index, written as max is."""

    sign, beats = r"\min", np.less


def lowest(index: str, part, but: Index | None = None) -> Lowest:
    """min over `index`, over all components but the one of the index `but`."""
    return Lowest(index, part, but)


class Count(Expression):
    """n: how many components an index of a family has."""

    binds = ATOM

    def __init__(self, family, latex: str = "n", mark: str = "") -> None:
        self.family, self.latex, self.mark = family, latex, mark
        self.free = family.free

    def value(self, scope: Scope) -> Array:
        return np.float64(self.family.size(scope, 0))

    def write(self, pen: Pen, lead: bool = True) -> str:
        latex = str(self.family.size(pen.scope, 0)) if isinstance(pen, Numbers) else self.latex
        return term(self.mark, latex)


def count(family, latex: str = "n", mark: str = "") -> Count:
    """The number of components of `family`."""
    return Count(family, latex, mark)


class Vector(Over):
    """The vector of a part at every component: letters of its own, numbers in a column or a row.

    A column of rows is a matrix.
    """

    binds = ATOM

    def __init__(self, index: str, part, latex: str, mark: str = "", row: bool = False) -> None:
        super().__init__(index, part)
        self.latex, self.mark, self.row = latex, mark, row
        self.order = self.parts[0].order + 1

    def value(self, scope: Scope) -> Array:
        shape = (scope.frames,)
        values = [np.broadcast_to(v, shape) if np.ndim(v) == 0 else v for v in self.values(scope)]
        return np.stack(values, axis=1)

    def write(self, pen: Pen, lead: bool = True) -> str:
        if not isinstance(pen, Numbers):
            return term(self.mark, self.latex)
        return self._numbers(pen)

    def _numbers(self, pen: Numbers) -> str:
        (part,) = self.parts
        if isinstance(part, Vector):
            rows = [part.entries(pen.bind(self.index, p)) for p in self.places(pen.scope)]
            return matrix([" & ".join(entries) for entries in rows])
        entries = self.entries(pen)
        return "(" + JOINT.join(entries) + ")" if self.row else matrix(entries)

    def entries(self, pen: Numbers) -> list[str]:
        """Its numbers, one by one."""
        (part,) = self.parts
        return [whole(part.at(pen.bind(self.index, p))) for p in self.places(pen.scope)]


def matrix(rows: list[str]) -> str:
    """The matrix with these rows, whose entries are parted by &."""
    body = r" \\ ".join(rows)
    return rf"\begin{{bmatrix}}{body}\end{{bmatrix}}"


def column(index: str, part, latex: str, mark: str = "") -> Vector:
    """The vector of `part` over `index`, written `latex`, its numbers as a column."""
    return Vector(index, part, latex, mark)


def row(index: str, part, latex: str, mark: str = "") -> Vector:
    """The vector of `part` over `index`, written `latex`, its numbers as a row in brackets."""
    return Vector(index, part, latex, mark, row=True)
