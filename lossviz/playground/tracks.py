"""Runs and sweeps as tracks: everything the playground draws, frame by frame, as plain arrays.

A frame is one position of a slider: a step of a run, or the trained end state at one s or m. The
browser looks frames up and draws them; every number in them was computed here, by the same code
that notebooks use.

A frame has the arrays of `arrays`, those of `still`, which its whole track shares, each column of
`columns` under a name of its own, and the numbers of all frames gathered, by `course` and, over the
slider, `EXTENTS`.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from lossviz import formulas, geometry, losses, metrics
from lossviz.data import Dataset
from lossviz.pictures import Picture, RunShape, parameter_array, run_pictures
from lossviz.pictures.picture import Say, said
from lossviz.playground import slider_values
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.training.run import params_at, snapshot_steps

BINS = 36
THETA = np.radians(np.arange(181.0))
LATTICE_POINTS = 500
NO_CLASS = 255
# arrays of numbers in [−1, 1] that no pixel needs finer than to 1/32767
UNIT = ("dir",)
NUMBERS = (
    "loss", "accuracy", "test_accuracy", "margin_accuracy", "margin_test_accuracy",
    "theta_y", "least_angle", "least_i", "least_j", "widest", "widest_class",
)  # fmt: skip
# a number of each frame, gathered over all frames of the track: {name: of what}
EXTENTS = {"extents": "extent"}
COURSE = {"losses": "loss", "accuracies": "accuracy"}
# what can be shown between two frames: directions keep their length; frames of other `same` are
# about other points
GLIDES = {
    "directions": ["dir", "wdir"],
    "numbers": ["norm", "wnorm", "psi", "own", "rivals"],
    "sectors": ["sectors"],
    "polygons": ["polys"],
    "same": ["labels"],
}


class Frames(NamedTuple):
    """Trained states in a row [F]: a run's snapshots, or the ends of several runs."""

    settings: Settings
    data: Dataset
    features: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    labels: np.ndarray
    n_train: int
    loss: np.ndarray
    accuracy: np.ndarray
    test_accuracy: np.ndarray
    params: dict[str, np.ndarray]


def lattice(points: int = LATTICE_POINTS) -> np.ndarray:
    """Evenly spread directions on the sphere [L, 3] (a golden spiral), for tinting regions."""
    k = np.arange(points) + 0.5
    height = 1 - 2 * k / points
    turn = np.pi * (1 + np.sqrt(5)) * k
    ring = np.sqrt(1 - height**2)
    return np.stack([ring * np.cos(turn), ring * np.sin(turn), height], axis=1)


def still(settings: Settings, data: Dataset, n_test: int) -> dict[str, np.ndarray]:
    """What does not change from frame to frame."""
    n = len(data.labels) + n_test
    steps = snapshot_steps(settings.steps)
    found = {
        "labels": np.r_[data.labels, data.labels_test[:n_test]].astype(np.uint8),
        "jitter": _jitter(n),
        "base": np.cos(THETA).astype(np.float32),
        "theta_deg": np.degrees(THETA).round(),
        "bin_edges_deg": np.linspace(0, 180, BINS + 1),
        "steps": steps,
        "last": steps[-1:],
    }
    if data.images is not None:
        found["images"] = data.images[:n].reshape(n, -1).astype(np.uint8)
    if settings.dim == 3:
        found["lattice"] = lattice().astype(np.float32)
    return found


def columns(settings: Settings) -> dict[str, tuple[str, ...]]:
    """The arrays whose columns have names of their own, and these names."""
    parameters = tuple(map(parameter_array, _parameters(settings)))
    return {"numbers": NUMBERS} | ({"parameters": parameters} if parameters else {})


def _parameters(settings: Settings) -> list[str]:
    return [parameter.key for parameter in losses.get(settings.loss).parameters]


def _values(settings: Settings, key: str) -> tuple[list[float], list[float]]:
    """The values that a parameter may have on its slider, and those that it has along the run."""
    along = params_at(settings, snapshot_steps(settings.steps))[key]
    return slider_values(settings, key), sorted({*along.tolist()})


