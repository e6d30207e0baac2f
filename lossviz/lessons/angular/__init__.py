"""Lesson 7: angular margins, the whole family."""

from lossviz.lessons.angular import across, boundaries, dialects, edges, runs, slopes, targets
from lossviz.losses.catalogue import SCALES
from lossviz.scenes.controls import Choice, Number, steps, with_turns
from lossviz.scenes.scene import Lesson, Question

# of two lengths: as many below 1 as above
RATIOS = (0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.2, 1.5, 1.75, 2.0, 2.5, 3.0, 3.5, 4.0)

LESSON = Lesson(
    key="angular",
    controls=(
        Choice("loss", runs.KEYS, "arcface"),
        Number("G", "γ", runs.GAPS, 30.0, unit="°"),
        Number("step", "", runs.STEPS, runs.STEPS[3], whole=True,
               plays=True),
        Choice("seed", tuple("01234"), "0"),
        Choice("duel", edges.KEYS, "arcface"),
        Number("T", "θ₁₂", steps(10, 180, 5), 70.0, unit="°"),
        Number("dm", "m", steps(1, 4, 0.25), 2.0, only=("duel", ("l_softmax", "sphereface"))),
        Number("dc", "m", steps(0, 1, 0.05), 0.35, only=("duel", ("cosface",))),
        Number("da", "m", steps(0, 1.5, 0.05), 0.5, unit=" rad", only=("duel", ("arcface",))),
        Number("r", "r", RATIOS, 1.0, only=("duel", ("l_softmax",))),
        Number("phi", "φ", steps(-180, 180, 5), -20.0, unit="°"),
        Number("eta", "η", steps(-90, 90, 5), 0.0, unit="°"),
        Choice("shape", slopes.KEYS, "arcface"),
        Number("t", "θ", with_turns(*steps(0, 180, 2)), 46.0, unit="°"),
        Number("mc", "m", steps(0, 1, 0.05), 0.35, only=("shape", ("cosface",))),
        Number("ma", "m", steps(0, 1.5, 0.05), 0.5, unit=" rad", only=("shape", ("arcface",))),
        Number("mm", "m", steps(1, 4, 0.25), 4.0, only=("shape", ("sphereface",))),
        Number("m1", "m₁", steps(1, 4, 0.25), 1.0, only=("shape", ("combined",))),
        Number("m2", "m₂", steps(0, 1.5, 0.05), 0.5, unit=" rad", only=("shape", ("combined",))),
        Number("m3", "m₃", steps(0, 1, 0.05), 0.0, only=("shape", ("combined",))),
        Number("c", "cos θ_j", steps(-1, 1, 0.05), 0.2),
        Number("s", "s", SCALES, 16.0),
        Choice("written", dialects.WRITTEN, "0.5"),
        Choice("unit", dialects.UNITS, "rad"),
        Choice("past", tuple(dialects.PAST_PI), "eased"),
        Choice("gradient", dialects.GRADIENTS, "true"),
        Number("at", "θ", with_turns(*steps(0, 180, 2)), 120.0, unit="°"),
        Number("until", "", dialects.STEPS, dialects.STEPS[-1], whole=True,
               plays=True),
        Choice("pair", across.KEYS, "arcface"),
        Number("apart", "θ₁₂", steps(10, 180, 5), 60.0, unit="°"),
        Number("na", "m", steps(0, 1.5, 0.05), 0.5, unit=" rad", only=("pair", ("arcface",))),
        Number("nc", "m", steps(0, 1, 0.05), 0.2, only=("pair", ("cosface",))),
        Number("off", "η", steps(0, 90, 5), 60.0, unit="°"),
    ),
    scenes=(targets.SCENE, boundaries.SCENE, slopes.SCENE, dialects.SCENE, across.SCENE),
    vote=Question("vote", 3, 2),
    checks=(Question("batch", 3, 2), Question("norms", 3, 1), Question("near", 3, 3)),
    minutes={
        "vote": 2, "targets": 4, "boundaries": 5, "slopes": 4, "dialects": 3, "across": 2,
        "remember": 2, "check-batch": 1, "check-norms": 1, "check-near": 1,
    },
)  # fmt: skip
