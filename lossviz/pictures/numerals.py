"""Numbers as the pictures write them: the same texts as `web/js/drawing/format.js`."""

import math
from decimal import ROUND_HALF_UP, Decimal

# beyond these a number is written with a power of ten
SMALL, LARGE = 1e-3, 1e5
# digits after the point of what is at least so large
PLACES = ((1e4, 1), (1e3, 2), (1e2, 3), (0, 4))
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def written(kind: str, value: float) -> str:
    """`value` as text.

    "precise" (0.6439, 9.36×10⁻¹⁴), "share" (0.644, <0.001), "score" (−1.5), "digits" (0.0718,
    16, 1,448). What does not apply, NaN, is "–".

    Raises:
      KeyError: another kind.
    """
    write = KINDS[kind]
    value = float(value)
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return write(value).replace("-", "−")


def powers(base: float, exponent: float) -> str:
    """base^exponent as the ticks of an axis of powers have it: 0.5, 64, 1k, 10M."""
    value = base**exponent
    for size, sign in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{_trimmed(f'{value / size:.3g}')}{sign}"
    return _trimmed(f"{value:.3g}")


def _precise(value: float) -> str:
    size = abs(value)
    if _is_short(value):
        return _short(value)
    if size < SMALL or size >= LARGE:
        return _power(value, 2)
    if size < 0.01:
        return f"{value:#.3g}"
    return _decimals(value, next(places for least, places in PLACES if size >= least))


def _share(value: float) -> str:
    if abs(value) >= LARGE:
        return _power(value, 1)
    if value == round(value):
        return f"{value:.0f}" if value else "0"
    if 0 < value < 0.0005:
        return "<0.001"
    return _power(value, 0) if -0.0005 < value < 0 else _decimals(value, 3)


def _score(value: float) -> str:
    return _power(value, 1) if abs(value) >= LARGE else _short(value)


def _digits(value: float) -> str:
    size = abs(value)
    if size >= LARGE or 0 < size < SMALL:
        return _power(value, 1)
    return f"{round(value):,}" if size >= 1000 else _trimmed(f"{value:.3g}")


KINDS = {"precise": _precise, "share": _share, "score": _score, "digits": _digits}


def _decimals(value: float, places: int) -> str:
    """So many decimals; what would look like a whole number says that it is none."""
    text = _fixed(value, places)
    if value == round(value) or float(text) != round(float(text)):
        return text
    return f">0.{'9' * places}" if 0 < value < 1 else f"≈{float(text):.0f}"


def _power(value: float, places: int) -> str:
    digits, exponent = f"{value:.{places}e}".split("e")
    return f"{digits}×10{str(int(exponent)).translate(RAISED)}"


def _short(value: float) -> str:
    """At most two decimals, no zeros at the end and no minus sign before 0."""
    return _trimmed(_fixed(value, 2))


def _is_short(value: float) -> bool:
    return abs(value) < LARGE and abs(value - round(value, 2)) <= 4e-8 * max(abs(value), 1e-30)


def _fixed(value: float, places: int) -> str:
    """As JavaScript's `toFixed`: a half goes away from 0, Python's would go to the even one."""
    return str(Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _trimmed(text: str) -> str:
    if "e" in text:
        return _trimmed(f"{Decimal(text):f}")
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short in ("-0", "") else short
