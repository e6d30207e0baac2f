"""What was drawn, one sign an outcome, and how often each came."""

from collections.abc import Sequence
from dataclasses import dataclass

from lossviz.pictures.picture import Picture


@dataclass(frozen=True, kw_only=True)
class Sample(Picture):
    """value: array [n] of outcomes, from 0; a negative one is not there yet."""

    kind = "sample"
    value: str
    names: Sequence[str]
