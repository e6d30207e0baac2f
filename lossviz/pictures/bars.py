"""Bars: one a class, of one series or several, side by side or stacked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lossviz.pictures.picture import Colour, Format, Part, Picture, Spec, Term, terms


@dataclass(frozen=True, kw_only=True)
class Series(Part):
    """value: array [n]; colour: "class" for each bar its own. outline: not filled."""

    value: str
    name: str
    colour: Colour
    terms: Sequence[str] | None
    outline: bool = False


@dataclass(frozen=True, kw_only=True)
class Total(Part):
    """A number over the bars; `text` has {value} in it."""

    value: str
    text: str
    term: Term


@dataclass(frozen=True, kw_only=True)
class Bars(Picture):
    """names: under the bars. drag: the sliders that their ends move. target: class y, from 0."""

    kind = "bars"
    series: Sequence[Series]
    names: Sequence[str]
    low: float
    high: float
    ylabel: str
    format: Format
    drag: Sequence[str] | None = None
    target: int | None = None
    stacked: bool = False
    total: Total | None = None


def bars(name: str, value: str, family: str, names: Sequence[str], **more: Any) -> Bars:
    """One bar a class for the array `value`; `name` is the picture's id and key of its words."""
    one = Series(value=value, name="", colour="class", terms=terms(family, len(names)))
    fields: Spec = {"series": [one], "low": 0, "high": 1, "ylabel": "", "format": "share"} | more
    return Bars(id=name, title=f"@pictures.{name}", about=f"@pictures.{name}_about", names=names,
                **fields)  # fmt: skip
