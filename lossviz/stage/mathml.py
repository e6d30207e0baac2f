"""Formulas for the browser: LaTeX as MathML, spaced and broken as a person would write it."""

import re
from functools import lru_cache

from latex2mathml.converter import convert

from lossviz.algebra import depths, pieces

_NAME = re.compile(r"<mo>([A-Za-z]{2,})</mo>")
_SIGN = re.compile(
    r"(<mo[^>]*>(?:&#x00028;|&#x0005B;|&#x0003D;)</mo>(?:<mrow[^>]*>)*"
    r'|<mo[^>]* form="prefix">&#x0007C;</mo>(?:<mrow[^>]*>)*)<mo>(&#x02212;)'
)
_SIZE = re.compile(r' (min|max)size="[^"]*"')
_NOTHING = re.compile(r'<mo[^>]* fence="true"[^>]*/>')
# a degree sign is raised in LaTeX as a power is, and would be read as one
_DEGREES = "<mrow><mo>&#x02218;</mo></mrow></msup>"
_OPENING = re.compile(r'^(<math[^>]*>(?:<mrow(?: class="[^"]*")?>)+)<mo>')


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
    return _SIGN.sub(r'\1<mo form="prefix">\2', _degrees(element))


def _degrees(element: str) -> str:
    """A number of degrees as a number and its unit."""
    while (end := element.find(_DEGREES)) >= 0:
        begin = end
        inner = 1
        while inner:
            begin = element.rindex("msup>", 0, begin)
            inner += 1 if element[begin - 1] == "/" else -1
        number = element[begin + len("msup>") : end]
        after = element[end + len(_DEGREES) :]
        unit = '<mi mathvariant="normal">°</mi>'
        element = f'{element[: begin - 1]}<mrow class="degrees">{number}{unit}</mrow>{after}'
    return element