def pictures(settings: Settings, data: Dataset) -> list[Picture]:
    """The pictures of a run of these settings."""
    return run_pictures(shape(settings, data))


def shape(settings: Settings, data: Dataset) -> RunShape:
    """What the pictures of a run of these settings depend on."""
    loss = losses.get(settings.loss)
    return RunShape(
        dim=settings.dim, class_names=list(data.class_names), n_train=len(data.labels),
        digits=data.images is not None, images=data.images is not None,
        margin=geometry.has_margin(loss), psi=loss.family == "angular",
        formula=formulas.in_picture(loss.key),
        filled=formulas.in_picture(loss.key, params_at(settings, np.zeros(1, int))),
        parameters={key: _values(settings, key) for key in _parameters(settings)},
    )  # fmt: skip


def _jitter(points: int) -> np.ndarray:
    """Radius of each point in the unit view, in [0.78, 1]: spread out so that points can be read.

    Multiples of the golden ratio fill the band evenly, however many points there are.
    """
    golden = (np.sqrt(5) - 1) / 2
    return (0.78 + 0.22 * (np.arange(1, points + 1) * golden % 1)).astype(np.float32)


def of_run(run: Run, first: int = 0) -> Frames:
    """The snapshots of a run from number `first` on."""
    steps = run.steps[first:]
    return _frames(run, slice(first, None), params_at(run.settings, steps))


def of_ends(runs: Sequence[Run]) -> Frames:
    """The last snapshot of each of several runs that share their data."""
    parts = [_frames(run, slice(-1, None), params_at(run.settings, run.steps[-1:])) for run in runs]
    joined: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in ("features", "weights", "bias", "loss", "accuracy", "test_accuracy")
    }
    params = {key: np.concatenate([p.params[key] for p in parts]) for key in parts[0].params}
    return parts[0]._replace(**joined, params=params)


def _frames(run: Run, part: slice, params: dict[str, np.ndarray]) -> Frames:
    return Frames(
        settings=run.settings,
        data=run.data,
        features=np.concatenate([run.features, run.test_features], axis=1)[part].astype(float),
        weights=run.weights[part].astype(float),
        bias=run.bias[part].astype(float),
        labels=np.r_[run.labels, run.test_labels],
        n_train=len(run.labels),
        loss=run.loss[part],
        accuracy=run.accuracy[part],
        test_accuracy=run.test_accuracy[part],
        params=params,
    )


def arrays(frames: Frames) -> dict[str, np.ndarray]:
    """All arrays that the pictures of these frames read, each with leading axis F."""
    loss = losses.get(frames.settings.loss)
    direction, norm = metrics.unit(frames.features, -1)
    weight_direction, weight_norm = metrics.unit(frames.weights, -2)
    scores = metrics.inference_scores(
        loss, frames.features, frames.weights, frames.bias, frames.params
    )
    angles = metrics.angles(frames.features, frames.weights, frames.labels)
    train = slice(None, frames.n_train)
    own, rivals = (metrics.histogram(part[:, train], BINS).astype(np.uint16) for part in angles)
    found = {
        "dir": direction,
        "norm": norm.astype(np.float32),
        "wdir": np.swapaxes(weight_direction, 1, 2).astype(np.float32),
        "wnorm": weight_norm.astype(np.float32),
        "pred": scores.argmax(axis=-1).astype(np.uint8),
        "extent": _extent(norm),
        "own": own,
        "rivals": rivals,
        "numbers": _numbers(frames, loss, angles.own[:, train]),
    }
    if keys := _parameters(frames.settings):
        found["parameters"] = np.stack([frames.params[key] for key in keys], 1).astype(np.float32)
    if loss.family == "angular":
        params = {key: value[:, None] for key, value in frames.params.items()}
        cos, sin = np.cos(THETA)[None], np.sin(THETA)[None]
        found["psi"] = np.broadcast_to(
            loss.psi(cos, sin, **params), (len(norm), THETA.size)
        ).astype(np.float32)
    regions = _regions_2d if frames.settings.dim == 2 else _regions_3d
    return found | regions(frames, loss, norm)


