"""In practice: why a run failed, what to expect at the start, and which s and m to take."""

from lossviz.lessons.practice import choose, lab, start
from lossviz.lessons.practice.bounds import CONTROLS
from lossviz.lessons.practice.failures import ALL_RUNS, BROKEN, FAILURES, RUNS, SYMPTOMS
from lossviz.scenes.controls import Choice, Number
from lossviz.scenes.scene import Lesson, Question

LESSON = Lesson(
    key="practice",
    controls=(
        Choice("failure", FAILURES, "nan", groups=SYMPTOMS, resets=("cured", "step")),
        Choice("cured", ALL_RUNS, BROKEN, of="failure", within=RUNS),
        Number("step", "", lab.STEPS, lab.STEPS[-1], whole=True, plays=True),
        Choice("seed", tuple("01234"), "0"),
        *CONTROLS,
    ),
    scenes=(lab.SCENE, start.SCENE, choose.SCENE),
    vote=Question("vote", 3, 2),
    checks=(Question("faces", 3, 2), Question("opposite", 3, 1), Question("stuck", 3, 3)),
    minutes={
        "vote": 2, "lab": 7, "start": 4, "choose": 5, "remember": 2, "check-faces": 1,
        "check-opposite": 1, "check-stuck": 1,
    },
)  # fmt: skip
