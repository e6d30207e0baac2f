"""Edges of the smoothed hinge's regions on the sphere: S_i − LSE_{j≠i} S_j = m.

No pair of classes makes this edge. It is met along great circles through the direction in which the
class is furthest ahead: the roots on each circle, joined from one circle to the next.
"""

import numpy as np

from lossviz.geometry.conics import perpendicular
from lossviz.geometry.contest import Contest, largest, log_sum_exp
from lossviz.geometry.intervals import around, pad
from lossviz.geometry.roots import polish
from lossviz.geometry.summits import summits

CIRCLES = 36  # great circles through the summit, each two meridians
CELLS = 20  # parts of a circle that may hold one root each
UNEVEN = 0.0123  # where symmetric figures have no root, whose sign would be rounding's


def loops(rules: Contest) -> tuple[np.ndarray, ...]:
    """(frame, cls, rival = −1, points [V, 3], number of points of each line).

    Where the regions are as seen from their summit (one root on each meridian, or the same number
    on all) the lines are closed and every point is exact. Where a region turns back on a meridian
    the line stops at the last meridian that meets it.
    """
    summit, height = summits(rules)
    held = np.flatnonzero((height > 0).ravel() & np.repeat(rules.finite, rules.classes))
    frame, cls = np.divmod(held, rules.classes)
    axis = summit.reshape(-1, 3)[held]
    across = perpendicular(axis)
    up = np.cross(axis, across)
    angle = np.arange(CIRCLES) * np.pi / CIRCLES
    meridian = np.cos(angle)[:, None] * across[:, None] + np.sin(angle)[:, None] * up[:, None]
    row, phi = _roots(rules, frame, cls, axis, meridian)
    # a circle's negative half is the meridian opposite
    turn = row % CIRCLES + np.where(phi < 0, CIRCLES, 0)
    place = row // CIRCLES * 2 * CIRCLES + turn
    order = np.lexsort((np.abs(phi), place))
    theta = pad(place[order], np.abs(phi)[order], len(held) * 2 * CIRCLES)
    theta = theta.reshape(len(held), 2 * CIRCLES, theta.shape[1])
    line, index, count = _runs(theta)
    return _traced(theta, line, index, count, (frame, cls), (axis, across, up))


def _roots(rules: Contest, frame, cls, axis, meridian) -> tuple[np.ndarray, np.ndarray]:
    """(circle [n·CIRCLES], φ) where S_i − LSE = m at cos φ·axis + sin φ·meridian."""
    n = len(frame)
    own = np.arange(rules.classes) == cls[:, None]
    # differences from the target leave only the rivals: h = −m − LSE_{j≠i}(S_j − S_i)
    vectors = rules.vectors[frame] - rules.vectors[frame, cls][:, None]
    offsets = rules.offsets[frame] - rules.offsets[frame, cls][:, None]
    offsets = np.where(own, -np.inf, offsets)
    ahead = np.einsum("nck,nk->nc", vectors, axis)
    beside = meridian @ np.swapaxes(vectors, 1, 2)
    grid = np.linspace(-np.pi, np.pi, CELLS + 1) + UNEVEN
    grid[CELLS // 2] = 0  # the summit, known to be inside: a region of any size round it is met
    turn = grid[:, None]
    z = ahead[:, None, None] * np.cos(turn) + beside[:, :, None] * np.sin(turn)
    inside = _below(z + offsets[:, None, None], -rules.shift[frame][:, None, None])
    circle, cell = np.nonzero((inside[..., :-1] != inside[..., 1:]).reshape(n * CIRCLES, CELLS))
    beside = beside.reshape(n * CIRCLES, rules.classes)[circle]
    who = circle // CIRCLES
    ahead, offsets, shift = ahead[who], offsets[who], rules.shift[frame[who]]

    def value(k: np.ndarray, phi: np.ndarray) -> np.ndarray:
        z = ahead[k] * np.cos(phi)[:, None] + beside[k] * np.sin(phi)[:, None] + offsets[k]
        return -log_sum_exp(z) - shift[k]

    k, phi = polish(value, grid[cell], grid[cell + 1])
    return circle[k], np.where(phi > np.pi, phi - 2 * np.pi, phi)


def _below(values: np.ndarray, level: np.ndarray) -> np.ndarray:
    """Whether LSE over the last axis is ≤ level; only where largest ≤ LSE ≤ largest + log C does
    not tell is it worked out.
    """
    room = np.broadcast_to(level, values.shape[:-1]) - largest(values)
    below = room >= np.log(values.shape[-1])
    open_ = np.nonzero((room >= 0) & ~below)
    below[open_] = log_sum_exp(values[open_]) <= np.broadcast_to(level, below.shape)[open_]
    return below


def _runs(theta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lines through theta [n, M, K]: (row·K + k of each line, first meridian, how many).

    The k-th roots of neighbouring meridians belong together where both have as many roots.
    """
    n, meridians, ways = theta.shape
    number = (~np.isnan(theta)).sum(-1)
    joined = (number == np.roll(number, -1, 1))[:, None] & (np.arange(ways)[:, None]
                                                            < number[:, None])  # fmt: skip
    joined = joined.reshape(n * ways, meridians)
    step = 2 * np.pi / meridians
    grid = np.tile(np.arange(meridians) * step - np.pi, (n * ways, 1))
    pieces = around(grid, lambda u: np.take_along_axis(
        joined, np.clip(((u + np.pi) / step).astype(int), 0, meridians - 1), 1))  # fmt: skip
    index = np.rint((pieces.start + np.pi) / step).astype(int)
    return pieces.row, index, np.rint((pieces.end - pieces.start) / step).astype(int) + 1


def _traced(theta, line, index, count, names, basis):
    _, meridians, ways = theta.shape
    row, way = np.divmod(line, max(ways, 1))
    which = np.repeat(np.arange(len(line)), count)
    first = np.append(0, np.cumsum(count))
    turn = (index[which] + np.arange(first[-1]) - first[which]) % meridians
    at = theta[row[which], turn, way[which]]
    azimuth = turn * 2 * np.pi / meridians
    axis, across, up = (v[row[which]] for v in basis)
    points = np.cos(at)[:, None] * axis + np.sin(at)[:, None] * (
        np.cos(azimuth)[:, None] * across + np.sin(azimuth)[:, None] * up
    )
    frame, cls = (v[row] for v in names)
    return frame, cls, np.full(len(line), -1), points, count
