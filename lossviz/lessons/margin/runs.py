"""The digits trained with margins from none to too wide, and without one at several scales."""

from typing import NamedTuple

import numpy as np

from lossviz import losses, training
from lossviz.metrics import angles, closest_classes, margin_met, unit
from lossviz.pictures import Line, Rule, line
from lossviz.scenes.rings import on_rings
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.training.kept import kept
from lossviz.training.run import snapshot_steps

LOSS = losses.get("cosface")
SCALE = 32.0
# the other way to keep the pull alive: no margin, and one of these
SCALES = (2.0, 4.0, 8.0, 16.0, SCALE)
MARGINS = (0.0, 0.05, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
COUNTS = ("4", "6", "8")
STEPS = tuple(float(step) for step in snapshot_steps(Settings().steps))
MOST_SHOWN = 120


def settings_of(classes: int, s: float, m: float, seed: int) -> Settings:
    """A run of this lesson: only scale and margin differ between two of one seed."""
    return Settings(classes=classes, loss="cosface", s=s, m=m, seed=seed)


@kept
def run_of(classes: int, s: float, m: float, seed: int) -> Run:
    """The run itself."""
    return training.train(settings_of(classes, s, m, seed))


class Margined(NamedTuple):
    """What the pictures need of one run; T snapshots, N points of MOST_SHOWN, C classes.

    points [T, N, 2]: in the direction of the feature, on rings;
    vectors [T, C, 2]: directions of the class vectors.
    Of the training and the test points, each [2, T]: right, the accuracy without margin; met, that
    with it; width, the mean angle to the class vector in degrees.
    least [T]: the least angle between two class vectors in degrees.
    """

    points: np.ndarray
    vectors: np.ndarray
    right: np.ndarray
    met: np.ndarray
    width: np.ndarray
    least: np.ndarray


@kept
def record(classes: int, s: float, m: float, seed: int) -> Margined:
    """The run, measured."""
    run = run_of(classes, s, m, seed)
    both = (run.features, run.labels), (run.test_features, run.test_labels)
    met = [margin_met(LOSS, features, run.weights, run.bias, labels, {"s": s, "m": m})
           for features, labels in both]  # fmt: skip
    width = [np.degrees(angles(features, run.weights, labels).own) for features, labels in both]
    return Margined(
        on_rings(run.features[:, :MOST_SHOWN]),
        np.swapaxes(unit(run.weights, -2)[0], 1, 2),
        np.stack([run.accuracy, run.test_accuracy]).astype(float),
        np.stack([kept.mean(axis=1) for kept in met]),
        np.stack([theta.mean(axis=1) for theta in width]),
        np.degrees(closest_classes(run.weights.astype(float)).angle),
    )


def level(value: np.ndarray) -> np.ndarray:
    """[F] → [F, 2]: the same at both ends of an axis."""
    return np.repeat(value[:, None], 2, axis=1)


def limit_rule(value: str = "limit", name: str = "@pictures.limit") -> Rule:
    """Where the margin becomes infeasible."""
    return Rule(x=value, colour="warning", dash=True, term=value, name=name)


def tuned_line(value: str, dash: bool, named: bool = False) -> Line:
    """What the run without margin and with the best scale comes to, level over all margins."""
    return line("ends", value, "muted", "@pictures.tuned" if named else "", "tuned", dash=dash)
