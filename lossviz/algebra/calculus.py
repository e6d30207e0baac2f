"""Derivatives, and the least number for which something holds."""

from __future__ import annotations

from typing import TypeGuard

import numpy as np

from lossviz.algebra.expression import ATOM, PREFIX, PRODUCT, Expression, scalars
from lossviz.algebra.functions import RELATIONS
from lossviz.algebra.leaves import Component, Family, Leaf
from lossviz.algebra.scope import LETTERS, Array, Numbers, Pen, Scope
from lossviz.algebra.writing import BREAK, fenced, term, whole

# far below rounding, so that the step leaves no trace in the real part; far above underflow
STEP = 1e-20


def slope(part: Expression, by: Leaf, scope: Scope) -> Array:
    """∂part/∂by, [F], by a complex step: Im f(x + ih)/h, exact but for rounding.

    The part must be analytic, or so on each side of a corner that it decides by the real part.

    Source: Squire & Trapp 1998.
    """
    name, index = by.stand(scope)
    # an angle counts in radians and stands in degrees
    unit = np.degrees(1.0) if by.unit else 1.0
    moved = np.array(scope.env[name], complex)
    step = 1j * STEP * unit
    if index is None:
        moved += step
    else:
        moved[np.arange(len(index)), index] += step
    return Scope({**scope.env, name: moved}, scope.places).of(part).imag / STEP


class Derivative(Expression):
    r"""∂/∂x of a part, [F]. With numbers x stays a letter, and its number stands behind the bar."""

    def __init__(self, part, by: Leaf, sign: str = r"\partial") -> None:
        self.by, self.sign = by, sign
        self.parts = (*scalars("a derivative", part), by)
        taken = {leaf.name for leaf in self.parts[0].walk() if isinstance(leaf, Leaf)}
        if by.name not in taken:
            raise ValueError(f"{part.write(LETTERS)} has no {by.name} to be differentiated by")

    def value(self, scope: Scope) -> Array:
        return slope(self.parts[0], self.by, scope)

    def binding(self, pen: Pen) -> int:
        return ATOM if isinstance(pen, Numbers) else PREFIX

    def opens(self, pen: Pen) -> bool:
        return not isinstance(pen, Numbers)

    def write(self, pen: Pen, lead: bool = True) -> str:
        inner = pen.leaving(self.by.name)
        operator = rf"\frac{{{self.sign}}}{{{self.sign} {self._letter(inner)}}}"
        body = whole(self.parts[0].at(inner, PRODUCT, lead=False))
        if not isinstance(pen, Numbers):
            return rf"{operator}\,{body}"
        return rf"\left.{operator}\,{body}\right|_{{{self._stand(pen)}}}"

    def _letter(self, pen: Pen) -> str:
        """What stands below the bar of ∂/∂x."""
        return whole(self.by.write(pen))

    def _stand(self, pen: Numbers) -> str:
        """Where the derivative is taken: x = 2, or the whole vector z = (1, 2, 3)."""
        by = self.by
        if isinstance(by, Component):
            return vector_at(by.family, pen)
        return f"{by.write(LETTERS)} = {by.write(pen)}"


def bold(family: Family) -> str:
    """The letter of the vector of all components."""
    return term(family.mark, rf"\mathbf{{{family.latex}}}")


def vector_at(family: Family, pen: Numbers) -> str:
    """Where all components stand: z = (1, 2, 3)."""
    entries = (one.write(pen) for one in family.components(pen.scope))
    return f"{bold(family)} = (" + r",\,".join(entries) + ")"


def derivative(part, by: Leaf) -> Derivative:
    """∂part/∂by"""
    return Derivative(part, by)


def total_derivative(part, by: Leaf) -> Derivative:
    """d part/d by, where `part` depends on nothing else."""
    return Derivative(part, by, sign=r"\mathrm{d}")


class Bound(Leaf):
    """A letter that stands for a number only where that number is looked for."""

    def __init__(self, name: str, latex: str, mark: str) -> None:
        self.name, self.latex, self.mark = name, latex, mark

    def value(self, scope: Scope) -> Array:
        return scope.env[self.name]

    def slot(self, pen: Pen) -> TypeGuard[Numbers]:
        return False


def bound(name: str, latex: str | None = None, mark: str = "") -> Bound:
    """The letter of the number that `least` or `least_squares` looks for."""
    return Bound(name, latex or name, mark)


class Least(Expression):
    """min[x : f(x) ≥ g], by halving [low, high], from some x on it holds; ∞ if it never does."""

    binds = ATOM

    def __init__(self, letter: Bound, left, sign: str, right, low, high, long=False) -> None:
        self.letter, self.sign, self.long = letter, sign, long
        self.parts = scalars("min", left, right, low, high)

    def value(self, scope: Scope) -> Array:
        left, right, *ends = self.parts
        low, high = (np.broadcast_to(scope.of(end), scope.frames) for end in ends)

        def holds(x: np.ndarray) -> Array:
            inner = Scope({**scope.env, self.letter.name: x}, scope.places)
            return RELATIONS[self.sign][1](inner.of(left), inner.of(right))

        ever = holds(high)
        for _ in range(60):
            middle = (low + high) / 2
            enough = holds(middle)
            low, high = np.where(enough, low, middle), np.where(enough, middle, high)
        return np.where(ever, high, np.inf)

    def write(self, pen: Pen, lead: bool = True) -> str:
        left, right = (part.at(pen) for part in self.parts[:2])
        holds = f"{left}{BREAK} {RELATIONS[self.sign][0]} {right}"
        inside = rf"\,{self.letter.write(pen)} :\; {holds}\,"
        return r"\min" + fenced("[", inside, "]", self.long)


def least(letter: Bound, left, sign: str, right, low, high, long: bool = False) -> Least:
    """The least number `letter` in [low, high] with left `sign` right, either of which may have it.

    Where that does not hold at `high` it is ∞. `long`: its row may break within tall brackets.
    """
    return Least(letter, left, sign, right, low, high, long)
