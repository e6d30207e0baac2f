"""A function of two variables: from above, and as a surface in a box."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lossviz.pictures.formats import written
from lossviz.pictures.picture import Axis, Part, Picture, Probe, Say, Term
from lossviz.pictures.reading import Frame, number, numbers_of

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lossviz.figures.theme import Surface as Theme


@dataclass(frozen=True, kw_only=True)
class Peg(Part):
    """A point of the surface: array [2] and its height."""

    at: str
    height: str
    term: Term


@dataclass(frozen=True, kw_only=True)
class Lattice(Picture):
    """value: array [n, n] over x and y, coloured from 0 to `top`."""

    value: str
    x: Axis
    y: Axis
    top: float

    def axes(self, frame: Frame) -> tuple[np.ndarray, np.ndarray]:
        """Where the columns and the rows of `value` stand, [n] each."""
        rows, columns = np.shape(frame[self.value])
        return _even(self.x, frame, columns), _even(self.y, frame, rows)

    def _extent(self, frame: Frame, say: Say) -> str:
        """The smallest and the largest value, and where they are."""
        x, y = self.axes(frame)
        values = np.asarray(frame[self.value], float)
        found = {}
        for name, at in (("least", np.nanargmin(values)), ("most", np.nanargmax(values))):
            row, column = np.unravel_index(at, values.shape)
            found[name] = written("digits", values[row, column])
            found[f"{name}_at"] = _place(x[column], y[row])
        across, along = self.x.label, self.y.label
        return say("described.lattice.extent", title=self.title, x=across, y=along, **found)


def _even(axis: Axis, frame: Frame, count: int) -> np.ndarray:
    return np.linspace(number(frame, axis.low), number(frame, axis.high), count)


def _place(x: float, y: float) -> str:
    return f"({written('digits', x)}, {written('digits', y)})"


@dataclass(frozen=True, kw_only=True)
class Contour(Lattice):
    """levels: of the lines of equal value. field: array [k, k, 2], the way downhill."""

    kind = "contour"
    levels: Sequence[float]
    field: str
    probe: Probe

    def figure(self, frame: Frame, theme: "Theme") -> "go.Figure":
        """The same as a Plotly figure."""
        from lossviz.pictures.charts import contour as chart

        return chart.figure(self, frame, theme)

    def words(self, frame: Frame, say: Say) -> str:
        """The smallest and the largest value, and where the point stands."""
        at = _place(*numbers_of(frame, self.probe.at))
        return say("described.contour.point", extent=self._extent(frame, say), at=at)


@dataclass(frozen=True, kw_only=True)
class Surface(Lattice):
    """The values as heights over z."""

    kind = "surface"
    z: Axis
    probe: Peg

    def figure(self, frame: Frame, theme: "Theme") -> "go.Figure":
        """The same as a Plotly figure."""
        from lossviz.pictures.charts import surface as chart

        return chart.figure(self, frame, theme)

    def words(self, frame: Frame, say: Say) -> str:
        """The smallest and the largest height, and how high the point stands."""
        at = _place(*numbers_of(frame, self.probe.at))
        height = written("precise", number(frame, self.probe.height))
        extent = self._extent(frame, say)
        return say("described.surface.point", extent=extent, at=at, z=self.z.label, height=height)
