"""A matrix as a heat map, the vector it is multiplied with, and what comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lossviz.pictures.formats import written
from lossviz.pictures.picture import Part, Picture, Say
from lossviz.pictures.reading import Frame, numbers_of

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lossviz.figures.theme import Surface


@dataclass(frozen=True, kw_only=True)
class Column(Part):
    """An array [n] under its name."""

    value: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Matrix(Picture):
    """value: array [n, m]; reach: the size at which the colours are full."""

    kind = "matrix"
    value: str
    rows: Sequence[str]
    columns: Sequence[str]
    terms: str
    reach: float
    times: Column
    gives: Column

    def figure(self, frame: Frame, theme: "Surface") -> "go.Figure":
        """The same as a Plotly figure."""
        from lossviz.pictures.charts import matrix as chart

        return chart.figure(self, frame, theme)

    def words(self, frame: Frame, say: Say) -> str:
        """Its smallest and its largest entry, the vector, and the product."""
        values = np.asarray(frame[self.value], float)
        ends = {}
        for name, at in (("least", np.nanargmin(values)), ("most", np.nanargmax(values))):
            row, column = divmod(int(at), values.shape[1])
            entry = {"row": self.rows[row], "column": self.columns[column]}
            value = written("share", values[row, column])
            ends[name] = say("described.matrix.entry", value=value, **entry)
        product = {
            end: say("described.matrix.vector", name=one.name, values=say(
                "described.between"
            ).join(written("share", value) for value in numbers_of(frame, one.value)))
            for end, one in (("times", self.times), ("gives", self.gives))
        }  # fmt: skip
        return say("described.matrix.all", title=self.title, **ends, **product)
