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
    r"(<mo[^>]*>(?:&#x00028;|&#x0005B;|&#x0003D;)</mo>(?:<mrow[^>]*>)*)<mo>(&#x02212;)"
)
_SIZE = re.compile(r' (min|max)size="[^"]*"')
_PUNCTUATION = re.compile(r"[.,;:!?)，。；：、！？）”]*")
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

    It may go on in the next line at each break: no browser breaks a formula by itself. What stands
    between two breaks goes there as a whole, and breaks within only where it fits in no line.
    """
    first, *rest = (_spaced(convert(part, display=display)) for part in pieces(latex))
    # an operator at the beginning would be taken for a sign, and stand close to its number
    rest = [_OPENING.sub(r'\1<mo form="infix">', part) for part in rest]
    return _runs([first, *rest], depths(latex))


def _runs(parts: list[str], deep: list[int]) -> str:
    """The parts with breaks between them, those between two of the least deep breaks in a run."""
    ends = [at for at, depth in enumerate(deep) if depth == min(deep)]
    starts = [0, *(end + 1 for end in ends)]
    if len(starts) == len(parts):
        return "<wbr>".join(parts)
    stops = [*(end + 1 for end in ends), len(parts)]
    groups = [
        _runs(parts[start:stop], deep[start : stop - 1])
        for start, stop in zip(starts, stops, strict=True)
    ]
    return "<wbr>".join(f'<span class="ll-run">{group}</span>' for group in groups)


def _spaced(element: str) -> str:
    """MathML in which names are no operators, and a minus behind a bracket is a sign.

    A bracket whose other one is behind a break is as high as what stands with it.
    """
    element = _SIZE.sub("", element)
    return _SIGN.sub(r'\1<mo form="prefix">\2', _NAME.sub(r"<mi>\1</mi>", element))


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
