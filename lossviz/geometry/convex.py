"""Many convex polygons at once, cut by one half-plane each."""

from typing import NamedTuple

import numpy as np


class Shapes(NamedTuple):
    """P convex polygons: vertices [P, V, 2] counter-clockwise, of which count [P] are in use."""

    vertices: np.ndarray
    count: np.ndarray


def box_shapes(half: np.ndarray) -> Shapes:
    """Squares of half-width half [P] about the origin."""
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    return Shapes(half[:, None, None] * corners, np.full(len(half), 4))


def clip(shapes: Shapes, normal: np.ndarray, level: np.ndarray) -> Shapes:
    """What remains of each polygon where normal·x ≥ level. normal [P, 2], level [P].

    Sutherland and Hodgman's step: each vertex inside stays, each side that crosses the line adds
    the crossing. A side along the line counts as inside; a normal of 0 keeps all or nothing.
    """
    vertices, count = shapes
    slots = np.arange(vertices.shape[1])
    used = slots < count[:, None]
    after = np.where(slots == count[:, None] - 1, 0, (slots + 1) % len(slots))
    height = np.einsum("pvk,pk->pv", vertices, normal) - level[:, None]
    height_after = np.take_along_axis(height, after, 1)
    inside = height >= 0
    crosses = used & (inside != (height_after >= 0))
    with np.errstate(all="ignore"):
        share = height / (height - height_after)
    following = np.take_along_axis(vertices, after[..., None], 1)
    crossing = vertices + np.where(crosses, share, 0)[..., None] * (following - vertices)
    candidates = np.stack([vertices, crossing], 2).reshape(len(count), 2 * len(slots), 2)
    keep = np.stack([used & inside, crosses], 2).reshape(len(count), 2 * len(slots))
    order = np.argsort(~keep, 1, kind="stable")
    count = keep.sum(1)
    width = max(int(count.max(initial=0)), 3)
    kept = np.take_along_axis(candidates, order[:, :width, None], 1)
    live = np.arange(kept.shape[1]) < count[:, None]
    return Shapes(np.where(live[..., None], kept, 0), count)


def area_and_centroid(shapes: Shapes) -> tuple[np.ndarray, np.ndarray]:
    """Area [P] and centroid [P, 2]; the first vertex where the area is 0."""
    start = shapes.vertices[:, :1]
    spokes = shapes.vertices - start
    triangles = spokes[:, 1:-1, 0] * spokes[:, 2:, 1] - spokes[:, 1:-1, 1] * spokes[:, 2:, 0]
    live = np.arange(2, shapes.vertices.shape[1]) < shapes.count[:, None]
    triangles = np.where(live, triangles, 0) / 2
    area = triangles.sum(1)
    middles = (spokes[:, 1:-1] + spokes[:, 2:]) / 3
    with np.errstate(all="ignore"):
        offset = np.einsum("pt,ptk->pk", triangles, middles) / area[:, None]
    offset = np.where((area > 0)[:, None] & np.isfinite(offset), offset, 0)
    return area, start[:, 0] + offset
