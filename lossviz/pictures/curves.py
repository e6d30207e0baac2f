"""Curves over an axis, with areas between them, marks and rules on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lossviz.pictures.picture import (
    Axis,
    Colour,
    Format,
    Part,
    Picture,
    Spec,
    Term,
    Value,
)

# low, high, label and, of an axis of powers, the base
Ends = tuple[Value, Value, str] | tuple[Value, Value, str, int]


@dataclass(frozen=True, kw_only=True)
class Line(Part):
    """A curve through the arrays x and y. right: over the axis on the right."""

    x: str
    y: str
    colour: Colour
    name: str
    term: Term
    dash: bool = False
    right: bool = False


@dataclass(frozen=True, kw_only=True)
class Mark(Part):
    """A dot at the values x and y. drop: with dashed lines to the axes."""

    x: str
    y: str
    colour: Colour
    term: Term
    name: str
    drop: bool


@dataclass(frozen=True, kw_only=True)
class Area(Part):
    """What lies between low and high over x."""

    x: str
    low: Value
    high: Value
    colour: Colour
    term: Term


@dataclass(frozen=True, kw_only=True)
class Rule(Part):
    """A line right across the picture, upright at x or level at y.

    reads: with dots where it meets the curves, and its value on the axis.
    """

    x: Value | None = None
    y: Value | None = None
    colour: Colour
    dash: bool
    term: Term
    name: str
    reads: bool = False


@dataclass(frozen=True, kw_only=True)
class Bins(Part):
    """counts: array [B], how many lie between two edges."""

    counts: str
    colour: Colour
    name: str
    term: Term


@dataclass(frozen=True, kw_only=True)
class Histogram(Part):
    """Bars under the curves, over the same axis. edges: array [B + 1].

    full: so many are as high as can be; more, where a bin has more.
    """

    edges: str
    bins: Sequence[Bins]
    full: float


@dataclass(frozen=True, kw_only=True)
class Curves(Picture):
    """right: a second axis. drag: the slider that is moved by pulling along the axis.

    format: of a mark's reading. inside: names of curves stand in the corner on the right.
    """

    kind = "curves"
    x: Axis
    y: Axis
    lines: Sequence[Line] | None = None
    marks: Sequence[Mark] | None = None
    areas: Sequence[Area] | None = None
    rules: Sequence[Rule] | None = None
    right: Axis | None = None
    histogram: Histogram | None = None
    drag: str | None = None
    format: Format | None = None
    inside: bool = False


def curves(name: str, x: Ends, y: Ends, **more: Any) -> Curves:
    """Curves over these axes; `name` is the picture's id and key of its words."""
    fields: Spec = {
        "id": name,
        "title": f"@pictures.{name}",
        "about": f"@pictures.{name}_about",
    } | more
    return Curves(x=Axis(*x), y=Axis(*y), **fields)


def line(x: str, y: str, colour: Colour, name: str = "", term: Term = None, **more: Any) -> Line:
    """A curve through the arrays x and y."""
    return Line(x=x, y=y, colour=colour, name=name, term=term, **more)


def mark(x: str, y: str, colour: Colour, term: Term = None, *, name: str = "",
         drop: bool = False) -> Mark:  # fmt: skip
    """A dot at the values x and y."""
    return Mark(x=x, y=y, colour=colour, term=term, name=name, drop=drop)
