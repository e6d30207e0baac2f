"""A function of two variables from above, as Plotly has it."""

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from lossviz.figures.theme import Surface
from lossviz.pictures.charts.parts import axis_of, empty, label
from lossviz.pictures.charts.ramps import heights, stand_out
from lossviz.pictures.reading import Frame, numbers_of

if TYPE_CHECKING:
    from lossviz.pictures.lattice import Contour

# how much of the way to its neighbour the longest arrow takes
REACH = 0.86


def figure(picture: "Contour", frame: Frame, theme: Surface) -> go.Figure:
    """Colours, a line for each level, arrows downhill and the point."""
    drawn = empty(picture, theme)
    drawn.update_xaxes(axis_of(picture.x, frame), constrain="domain")
    drawn.update_yaxes(axis_of(picture.y, frame), scaleanchor="x", constrain="domain")
    x, y = picture.axes(frame)
    values = np.asarray(frame[picture.value], float)
    drawn.add_trace(go.Heatmap(x=x, y=y, z=values, zmin=0, zmax=picture.top, zsmooth="best",
                               colorscale=heights(theme), meta={"part": "value"}))  # fmt: skip
    for level in picture.levels:
        drawn.add_trace(go.Contour(
            x=x, y=y, z=values, showscale=False, hoverinfo="skip", showlegend=False,
            meta={"part": "level"},
            contours={"start": level, "end": level, "size": 1, "coloring": "none",
                      "showlabels": True, "labelfont": {"color": theme.ink}},
            line={"color": theme.ink, "width": 1.5}, name=str(level),
        ))  # fmt: skip
    drawn.add_trace(_arrows(picture, frame, theme))
    at = numbers_of(frame, picture.probe.at)
    drawn.add_trace(go.Scatter(
        x=at[:1], y=at[1:], mode="markers+text", text=[label(picture.probe.name)],
        textposition="top right", showlegend=False, meta={"part": "probe"},
        marker={"color": stand_out(theme), "size": 14, "line": {"color": theme.panel, "width": 2}},
    ))  # fmt: skip
    return drawn


def _arrows(picture: "Contour", frame: Frame, theme: Surface) -> go.Scatter:
    """An arrow a place of the field's lattice, as long as the slope, which `customdata` keeps.

    None stands on the frame, which would cut it off.
    """
    field = numbers_of(frame, picture.field).reshape(-1, 2)
    count = round(np.sqrt(len(field)))
    (left, right), (low, high) = (axis_of(one, frame)["range"] for one in (picture.x, picture.y))
    places = np.meshgrid(np.linspace(left, right, count), np.linspace(low, high, count))
    at = np.stack([place.ravel() for place in places], axis=1)
    most = np.nanmax(np.hypot(*field.T)) or 1.0
    along = field * REACH * (right - left) / (count - 1) / most
    inner = np.ones((count, count), bool)
    inner[[0, -1]] = inner[:, [0, -1]] = False
    at, along, field = at[inner.ravel()], along[inner.ravel()], field[inner.ravel()]
    # from, to, and a gap
    gap = np.full_like(at, np.nan)
    ends = np.stack([at - along / 2, at + along / 2, gap], axis=1).reshape(-1, 2)
    sizes = np.tile([0, 7, 0], len(at))
    return go.Scatter(
        x=ends[:, 0], y=ends[:, 1], mode="lines+markers", hoverinfo="skip", showlegend=False,
        customdata=np.repeat(field, 3, axis=0), line={"color": theme.muted, "width": 1.5},
        meta={"part": "field"}, marker={"symbol": "arrow", "angleref": "previous", "size": sizes,
                                        "color": theme.muted, "line": {"width": 0}},
    )  # fmt: skip
