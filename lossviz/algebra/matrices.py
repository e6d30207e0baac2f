"""Unit vectors, the gradient by all components, and a matrix times a vector."""

from __future__ import annotations

import numpy as np

from lossviz.algebra.calculus import Derivative, bold, slope, vector_at
from lossviz.algebra.expression import BASE, PREFIX, PRODUCT, Expression, expression, scalars
from lossviz.algebra.leaves import Family
from lossviz.algebra.scope import LETTERS, Array, Index, Numbers, Pen, Scope


class Unit(Expression):
    """e_i: 1 at a component of a family, else 0. Its index is a number, also among numbers."""

    order = 1
    binds = BASE

    def __init__(self, index: Index, of: Family) -> None:
        self.index, self.of = index, of
        self.indices = frozenset({index}) if isinstance(index, str) else frozenset()
        self.free = of.free

    def value(self, scope: Scope) -> Array:
        index = scope.place(self.index).index
        return (np.arange(self.of.size(scope, 0)) == index[:, None]).astype(np.float64)

    def extent(self, index: str, scope: Scope) -> int | None:
        return self.of.size(scope, 0) if index == self.index else None

    def write(self, pen: Pen, lead: bool = True) -> str:
        return rf"\mathbf{{e}}_{{{pen.index(self.index)}}}"


def unit(index: Index, of: Family) -> Unit:
    """The unit vector e_index with as many components as the family `of`."""
    return Unit(index, of)


class Gradient(Derivative):
    """∂/∂x of a number by all components of a family."""

    order = 1
    sign = r"\partial"

    def __init__(self, part, by: Family) -> None:
        self.parts = scalars("a gradient", part)
        self.by = self.family = by

    def value(self, scope: Scope) -> Array:
        slopes = [slope(self.parts[0], by, scope) for by in self.family.components(scope)]
        return np.stack(slopes, axis=1)

    def _letter(self, pen: Pen) -> str:
        return bold(self.family)

    def _stand(self, pen: Numbers) -> str:
        return vector_at(self.family, pen)


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
            told = ", ".join(part.write(LETTERS) for part in self.parts)
            raise ValueError(f"this product takes a matrix and a vector; got {told}")

    def value(self, scope: Scope) -> Array:
        matrix, vector = (np.asarray(scope.of(part)) for part in self.parts)
        return (matrix * vector[:, None, :]).sum(axis=2)

    def write(self, pen: Pen, lead: bool = True) -> str:
        return r"\,".join(part.at(pen, PREFIX, lead=False) for part in self.parts)


def matrix_product(matrix, vector) -> MatrixProduct:
    """A matrix times a vector, a vector."""
    return MatrixProduct(matrix, vector)
