"""The runs of the toy figures, measured: one record a run, shared by pictures and claims."""

from collections import defaultdict
from threading import Lock
from typing import NamedTuple

import numpy as np

from lossviz import losses, training
from lossviz.metrics import angles, margin_met, unit
from lossviz.scenes.arcs import arcs, slices
from lossviz.scenes.rings import on_rings
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.training.kept import kept
from lossviz.training.run import params_at, snapshot_steps

SEEDS = tuple("01234")
STEPS = tuple(float(step) for step in snapshot_steps(Settings().steps))
MOST_SHOWN = 120


class Record(NamedTuple):
    """What pictures and claims need of one run; T snapshots, N points, C classes.

    points [T, MOST_SHOWN, 2]: in the direction of the feature, on rings; labels of them;
    vectors [T, C, 2]: directions of the class vectors;
    areas [T, C, V, 2]: where training is content, as slices of the disc.
    theta [T, N]: angle of each training point to its class vector, degrees;
    test_theta [T, M]; met [T]: share of the training points that keep the margin;
    gap [T]: the least angle between two training points of different classes, degrees;
    loss [T]: of the training points.
    """

    points: np.ndarray
    labels: np.ndarray
    vectors: np.ndarray
    areas: np.ndarray
    theta: np.ndarray
    test_theta: np.ndarray
    met: np.ndarray
    gap: np.ndarray
    loss: np.ndarray

    @property
    def width(self) -> np.ndarray:
        """Mean θ_y of the training points [T], degrees."""
        return self.theta.mean(axis=1)

    @property
    def test_width(self) -> np.ndarray:
        """Mean θ_y of the test points [T], degrees."""
        return self.test_theta.mean(axis=1)


# a page asks for a figure and for its claims at the same time: whoever comes second finds the runs
_locks: defaultdict[int, Lock] = defaultdict(Lock)


def record(settings: Settings) -> Record:
    """The run of these settings, measured; kept."""
    with _locks[settings.classes]:
        return _record(settings)


@kept
def _record(settings: Settings) -> Record:
    run = training.train(settings)
    loss, params = losses.get(settings.loss), params_at(settings, run.steps)
    vectors = np.swapaxes(unit(run.weights, -2)[0], 1, 2)
    return Record(
        on_rings(run.features[:, :MOST_SHOWN]),
        run.labels[:MOST_SHOWN],
        vectors,
        slices(arcs(loss, vectors, params), 1.0),
        np.degrees(angles(run.features, run.weights, run.labels).own),
        np.degrees(angles(run.test_features, run.weights, run.test_labels).own),
        margin_met(loss, run.features, run.weights, run.bias, run.labels, params).mean(axis=1),
        _gap(run),
        run.loss.astype(float),
    )


def _gap(run: Run) -> np.ndarray:
    """The least angle between two training points of different classes [T], degrees."""
    directions = unit(run.features, -1)[0]
    different = run.labels[:, None] != run.labels
    # one snapshot at a time: all of them would be N² · T cosines
    nearest = [(x @ x.T)[different].max() for x in directions]
    return np.degrees(np.arccos(np.clip(nearest, -1, 1)))
