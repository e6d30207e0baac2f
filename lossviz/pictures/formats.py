"""Numbers as the browser writes them: the same texts as `web/js/drawing/format.js`.

JavaScript rounds a decimal half away from 0, Python to the even neighbour; so digits come from
`Decimal`, which holds the double to its last digit. A test compares both, text by text.
"""

import math
from collections.abc import Callable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

import numpy as np

from lossviz.pictures.picture import Value
from lossviz.pictures.reading import Frame, number

# beyond these a number is written with a power of ten
SMALL, LARGE = 1e-3, 1e5
# digits after the point of what is at least so large: a single-precision number has seven in all
PLACES = ((1e4, 1), (1e3, 2), (1e2, 3), (0, 4))
# from here on JavaScript's `toFixed` writes a power of ten
UNFIXED = 1e21
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def written(kind: str, value: float) -> str:
    """`value` as text.

    "precise" (0.6439, 9.36×10⁻¹⁴), "share" (0.644, −6×10⁻⁶), "score" (−1.5), "digits" (0.0718,
    16, 1,448), "count" (10,000), "percent" (64.4 %), "loss" (as precise; one that is no number is
    called so), "three" (0.644, 16.0), "degrees" (15.2°). A number that does not apply, NaN, is "–",
    an infinite one "∞".

    Raises:
      KeyError: another kind.
    """
    write, value = KINDS[kind], float(value)
    if math.isnan(value):
        return "NaN" if kind == "loss" else "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return write(value).replace("-", "−", 1)


def shown(kind: str, frame: Frame, what: Value) -> str:
    """A number of the frame as text, in the single precision in which the browser gets arrays."""
    value = number(frame, what)
    return written(kind, float(np.float32(value)) if isinstance(what, str) else value)


def powers(base: float, exponent: float) -> str:
    """base^exponent as the ticks of an axis of powers have it: 0.5, 64, 1k, 10M."""
    value = base**exponent
    for size, sign in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{_trimmed(_significant(value / size, 3))}{sign}"
    return _trimmed(_significant(value, 3))


def _precise(value: float) -> str:
    """Four decimals, or three digits of what is small; what was chosen with two stays so."""
    size = abs(value)
    if _is_short(value):
        return _short(value)
    if size < SMALL or size >= LARGE:
        return _power(value, 2)
    if size < 0.01:
        return _significant(value, 3)
    return _decimals(value, next(places for least, places in PLACES if size >= least))


def _share(value: float) -> str:
    """Three decimals, but never a whole number for what is none."""
    if abs(value) >= LARGE:
        return _power(value, 1)
    if value % 1 == 0:
        return str(int(value))
    if 0 < value < 0.0005:
        return "<0.001"
    return _power(value, 0) if -0.0005 < value < 0 else _decimals(value, 3)


def _score(value: float) -> str:
    return _power(value, 1) if abs(value) >= LARGE else _short(value)


def _digits(value: float) -> str:
    """At most three digits, without zeros at the end; from 1,000 on a whole number."""
    size = abs(value)
    if size >= LARGE or 0 < size < SMALL:
        return _power(value, 1)
    rounded = _significant(value, 3)
    return _count(value) if abs(float(rounded)) >= 1000 else _trimmed(rounded)


def _count(value: float) -> str:
    """A whole number with its thousands set apart; a half goes up, as in `Math.round`."""
    # the shortest digits of a large double, as browsers have them, not its exact ones
    whole = (Decimal(repr(value)) + Decimal("0.5")).to_integral_value(ROUND_FLOOR)
    # JavaScript knows a negative nothing
    return "-0" if whole == 0 and math.copysign(1, value) < 0 else f"{int(whole):,}"


def whole_percent(share: float) -> str:
    """A share as a whole percentage, where its digits do not matter."""
    return f"{100 * share:.0f} %"


def _percent(value: float) -> str:
    """A share as a percentage: nearly nothing is not 0 %."""
    if 0 < value < 1e-9:
        return "≈0 %"
    if 0 < value < 0.0005:
        return f"{_tiny(100 * value)} %"
    return f"{'100' if value >= 0.9995 else _fixed(100 * value, 1)} %"


def _tiny(value: float) -> str:
    """Two digits of what is above 0 and below 0.1: they stand in narrow places."""
    return _power(value, 1) if value < SMALL else _significant(value, 2)


def _three(value: float) -> str:
    """At most three digits, with the zeros at their end: what stands still while it changes."""
    size = abs(value)
    if size >= LARGE or 0 < size < SMALL:
        return _power(value, 1)
    if 0 < size < 0.1:
        return _significant(value, 2)
    places = 0 if size >= 100 or size == 0 else 1 if size >= 10 else 2 if size >= 1 else 3
    return _fixed(float(_significant(value, 3)), places)


def _degrees(value: float) -> str:
    return f"{_three(value)}°"


KINDS: dict[str, Callable[[float], str]] = {
    "precise": _precise,
    "share": _share,
    "score": _score,
    "digits": _digits,
    "count": _count,
    "percent": _percent,
    "loss": _precise,
    "three": _three,
    "degrees": _degrees,
}


def _decimals(value: float, places: int) -> str:
    """So many decimals; what would look like a whole number and is none says so."""
    text = _fixed(value, places)
    if value % 1 == 0 or not float(text).is_integer():
        return text
    return f">0.{'9' * places}" if 0 < value < 1 else f"≈{float(text):.0f}"


def _power(value: float, places: int) -> str:
    rounded = _rounded(value, places + 1)
    exponent = rounded.adjusted() if rounded else 0
    digits = _fixed_decimal(rounded.scaleb(-exponent), places)
    return f"{digits}×10{str(exponent).translate(RAISED)}"


def _short(value: float) -> str:
    """At most two decimals, no zeros at the end and no minus sign before 0."""
    return _trimmed(_fixed(value, 2))


def _is_short(value: float) -> bool:
    """Whether it is a number of two decimals, or the single-precision number next to one."""
    if abs(value) >= LARGE:
        return False
    near = float(_fixed(value, 2))
    return near == value or float(np.float32(near)) == value


def _significant(value: float, digits: int) -> str:
    """So many digits, as `toPrecision` for what needs no power of ten."""
    rounded = _rounded(value, digits)
    places = digits - 1 - (rounded.adjusted() if rounded else 0)
    return _fixed_decimal(rounded, max(places, 0))


def _rounded(value: float, digits: int) -> Decimal:
    return Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal(Decimal(value))


def _fixed(value: float, places: int) -> str:
    if abs(value) >= UNFIXED:
        return _plain(value)
    # −0 has no sign, −0.001 keeps it
    return _fixed_decimal(Decimal(value) if value else Decimal(0), places)


def _fixed_decimal(value: Decimal, places: int) -> str:
    wide = Context(prec=60)
    return f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, wide):f}"


def _plain(value: float) -> str:
    """A number so large as JavaScript's `String` has it, 1e+21."""
    return repr(value).replace(".0e", "e")


def _trimmed(text: str) -> str:
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short == "-0" else short
