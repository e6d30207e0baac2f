"""What a person types beside a slider → the nearest legal value, and why it is another one.

A link and a typed number are read by the same `read_number`. What is typed may also have the unit
that stands beside it, or another unit of the same quantity: 30° where radians are counted.
"""

import math
import re
from typing import NamedTuple

from lossviz.settings.numerals import read_number, tidy

# half a number is another number: what is longer is not read at all
MOST_TYPED = 200
REASONS = (
    "empty",
    "not-a-number",
    "unclear",  # 1,000: a thousand here, one there
    "other-unit",
    "too-large",
    "too-small",
    "not-whole",  # rounded
    "six-digits",  # a whole number of more digits than a link keeps
)
_UNITS = {
    **dict.fromkeys(("°", "º", "˚", "度", "deg"), "°"),
    **dict.fromkeys(("rad", "弧度"), "rad"),
    **dict.fromkeys(("%", "％"), "%"),
}
_WITH_UNIT = re.compile(f"(.*?)({'|'.join(_UNITS)})", re.IGNORECASE | re.DOTALL)
# (unit typed, unit counted in) → factor
_FACTORS = {
    ("°", "rad"): math.pi / 180,
    ("rad", "°"): 180 / math.pi,
    ("%", ""): 0.01,
}


class Typed(NamedTuple):
    """value: the nearest legal one, None where nothing can be read; reason: why it is another."""

    value: float | None
    reason: str | None = None


def read_typed(text: str, low: float, high: float, *, whole: bool = False, unit: str = "") -> Typed:
    """The legal value nearest to what was typed, with six significant digits. Never raises.

    Args:
      text: what was typed.
      low, high: the least and the greatest legal value.
      whole: only whole numbers are legal.
      unit: what the values are counted in: "°", "rad", "%" or another; "" for a pure number.
    """
    if not text.strip():
        return Typed(None, "empty")
    if len(text) > MOST_TYPED:
        return Typed(None, "not-a-number")
    number, factor = _without_unit(text.strip(), unit.strip())
    value = read_number(number, whole)[0]
    if value is None:
        unclear = read_number(number, whole=True)[0] is not None
        return Typed(None, "unclear" if unclear else "not-a-number")
    if factor is None:
        return Typed(None, "other-unit")
    return _nearest(value * factor, low, high, whole)


def _without_unit(text: str, unit: str) -> tuple[str, float | None]:
    """(the number, what it is to be multiplied with; None where its unit is another quantity's)."""
    if unit and text.casefold().endswith(unit.casefold()):
        return text[: -len(unit)], 1.0
    found = _WITH_UNIT.fullmatch(text)
    if found is None:
        return text, 1.0
    typed = _UNITS[found[2].lower()]
    return found[1], 1.0 if typed == unit else _FACTORS.get((typed, unit))


def _nearest(value: float, low: float, high: float, whole: bool) -> Typed:
    if value > high:
        return Typed(high, "too-large")
    if value < low:
        return Typed(low, "too-small")
    rounded = float(math.floor(value + 0.5)) if whole else value
    kept = min(max(tidy(rounded), low), high) + 0.0  # −0.0 becomes 0.0
    if not whole or kept == value:
        return Typed(kept)
    return Typed(kept, "six-digits" if rounded == value else "not-whole")
