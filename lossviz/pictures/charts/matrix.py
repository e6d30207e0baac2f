"""A matrix, a vector and their product as heat maps beside each other, as Plotly has them."""

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from lossviz.figures.theme import Surface
from lossviz.pictures.charts.parts import empty, label
from lossviz.pictures.charts.ramps import signed
from lossviz.pictures.formats import written
from lossviz.pictures.reading import Frame, numbers_of

if TYPE_CHECKING:
    from lossviz.pictures.matrix import Matrix


def figure(picture: "Matrix", frame: Frame, theme: Surface) -> go.Figure:
    """The matrix × the vector = the product; every entry has its number in it."""
    values = np.asarray(frame[picture.value], float)
    rows, columns = values.shape
    titles = ["", *(label(f"{sign} {one.name}") for sign, one in _vectors(picture))]
    drawn = make_subplots(1, 3, column_widths=[columns, 1.2, 1.2], subplot_titles=titles)
    drawn.update_layout(empty(picture, theme).layout)
    parts = [values, *(numbers_of(frame, one.value)[:, None] for _, one in _vectors(picture))]
    for column, part in enumerate(parts, start=1):
        drawn.add_trace(_map(part, picture.reach, theme), row=1, col=column)
    names = {"showgrid": False, "zeroline": False, "showline": False, "ticks": ""}
    drawn.update_yaxes(autorange="reversed", showticklabels=False, **names)
    drawn.update_xaxes(showticklabels=False, **names)
    drawn.update_yaxes(showticklabels=True, tickvals=np.arange(rows),
                       ticktext=[label(name) for name in picture.rows], col=1)  # fmt: skip
    drawn.update_xaxes(showticklabels=True, tickvals=np.arange(columns), side="top",
                       ticktext=[label(name) for name in picture.columns], col=1)  # fmt: skip
    return drawn


def _vectors(picture: "Matrix"):
    return ("×", picture.times), ("=", picture.gives)


def _map(values: np.ndarray, reach: float, theme: Surface) -> go.Heatmap:
    texts = [["" if np.isnan(v) else written("share", v) for v in row] for row in values]
    return go.Heatmap(
        z=values, zmin=-reach, zmax=reach, colorscale=signed(theme), showscale=False,
        text=texts, texttemplate="%{text}", textfont={"color": theme.ink}, xgap=2, ygap=2,
    )  # fmt: skip
