"""How long the start lasts: a run with many classes, its parameters the nearest to the chosen.

Trained at a few scales and margins only, so that a drag shows runs that are there.
"""

from collections.abc import Mapping

import numpy as np

from lossviz import losses, theory
from lossviz.lessons.practice_bounds import HINGES, LOSSES, Margins
from lossviz.lessons.practice_failures import HUNDRED
from lossviz.lessons.scene import Arrays
from lossviz.pictures import Cell, Picture, Rule, curves, line
from lossviz.training import crowd
from lossviz.training.crowd import Course
from lossviz.training.kept import kept

SCALES = (8.0, 16.0, 32.0, 64.0)
_LENGTHS = {"m": (0.0, 1.0, 5.0)}
_MULTIPLES = {"m": (1.0, 2.0, 4.0), "lam": (0.0, 5.0)}
# the margins that are trained; what a loss has no s for, the network scales by itself
MARGINS: Mapping[str, Mapping[str, tuple[float, ...]]] = {
    **dict.fromkeys((*HINGES, "lse_hinge"), _LENGTHS),
    "normface": {},
    "cosface": {"m": (0.0, 0.2, 0.35)},
    "arcface": {"m": (0.0, 0.25, 0.5)},
    "combined": {"m1": (1.0,), "m2": (0.0, 0.3), "m3": (0.0, 0.2)},
    **dict.fromkeys(("l_softmax", "sphereface"), _MULTIPLES),
}
assert set(MARGINS) == set(LOSSES)
HALF = 0.5


def has_scale(loss: str) -> bool:
    """Whether s is a parameter of the loss."""
    return "s" in {p.key for p in losses.get(loss).parameters}


@kept
def course(loss: str, given: Margins) -> Course:
    """The run of this loss with these parameters."""
    values = dict(given)
    s, m = values.pop("s", HUNDRED.s), values.pop("m", HUNDRED.m)
    return crowd.train(HUNDRED._replace(loss=loss, s=s, m=m, others=tuple(values.items())))


def _first_loss(loss: str, given: Margins) -> float:
    where = HUNDRED.classes, HUNDRED.dim
    return float(theory.expected_first_loss(loss, *where, **dict(given)))


def nearest(loss: str, s: float, margins: Margins) -> Margins:
    """The parameters that are trained and nearest to these; of scales by their ratio."""
    held = dict(margins)
    own = {name: min(among, key=lambda one: abs(one - held[name]))
           for name, among in MARGINS[loss].items()}  # fmt: skip
    scale = {"s": min(SCALES, key=lambda one: abs(np.log(one / s)))} if has_scale(loss) else {}
    return tuple((scale | own).items())


def _half(course: Course, share: np.ndarray) -> float:
    """The step of the first snapshot at which more than half is right; NaN if there is none."""
    above = share > HALF
    return float(course.steps[above.argmax()]) if above.any() else np.nan


def arrays(loss: str, scales: np.ndarray, margins: list[Margins]) -> Arrays:
    """Curves and numbers of the runs nearest to these scales and margins, one a frame."""
    at = [nearest(loss, float(s), held) for s, held in zip(scales, margins, strict=True)]
    runs = [course(loss, one) for one in at]
    found = {
        "run_step": runs[0].steps.astype(float)[None],
        "run_loss": np.stack([run.loss for run in runs]).astype(float),
        "run_right": np.stack([run.accuracy for run in runs]),
        "run_met": np.stack([run.met for run in runs]),
        "run_top": 1.05 * np.array([run.loss.max() for run in runs]),
        "feasible.half_right": np.array([_half(run, run.accuracy) for run in runs]),
        "feasible.half_met": np.array([_half(run, run.met) for run in runs]),
        **{f"run_{name}": np.array([dict(one)[name] for one in at]) for name in dict(at[0])},
    }
    if has_scale(loss):
        found["run_first"] = np.array([_first_loss(loss, one) for one in at])
    return found


def pictures(loss: str) -> list[Picture]:
    """Loss and accuracies of the run over its steps."""
    x = (0, HUNDRED.steps, "@pictures.step")
    first = Rule(y="run_first", colour="muted", dash=True, term="first",
             name="@pictures.computed")  # fmt: skip
    return [
        curves("run_loss", x, (0, "run_top", ""),
               lines=[line("run_step", "run_loss", "accent", "", "first")],
               rules=[first] if has_scale(loss) else []),
        curves("run_right", x, (0, 1.04, ""),
               lines=[line("run_step", "run_right", "good", "@start.cells.without", "right"),
                      line("run_step", "run_met", "warning", "@start.cells.kept", "kept",
                           dash=True)]),
    ]  # fmt: skip


def cells(loss: str) -> list[Cell]:
    """The run's parameters, and when half of the samples are right."""
    names = [*(["s"] if has_scale(loss) else []), *MARGINS[loss]]
    return [
        *((f"@start.cells.run_{name}", f"run_{name}", "precise", None) for name in names),
        ("@start.cells.half_right", "feasible.half_right", "count", "right"),
        ("@start.cells.half_met", "feasible.half_met", "count", "kept"),
    ]
