"""The plane of two features: regions, class vectors, boundaries, points, a probe."""

from collections.abc import Sequence
from dataclasses import dataclass

from lossviz.pictures.picture import Colour, Picture, Points, Probe, Term, Value, optional


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
    vectors: str | None = optional()
    names: Sequence[str] | None = optional()
    inside: bool = optional(False)
    vector_terms: Sequence[Term] | None = optional()
    lines: str | None = optional()
    edges: str | None = optional()
    pairs: Sequence[Sequence[int]] | None = optional()
    points: Points | None = optional()
    probe: Probe | None = optional()
    shares: str | None = optional()
    term: Term = optional()
    colour: Colour | None = optional()
