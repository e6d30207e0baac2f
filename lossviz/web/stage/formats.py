"""Numbers as people read them: at most three significant digits, with their unit."""

from math import degrees

# from here on thousands are set apart
GROUPED = 10_000


def number(value: float) -> str:
    """At most three significant digits, no exponent: 16, 0.3, 11.3, 1000, 10,000,000."""
    text = f"{value:.3g}"
    if "e" not in text:
        return text
    return f"{value:,.0f}" if abs(value) >= GROUPED else f"{value:.0f}"


def with_unit(value: float, unit: str) -> str:
    """A parameter's value; an angle in radians has its degrees beside it."""
    if unit != "rad":
        return number(value)
    return f"{value:.2f} rad  {degrees(value):.0f}°"
