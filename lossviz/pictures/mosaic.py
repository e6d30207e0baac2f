"""Rectangles as wide as an outcome's probability and as high as its information."""

from collections.abc import Sequence
from dataclasses import dataclass

from lossviz.pictures.picture import Part, Picture, Term


@dataclass(frozen=True, kw_only=True)
class Mean(Part):
    """The area of all rectangles as one height."""

    value: str
    name: str
    term: Term


@dataclass(frozen=True, kw_only=True)
class Mosaic(Picture):
    """widths, heights: arrays [n]; the widths sum to 1."""

    kind = "mosaic"
    widths: str
    heights: str
    names: Sequence[str]
    terms: Sequence[str]
    high: float
    xlabel: str
    ylabel: str
    mean: Mean
