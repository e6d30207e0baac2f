"""Products and lengths of vectors."""

from __future__ import annotations

import numpy as np

from lossviz.algebra.expression import BASE, PREFIX, PRODUCT, Expression, expression
from lossviz.algebra.scope import LETTERS, Array, Pen, Scope
from lossviz.algebra.writing import whole


def _vectors(what: str, *parts) -> tuple[Expression, ...]:
    nodes = tuple(map(expression, parts))
    for node in nodes:
        if node.order != 1:
            raise ValueError(f"{what} takes vectors; {node.write(LETTERS)} is none")
    return nodes


class Dot(Expression):
    """u · v"""

    binds = PRODUCT

    def __init__(self, one, other) -> None:
        self.parts = _vectors("a product of vectors", one, other)

    def value(self, scope: Scope) -> Array:
        one, other = map(scope.of, self.parts)
        return (one * other).sum(axis=1)

    def write(self, pen: Pen, lead: bool = True) -> str:
        one, other = self.parts
        # (t u) · v is t (u · v), and stands without brackets
        return rf"{one.at(pen, PRODUCT, lead)} \cdot {other.at(pen, PREFIX, lead=False)}"


def dot(one, other) -> Dot:
    """The product of two vectors, a number."""
    return Dot(one, other)


class Norm(Expression):
    """‖v‖"""

    binds = BASE

    def __init__(self, part) -> None:
        self.parts = _vectors("a length", part)

    def value(self, scope: Scope) -> Array:
        return np.sqrt((scope.of(self.parts[0]) ** 2).sum(axis=1))

    def write(self, pen: Pen, lead: bool = True) -> str:
        return rf"\left\|{whole(self.parts[0].at(pen))}\right\|"


def norm(part) -> Norm:
    """The length of a vector."""
    return Norm(part)
