"""What the stage asks the server for: a run, a sweep over one slider, one point, its figures.

All of it is work of a `Stream`: generators of messages that give way between two of them.
"""

import json
import time
from collections import OrderedDict
from collections.abc import Generator, Iterator
from threading import Lock

import numpy as np

from lossviz import losses, metrics, training
from lossviz.figures import figures_of_run
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.training.problem import problem
from lossviz.training.run import snapshot_steps
from lossviz.web.packing import message
from lossviz.web.stage import tracks
from lossviz.web.stage.messages import stopped_text
from lossviz.web.work import Spread

# the runs whose points can be asked about; a timeline is about 300 KB
KEPT_RUNS = 8
# several frames of a sweep go into one message: the fixed cost of drawing regions is shared
SWEEP_PAUSE_S = 0.08
_runs: OrderedDict[Settings, Run] = OrderedDict()
_lock = Lock()


def slider_values(settings: Settings, name: str) -> list[float]:
    """The positions of a parameter's slider: its grid, and the value the settings hold.

    A link may hold s = 30: the slider then has that position too, so that what is shown is
    always a run that was trained at just this value.
    """
    grid = next(p.grid for p in losses.get(settings.loss).parameters if p.key == name)
    return sorted({*grid, float(getattr(settings, name))})


def run_messages(settings: Settings, lang: str) -> Iterator[bytes]:
    """The track of a run over its steps; in pieces when it takes longer than a breath."""
    until = snapshot_steps(settings.steps)
    head = _meta(settings, over="step", steps=until.tolist())
    sent = 0
    for run in training.stream(settings):
        news = b""
        if sent < len(run.steps):
            found = tracks.arrays(tracks.of_run(run, sent))
            news = message("frames", found, positions=list(range(sent, len(run.steps))))
            sent = len(run.steps)
        yield head + news + message("progress", done=_reached(run), total=settings.steps)
        head = b""
    _remember(run)
    yield _ending(run, lang)


def _reached(run: Run) -> int:
    """The last step that is there; a run that met NaN at once has none."""
    return int(run.steps[-1]) if len(run.steps) else 0


def sweep_messages(settings: Settings, over: str) -> Spread:
    """The trained end state at every position of the slider `over`, coarse positions first."""
    values = slider_values(settings, over)
    order = coarse_to_fine(len(values), values.index(float(getattr(settings, over))))
    points = training.grid(settings, {over: [values[k] for k in order]})
    return Spread(points, training.stream, _gathered(settings, over, values, order))


def _gathered(
    settings: Settings, over: str, values: list[float], order: list[int]
) -> Generator[bytes, tuple[int, Run], None]:
    steps = len(snapshot_steps(settings.steps))
    news, waiting, sent = _meta(settings, over=over, values=values), [], 0.0
    for left in reversed(range(len(order))):
        number, run = yield news
        waiting.append((order[number], run))
        news = b""
        if left == 0 or time.monotonic() - sent > SWEEP_PAUSE_S:
            positions, runs = zip(*waiting, strict=True)
            found = tracks.arrays(tracks.of_ends(runs)) | {
                "curve": tracks.curve(runs, steps),
                "stopped": np.array([r.stopped.step if r.stopped else -1 for r in runs], np.int32),
            }
            news = message("frames", found, positions=list(positions))
            waiting, sent = [], time.monotonic()
    yield news + message("end")


def coarse_to_fine(count: int, start: int) -> list[int]:
    """All of range(count): the ends and every eighth first, then the gaps, from `start` outwards.

    A drag across a half-filled slider then always finds a trained state close by.
    """
    order: list[int] = []
    seen: set[int] = set()
    for step in (8, 4, 2, 1):
        level = {*range(start % step, count, step), 0, count - 1} - seen
        order += sorted(level, key=lambda k: abs(k - start))
        seen |= level
    return order


def point_messages(settings: Settings, step: int, number: int) -> Iterator[bytes]:
    """The numbers of one point at one step of a run, for the tooltip, as one message of JSON."""
    run = yield from finished(settings)
    # a score can be so large that it has no JSON number
    plain = json.loads(json.dumps(point(run, step, number)), parse_constant=lambda _: None)
    yield json.dumps(plain).encode()


def figure_messages(settings: Settings, step: int, view: str, lang: str) -> Iterator[bytes]:
    """The pictures of one step as Plotly figures, for zoom and export, as one message of JSON."""
    run = yield from finished(settings)
    body = [
        {"title": title, "figure": json.loads(figure.to_json())}
        for title, figure in figures_of_run(run, step, view, lang)
    ]
    yield json.dumps({"figures": body}).encode()


def points_of(settings: Settings) -> int:
    """How many points a run of these settings has, test points included."""
    at = problem(settings)
    return len(at.labels) + len(at.test_labels)


def point(run: Run, step: int, number: int) -> dict:
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


def finished(settings: Settings) -> Generator[bytes, None, Run]:
    """The whole run of these settings, from memory or trained now; no message comes meanwhile."""
    with _lock:
        run = _runs.get(settings)
    if run is None:
        for so_far in training.stream(settings):
            run = so_far
            yield b""
        # a stream ends with the whole run
        assert run is not None
        _remember(run)
    return run


def _remember(run: Run) -> None:
    with _lock:
        _runs[run.settings] = run
        _runs.move_to_end(run.settings)
        while len(_runs) > KEPT_RUNS:
            _runs.popitem(last=False)


def _meta(settings: Settings, **fields) -> bytes:
    at = problem(settings)
    described, arrays = tracks.description(settings, at.data, len(at.test_labels))
    return message("meta", arrays, **described, **fields)


def _ending(run: Run, lang: str) -> bytes:
    if run.stopped is None:
        return message("end")
    return message(
        "error", code="non-finite", step=run.stopped.step, loss=run.stopped.loss,
        text=stopped_text(run.settings, run.stopped, lang),
    ) + message("end")  # fmt: skip
