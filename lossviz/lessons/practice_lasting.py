"""How long the start lasts: a run with many classes, at the trained s and m nearest to the chosen.

Trained at a few scales and margins only, so that a drag shows runs that are there.
"""

import numpy as np

from lossviz import theory
from lossviz.lessons.pictures import Spec, curves, line
from lossviz.lessons.practice_bounds import Margins
from lossviz.lessons.practice_failures import HUNDRED
from lossviz.lessons.scene import Arrays
from lossviz.training import crowd
from lossviz.training.crowd import Course
from lossviz.training.kept import kept

SCALES = (8.0, 16.0, 32.0, 64.0)
MARGINS = {"normface": (0.0,), "cosface": (0.0, 0.2, 0.35), "arcface": (0.0, 0.25, 0.5)}
HALF = 0.5


@kept
def course(loss: str, s: float, m: float) -> Course:
    """The run of this loss, scale and margin."""
    return crowd.train(HUNDRED._replace(loss=loss, s=s, m=m))


@kept
def _first_loss(loss: str, s: float, m: float) -> float:
    params = {} if loss == "normface" else {"m": m}
    where = HUNDRED.classes, HUNDRED.dim
    return float(theory.expected_first_loss(loss, *where, s, **params))


def _nearest(value: float, among: tuple[float, ...]) -> float:
    return min(among, key=lambda one: abs(one - value))


def _half(course: Course, share: np.ndarray) -> float:
    """The step of the first snapshot at which more than half is right; NaN if there is none."""
    above = share > HALF
    return float(course.steps[above.argmax()]) if above.any() else np.nan


def arrays(loss: str, scales: np.ndarray, margins: list[Margins]) -> Arrays:
    """Curves and numbers of the runs nearest to these scales and margins, one a frame."""
    if loss not in MARGINS:
        return {}
    octaves = tuple(np.log2(SCALES))
    at = [
        (2 ** _nearest(float(np.log2(s)), octaves),
         _nearest(dict(held).get("m", 0.0), MARGINS[loss]))
        for s, held in zip(scales, margins, strict=True)
    ]  # fmt: skip
    runs = [course(loss, *one) for one in at]
    return {
        "run_step": runs[0].steps.astype(float)[None],
        "run_loss": np.stack([run.loss for run in runs]).astype(float),
        "run_right": np.stack([run.accuracy for run in runs]),
        "run_met": np.stack([run.met for run in runs]),
        "run_top": 1.05 * np.array([run.loss.max() for run in runs]),
        "run_first": np.array([_first_loss(loss, *one) for one in at]),
        "run_s": np.array([s for s, _ in at]),
        "run_m": np.array([m for _, m in at]),
        "feasible.half_right": np.array([_half(run, run.accuracy) for run in runs]),
        "feasible.half_met": np.array([_half(run, run.met) for run in runs]),
    }


def rows(loss: str) -> list[Spec]:
    """Loss and accuracies of the run over its steps; none for a loss that is not trained."""
    if loss not in MARGINS:
        return []
    x = (0, HUNDRED.steps, "@pictures.step")
    return [
        curves("run_loss", x, (0, "run_top", ""),
               lines=[line("run_step", "run_loss", "accent", "", "first")],
               rules=[{"y": "run_first", "colour": "muted", "dash": True, "term": "first",
                       "name": "@pictures.computed"}]),
        curves("run_right", x, (0, 1.04, ""),
               lines=[line("run_step", "run_right", "good", "@start.cells.without", "right"),
                      line("run_step", "run_met", "warning", "@start.cells.kept", "kept",
                           dash=True)]),
    ]  # fmt: skip


def cells(loss: str) -> list[tuple[str, str, str, str | None]]:
    """The run's s and m, and when half of the samples are right."""
    if loss not in MARGINS:
        return []
    margin = [] if loss == "normface" else [("@start.cells.run_m", "run_m", "precise", None)]
    return [
        ("@start.cells.run_s", "run_s", "precise", None),
        *margin,
        ("@start.cells.half_right", "feasible.half_right", "count", "right"),
        ("@start.cells.half_met", "feasible.half_met", "count", "kept"),
    ]
