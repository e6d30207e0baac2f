"""A scene at a state, for the tests of single lessons."""

from lossviz.lessons import Lesson
from lossviz.scenes.scene import Arrays, frame_of
from lossviz.scenes.state import read


def frame_at(lesson: Lesson, scene: str, query: str = "") -> Arrays:
    """The arrays of a scene at the state of this query, which must be a right one."""
    found = lesson.scene(scene)
    controls = lesson.controls_of(found)
    state, changes = read(controls, query)
    assert not changes
    return frame_of(found, controls, state)
