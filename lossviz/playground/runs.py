"""The runs behind the playground: pieces of their tracks, and the numbers of one point."""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import Any, NamedTuple

import numpy as np

from lossviz import losses, metrics, training
from lossviz.playground import TIMELINE, coarse_to_fine, slider_values, tracks
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.training.problem import problem
from lossviz.training.run import snapshot_steps

# the runs whose points can be asked about; a timeline is about 300 KB
KEPT_RUNS = 8
_runs: OrderedDict[Settings, Run] = OrderedDict()
_lock = Lock()


class Piece(NamedTuple):
    """A part of a track: its arrays, each with leading axis k or 1, at these k positions."""

    positions: list[int]
    arrays: dict[str, np.ndarray]


class Sweep(NamedTuple):
    """What is trained for the track over one parameter.

    values: of the slider; order: its positions, coarse ones first; points: their settings.
    """

    settings: Settings
    over: str
    values: list[float]
    order: list[int]
    points: Sequence[Settings]

    def piece(self, done: Sequence[tuple[int, Run]]) -> Piece:
        """The frames of these (number of the point, run)."""
        numbers, runs = zip(*done, strict=True)
        arrays = tracks.arrays(tracks.of_ends(runs)) | tracks.course(runs) | {
            "stopped": np.array([r.stopped.step if r.stopped else -1 for r in runs], np.int32),
        }  # fmt: skip
        return Piece([self.order[number] for number in numbers], arrays)


def sweep(settings: Settings, over: str) -> Sweep:
    """The track over the parameter `over`."""
    values = slider_values(settings, over)
    order = coarse_to_fine(len(values), values.index(float(getattr(settings, over))))
    points = training.grid(settings, {over: [values[k] for k in order]})
    return Sweep(settings, over, values, order, points)


def timeline(settings: Settings) -> list[int]:
    """The training steps that the track over the step has frames of."""
    return snapshot_steps(settings.steps).tolist()


def described(settings: Settings, over: str) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Along the track over `over`: what its frames are made of beside, and arrays they share."""
    at = problem(settings)
    still = tracks.still(settings, at.data, len(at.test_labels))
    fields = {"over": over, "columns": tracks.columns(settings), "glides": tracks.GLIDES}
    if over == TIMELINE:
        return fields | {"gathered": tracks.COURSE | tracks.EXTENTS}, still
    # the frames are the ends of runs
    still["step"] = still["last"]
    values = {"values": slider_values(settings, over), "gathered": tracks.EXTENTS}
    return fields | values, still


def piece_of(run: Run, start: int = 0) -> Piece | None:
    """The part of a run's track from its snapshot number `start` on; None where there is none."""
    if start >= len(run.steps):
        return None
    found = tracks.arrays(tracks.of_run(run, start)) | {"step": run.steps[start:, None]}
    return Piece(list(range(start, len(run.steps))), found)


def trained(settings: Settings) -> Iterator[tuple[Piece | None, Run]]:
    """A run as it is trained: what is new of its track, if anything, and the run so far."""
    sent = 0
    for run in training.stream(settings):
        yield piece_of(run, sent), run
        sent = len(run.steps)
    remember(run)


def finished(settings: Settings) -> Iterator[Run | None]:
    """The whole run of these settings, from memory or trained now: None again and again meanwhile.

    The run comes last.
    """
    with _lock:
        run = _runs.get(settings)
    if run is None:
        for so_far in training.stream(settings):
            run = so_far
            yield None
        # a stream ends with the whole run
        assert run is not None
        remember(run)
    yield run


def points_of(settings: Settings) -> int:
    """How many points a run of these settings has, test points included."""
    at = problem(settings)
    return len(at.labels) + len(at.test_labels)


def point(run: Run, step: int, number: int) -> dict[str, Any]:
    """Scores, angles and probabilities of a point of a run at the kept step nearest to `step`."""
    frame = tracks.of_run(run)
    at = int(np.abs(run.steps - step).argmin())
    loss = losses.get(run.settings.loss)
    params = {key: value[at] for key, value in frame.params.items()}
    features = frame.features[at, number : number + 1]
    scores = metrics.inference_scores(loss, features, frame.weights[at], frame.bias[at], params)[0]
    shares = np.exp(scores - scores.max())
    test = number >= frame.n_train
    label = int(frame.labels[number])
    clean = label if test else int(run.data.clean_labels[number])
    return {
        "label": label,
        "true_label": clean,
        "predicted": int(scores.argmax()),
        "test": test,
        "step": int(run.steps[at]),
        "scores": scores.tolist(),
        "p": (shares / shares.sum()).tolist(),
        "angles_deg": np.degrees(np.arccos(metrics.cosines(features, frame.weights[at])))[
            0
        ].tolist(),
        "norm": float(np.linalg.norm(features)),
        "features": _own_values(run, number),
    }


def _own_values(run: Run, number: int) -> dict[str, float]:
    """The point's own measurements by name; pictures speak for themselves."""
    if run.data.images is not None:
        return {}
    names, row = run.data.feature_names, run.data.rows[number]
    return {name: float(value) for name, value in zip(names, row, strict=True)}


def remember(run: Run) -> None:
    """Whoever asks for the run of these settings next gets this one."""
    with _lock:
        _runs[run.settings] = run
        _runs.move_to_end(run.settings)
        while len(_runs) > KEPT_RUNS:
            _runs.popitem(last=False)
