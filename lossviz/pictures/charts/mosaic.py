"""Rectangles whose area is a mean, as Plotly has them."""

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from lossviz.figures.theme import Surface
from lossviz.pictures.charts.parts import colour_of, empty, held, label
from lossviz.pictures.formats import written
from lossviz.pictures.reading import Frame, number, numbers_of

if TYPE_CHECKING:
    from lossviz.pictures.mosaic import Mosaic


def figure(picture: "Mosaic", frame: Frame, theme: Surface) -> go.Figure:
    """A rectangle for each outcome that happens; `customdata` keeps heights beyond the axis."""
    drawn = empty(picture, theme)
    high = number(frame, picture.high)
    drawn.update_layout(barmode="overlay")
    drawn.update_xaxes(range=[0, 1], title_text=label(picture.xlabel), showgrid=False)
    drawn.update_yaxes(range=[0, 1.1 * high], title_text=label(picture.ylabel))
    wide, tall = numbers_of(frame, picture.widths), numbers_of(frame, picture.heights)
    begins = np.cumsum(wide) - wide
    for place, name in enumerate(picture.names):
        if not wide[place] > 0 or np.isnan(tall[place]):
            continue
        drawn.add_trace(go.Bar(
            x=begins[[place]], width=wide[[place]], offset=0, y=held(tall[[place]], 0, high),
            customdata=tall[[place]], name=label(name), text=written("precise", tall[place]),
            textposition="outside", cliponaxis=False, textangle=0, constraintext="none",
            marker={"color": colour_of(f"class:{place}", theme),
                    "line": {"color": theme.panel, "width": 1.5}},
            hovertemplate="%{width} × %{customdata}<extra>%{fullData.name}</extra>",
        ))  # fmt: skip
    mean = picture.average(frame)
    if not np.isnan(mean):
        level = min(max(mean, 0.0), high)
        drawn.add_trace(go.Scatter(
            x=[0, 1], y=[level, level], customdata=[mean, mean], mode="lines",
            name=label(f"{picture.mean.name} = {written('precise', mean)}"),
            line={"color": theme.ink, "width": 2.5, "dash": "dash"},
        ))  # fmt: skip
    return drawn
