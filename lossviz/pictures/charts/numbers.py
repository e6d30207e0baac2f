"""Live numbers as a table."""

from typing import TYPE_CHECKING

import plotly.graph_objects as go

from lossviz.figures.theme import Surface
from lossviz.pictures.charts.parts import empty, label
from lossviz.pictures.reading import Frame

if TYPE_CHECKING:
    from lossviz.pictures.numbers import Numbers

ROW = 34


def figure(picture: "Numbers", frame: Frame, theme: Surface) -> go.Figure:
    """A row a number: its name, and the number as it is written on the page."""
    drawn = empty(picture, theme)
    names = [label(cell.name) for cell in picture.cells]
    columns = [names, picture.texts(frame)]
    if any(notes := picture.notes(frame)):
        columns.append([label(note) for note in notes])
    drawn.add_trace(go.Table(
        header={"height": 0, "values": [""] * len(columns), "line": {"width": 0},
                "fill": {"color": theme.panel}},
        cells={"values": columns, "align": ["left", "right", "left"], "height": ROW,
               "line": {"color": theme.grid}, "fill": {"color": theme.panel},
               "font": {"color": theme.ink}},
    ))  # fmt: skip
    return drawn
