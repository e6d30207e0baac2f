"""The runs of the failures, measured: what the pictures, the curves and the log need of them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from lossviz import losses, training
from lossviz.lessons.discs import SHORT, on_rings
from lossviz.lessons.practice_failures import Case, failures
from lossviz.lessons.shared import regions, softmax
from lossviz.metrics import angles, inference_scores, margin_met, unit
from lossviz.training import Run
from lossviz.training.kept import kept

MOST_SHOWN = 120
BOX = 1.12


class Measured(NamedTuple):
    """Measures of a run over its K snapshots, each [K]; of training points but for `tested`.

    right, tested: accuracy without the margin, of training and of test points; met: accuracy with
    the margin, which is what most training code logs; width: mean θ_y in degrees; lost: share of
    the points with θ_y > 90°; sure: mean P of the own class; length: mean ‖f‖ times mean ‖w‖.
    """

    loss: np.ndarray
    right: np.ndarray
    tested: np.ndarray
    met: np.ndarray
    width: np.ndarray
    lost: np.ndarray
    sure: np.ndarray
    length: np.ndarray


class Drawn(NamedTuple):
    """A run as a picture; K snapshots, N points of MOST_SHOWN, C classes.

    points [K, N, 2], areas [K, C, V, 2], vectors [K, C, 2], box [K]: half-width of the picture.
    """

    points: np.ndarray
    areas: np.ndarray
    vectors: np.ndarray
    box: np.ndarray
    labels: np.ndarray


class Recorded(NamedTuple):
    """A run, measured at its K steps, and drawn; stopped: the step whose loss was NaN, or −1."""

    steps: np.ndarray
    measured: Measured
    drawn: Drawn
    stopped: int


# how a measure is written
MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "loss": "loss",
        "right": "percent",
        "tested": "percent",
        "met": "percent",
        "width": "score",
        "lost": "percent",
        "sure": "percent",
        "length": "score",
    }
)


@kept
def record(failure: str, run: str, seed: int) -> Recorded:
    """A run of a failure, `practice_failures.BROKEN` or the name of a cure, measured.

    Raises:
      KeyError: no such failure or cure.
    """
    case = failures(seed)[failure].case(run)
    trained = training.train(case.settings, dialect=case.dialect)
    return Recorded(
        trained.steps.astype(float),
        _measured(trained, case),
        _drawn(trained, case.placed),
        trained.stopped.step if trained.stopped else -1,
    )


def _measured(run: Run, case: Case) -> Measured:
    own = np.degrees(angles(run.features, run.weights, run.labels).own)
    lengths = [np.linalg.norm(x, axis=axis).mean(axis=1)
               for x, axis in ((run.features, -1), (run.weights, 1))]  # fmt: skip
    return Measured(
        loss=run.loss.astype(float),
        right=run.accuracy.astype(float),
        tested=run.test_accuracy.astype(float),
        met=_met(run, case),
        width=own.mean(axis=1),
        lost=(own > 90).mean(axis=1),
        sure=_probability(run).mean(axis=1),
        length=lengths[0] * lengths[1],
    )


def _met(run: Run, case: Case) -> np.ndarray:
    """Share of the training points whose target logit, margin included, is the largest."""
    loss = losses.DIALECTS[case.dialect.key] if case.dialect else losses.get(run.settings.loss)
    params = {p.key: getattr(run.settings, p.key) for p in loss.parameters}
    if case.dialect:
        params["m"] = case.dialect.m
    met = margin_met(loss, run.features, run.weights, run.bias, run.labels, params)
    return met.mean(axis=1)


def _probability(run: Run) -> np.ndarray:
    """P of the own class without the margin, [K, N]."""
    loss, params = losses.get(run.settings.loss), {"s": run.settings.s}
    scores = inference_scores(loss, run.features, run.weights, run.bias, params)
    return softmax(scores)[:, np.arange(len(run.labels)), run.labels]


def _drawn(run: Run, placed: str) -> Drawn:
    points, box = _placed(run, placed)
    directions = np.swapaxes(unit(run.weights, -2)[0], 1, 2)
    return Drawn(
        points,
        regions(directions, box),
        directions * (SHORT * box / BOX)[:, None, None],
        box,
        run.labels[:MOST_SHOWN],
    )


def _placed(run: Run, placed: str) -> tuple[np.ndarray, np.ndarray]:
    """Where the points stand [K, N, 2], and the half-width of the picture [K]."""
    shown = run.features[:, :MOST_SHOWN].astype(float)
    fixed = np.full(len(run.steps), BOX)
    if placed == "rings":
        return on_rings(shown), fixed
    if placed == "probability":
        return unit(shown, -1)[0] * _probability(run)[:, :MOST_SHOWN, None], fixed
    # one size for the whole run: growing features are to be seen growing
    return shown, np.full(len(run.steps), 1.08 * np.abs(shown).max())
