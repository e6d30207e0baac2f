"""A function of two variables as a surface in a box, as Plotly has it."""

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from lossviz.figures.theme import AXIS_TEXT_SIZE
from lossviz.figures.theme import Surface as Theme
from lossviz.pictures.charts.parts import axis_of, empty, fill_room
from lossviz.pictures.charts.ramps import heights, stand_out
from lossviz.pictures.reading import Frame, number, numbers_of

if TYPE_CHECKING:
    from lossviz.pictures.lattice import Surface

# from the front on the right, a little from above
CAMERA = {
    "eye": {"x": 1.3, "y": -1.6, "z": 0.9},
    # the names of the axes stand under the box
    "center": {"x": 0, "y": 0, "z": -0.12},
}


def figure(picture: "Surface", frame: Frame, theme: Theme) -> go.Figure:
    """The surface, the point on it, and the line from there to the floor."""
    drawn = empty(picture, theme)
    look = {
        "gridcolor": theme.grid,
        "backgroundcolor": theme.panel,
        "color": theme.ink,
        "tickfont": {"size": AXIS_TEXT_SIZE},
    }
    axes = {f"{name}axis": axis_of(axis, frame) | look
            for name, axis in (("x", picture.x), ("y", picture.y), ("z", picture.z))}  # fmt: skip
    drawn.update_layout(scene={**axes, "aspectmode": "cube", "camera": CAMERA})
    fill_room(drawn)
    x, y = picture.axes(frame)
    drawn.add_trace(go.Surface(
        x=x, y=y, z=np.asarray(frame[picture.value], float), cmin=0, cmax=picture.top,
        colorscale=heights(theme), meta={"part": "value"},
    ))  # fmt: skip
    height = number(frame, picture.probe.height)
    (u, v), floor = numbers_of(frame, picture.probe.at), number(frame, picture.z.low)
    colour = stand_out(theme)
    drawn.add_trace(go.Scatter3d(
        x=[u, u], y=[v, v], z=[height, floor], mode="lines+markers", showlegend=False,
        line={"color": colour, "dash": "dash", "width": 4}, meta={"part": "probe"},
        marker={"color": colour, "size": [7, 3]},
    ))  # fmt: skip
    return drawn
