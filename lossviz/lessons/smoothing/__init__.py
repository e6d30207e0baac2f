"""Lesson 4: from hinge to cross-entropy."""

from lossviz.lessons.smoothing import budget, index, maximum, road, trained
from lossviz.lessons.smoothing.budget import MOST_CLASSES
from lossviz.lessons.smoothing.index import ORDERS
from lossviz.lessons.smoothing.objectives import STOPS
from lossviz.scenes.controls import Choice, Number, Numbers, Shares, rounded, steps
from lossviz.scenes.scene import Lesson, Question

LESSON = Lesson(
    key="smoothing",
    controls=(
        Number("h", "", steps(0, 4, 0.1), 0.0, stops=STOPS),
        Number("m", "m", steps(0, 2, 0.1), 1.0),
        Number("a1", "z₁ − z_y", steps(-4, 4, 0.2), 1.0),
        Number("a2", "z₂ − z_y", steps(-4, 4, 0.2), -0.6),
        Number("C", "C", steps(2, MOST_CLASSES, 1), 10.0, whole=True),
        Number("d", "d", steps(-4, 4, 0.2), 1.0),
        Numbers("z", "z", steps(-6, 6, 0.1), (1.0, 2.0, 3.0, 4.0), (2, 3, 4, 5)),
        Number("t", "t", rounded(0.125, 64), 1.0),
        Number("step", "", trained.STEPS, trained.STEPS[-1], whole=True, plays=True),
        Choice("data", trained.DATASETS, trained.DATASETS[0]),
        Choice("seed", tuple("01234"), "0"),
        Shares("I", "p", (0.5, 0.0, 0.5), steps(0, 1, 0.02)),
        Choice("order", tuple(ORDERS), "123"),
    ),
    scenes=(road.SCENE, budget.SCENE, maximum.SCENE, trained.SCENE, index.SCENE),
    vote=Question("vote", 3, 3),
    checks=(Question("softmax", 3, 2), Question("budget", 3, 1), Question("margin", 3, 3)),
    minutes={
        "vote": 2, "road": 6, "budget": 2, "maximum": 3, "trained": 3, "index": 2, "remember": 1,
        "check-softmax": 1, "check-budget": 1, "check-margin": 1,
    },
)  # fmt: skip
