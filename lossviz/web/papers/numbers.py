"""Published and computed numbers as the page writes them."""

import numpy as np

from lossviz.stage.formats import number, raised

# two digits more than are published: enough to see how near it is
FURTHER = 2
# smaller differences are written with a power of ten
SMALL = 1e-3


def pretty(text: str) -> str:
    """ "9.36e-14" → "9.36×10⁻¹⁴", "-1" → "−1"."""
    digits, mark, exponent = text.partition("e")
    power = f"×10{raised(int(exponent))}" if mark else ""
    return digits.replace("-", "−") + power


def written(value: float, published: str) -> str:
    """Our number with two digits more than the published one has."""
    digits, exponent = published.partition("e")[::2]
    places = len(digits.partition(".")[2]) + FURTHER
    return pretty(f"{value:.{places}{'e' if exponent else 'f'}}")


def difference(differences: tuple[float, ...]) -> str:
    """The largest difference, with its sign and one digit if it is small."""
    largest = max(differences, key=abs)
    if largest == 0:
        return "0"
    if abs(largest) < SMALL:
        return pretty(f"{largest:+.0e}")
    return pretty(f"{largest:+.4f}".rstrip("0"))


def measured(values: tuple[float, ...], kind: str) -> list[str]:
    """Measurements: "degrees" 8.73° or 41.1°, "percent" 11 %, "loss" 0.245, "ratio" 1.005.

    All of them have one digit more where two that differ would look the same.
    """
    texts = [_measured(value, kind, 0) for value in values]
    if len(set(texts)) == len(set(values)):
        return texts
    return [_measured(value, kind, 1) for value in values]


def _measured(value: float, kind: str, more: int) -> str:
    if kind == "degrees":
        return f"{value:.{(2 if value < 10 else 1) + more}f}°"
    if kind == "percent":
        return f"{number(float(np.round(100 * value, 1 + more)))} %"
    return f"{value:.{3 + more}f}" if kind == "ratio" else f"{value:.{3 + more}g}"
