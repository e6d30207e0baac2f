"""The plane of the inputs, with the regions that the network makes of it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from jaxtyping import Bool, Float, Int

from lossviz import geometry, losses
from lossviz.data import NoPlane, Plane
from lossviz.data.plane import scaling_of
from lossviz.figures.embedding import as_text
from lossviz.figures.theme import DARK, LIGHT, Surface, class_shape, layout
from lossviz.figures.words import words
from lossviz.metrics import inference_scores
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.training.input_plane import plane_for, ruled
from lossviz.training.replay import moments

GRID = 96
# how opaque regions are on a light and a dark surface
TINT, DARK_TINT = 0.17, 0.26


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


class InputRecord(NamedTuple):
    """The numbers of a picture of the input plane at one step.

    points [N + M, 2] (training points first), projected onto the plane; wrong: whom the network
    takes for another class, the point itself and not its projection. axes: what they are called.
    agree: see `lossviz.training.input_plane.Ruled`.
    """

    step: int
    plane: Plane
    n_train: int
    points: Float[np.ndarray, "N 2"]
    labels: Int[np.ndarray, " N"]
    wrong: Bool[np.ndarray, " N"]
    class_names: tuple[str, ...]
    axes: tuple[str, str]
    regions: Regions
    agree: float


def input_record(run: Run, step: int | None = None, lang: str = "en") -> InputRecord:
    """The input plane of a run at the snapshot nearest to `step`.

    Args:
      step: a training step; −1, or nothing, is the last snapshot.

    Raises:
      NoPlane: the data have no plane to look at; see `lossviz.data.NoPlane`.
      ValueError: the run has no snapshot, or it is a dialect's.
    """
    if not len(run.steps):
        raise ValueError("the run has no snapshot: its loss was not finite from the start")
    data, plane = plane_for(run.settings)
    last = step is None or step < 0
    at = len(run.steps) - 1 if last else int(np.abs(run.steps - step).argmin())
    (moment,) = moments(run, [at])
    found = ruled(run.settings, data, plane, [moment], GRID)
    loss = losses.get(run.settings.loss)
    steps = np.linspace(-plane.half, plane.half, GRID)
    inputs = np.concatenate([data.x, data.x_test[: len(run.test_labels)]]).astype(float)
    return InputRecord(
        step=int(run.steps[at]),
        plane=plane,
        n_train=len(run.labels),
        points=plane.coordinates(inputs),
        labels=np.r_[run.labels, run.test_labels],
        wrong=_wrong(run, at),
        class_names=data.class_names,
        axes=axis_labels(run.settings, plane, lang),
        regions=Regions(
            plane.middle[0] + steps, plane.middle[1] + steps, found.cls[0], found.lead[0],
            found.surplus[0] if geometry.has_margin(loss) else None,
        ),
        agree=float(found.agree[0]),
    )  # fmt: skip


def _wrong(run: Run, at: int) -> np.ndarray:
    features = np.concatenate([run.features[at], run.test_features[at]]).astype(float)
    weights, bias = run.weights[at].astype(float), run.bias[at].astype(float)
    scores = inference_scores(losses.get(run.settings.loss), features, weights, bias)
    return scores.argmax(axis=-1) != np.r_[run.labels, run.test_labels]


def axis_labels(settings: Settings, plane: Plane, lang: str) -> tuple[str, str]:
    """What the axes of the plane are called, with the units of the inputs as trained."""
    say = words(lang)
    if not plane.exact:
        first, second = (
            say["input_direction"].format(number=k + 1, share=percent(share))
            for k, share in enumerate(plane.shares)
        )
        return first, second
    scaling = scaling_of(settings.dataset)
    label, factor = say[f"input_{scaling.kind}"], f"{scaling.factor:.3g}"
    first, second = (label.format(name=name, factor=factor) for name in plane.names)
    return first, second


def why_no_plane(error: NoPlane, lang: str) -> str:
    """The sentence in the place of the picture."""
    return words(lang)[f"no_plane_{error.reason}"].format(names=", ".join(error.names))


def percent(share: float) -> str:
    """A share as a whole percentage."""
    return f"{100 * share:.0f} %"


def plot_input(run: Run, step: int | None = -1, lang: str = "en") -> go.Figure:
    """The input plane of a run at a step, as a Plotly figure. See `input_record`.

    Where there is none, an empty figure says why.
    """
    say = words(lang)
    if not len(run.steps):
        return without(say["no_plane_empty"])
    try:
        record = input_record(run, step, lang)
    except NoPlane as error:
        return without(why_no_plane(error, lang))
    names = [as_text(name) for name in record.class_names]
    title = say["input" if record.plane.exact else "input_slice"]
    share = percent(record.plane.shares.sum())
    figure = drawn(record.regions, names, title.format(step=record.step, share=share), LIGHT, lang)
    add_points(figure, record.points, record.labels, names, record.n_train, record.wrong, LIGHT)
    first, second = map(as_text, record.axes)
    figure.update_xaxes(title_text=first)
    figure.update_yaxes(title_text=second)
    return figure


def without(sentence: str, surface: Surface = LIGHT) -> go.Figure:
    """An empty figure that says why it is."""
    figure = go.Figure(layout=layout("", surface))
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.add_annotation(text=sentence, showarrow=False, x=0.5, y=0.5, xref="paper", yref="paper")
    return figure


def drawn(
    regions: Regions, names: Sequence[str], title: str, surface: Surface, lang: str | None = None
) -> go.Figure:
    """Tinted regions with the margin band left bare, their edges, and the decision boundaries.

    Args:
      lang: of the words of the legend; without one there are none.
    """
    figure = go.Figure(layout=layout(title, surface))
    say = words(lang) if lang else None
    figure.add_trace(_tints(regions, surface))
    present = [cls for cls in range(len(names)) if (regions.cls == cls).any()]
    line = {"color": surface.muted, "width": 1.5, "dash": "dash"}
    for number, cls in enumerate(present):
        field = inside(regions.cls, regions.lead, regions.lead, cls)
        # each pair of classes once: the dashes of two lines would fill each other's gaps
        field[regions.cls < cls] = np.nan
        figure.add_trace(_level(
            regions, field, line,
            name=say["boundary"] if say else None, legendgroup="boundary",
            showlegend=bool(say) and number == 0, meta={"part": "boundary", "class": cls},
        ))  # fmt: skip
    if regions.surplus is not None:
        for cls in present:
            field = inside(regions.cls, regions.lead, regions.surplus, cls)
            figure.add_trace(_level(
                regions, field, {"color": surface.classes[cls], "width": 1.5},
                name=say["input_edge"].format(name=names[cls]) if say else None,
                showlegend=False, meta={"part": "edge", "class": cls},
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
        hoverinfo="skip", contours={"start": 0, "end": 0, "size": 1, "coloring": "none"}, **more,
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
