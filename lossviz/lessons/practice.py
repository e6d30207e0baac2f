"""In practice: which s and m for C classes in d dimensions, and why a run did not converge."""

from lossviz.lessons import practice_choose, practice_lab, practice_start
from lossviz.lessons.controls import Choice, Number
from lossviz.lessons.practice_bounds import CONTROLS
from lossviz.lessons.scene import Lesson, Question, Scene

LESSON = Lesson(
    key="practice",
    controls=(
        *CONTROLS,
        Choice("failure", tuple(practice_lab.failures(0)), "nan"),
        Choice("cured", practice_lab.CURED, "no"),
        Number("step", "", practice_lab.STEPS, practice_lab.STEPS[-1], whole=True, plays=True),
        Choice("seed", tuple("01234"), "0"),
    ),
    scenes=(
        practice_choose.SCENE,
        practice_start.SCENE,
        Scene("lab", ("failure", "cured", "step", "seed"), practice_lab.numbers_at,
              practice_lab.rows, wide=True),
    ),
    vote=Question("vote", 3, 2),
    checks=(Question("faces", 3, 2), Question("opposite", 3, 1), Question("stuck", 3, 3)),
)  # fmt: skip
