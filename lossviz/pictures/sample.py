"""What was drawn, one sign an outcome, and how often each came."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lossviz.pictures.picture import Picture, Say
from lossviz.pictures.reading import Frame, listed, numbers_of

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lossviz.figures.theme import Surface


@dataclass(frozen=True, kw_only=True)
class Sample(Picture):
    """value: array [n] of outcomes, from 0; a negative one is not there yet."""

    kind = "sample"
    value: str
    names: Sequence[str]

    def figure(self, frame: Frame, theme: "Surface") -> "go.Figure":
        """The same as a Plotly figure."""
        from lossviz.pictures.charts import sample as chart

        return chart.figure(self, frame, theme)

    def counts(self, frame: Frame) -> np.ndarray:
        """How often each outcome came, [names]."""
        drawn = numbers_of(frame, self.value)
        return np.array([np.sum(drawn == outcome) for outcome in range(len(self.names))])

    def words(self, frame: Frame, say: Say) -> str:
        """How many were drawn, and how often each outcome came."""
        counts = self.counts(frame)
        parts = [
            say("described.sample.part", name=name, count=int(count))
            for name, count in zip(self.names, counts, strict=True)
        ]
        return say(
            "described.sample.all",
            title=self.title, count=int(counts.sum()), parts=listed(parts, say),
        )  # fmt: skip
