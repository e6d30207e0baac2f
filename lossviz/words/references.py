"""Places in words that stand for a scene or a lesson: its number, as a link to it.

`{scene:floor}` is "[scene 3](#floor)" in the words of the lesson that has that scene, and
`{scene:scale/floor}` "[lesson 5, scene 3](scale?lang=en#floor)" everywhere; `{lesson:scale}` is
"[lesson 5](scale?lang=en)". Numbers come from the order of lessons and scenes alone.
"""

import re
from collections.abc import Mapping

from lossviz.lessons import LESSONS
from lossviz.words.scene_pages import SCENE_PAGES

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


def with_references(words: str, room: str, lang: str, phrases: Mapping[str, str]) -> str:
    """The words with the numbers of the scenes and lessons that they speak of.

    Args:
      room: the file the words stand in; a scene that is named without a lesson is one of its own.
      phrases: the words of `lang`, among them what a scene and a lesson are called.

    Raises:
      ValueError, KeyError: no such lesson or scene.
    """

    def link(found: re.Match) -> str:
        kind, asked = found.groups()
        page, _, scene = asked.rpartition("/")
        if kind == "lesson":
            called = phrases["lesson.reference.lesson"].format(n=LESSON_NUMBERS[asked])
            return f"[{called}]({_address(asked, lang)})"
        if page:
            return elsewhere(page, scene, lang, phrases)
        number = scene_number(room, scene)
        return f"[{phrases['lesson.reference.scene'].format(n=number)}](#{scene})"

    return _PLACE.sub(link, words)


def elsewhere(lesson: str, scene: str, lang: str, phrases: Mapping[str, str]) -> str:
    """A link to a scene of a lesson that can stand on any page."""
    number = scene_number(lesson, scene)
    name = phrases["lesson.reference.elsewhere"].format(n=number, lesson=LESSON_NUMBERS[lesson])
    return f"[{name}]({_address(lesson, lang)}#{scene})"


def _address(lesson: str, lang: str) -> str:
    """It opens in a tab of its own, in the language that is read here."""
    return f"{address(lesson)}?lang={lang}"
