"""Trained points among the regions of their classes: on a circle, in the plane, on a sphere."""

from collections.abc import Sequence
from dataclasses import dataclass

from lossviz.pictures.picture import Part, Picture, Term


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

    dim: 2 or 3. extent: half the width of the raw view. names: of the classes; vector_names: of
    their vectors.
    """

    kind = "embedding"
    dim: int
    extent: str
    names: Sequence[str]
    vector_names: Sequence[str]
    vector_terms: Sequence[Term]
    points: Cloud
    vectors: Arrows
    regions: Regions
