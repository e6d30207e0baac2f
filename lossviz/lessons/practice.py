"""In practice: why a run failed, what to expect at the start, and which s and m to take."""

from lossviz.lessons import practice_choose, practice_lab, practice_start
from lossviz.lessons.controls import Choice, Number
from lossviz.lessons.practice_bounds import CONTROLS
from lossviz.lessons.practice_failures import ALL_RUNS, BROKEN, FAILURES, RUNS, SYMPTOMS
from lossviz.lessons.scene import Lesson, Question, Scene

LESSON = Lesson(
    key="practice",
    controls=(
        Choice("failure", FAILURES, "nan", groups=SYMPTOMS, resets=("cured", "step")),
        Choice("cured", ALL_RUNS, BROKEN, of="failure", within=RUNS),
        Number("step", "", practice_lab.STEPS, practice_lab.STEPS[-1], whole=True, plays=True),
        Choice("seed", tuple("01234"), "0"),
        *CONTROLS,
    ),
    scenes=(
        Scene("lab", ("failure", "cured", "step", "seed"), practice_lab.numbers_at,
              practice_lab.rows, wide=True),
        practice_start.SCENE,
        practice_choose.SCENE,
    ),
    vote=Question("vote", 3, 2),
    checks=(Question("faces", 3, 2), Question("opposite", 3, 1), Question("stuck", 3, 3)),
)  # fmt: skip
