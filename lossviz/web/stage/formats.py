"""Numbers as people read them: at most three significant digits, with their unit."""

from math import degrees


def number(value: float) -> str:
    """At most three significant digits, no exponent: 16, 0.3, 11.3, 1000."""
    text = f"{value:.3g}"
    return f"{value:.0f}" if "e" in text else text


def with_unit(value: float, unit: str) -> str:
    """A parameter's value; an angle in radians has its degrees beside it."""
    if unit != "rad":
        return number(value)
    return f"{value:.2f} rad  {degrees(value):.0f}°"
