"""The plane of two features: regions, class vectors, boundaries, points, a probe."""

from collections.abc import Sequence
from dataclasses import dataclass

from lossviz.pictures.picture import Colour, Picture, Points, Probe, Term, Value


@dataclass(frozen=True, kw_only=True)
class Plane(Picture):
    """The plane from −box to box.

    regions: array [C, V, 2] of polygons; vectors: [C, 2], their names at their ends, or within
    their own regions if `inside`; lines: [L, 4], edges: [E, 4] with `pairs` of classes;
    term: lights the whole picture, in `colour`.
    """

    kind = "plane"
    box: Value
    regions: str
    vectors: str | None = None
    names: Sequence[str] | None = None
    inside: bool = False
    vector_terms: Sequence[Term] | None = None
    lines: str | None = None
    edges: str | None = None
    pairs: Sequence[Sequence[int]] | None = None
    points: Points | None = None
    probe: Probe | None = None
    shares: str | None = None
    term: Term = None
    colour: Colour | None = None
