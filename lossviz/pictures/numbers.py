"""Live numbers: in a row, or one under the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lossviz.pictures.formats import shown
from lossviz.pictures.picture import Format, Part, Picture, Say, Term
from lossviz.pictures.reading import Frame
from lossviz.pictures.telling import together

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lossviz.figures.theme import Surface

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

    def figure(self, frame: Frame, theme: "Surface") -> "go.Figure":
        """The same as a Plotly figure."""
        from lossviz.pictures.charts import numbers as chart

        return chart.figure(self, frame, theme)

    def texts(self, frame: Frame) -> list[str]:
        """The numbers as they are written, in order."""
        return [shown(cell.format or "precise", frame, cell.value) for cell in self.cells]

    def words(self, frame: Frame, say: Say) -> str:
        """Each number after its name."""
        pairs = zip(self.cells, self.texts(frame), strict=True)
        parts = [say("described.number", name=cell.name, value=text) for cell, text in pairs]
        return say("described.numbers", parts=together(parts, say))


def numbers(*cells: Cell) -> Numbers:
    """A row of live numbers: (name, array, format, term) each."""
    return Numbers(id="numbers", cells=[Reading(*cell) for cell in cells])
