"""Bars that lie, made of parts, with their sums at their ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lossviz.pictures.formats import written
from lossviz.pictures.picture import Colour, Format, Part, Picture, Say, Term
from lossviz.pictures.reading import Frame, listed, number

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lossviz.figures.theme import Surface


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

    def figure(self, frame: Frame, theme: "Surface") -> "go.Figure":
        """The same as a Plotly figure."""
        from lossviz.pictures.charts import stack as chart

        return chart.figure(self, frame, theme)

    def words(self, frame: Frame, say: Say) -> str:
        """Every bar as a sum of its parts."""
        found = []
        for one in self.rows:
            values = [number(frame, part.value) for part in one.parts]
            parts = " + ".join(
                f"{part.name} {written(self.format, value)}"
                for part, value in zip(one.parts, values, strict=True)
                if not np.isnan(value)
            )
            total = written(self.format, sum(values))
            found.append(say("described.stack.row", name=one.name, total=total, parts=parts))
        return say("described.stack.all", title=self.title, unit=self.unit, rows=listed(found, say))
