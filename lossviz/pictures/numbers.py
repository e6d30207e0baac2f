"""Live numbers: in a row, or one under the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lossviz.pictures.formats import shown
from lossviz.pictures.picture import Filling, Format, Part, Picture, Say, Term
from lossviz.pictures.reading import Frame, number
from lossviz.pictures.telling import together

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lossviz.figures.theme import Surface

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

    def figure(self, frame: Frame, theme: "Surface") -> "go.Figure":
        """The same as a Plotly figure."""
        from lossviz.pictures.charts import numbers as chart

        return chart.figure(self, frame, theme)

    def texts(self, frame: Frame) -> list[str]:
        """The numbers as they are written, in order."""
        return [shown(cell.format or "precise", frame, cell.value) for cell in self.cells]

    def notes(self, frame: Frame) -> list[str]:
        """What stands under the numbers, in order; "" where nothing does."""
        return [self._note(cell, frame) for cell in self.cells]

    def _note(self, cell: Reading, frame: Frame) -> str:
        note = cell.note
        for one in cell.numbers or []:
            note = note.replace(f"{{{one.name}}}", shown(one.format, frame, one.value))
        for one in cell.classes or []:
            cls, names = number(frame, one.value), self.names or ()
            known = 0 <= cls < len(names)
            note = note.replace(f"{{{one.name}}}", names[int(cls)] if known else "–")
        return note

    def words(self, frame: Frame, say: Say) -> str:
        """Each number after its name, and what stands under it."""
        rows = zip(self.cells, self.texts(frame), self.notes(frame), strict=True)
        parts = [
            say("described.number", name=cell.name, value=f"{text} ({note})" if note else text)
            for cell, text, note in rows
        ]
        return say("described.numbers", parts=together(parts, say))


def numbers(*cells: Cell) -> Numbers:
    """A row of live numbers: (name, array, format, term) each."""
    return Numbers(id="numbers", cells=[Reading(*cell) for cell in cells])
