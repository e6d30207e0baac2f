"""Bars that lie, made of parts, with their sums at their ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from lossviz.pictures.picture import Colour, Format, Part, Picture, Term


@dataclass(frozen=True, kw_only=True)
class Slice(Part):
    """One part of a bar: a value ≥ 0."""

    value: str
    name: str
    colour: Colour
    term: Term


@dataclass(frozen=True, kw_only=True)
class Sum(Part):
    """One bar: the sum of its parts under its name."""

    name: str
    parts: Sequence[Slice]


@dataclass(frozen=True, kw_only=True)
class Stack(Picture):
    """Bars from 0 to high."""

    kind = "stack"
    high: float
    format: Format
    unit: str
    rows: Sequence[Sum]
