"""One name a thing: the words of the site use the names of the glossary, in both languages."""

import json
import re
from functools import cache

import pytest

from lossviz.figures.words import words as figure_words
from lossviz.glossary import TERMS, Term, with_terms
from lossviz.lessons.state import read
from lossviz.web.lesson.registry import SCENE_PAGES
from lossviz.web.lesson.words import translated, word
from lossviz.web.text import ASSETS, LANGUAGES, phrases, with_formulas

FORMULA = re.compile(r"\$[^$]+\$")
# what others have written stays as they wrote it: titles, which stand in *italics* or are quoted
TITLE = re.compile(r"(?<!\*)\*(?!\*)[^*]+\*(?!\*)|《[^》]+》")
ADDRESS = re.compile(r"\]\([^)]+\)")
# (term, language, key of the words as a pattern, why another name stands there)
ALLOWED: tuple[tuple[str, str, str, str], ...] = ()


@cache
def said(lang: str) -> dict[str, str]:
    """All words of the site in this language, by where they stand, without formulas and titles."""
    found = {key: words for key, words in phrases(lang).items() if not key.endswith("snippet")}
    for path in (ASSETS / "lessons" / lang).glob("*.md"):
        found[path.name] = path.read_text("utf-8")
    found |= {f"figures.{key}": words for key, words in figure_words(lang).items()}
    found |= {f"glossary.{term.key}": term.says[lang] for term in TERMS.values()}
    for kind in (FORMULA, TITLE, ADDRESS):
        found = {key: kind.sub(" ", words) for key, words in found.items()}
    return found


def allowed(term: Term, lang: str, key: str) -> bool:
    """Whether these words may use another name; a term's own sentence may say what else it is."""
    return key == f"glossary.{term.key}" or any(
        (term.key, lang) == place and re.fullmatch(keys, key) for place, keys, _ in _allowed()
    )


def _allowed():
    return [((name, lang), keys, why) for name, lang, keys, why in ALLOWED]


def other_names(lang: str, room: str) -> list[str]:
    """Where a forbidden synonym stands in the words of a room."""
    return [
        f"{key}: “{found[0]}” is not what the glossary says: {term.names[lang]}"
        for key, words in said(lang).items()
        if re.split(r"\W", key)[0] == room
        for term in TERMS.values()
        if not allowed(term, lang, key)
        for pattern in term.instead_of.get(lang, ())
        if (found := re.search(pattern, words, re.IGNORECASE))
    ]


ROOMS = sorted({re.split(r"\W", key)[0] for key in said("en")})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_a_thing_has_one_name(room, lang):
    found = other_names(lang, room)
    assert not found, "\n" + "\n".join(found)
