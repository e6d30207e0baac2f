"""Unions of intervals from candidate end points and a membership test.

The candidates may hold more points than the true ends: between two neighbours membership does not
change, so one test in the middle decides, and neighbours that agree are joined.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

TINY = 1e-11  # narrower pieces are rounding, not regions


class Intervals(NamedTuple):
    """Intervals of R rows: row [S], start [S], end [S], ordered by row and start."""

    row: np.ndarray
    start: np.ndarray
    end: np.ndarray


def pad(rows: np.ndarray, values: np.ndarray, n_rows: int) -> np.ndarray:
    """Ragged values as a matrix [n_rows, K], NaN where a row has fewer."""
    order = np.argsort(rows, kind="stable")
    rows, values = rows[order], values[order]
    first = np.searchsorted(rows, np.arange(n_rows))
    position = np.arange(len(rows)) - first[rows]
    matrix = np.full((n_rows, int(position.max(initial=-1)) + 1), np.nan)
    matrix[rows, position] = values
    return matrix


def between(
    breaks: np.ndarray, low: float, high: float, inside: Callable[[np.ndarray], np.ndarray]
) -> Intervals:
    """Intervals of [low, high] where `inside` holds.

    Args:
      breaks: candidate end points [R, K]; NaN and points outside [low, high] are left out.
      inside: membership at points [R, K'] as booleans [R, K'].
    """
    edges = np.clip(np.where(np.isnan(breaks), low, breaks), low, high)
    ends = np.broadcast_to([low, high], (len(edges), 2))
    edges = np.sort(np.concatenate([edges, ends], 1), 1)
    start, end = edges[:, :-1], edges[:, 1:]
    real = end - start > TINY
    row, _ = np.nonzero(real)
    held = inside((start + end) / 2)[real]
    start, end = start[real], end[real]
    joined = np.zeros(len(row), bool)
    joined[1:] = held[1:] & held[:-1] & (row[1:] == row[:-1])
    opens = held & ~joined
    closes = held & ~np.append(joined[1:], False)
    return Intervals(row[opens], start[opens], end[closes])


def around(breaks: np.ndarray, inside: Callable[[np.ndarray], np.ndarray]) -> Intervals:
    """Intervals of the circle where `inside` holds; start in [−π, π), end up to start + 2π.

    Args: as for `between`; candidates of any turn.
    """
    row, start, end = between((breaks + np.pi) % (2 * np.pi) - np.pi, -np.pi, np.pi, inside)
    # an interval that reaches π goes on in the one that starts at −π
    last = np.flatnonzero(end == np.pi)
    head = np.full(len(breaks), -1)
    head[row[start == -np.pi]] = np.flatnonzero(start == -np.pi)
    first = head[row[last]]
    wraps = (first >= 0) & (first != last)
    end = end.copy()
    end[last[wraps]] = end[first[wraps]] + 2 * np.pi
    keep = np.ones(len(row), bool)
    keep[first[wraps]] = False
    return Intervals(row[keep], start[keep], end[keep])
