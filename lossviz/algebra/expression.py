"""One expression is a line of a derivation: its letters, its numbers, its value, its terms.

An expression is a tree that Python's own operators build, so that a line reads in code as on paper:

    z, t = vector("z"), number("t")
    lse = 1 / t * ln(total("i", exp(t * z["i"])))

Two walks over the tree are all there is. `value(scope)` computes it on arrays, as it is written.
`write(pen)` writes it as LaTeX: a pen of letters puts z_i, a pen of numbers writes sums out and
puts a slot for each number, which the browser fills while one drags. Brackets stand where a node
binds less tightly than its place asks; those round a number are marked, and the browser shows them
while the number is negative ("sign") or also while it is a power of ten ("fence").

All arrays have a leading axis F, the frames of a slider. A node's `order` is 0 for a number [F], 1
for a vector [F, n], 2 for a matrix [F, n, n].
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TypeGuard

import numpy as np

from lossviz.algebra.scope import LETTERS, Array, Filled, Numbers, Pen, Scope
from lossviz.algebra.writing import BREAK, FACTOR, paren, whole

# a letter with its index, in its mark: the exponent stands above the index
_INDEXED = re.compile(r"(\\class\{term-\w+\}\{)?(\\?\w+_\{[^{}]+\})(\}?)")
# a vector that stays a letter among numbers
_VECTOR = re.compile(r"(\\class\{[^}]*\}\{)*\\mathbf")

# how tightly a node binds, and how tightly a place asks it to
SUM, PRODUCT, PREFIX, ATOM, BASE = range(5)
# a factor of so many terms, less one, takes rows of its own
WIDE = 2
_LARGE = re.compile(r"(\\class\{[^}]*\}\{|\{)*\\(sum|prod)")


# --- nodes --------------------------------------------------------------------------------------


class Expression:
    """A node. Subclasses say how tightly it binds, what it is worth and how it is written."""

    order = 0
    binds: int = ATOM
    # what stands to its right would be taken as its own: Σ, ln, ∂
    open = False
    # it is written as terms with signs between them: a + b, and Σ written out
    terms = False
    # it is written as factors with dots between them: Π written out
    factors = False
    parts: tuple[Expression, ...] = ()

    def value(self, scope: Scope) -> Array:
        """Its number [F] (or vector, matrix), computed as it is written."""
        raise NotImplementedError

    def write(self, pen: Pen, lead: bool = True) -> str:
        """Its LaTeX. `lead`: a minus may stand bare at its beginning."""
        raise NotImplementedError

    def binding(self, pen: Pen) -> int:
        """How tightly what `pen` writes of it binds."""
        return self.binds

    def bare(self, pen: Pen) -> Expression:
        """What `pen` writes, without the marks round it."""
        return self

    def opens(self, pen: Pen) -> bool:
        return self.open

    def slot(self, pen: Pen) -> TypeGuard[Filled]:
        """Whether `pen` writes it as a slot."""
        return False

    def at(self, pen: Pen, least: int = SUM, lead: bool = True) -> str:
        """Its LaTeX at a place that asks for a binding of `least`, in brackets if it needs them."""
        if self.binding(pen) < least:
            return paren(self.write(pen))
        return self.write(pen, lead)

    def extent(self, index: str, scope: Scope) -> int | None:
        """How many components `index` runs over here; None: nothing has such an index."""
        return next((n for part in self.parts if (n := part.extent(index, scope))), None)

    def count(self, index: str, scope: Scope) -> int:
        """`extent` of an index that it has.

        Raises:
          KeyError: it has no such index.
        """
        found = self.extent(index, scope)
        if found is None:
            raise KeyError(f"nothing here has the index {index}")
        return found

    def walk(self) -> Iterator[Expression]:
        """This node and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @cached_property
    def indices(self) -> frozenset[str]:
        """The indices that it leaves to what stands round it."""
        return frozenset().union(*(part.indices for part in self.parts))

    @cached_property
    def order_of_indices(self) -> tuple[str, ...]:
        return tuple(sorted(self.indices))

    @cached_property
    def free(self) -> frozenset[str]:
        """The names whose numbers it takes, but for its indices."""
        return frozenset().union(*(part.free for part in self.parts))

    def __add__(self, other):
        return Sum(self, other)

    def __radd__(self, other):
        return Sum(other, self)

    def __sub__(self, other):
        return Sum(self, -expression(other))

    def __rsub__(self, other):
        return Sum(other, -self)

    def __neg__(self):
        return Minus(self)

    def __mul__(self, other):
        return Product(self, other)

    def __rmul__(self, other):
        return Product(other, self)

    def __truediv__(self, other):
        return Fraction(self, other)

    def __rtruediv__(self, other):
        return Fraction(other, self)

    def __pow__(self, other):
        return Power(self, other)

    def __rpow__(self, other):
        return Power(other, self)

    # the tree is compared by identity: == between lines is a matter of their values
    __hash__ = object.__hash__


