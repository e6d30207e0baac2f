"""Live numbers: in a row, or one under the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from lossviz.pictures.picture import Format, Part, Picture, Term

# name, array, format, term
Cell = tuple[str, str, Format, Term]


@dataclass(frozen=True)
class Reading(Part):
    """A number under its name."""

    name: str
    value: str
    format: Format
    term: Term


@dataclass(frozen=True, kw_only=True)
class Numbers(Picture):
    """listed: one under the other."""

    kind = "numbers"
    cells: Sequence[Reading]
    listed: bool = False


def numbers(*cells: Cell) -> Numbers:
    """A row of live numbers: (name, array, format, term) each."""
    return Numbers(id="numbers", cells=[Reading(*cell) for cell in cells])
