"""The embedding: points, class vectors, training regions and decision boundaries."""

from html import escape
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from lossviz import geometry, losses
from lossviz.figures.theme import LIGHT, class_shape, layout
from lossviz.figures.words import words
from lossviz.training import Run
from lossviz.training.run import params_at

ARC_POINTS = 64


class Piece(NamedTuple):
    """An outline [V, d]: a class's region under the margin, or a decision boundary."""

    cls: int
    outline: np.ndarray


class EmbeddingRecord(NamedTuple):
    """The numbers of an embedding picture at one step.

    points [N + M, d] (training points first), vectors [C, d]; in the unit view both have length 1.
    """

    step: int
    dim: int
    n_train: int
    points: np.ndarray
    labels: np.ndarray
    vectors: np.ndarray
    class_names: tuple[str, ...]
    regions: list[Piece]
    boundaries: list[Piece]


def embedding_record(run: Run, step: int | None = None, view: str = "unit") -> EmbeddingRecord:
    """The embedding of a run at the snapshot nearest to `step` (the last one by default).

    Args:
      view: "unit" for directions on the circle or sphere, "raw" for the features themselves.

    Raises:
      ValueError: another view.
    """
    if view not in ("unit", "raw"):
        raise ValueError(f"view must be 'unit' or 'raw'; got {view!r}")
    at = len(run.steps) - 1 if step is None else int(np.abs(run.steps - step).argmin())
    points = np.concatenate([run.features[at], run.test_features[at]]).astype(float)
    vectors = run.weights[at].T.astype(float)
    norm = np.linalg.norm(points, axis=1)
    regions, boundaries = _outlines(run, at, view, float(np.median(norm)), float(norm.max()))
    if view == "unit":
        points, vectors = _directions(points), _directions(vectors)
    return EmbeddingRecord(
        step=int(run.steps[at]),
        dim=run.settings.dim,
        n_train=len(run.labels),
        points=points,
        labels=np.r_[run.labels, run.test_labels],
        vectors=vectors,
        class_names=run.data.class_names,
        regions=regions,
        boundaries=boundaries,
    )