class Shown(Expression):
    """A node that stands for another one, and is written and computed as that is."""

    def __init__(self, part) -> None:
        self.parts = (expression(part),)
        self.order = self.parts[0].order

    def shown(self, pen: Pen) -> tuple[Expression, Pen]:
        """What is written in its place, and the pen that writes it."""
        return self.parts[0], pen

    def value(self, scope: Scope) -> Array:
        return scope.of(self.parts[0])

    def binding(self, pen: Pen) -> int:
        part, pen = self.shown(pen)
        return part.binding(pen)

    def bare(self, pen: Pen) -> Expression:
        part, pen = self.shown(pen)
        return part.bare(pen)

    def opens(self, pen: Pen) -> bool:
        part, pen = self.shown(pen)
        return part.opens(pen)

    def write(self, pen: Pen, lead: bool = True) -> str:
        part, pen = self.shown(pen)
        return part.write(pen, lead)

    def at(self, pen: Pen, least: int = SUM, lead: bool = True) -> str:
        part, pen = self.shown(pen)
        return part.at(pen, least, lead)


class Components:
    """What is no number by itself: an index must choose one of its components."""

    name: str


def expression(value) -> Expression:
    """A number as a node; a node as it is.

    Raises:
      TypeError: it is neither.
    """
    if isinstance(value, Expression):
        return value
    if isinstance(value, Components):
        raise TypeError(f"{value.name} has components: choose one, as in {value.name}['i']")
    if isinstance(value, int | float):
        return Literal(value)
    raise TypeError(f"an expression is made of numbers and expressions; got {value!r}")


def scalars(what: str, *values) -> tuple[Expression, ...]:
    """The nodes of `values`, all of them numbers.

    Raises:
      ValueError: one is a vector or a matrix.
    """
    nodes = tuple(map(expression, values))
    for node in nodes:
        if node.order:
            raise ValueError(
                f"{what} takes numbers; {node.write(LETTERS)} is a {_KINDS[node.order]}"
            )
    return nodes


_KINDS = ("number", "vector", "matrix")


class Literal(Expression):
    """A number as it is printed: 1, ½, π; an angle in degrees has `unit` "deg"."""

    def __init__(self, number: float, latex: str | None = None, unit: str = "") -> None:
        self.number, self.unit = number, unit
        self.latex = latex or f"{number:g}"

    def value(self, scope: Scope) -> Array:
        return np.radians(float(self.number)) if self.unit else np.float64(self.number)

    def binding(self, pen: Pen) -> int:
        return SUM if self.number < 0 else BASE

    def write(self, pen: Pen, lead: bool = True) -> str:
        return self.latex + (r"^{\circ}" if self.unit else "")


# --- arithmetic ---------------------------------------------------------------------------------


