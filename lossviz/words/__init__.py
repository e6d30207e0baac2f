"""The words of the site and of its pictures, in both languages, without the site."""

from lossviz.words.phrases import DEFAULT, LANGUAGES, phrases, say_in, say_of
from lossviz.words.scene_pages import SCENE_PAGES

__all__ = ["DEFAULT", "LANGUAGES", "SCENE_PAGES", "phrases", "say_in", "say_of"]