def _directions(vectors: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.where(length == 0, 1, length)


def _outlines(
    run: Run, at: int, view: str, radius: float, reach: float
) -> tuple[list[Piece], list[Piece]]:
    """Regions with the margin, boundaries without it, as outlines of this view."""
    loss = losses.get(run.settings.loss)
    weights, bias = run.weights[at : at + 1].astype(float), run.bias[at : at + 1].astype(float)
    params = params_at(run.settings, run.steps[at : at + 1])
    where = (loss, weights, bias, np.array([radius]), params)
    if run.settings.dim == 3:
        scale = 1.0 if view == "unit" else radius
        curves = [geometry.sphere_curves(*where, margin) for margin in (True, False)]
        inside, borders = (_pieces(c.cls, scale * c.points, c.first) for c in curves)
        return inside, borders
    if view == "raw" and loss.family == "raw":
        box = np.array([1.2 * reach])
        shapes = [
            geometry.plane_polygons(loss, weights, bias, params, margin, box)
            for margin in (True, False)
        ]
        inside, borders = (_pieces(p.cls, p.vertices, p.first, closed=True) for p in shapes)
        return inside, borders
    size = 1.0 if view == "unit" else 1.2 * reach
    sectors, gaps = (geometry.circle_sectors(*where, margin) for margin in (True, False))
    regions = [
        Piece(int(c), size * _wedge(start, end))
        for c, start, end in zip(sectors.cls, sectors.start, sectors.end, strict=True)
    ]
    rays = [
        Piece(int(c), size * np.array([[0, 0], [np.cos(start), np.sin(start)]]))
        for c, start, end in zip(gaps.cls, gaps.start, gaps.end, strict=True)
        if end - start < 2 * np.pi - 1e-9
    ]
    return regions, rays


def _wedge(start: float, end: float) -> np.ndarray:
    arc = np.linspace(start, end, ARC_POINTS)
    rim = np.stack([np.cos(arc), np.sin(arc)], axis=1)
    return np.concatenate([[[0.0, 0.0]], rim, [[0.0, 0.0]]])


def _pieces(
    cls: np.ndarray, vertices: np.ndarray, first: np.ndarray, closed: bool = False
) -> list[Piece]:
    """The outlines that a ragged array holds; `closed` repeats the first vertex of each."""
    found = []
    for owner, (begin, end) in zip(cls, pairwise(first), strict=True):
        outline = vertices[begin:end]
        found.append(Piece(int(owner), np.r_[outline, outline[:1]] if closed else outline))
    return found


def plot_embedding(
    run: Run, step: int | None = None, view: str = "unit", lang: str = "en"
) -> go.Figure:
    """The embedding of a run at a step, as a Plotly figure. See `embedding_record`."""
    record = embedding_record(run, step, view)
    record = record._replace(class_names=tuple(as_text(name) for name in record.class_names))
    say = words(lang)
    figure = go.Figure(layout=layout(say["embedding"].format(step=record.step)))
    for piece in record.regions:
        figure.add_trace(_region(record, piece, say["region"]))
    for number, piece in enumerate(record.boundaries):
        figure.add_trace(_line(
            piece.outline, LIGHT.muted, 1.5, dash="dash", name=say["boundary"],
            legendgroup="boundary", showlegend=number == 0,
        ))  # fmt: skip
    for cls, name in enumerate(record.class_names):
        _add_class(figure, record, cls, name)
    if record.dim == 2:
        figure.update_yaxes(scaleanchor="x")
    else:
        figure.update_scenes(aspectmode="data")
    return figure


def as_text(name: str) -> str:
    """A learner's own name so that Plotly shows it as it is: no tags, no entities, no formula."""
    return escape(name, quote=False).replace("$", "&#36;")


def _line(outline: np.ndarray, color: str, width: float, dash: str = "solid", **options):
    kind = go.Scatter if outline.shape[1] == 2 else go.Scatter3d
    return kind(
        **_xyz(outline), mode="lines", line={"color": color, "width": width, "dash": dash},
        hoverinfo="skip", **options,
    )  # fmt: skip


def _region(record: EmbeddingRecord, piece: Piece, title: str):
    color = LIGHT.classes[piece.cls]
    options = {"fill": "toself", "fillcolor": tint(color)} if record.dim == 2 else {}
    name = title.format(name=record.class_names[piece.cls])
    return _line(piece.outline, color, 1.5, name=name, showlegend=False, **options)


def tint(color: str, alpha: float = 0.16) -> str:
    """A colour "#rrggbb" made translucent."""
    red, green, blue = (int(color[k : k + 2], 16) for k in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def _add_class(figure: go.Figure, record: EmbeddingRecord, cls: int, name: str) -> None:
    """The points of a class (test points hollow) and its class vector."""
    kind = go.Scatter if record.dim == 2 else go.Scatter3d
    color = LIGHT.classes[cls]
    for test in (False, True):
        chosen = record.labels == cls
        chosen[: record.n_train] &= not test
        chosen[record.n_train :] &= test
        if not chosen.any():
            continue
        marker = {"color": color, "size": 7 if record.dim == 2 else 3}
        marker["symbol"] = shape(cls, record.dim) + ("-open" if test else "")
        figure.add_trace(kind(
            **_xyz(record.points[chosen]), mode="markers", marker=marker, name=name,
            legendgroup=name, showlegend=not test,
        ))  # fmt: skip
    vector = np.stack([np.zeros(record.dim), record.vectors[cls]])
    figure.add_trace(_line(vector, color, 3, legendgroup=name, showlegend=False))


def shape(cls: int, dim: int) -> str:
    """The marker of a class; Plotly has only three in 3-D that can also be hollow."""
    if dim == 2:
        return class_shape(cls)
    return ("circle", "square", "diamond")[cls % 3]


def _xyz(points: np.ndarray) -> dict[str, np.ndarray]:
    return dict(zip("xyz", points.T, strict=False))
