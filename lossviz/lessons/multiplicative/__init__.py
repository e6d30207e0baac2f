"""Lesson 8: why multiplicative margins are hard."""

from lossviz.lessons.multiplicative import converge, flat, gap, monotone, trials
from lossviz.lessons.multiplicative.monotone import DIMS, MULTIPLES
from lossviz.losses.catalogue import SCALES
from lossviz.scenes.controls import Choice, Number, steps
from lossviz.scenes.scene import Lesson, Question

LESSON = Lesson(
    key="multiplicative",
    controls=(
        Number("m", "m", MULTIPLES, 3.0),
        Number("lam", "λ", flat.MIXES, 0.0),
        Number("f", "‖f‖", SCALES, 8.0),
        Number("theta", "θ", steps(0, 180, 1), 90.0, unit="°"),
        Choice("dim", tuple(map(str, DIMS)), "64"),
        Number("t", "θ₁₂", steps(1, 180, 1), 90.0, unit="°"),
        Number("M", "m_S", MULTIPLES, 2.0),
        Number("a", "m_A", steps(0, 1.5, 0.05), 0.4),
        Number("c", "m_C", steps(0, 1, 0.05), 0.2),
        Choice("loss", gap.LOSSES, "sphereface"),
        *trials.CONTROLS,
    ),
    scenes=(monotone.SCENE, flat.SCENE, gap.SCENE, converge.SCENE),
    vote=Question("vote", 3, 3),
    checks=(Question("valley", 3, 2), Question("flat", 3, 1), Question("near", 3, 3)),
    minutes={
        "vote": 2, "monotone": 4, "flat": 4, "gap": 3, "converge": 5, "remember": 2,
        "check-valley": 1, "check-flat": 1, "check-near": 1,
    },
)  # fmt: skip
