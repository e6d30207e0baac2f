"""The unit sphere, or the unit circle in the same dress."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lossviz.pictures.formats import written
from lossviz.pictures.picture import Part, Picture, Points, Say, Term
from lossviz.pictures.polygons import rows_of
from lossviz.pictures.reading import Frame, numbers_of
from lossviz.pictures.solids import angle, areas, mesh_of
from lossviz.pictures.telling import of_vectors, together

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lossviz.figures.theme import Surface


@dataclass(frozen=True, kw_only=True)
class Faces(Part):
    """mesh: array [V, 3] of points; corners: [T, 3] of them, else three by three; owner: [T].

    odds: the owner's log-odds, [T], or where there are corners [V].
    """

    mesh: str
    corners: str | None = None
    owner: str
    odds: str


@dataclass(frozen=True, kw_only=True)
class Edges(Part):
    """at: array [L, 6], pieces from point to point; cls: the class whose edge each is."""

    at: str
    cls: str


@dataclass(frozen=True, kw_only=True)
class Pieces(Part):
    """at: array [L, 6], pieces from point to point."""

    at: str


@dataclass(frozen=True, kw_only=True)
class Spot(Part):
    """A point of the sphere: array [3]."""

    at: str
    term: Term


@dataclass(frozen=True, kw_only=True)
class Sphere(Picture):
    """vectors: array [C, 3]. flat: the circle, which does not turn."""

    kind = "sphere"
    vectors: str
    names: Sequence[str]
    vector_terms: Sequence[str]
    faces: Faces
    edges: Edges
    lines: Pieces
    points: Points | None = None
    probe: Spot | None = None
    flat: bool = False

    def figure(self, frame: Frame, theme: "Surface") -> "go.Figure":
        """The same as a Plotly figure."""
        from lossviz.pictures.charts import sphere as chart

        return chart.figure(self, frame, theme)

    def words(self, frame: Frame, say: Say) -> str:
        """How much has an owner that is surer than not; then angles of the probe, or vectors."""
        told = self._of_probe(frame, say) or of_vectors(
            rows_of(frame, self.vectors), self.names, say
        )
        words = say("described.two", one=self._of_faces(frame, say), other=told).strip()
        return say("described.titled", title=self.title, words=words) if self.title else words

    def _of_faces(self, frame: Frame, say: Say) -> str:
        mesh = mesh_of(self.faces, frame)
        sizes = areas(mesh)
        sure = (mesh.owner >= 0) & (mesh.strength >= 0.5)
        return say(
            f"described.sphere.{'circle' if self.flat else 'sphere'}",
            count=len(self.names), share=written("percent", sizes[sure].sum() / sizes.sum()),
        )  # fmt: skip

    def _of_probe(self, frame: Frame, say: Say) -> str:
        if not self.probe:
            return ""
        at = numbers_of(frame, self.probe.at)
        if not np.isfinite(at).all():
            return ""
        angles = [
            say("described.sphere.angle", angle=written("digits", angle(at, w)), name=name)
            for name, w in zip(self.names, rows_of(frame, self.vectors), strict=True)
        ]
        return say("described.sphere.probe", angles=together(angles, say))
