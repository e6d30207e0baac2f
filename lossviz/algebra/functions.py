"""Functions of one number or of a few: ln, √, cos, |·|, max, [a > b] and their kind."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np

from lossviz.algebra.expression import (
    ATOM,
    BASE,
    PREFIX,
    Exponential,
    Expression,
    Literal,
    Shown,
    Sum,
    expression,
    scalars,
)
from lossviz.algebra.leaves import Family
from lossviz.algebra.over import Total
from lossviz.algebra.scope import Array, Pen, Scope
from lossviz.algebra.writing import paren, whole

_BRACKET = re.compile(r"(\\class\{term-\w+\}\{)*(\\left)?\(")


class Function(Expression):
    """f x, or f(x) where x is more than one sign."""

    binds = PREFIX

    def __init__(self, latex: str, compute: Callable, part, open: bool = False) -> None:
        self.latex, self.compute, self.open = latex, compute, open
        self.parts = scalars(latex.lstrip("\\"), part)

    def value(self, scope: Scope) -> Array:
        return self.compute(scope.of(self.parts[0]))

    def write(self, pen: Pen, lead: bool = True) -> str:
        part = self.parts[0]
        # Σ and fractions are their own brackets; what follows a name needs none round a letter
        least = PREFIX if part.opens(pen) and not isinstance(part, Function) else ATOM
        inside = part.at(pen, least, lead=False)
        return self.latex + ("" if _BRACKET.match(inside) else r"\,") + inside


def _log(x: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        if not np.iscomplexobj(x):
            return np.log(x)
        # the real part is what it is without the step, also where it decides at a corner
        found = np.array(np.log(np.real(x)), complex)
        found.imag = np.imag(x) / np.real(x)
        return found


class Logarithm(Function):
    """ln x, or log x to a base that the learner has chosen; log 0 = −∞."""

    def __init__(self, part, base: Expression | None = None) -> None:
        super().__init__(r"\log" if base else r"\ln", _log, part, open=True)
        self.base = base
        self.parts = (*self.parts, base) if base else self.parts

    def value(self, scope: Scope) -> Array:
        found = self._natural(scope)
        return found / np.log(scope.of(self.base)) if self.base else found

    def _natural(self, scope: Scope) -> Array:
        part = self.parts[0]
        # ln(1 + x) is log1p(x), which keeps the digits of a small x
        if type(part) is Sum and isinstance(part.parts[0], Literal) and part.parts[0].number == 1:
            return np.log1p(scope.of(part) - 1 if part.parts[2:] else scope.of(part.parts[1]))
        # ln Σ e^x is max x + ln Σ e^(x − max x), which is x itself, to the last digit, of one x
        if isinstance(part, Total) and type(part.parts[0]) is Exponential:
            return self._of_exponentials(part, scope)
        return _log(scope.of(part))

    def _of_exponentials(self, total: Total, scope: Scope) -> Array:
        (exponent,) = total.parts[0].parts
        x = [scope.bind(total.index, place).of(exponent) for place in total.places(scope)]
        top = np.max(np.real(x), axis=0, initial=-np.inf)
        # of nothing, or of e^−∞ alone, the sum is 0
        top = np.where(np.isfinite(top), top, 0.0)
        return top + _log(sum(np.exp(each - top) for each in x))


def ln(x) -> Logarithm:
    """ln x"""
    return Logarithm(x)


def log(x, base: Expression) -> Logarithm:
    """log x to the base `base`, which is not written."""
    return Logarithm(x, base)


def cos(x) -> Function:
    """cos x"""
    return Function(r"\cos", np.cos, x)


def sin(x) -> Function:
    """sin x"""
    return Function(r"\sin", np.sin, x)


def arcsin(x) -> Function:
    """arcsin x, in radians"""
    return Function(r"\arcsin", np.arcsin, x)


def arccos(x) -> Function:
    """arccos x, in radians"""
    return Function(r"\arccos", np.arccos, x)


class Root(Expression):
    """√x"""

    def __init__(self, part) -> None:
        self.parts = scalars("a root", part)

    def value(self, scope: Scope) -> Array:
        return np.sqrt(scope.of(self.parts[0]))

    def write(self, pen: Pen, lead: bool = True) -> str:
        return rf"\sqrt{{{whole(self.parts[0].at(pen))}}}"


def sqrt(x) -> Root:
    """√x"""
    return Root(x)


class Absolute(Expression):
    """|x|"""

    def __init__(self, part) -> None:
        self.parts = scalars("an absolute value", part)

    def value(self, scope: Scope) -> Array:
        x = scope.of(self.parts[0])
        # by the real part, so that a complex step can pass
        return np.where(np.real(x) < 0, -x, x)

    def write(self, pen: Pen, lead: bool = True) -> str:
        return rf"\left|{whole(self.parts[0].at(pen))}\right|"


def absolute(x) -> Absolute:
    """|x|"""
    return Absolute(x)


class Sigmoid(Expression):
    """σ(x) = 1 / (1 + e^{−x})"""

    def __init__(self, part) -> None:
        self.parts = scalars("a sigmoid", part)

    def value(self, scope: Scope) -> Array:
        return 1 / (1 + np.exp(-scope.of(self.parts[0])))

    def write(self, pen: Pen, lead: bool = True) -> str:
        return rf"\sigma{paren(whole(self.parts[0].at(pen)))}"


def sigmoid(x) -> Sigmoid:
    """σ(x)"""
    return Sigmoid(x)


class Largest(Expression):
    """max(a, b, …). Of equals the last one counts: max(x, 0) is flat at its corner."""

    def __init__(self, *parts) -> None:
        self.parts = scalars("max", *parts)

    def value(self, scope: Scope) -> Array:
        largest = scope.of(self.parts[0])
        for part in self.parts[1:]:
            other = scope.of(part)
            largest = np.where(np.real(other) >= np.real(largest), other, largest)
        return largest

    def write(self, pen: Pen, lead: bool = True) -> str:
        return r"\max" + paren(r",\,".join(part.at(pen) for part in self.parts))


def largest(*parts) -> Largest:
    """max(a, b, …)"""
    return Largest(*parts)


RELATIONS = {
    ">": (">", np.greater),
    "<": ("<", np.less),
    ">=": (r"\ge", np.greater_equal),
    "<=": (r"\le", np.less_equal),
}


class Truth(Expression):
    """[a > b]: 1 where it is so, else 0."""

    def __init__(self, left, sign: str, right) -> None:
        self.parts = scalars("a comparison", left, right)
        self.latex, self.compare = RELATIONS[sign]

    def value(self, scope: Scope) -> Array:
        left, right = map(scope.of, self.parts)
        return self.compare(np.real(left), np.real(right)).astype(np.float64)

    def write(self, pen: Pen, lead: bool = True) -> str:
        left, right = (whole(part.at(pen)) for part in self.parts)
        return rf"[\,{left} {self.latex} {right}\,]"


def truth(left, sign: str, right) -> Truth:
    """[left sign right], where `sign` is >, <, >= or <=."""
    return Truth(left, sign, right)


class Same(Expression):
    """1 where two indices stand for the same component, else 0. It is written by a name only."""

    def __init__(self, one: str, other: str, of: Family | None) -> None:
        self.one, self.other, self.of = one, other, of
        self.indices = frozenset({one, other})

    def extent(self, index: str, scope: Scope) -> int | None:
        return self.of.size(scope, 0) if self.of and index in self.indices else None

    def value(self, scope: Scope) -> Array:
        one, other = scope.place(self.one), scope.place(self.other)
        return (one.index == other.index).astype(np.float64)

    def write(self, pen: Pen, lead: bool = True) -> str:
        return rf"[\,{self.one} = {self.other}\,]"


def same(one: str, other: str, of: Family | None = None) -> Same:
    """[one = other] of two indices, which count the components of `of`."""
    return Same(one, other, of)


class Settled(Shown):
    """A part that is 0 by its nature: what is left of it by rounding is 0.

    "= −5.55e−17" would teach nothing but arithmetic. It is written as the part is.
    """

    def __init__(self, part, rounding: float) -> None:
        super().__init__(part)
        self.rounding = rounding

    def value(self, scope: Scope) -> Array:
        x = super().value(scope)
        return np.where(np.abs(x) < self.rounding, 0.0, x)


def settled(x, rounding: float = 16 * np.finfo(np.float64).eps) -> Settled:
    """x, or 0 where it is no more than the rounding of a sum of a few numbers around 1."""
    return Settled(x, rounding)


class Computed(Expression):
    """A number that other rooms compute, written as `latex`; `called` gives it a slot."""

    binds = BASE

    def __init__(self, latex: str, compute: Callable, *parts) -> None:
        self.latex, self.compute = latex, compute
        self.parts = tuple(map(expression, parts))

    def value(self, scope: Scope) -> Array:
        return self.compute(*map(scope.of, self.parts))

    def write(self, pen: Pen, lead: bool = True) -> str:
        return self.latex


def computed(latex: str, compute: Callable, *parts) -> Computed:
    """`compute` of the values of `parts`, written as `latex`."""
    return Computed(latex, compute, *parts)
