"""Numbers as people read them: at most three significant digits, with their unit."""

from math import degrees

# from here on thousands are set apart
GROUPED = 10_000
# a smaller angle, in radians, needs more than two decimals
SMALL_ANGLE = 0.1
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float) -> str:
    """At most three significant digits: 16, 0.3, 11.3, 1000, 10,000,000, 2×10⁻⁵."""
    text = f"{value:.3g}"
    if "e" not in text:
        return text
    if abs(value) < 1:
        digits, exponent = text.split("e")
        return f"{digits}×10{raised(int(exponent))}"
    return f"{value:,.0f}" if abs(value) >= GROUPED else f"{value:.0f}"


def with_unit(value: float, unit: str) -> str:
    """A parameter's value; an angle in radians has its degrees beside it."""
    if unit != "rad":
        return number(value)
    angle = degrees(value)
    short = abs(value) >= SMALL_ANGLE or value == round(value, 2)
    radians = f"{value:.2f}" if short else number(value)
    return f"{radians} rad  {f'{angle:.0f}' if abs(angle) >= 1 else number(angle)}°"


def raised(power: int) -> str:
    """An exponent in raised digits: -14 → "⁻¹⁴"."""
    return str(power).translate(RAISED)
