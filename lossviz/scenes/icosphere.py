"""The sphere as triangles of nearly one size, which a picture colours."""

from functools import lru_cache

import numpy as np

# the corners of an icosahedron's faces, for vertices (0, ±1, ±φ) and their cyclic shifts
GOLDEN = (1 + 5**0.5) / 2


@lru_cache(maxsize=4)
def icosphere(halvings: int) -> tuple[np.ndarray, np.ndarray]:
    """(points [V, 3], corners [T, 3]): an icosahedron, its edges halved so many times.

    T = 20·4^halvings faces of nearly the same size, V = T/2 + 2 points of length 1. Three halvings
    leave edges of about 9°, four of about 4.5°. The corners count in the points.
    """
    points = np.array([np.roll((0, a, b * GOLDEN), k)
                       for k in range(3) for a in (1, -1) for b in (1, -1)])  # fmt: skip
    apart = np.linalg.norm(points[:, None] - points, axis=-1)
    near = np.isclose(apart, 2)
    corners = np.array([(i, j, k) for i in range(12) for j in range(i) for k in range(j)
                        if near[i, j] and near[j, k] and near[i, k]])  # fmt: skip
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    for _ in range(halvings):
        points, corners = _halved(points, corners)
    for array in (points, corners):
        array.flags.writeable = False
    return points, corners


def _halved(points: np.ndarray, corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Four triangles for each: the middle of every edge becomes a point, once."""
    sides = np.sort(corners[:, [[0, 1], [1, 2], [2, 0]]], axis=-1)
    edges, which = np.unique(sides.reshape(-1, 2), axis=0, return_inverse=True)
    middles = points[edges].sum(1)
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    (a, b, c), (ab, bc, ca) = corners.T, len(points) + which.reshape(-1, 3).T
    smaller = [(a, ab, ca), (b, bc, ab), (c, ca, bc), (ab, bc, ca)]
    return np.concatenate([points, middles]), np.concatenate([np.stack(t, 1) for t in smaller])


def areas(points: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """The area [T] of the sphere over each triangle: its solid angle, 4π for all together.

    tan(Ω/2) = |a·(b × c)| / (1 + a·b + b·c + c·a). Van Oosterom & Strackee 1983.
    """
    a, b, c = np.moveaxis(points[corners], 1, 0)
    volume = np.abs(np.einsum("td,td->t", a, np.cross(b, c)))
    return 2 * np.arctan2(volume, 1 + (a * b + b * c + c * a).sum(1))
