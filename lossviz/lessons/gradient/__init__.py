"""Lesson 3: the gradient a − y, and C−1 binary classifiers."""

from lossviz.lessons.gradient import boundaries, jacobian, pairs
from lossviz.lessons.gradient.target import CLASSES
from lossviz.scenes.controls import Choice, Number, Numbers, steps
from lossviz.scenes.scene import Lesson, Question

SCORES = Numbers("z", "z", steps(-6, 6, 0.1), (1.0, 2.0, 3.0, 1.5), (2, 3, 4, 5))

LESSON = Lesson(
    key="gradient",
    controls=(
        SCORES,
        Choice("y", CLASSES, "2", of="z"),
        Choice("k", ("3", "4", "5", "6"), "4"),
        Choice("j", CLASSES, "1", of="k"),
        Number("turn", "φ", steps(-90, 90, 3), 0.0, unit="°"),
        Number("length", "×", steps(0.2, 2, 0.1), 1.0),
        Number("f1", "x₁", steps(-4, 4, 0.2), 1.0),
        Number("f2", "x₂", steps(-4, 4, 0.2), 1.2),
    ),
    scenes=(jacobian.SCENE, pairs.SCENE, boundaries.SCENE),
    vote=Question("vote", 3, 2),
    checks=(Question("sum", 3, 1), Question("weight", 3, 2), Question("count", 3, 3)),
    minutes={
        "vote": 2, "jacobian": 5, "pairs": 4, "boundaries": 4, "remember": 2, "check-sum": 1,
        "check-weight": 1, "check-count": 1,
    },
)  # fmt: skip
