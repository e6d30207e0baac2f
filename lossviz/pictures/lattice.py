"""A function of two variables: from above, and as a surface in a box."""

from collections.abc import Sequence
from dataclasses import dataclass

from lossviz.pictures.picture import Axis, Part, Picture, Probe, Term


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


@dataclass(frozen=True, kw_only=True)
class Contour(Lattice):
    """levels: of the lines of equal value. field: array [k, k, 2], the way downhill."""

    kind = "contour"
    levels: Sequence[float]
    field: str
    probe: Probe


@dataclass(frozen=True, kw_only=True)
class Surface(Lattice):
    """The values as heights over z."""

    kind = "surface"
    z: Axis
    probe: Peg
