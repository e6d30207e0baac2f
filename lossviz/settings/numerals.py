"""Numbers as people and programs write them ↔ numbers.

Read: digits of any script, decimal commas and points, groups of thousands where they can be nothing
else; and what a person types: 10^6, 3·10⁶, 2^9, 1/3, π/2, 5k, 1.5万. Written: the shortest ASCII
text that reads back as the same number.
"""

import math
import re
import unicodedata

_CANONICAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:e-?[0-9]+)?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
# 1_000, 1'000, 1 000 (any space); 1,000,000 or 1,000.5; 1.000.000 or 1.000,5
_SPACED = re.compile(r"[+-]?[0-9]{1,3}(?:[_' ][0-9]{3})+(?:[.,][0-9]*)?")
_COMMAS = re.compile(r"[+-]?[0-9]{1,3}(?:(?:,[0-9]{3}){2,}(?:\.[0-9]*)?|,[0-9]{3}\.[0-9]*)")
_POINTS = re.compile(r"[+-]?[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}(?:,[0-9]*)?|\.[0-9]{3},[0-9]*)")
_EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")  # 1,000: a thousand here, one there

_MARKS = str.maketrans(
    {
        **dict.fromkeys("．｡。٫", "."),
        **dict.fromkeys("，、﹐", ","),
        **dict.fromkeys("’＇٬", "'"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " "),
        **dict.fromkeys("−－﹣–", "-"),
        **dict.fromkeys("＋﹢", "+"),
        **dict.fromkeys("ｅＥ", "e"),
        **dict.fromkeys("×＊⋅∙・*", "·"),
        **dict.fromkeys("／⁄÷", "/"),
        **dict.fromkeys("ˆ＾", "^"),
        "＿": "_",
    }
)
_RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_EXPONENT = re.compile("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_POWER = re.compile(r"(.+)\^(?:([+-]?[0-9]{1,4})|\(([+-]?[0-9]{1,4})\))")
_PI = re.compile("(.*)(?:π|pi|PI|Pi)")
# no “m”: it would be a thousandth to some and a million to others
_COUNTS = {"k": 1e3, "K": 1e3, "M": 1e6, "千": 1e3, "万": 1e4, "萬": 1e4, "百万": 1e6, "千万": 1e7,
           "亿": 1e8, "億": 1e8}  # fmt: skip
_COUNTED = re.compile(r"(.*[0-9.,] ?)(千万|百万|[kKM千万萬亿億])")
# whoever computes with longer ones does not type them
_MOST_COMPOSED = 100
DIGITS = 6


def read_number(text: str, whole: bool = False) -> tuple[float | None, bool]:
    """(the number or None, whether it was written as `write_number` would).

    Infinite where it is too large for a float. “1,000” is a thousand if a whole number is wanted
    and otherwise not clear enough to be read. Never raises.
    """
    if _CANONICAL.fullmatch(text):
        return float(text), True
    text = "".join(_ascii_digit(c) for c in text).translate(_MARKS).strip()
    value = _plain(text, whole)
    return (_composed(text, whole) if value is None else value), False


def _plain(text: str, whole: bool) -> float | None:
    """A number without signs of arithmetic."""
    if _SPACED.fullmatch(text):
        text = re.sub("[_' ]", "", text)
    text = re.sub("(?<=[0-9])_(?=[0-9])", "", text)
    if _COMMAS.fullmatch(text) or (whole and _EITHER.fullmatch(text)):
        text = text.replace(",", "")
    elif _POINTS.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif text.count(",") == 1 and not _EITHER.fullmatch(text):
        text = text.replace(",", ".")
    return float(text) if _NUMBER.fullmatch(text) else None


def _composed(text: str, whole: bool) -> float | None:
    """A product, or a quotient of two: 3·10^6, -π/2, 1/3."""
    if len(text) > _MOST_COMPOSED:
        return None
    text = _EXPONENT.sub(lambda found: "^" + found[0].translate(_RAISED), text).replace("··", "^")
    sign = -1.0 if text[:1] == "-" else 1.0
    above, slash, below = text.removeprefix("-").removeprefix("+").partition("/")
    top, bottom = _product(above, whole), _product(below, whole) if slash else 1.0
    if top is None or not bottom:
        return None
    value = sign * top / bottom
    return None if math.isnan(value) else value


def _product(text: str, whole: bool) -> float | None:
    read = [_factor(part.strip(), whole) for part in text.split("·")]
    factors = [factor for factor in read if factor is not None]
    return math.prod(factors) if len(factors) == len(read) else None


def _factor(text: str, whole: bool) -> float | None:
    """2.5, 2^9, 2π, π, 5k."""
    if text[:1] in ("+", "-"):
        return None
    if found := _PI.fullmatch(text):
        times = _plain(found[1].strip(), whole) if found[1] else 1.0
        return None if times is None else times * math.pi
    if found := _POWER.fullmatch(text):
        return _power(_plain(found[1].strip(), whole), int(found[2] or found[3]))
    if found := _COUNTED.fullmatch(text):
        count = _plain(found[1].strip(), whole)
        return None if count is None else count * _COUNTS[found[2]]
    return _plain(text, whole)


def _power(base: float | None, exponent: int) -> float | None:
    if base is None or (base == 0 and exponent < 0):
        return None
    try:
        return base**exponent
    except OverflowError:
        return math.inf


def _ascii_digit(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def write_number(value: int | float) -> str:
    """0.3, 16, 1e-5: the shortest text that `read_number` gives back unchanged."""
    text = repr(value)
    return re.sub(r"e\+?(-?)0*", r"e\1", text.removesuffix(".0"))


def tidy(value: float) -> float:
    """The value with six significant digits: no noise of binary fractions in links."""
    return float(f"{value:.{DIGITS}g}")
