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
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np

Env = Mapping[str, np.ndarray]
# a number that is the same in all frames may be no array
Array = np.ndarray | np.generic

# how tightly a node binds, and how tightly a place asks it to
SUM, PRODUCT, PREFIX, ATOM, BASE = range(5)
# where a row of numbers may go on in the next line
BREAK = "\u2063"
# a letter that may stand below an exponent: c, θ_k, q_y
_LETTER = re.compile(r"\\?\w+(_\w|_\{\w+\})?")
_TALL = re.compile(r"\\(frac|limits|begin|left|underset)")


class Place(NamedTuple):
    """Which component an index stands for, [F], its name in slots, what tells it from others."""

    index: np.ndarray
    label: str
    key: object


class Last:
    """The index of the last component of a family, as the data count them, written as `latex`."""

    def __init__(self, family: Family, latex: str) -> None:
        self.family, self.latex = family, latex

    def __str__(self) -> str:
        return self.latex


def last(family: Family, latex: str = "C") -> Last:
    """The index of the last component of `family`: w[last(w)] is w_C."""
    return Last(family, latex)


class Scope:
    """The numbers a tree is computed on, and the components that its indices stand for."""

    def __init__(self, env: Env, places: Mapping[str, Place] | None = None, memo=None) -> None:
        self.env, self.places = env, dict(places or {})
        self._memo: dict = {} if memo is None else memo

    def bind(self, name: str, place: Place) -> Scope:
        """The same numbers with the index `name` at `place`."""
        return Scope(self.env, {**self.places, name: place}, self._memo)

    def place(self, index: Index) -> Place:
        """Where an index stands: bound by a sum, chosen by the data, or a number (from 1)."""
        if isinstance(index, Last):
            index = index.family.size(self, 0)
        if isinstance(index, int):
            return Place(np.full(self.frames, index - 1), str(index), (None, index - 1))
        return self.places.get(index) or Place(self.env[index], index, index)

    @property
    def frames(self) -> int:
        return len(next(iter(self.env.values())))

    def of(self, node: Expression) -> Array:
        """The node's value; each node is computed once at each place of its indices."""
        bound = ((name, self.places[name].key) for name in node.indices if name in self.places)
        key = (node, *bound)
        if key not in self._memo:
            self._memo[key] = node.value(self)
        return self._memo[key]


class Pen:
    """Writes letters."""

    numbers = False

    def bind(self, name: str, place: Place) -> Pen:
        return self


class Numbers(Pen):
    """Writes numbers: gathers the array [F] of every slot it puts.

    Attributes:
      slots: the arrays by name; the names depend on the shapes of the numbers alone.
      full: every term of every sum is written, however many there are.
      letters: names that stay letters: the variable of a derivative.
    """

    numbers = True

    def __init__(self, scope: Scope, full: bool = False) -> None:
        self.scope, self.full = scope, full
        self.slots: dict[str, np.ndarray] = {}
        self.letters: frozenset[str] = frozenset()
        self._names: dict[object, str] = {}

    def bind(self, name: str, place: Place) -> Numbers:
        return self._changed(scope=self.scope.bind(name, place))

    def leaving(self, name: str) -> Numbers:
        """The pen that leaves this variable, with all its components, letters."""
        return self._changed(letters=self.letters | {name})

    def _changed(self, **changes) -> Numbers:
        pen = object.__new__(Numbers)
        pen.__dict__.update(self.__dict__, **changes)
        return pen

    def put(self, key: object, name: str, array: Array) -> str:
        """The slot of `array`, the same for the same key; `name` where no other key has it."""
        if key not in self._names:
            while name in self.slots:
                name = "o" + name
            self._names[key] = name
            array = np.broadcast_to(np.asarray(array, np.float64), (self.scope.frames,))
            # + 0 makes 0 of −0, which no reader expects
            self.slots[name] = array + 0.0
        return self._names[key]


LETTERS = Pen()


# --- LaTeX --------------------------------------------------------------------------------------


def marked(kind: str, latex: str) -> str:
    """`latex` as an element of this class."""
    return rf"\class{{{kind}}}{{{latex}}}"


def term(name: str, latex: str) -> str:
    """`latex` marked as the quantity `name`, which lights up together with it in the pictures.

    "p2" lights with "p2" and with the family "p", the name without its trailing digits.
    """
    return marked(f"term-{name}", latex) if name else latex