def aligned(*arrays: Array) -> list[Array]:
    """The arrays with as many axes as the longest: a number a frame times a vector a frame."""
    most = max(array.ndim for array in arrays)
    return [
        array
        if array.ndim in (0, most)
        else array.reshape(array.shape + (1,) * (most - array.ndim))
        for array in arrays
    ]


class Sum(Expression):
    """a + b − c …; a part that is a sum itself keeps its brackets, as it was written."""

    binds = SUM
    terms = True

    def __init__(self, first, *rest) -> None:
        first = expression(first)
        opening = first.parts if type(first) is Sum else (first,)
        self.parts = (*opening, *map(expression, rest))
        orders = {part.order for part in self.parts}
        if len(orders) > 1:
            told = ", ".join(f"{p.write(LETTERS)} ({_KINDS[p.order]})" for p in self.parts)
            raise ValueError(f"a sum takes parts of one kind; got {told}")
        (self.order,) = orders

    def value(self, scope: Scope) -> Array:
        total = scope.of(self.parts[0])
        for part in self.parts[1:]:
            total = (
                total - scope.of(part.parts[0]) if type(part) is Minus else total + scope.of(part)
            )
        return total

    def write(self, pen: Pen, lead: bool = True) -> str:
        first, *rest = self.parts
        bare = first.bare(pen)
        # a minus at the beginning is the sign of the first part; (a + b) + c needs no brackets
        plain = bare.terms or (type(bare) is Minus and lead)
        text = first.write(pen, lead) if plain else first.at(pen, PRODUCT, lead)
        for part in rest:
            minus = type(part) is Minus
            bare = part.bare(pen)
            # the terms of Σ stand among those of the sum round it; a sum keeps its brackets
            least = SUM if bare.terms and type(bare) is not Sum else PRODUCT
            body = (part.parts[0] if minus else part).at(pen, least, lead=False)
            text += f"{BREAK} {'-' if minus else '+'} {body}"
        return text


class Minus(Expression):
    """−a"""

    binds = SUM

    def __init__(self, part) -> None:
        self.parts = (expression(part),)
        self.order = self.parts[0].order

    def value(self, scope: Scope) -> Array:
        return -scope.of(self.parts[0])

    def write(self, pen: Pen, lead: bool = True) -> str:
        return "-" + self.parts[0].at(pen, PRODUCT, lead=False)

    def opens(self, pen: Pen) -> bool:
        return self.parts[0].opens(pen)

    # −a · b is −(a · b), as on paper
    def __mul__(self, other):
        return Minus(Product(self.parts[0], other))

    def __truediv__(self, other):
        return Minus(Fraction(self.parts[0], other))


class Product(Expression):
    """a · b · c; letters stand side by side, numbers have a dot between them."""

    binds = PRODUCT

    def __init__(self, *parts, dot: bool = False) -> None:
        nodes = map(expression, parts)
        self.dot = dot
        self.parts = tuple(
            piece for node in nodes for piece in (node.parts if type(node) is Product else (node,))
        )
        if sum(part.order > 0 for part in self.parts) > 1:
            raise ValueError("a product has one vector or matrix at most; dot(a, b) takes two")
        self.order = max(part.order for part in self.parts)

    def value(self, scope: Scope) -> Array:
        values = aligned(*map(scope.of, self.parts))
        total = values[0]
        for value in values[1:]:
            total = total * value
        return total

    def opens(self, pen: Pen) -> bool:
        return self.parts[-1].opens(pen)

    def write(self, pen: Pen, lead: bool = True) -> str:
        factors, last = [], len(self.parts) - 1
        for k, part in enumerate(self.parts):
            least = ATOM if k < last and part.opens(pen) else PREFIX
            # the factors of Π stand among those of the product round it
            if part.binding(pen) == PRODUCT and part.bare(pen).factors:
                least = PRODUCT
            # a bare number stands in a product without brackets, but for its sign
            first = lead and not k
            factors.append(part.write(pen, first) if part.slot(pen) else part.at(pen, least, first))
        # beside a factor that is wider than a row the others would stand in rows of their own
        wide = any(f.count(BREAK) - f.count(FACTOR) >= WIDE for f in factors)
        first, *rest = factors
        joints = (self._joint(pen, k, factor, wide) for k, factor in enumerate(rest, 1))
        return first + "".join(joint + factor for joint, factor in zip(joints, rest, strict=True))

    def _joint(self, pen: Pen, k: int, after: str, wide: bool) -> str:
        """What stands before factor k, which is written `after`."""
        pair = (part.bare(pen) for part in self.parts[k - 1 : k + 1])
        if not self.dot and all(type(part) is Exponential for part in pair):
            return r"\,"
        if isinstance(pen, Numbers) and not _VECTOR.match(after):
            return FACTOR if not wide else r" \cdot "
        if self.dot or _starts_with_digit(after):
            return r" \cdot "
        # Σ and Π have room of their own
        return "" if _LARGE.match(after) else r"\,"


