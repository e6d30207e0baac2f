"""What the stage asks the server for: a run, a sweep over one slider, one point."""

import time
from collections import OrderedDict
from collections.abc import Iterator
from threading import Lock

import numpy as np

from lossviz import losses, metrics, training
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.training.run import problem, snapshot_steps
from lossviz.training.work import chunk_of
from lossviz.web.stage import tracks
from lossviz.web.stage.messages import stopped_text
from lossviz.web.stage.packing import message
from lossviz.web.warm_up import tidied

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
    """The track of a run over its steps; in chunks when it takes longer than a breath."""
    with tidied(), training.foreground:
        until = snapshot_steps(settings.steps)
        yield _meta(settings, over="step", steps=until.tolist())
        sent = 0
        for run in training.stream(settings, chunk_of(settings)):
            if sent < len(run.steps):
                yield message(
                    "frames",
                    tracks.arrays(tracks.of_run(run, sent)),
                    positions=list(range(sent, len(run.steps))),
                )
                sent = len(run.steps)
            yield message("progress", done=int(run.steps[-1]), total=settings.steps)
        _remember(run)
        yield from _ending(run, lang)


def sweep_messages(settings: Settings, over: str) -> Iterator[bytes]:
    """The trained end state at every position of the slider `over`, coarse positions first."""
    values = slider_values(settings, over)
    yield _meta(settings, over=over, values=values)
    order = coarse_to_fine(len(values), values.index(float(getattr(settings, over))))
    points = training.grid(settings, {over: [values[k] for k in order]})
    steps = len(snapshot_steps(settings.steps))
    waiting: list[tuple[int, Run]] = []
    sent = time.monotonic()
    done = 0
    for number, run in training.stream_sweep(points):
        done += 1
        waiting.append((order[number], run))
        if time.monotonic() - sent < SWEEP_PAUSE_S and done < len(order):
            continue
        positions, runs = zip(*waiting, strict=True)
        found = tracks.arrays(tracks.of_ends(runs)) | {
            "curve": tracks.curve(runs, steps),
            "stopped": np.array([r.stopped.step if r.stopped else -1 for r in runs], np.int32),
        }
        yield message("frames", found, positions=list(positions))
        waiting, sent = [], time.monotonic()
    yield message("end")


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


def point(settings: Settings, step: int, number: int) -> dict:
    """Scores, angles and probabilities of one point at one step of a run, for the tooltip.

    Raises:
      IndexError: no such point.
    """
    run = finished_run(settings)
    frame = tracks.of_run(run)
    if not 0 <= number < len(frame.labels):
        raise IndexError(f"point must lie in 0..{len(frame.labels) - 1}; got {number}")
    at = int(np.abs(run.steps - step).argmin())
    loss = losses.get(settings.loss)
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


def finished_run(settings: Settings) -> Run:
    """The whole run of these settings, from memory or trained now."""
    with _lock:
        run = _runs.get(settings)
    if run is None:
        run = training.train(settings)
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
    described, arrays = tracks.description(settings, at.data, len(at.test.labels))
    return message("meta", arrays, **described, **fields)


def _ending(run: Run, lang: str) -> Iterator[bytes]:
    if run.stopped:
        yield message(
            "error", code="non-finite", step=run.stopped.step, loss=run.stopped.loss,
            text=stopped_text(run, lang),
        )  # fmt: skip
    yield message("end")
