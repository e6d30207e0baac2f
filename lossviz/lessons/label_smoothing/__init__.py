"""Lesson 9: label smoothing, or how sure a network is asked to be."""

from lossviz.lessons.label_smoothing import gap, pull, targets, trained
from lossviz.lessons.label_smoothing.gap import COUNTS, LEAST_GAP, MOST_GAP
from lossviz.lessons.label_smoothing.targets import CLASSES
from lossviz.scenes.controls import Choice, Number, Numbers, steps
from lossviz.scenes.scene import Lesson, Question

LESSON = Lesson(
    key="label_smoothing",
    controls=(
        Number("e", "ε", steps(0, 1, 0.01), 0.1),
        Choice("c", CLASSES, "5"),
        Numbers("z", "z", steps(-6, 8, 0.1), (7.0, 1.0, 0.0, 2.0), (3, 4, 5)),
        Choice("y", tuple("12345"), "1", of="z"),
        Number("d", "d", steps(LEAST_GAP, MOST_GAP, 0.1), 8.0),
        Number("C", "C", tuple(map(float, COUNTS)), 10.0, whole=True),
        Number(
            "step", "", trained.STEPS, trained.STEPS[-1],
            whole=True, plays=True,
        ),
        Choice("n", tuple(map(str, trained.COUNTS)), "6"),
        Choice("seed", tuple("01234"), "0"),
    ),
    scenes=(targets.SCENE, pull.SCENE, gap.SCENE, trained.SCENE),
    vote=Question("vote", 3, 2),
    checks=(Question("convention", 3, 2), Question("floor", 3, 2), Question("calibration", 3, 3)),
    minutes={
        "vote": 2, "targets": 3, "pull": 4, "gap": 4, "trained": 4, "remember": 2,
        "check-convention": 1, "check-floor": 1, "check-calibration": 1,
    },
)  # fmt: skip
