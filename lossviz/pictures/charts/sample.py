"""What was drawn, one sign an outcome, as Plotly has it."""

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from lossviz.figures.theme import Surface, class_shape
from lossviz.pictures.charts.parts import colour_of, empty, label
from lossviz.pictures.reading import Frame, numbers_of

if TYPE_CHECKING:
    from lossviz.pictures.sample import Sample

COLUMNS = 30


def figure(picture: "Sample", frame: Frame, theme: Surface) -> go.Figure:
    """Row by row in the order of drawing; `customdata` is the number of the draw, from 1."""
    drawn = empty(picture, theme)
    hidden = {"visible": False}
    drawn.update_layout(xaxis=hidden, yaxis=hidden | {"autorange": "reversed", "scaleanchor": "x"})
    outcomes = numbers_of(frame, picture.value)
    order = np.arange(len(outcomes))
    counts = picture.counts(frame)
    for cls, name in enumerate(picture.names):
        mine = order[outcomes == cls]
        drawn.add_trace(go.Scatter(
            x=mine % COLUMNS, y=mine // COLUMNS, customdata=mine + 1, mode="markers",
            name=label(f"{name} ×{counts[cls]}"), showlegend=True,
            marker={"symbol": class_shape(cls), "size": 14,
                    "color": colour_of(f"class:{cls}", theme)},
            hovertemplate="%{customdata}<extra></extra>",
        ))  # fmt: skip
    return drawn
