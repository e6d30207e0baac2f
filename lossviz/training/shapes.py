"""Sizes on a grid, so that settings that differ a little share a compiled program.

Points, inputs and hidden units are filled up to the next size of the grid: points with repeated
ones that have no share in the loss, inputs and units with zeros that stay zero under every
optimiser. A run's numbers are the same to rounding.
"""

import math
from bisect import bisect_left

import numpy as np

from lossviz.encoder import Encoder, FreePoints, Mlp, Values

LARGEST = 4096


def _grid(through: int) -> tuple[int, ...]:
    """Four sizes an octave, one of them `through`; all of them up to 8."""
    sizes = {
        math.ceil(through * 2.0**octave * part)
        for octave in range(-12, 13)
        for part in (1, 1.25, 1.5, 1.75)
    }
    return tuple(sorted({*range(9), *(size for size in sizes if 8 < size <= LARGEST)}))


# the grids go through what most people ask for: 64 units, and 360 points with 180 to test
UNITS, POINTS = _grid(64), _grid(360)


def roomy(count: int, grid: tuple[int, ...] = UNITS) -> int:
    """The least size of the grid that holds `count`: … 32, 40, 48, 56, 64, 80, 96, … for units.

    What lies beyond the grid, or 0, keeps its size.
    """
    place = bisect_left(grid, count)
    return grid[place] if place < len(grid) else count


def roomy_points(count: int) -> int:
    """The size for so many points."""
    return roomy(count, POINTS)


def filled(columns: Values, count: int) -> np.ndarray:
    """Columns [D, N] → [D, count]: the first one is repeated, so that all that comes is finite."""
    missing = count - columns.shape[1]
    return np.concatenate([columns, np.repeat(columns[:, :1], missing, axis=1)], axis=1)


def with_zeros(array: Values, shape: tuple[int, ...]) -> np.ndarray:
    """The array in the corner of zeros of this shape."""
    room = [(0, size - there) for size, there in zip(shape, array.shape, strict=True)]
    return np.pad(array, room)


def roomy_encoder(encoder: Encoder) -> Encoder:
    """The encoder with its inputs and hidden units filled up; what it computes stays the same."""
    if isinstance(encoder, FreePoints):
        return FreePoints(filled(encoder.points, roomy_points(encoder.points.shape[1])))
    *hidden, last = (len(bias) for bias in encoder.biases)
    outs = (*map(roomy, hidden), last)
    sizes = (roomy(encoder.weights[0].shape[1]), *outs)
    weights = (
        with_zeros(weight, shape)
        for weight, shape in zip(encoder.weights, zip(outs, sizes[:-1], strict=True), strict=True)
    )
    biases = (with_zeros(bias, (size,)) for bias, size in zip(encoder.biases, outs, strict=True))
    return Mlp(tuple(weights), tuple(biases))
