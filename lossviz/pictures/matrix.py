"""A matrix as a heat map, the vector it is multiplied with, and what comes out."""

from collections.abc import Sequence
from dataclasses import dataclass

from lossviz.pictures.picture import Part, Picture


@dataclass(frozen=True, kw_only=True)
class Column(Part):
    """An array [n] under its name."""

    value: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Matrix(Picture):
    """value: array [n, m]; reach: the size at which the colours are full."""

    kind = "matrix"
    value: str
    rows: Sequence[str]
    columns: Sequence[str]
    terms: str
    reach: float
    times: Column
    gives: Column
