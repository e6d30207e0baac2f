"""The plane of two features, as Plotly has it."""

from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from lossviz.figures.theme import DARK, Surface, class_shape
from lossviz.pictures.charts.parts import DARK_TINT, TINT, colour_of, empty, label, tinted
from lossviz.pictures.charts.segments import joined
from lossviz.pictures.formats import written
from lossviz.pictures.polygons import corners_of, middle, rows_of
from lossviz.pictures.reading import Frame, number, numbers_of

if TYPE_CHECKING:
    from lossviz.pictures.picture import Probe
    from lossviz.pictures.plane import Plane, Points

# how opaque regions are on a light and a dark surface, and whole lines beside their boundaries
THIN, THICK, FAINT = 1.5, 3, 0.55
# a vector's name stands within this share of the box
NAMED = 0.94


def figure(picture: "Plane", frame: Frame, theme: Surface) -> go.Figure:
    """Regions, lines, boundaries, points, vectors with their names, the probe; equal axes."""
    drawn = empty(picture, theme)
    box = number(frame, picture.box)
    _axes(drawn, picture, box, theme)
    _regions(drawn, picture, frame, theme)
    _boundaries(drawn, picture, frame, theme)
    if picture.points:
        _points(drawn, picture.points, frame, theme)
    if picture.vectors:
        _vectors(drawn, picture, frame, theme)
    if picture.names:
        _names(drawn, picture, frame, box, theme)
    if picture.probe:
        _probe(drawn, picture.probe, picture.shares, frame, theme)
    return drawn


def _axes(drawn: go.Figure, picture: "Plane", box: float, theme: Surface) -> None:
    """From −box to box both ways; a picture that stands for something has a frame in its colour."""
    rim = colour_of(picture.colour or "muted", theme)
    both = {
        "range": [-box, box], "constrain": "domain", "mirror": True, "showline": True,
        "linecolor": rim, "linewidth": 3 if picture.colour else 1, "zerolinecolor": theme.muted,
    }  # fmt: skip
    drawn.update_xaxes(both)
    drawn.update_yaxes(both | {"scaleanchor": "x"})


def _regions(drawn: go.Figure, picture: "Plane", frame: Frame, theme: Surface) -> None:
    alpha = DARK_TINT if theme == DARK else TINT
    for cls, corners in enumerate(corners_of(rows_of(frame, picture.regions))):
        if not len(corners):
            continue
        drawn.add_trace(go.Scatter(
            x=corners[:, 0], y=corners[:, 1], mode="lines", fill="toself",
            fillcolor=tinted(colour_of(f"class:{cls}", theme), alpha), line={"width": 0},
            hoverinfo="skip", showlegend=False, meta={"part": "region", "class": cls},
        ))  # fmt: skip


def _boundaries(drawn: go.Figure, picture: "Plane", frame: Frame, theme: Surface) -> None:
    """Whole lines thin, the parts that are boundaries thick, in the colours of their classes."""
    for part, name, width, alpha in (
        ("lines", picture.lines, THIN, FAINT),
        ("edges", picture.edges, THICK, 1),
    ):
        if not name:
            continue
        for pair, pieces in _by_pair(picture, rows_of(frame, name)):
            # one colour all along, the other one in dashes upon it
            for dash, role in (("solid", pair[-1]), ("dash", pair[0]))[: len(set(pair))]:
                x, y = joined(pieces, 2)
                drawn.add_trace(go.Scatter(
                    x=x, y=y, mode="lines", opacity=alpha, hoverinfo="skip", showlegend=False,
                    line={"color": colour_of(role, theme), "width": width, "dash": dash},
                    meta={"part": part, "dashed": dash != "solid"},
                ))  # fmt: skip


def _by_pair(picture: "Plane", pieces: np.ndarray) -> list[tuple[tuple[str, ...], np.ndarray]]:
    """The pieces [L, 4] that there are, by the two roles of colours that they have."""
    pairs = [tuple(f"class:{cls}" for cls in pair) for pair in picture.pairs or ()]
    owners = [pairs[k] if k < len(pairs) else ("ink",) for k in range(len(pieces))]
    known = ~np.isnan(pieces[:, 0])
    found = []
    for pair in dict.fromkeys(owners):
        own = known & np.array([owner == pair for owner in owners])
        if own.any():
            found.append((pair, pieces[own]))
    return found


def _points(drawn: go.Figure, points: "Points", frame: Frame, theme: Surface) -> None:
    at, labels = rows_of(frame, points.at), numbers_of(frame, points.labels).astype(int)
    for cls in np.unique(labels).tolist():
        own = at[labels == cls]
        drawn.add_trace(go.Scatter(
            x=own[:, 0], y=own[:, 1], mode="markers", showlegend=False,
            marker={"color": colour_of(f"class:{cls}", theme), "symbol": class_shape(cls),
                    "size": 9, "line": {"color": theme.panel, "width": 1}},
            meta={"part": "points", "class": cls},
        ))  # fmt: skip


def _vectors(drawn: go.Figure, picture: "Plane", frame: Frame, theme: Surface) -> None:
    for cls, end in enumerate(rows_of(frame, picture.vectors or "")):
        if not np.isfinite(end).all():
            continue
        drawn.add_trace(go.Scatter(
            x=[0, end[0]], y=[0, end[1]], mode="lines+markers", showlegend=False,
            line={"color": colour_of(f"class:{cls}", theme), "width": 4},
            marker={"symbol": ["circle", "arrow"], "size": [0, 16], "angleref": "previous",
                    "opacity": 1, "color": colour_of(f"class:{cls}", theme)},
            meta={"part": "vector", "class": cls},
        ))  # fmt: skip


def _names(drawn: go.Figure, picture: "Plane", frame: Frame, box: float, theme: Surface) -> None:
    """At the tips of the vectors, or within the regions."""
    regions = corners_of(rows_of(frame, picture.regions))
    ends = rows_of(frame, picture.vectors) if picture.vectors else np.zeros((0, 2))
    for cls, name in enumerate(picture.names or ()):
        if picture.inside:
            at, shift = middle(regions[cls]), np.zeros(2)
        else:
            end = ends[cls] if cls < len(ends) else np.full(2, np.nan)
            at = end * min(1, NAMED * box / max(np.abs(end).max(), 1e-12))
            shift = 14 * end / max(np.linalg.norm(end), 1e-12)
        if np.isfinite(at).all():
            drawn.add_annotation(
                x=at[0], y=at[1], xshift=shift[0], yshift=shift[1], showarrow=False,
                text=f"<b>{label(name)}</b>", font={"color": colour_of(f"class:{cls}", theme)},
                bgcolor=tinted(theme.panel, 0.6), borderpad=0,
            )  # fmt: skip


def _probe(
    drawn: go.Figure, probe: "Probe", shares: str | None, frame: Frame, theme: Surface
) -> None:
    """The point, and under the pointer the share of each class in it."""
    at = numbers_of(frame, probe.at)
    if not np.isfinite(at).all():
        return
    parts = numbers_of(frame, shares) if shares else np.zeros(0)
    told = "<br>".join(f"{cls + 1}: {written('percent', part)}" for cls, part in enumerate(parts))
    drawn.add_trace(go.Scatter(
        x=at[:1], y=at[1:], mode="markers+text", text=[label(probe.name)], showlegend=False,
        textposition="top right", textfont={"color": theme.ink}, hovertext=[told],
        marker={"color": theme.ink, "size": 13, "line": {"color": theme.panel, "width": 3}},
        meta={"part": "probe"},
    ))  # fmt: skip
