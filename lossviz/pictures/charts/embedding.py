"""Points, regions and class vectors of a run, as Plotly has them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from lossviz.figures.theme import DARK, Surface
from lossviz.pictures.charts.parts import (
    DARK_TINT,
    TINT,
    colour_of,
    empty,
    label,
    shape,
    tinted,
)
from lossviz.pictures.polygons import rows_of
from lossviz.pictures.reading import Frame, numbers_of

if TYPE_CHECKING:
    from lossviz.pictures.embedding import Embedding

ARC_POINTS = 64
# half the width of the unit view: room for the names
REACH = 1.2


def figure(picture: "Embedding", frame: Frame, theme: Surface, view: str) -> go.Figure:
    """Tinted regions, decision boundaries in dashes, vectors with their names, points by class.

    Training points are filled, test points open. In 3-D the raw view has no regions.
    """
    drawn = empty(picture, theme)
    raw = view == "raw"
    reach = picture.half(frame) if raw else REACH
    for piece in pieces(picture, frame, raw, reach):
        _piece(drawn, picture, piece, theme)
    _points(drawn, picture, frame, raw, theme)
    _vectors(drawn, picture, frame, raw, theme)
    axis = {"range": [-reach, reach]}
    if picture.dim == 2:
        drawn.update_xaxes(axis | {"constrain": "domain", "visible": raw})
        drawn.update_yaxes(axis | {"scaleanchor": "x", "visible": raw})
    else:
        seen = axis | {"visible": raw}
        drawn.update_scenes(xaxis=seen, yaxis=seen, zaxis=seen, aspectmode="cube")
    return drawn


def pieces(
    picture: "Embedding", frame: Frame, raw: bool, reach: float
) -> Iterator[tuple[int, int, np.ndarray]]:
    """(kind, class, outline [V, d]) of every piece of a region or edge that this view shows."""
    regions = picture.regions
    if picture.dim == 3:
        if regions.curves and not raw:
            yield from _ragged(frame, regions.curves, False)
    elif raw and regions.polygons and regions.polygons in frame:
        yield from _ragged(frame, regions.polygons, True)
    elif regions.sectors:
        # in the plane wedges go beyond its corners
        far = 2 * reach if raw else 1.0
        for kind, cls, start, end in rows_of(frame, regions.sectors).tolist():
            yield int(kind), int(cls), far * _wedge(start, end)


def _ragged(frame: Frame, name: str, closed: bool) -> Iterator[tuple[int, int, np.ndarray]]:
    vertices, info = rows_of(frame, name), rows_of(frame, f"{name}_info").astype(int)
    ends = [*info[1:, -1], len(vertices)]
    for row, end in zip(info, ends, strict=True):
        outline = vertices[row[-1] : end]
        yield int(row[0]), int(row[1]), np.r_[outline, outline[:1]] if closed else outline


def _wedge(start: float, end: float) -> np.ndarray:
    """From 0 along the arc and back; a whole turn has no way back."""
    arc = np.linspace(start, end, ARC_POINTS)
    rim = np.stack([np.cos(arc), np.sin(arc)], axis=1)
    if end - start > 2 * np.pi - 1e-6:
        return rim
    return np.concatenate([np.zeros((1, 2)), rim, np.zeros((1, 2))])


def _piece(
    drawn: go.Figure, picture: "Embedding", piece: tuple[int, int, np.ndarray], theme: Surface
) -> None:
    kind, cls, outline = piece
    shown = picture.shown_kind()
    if kind > shown:
        return
    colour = colour_of(f"class:{cls}", theme)
    fill: dict[str, Any] = {}
    if kind == shown and picture.dim == 2:
        alpha = DARK_TINT if theme == DARK else TINT
        fill = {"fill": "toself", "fillcolor": tinted(colour, alpha)}
    line = {"color": colour if kind else theme.muted, "width": 1.5,
            "dash": "solid" if kind else "dash"}  # fmt: skip
    drawn.add_trace(_kind(picture.dim)(
        **_named(outline), mode="lines", line=line, hoverinfo="skip", showlegend=False,
        meta={"part": "region" if fill else "edge", "kind": kind, "class": cls}, **fill,
    ))  # fmt: skip


def _points(
    drawn: go.Figure, picture: "Embedding", frame: Frame, raw: bool, theme: Surface
) -> None:
    cloud, dim = picture.points, picture.dim
    far = cloud.length if raw else cloud.spread if dim == 2 else None
    at = rows_of(frame, cloud.direction) * (numbers_of(frame, far)[:, None] if far else 1)
    labels = numbers_of(frame, cloud.labels).astype(int)
    test = np.arange(len(labels)) >= cloud.train
    for cls, name in enumerate(picture.names):
        for open_ in (False, True):
            own = (labels == cls) & (test == open_)
            if not own.any():
                continue
            drawn.add_trace(_kind(dim)(
                **_named(at[own]), mode="markers", name=label(name), legendgroup=str(cls),
                showlegend=not open_, meta={"part": "points", "class": cls, "test": open_},
                marker={"color": colour_of(f"class:{cls}", theme), "size": 7 if dim == 2 else 3,
                        "symbol": shape(cls, dim) + ("-open" if open_ else "")},
            ))  # fmt: skip


def _vectors(
    drawn: go.Figure, picture: "Embedding", frame: Frame, raw: bool, theme: Surface
) -> None:
    ends = rows_of(frame, picture.vectors.direction)
    if raw:
        ends = ends * numbers_of(frame, picture.vectors.length)[:, None]
    for cls, end in enumerate(ends):
        colour = colour_of(f"class:{cls}", theme)
        drawn.add_trace(_kind(picture.dim)(
            **_named(np.stack([np.zeros(picture.dim), end])), mode="lines+text",
            text=["", f"<b>{label(picture.vector_names[cls])}</b>"], textposition="top center",
            textfont={"color": colour}, line={"color": colour, "width": 3}, hoverinfo="skip",
            showlegend=False, meta={"part": "vector", "class": cls},
        ))  # fmt: skip


def _kind(dim: int) -> Any:
    return go.Scatter if dim == 2 else go.Scatter3d


def _named(points: np.ndarray) -> dict[str, np.ndarray]:
    return dict(zip("xyz", points.T, strict=False))
