"""Curves on the sphere where ‖v_i‖ψ(θ_i) = ‖v_j‖cos θ_j for a ψ made of two tones.

With θ measured from v_i and t the azimuth round it, counted from v_j, the tie reads
cos t = q(θ) = (‖v_i‖ψ(θ)/‖v_j‖ − cos θ cos Δ)/(sin θ sin Δ). So each range of θ in which |q| ≤ 1
is one closed curve, mirrored in the plane of v_i and v_j, and its ends are ties on that plane's
great circle.
"""

from typing import NamedTuple

import numpy as np

from lossviz.geometry.conics import perpendicular
from lossviz.geometry.contest import Contest, bent, largest, unit
from lossviz.geometry.intervals import between, pad
from lossviz.geometry.roots import polish
from lossviz.geometry.tones import Pairs, meetings, tones

PARALLEL = 1e-9  # below this sin Δ the curve is a circle about v_i
COARSE = 36  # cells of u in which crossings are looked for
UNEVEN = 0.0123  # where symmetric figures have no crossing, whose sign would be rounding's
FINER = 4  # parts of a cell that may hold one


class Bends(NamedTuple):
    """Closed curves x(u), u in [−π, π): θ runs from low [P] to high [P] and back."""

    rules: Contest
    frame: np.ndarray
    cls: np.ndarray
    axis: np.ndarray
    across: np.ndarray
    up: np.ndarray
    angle: np.ndarray
    own: np.ndarray
    other: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def at(self, row: np.ndarray, u: np.ndarray) -> np.ndarray:
        """Points [..., 3] of the curves row [...] at u [...]."""
        low, high = self.low[row], self.high[row]
        theta = (low + high) / 2 - (high - low) / 2 * np.cos(u)
        angle, c, s = self.angle[row], np.cos(theta), np.sin(theta)
        params = {k: v[self.frame[row]] for k, v in self.rules.params.items()}
        own = bent(self.rules, self.own[row] * c, self.own[row], params)
        with np.errstate(all="ignore"):
            q = (own / self.other[row] - c * np.cos(angle)) / (s * np.sin(angle))
        azimuth = np.where(low == high, u, np.copysign(np.arccos(np.clip(q, -1, 1)), np.sin(u)))
        turn = np.cos(azimuth)[..., None] * self.across[row]
        turn += np.sin(azimuth)[..., None] * self.up[row]
        return c[..., None] * self.axis[row] + s[..., None] * turn

    def cuts(self, normal: np.ndarray, level: np.ndarray) -> np.ndarray:
        """u [P, K'] where a plane normal·x = level crosses a curve that is above all other planes.

        normal [P, K, 3], level [P, K], NaN for planes to be left out. Crossings are told from
        changes of sign, plane by plane, between the points of a grid, and polished; a plane that
        only grazes the curve between two points of the finer grid is overlooked.
        """
        coarse = np.linspace(0, 2 * np.pi, COARSE + 1) + UNEVEN
        row, cell = np.nonzero(_near(self._heights(np.arange(len(level)), coarse, normal, level)))
        fine = np.linspace(coarse[cell], coarse[cell + 1], FINER + 1, axis=1)
        heights = self._heights(row, fine, normal, level)
        crossed = (heights[:, :-1] >= 0) != (heights[:, 1:] >= 0)
        k, step, plane = np.nonzero(crossed & _near(heights)[..., None])
        row, low, high = row[k], fine[k, step], fine[k, step + 1]
        normal, level = normal[row, plane], level[row, plane]

        def height(b: np.ndarray, u: np.ndarray) -> np.ndarray:
            return np.sum(normal[b] * self.at(row[b], u), -1) - level[b]

        b, root = polish(height, low, high)
        return pad(row[b], root, len(self.frame))

    def _heights(self, row, u, normal, level) -> np.ndarray:
        """normal·x − level [n, K', K] along the curves row [n] at u [K'] or [n, K']; ∞ for NaN."""
        x = self.at(row[:, None], u)
        heights = x @ np.swapaxes(normal[row], 1, 2) - level[row][:, None]
        return np.where(np.isnan(level)[row][:, None], np.inf, heights)


def _near(heights: np.ndarray) -> np.ndarray:
    """Cells [n, K' − 1] that no plane, from its values and change [n, K', K], rules out."""
    lowest = -largest(-heights)
    finite = np.where(np.isinf(heights), 0, heights)
    change = largest(np.abs(finite[:, 1:] - finite[:, :-1]))
    return (np.maximum(lowest[:, :-1], lowest[:, 1:]) + 2 * change >= 0) & (change > 0)


def bends(rules: Contest, frame, cls, rival) -> tuple[np.ndarray, Bends]:
    """(p, curves): all curves of the duels cls [P] against rival [P], and the duel each is of."""
    own, other = rules.vectors[frame, cls], rules.vectors[frame, rival]
    length, rival_length = rules.length[frame, cls], rules.length[frame, rival]
    axis = unit(own)
    cross = np.linalg.norm(np.cross(axis, unit(other)), axis=-1)
    angle = np.arctan2(cross, np.sum(axis * unit(other), -1))
    thin = cross * rival_length < PARALLEL * np.maximum(length, rival_length)
    duel, low, high = _ranges(rules, Pairs(frame, cls, rival, angle), length, rival_length, thin)
    axis = axis[duel]
    across = perpendicular(axis, other[duel])
    return duel, Bends(
        rules, frame[duel], cls[duel], axis, across, np.cross(axis, across), angle[duel],
        length[duel], rival_length[duel], low, high,
    )  # fmt: skip


def _ranges(rules, pairs: Pairs, length, rival_length, thin):
    """(duel, low, high): the ranges of θ with |q| ≤ 1; low = high for circles about v_i."""
    n = len(pairs.frame)
    both = Pairs(*(np.tile(v, 2) for v in pairs[:3]), np.append(pairs.angle, -pairs.angle))
    pair, theta = meetings(rules, both)
    duel, near = pair % n, pair < n
    edges = tones(rules.loss.key, rules.params).edges[pairs.frame]
    breaks = np.concatenate([pad(duel, theta, n), edges], 1)

    def inside(theta: np.ndarray) -> np.ndarray:
        params = {k: v[pairs.frame][:, None] for k, v in rules.params.items()}
        own = bent(rules, length[:, None] * np.cos(theta), length[:, None], params)
        rival = rival_length[:, None]
        delta = pairs.angle[:, None]
        within = (own <= rival * np.cos(theta - delta)) & (own >= rival * np.cos(theta + delta))
        return within & (length > 0)[:, None] & ~thin[:, None]

    ranges = between(breaks, 0, np.pi, inside)
    ring = thin[duel] & near & (np.sin(theta) > PARALLEL)
    return (np.append(ranges.row, duel[ring]), np.append(ranges.start, theta[ring]),
            np.append(ranges.end, theta[ring]))  # fmt: skip
