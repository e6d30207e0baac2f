"""What one sample may push, as the number of classes grows."""

from typing import Any

import numpy as np

from lossviz.lessons.smoothing.formula import formula_row, variant
from lossviz.lessons.smoothing.objectives import STOPS, budget, objective
from lossviz.pictures import Row, curves, line, mark, numbers, row
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values

MOST_CLASSES = 20


def _numbers(v: Values) -> Arrays:
    counts = np.arange(2, MOST_CLASSES + 1)
    arrays: Arrays = {"C": counts[None].astype(float)}
    for stop, name in enumerate(STOPS):
        arrays[name] = _budgets(np.full(len(v["d"]), float(stop)), v["m"], v["d"], counts)
    here = _budgets(v["h"], v["m"], v["d"], counts)
    chosen = v["C"]
    arrays["here"] = here
    arrays["chosen"] = chosen
    arrays["value"] = here[np.arange(len(chosen)), chosen.astype(int) - 2]
    arrays["most"] = 2 * (chosen - 1)
    arrays["variant"] = variant(v["h"])
    return arrays


def _budgets(at: np.ndarray, m: np.ndarray, d: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """[F, counts]: the L1 norm when every rival's score lies d above the target's."""
    # a rival that is not there lies infinitely far below
    absent = np.where(np.arange(counts[-1] - 1) < counts[:, None] - 1, 0, -np.inf)
    places, owner = np.unique(np.stack([at, m, d], axis=1), axis=0, return_inverse=True)
    each = [budget(objective(absent + d, float(at), float(m))[1]) for at, m, d in places]
    return np.stack(each)[owner]


def _rows(_state: State) -> list[Row]:
    lines = [
        line("C", name, f"class:{5 + k}", f"@stops.{name}", name, dash=True)
        for k, name in enumerate(STOPS)
    ]
    seen: dict[str, Any] = {
        "lines": [*lines, line("C", "here", "accent", "@pictures.here", "L")],
        "marks": [mark("chosen", "value", "accent", "L", drop=True)], "drag": "C",
    }  # fmt: skip
    across = (2, MOST_CLASSES, "@pictures.classes")
    return [
        formula_row(),
        row(
            curves("budget", across, (0, 40, "Σ |∂L/∂z|"), **seen),
            # three of the five stay where the first picture has one line
            curves("budget_low", across, (0, 2.2, "Σ |∂L/∂z|"), **seen),
        ),
        row(
            numbers(
                ("Σ |∂L/∂z|", "value", "precise", "L"),
                ("2(C − 1)", "most", "precise", "C"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _about(state: State) -> str:
    """From the largest rival on no push grows with the number of classes."""
    return "equal_hinge" if state["h"] < STOPS.index("max_hinge") else "equal_cross_entropy"


def _env(v: Values) -> Env:
    return {key: v[key] for key in ("C", "d", "m")}


SCENE = Scene(
    "budget",
    ("h", "m", "C", "d"),
    _numbers,
    _rows,
    ("equal_hinge", "equal_cross_entropy"),
    _env,
    about=_about,
)
