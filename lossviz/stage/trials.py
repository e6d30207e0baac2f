"""The stream of an experiment: runs, each sent when it is done, and what they say so far."""

import time
from collections.abc import Generator, Sequence
from typing import Any

import numpy as np

from lossviz import training
from lossviz.lessons.multiplicative import trials
from lossviz.lessons.multiplicative.trials import Trial
from lossviz.scenes.controls import State
from lossviz.scenes.proportions import wilson
from lossviz.scenes.state import read, to_query
from lossviz.stage.packing import Scaled, message
from lossviz.stage.work import Spread
from lossviz.training import Run

# a picture that is redrawn for every run would keep the browser busier than the training
PAUSE_S = 0.08
# what its track runs over
OVER = "run"


def asked(query: Any) -> tuple[dict[str, Any], str]:
    """The experiment that a query asks for, set right where it is wrong: (state, its query).

    Args:
      query: the state, in whatever form `lossviz.scenes.state.read` takes.
    """
    state, _ = read(trials.CONTROLS, query)
    return state, to_query(trials.CONTROLS, state)


def track(state: State) -> Spread:
    """ "track" messages with the runs newly done, each with "progress" of all, then "end".

    track: over "run"; header `queries` [k], the runs in the playground; of the k new runs arm,
    seed, converged, accuracy, angle [k] and curve [k, K] of
    `lossviz.lessons.multiplicative.trials.Trial`.
    progress: `done` of `total`, and of the two arms tried, count, share, low, high [2].
    end: `only`, `p` and `differ` of `lossviz.lessons.multiplicative.trials.Verdict`.
    """
    points = trials.points(state)
    return Spread(points, training.stream, _gathered(len(points)))


def _gathered(total: int) -> Generator[bytes, tuple[int, Run], None]:
    done: list[Trial] = []
    news = message("progress", done=0, total=total)
    sent, since = 0, -np.inf
    while len(done) < total:
        _, run = yield news
        done.append(trials.measured(run))
        news = b""
        # the first run at once, the last whatever the time
        if time.monotonic() - since > PAUSE_S or len(done) == total:
            new = done[sent:]
            news = message(
                "track", _arrays(new), over=[OVER], positions=list(range(sent, len(done))),
                queries=[trial.query for trial in new],
            ) + message("progress", None, done=len(done), total=total, **_shares(done))  # fmt: skip
            sent, since = len(done), time.monotonic()
    found = trials.verdict(done)
    yield news + message("end", **found._asdict())


def _arrays(new: Sequence[Trial]) -> dict[str, np.ndarray | Scaled]:
    curves = np.stack([trial.curve for trial in new])
    whole = np.isfinite(curves).all()
    return {
        "arm": np.array([trial.arm for trial in new], np.uint8),
        "seed": np.array([trial.seed for trial in new], np.uint16),
        "converged": np.array([trial.converged for trial in new], np.uint8),
        "accuracy": np.array([trial.accuracy for trial in new]),
        "angle": np.array([trial.angle for trial in new]),
        "curve": Scaled(curves) if whole else curves,
    }


def _shares(done: Sequence[Trial]) -> dict[str, Any]:
    """Of each arm: runs tried, converged, the share of these and its interval."""
    arms = range(len(trials.ARMS))
    tried = np.array([sum(t.arm == arm for t in done) for arm in arms])
    count = np.array([sum(t.arm == arm and t.converged for t in done) for arm in arms])
    found = {"tried": tried, "count": count, **wilson(count, tried)._asdict()}
    return {name: np.asarray(values).tolist() for name, values in found.items()}
