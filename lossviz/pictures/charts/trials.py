"""The two settings of many runs beside each other, before any of them has run."""

from typing import TYPE_CHECKING

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lossviz.figures.theme import Surface
from lossviz.pictures.charts.parts import empty, label
from lossviz.pictures.reading import Frame, number, numbers_of

if TYPE_CHECKING:
    from lossviz.pictures.trials import Trials


def figure(picture: "Trials", frame: Frame, theme: Surface) -> go.Figure:
    """A frame for each setting: accuracy over the steps, the threshold, the pull in dots."""
    titles = [label(arm) for arm in picture.arms]
    drawn = make_subplots(
        cols=len(titles), subplot_titles=titles, shared_yaxes=True, figure=empty(picture, theme)
    )
    drawn.update_layout(legend={"x": 1, "xanchor": "right", "y": 0.5})
    steps, limit = numbers_of(frame, picture.x), number(frame, picture.threshold)
    for place, pull in enumerate(picture.pulls(frame)):
        drawn.add_trace(go.Scatter(
            x=steps, y=pull, mode="lines", name=label(picture.pull), showlegend=place == 0,
            line={"color": theme.muted, "dash": "dot", "width": 2.5}, meta={"part": "pull"},
        ), row=1, col=place + 1)  # fmt: skip
    drawn.add_hline(y=limit, line={"color": theme.ink, "dash": "dash", "width": 1.5})
    grid = {"gridcolor": theme.grid, "zerolinecolor": theme.grid, "linecolor": theme.muted}
    drawn.update_xaxes(grid | {"title": {"text": label(picture.step)}})
    drawn.update_yaxes(grid | {"range": [0, 1]})
    drawn.update_yaxes({"title": {"text": label(picture.accuracy)}}, col=1)
    return drawn
