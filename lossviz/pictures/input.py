"""The plane of the inputs: what a network makes of each place, and the points on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lossviz.pictures.formats import whole_percent
from lossviz.pictures.picture import Axis, Picture, Points, Say
from lossviz.pictures.reading import Frame, number, numbers_of

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lossviz.figures.theme import Surface


@dataclass(frozen=True, kw_only=True)
class Input(Picture):
    """The plane of two inputs, or a slice of more.

    cls, lead, surplus: arrays [G, G] over x and y, rows from the lowest y upwards. cls: the class
    with the largest score; lead: by how much, ≥ 0; surplus: what the margin leaves of it, negative
    in the margin band, which stays bare; none for a loss without margin. names: of the classes.
    points, whose `trained` first ones are training samples, others are hollow; pred: array [N], the
    class that the network gives the point itself: where it is another one, it has a ring. images:
    [N, 64], gray values of 8 × 8 pixels. shares: array [2], where it is a slice of so many
    `inputs`: of the variance of the training samples that lies in it, and of the samples themselves
    whose projection has the class that the network gives them. none: why there is nothing to show.
    """

    kind = "input"
    x: Axis
    y: Axis
    cls: str
    lead: str
    surplus: str | None = None
    names: Sequence[str]
    points: Points | None = None
    trained: int | None = None
    pred: str | None = None
    images: str | None = None
    shares: str | None = None
    inputs: int | None = None
    none: str | None = None

    def figure(self, frame: Frame, theme: "Surface") -> "go.Figure":
        """The same as a Plotly figure."""
        from lossviz.pictures.charts import input as chart
        from lossviz.pictures.charts.parts import as_text

        names = [as_text(name) for name in self.names]
        regions = chart.Regions(
            self._axis(self.x, frame), self._axis(self.y, frame),
            self._classes(frame), self._grid(frame, self.lead),
            self._grid(frame, self.surplus) if self.surplus else None,
        )  # fmt: skip
        figure = chart.drawn(regions, len(names), as_text(self.title or ""), theme)
        figure.update_xaxes(title_text=as_text(self.x.label))
        figure.update_yaxes(title_text=as_text(self.y.label))
        if self.points:
            at, labels = self._points(frame)
            wrong = numbers_of(frame, self.pred) != labels if self.pred else None
            trained = len(labels) if self.trained is None else self.trained
            chart.add_points(figure, at, labels, names, trained, wrong, theme)
        return figure

    def words(self, frame: Frame, say: Say) -> str:
        """Which classes have how much of the plane, the band, and where the points lie."""
        if self.none:
            return self.none
        cls = self._classes(frame)
        share = np.bincount(cls.ravel(), minlength=len(self.names)) / cls.size
        there = np.argsort(-share, kind="stable")[: int((share > 0).sum())].tolist()
        parts = say("input.words.between").join(
            say("input.words.part", name=self.names[k], share=whole_percent(share[k]))
            for k in there
        )
        told = [say("input.words.all", x=self.x.label, y=self.y.label, parts=parts)]
        if self.surplus:
            band = (self._grid(frame, self.surplus) < 0).mean()
            told.append(say("input.words.band", share=whole_percent(band)))
        if self.points:
            told.append(self._of_points(frame, cls, say))
        if self.shares:
            variance, agree = numbers_of(frame, self.shares)
            shares = {"variance": whole_percent(variance), "agree": whole_percent(agree)}
            told.append(say("input.words.slice", **shares))
        return " ".join(told)

    def _of_points(self, frame: Frame, cls: np.ndarray, say: Say) -> str:
        """How many points lie in the region of their own class, by the grid's nearest place."""
        at, labels = self._points(frame)
        x, y = self._axis(self.x, frame), self._axis(self.y, frame)
        shown = (at >= [x[0], y[0]]).all(axis=1) & (at <= [x[-1], y[-1]]).all(axis=1)
        column, row = (
            np.abs(a[:, None] - b).argmin(axis=1) for a, b in zip(at.T, (x, y), strict=True)
        )
        own = int((shown & (cls[row, column] == labels)).sum())
        return say("input.words.points", own=own, count=int(shown.sum()))

    def _grid(self, frame: Frame, name: str) -> np.ndarray:
        values = numbers_of(frame, name)
        side = round(np.sqrt(values.size))
        return values.reshape(side, side)

    def _classes(self, frame: Frame) -> np.ndarray:
        return self._grid(frame, self.cls).astype(int)

    def _points(self, frame: Frame) -> tuple[np.ndarray, np.ndarray]:
        assert self.points
        at = numbers_of(frame, self.points.at).reshape(-1, 2)
        return at, numbers_of(frame, self.points.labels).astype(int)

    def _axis(self, axis: Axis, frame: Frame) -> np.ndarray:
        low, high = (number(frame, end) for end in (axis.low, axis.high))
        return np.linspace(low, high, self._grid(frame, self.cls).shape[0])
