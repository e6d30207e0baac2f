"""What a line is made of: variables, components of families, parts with names and marks."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TypeGuard

import numpy as np

from lossviz.algebra.expression import (
    ATOM,
    BASE,
    PRODUCT,
    SUM,
    Components,
    Expression,
    Shown,
    expression,
)
from lossviz.algebra.scope import Array, Filled, Index, Numbers, Pen, Scope
from lossviz.algebra.writing import marked, slot, term

# a letter that may stand below an exponent: c, θ_k, q_y
_LETTER = re.compile(r"\\?\w+(_\w|_\{\w+\})?")


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

    def slot(self, pen: Pen) -> TypeGuard[Filled]:
        """Whether `pen` writes it as a slot."""
        return isinstance(pen, Filled) and pen.fills(self.name)

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

    def _fenced(self, pen: Filled, fence: str) -> str:
        scope = pen.scope
        if self.order:
            return term(self.lights(pen), self._point(pen))
        name = pen.put(self.key(scope), self.label(scope), self.shown(scope))
        inside = slot(name) + (r"^{\circ}" if self.unit else "")
        if fence:
            left, right = (marked(f"{fence}-{name}", sign) for sign in "()")
            inside = f"{left}{inside}{right}"
        return term(self.lights(pen), inside)

    def _point(self, pen: Filled) -> str:
        """A point by its coordinates; its slots are called a, b, …"""
        key, value = self.key(pen.scope), np.asarray(pen.scope.of(self))
        label = self.label(pen.scope)
        word = label.rstrip("0123456789")
        digits = label[len(word) :]
        names = [
            pen.put((key, k), f"{word}{'abcdefgh'[k]}{digits}", value[:, k])
            for k in range(value.shape[1])
        ]
        return "(" + r",\,".join(map(slot, names)) + ")"


class Variable(Leaf):
    """A number of the derivation, [F]."""

    def __init__(self, name: str, latex: str | None, mark: str | None, unit: str) -> None:
        self.name, self.latex, self.unit = name, latex or name, unit
        self.mark = name if mark is None else mark
        self.free = frozenset({name})

    def value(self, scope: Scope) -> Array:
        value = scope.env[self.name]
        return radians(value) if self.unit else value


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


class Family(Components):
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

    @property
    def free(self) -> frozenset[str]:
        """The names whose numbers its components take."""
        return frozenset({self.name}) if self.body is None else self.body.free

    def components(self, scope: Scope) -> list[Component]:
        """All of them, of a family with one index."""
        return [self[k + 1] for k in range(self.size(scope, 0))]

    def size(self, scope: Scope, axis: int) -> int:
        """How many components there are along an axis."""
        if self.body is None:
            return scope.env[self.name].shape[1 + axis]
        return self.body.count(self.over[axis], scope)


def vector(name: str, latex: str | None = None, mark: str | None = None, unit: str = "") -> Family:
    """The numbers [F, n] of a derivation, whose components are numbers."""
    return Family(name, latex, mark, unit)


def vectors(name: str, latex: str | None = None, mark: str | None = None) -> Family:
    """The numbers [F, n, 2] of a derivation, whose components are points of the plane."""
    return Family(name, latex or rf"\mathbf{{{name}}}", mark, width=2)


def defined(
    name: str,
    over: str | tuple[str, ...],
    body: Expression,
    latex: str | None = None,
    mark: str | None = None,
    unit: str = "",
) -> Family:
    """The family name_i = body, where `body` is an expression in the index `over`."""
    names = over if isinstance(over, tuple) else (over,)
    missing = set(names) - body.indices
    if missing:
        raise ValueError(
            f"{name} is to run over {', '.join(missing)}, which its body does not have"
        )
    return Family(name, latex, mark, unit, body, names)


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
        return self.family.free

    def value(self, scope: Scope) -> Array:
        places = [scope.place(index) for index in self.chosen]
        if self.family.body is not None:
            for name, place in zip(self.family.over, places, strict=True):
                scope = scope.bind(name, place)
            return scope.of(self.family.body)
        array = scope.env[self.name]
        for place in places:
            array = place.chosen(array)
        return radians(array) if self.unit else array

    def extent(self, index: str, scope: Scope) -> int | None:
        if index in self.chosen:
            return self.family.size(scope, self.chosen.index(index))
        body = self.family.body
        return None if body is None or index in self.family.over else body.extent(index, scope)

    def stand(self, scope: Scope) -> tuple[str, np.ndarray | None]:
        return self.name, scope.place(self.chosen[0]).index

    def key(self, scope: Scope) -> object:
        return (self.name, *(scope.place(index).key for index in self.chosen))

    def label(self, scope: Scope) -> str:
        return _slot_name(self.name, "".join(scope.place(index).label for index in self.chosen))

    def lights(self, pen: Pen) -> str:
        if not self.family.mark:
            return ""
        if not isinstance(pen, Numbers):
            return self.family.mark + "".join(str(i) for i in self.chosen if isinstance(i, int))
        known = [pen.scope.number(index) for index in self.chosen]
        return self.family.mark + ("".join(known) if all(known) else "")

    def letters(self, pen: Pen) -> str:
        return f"{self.latex}_{{{' '.join(map(pen.index, self.chosen))}}}"


@lru_cache(maxsize=4096)
def _slot_name(name: str, labels: str) -> str:
    """Letters before digits: a slot's name is a word and a number."""
    return name + re.sub(r"\d", "", labels) + re.sub(r"\D", "", labels)


