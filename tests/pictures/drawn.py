"""Every picture of every lesson with its words and its numbers, for the tests of the kinds."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from lossviz.lessons import LESSONS
from lossviz.lessons.controls import Choice, Numbers
from lossviz.lessons.scene import frame_of
from lossviz.lessons.state import defaults, resized
from lossviz.pictures import Picture
from lossviz.pictures.picture import said
from lossviz.web.lesson.words import word

SCENES = [(lesson, scene) for lesson in LESSONS.values() for scene in lesson.scenes]
NAMED = {"ids": [f"{lesson.key}-{scene.key}" for lesson, scene in SCENES]}


def states(lesson, scene) -> Iterator[dict]:
    """The defaults, every option of every choice, every size of every vector."""
    controls = lesson.controls_of(scene)
    start = defaults(controls)
    yield start
    for control in controls:
        if isinstance(control, Choice):
            yield from ({**start, control.key: option} for option in control.offered(start))
        if isinstance(control, Numbers):
            yield from (resized(controls, start, control.key, size) for size in control.sizes)


def pictures(
    lesson: str, scene: str, langs: tuple[str, ...] = ("en", "zh")
) -> Iterator[tuple[dict[str, Picture], dict]]:
    """(record with its words by language, its frame) of all states, of a scene."""
    page = LESSONS[lesson]
    found = page.scene(scene)
    controls = page.controls_of(found)
    for state in states(page, found):
        frame = {name: array[0] for name, array in frame_of(found, controls, state).items()}
        for row in found.rows(state):
            for picture in row.pictures:
                yield {lang: said(picture, partial(word, lang, lesson)) for lang in langs}, frame


def shown(frame: dict, what: str | float) -> np.ndarray:
    """The numbers that a record names, read here once more."""
    value = frame[what] if isinstance(what, str) else what
    return np.array(value, float).reshape(-1)
