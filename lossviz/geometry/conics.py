"""Closed curves on the unit sphere where two classes tie, each as x(u) with u in [−π, π).

Great and small circles, and the spherical hyperbola θ_j − θ_i = m, which is the spherical ellipse
of sum θ(v_i) + θ(−v_j) = π − m. Where a third class's plane E·x + e = 0 cuts them is a closed form.
"""

from typing import NamedTuple

import numpy as np

from lossviz.geometry.circle import crossings


class Circles(NamedTuple):
    """x(u) = height·axis + radius (cos u·across + sin u·up); axis, across, up [P, 3]."""

    axis: np.ndarray
    across: np.ndarray
    up: np.ndarray
    height: np.ndarray
    radius: np.ndarray

    def at(self, row: np.ndarray, u: np.ndarray) -> np.ndarray:
        """Points [..., 3] of the curves row [...] at u [...]."""
        turn = np.cos(u)[..., None] * self.across[row] + np.sin(u)[..., None] * self.up[row]
        return self.height[row, None] * self.axis[row] + self.radius[row, None] * turn

    def cuts(self, normal: np.ndarray, level: np.ndarray) -> np.ndarray:
        """u [P, 2K] where normal·x = level for K planes a curve: normal [P, K, 3], level [P, K].

        NaN where the plane misses the curve.
        """
        wave = np.stack([_along(normal, self.across), _along(normal, self.up)], -1)
        rest = level - _along(normal, self.axis) * self.height[:, None]
        u = crossings(wave * self.radius[:, None, None], rest)
        return u.reshape(len(u), 2 * level.shape[1])


def circles(normal: np.ndarray, level: np.ndarray) -> tuple[np.ndarray, Circles]:
    """(p, circles): the planes p of normal·x = level that cut the sphere, and their circles."""
    length = np.linalg.norm(normal, axis=-1)
    with np.errstate(all="ignore"):
        height = level / length
    cut = np.flatnonzero(np.abs(height) < 1)  # a NaN of equal classes fails this
    axis, height = normal[cut] / length[cut, None], height[cut]
    across = perpendicular(axis)
    return cut, Circles(axis, across, np.cross(axis, across), height,
                        np.sqrt((1 - height) * (1 + height)))  # fmt: skip


class Ellipses(NamedTuple):
    """Spherical ellipses about `axis` with half-axes a (along `across`) and b (along `up`).

    Seen along the axis they are plane ellipses of half-axes sin a and sin b, hence
    x(u) = sin a cos u·across + sin b sin u·up + √(cos²a cos²u + cos²b sin²u)·axis.
    """

    axis: np.ndarray
    across: np.ndarray
    up: np.ndarray
    cos_a: np.ndarray
    cos_b: np.ndarray
    ratio: np.ndarray

    def at(self, row: np.ndarray, u: np.ndarray) -> np.ndarray:
        """Points [..., 3] of the curves row [...] at u [...]."""
        cos_a, cos_b, c, s = self.cos_a[row], self.cos_b[row], np.cos(u), np.sin(u)
        height = np.hypot(cos_a * c, cos_b * s)
        return (
            (_sine(cos_a) * c)[..., None] * self.across[row]
            + (_sine(cos_b) * s)[..., None] * self.up[row]
            + height[..., None] * self.axis[row]
        )

    def cuts(self, normal: np.ndarray, level: np.ndarray) -> np.ndarray:
        """u [P, 2K] where normal·x = 0 for K planes a curve: normal [P, K, 3].

        The curve lies on the cone τ → cos a·axis + sin a cos τ·across + ratio sin b sin τ·up with
        ratio = cos a/cos b. `level` must be 0: a cone meets planes through its tip only so simply.
        """
        wave = np.stack([
            _along(normal, self.across) * _sine(self.cos_a)[:, None],
            _along(normal, self.up) * (self.ratio * _sine(self.cos_b))[:, None],
        ], -1)  # fmt: skip
        tau = crossings(wave, -_along(normal, self.axis) * self.cos_a[:, None])
        u = np.arctan2(self.ratio[:, None, None] * np.sin(tau), np.cos(tau))
        return u.reshape(len(u), 2 * level.shape[1])


def hyperbolas(
    own: np.ndarray, other: np.ndarray, margin: np.ndarray
) -> tuple[np.ndarray, Ellipses]:
    """(p, curves) of {θ(other) − θ(own) = margin} for the pairs p that are further apart than it.

    Args:
      own, other: unit vectors [P, 3].
      margin: m [P] in radians, 0 ≤ m < π.
    """
    apart = np.linalg.norm(own - other, axis=-1) / 2  # sin(θ12/2)
    cut = np.flatnonzero(apart > np.maximum(np.sin(margin / 2), 0))
    own, other, apart, cos_a = own[cut], other[cut], apart[cut], np.sin(margin[cut] / 2)
    axis = (own - other) / (2 * apart)[:, None]
    across = perpendicular(axis, own + other)
    return cut, Ellipses(axis, across, np.cross(axis, across), cos_a, cos_a / apart, apart)


def perpendicular(axis: np.ndarray, towards: np.ndarray | None = None) -> np.ndarray:
    """Unit vectors [P, 3] at right angles to axis [P, 3], nearest to `towards` where it helps."""
    helper = np.eye(3)[np.abs(axis).argmin(-1)]
    if towards is not None:
        beside = towards - np.sum(towards * axis, -1, keepdims=True) * axis
        helps = np.linalg.norm(beside, axis=-1, keepdims=True) > 1e-12
        helper = np.where(helps, beside / np.maximum(np.abs(beside).max(-1, keepdims=True), 1e-300),
                          helper)  # fmt: skip
    beside = helper - np.sum(helper * axis, -1, keepdims=True) * axis
    return beside / np.linalg.norm(beside, axis=-1, keepdims=True)


def _sine(cos: np.ndarray) -> np.ndarray:
    return np.sqrt(np.maximum((1 - cos) * (1 + cos), 0))


def _along(normal: np.ndarray, direction: np.ndarray) -> np.ndarray:
    """normal [P, K, 3] · direction [P, 3] → [P, K]."""
    return np.einsum("pkd,pd->pk", normal, direction)