def snapshot(run: Run, step: int | None = None) -> int:
    """The number of the snapshot nearest to training step `step`; −1, or none: of the last one.

    Raises:
      ValueError: the run has no snapshot.
    """
    if not len(run.steps):
        raise ValueError("the run has no snapshot: its loss was not finite from the start")
    last = step is None or step < 0
    return len(run.steps) - 1 if last else int(np.abs(run.steps - step).argmin())


def pictured(run: Run, step: int | None = None) -> tuple[list[Picture], dict[str, np.ndarray]]:
    """The pictures of a run at a `snapshot`, and what they read.

    The arrays are those of the browser.

    Raises: see `snapshot`.
    """
    at = snapshot(run, step)
    frames = _frames(run, slice(at, at + 1), params_at(run.settings, run.steps[at : at + 1]))
    found = arrays(frames)
    ragged = {"sectors", "polys", "polys_info", "curves", "curves_info"}
    frame = still(run.settings, run.data, len(run.test_labels))
    frame |= {name: array if name in ragged else array[0] for name, array in found.items()}
    for name, own in columns(run.settings).items():
        frame |= dict(zip(own, frame[name][:, None], strict=True))
    frame |= {name: array[0] for name, array in course([run]).items()}
    everywhere = np.concatenate([run.features, run.test_features], axis=1).astype(float)
    frame["extents"] = _extent(np.linalg.norm(everywhere, axis=-1))
    frame["step"] = run.steps[at : at + 1]
    return pictures(run.settings, run.data), frame


def described(run: Run, step: int | None, say: Say) -> dict[str, str]:
    """What the pictures of a run show at a `snapshot`, in words, by id.

    Raises: see `snapshot`.
    """
    found, frame = pictured(run, step)
    return {one.id: said(one, say).words(frame, say) for one in found}


def course(runs: Sequence[Run]) -> dict[str, np.ndarray]:
    """Loss and accuracy of each run over its own steps, [F, T] each; NaN after an early end."""
    length = len(snapshot_steps(runs[0].settings.steps))
    rows = {name: np.full((len(runs), length), np.nan, np.float32) for name in COURSE}
    for row, run in enumerate(runs):
        for name, of in COURSE.items():
            rows[name][row, : len(run.steps)] = getattr(run, of)
    return rows


def _extent(norm: np.ndarray) -> np.ndarray:
    """Half the width of the raw view [F]: room for 99 % of the points, and never nothing."""
    return np.maximum(1.15 * np.quantile(norm, 0.99, axis=1), 1e-3).astype(np.float32)


def _numbers(frames: Frames, loss: losses.Loss, own_angle: np.ndarray) -> np.ndarray:
    met = metrics.margin_met(
        loss, frames.features, frames.weights, frames.bias, frames.labels, frames.params
    )
    nan = np.full(len(met), np.nan)
    has_margin = geometry.has_margin(loss)
    has_test = len(frames.labels) > frames.n_train
    closest = metrics.closest_classes(frames.weights)
    width = metrics.class_width(
        own_angle, frames.labels[: frames.n_train], frames.weights.shape[-1]
    )
    columns = {
        "loss": frames.loss,
        "accuracy": frames.accuracy,
        "test_accuracy": frames.test_accuracy,
        "margin_accuracy": met[:, : frames.n_train].mean(axis=1) if has_margin else nan,
        "margin_test_accuracy": met[:, frames.n_train :].mean(axis=1)
        if has_margin and has_test
        else nan,
        "theta_y": np.degrees(own_angle.mean(axis=1)),
        "least_angle": np.degrees(closest.angle),
        "least_i": closest.first,
        "least_j": closest.second,
        "widest": np.degrees(np.nanmax(width, axis=1)),
        "widest_class": np.nanargmax(width, axis=1),
    }
    return np.stack([columns[name] for name in NUMBERS], axis=1).astype(np.float32)


