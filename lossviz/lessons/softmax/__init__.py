"""Lesson 1: softmax, sigmoid, logistic regression."""

from lossviz.lessons.softmax import scores, song, two, vectors
from lossviz.lessons.softmax.scores import CLASSES
from lossviz.scenes.controls import Choice, Number, Numbers, steps
from lossviz.scenes.scene import Lesson, Question

LESSON = Lesson(
    key="softmax",
    controls=(
        Numbers("z", "z", steps(-5, 5, 0.1), (1.0, 2.0, 3.0, 4.0), (3, 4, 5)),
        Number("c", "c", steps(-5, 5, 0.1), 0.0),
        Choice("i", CLASSES, "4", of="z"),
        Number("t", "t", steps(0, 1, 0.02), 0.0),
        Number("v1", "v₁", steps(-2, 2, 0.1), 0.0),
        Number("v2", "v₂", steps(-2, 2, 0.1), 0.0),
        Number("f1", "x₁", steps(-4, 4, 0.2), 1.4),
        Number("f2", "x₂", steps(-4, 4, 0.2), 1.8),
        Choice("k", ("2", "3", "4", "5"), "3"),
        Number("x1", "z₁", steps(-6, 6, 0.1), 2.0),
        Number("x2", "z₂", steps(-6, 6, 0.1), 1.0),
        Numbers("g", "z", steps(-6, 6, 0.1), (2.0, 1.5, -1.0), (3,)),
    ),
    scenes=(scores.SCENE, vectors.SCENE, two.SCENE, song.SCENE),
    vote=Question("vote", 3, 2),
    checks=(Question("shift", 3, 3), Question("song", 3, 2), Question("slope", 3, 1)),
    minutes={
        "vote": 2, "scores": 4, "vectors": 4, "two": 3, "song": 2, "remember": 1,
        "check-shift": 1, "check-song": 1, "check-slope": 1,
    },
)  # fmt: skip