def whole(latex: str) -> str:
    """`latex` without breaks: for what stands in a fraction, a root or an exponent."""
    return latex.replace(BREAK, "")


_TOKEN = re.compile(r"\\class\{[^}]*\}\{|\\[{}]|[{}]|" + BREAK)


def pieces(latex: str) -> list[str]:
    """`latex` cut at its breaks: a class goes on in the next piece, other groups are not cut."""
    found, opened, piece, at = [], [], "", 0
    for token in _TOKEN.finditer(latex):
        piece += latex[at : token.start()]
        at = token.end()
        if token[0] != BREAK:
            piece += token[0]
            if token[0] == "}":
                opened.pop()
            elif token[0].endswith("{") and token[0] != r"\{":
                opened.append(token[0])
        elif all(group.startswith(r"\class") for group in opened):
            found.append(piece + "}" * len(opened))
            piece = "".join(opened)
    return [*found, piece + latex[at:]]


def paren(inside: str) -> str:
    """( … ), as high as what they hold. A sign at their beginning is the sign of what follows."""
    if _TALL.search(inside):
        return rf"\left({{{whole(inside)}}}\right)"
    return f"({inside})"


# --- nodes --------------------------------------------------------------------------------------


class Expression:
    """A node. Subclasses say how tightly it binds, what it is worth and how it is written."""

    order = 0
    binds: int = ATOM
    # what stands to its right would be taken as its own: Σ, ln, ∂
    open = False
    # it is written as terms with signs between them: a + b, and Σ written out
    terms = False
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

    def at(self, pen: Pen, least: int = SUM, lead: bool = True) -> str:
        """Its LaTeX at a place that asks for a binding of `least`, in brackets if it needs them."""
        if self.binding(pen) < least:
            return paren(self.write(pen))
        return self.write(pen, lead)

    def extent(self, index: str, scope: Scope) -> int | None:
        """How many components `index` runs over here; None: nothing has such an index."""
        return next((n for part in self.parts if (n := part.extent(index, scope))), None)

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


def expression(value) -> Expression:
    """A number as a node; a node as it is.

    Raises:
      TypeError: it is neither.
    """
    if isinstance(value, Expression):
        return value
    if isinstance(value, Family):
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

    binds = BASE

    def __init__(self, number: float, latex: str | None = None, unit: str = "") -> None:
        self.number, self.unit = number, unit
        self.latex = latex or f"{number:g}"

    def value(self, scope: Scope) -> Array:
        return np.radians(float(self.number)) if self.unit else np.float64(self.number)

    def binding(self, pen: Pen) -> int:
        return SUM if self.number < 0 else BASE

    def write(self, pen: Pen, lead: bool = True) -> str:
        return self.latex + (r"^{\circ}" if self.unit else "")


class Leaf(Expression):
    """What is written as letters, or as a slot by a pen of numbers.

    Attributes:
      name: of its slot.
      latex: its letters.
      mark: the term that lights up with it, "" for none.
      unit: "deg": an angle. It counts in radians and is shown in degrees.
    """

    binds = BASE
    name: str
    latex: str
    mark: str
    unit = ""

    def slot(self, pen: Pen) -> bool:
        """Whether `pen` writes it as a slot."""
        return pen.numbers

    def key(self, scope: Scope) -> object:
        """What tells its number from others: the same key, the same slot."""
        return self.name

    def label(self, scope: Scope) -> str:
        """The name of its slot."""
        return self.name

    def lights(self, pen: Pen) -> str:
        """The term it is marked with."""
        return self.mark

    def stand(self, scope: Scope) -> tuple[str, np.ndarray | None]:
        """Its name and component, for a derivative by it."""
        return self.name, None

    def shown(self, scope: Scope) -> Array:
        """Its number in the unit it is shown in."""
        value = scope.of(self)
        return np.degrees(value) if self.unit else value

    def letters(self, pen: Pen) -> str:
        return self.latex

    def write(self, pen: Pen, lead: bool = True) -> str:
        if not self.slot(pen):
            return term(self.lights(pen), self.letters(pen))
        return self._fenced(pen, "" if lead else "sign")

    def at(self, pen: Pen, least: int = SUM, lead: bool = True) -> str:
        if not self.slot(pen):
            return super().at(pen, least, lead)
        return self._fenced(pen, "fence" if least > PRODUCT else "" if lead else "sign")

    def _fenced(self, pen: Numbers, fence: str) -> str:
        scope = pen.scope
        if self.order:
            return term(self.lights(pen), self._point(pen))
        name = pen.put(self.key(scope), self.label(scope), self.shown(scope))
        inside = rf"\class{{slot-{name}}}{{0}}" + (r"^{\circ}" if self.unit else "")
        if fence:
            left, right = (rf"\class{{{fence}-{name}}}{{{sign}}}" for sign in "()")
            inside = f"{left}{inside}{right}"
        return term(self.lights(pen), inside)

    def _point(self, pen: Numbers) -> str:
        """A point by its coordinates; its slots are called a, b, …"""
        key, value = self.key(pen.scope), pen.scope.of(self)
        word, digits = re.fullmatch(r"(\D*)(\d*)", self.label(pen.scope)).groups()
        names = [
            pen.put((key, k), f"{word}{'abcdefgh'[k]}{digits}", value[:, k])
            for k in range(value.shape[1])
        ]
        return "(" + r",\,".join(rf"\class{{slot-{name}}}{{0}}" for name in names) + ")"