def _regions_2d(frames: Frames, loss: losses.Loss, norm: np.ndarray) -> dict[str, np.ndarray]:
    count = len(norm)
    rows = []
    for kind, margin in enumerate((False, True)):
        sectors = geometry.circle_sectors(
            loss, frames.weights, frames.bias, np.median(norm, axis=1), frames.params, margin
        )
        rows.append(np.column_stack(
            [sectors.frame, np.full(len(sectors.frame), kind), sectors.cls, sectors.start,
             sectors.end]
        ))  # fmt: skip
    table, start = _by_frame(np.concatenate(rows), count)
    found = {"sectors": table.astype(np.float32), "sectors_start": start}
    classes = frames.weights.shape[-1]
    marked = rows[1][:, [0, 2]].astype(int)
    empty = np.ones((count, classes), np.uint8)
    empty[marked[:, 0], marked[:, 1]] = 0
    found["empty"] = empty
    if loss.family == "raw":
        found |= _polygons(frames, loss, _extent(norm))
    return found


def _polygons(frames: Frames, loss: losses.Loss, extent: np.ndarray) -> dict[str, np.ndarray]:
    """Regions in raw feature space, clipped well outside the view so that no edge shows."""
    records, vertices, total = [], [], 0
    for kind, margin in enumerate((False, True)):
        polygons = geometry.plane_polygons(
            loss, frames.weights, frames.bias, frames.params, margin, 4.0 * extent
        )
        number = np.arange(len(polygons.frame))
        records.append(np.column_stack(
            [polygons.frame, np.full(len(number), kind), polygons.cls,
             polygons.first[:-1] + total, polygons.first[1:] + total]
        ))  # fmt: skip
        vertices.append(polygons.vertices)
        total += len(polygons.vertices)
    return _ragged("polys", np.concatenate(records), np.concatenate(vertices), len(extent))


def _regions_3d(frames: Frames, loss: losses.Loss, norm: np.ndarray) -> dict[str, np.ndarray]:
    radius = np.median(norm, axis=1)
    where = (loss, frames.weights, frames.bias, radius, frames.params)
    records, vertices, total = [], [], 0
    inference = geometry.sphere_curves(*where, False)
    own = geometry.sphere_curves(*where, True) if geometry.has_margin(loss) else inference
    for kind, curves in enumerate((inference, own)):
        records.append(np.column_stack(
            [curves.frame, np.full(len(curves.frame), kind), curves.cls, curves.rival,
             curves.first[:-1] + total, curves.first[1:] + total]
        ))  # fmt: skip
        vertices.append(curves.points)
        total += len(curves.points)
    found = _ragged("curves", np.concatenate(records), np.concatenate(vertices), len(norm))
    tint = geometry.classify(*where, lattice(), True)
    found["tint"] = np.where(tint < 0, NO_CLASS, tint).astype(np.uint8)
    found["empty"] = geometry.empty_classes(*where, curves=own).astype(np.uint8)
    return found


def _by_frame(table: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows sorted by their first column, which is dropped, and where each frame begins."""
    table = table[np.argsort(table[:, 0], kind="stable")]
    start = np.searchsorted(table[:, 0], np.arange(count + 1)).astype(np.int32)
    return table[:, 1:], start


def _ragged(
    name: str, records: np.ndarray, vertices: np.ndarray, count: int
) -> dict[str, np.ndarray]:
    """Pieces of different lengths, laid out frame by frame.

    `records` rows: frame, …, first vertex, end vertex. Sent are the vertices in the new order,
    the rows without frame and end (a piece ends where the next one begins), and where each
    frame begins.
    """
    records = records.astype(int)
    records, start = _by_frame(records, count)
    lengths = records[:, -1] - records[:, -2]
    ends = np.cumsum(lengths)
    order = np.repeat(records[:, -2] - (ends - lengths), lengths) + np.arange(lengths.sum())
    info = np.column_stack([records[:, :-2], ends - lengths])
    return {
        name: vertices[order].astype(np.float32),
        f"{name}_info": info.astype(np.int32),
        f"{name}_start": start,
    }
