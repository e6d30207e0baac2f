"""Curves with their areas, rules and marks, as Plotly has them."""

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from lossviz.figures.theme import Surface
from lossviz.pictures.charts.parts import (
    axis_of,
    colour_of,
    dash_of,
    empty,
    held,
    label,
    sign_of,
    tinted,
)
from lossviz.pictures.reading import Frame, number, numbers_of

if TYPE_CHECKING:
    from lossviz.pictures.curves import Area, Curves, Histogram, Mark, Rule
    from lossviz.pictures.picture import Axis

AREA = 0.2
# what of the height curves have over a histogram, and the gap between both
CURVES, GAP = 0.6, 0.06
MARKER = 12


def figure(picture: "Curves", frame: Frame, theme: Surface) -> go.Figure:
    """Lines, areas, rules and marks; a mark beyond the axes stands on their edge, as a triangle."""
    drawn = empty(picture, theme)
    drawn.update_xaxes(axis_of(picture.x, frame, picture.range(picture.x, frame)))
    drawn.update_yaxes(axis_of(picture.y, frame, picture.range(picture.y, frame)))
    if picture.right:
        _second(drawn, picture, picture.right, frame)
    if picture.histogram:
        _bins(drawn, picture, picture.histogram, frame, theme)
    for area in picture.areas or []:
        _area(drawn, picture, area, frame, theme)
    for rule in picture.rules or []:
        _rule(drawn, picture, rule, frame, theme)
    for one in picture.lines or []:
        width = 2.5 if one.dash else 3
        drawn.add_trace(go.Scatter(
            x=numbers_of(frame, one.x), y=numbers_of(frame, one.y), mode="lines",
            name=label(one.name), showlegend=bool(one.name), meta={"part": "line"},
            line={"color": colour_of(one.colour, theme), "dash": dash_of(one.dash), "width": width},
            yaxis="y2" if one.right else "y",
        ))  # fmt: skip
    for mark in picture.marks or []:
        _mark(drawn, picture, mark, frame, theme)
    return drawn


def _second(drawn: go.Figure, picture: "Curves", axis: "Axis", frame: Frame) -> None:
    """The axis on the right, whose grid is that of the other one."""
    found = axis_of(axis, frame, picture.range(axis, frame))
    drawn.update_layout(yaxis2=found | {"overlaying": "y", "side": "right", "showgrid": False})


def _bins(
    drawn: go.Figure, picture: "Curves", histogram: "Histogram", frame: Frame, theme: Surface
) -> None:
    """Bars under the curves, over the same axis, as high as the fullest bin or as `full`."""
    edges = numbers_of(frame, histogram.edges)
    counts = [numbers_of(frame, one.counts) for one in histogram.bins]
    top = max(histogram.full, *(float(one.max()) for one in counts))
    for one, heights in zip(histogram.bins, counts, strict=True):
        drawn.add_trace(go.Bar(
            x=(edges[:-1] + edges[1:]) / 2, y=heights, width=np.diff(edges), yaxis="y3",
            name=label(one.name), marker_color=colour_of(one.colour, theme), opacity=0.55,
            meta={"part": "bins"},
        ))  # fmt: skip
    share = CURVES if picture.lines else 0.0
    drawn.update_layout(
        barmode="overlay", bargap=0.05,
        yaxis={"domain": [1 - share, 1], "visible": bool(picture.lines)},
        yaxis3={"domain": [0, 1 - share - (GAP if share else 0)], "range": [0, top],
                "anchor": "x", "showgrid": False},
    )  # fmt: skip
    drawn.update_xaxes(anchor="y3")


