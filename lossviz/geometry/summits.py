"""Where on the sphere a class of the smoothed hinge is furthest ahead: max S_i − LSE_{j≠i} S_j.

g(x) = −LSE_{j≠i}(S_j − S_i) is smooth, but where scores are large it is all ridges, on which a
climber gets stuck. So LSE is first taken at a heat T, T·LSE(z/T), at which the ridges are round,
and Newton's steps in the tangent plane follow the summit down to T = 1.
"""

from typing import NamedTuple

import numpy as np

from lossviz.geometry.conics import perpendicular
from lossviz.geometry.contest import Contest, against, largest, rival_scores

STARTS = 240
TURNS = 160
WARM = 0.1  # first heat, as a share of the largest slope
COLD = 1e-7  # least heat, likewise: a ridge narrower than this is an edge
COOLING = 4
REACH = 0.3  # longest step in radians
SETTLED = 1e-10


class Slopes(NamedTuple):
    """n targets: normals [n, C, 3] and levels [n, C] of S_j − S_i (−∞ for j = i), heat [n]."""

    normals: np.ndarray
    levels: np.ndarray
    heat: np.ndarray

    def only(self, rows: np.ndarray) -> "Slopes":
        """The same for some of the targets."""
        return Slopes(self.normals[rows], self.levels[rows], self.heat[rows])

    def shares(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """g [n] at x [n, 3], and the share [n, C] each rival has in it."""
        z = np.einsum("ncd,nd->nc", self.normals, x) + self.levels
        top = largest(z)
        share = np.exp((z - top[:, None]) / self.heat[:, None])
        total = share.sum(1)
        return -(top + self.heat * np.log(total)), share / total[:, None]


def summits(rules: Contest) -> tuple[np.ndarray, np.ndarray]:
    """(x [F, C, 3], S_i − LSE − m at x [F, C]): where each class is furthest ahead.

    Climbed to from the best of a lattice, so that the lesser of two summits does not count.
    """
    starts = lattice(STARTS)
    classes = np.arange(rules.classes)
    scores = rival_scores(rules, starts[None])
    ahead = np.stack([_ahead(rules, scores, np.full(scores.shape[:2], i)) for i in classes], 1)
    x, height = starts[ahead.argmax(-1)], ahead.max(-1)
    climbed = _climb(rules, x.reshape(-1, 3)).reshape(x.shape)
    top = _ahead(rules, rival_scores(rules, climbed), np.tile(classes, (rules.frames, 1)))
    return np.where((top > height)[..., None], climbed, x), np.maximum(top, height)


def _climb(rules: Contest, x: np.ndarray) -> np.ndarray:
    """From x [F·C, 3] to the summits nearby."""
    slopes, coldest = _slopes(rules)
    x, reach = x.copy(), np.full(len(x), REACH)
    live = np.arange(len(x))
    for _ in range(TURNS):
        if not len(live):
            break
        now = slopes.only(live)
        value, step, free = _step(now, x[live], reach[live])
        size = np.linalg.norm(step, axis=1)
        tried = x[live] + step
        tried /= np.linalg.norm(tried, axis=1, keepdims=True)
        better = now.shares(tried)[0] > value
        x[live[better]] = tried[better]
        reach[live] = np.where(better, np.minimum(2 * reach[live], REACH), size / 4)
        rests = (free & better) | (size < 1e-3)
        cools = rests & (now.heat > coldest[live])
        slopes.heat[live[cools]] = np.maximum(now.heat / COOLING, coldest[live])[cools]
        reach[live[cools]] = REACH
        live = live[cools | (better & (size > SETTLED)) | (~better & (reach[live] > SETTLED))]
    return x


def _slopes(rules: Contest) -> tuple[Slopes, np.ndarray]:
    """All targets in units of their largest slope, and the heat [n] that is 1 in scores."""
    frame, cls = np.divmod(np.arange(rules.frames * rules.classes), rules.classes)
    normals = rules.vectors[frame] - rules.vectors[frame, cls][:, None]
    levels = rules.offsets[frame] - rules.offsets[frame, cls][:, None]
    steepest = np.linalg.norm(normals, axis=-1).max(1)
    unit = np.where(steepest > 0, steepest, 1)
    coldest = np.maximum(1 / unit, COLD)
    levels = np.where(np.arange(rules.classes) == cls[:, None], -np.inf, levels / unit[:, None])
    return Slopes(normals / unit[:, None, None], levels, np.maximum(WARM, coldest)), coldest


def _step(slopes: Slopes, x: np.ndarray, reach: np.ndarray):
    """(g [n], step [n, 3] in the tangent plane, whether it is Newton's own [n]).

    On the sphere the curvature of g is −cov(normals)/T − (x·∇g): the mean over the rivals' shares.
    A step longer than `reach`, or to where g is no hilltop, is damped.
    """
    value, share = slopes.shares(x)
    across = perpendicular(x)
    basis = np.stack([across, np.cross(x, across)], 2)
    flat = slopes.normals @ basis
    mean = np.einsum("nc,nck->nk", share, flat)
    apart = flat - mean[:, None]
    bend = np.swapaxes(apart * share[..., None], 1, 2) @ apart / slopes.heat[:, None, None]
    outward = np.einsum("nc,ncd,nd->n", share, slopes.normals, x)
    bend -= outward[:, None, None] * np.eye(2)
    rise = np.linalg.norm(mean, axis=1)
    a, b, c = bend[:, 0, 0], bend[:, 0, 1], bend[:, 1, 1]
    least = (a + c) / 2 - np.hypot((a - c) / 2, b)
    newton = _solved(a, b, c, -mean)
    free = (least > 0) & (np.linalg.norm(newton, axis=1) <= reach)
    more = np.maximum(-least, 0) + rise / reach + 1e-300
    step = np.where(free[:, None], newton, _solved(a + more, b, c + more, -mean))
    return value, np.einsum("ndk,nk->nd", basis, step), free


def _solved(a, b, c, right: np.ndarray) -> np.ndarray:
    """The solution [n, 2] of [[a, b], [b, c]]·y = right; 0 where there is none."""
    determinant = a * c - b * b
    y = np.stack([c * right[:, 0] - b * right[:, 1], a * right[:, 1] - b * right[:, 0]], 1)
    return y / np.where(determinant > 0, determinant, np.inf)[:, None]


def _ahead(rules: Contest, scores: np.ndarray, cls: np.ndarray) -> np.ndarray:
    own = np.take_along_axis(scores, cls[..., None], -1)[..., 0]
    return own - rules.shift[:, None] - against(rules, scores, cls)


def lattice(n: int) -> np.ndarray:
    """n directions [n, 3], evenly spread (Fibonacci)."""
    k = np.arange(n) + 0.5
    z, turn = 1 - 2 * k / n, np.pi * (1 + 5**0.5) * k
    flat = np.sqrt(1 - z**2)
    return np.stack([flat * np.cos(turn), flat * np.sin(turn), z], 1)