def _starts_with_digit(latex: str) -> bool:
    return bool(re.match(r"(\\class\{[^}]*\}\{|\{)*[0-9]", latex))


class Weighted(Product):
    """p · x with 0 · x = 0 for every x: what cannot happen counts nothing, 0 · log 0 = 0."""

    def __init__(self, p, x, dot: bool = False) -> None:
        super().__init__(p, x, dot=dot)
        self.sides = (expression(p), expression(x))

    def value(self, scope: Scope) -> Array:
        share, x = map(scope.of, self.sides)
        return np.where(share == 0, 0.0, share * x)


def weighted(p, x, dot: bool = False) -> Weighted:
    """p · x, 0 where p = 0."""
    return Weighted(p, x, dot=dot)


def times(*parts) -> Product:
    """a · b with the dot written between letters too."""
    return Product(*parts, dot=True)


class Fraction(Expression):
    """a over b."""

    def __init__(self, above, below) -> None:
        self.parts = (expression(above), *scalars("a denominator", below))
        self.order = self.parts[0].order

    def value(self, scope: Scope) -> Array:
        above, below = aligned(*map(scope.of, self.parts))
        return above / below

    def write(self, pen: Pen, lead: bool = True) -> str:
        above, below = (whole(part.at(pen)) for part in self.parts)
        return rf"\frac{{{above}}}{{{below}}}"


class Slash(Fraction):
    """a/b in one line, as in exponents."""

    binds = PRODUCT

    def write(self, pen: Pen, lead: bool = True) -> str:
        above, below = self.parts
        least = ATOM if above.opens(pen) else PRODUCT
        return f"{above.at(pen, least, lead)} / {below.at(pen, ATOM)}"


def slash(above, below) -> Slash:
    """a/b"""
    return Slash(above, below)


class Power(Expression):
    """a^b"""

    def __init__(self, base, exponent) -> None:
        self.parts = scalars("a power", base, exponent)

    def value(self, scope: Scope) -> Array:
        base, exponent = map(scope.of, self.parts)
        return np.power(base, exponent)

    def write(self, pen: Pen, lead: bool = True) -> str:
        base, exponent = (self.parts[0].at(pen, BASE, lead=False), self.parts[1].at(pen))
        power = f"^{{{whole(exponent)}}}"
        if indexed := _INDEXED.fullmatch(base):
            mark, letter, end = indexed.groups(default="")
            return f"{mark}{letter}{power}{end}"
        return f"{{{whole(base)}}}{power}"


class Exponential(Power):
    """e^a"""

    def __init__(self, exponent) -> None:
        self.parts = scalars("an exponential", exponent)

    def value(self, scope: Scope) -> Array:
        return np.exp(scope.of(self.parts[0]))

    def write(self, pen: Pen, lead: bool = True) -> str:
        return f"e^{{{whole(self.parts[0].at(pen))}}}"


def exp(x) -> Exponential:
    """e^x"""
    return Exponential(x)
