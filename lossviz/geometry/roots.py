"""All roots of many smooth functions at once, none overlooked.

A function whose slope and curvature are bounded cannot reach zero in a cell where it is far from
zero, and crosses it at most once where its slope is steep against its curvature. Cells that are
neither are halved. What is left after that is bracketed, and polished.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

WIDTH = 1e-10  # two roots this near are one: the function touches zero
OVERLAP = 1e-12
CROWD = 200  # undecided cells of one function: it is flat, and finer cells would not help


class Cells(NamedTuple):
    """Intervals [low, high] of the functions `row`."""

    row: np.ndarray
    low: np.ndarray
    high: np.ndarray


def find(
    value_and_slope: Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]],
    cells: Cells,
    steepest: np.ndarray,
    bend: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """(row, root) of every root inside the cells, to about 1e-13, in no order.

    A root on the edge of two cells may come twice.

    Args:
      value_and_slope: (row, t) → h and h' of function `row` at t.
      cells: where to look; h must be smooth inside each.
      steepest, bend: bounds of |h'| and |h''| for each function.
    """
    brackets, touching = isolate(value_and_slope, cells, steepest, bend)

    def value(k, t):
        return value_and_slope(brackets.row[k], t)[0]

    # a root on the edge of two cells must not fall between them by rounding
    k, root = polish(value, brackets.low - OVERLAP, brackets.high + OVERLAP)
    return (np.concatenate([brackets.row[k], touching.row]),
            np.concatenate([root, (touching.low + touching.high) / 2]))  # fmt: skip


def isolate(value_and_slope, cells: Cells, steepest, bend) -> tuple[Cells, Cells]:
    """Cells on which h is monotone, and cells narrower than WIDTH that could not be told.

    A function with more than CROWD undecided cells is within rounding of flat; its cells are handed
    on as they are, so that only changes of sign between them count.
    """
    done: list[Cells] = []
    row, low, high = cells
    while len(row) and (high - low).max() > WIDTH:
        middle, half = (low + high) / 2, (high - low) / 2
        h, slope = (np.abs(v) for v in value_and_slope(row, middle))
        near = h <= half * np.minimum(steepest[row], slope + bend[row] * half / 2)
        crowded = np.bincount(row[near], minlength=len(steepest))[row] > CROWD
        monotone = near & ((slope > bend[row] * half) | crowded)
        done.append(Cells(row[monotone], low[monotone], high[monotone]))
        split = near & ~monotone
        row = np.repeat(row[split], 2)
        low = np.stack([low[split], middle[split]], 1).ravel()
        high = np.stack([middle[split], high[split]], 1).ravel()
    found = Cells(*(np.concatenate(part) for part in zip(*done, strict=True))) if done else cells
    return found, Cells(row, low, high)


def polish(
    value: Callable[[np.ndarray, np.ndarray], np.ndarray],
    low: np.ndarray,
    high: np.ndarray,
    tolerance: float = 1e-13,
) -> tuple[np.ndarray, np.ndarray]:
    """(k, root) for the brackets k whose ends differ in sign, to `tolerance`.

    Regula falsi with the weights of Anderson and Björck, and a halving each ninth step, so that
    the bracket always closes. A value of exactly 0 counts as positive.

    Args:
      value: (k, t) → h of bracket k at t; k is an index array.
      low, high: the brackets.
    """
    k = np.arange(len(low))
    at_low, at_high = value(k, low), value(k, high)
    crosses = (at_low >= 0) != (at_high >= 0)
    k, low, high = k[crosses], low[crosses], high[crosses]
    at_low, at_high = at_low[crosses], at_high[crosses]
    root = np.where(np.abs(at_low) < np.abs(at_high), low, high)
    live = np.flatnonzero(high - low > tolerance)
    for turn in range(160):
        if not len(live):
            break
        a, b, fa, fb = low[live], high[live], at_low[live], at_high[live]
        t = (a + b) / 2
        if turn % 9 != 8:
            with np.errstate(all="ignore"):
                secant = b - fb * (b - a) / (fb - fa)
            t = np.where((secant > a) & (secant < b), secant, t)
        ft = value(k[live], t)
        left = (ft >= 0) == (fa >= 0)  # the root lies right of t
        kept = np.where(left, fa, fb)
        with np.errstate(all="ignore"):
            weight = 1 - ft / kept
        weight = np.where((weight > 0) & np.isfinite(weight), weight, 0.5)
        low[live], high[live] = np.where(left, t, a), np.where(left, b, t)
        at_low[live] = np.where(left, ft, fa * weight)
        at_high[live] = np.where(left, fb * weight, ft)
        moved = np.abs(t - root[live])
        root[live] = t
        live = live[(ft != 0) & (moved > tolerance) & (high[live] - low[live] > tolerance)]
    return k, root
