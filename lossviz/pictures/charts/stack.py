"""Bars that lie, made of parts, as Plotly has them."""

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from lossviz.figures.theme import Surface
from lossviz.pictures.charts.parts import colour_of, empty, label
from lossviz.pictures.formats import written
from lossviz.pictures.reading import Frame, number

if TYPE_CHECKING:
    from lossviz.pictures.stack import Stack


def figure(picture: "Stack", frame: Frame, theme: Surface) -> go.Figure:
    """A trace for each part; what is beyond the axis ends there, `customdata` keeps its number."""
    drawn = empty(picture, theme)
    high = number(frame, picture.high)
    names = [label(one.name) for one in picture.rows]
    drawn.update_layout(barmode="overlay", uniformtext={"minsize": 11, "mode": "hide"})
    drawn.update_xaxes(range=[0, 1.12 * high], title_text=label(picture.unit))
    drawn.update_yaxes(tickvals=np.arange(len(names)), ticktext=names, autorange="reversed")
    for place, one in enumerate(picture.rows):
        total = 0.0
        for part in one.parts:
            value, begin = number(frame, part.value), total
            if np.isnan(value):
                continue
            total += value
            shown = min(total, high) - min(begin, high)
            drawn.add_trace(go.Bar(
                x=[shown], y=[place], base=[min(begin, high)], customdata=[value],
                orientation="h", width=0.5, marker_color=colour_of(part.colour, theme),
                name=label(part.name), text=written(picture.format, value), 
                textposition="inside", textangle=0,
                hovertemplate="%{customdata}<extra>%{fullData.name}</extra>",
            ))  # fmt: skip
        drawn.add_annotation(
            x=min(total, high), y=place, text=written(picture.format, total), showarrow=False,
            xanchor="left", xshift=6,
        )  # fmt: skip
    return drawn
