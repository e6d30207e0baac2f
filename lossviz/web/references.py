"""Places in words that stand for a scene or a lesson: its number, as a link to it.

`{scene:floor}` is "[scene 3](#floor)" in the words of the lesson that has that scene, and
`{scene:scale/floor}` "[lesson 5, scene 3](scale#floor)" everywhere; `{lesson:scale}` is
"[lesson 5](scale)". Numbers come from the order of lessons and scenes alone.
"""

import re
from collections.abc import Mapping

from lossviz.lessons import LESSONS
from lossviz.web.lesson.registry import SCENE_PAGES

_PLACE = re.compile(r"\{(scene|lesson):([\w/]+)\}")
LESSON_NUMBERS = {name: number for number, name in enumerate(LESSONS, 1)}


def scene_number(page: str, scene: str) -> int:
    """The scene's place on its page, from 1.

    Raises:
      KeyError: no such page.
      ValueError: no such scene there.
    """
    return [scene.key for scene in SCENE_PAGES[page].scenes].index(scene) + 1


def address(name: str) -> str:
    """The path of a page in the URL: words are parted by - there."""
    return name.replace("_", "-")


def with_references(words: str, room: str, phrases: Mapping[str, str]) -> str:
    """The words with the numbers of the scenes and lessons that they speak of.

    Args:
      room: the file the words stand in; a scene that is named without a lesson is one of its own.
      phrases: the words of the same language, among them what a scene and a lesson are called.

    Raises:
      ValueError, KeyError: no such lesson or scene.
    """

    def link(found: re.Match) -> str:
        kind, asked = found.groups()
        if kind == "lesson":
            return _lesson(asked, phrases)
        page, _, scene = asked.rpartition("/")
        number = scene_number(page or room, scene)
        if not page:
            return f"[{phrases['lesson.reference.scene'].format(n=number)}](#{scene})"
        name = phrases["lesson.reference.elsewhere"].format(n=number, lesson=LESSON_NUMBERS[page])
        return f"[{name}]({address(page)}#{scene})"

    return _PLACE.sub(link, words)


def _lesson(name: str, phrases: Mapping[str, str]) -> str:
    called = phrases["lesson.reference.lesson"].format(n=LESSON_NUMBERS[name])
    return f"[{called}]({address(name)})"
