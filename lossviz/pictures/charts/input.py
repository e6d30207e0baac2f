"""The plane of the inputs, as Plotly has it: tints, the bare band, boundaries, points."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from jaxtyping import Bool, Float, Int

from lossviz.figures.theme import DARK, Surface, class_shape, layout
from lossviz.pictures.charts.parts import DARK_TINT, TINT


class Regions(NamedTuple):
    """The classes of a grid of places [G, G] over x and y [G], rows from the lowest y upwards.

    cls: the class that inference decides for; lead: by how much its score is ahead, ≥ 0; surplus:
    what its margin leaves of that, negative in the margin band, or None for a loss without margin.
    """

    x: Float[np.ndarray, " G"]
    y: Float[np.ndarray, " G"]
    cls: Int[np.ndarray, "G G"]
    lead: Float[np.ndarray, "G G"]
    surplus: Float[np.ndarray, "G G"] | None


def without(sentence: str, surface: Surface) -> go.Figure:
    """An empty figure that says why it is."""
    figure = go.Figure(layout=layout("", surface))
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.add_annotation(text=sentence, showarrow=False, x=0.5, y=0.5, xref="paper", yref="paper")
    return figure


def drawn(regions: Regions, count: int, title: str, surface: Surface) -> go.Figure:
    """Tinted regions of so many classes with the margin band left bare, edges, boundaries."""
    figure = go.Figure(layout=layout(title, surface))
    figure.add_trace(_tints(regions, surface))
    present = [cls for cls in range(count) if (regions.cls == cls).any()]
    line = {"color": surface.muted, "width": 1.5, "dash": "dash"}
    for cls in present:
        field = inside(regions.cls, regions.lead, regions.lead, cls)
        # each pair of classes once: the dashes of two lines would fill each other's gaps
        field[regions.cls < cls] = np.nan
        figure.add_trace(_level(
            regions, field, line, meta={"part": "boundary", "class": cls},
        ))  # fmt: skip
    if regions.surplus is not None:
        for cls in present:
            field = inside(regions.cls, regions.lead, regions.surplus, cls)
            figure.add_trace(_level(
                regions, field, {"color": surface.classes[cls], "width": 1.5},
                meta={"part": "edge", "class": cls},
            ))  # fmt: skip
    figure.update_xaxes(range=[regions.x[0], regions.x[-1]], constrain="domain", zeroline=False)
    figure.update_yaxes(
        range=[regions.y[0], regions.y[-1]], constrain="domain", scaleanchor="x", zeroline=False
    )
    return figure


def inside(
    owner: Int[np.ndarray, "G G"],
    lead: Float[np.ndarray, "G G"],
    value: Float[np.ndarray, "G G"],
    cls: int,
) -> Float[np.ndarray, "G G"]:
    """`value` where class `cls` has the largest score, minus the lead of others elsewhere.

    Where two regions meet, the second at a place is the first at its neighbour; so this crosses 0
    between them where their scores, interpolated, are equal.
    """
    least = np.nextafter(0, 1)
    return np.where(owner == cls, value, -np.maximum(lead, least))


def _tints(regions: Regions, surface: Surface) -> go.Heatmap:
    owner = regions.cls.astype(float)
    if regions.surplus is not None:
        owner[regions.surplus < 0] = np.nan
    count = len(surface.classes)
    steps = [
        [place / count, colour]
        for cls, colour in enumerate(surface.classes)
        for place in (cls, cls + 1)
    ]
    return go.Heatmap(
        x=regions.x, y=regions.y, z=owner, zmin=-0.5, zmax=count - 0.5, colorscale=steps,
        opacity=DARK_TINT if surface == DARK else TINT, showscale=False, hoverinfo="skip",
        meta={"part": "regions"},
    )  # fmt: skip


def _level(regions: Regions, field: np.ndarray, line: dict, **more) -> go.Contour:
    """The line where the field is 0."""
    # far from it, how large the field is does not matter
    size = float(np.nanmedian(np.abs(field)))
    field = (field / max(size, np.finfo(float).tiny)).clip(-9, 9)
    return go.Contour(
        x=regions.x, y=regions.y, z=field.astype(np.float32), line=line, showscale=False,
        hoverinfo="skip", showlegend=False, **more,
        contours={"start": 0, "end": 0, "size": 1, "coloring": "none"},
    )  # fmt: skip


def add_points(
    figure: go.Figure,
    points: Float[np.ndarray, "N 2"],
    labels: Int[np.ndarray, " N"],
    names: Sequence[str],
    n_train: int,
    wrong: Bool[np.ndarray, " N"] | None,
    surface: Surface,
) -> None:
    """The points by class, test points hollow, and a ring round the wrong ones."""
    for cls, name in enumerate(names):
        for test in (False, True):
            chosen = labels == cls
            chosen[:n_train] &= not test
            chosen[n_train:] &= test
            if chosen.any():
                symbol = class_shape(cls) + ("-open" if test else "")
                figure.add_trace(go.Scatter(
                    x=points[chosen, 0], y=points[chosen, 1], mode="markers", name=name,
                    legendgroup=name, showlegend=not test, meta={"part": "points", "class": cls},
                    marker={"color": surface.classes[cls], "size": 7, "symbol": symbol},
                ))  # fmt: skip
    if wrong is not None and wrong.any():
        figure.add_trace(go.Scatter(
            x=points[wrong, 0], y=points[wrong, 1], mode="markers", hoverinfo="skip",
            showlegend=False, meta={"part": "wrong"},
            marker={"symbol": "circle-open", "size": 12, "color": surface.ink},
        ))  # fmt: skip
