"""The runs of the failures, measured: what the pictures, the curves and the log need of them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from lossviz import losses, training
from lossviz.lessons.practice.failures import Few, Many, failures
from lossviz.metrics import angles, histogram, margin_met, unit
from lossviz.pictures import Format
from lossviz.scenes.polygons import regions
from lossviz.scenes.rings import SHORT, on_rings
from lossviz.training import Run, crowd
from lossviz.training.crowd import Course
from lossviz.training.kept import kept

MOST_SHOWN = 120
BOX = 1.12
BINS = 60
# how each measure is written; all are of training points, but for `tested` and `pairs`
MEASURES: Mapping[str, Format] = MappingProxyType(
    {
        "loss": "loss",
        # accuracy without the margin, and with it, which is what most training code logs
        "right": "percent",
        "met": "percent",
        "tested": "percent",
        # mean θ_y in degrees; points with θ_y > 90°
        "width": "score",
        "lost": "percent",
        # geometric mean of P of the target class over the step's samples
        "sure": "percent",
        # mean ‖f‖ times mean ‖w‖
        "length": "score",
        # equal error rate of verification at the end, on classes that were not trained
        "pairs": "percent",
    }
)


class Planar(NamedTuple):
    """A run in two dimensions; K snapshots, N points of MOST_SHOWN, C classes.

    points [K, N, 2], areas [K, C, V, 2], vectors [K, C, 2], box [K]: half-width of the picture.
    """

    points: np.ndarray
    areas: np.ndarray
    vectors: np.ndarray
    box: np.ndarray
    labels: np.ndarray


class Spread(NamedTuple):
    """A run in many dimensions: how many points have θ_y, and θ to the nearest rival, in each bin.

    own, rival: shares [K, BINS] of the points, bins over 0–180°.
    """

    own: np.ndarray
    rival: np.ndarray


class Recorded(NamedTuple):
    """A run: measures [K] by name at its steps [K], and its picture.

    stopped: the step whose loss was NaN, or −1.
    """

    steps: np.ndarray
    measured: Mapping[str, np.ndarray]
    drawn: Planar | Spread
    stopped: int


@kept
def record(failure: str, run: str, seed: int) -> Recorded:
    """A run of a failure, measured.

    Raises:
      KeyError: no such failure or run.
    """
    case = failures(seed)[failure].runs[run]
    return _of_many(case) if isinstance(case, Many) else _of_few(case)


# in the plane


def _of_few(case: Few) -> Recorded:
    run = training.train(case.settings, dialect=case.dialect)
    own = np.degrees(angles(run.features, run.weights, run.labels).own)
    lengths = [np.linalg.norm(x, axis=axis).mean(axis=1)
               for x, axis in ((run.features, -1), (run.weights, 1))]  # fmt: skip
    measured = {
        "loss": run.loss.astype(float),
        "right": run.accuracy.astype(float),
        "met": _met(run, case),
        "tested": run.test_accuracy.astype(float),
        "width": own.mean(axis=1),
        "lost": (own > 90).mean(axis=1),
        "length": lengths[0] * lengths[1],
    }
    stopped = run.stopped.step if run.stopped else -1
    return Recorded(run.steps.astype(float), measured, _plane(run, case.lies), stopped)


def _met(run: Run, case: Few) -> np.ndarray:
    """Share of the training points whose target logit, margin included, is the largest."""
    loss = losses.DIALECTS[case.dialect.key] if case.dialect else losses.get(run.settings.loss)
    params = {p.key: getattr(run.settings, p.key) for p in loss.parameters}
    if case.dialect:
        params["m"] = case.dialect.m
    met = margin_met(loss, run.features, run.weights, run.bias, run.labels, params)
    return met.mean(axis=1)


def _plane(run: Run, lies: bool) -> Planar:
    points, box = _placed(run, lies)
    directions = np.swapaxes(unit(run.weights, -2)[0], 1, 2)
    return Planar(
        points,
        regions(directions, box),
        directions * (SHORT * box / BOX)[:, None, None],
        box,
        run.labels[:MOST_SHOWN],
    )


def _placed(run: Run, lies: bool) -> tuple[np.ndarray, np.ndarray]:
    """Where the points stand [K, N, 2], and the half-width of the picture [K]."""
    shown, ones = run.features[:, :MOST_SHOWN].astype(float), np.ones(len(run.steps))
    if not lies:
        return on_rings(shown), BOX * ones
    # one size for the whole run: growing features are to be seen growing
    return shown, 1.08 * np.abs(shown).max() * ones


# in many dimensions


def _of_many(case: Many) -> Recorded:
    course = crowd.train(case.crowd)
    own = np.degrees(course.own)
    measured = {
        "loss": course.loss.astype(float),
        "right": course.accuracy,
        "met": course.met,
        "tested": course.held,
        "width": own.mean(axis=1),
        "lost": (own > 90).mean(axis=1),
        "pairs": np.full(len(course.steps), course.pairs),
    }
    if case.crowd.loss == "normface":
        # without a margin the loss is the mean of −ln P
        measured["sure"] = np.exp(-measured["loss"])
    return Recorded(course.steps.astype(float), measured, _spread(course), course.stopped)


def _spread(course: Course) -> Spread:
    own, rival = (histogram(theta, BINS) / theta.shape[1] for theta in (course.own, course.rival))
    return Spread(own, rival)
