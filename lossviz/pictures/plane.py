"""The plane of two features: regions, class vectors, boundaries, points, a probe."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lossviz.pictures.formats import shown, written
from lossviz.pictures.picture import Colour, Picture, Points, Probe, Say, Term, Tips, Value
from lossviz.pictures.polygons import area, corners_of, rows_of, within
from lossviz.pictures.reading import Frame, numbers_of
from lossviz.pictures.telling import class_of, of_vectors

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lossviz.figures.theme import Surface

# shares of regions that differ by less are written alike
EQUAL = 5e-4


@dataclass(frozen=True, kw_only=True)
class Plane(Picture):
    """The plane from −box to box.

    regions: array [C, V, 2] of polygons; vectors: [C, 2], their names at their ends, or within
    their own regions if `inside`; tips: those that can be dragged;
    lines: [L, 4], edges: [E, 4] with `pairs` of classes;
    term: lights the whole picture, in `colour`.
    """

    kind = "plane"
    box: Value
    regions: str
    vectors: str | None = None
    names: Sequence[str] | None = None
    inside: bool = False
    vector_terms: Sequence[Term] | None = None
    tips: Tips | None = None
    lines: str | None = None
    edges: str | None = None
    pairs: Sequence[Sequence[int]] | None = None
    points: Points | None = None
    probe: Probe | None = None
    shares: str | None = None
    term: Term = None
    colour: Colour | None = None

    def figure(self, frame: Frame, theme: "Surface") -> "go.Figure":
        """The same as a Plotly figure."""
        from lossviz.pictures.charts import plane as chart

        return chart.figure(self, frame, theme)

    def words(self, frame: Frame, say: Say) -> str:
        """Whose regions are largest and smallest, then where the probe, samples or vectors lie."""
        regions = corners_of(rows_of(frame, self.regions))
        told = self._of_probe(regions, frame, say) or self._of_points(regions, frame, say)
        if not told and self.vectors:
            told = of_vectors(rows_of(frame, self.vectors), self.names, say)
        words = say("described.two", one=self._of_regions(regions, say), other=told).strip()
        return say("described.titled", title=self.title, words=words) if self.title else words

    def _of_regions(self, regions: list[np.ndarray], say: Say) -> str:
        areas = np.array([area(corners) for corners in regions])
        there = np.flatnonzero(areas)
        if not len(there):
            return say("described.plane.none")
        shares = areas / areas.sum()
        most, least = (int(there[pick(areas[there])]) for pick in (np.argmax, np.argmin))
        if len(there) == 1:
            return say("described.plane.only", cls=class_of(self.names, most, say))
        if np.ptp(shares[there]) < EQUAL:
            share = written("percent", shares[most])
            return say("described.plane.equal", count=len(there), all=len(areas), share=share)
        return say(
            "described.plane.regions", count=len(there), all=len(areas),
            largest=class_of(self.names, most, say), most=written("percent", shares[most]),
            smallest=class_of(self.names, least, say), least=written("percent", shares[least]),
        )  # fmt: skip

    def _of_probe(self, regions: list[np.ndarray], frame: Frame, say: Say) -> str:
        if not self.probe:
            return ""
        at = numbers_of(frame, self.probe.at)
        if not np.isfinite(at).all():
            return ""
        x, y = (written("score", float(value)) for value in at.astype(np.float32))
        name = self.probe.name or say("described.point")
        owner = [cls for cls, one in enumerate(regions) if within(one, at[None])[0]]
        if not owner:
            return say("described.plane.outside", name=name, x=x, y=y)
        cls = class_of(self.names, owner[0], say)
        if self.shares:
            share = shown("percent", {"p": numbers_of(frame, self.shares)[owner[:1]]}, "p")
            return say("described.plane.shared", name=name, x=x, y=y, cls=cls, share=share)
        return say("described.plane.probe", name=name, x=x, y=y, cls=cls)

    def _of_points(self, regions: list[np.ndarray], frame: Frame, say: Say) -> str:
        if not self.points:
            return ""
        at, labels = rows_of(frame, self.points.at), numbers_of(frame, self.points.labels)
        known = np.isfinite(at).all(axis=1)
        inside = np.zeros(len(at), bool)
        for cls, corners in enumerate(regions):
            inside |= (labels == cls) & within(corners, at)
        return say(
            "described.plane.points", inside=int((inside & known).sum()), count=int(known.sum())
        )
