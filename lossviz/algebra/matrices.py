"""Unit vectors, the gradient by all components, and a matrix times a vector."""

from __future__ import annotations

import numpy as np

from lossviz.algebra.calculus import slope
from lossviz.algebra.expression import ATOM, BASE, PREFIX, PRODUCT, Expression, expression, scalars
from lossviz.algebra.leaves import Family
from lossviz.algebra.scope import Array, Index, Pen, Scope
from lossviz.algebra.writing import term, whole


class Unit(Expression):
    """e_i: 1 at a component of a family, else 0. Its index is a number, also among numbers."""

    order = 1
    binds = BASE

    def __init__(self, index: Index, of: Family, mark: str) -> None:
        self.index, self.of, self.mark = index, of, mark
        self.indices = frozenset({index}) if isinstance(index, str) else frozenset()
        self.free = frozenset({of.name}) if of.body is None else of.body.free

    def value(self, scope: Scope) -> Array:
        index = scope.place(self.index).index
        return (np.arange(self.of.size(scope, 0)) == index[:, None]).astype(np.float64)

    def extent(self, index: str, scope: Scope) -> int | None:
        return self.of.size(scope, 0) if index == self.index else None

    def write(self, pen: Pen, lead: bool = True) -> str:
        if not pen.numbers:
            return term(self.mark, rf"\mathbf{{e}}_{{{self.index}}}")
        place = pen.scope.place(self.index)
        written = place.label
        if not written.isdigit():
            name = pen.put(("index", place.key), f"n{place.label}", place.index + 1)
            written = rf"\class{{slot-{name}}}{{0}}"
        return term(
            self.mark and self.mark + pen.scope.number(self.index), rf"\mathbf{{e}}_{{{written}}}"
        )


def unit(index: Index, of: Family, mark: str = "") -> Unit:
    """The unit vector e_index with as many components as the family `of`."""
    return Unit(index, of, mark)


class Gradient(Expression):
    """∂/∂x of a number by all components of a family.

    With numbers the components stay letters, and their numbers stand behind the bar.
    """

    order = 1

    def __init__(self, part, by: Family) -> None:
        self.parts, self.by = scalars("a gradient", part), by

    def _components(self, scope: Scope) -> list[Expression]:
        return [self.by[k + 1] for k in range(self.by.size(scope, 0))]

    def value(self, scope: Scope) -> Array:
        return np.stack([slope(self.parts[0], by, scope) for by in self._components(scope)], axis=1)

    def binding(self, pen: Pen) -> int:
        return ATOM if pen.numbers else PREFIX

    def opens(self, pen: Pen) -> bool:
        return not pen.numbers

    def write(self, pen: Pen, lead: bool = True) -> str:
        letter = term(self.by.mark, rf"\mathbf{{{self.by.latex}}}")
        operator = rf"\frac{{\partial}}{{\partial {letter}}}"
        inner = pen.leaving(self.by.name) if pen.numbers else pen
        body = whole(self.parts[0].at(inner, PRODUCT, lead=False))
        if not pen.numbers:
            return rf"{operator}\,{body}"
        at = r",\,".join(by.write(pen) for by in self._components(pen.scope))
        return rf"\left.{operator}\,{body}\right|_{{{letter} = ({at})}}"


def gradient(part, by: Family) -> Gradient:
    """∂part/∂by, a vector."""
    return Gradient(part, by)


class MatrixProduct(Expression):
    """A v; the matrix and the vector stand side by side, with numbers too."""

    order = 1
    binds = PRODUCT

    def __init__(self, matrix, vector) -> None:
        self.parts = tuple(map(expression, (matrix, vector)))
        if [part.order for part in self.parts] != [2, 1]:
            told = ", ".join(part.write(Pen()) for part in self.parts)
            raise ValueError(f"this product takes a matrix and a vector; got {told}")

    def value(self, scope: Scope) -> Array:
        matrix, vector = map(scope.of, self.parts)
        return (matrix * vector[:, None, :]).sum(axis=2)

    def write(self, pen: Pen, lead: bool = True) -> str:
        return r"\,".join(part.at(pen, PREFIX, lead=False) for part in self.parts)


def matrix_product(matrix, vector) -> MatrixProduct:
    """A matrix times a vector, a vector."""
    return MatrixProduct(matrix, vector)
