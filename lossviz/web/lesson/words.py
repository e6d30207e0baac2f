"""Words of a lesson: looked up in its own room, then among those all lessons share; rich text."""

import html
import re
from functools import lru_cache
from typing import Any

from latex2mathml.converter import convert

from lossviz.algebra import BREAK
from lossviz.web.text import phrases

SHARED = "lesson"
_FORMULA = re.compile(r"\$([^$]+)\$")
_OPENING = re.compile(r'^(<math[^>]*>(?:<mrow(?: class="[^"]*")?>)+)<mo>')
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


@lru_cache(maxsize=2048)
def mathml(latex: str, display: str = "block") -> str:
    """LaTeX as MathML, which browsers draw without a library.

    It may go on in the next line at each `BREAK`: no browser breaks a formula by itself.
    """
    first, *rest = (convert(part, display=display) for part in latex.split(BREAK))
    # an operator at the beginning would be taken for a sign, and stand close to its number
    return "<wbr>".join([first, *(_OPENING.sub(r'\1<mo form="infix">', part) for part in rest)])


@lru_cache(maxsize=1024)
def rich(words: str) -> str:
    """Words as HTML: text as it is, $…$ as formulas, **…** as strong."""
    parts = _FORMULA.split(words)
    return "".join(
        mathml(part, "inline") if k % 2 else _STRONG.sub(r"<b>\1</b>", html.escape(part))
        for k, part in enumerate(parts)
    )
