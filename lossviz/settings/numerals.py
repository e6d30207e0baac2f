"""Numbers as people and programs write them ↔ numbers.

Read: digits of any script, decimal commas and points, groups of thousands where they can be nothing
else. Written: the shortest ASCII text that reads back as the same number.
"""

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
        "＿": "_",
    }
)


def read_number(text: str, whole: bool = False) -> tuple[float | None, bool]:
    """(the number or None, whether it was written as `write_number` would).

    Infinite where it is too large for a float. “1,000” is a thousand if a whole number is wanted
    and otherwise not clear enough to be read. Never raises.
    """
    if _CANONICAL.fullmatch(text):
        return float(text), True
    text = "".join(_ascii_digit(c) for c in text).translate(_MARKS).strip()
    if _SPACED.fullmatch(text):
        text = re.sub("[_' ]", "", text)
    text = re.sub("(?<=[0-9])_(?=[0-9])", "", text)
    if _COMMAS.fullmatch(text) or (whole and _EITHER.fullmatch(text)):
        text = text.replace(",", "")
    elif _POINTS.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif text.count(",") == 1 and not _EITHER.fullmatch(text):
        text = text.replace(",", ".")
    return (float(text) if _NUMBER.fullmatch(text) else None), False


def _ascii_digit(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def write_number(value: int | float) -> str:
    """0.3, 16, 1e-5: the shortest text that `read_number` gives back unchanged."""
    text = repr(value)
    return re.sub(r"e\+?(-?)0*", r"e\1", text.removesuffix(".0"))