def radians(degrees: Array) -> Array:
    """np.radians takes no complex numbers, by which derivatives are taken."""
    return degrees * (np.pi / 180)


# --- terms and names ----------------------------------------------------------------------------


def numbered(name: str, part: Expression, pen: Pen) -> str:
    """The term `name` of a part: of its component, "g2", where one bound index tells which it is.

    An index that the data choose does not count, nor one that `part` does not depend on.
    """
    if not name or not isinstance(pen, Numbers) or name[-1].isdigit():
        return name
    places = pen.scope.places
    bound = [index for index in part.indices if index in places]
    return name + pen.scope.number(bound[0]) if len(bound) == 1 else name


class Marked(Shown):
    """A part that lights up as a whole; as one of a family where an index is given."""

    def __init__(self, name: str, part, index: Index | None = None) -> None:
        super().__init__(part)
        self.name, self.index = name, index

    @cached_property
    def indices(self) -> frozenset[str]:
        own = {self.index} if isinstance(self.index, str) else set()
        return self.parts[0].indices | own

    def lights(self, pen: Pen) -> str:
        """The term it is marked with."""
        if self.index is None or not isinstance(pen, Numbers):
            return numbered(self.name, self, pen)
        return self.name + pen.scope.number(self.index)

    def write(self, pen: Pen, lead: bool = True) -> str:
        return term(self.lights(pen), super().write(pen, lead))

    def at(self, pen: Pen, least: int = SUM, lead: bool = True) -> str:
        return term(self.lights(pen), super().at(pen, least, lead))


def mark(name: str, part, index: Index | None = None) -> Marked:
    """`part`, lit up as the quantity `name`, or as that of `index`: e2 for mark("e", …, 2)."""
    return Marked(name, part, index)


class Named(Leaf):
    """A part with a name of its own, or with one number of its own, or both.

    Attributes:
      name: of the slot of its one number; "": the numbers of the part are written out.
      latex: its letters, such as H(P); "": those of the part are written.
    """

    def __init__(self, part, latex: str, name: str, mark: str, unit: str) -> None:
        self.parts = (expression(part),)
        self.order = self.parts[0].order
        self.latex, self.name, self.mark, self.unit = latex, name, mark, unit

    def value(self, scope: Scope) -> Array:
        return scope.of(self.parts[0])

    def key(self, scope: Scope) -> object:
        bound = sorted((i, str(scope.place(i).key)) for i in self.indices if i in scope.places)
        return (self.name, *bound)

    def label(self, scope: Scope) -> str:
        return self.name + "".join(
            scope.places[i].label for i in sorted(self.indices) if i in scope.places
        )

    def slot(self, pen: Pen) -> TypeGuard[Numbers]:
        return isinstance(pen, Numbers) and bool(self.name)

    def lights(self, pen: Pen) -> str:
        return numbered(self.mark, self, pen)

    def bare(self, pen: Pen) -> Expression:
        return self.parts[0].bare(pen) if self._spelled(pen) else self

    def _spelled(self, pen: Pen) -> bool:
        return not self.slot(pen) and (isinstance(pen, Numbers) or not self.latex)

    def binding(self, pen: Pen) -> int:
        if self._spelled(pen):
            return self.parts[0].binding(pen)
        return BASE if self.slot(pen) or _LETTER.fullmatch(self.latex) else ATOM

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


def called(latex: str, part, mark: str = "", number: str = "", unit: str = "") -> Named:
    """`part` under its own letters; its numbers are written out, or are the one slot `number`."""
    return Named(part, latex, number, mark, unit)


def as_number(name: str, part, mark: str = "", unit: str = "") -> Named:
    """`part`, whose letters are written out, and which is one number among numbers."""
    return Named(part, "", name, mark, unit)
