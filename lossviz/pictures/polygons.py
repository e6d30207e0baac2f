"""Polygons of a frame: their corners, their areas, and what lies within them."""

import numpy as np

from lossviz.pictures.reading import Frame

# points are moved so far towards the origin before they are compared with cones whose outer
# sides are cut off straight: it changes no direction
SHRUNK = 0.5


def rows_of(frame: Frame, name: str) -> np.ndarray:
    """The array of that name with its axes."""
    return np.asarray(frame[name])


def corners_of(regions: np.ndarray) -> list[np.ndarray]:
    """The corners [V_k, 2] of each polygon of a ragged [C, V, 2], which ends in NaN."""
    return [polygon[~np.isnan(polygon[:, 0])].astype(float) for polygon in regions]


def area(corners: np.ndarray) -> float:
    """½ |Σ x_k y_{k+1} − x_{k+1} y_k|; 0 without corners."""
    if not len(corners):
        return 0.0
    (x, y), (u, v) = corners.T, np.roll(corners, -1, axis=0).T
    return float(abs((x * v - u * y).sum()) / 2)


def middle(corners: np.ndarray) -> np.ndarray:
    """The centre of gravity [2]; NaN for a polygon without area."""
    if not area(corners):
        return np.full(2, np.nan)
    base, after = corners - corners[0], np.roll(corners, -1, axis=0) - corners[0]
    across = base[:, 0] * after[:, 1] - after[:, 0] * base[:, 1]
    return corners[0] + ((base + after) * across[:, None]).sum(0) / (3 * across.sum())


def within(corners: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Which of the points [N, 2] lie in the polygon [N]: a ray to the right leaves it oddly often.

    A region round the origin that is cut off at a circle or a box is taken as the whole cone.
    """
    if not len(corners):
        return np.zeros(len(points), bool)
    reach = np.abs(corners).max()
    if (corners == 0).all(axis=1).any():
        # well within the outer sides, in the same direction
        far = np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-300)
        points = points * (SHRUNK * reach / far)
    (x, y), (u, v) = corners.T, np.roll(corners, -1, axis=0).T
    px, py = points[:, :1], points[:, 1:]
    crosses = (y <= py) != (v <= py)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x + (py - y) / (v - y) * (u - x)
    return ((crosses & (px < at)).sum(1) % 2).astype(bool)