class Variable(Leaf):
    """A number of the derivation, [F]."""

    def __init__(self, name: str, latex: str | None, mark: str | None, unit: str) -> None:
        self.name, self.latex, self.unit = name, latex or name, unit
        self.mark = name if mark is None else mark
        self.free = frozenset({name})

    def value(self, scope: Scope) -> Array:
        value = scope.env[self.name]
        return radians(value) if self.unit else value

    def slot(self, pen: Pen) -> bool:
        return pen.numbers and self.name not in pen.letters


def number(
    name: str, latex: str | None = None, mark: str | None = None, unit: str = ""
) -> Variable:
    """The variable `name` of a derivation; it lights as `mark`, or as its name."""
    return Variable(name, latex, mark, unit)


def point(name: str, latex: str | None = None, mark: str | None = None) -> Variable:
    """The numbers [F, 2] of a derivation, a point of the plane."""
    found = Variable(name, latex or rf"\mathbf{{{name}}}", mark, "")
    found.order = 1
    return found


Index = str | int | Last


class Family:
    """Components that an index chooses, `z["i"]`; several indices for a table, `x["i", "k"]`.

    They are the numbers of the derivation under this name, or are defined by an expression in which
    the indices `over` stand for the component.
    """

    def __init__(
        self,
        name: str,
        latex: str | None = None,
        mark: str | None = None,
        unit: str = "",
        body: Expression | None = None,
        over: tuple[str, ...] = (),
        width: int = 0,
    ) -> None:
        self.name, self.latex, self.unit = name, latex or name, unit
        self.mark = name if mark is None else mark
        self.body, self.over, self.width = body, over, width

    def __getitem__(self, indices: Index | tuple[Index, ...]) -> Component:
        return Component(self, indices if isinstance(indices, tuple) else (indices,))

    def size(self, scope: Scope, axis: int) -> int:
        """How many components there are along an axis."""
        if self.body is None:
            return scope.env[self.name].shape[1 + axis]
        return self.body.extent(self.over[axis], scope)


def vector(name: str, latex: str | None = None, mark: str | None = None, unit: str = "") -> Family:
    """The numbers [F, n] of a derivation, whose components are numbers."""
    return Family(name, latex, mark, unit)


def vectors(name: str, latex: str | None = None, mark: str | None = None) -> Family:
    """The numbers [F, n, 2] of a derivation, whose components are points of the plane."""
    return Family(name, latex or rf"\mathbf{{{name}}}", mark, width=2)


def defined(
    name: str,
    over: Index | tuple[str, ...],
    body: Expression,
    latex: str | None = None,
    mark: str | None = None,
    unit: str = "",
) -> Family:
    """The family name_i = body, where `body` is an expression in the index `over`."""
    over = over if isinstance(over, tuple) else (over,)
    missing = set(over) - body.indices
    if missing:
        raise ValueError(
            f"{name} is to run over {', '.join(missing)}, which its body does not have"
        )
    return Family(name, latex, mark, unit, body, over)


def lit(index: np.ndarray) -> str:
    """The number of a component that is the same in all frames, else nothing."""
    return str(int(index[0]) + 1) if np.all(index == index[0]) else ""


