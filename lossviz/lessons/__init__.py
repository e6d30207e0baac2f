"""The lessons: what a learner moves, and the numbers and pictures that follow.

Nothing in here knows the web: a scene is a function from values to arrays, and a description of
the pictures that show them.
"""

from types import MappingProxyType

from lossviz.lessons import (
    angular,
    gradient,
    label_smoothing,
    likelihood,
    margin,
    multiplicative,
    practice,
    scale,
    smoothing,
    softmax,
)
from lossviz.scenes.scene import Lesson, Question, Scene

__all__ = ["LESSONS", "Lesson", "Question", "Scene"]

LESSONS = MappingProxyType(
    {
        lesson.key: lesson
        for lesson in (
            softmax.LESSON,
            likelihood.LESSON,
            gradient.LESSON,
            smoothing.LESSON,
            scale.LESSON,
            margin.LESSON,
            angular.LESSON,
            multiplicative.LESSON,
            label_smoothing.LESSON,
            practice.LESSON,
        )
    }
)
