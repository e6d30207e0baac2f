"""Lesson 5: how smooth? the scale s."""

from lossviz.lessons.scale import circle, floor, table, trained
from lossviz.lessons.scale.floor import COUNTS
from lossviz.lessons.scale.table import FACTORS, HIGHEST
from lossviz.losses.catalogue import SCALES
from lossviz.scenes.controls import Choice, Number, Numbers, steps
from lossviz.scenes.scene import Lesson, Question

LESSON = Lesson(
    key="scale",
    controls=(
        Number("k", "s", FACTORS, 1.0),
        Numbers("z", "z", steps(0, HIGHEST, 0.1), (1.0, 2.0, 3.0, 4.0), (3, 4, 5)),
        Number("s", "s", SCALES, 8.0),
        Number("phi", "φ", steps(-180, 180, 3), 24.0, unit="°"),
        Number("d", "δ", steps(-30, 30, 5), 0.0, unit="°"),
        Choice("c", tuple(map(str, range(2, 11))), "6"),
        Number("C", "C", tuple(map(float, COUNTS)), 6.0, whole=True),
        Number("P", "P", (*steps(0.5, 0.99, 0.01), 0.995, 0.999), 0.9),
        Number("step", "", trained.STEPS, trained.STEPS[-1], whole=True, plays=True),
        Choice("seed", tuple("01234"), "0"),
    ),
    scenes=(table.SCENE, circle.SCENE, floor.SCENE, trained.SCENE),
    vote=Question("vote", 3, 1),
    checks=(Question("classes", 3, 2), Question("stuck", 3, 2), Question("plane", 3, 3)),
    minutes={
        "vote": 2, "table": 3, "circle": 4, "floor": 4, "trained": 4, "remember": 2,
        "check-classes": 1, "check-stuck": 1, "check-plane": 1,
    },
)  # fmt: skip