class Component(Leaf):
    """One component of a family, or one entry of a table."""

    def __init__(self, family: Family, chosen: tuple[Index, ...]) -> None:
        self.family, self.chosen = family, chosen
        self.name, self.latex, self.unit = family.name, family.latex, family.unit
        self.order = 1 if family.width else 0
        if family.body is not None:
            self.order = family.body.order

    @cached_property
    def indices(self) -> frozenset[str]:
        own = frozenset(index for index in self.chosen if isinstance(index, str))
        body = self.family.body
        return own if body is None else own | (body.indices - set(self.family.over))

    @cached_property
    def free(self) -> frozenset[str]:
        body = self.family.body
        return frozenset({self.name}) if body is None else body.free

    def value(self, scope: Scope) -> Array:
        places = [scope.place(index) for index in self.chosen]
        if self.family.body is not None:
            for name, place in zip(self.family.over, places, strict=True):
                scope = scope.bind(name, place)
            return scope.of(self.family.body)
        array = scope.env[self.name]
        for place in places:
            array = _picked(array, place.index)
        return radians(array) if self.unit else array

    def extent(self, index: str, scope: Scope) -> int | None:
        if index in self.chosen:
            return self.family.size(scope, self.chosen.index(index))
        body = self.family.body
        return None if body is None or index in self.family.over else body.extent(index, scope)

    def slot(self, pen: Pen) -> bool:
        return pen.numbers and self.name not in pen.letters

    def stand(self, scope: Scope) -> tuple[str, np.ndarray | None]:
        return self.name, scope.place(self.chosen[0]).index

    def key(self, scope: Scope) -> object:
        return (self.name, *(scope.place(index).key for index in self.chosen))

    def label(self, scope: Scope) -> str:
        # letters before digits: a slot's name is a word and a number
        labels = [scope.place(index).label for index in self.chosen]
        letters = "".join(re.sub(r"\d", "", label) for label in labels)
        return self.name + letters + "".join(re.sub(r"\D", "", label) for label in labels)

    def lights(self, pen: Pen) -> str:
        if not self.family.mark:
            return ""
        if not pen.numbers:
            return self.family.mark + "".join(str(i) for i in self.chosen if isinstance(i, int))
        known = [lit(pen.scope.place(index).index) for index in self.chosen]
        return self.family.mark + ("".join(known) if all(known) else "")

    def letters(self, pen: Pen) -> str:
        def written(index: Index) -> str:
            if not pen.numbers:
                return str(index)
            # the component that the data choose changes while one drags
            place = pen.scope.place(index)
            if place.label.isdigit():
                return place.label
            name = pen.put(("index", place.key), f"n{place.label}", place.index + 1)
            return rf"\class{{slot-{name}}}{{0}}"

        return f"{self.latex}_{{{' '.join(map(written, self.chosen))}}}"


def _picked(array: np.ndarray, index: np.ndarray) -> np.ndarray:
    """array[f, index[f], …], [F, …]."""
    return array[np.arange(len(index)), index]


def radians(degrees: Array) -> Array:
    """np.radians takes no complex numbers, by which derivatives are taken."""
    return degrees * (np.pi / 180)


# --- arithmetic ---------------------------------------------------------------------------------


def aligned(*arrays: Array) -> list[Array]:
    """The arrays with as many axes as the longest: a number a frame times a vector a frame."""
    most = max(map(np.ndim, arrays))
    return [np.reshape(a, np.shape(a) + (1,) * (most - np.ndim(a))) if np.ndim(a) else a
            for a in arrays]  # fmt: skip


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
        text, last = "", len(self.parts) - 1
        for k, part in enumerate(self.parts):
            least = ATOM if k < last and part.opens(pen) else PREFIX
            # a bare number stands in a product without brackets, but for its sign
            slot = isinstance(part, Leaf) and part.slot(pen)
            piece = part.write(pen, lead and not k) if slot else part.at(pen, least, lead and not k)
            text += (self._joint(pen, text, piece) if k else "") + piece
        return text

    def _joint(self, pen: Pen, before: str, after: str) -> str:
        return r" \cdot " if pen.numbers or self.dot or _starts_with_digit(after) else r"\,"


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
        return f"{above.at(pen, PREFIX, lead)} / {below.at(pen, ATOM)}"


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
        base, exponent = self.parts
        return f"{{{whole(base.at(pen, BASE, lead=False))}}}^{{{whole(exponent.at(pen))}}}"


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


# --- terms and names ----------------------------------------------------------------------------


