"""Words of a lesson: looked up in its own room, then among those all lessons share; rich text."""

import html
import re
from functools import lru_cache
from typing import Any

from lossviz.web.mathml import mathml
from lossviz.web.text import phrases

SHARED = "lesson"
_FORMULA = re.compile(r"\$([^$]+)\$")
_PUNCTUATION = re.compile(r"[.,;:!?)，。；：、！？）”]*")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")


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
        return word(lang, lesson, spec[1:]) if spec.startswith("@") else spec
    if isinstance(spec, dict):
        return {name: translated(lang, lesson, part) for name, part in spec.items()}
    return [translated(lang, lesson, part) for part in spec] if isinstance(spec, list) else spec


@lru_cache(maxsize=1024)
def rich(words: str) -> str:
    """Words as HTML: text as it is, $…$ as formulas, **…** as strong."""
    parts = _FORMULA.split(words)
    texts = [_STRONG.sub(r"<b>\1</b>", html.escape(part)) for part in parts[::2]]
    found = texts[0]
    for latex, text in zip(parts[1::2], texts[1:], strict=True):
        # no line begins with the full stop of the one before
        tail = _PUNCTUATION.match(text)[0]
        formula = mathml(latex, "inline") + tail
        found += f'<span class="ll-together">{formula}</span>' if tail else formula
        found += text[len(tail) :]
    return found
