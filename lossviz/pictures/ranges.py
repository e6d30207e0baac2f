"""From where to where an axis goes: the same as `web/js/drawing/range.js`."""

from collections.abc import Iterable

import numpy as np

from lossviz.pictures.picture import Axis
from lossviz.pictures.reading import Frame, number, numbers_of

NICE = (1, 1.5, 2, 3, 4, 5, 6, 8, 10)
# how far the picture goes beyond a curve that it grows with
BEYOND = 0.1


def range_of(axis: Axis, frame: Frame, lines: Iterable[str]) -> tuple[float, float]:
    """As the record says, or on, as far as the curves with these arrays do."""
    low, high = number(frame, axis.low), number(frame, axis.high)
    if not axis.grows:
        return low, high
    room = BEYOND if axis.grows == "close" else 0.0
    for name in lines:
        values = numbers_of(frame, name)
        values = values[np.isfinite(values)]
        if len(values):
            low, high = min(low, values.min() - room), max(high, values.max() + room)
    return (low, nice_top(high)) if axis.grows == "round" else (float(low), float(high))


def nice_top(peak: float) -> float:
    """The least round number that `peak` does not pass; 1 where nothing is above 0."""
    if not peak > 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(peak))
    return float(next(part * power for part in NICE if part * power >= 0.999 * peak))