def _area(drawn: go.Figure, picture: "Curves", area: "Area", frame: Frame, theme: Surface) -> None:
    """Between low and high; what is infinite ends on the axes, what is missing is left out."""
    xs = numbers_of(frame, area.x)
    sides = (
        np.broadcast_to(held(numbers_of(frame, side), *picture.range(picture.y, frame)), xs.shape)
        for side in (area.low, area.high)
    )
    low, high = sides
    known = ~np.isnan(xs + low + high)
    # a polygon for each run of numbers that are there, with a gap after it
    cuts = np.flatnonzero(np.diff(known.astype(int))) + 1
    runs = [run for run in np.split(np.arange(len(xs)), cuts) if len(run) and known[run[0]]]
    if not runs:
        return
    outline = [np.r_[xs[run], xs[run][::-1], np.nan] for run in runs]
    heights = [np.r_[high[run], low[run][::-1], np.nan] for run in runs]
    drawn.add_trace(go.Scatter(
        x=np.concatenate(outline)[:-1], y=np.concatenate(heights)[:-1], mode="lines",
        fill="toself", fillcolor=tinted(colour_of(area.colour, theme), AREA), line={"width": 0},
        hoverinfo="skip", showlegend=False, meta={"part": "area"},
    ))  # fmt: skip


def _rule(drawn: go.Figure, picture: "Curves", rule: "Rule", frame: Frame, theme: Surface) -> None:
    """Right across; one beyond the axes lies on their edge, one that is no number is left out.

    In a figure no point stands out.
    """
    if rule.own:
        return
    upright = rule.x is not None
    value = number(frame, rule.x if rule.x is not None else rule.y or 0.0)
    if np.isnan(value):
        return
    low, high = picture.range(picture.x if upright else picture.y, frame)
    at = float(np.clip(value, low, high))
    colour = colour_of(rule.colour, theme)
    line = {"color": colour, "width": 2, "dash": dash_of(rule.dash)}
    across = {"x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1}
    level = {"y0": at, "y1": at, "xref": "paper", "x0": 0, "x1": 1}
    drawn.add_shape(type="line", line=line, **(across if upright else level))
    name = picture.named(rule.name, value if upright else np.nan, np.nan if upright else value)
    if not name:
        return
    beside = {"x": at, "y": 1, "yref": "paper", "xanchor": "left", "yanchor": "top"}
    above = {"y": at, "x": 1, "xref": "paper", "xanchor": "right", "yanchor": "bottom"}
    drawn.add_annotation(
        text=label(name), font={"color": colour}, showarrow=False, **(beside if upright else above)
    )


def _mark(drawn: go.Figure, picture: "Curves", mark: "Mark", frame: Frame, theme: Surface) -> None:
    """Dots at their numbers; `customdata` keeps the numbers of those beyond the picture."""
    xs, ys = np.broadcast_arrays(numbers_of(frame, mark.x), numbers_of(frame, mark.y))
    known = ~np.isnan(xs + ys)
    xs, ys = xs[known], ys[known]
    if not len(xs):
        return
    left, right = picture.range(picture.x, frame)
    bottom, top = picture.range(picture.y, frame)
    across, up = held(xs, left, right), held(ys, bottom, top)
    colour = colour_of(mark.colour, theme)
    if mark.drop:
        thin = {"color": colour, "width": 1.5, "dash": "dot"}
        for x, y in zip(across, up, strict=True):
            drawn.add_shape(type="line", line=thin, x0=x, x1=x, y0=bottom, y1=y)
            drawn.add_shape(type="line", line=thin, x0=left, x1=x, y0=y, y1=y)
    names = [label(picture.named(mark.name, x, y)) for x, y in zip(xs, ys, strict=True)]
    texts = [
        f"{name} ∞".strip() if np.isinf(y) else name for name, y in zip(names, ys, strict=True)
    ]
    drawn.add_trace(go.Scatter(
        x=across, y=up, customdata=np.stack([xs, ys], axis=1), mode="markers+text", text=texts,
        textposition="top right", textfont={"color": colour}, cliponaxis=False, showlegend=False,
        hovertemplate="%{customdata[0]}, %{customdata[1]}<extra></extra>", meta={"part": "mark"},
        marker={"color": colour, "size": MARKER, "line": {"color": theme.panel, "width": 2},
                "symbol": sign_of({"above": ys > top, "below": ys < bottom})},
    ))  # fmt: skip
