"""Pictures of the lessons with their frames, and the words of the site for them."""

from collections.abc import Iterator
from functools import cache, partial
from typing import Any, NamedTuple

import numpy as np

from lossviz.lessons import LESSONS, Lesson, Scene
from lossviz.lessons.controls import Choice, State
from lossviz.lessons.scene import frame_of
from lossviz.lessons.state import defaults
from lossviz.pictures import Picture
from lossviz.pictures.picture import said
from lossviz.web.text import phrases

SCENES = [(lesson, scene) for lesson in LESSONS.values() for scene in lesson.scenes]
NAMES = [f"{lesson.key}-{scene.key}" for lesson, scene in SCENES]


class Shown(NamedTuple):
    """A picture at a state, and the arrays of that state without the axis of frames."""

    where: str
    picture: Picture
    frame: dict[str, np.ndarray]


def states(lesson: Lesson, scene: Scene) -> Iterator[State]:
    """The defaults, and every option of every choice; another seed draws no other picture."""
    controls = lesson.controls_of(scene)
    start = defaults(controls)
    yield start
    for control in controls:
        if isinstance(control, Choice) and control.key != "seed":
            others = (option for option in control.offered(start) if option != start[control.key])
            yield from ({**start, control.key: option} for option in others)


def shown(lesson: Lesson, scene: Scene) -> list[Shown]:
    """Every picture of the scene at these states; its words are keys still."""
    return _shown(lesson.key, scene.key)


@cache
def _shown(page: str, name: str) -> list[Shown]:
    lesson, found = LESSONS[page], []
    scene = lesson.scene(name)
    for state in states(lesson, scene):
        arrays = frame_of(scene, lesson.controls_of(scene), state)
        frame = {name: array[0] for name, array in arrays.items()}
        for row in scene.rows(state):
            where = f"{lesson.key} {scene.key} {state}"
            found += [Shown(f"{where} {one.id}", one, frame) for one in row.pictures]
    return found


def of_kind(lesson: Lesson, scene: Scene, *kinds: type[Picture]) -> list[Shown]:
    """Those of these kinds, with English words."""
    say = partial(speak, "en", lesson.key)
    return [
        one._replace(picture=said(one.picture, say))
        for one in shown(lesson, scene)
        if isinstance(one.picture, kinds)
    ]


def speak(lang: str, lesson: str, key: str, **values: Any) -> str:
    """Words of the lesson, of all lessons or of the site; places are filled if there are values."""
    known = phrases(lang)
    words = next(known[name] for name in (f"{lesson}.{key}", f"lesson.{key}", key) if name in known)
    return words.format(**values) if values else words
