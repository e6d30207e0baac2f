"""Lesson 6: the additive margin, and why metric tasks need it."""

from lossviz.lessons.margin import margin, norms, pairs, regions, runs, shapes, verification
from lossviz.lessons.margin.pairs import FARTHEST
from lossviz.losses.catalogue import SCALES
from lossviz.scenes.controls import Choice, Number, Numbers, steps
from lossviz.scenes.scene import Lesson, Question

LESSON = Lesson(
    key="margin",
    controls=(
        Number("g", "", steps(0, 3, 0.1), 0.3),
        Number("l", "", steps(0.1, 2.5, 0.1), 2.4),
        Number("x1", "x₁", steps(-2.8, 2.8, 0.2), -0.4),
        Number("x2", "x₂", steps(-2.8, 2.8, 0.2), 0.4),
        Number("t", "t", steps(0, FARTHEST, 0.1), 1.5),
        Number("s", "s", SCALES, 8.0),
        Number("m", "m", steps(0, 1, 0.05), 0.35),
        Numbers("z", "cos θ", steps(-1, 1, 0.05), (0.7, 0.5, 0.1), (3,)),
        Number("scale", "s", SCALES, 16.0),
        Number("margin", "m", shapes.MARGINS, 0.2),
        Choice("n", shapes.COUNTS, "6"),
        Choice("loss", shapes.LOSSES, "cosface"),
        Number("h", "m", norms.MARGINS, 1.0),
        Number("M", "m", runs.MARGINS, 0.2),
        Number("step", "", runs.STEPS, runs.STEPS[-1], whole=True, plays=True),
        Choice("c", runs.COUNTS, "6"),
        Choice("C", runs.COUNTS, "4"),
        Choice("seed", tuple("01234"), "0"),
    ),
    scenes=(
        pairs.SCENE, margin.SCENE, shapes.SCENE, norms.SCENE, regions.SCENE,
        verification.SCENE,
    ),
    vote=Question("vote", 3, 2),
    checks=(Question("raw", 3, 3), Question("limit", 3, 1), Question("faces", 3, 2)),
    minutes={
        "vote": 2, "pairs": 3, "margin": 3, "shapes": 4, "norms": 3, "regions": 3,
        "verification": 3, "remember": 1, "check-raw": 1, "check-limit": 1, "check-faces": 1,
    },
)  # fmt: skip