def numbered(name: str, part: Expression, pen: Pen) -> str:
    """The term `name` of a part: of its component, "g2", where one bound index tells which it is.

    An index that the data choose does not count, nor one that `part` does not depend on.
    """
    if not name or not pen.numbers or name[-1].isdigit():
        return name
    places = pen.scope.places
    bound = [places[index].index for index in part.indices if index in places]
    return name + lit(bound[0]) if len(bound) == 1 else name


class Marked(Expression):
    """A part that lights up as a whole; as one of a family where an index is given."""

    def __init__(self, name: str, part, index: Index | None = None) -> None:
        self.name, self.parts, self.index = name, (expression(part),), index
        self.order = self.parts[0].order

    @cached_property
    def indices(self) -> frozenset[str]:
        own = {self.index} if isinstance(self.index, str) else set()
        return self.parts[0].indices | own

    def value(self, scope: Scope) -> Array:
        return scope.of(self.parts[0])

    def binding(self, pen: Pen) -> int:
        return self.parts[0].binding(pen)

    def opens(self, pen: Pen) -> bool:
        return self.parts[0].opens(pen)

    def bare(self, pen: Pen) -> Expression:
        return self.parts[0].bare(pen)

    def lights(self, pen: Pen) -> str:
        if self.index is None or not pen.numbers:
            return numbered(self.name, self, pen)
        return self.name + lit(pen.scope.place(self.index).index)

    def write(self, pen: Pen, lead: bool = True) -> str:
        return term(self.lights(pen), self.parts[0].write(pen, lead))

    def at(self, pen: Pen, least: int = SUM, lead: bool = True) -> str:
        return term(self.lights(pen), self.parts[0].at(pen, least, lead))


def mark(name: str, part, index: Index | None = None) -> Marked:
    """`part`, lit up as the quantity `name`, or as that of `index`: e2 for mark("e", …, 2)."""
    return Marked(name, part, index)


class Named(Leaf):
    """A part with a name of its own, or with one number of its own, or both.

    Attributes:
      short: the part's letters, such as H(P); None: the part is written.
      slot_name: its one number is put in place of the part's numbers; None: they are written out.
    """

    def __init__(self, part, short, slot_name, mark, unit) -> None:
        self.parts = (expression(part),)
        self.order = self.parts[0].order
        self.short, self.slot_name, self.mark, self.unit = short, slot_name, mark, unit
        self.name = slot_name or ""
        self.latex = short or ""

    def value(self, scope: Scope) -> Array:
        return scope.of(self.parts[0])

    def key(self, scope: Scope) -> object:
        bound = sorted((i, str(scope.place(i).key)) for i in self.indices if i in scope.places)
        return (self.slot_name, *bound)

    def label(self, scope: Scope) -> str:
        return self.name + "".join(
            scope.places[i].label for i in sorted(self.indices) if i in scope.places
        )

    def slot(self, pen: Pen) -> bool:
        return pen.numbers and self.slot_name is not None

    def lights(self, pen: Pen) -> str:
        return numbered(self.mark, self, pen)

    def bare(self, pen: Pen) -> Expression:
        return self.parts[0].bare(pen) if self._spelled(pen) else self

    def _spelled(self, pen: Pen) -> bool:
        return not self.slot(pen) and (pen.numbers or self.short is None)

    def binding(self, pen: Pen) -> int:
        if self._spelled(pen):
            return self.parts[0].binding(pen)
        return BASE if self.slot(pen) or _LETTER.fullmatch(self.short or "") else ATOM

    def opens(self, pen: Pen) -> bool:
        return self._spelled(pen) and self.parts[0].opens(pen)

    def write(self, pen: Pen, lead: bool = True) -> str:
        if self._spelled(pen):
            return term(self.lights(pen), self.parts[0].write(pen, lead))
        return super().write(pen, lead)

    def at(self, pen: Pen, least: int = SUM, lead: bool = True) -> str:
        if self._spelled(pen):
            return term(self.lights(pen), self.parts[0].at(pen, least, lead))
        return super().at(pen, least, lead)


def called(latex: str, part, mark: str = "", number: str | None = None, unit: str = "") -> Named:
    """`part` under its own letters; its numbers are written out, or are the one slot `number`."""
    return Named(part, latex, number, mark, unit)


def as_number(name: str, part, mark: str = "", unit: str = "") -> Named:
    """`part`, whose letters are written out, and which is one number among numbers."""
    return Named(part, None, name, mark, unit)
