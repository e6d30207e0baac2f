"""Live numbers: in a row, or one under the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from lossviz.pictures.picture import Filling, Format, Part, Picture, Term

# name, array, format, term
Cell = tuple[str, str, Format, Term]


@dataclass(frozen=True)
class Naming(Part):
    """The class that stands for {name} in a note: an array's number, below 0 none."""

    name: str
    value: str


@dataclass(frozen=True)
class Reading(Part):
    """A number under its name. note: words under it, with numbers and classes in them."""

    name: str
    value: str
    format: Format
    term: Term
    note: str = ""
    numbers: Sequence[Filling] | None = None
    classes: Sequence[Naming] | None = None


@dataclass(frozen=True, kw_only=True)
class Numbers(Picture):
    """listed: one under the other. names: of the classes, for notes."""

    kind = "numbers"
    cells: Sequence[Reading]
    listed: bool = False
    names: Sequence[str] | None = None


def numbers(*cells: Cell) -> Numbers:
    """A row of live numbers: (name, array, format, term) each."""
    return Numbers(id="numbers", cells=[Reading(*cell) for cell in cells])
