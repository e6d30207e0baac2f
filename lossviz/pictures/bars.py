"""Bars: one a class, of one series or several, side by side or stacked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lossviz.pictures.formats import written
from lossviz.pictures.picture import Colour, Format, Part, Picture, Say, Spec, Term, terms
from lossviz.pictures.reading import Frame, listed, number, numbers_of

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lossviz.figures.theme import Surface


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

    def figure(self, frame: Frame, theme: "Surface") -> "go.Figure":
        """The same as a Plotly figure."""
        from lossviz.pictures.charts import bars as chart

        return chart.figure(self, frame, theme)

    def summed(self, frame: Frame) -> str:
        """The words over the bars with their number in them."""
        if not self.total:
            return ""
        value = written(self.format or "precise", number(frame, self.total.value))
        return self.total.text.replace("{value}", value)

    def words(self, frame: Frame, say: Say) -> str:
        """Every bar's name and number, series by series; the target and the total after them."""
        parts = []
        for one in self.series:
            pairs = [
                say("described.bars.pair", name=name, value=written(self.format, value))
                for name, value in zip(self.names, numbers_of(frame, one.value), strict=True)
                if not np.isnan(value)
            ]
            name = one.name or self.ylabel
            together = say("described.between").join(pairs)
            if pairs:
                named = say("described.bars.series", name=name, pairs=together)
                parts.append(named if name else together)
        if self.target is not None:
            parts.append(say("described.bars.target", name=self.names[self.target]))
        if self.total:
            parts.append(self.summed(frame))
        return say("described.bars.all", title=self.title, parts=listed(parts, say))


def bars(name: str, value: str, family: str, names: Sequence[str], **more: Any) -> Bars:
    """One bar a class for the array `value`; `name` is the picture's id and key of its words."""
    one = Series(value=value, name="", colour="class", terms=terms(family, len(names)))
    fields: Spec = {"series": [one], "low": 0, "high": 1, "ylabel": "", "format": "share"} | more
    return Bars(id=name, title=f"@pictures.{name}", about=f"@pictures.{name}_about", names=names,
                **fields)  # fmt: skip
