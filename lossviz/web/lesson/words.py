"""Words of a lesson: looked up in its own room, then among those all lessons share; rich text."""

import html
import re
from functools import lru_cache
from typing import Any

from latex2mathml.converter import convert

from lossviz.algebra import depths, pieces
from lossviz.web.text import phrases

SHARED = "lesson"
_FORMULA = re.compile(r"\$([^$]+)\$")
_NAME = re.compile(r"<mo>([A-Za-z]{2,})</mo>")
_SIGN = re.compile(
    r"(<mo[^>]*>(?:&#x00028;|&#x0005B;|&#x0003D;)</mo>(?:<mrow[^>]*>)*"
    r'|<mo[^>]* form="prefix">&#x0007C;</mo>(?:<mrow[^>]*>)*)<mo>(&#x02212;)'
)
_SIZE = re.compile(r' (min|max)size="[^"]*"')
_PUNCTUATION = re.compile(r"[.,;:!?)，。；：、！？）”]*")
_NOTHING = re.compile(r'<mo[^>]* fence="true"[^>]*/>')
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

    It may go on in the next line at each break: no browser breaks a formula by itself. A break has
    a rank: it is a better one outside of brackets than inside, and before + than before a dot.
    """
    first, *rest = (_spaced(convert(part, display=display)) for part in pieces(latex))
    # an operator at the beginning would be taken for a sign, and stand close to its number
    rest = [_OPENING.sub(r'\1<mo form="infix">', part) for part in rest]
    ranked = zip(depths(latex), rest, strict=True)
    return first + "".join(f'<wbr data-rank="{rank}">{part}' for rank, part in ranked)


def _spaced(element: str) -> str:
    """MathML in which names are no operators, a minus behind a bracket is a sign, nothing is empty.

    A bracket of nothing, \\left., would keep its room; one whose other one is behind a break is as
    high as what stands with it.
    """
    element = _NOTHING.sub("", _NAME.sub(r"<mi>\1</mi>", _SIZE.sub("", element)))
    return _SIGN.sub(r'\1<mo form="prefix">\2', element)


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
