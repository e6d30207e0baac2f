"""The unit sphere, or the unit circle in the same dress."""

from collections.abc import Sequence
from dataclasses import dataclass

from lossviz.pictures.picture import Part, Picture, Points, Term


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
