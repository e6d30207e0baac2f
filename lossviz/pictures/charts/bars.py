"""Bars of one series or several, as Plotly has them."""

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from lossviz.figures.theme import Surface
from lossviz.pictures.charts.parts import colour_of, empty, held, label, tinted
from lossviz.pictures.formats import written
from lossviz.pictures.reading import Frame, numbers_of

if TYPE_CHECKING:
    from lossviz.pictures.bars import Bars, Series


def figure(picture: "Bars", frame: Frame, theme: Surface) -> go.Figure:
    """A bar for each number; one beyond the axis ends there, `customdata` keeps its number."""
    drawn = empty(picture, theme)
    places = np.arange(len(picture.names))
    names = [label(name) for name in picture.names]
    if picture.target is not None:
        names[picture.target] = f"<b>{names[picture.target]}</b>"
        drawn.add_vrect(
            x0=picture.target - 0.5, x1=picture.target + 0.5, line_width=0, layer="below",
            fillcolor=tinted(theme.accent, 0.12),
        )  # fmt: skip
    drawn.update_layout(barmode="relative" if picture.stacked else "group", bargap=0.26)
    drawn.update_xaxes(tickvals=places, ticktext=names, showgrid=False,
                       range=[-0.5, len(places) - 0.5])  # fmt: skip
    drawn.update_yaxes(range=[picture.low, picture.high], title_text=label(picture.ylabel))
    for one in picture.series:
        drawn.add_trace(_series(picture, one, frame, theme))
    if picture.total:
        drawn.add_annotation(
            text=label(picture.summed(frame)), x=1, y=1, xref="paper", yref="paper",
            xanchor="right", yanchor="bottom", showarrow=False,
        )  # fmt: skip
    return drawn


def _series(picture: "Bars", one: "Series", frame: Frame, theme: Surface) -> go.Bar:
    values = numbers_of(frame, one.value)
    own = one.colour == "class"
    roles = [f"class:{place}" if own else one.colour for place in range(len(values))]
    colours = [colour_of(role, theme) for role in roles]
    hollow = one.outline and not picture.stacked
    many = len(picture.series) > 1
    return go.Bar(
        x=np.arange(len(values)), y=held(values, picture.low, picture.high), customdata=values,
        name=label(one.name), showlegend=many and bool(one.name),
        text=["" if np.isnan(value) else written(picture.format, value) for value in values],
        textposition="auto" if picture.stacked else "outside", cliponaxis=False, textangle=0,
        hovertemplate="%{customdata}<extra></extra>",
        marker={"color": [tinted(colour, 0) for colour in colours] if hollow else colours,
                "line": {"color": colours, "width": 2 if hollow else 0}},
    )  # fmt: skip
