"""The experiment as a scene: nothing is trained before somebody asks for the runs."""

import numpy as np

from lossviz.lessons.multiplicative.trials import (
    ARMS,
    CONTROLS,
    CONVERGED,
    SEEDS,
    STEPS,
    pull,
    settings_of,
)
from lossviz.pictures import Row, Trials, row
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Scene, Values
from lossviz.scenes.state import to_query
from lossviz.settings import Settings


def _numbers(_values: Values) -> Arrays:
    """What is there before somebody asks for the runs."""
    return {
        "steps": STEPS[None].astype(float),
        "threshold": np.array([CONVERGED]),
        "pull": pull()[None],
    }


def _rows(state: State) -> list[Row]:
    picture = Trials(
        id="trials", title="@pictures.trials",
        about="@pictures.trials_about", query=to_query(CONTROLS, state),
        arms=["@pictures.plain", "@pictures.annealed"],
        seeds=SEEDS, x="steps", y="pull", threshold="threshold",
        step="@pictures.trials_step", accuracy="@pictures.trials_accuracy",
        pull="λ/(1 + λ)",
    )  # fmt: skip
    return [row(picture)]


def _first(state: State) -> Settings:
    """The run that a click trains first: all the others have its shapes."""
    return settings_of(state, ARMS[0], 0)


SCENE = Scene("converge", tuple(c.key for c in CONTROLS), _numbers, _rows, wide=True, trains=_first)
