"""Rectangles as wide as an outcome's probability and as high as its information."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lossviz.pictures.formats import written
from lossviz.pictures.picture import Part, Picture, Say, Term
from lossviz.pictures.reading import Frame, listed, number, numbers_of

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lossviz.figures.theme import Surface


@dataclass(frozen=True, kw_only=True)
class Mean(Part):
    """The area of all rectangles as one height."""

    value: str
    name: str
    term: Term


@dataclass(frozen=True, kw_only=True)
class Mosaic(Picture):
    """widths, heights: arrays [n]; the widths sum to 1."""

    kind = "mosaic"
    widths: str
    heights: str
    names: Sequence[str]
    terms: Sequence[str]
    high: float
    xlabel: str
    ylabel: str
    mean: Mean

    def figure(self, frame: Frame, theme: "Surface") -> "go.Figure":
        """The same as a Plotly figure."""
        from lossviz.pictures.charts import mosaic as chart

        return chart.figure(self, frame, theme)

    def average(self, frame: Frame) -> float:
        """The mean; where it is infinite, that of the outcomes that happen at all."""
        mean = number(frame, self.mean.value)
        if not np.isposinf(mean):
            return mean
        wide, high = numbers_of(frame, self.widths), numbers_of(frame, self.heights)
        return float(np.sum(wide[wide > 0] * high[wide > 0]))

    def words(self, frame: Frame, say: Say) -> str:
        """Width and height of every rectangle, and the mean."""
        wide, high = numbers_of(frame, self.widths), numbers_of(frame, self.heights)
        parts = [
            say("described.mosaic.part", name=name, wide=written("share", width),
                high=written("precise", height))
            for name, width, height in zip(self.names, wide, high, strict=True)
            if width > 0
        ]  # fmt: skip
        return say(
            "described.mosaic.all", title=self.title, width=self.xlabel, height=self.ylabel,
            parts=listed(parts, say), mean=self.mean.name,
            value=written("precise", self.average(frame)),
        )  # fmt: skip
