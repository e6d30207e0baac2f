"""Lesson 2: information, entropy, KL divergence, cross-entropy, likelihood."""

from lossviz.lessons.likelihood import coin, divergence, information, sample, weather
from lossviz.lessons.likelihood.measures import BASES
from lossviz.lessons.likelihood.sample import DRAWS
from lossviz.scenes.controls import Choice, Number, Shares, steps
from lossviz.scenes.scene import Lesson, Question

# the forecast
FORECAST = (0.14, 0.37, 0.03, 0.46)

LESSON = Lesson(
    key="likelihood",
    controls=(
        Number("p", "p", steps(0, 1, 0.01), 0.5),
        Number("r", "r", steps(0, 1, 0.01), 0.25),
        Number("b", "p", steps(0, 1, 0.01), 0.5),
        Shares("P", "p", FORECAST),
        Choice("y", ("1", "2", "3", "4"), "2", of="P"),
        Shares("Q", "q", (0.25, 0.25, 0.25, 0.25)),
        Number("q", "q", steps(0, 1, 0.01), 0.3),
        Number("n", "N", steps(1, DRAWS, 1), 10.0, whole=True),
        Number("seed", "", steps(0, 30, 1), 0.0, whole=True, again=True),
        Choice("unit", tuple(BASES), "bits"),
    ),
    scenes=(information.SCENE, coin.SCENE, weather.SCENE, divergence.SCENE, sample.SCENE),
    vote=Question("vote", 3, 1),
    checks=(Question("zero", 3, 2), Question("swap", 3, 3), Question("best", 3, 1)),
    minutes={
        "vote": 2, "information": 3, "coin": 3, "weather": 2, "divergence": 4, "sample": 4,
        "remember": 2, "check-zero": 1, "check-swap": 1, "check-best": 1,
    },
)  # fmt: skip
