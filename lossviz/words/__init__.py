"""The words of the site and of its pictures, in both languages, without the site."""

from lossviz.words.locale import DEFAULT, LANGUAGES, TAGS, phrases, room, say_in, say_of
from lossviz.words.scene_pages import SCENE_PAGES

__all__ = ["DEFAULT", "LANGUAGES", "SCENE_PAGES", "TAGS", "phrases", "room", "say_in", "say_of"]
