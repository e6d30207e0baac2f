"""Words of a lesson: looked up in its own room, then among those all lessons share; rich text."""

import html
import re
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

from lossviz.pictures import Row, plain
from lossviz.pictures.picture import in_words
from lossviz.stage.mathml import mathml
from lossviz.words.locale import JOINER, phrases
from lossviz.words.references import scene_number

SHARED = "lesson"
_FORMULA = re.compile(r"\$([^$]+)\$")
_OPENING = re.compile(r"[(（“「]*$")
_CLOSING = re.compile(r"[.,;:!?)，。；：、！？）”」…]*")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_STRESSED = re.compile(r"\*([^*]+)\*")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


def word(lang: str, lesson: str, key: str) -> str:
    """The words for `key` of a lesson.

    Raises:
      KeyError: neither the lesson nor the shared room has it.
    """
    known = phrases(lang)
    own = known.get(f"{lesson}.{key}")
    return known[f"{SHARED}.{key}"] if own is None else own


def translated(lang: str, lesson: str, spec: Any) -> Any:
    """A picture's spec with every "@key" in it replaced by its words."""
    if isinstance(spec, str):
        return in_words(spec, partial(word, lang, lesson))
    if isinstance(spec, dict):
        return {name: translated(lang, lesson, part) for name, part in spec.items()}
    return [translated(lang, lesson, part) for part in spec] if isinstance(spec, list) else spec


def pictured(lang: str, lesson: str, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Rows of pictures as the browser gets them: in words, and markup where it shows that."""
    found = translated(lang, lesson, plain(rows))
    for picture in (one for row in found for one in row["pictures"]):
        for name in MARKUP.keys() & picture.keys():
            picture[name] = [MARKUP[name](one) for one in picture[name]]
    return found


def heading(lang: str, page: str, scene: str) -> str:
    """The number and the title of a scene, as over it."""
    return f"{scene_number(page, scene)} · {word(lang, page, f'scenes.{scene}.title')}"


@lru_cache(maxsize=1024)
def rich(words: str) -> str:
    """Words as HTML: text as it is, $…$ as formulas, [text](address) as a link.

    **…** is strong, *…* is stressed.
    """
    parts = _FORMULA.split(words.replace(JOINER, ""))
    texts = [_marked(part) for part in parts[::2]]
    formulas = [mathml(latex, "inline") for latex in parts[1::2]]
    for place, formula in enumerate(formulas):
        # no line begins with the full stop of the one before, or ends with a bracket that opens
        head, tail = _found(_OPENING.search(texts[place])), _found(_CLOSING.match(texts[place + 1]))
        texts[place] = texts[place].removesuffix(head)
        texts[place + 1] = texts[place + 1].removeprefix(tail)
        if head or tail:
            formulas[place] = f'<span class="ll-together">{head}{formula}{tail}</span>'
    return "".join(part for pair in zip(texts, [*formulas, ""], strict=True) for part in pair)


def _found(match: re.Match[str] | None) -> str:
    return match[0] if match else ""


def _marked(text: str) -> str:
    """Text without formulas, as HTML."""
    strong = _STRONG.sub(r"<b>\1</b>", html.escape(text))
    return _LINK.sub(_link, _STRESSED.sub(r"<em>\1</em>", strong))


def _link(found: re.Match) -> str:
    """A link within the page stays there; one to another page leaves this one as it is."""
    name, target = found.groups()
    away = "" if target.startswith("#") else ' target="_blank" rel="noopener"'
    return f'<a href="{target}"{away}>{name}</a>'


_mathml = lru_cache(maxsize=128)(mathml)
# fields of pictures that the browser gets as markup
MARKUP: dict[str, Callable[[str], str]] = {
    "formulas": _mathml,
    "filled": _mathml,
    "paragraphs": rich,
}
