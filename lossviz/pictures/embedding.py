"""Trained points among the regions of their classes: on a circle, in the plane, on a sphere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from lossviz.pictures.picture import Part, Picture, Say, Term
from lossviz.pictures.polygons import rows_of
from lossviz.pictures.reading import Frame, number, numbers_of
from lossviz.pictures.telling import class_of, of_vectors, together

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lossviz.figures.theme import Surface

# the kind of a region under the margin
MARGIN = 1
# how many times as wide as its points need a view may be
WIDEST = 3.0


@dataclass(frozen=True, kw_only=True)
class Cloud(Part):
    """The points of a run, the `train` training points first.

    direction: array [N, d] of length 1; length: [N]; labels, predicted: [N], classes from 0;
    spread: [N], how far out a point stands on the unit circle, so that they can be told apart;
    images: [N, 64], gray values of 8 × 8 pixels. digits: drawn as the name of their class.
    """

    direction: str
    length: str
    labels: str
    predicted: str
    spread: str
    train: int
    images: str | None = None
    digits: bool = False


@dataclass(frozen=True, kw_only=True)
class Arrows(Part):
    """The class vectors. direction: array [C, d] of length 1, or of 0; length: [C]."""

    direction: str
    length: str


@dataclass(frozen=True, kw_only=True)
class Regions(Part):
    """Where each class wins. A piece of kind 1 is under the margin, one of kind 0 without it.

    sectors: array [S, 4] of the unit circle: kind, class, from and to in radians.
    polygons: of the plane, where boundaries do not meet in 0, [V, 2], and [P, 3] in
    `polygons`_info: kind, class, first vertex. curves: edges on the sphere, [V, 3], and [K, 4] in
    `curves`_info: kind, class, rival (−1: none), first vertex.
    lattice: [L, 3], directions; owner: [L], whose region each lies in, 255 for none.
    empty: [C], 1 for a class without a region. margin: the loss has one.
    """

    sectors: str | None = None
    polygons: str | None = None
    curves: str | None = None
    lattice: str | None = None
    owner: str | None = None
    empty: str
    margin: bool


@dataclass(frozen=True, kw_only=True)
class Embedding(Picture):
    """Points, class vectors and regions, as directions or as they are: how it is looked at tells.

    dim: 2 or 3. extent: half the width of the raw view that has room for the points; extents: of
    all that are seen one after the other. names: of the classes; vector_names: of their vectors.
    """

    kind = "embedding"
    dim: int
    extent: str
    extents: str
    names: Sequence[str]
    vector_names: Sequence[str]
    vector_terms: Sequence[Term]
    points: Cloud
    vectors: Arrows
    regions: Regions

    def shown_kind(self) -> int:
        """Which regions are tinted: those under the margin; without one, those of inference."""
        return MARGIN if self.regions.margin else 0

    def half(self, frame: Frame) -> float:
        """Half the width of the raw view: one for all frames, so that what grows is seen to grow.

        But never so wide that the points of this frame become a spot.
        """
        widest = np.nanmax(numbers_of(frame, self.extents))
        return float(min(widest, WIDEST * number(frame, self.extent)))

    def figure(
        self, frame: Frame, theme: "Surface", view: Literal["unit", "raw"] = "unit"
    ) -> "go.Figure":
        """The same as a Plotly figure, in one of its two views."""
        from lossviz.pictures.charts import embedding as chart

        return chart.figure(self, frame, theme, view)

    def words(self, frame: Frame, say: Say) -> str:
        """How many points are classified wrongly, who has no region, which vectors are close."""
        train = slice(self.points.train)
        labels = numbers_of(frame, self.points.labels)[train]
        wrong = numbers_of(frame, self.points.predicted)[train] != labels
        without = np.flatnonzero(numbers_of(frame, self.regions.empty))
        names = together((class_of(self.names, int(cls), say) for cls in without), say)
        parts = [
            say("described.embedding.all", count=len(labels), classes=len(self.names),
                wrong=int(wrong.sum())),
            say("described.embedding.empty", names=names) if names
            else say("described.embedding.none"),
            of_vectors(rows_of(frame, self.vectors.direction), self.names, say),
        ]  # fmt: skip
        return " ".join(part for part in parts if part)
