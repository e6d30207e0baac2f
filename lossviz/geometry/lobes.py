"""Regions of the smoothed hinge in the plane: {x : z_i − LSE_{j≠i} z_j ≥ m}, convex and curved.

The region lies inside the polygon of the unsmoothed hinge, for LSE ≥ max. A point in it is found by
cutting that polygon, its edge by rays from there.
"""

import numpy as np

from lossviz.geometry.contest import Contest, largest, log_sum_exp
from lossviz.geometry.convex import Shapes, area_and_centroid, clip
from lossviz.geometry.roots import polish

RAYS = 64
NEWTON = 60
TRIFLE = 1e-18  # share of the box below which an area is not looked into any further


class Gaps:
    """g(x) = z_i − LSE_{j≠i} z_j − m for many targets, with its slope; g is concave."""

    def __init__(self, rules: Contest):
        frame, cls = np.divmod(np.arange(rules.frames * rules.classes), rules.classes)
        own = np.arange(rules.classes) == cls[:, None]
        self.normals = rules.vectors[frame] - rules.vectors[frame, cls][:, None]
        offsets = rules.offsets[frame] - rules.offsets[frame, cls][:, None]
        self.levels = np.where(own, -np.inf, offsets)
        self.shift = rules.shift[frame]

    def __call__(self, row: np.ndarray, x: np.ndarray) -> np.ndarray:
        """g [n] of targets row [n] at x [n, 2]."""
        return -self.shift[row] - log_sum_exp(self._rivals(row, x))

    def slope(self, row: np.ndarray, x: np.ndarray) -> np.ndarray:
        """∇g [n, 2] = W_i − Σ_{j≠i} p_j W_j, with p the softmax of the rivals."""
        z = self._rivals(row, x)
        share = np.exp(z - log_sum_exp(z)[:, None])
        return -np.einsum("nc,nck->nk", share, self.normals[row])

    def _rivals(self, row: np.ndarray, x: np.ndarray) -> np.ndarray:
        return np.einsum("nck,nk->nc", self.normals[row], x) + self.levels[row]


def lobes(rules: Contest, outer: Shapes, half: np.ndarray) -> Shapes:
    """The regions as polygons whose vertices lie on their edge or on the box.

    Args:
      rules: the contest in the plane, of kind "lse".
      outer: polygons that hold the regions [F·C].
      half: half-width of the box [F].
    """
    gaps = Gaps(rules)
    half = np.repeat(half, rules.classes)
    row, centre = _points_inside(gaps, outer, half)
    angles = _angles(centre, Shapes(outer.vertices[row], outer.count[row]))
    reach, open_ended = _edge(gaps, row, centre, half[row], angles)
    turns = _corners(gaps, row, centre, half[row], angles, open_ended)
    angles = np.concatenate([angles, turns], 1)
    reach = np.concatenate([reach, _edge(gaps, row, centre, half[row], turns)[0]], 1)
    order = np.argsort(angles, 1)
    angles, reach = (np.take_along_axis(v, order, 1) for v in (angles, reach))
    wall = half[row, None, None]
    vertices = np.zeros((len(outer.count), angles.shape[1], 2))
    vertices[row] = np.clip(centre[:, None] + reach[..., None] * _ray(angles), -wall, wall)
    count = np.zeros(len(outer.count), int)
    count[row] = angles.shape[1]
    return Shapes(vertices, count)


def _points_inside(gaps: Gaps, outer: Shapes, half: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(row, point) for the targets that hold any part of their polygon.

    Where g < 0 at the centroid c, everything with g(c) + ∇g(c)·(x − c) < 0 can go, for g is
    concave; that is more than a third of the polygon each time, so a region that holds any area to
    speak of is met soon.
    """
    row = np.flatnonzero(outer.count > 2)
    shapes = Shapes(outer.vertices[row], outer.count[row])
    found_row, found = [], []
    while len(row):
        area, centre = area_and_centroid(shapes)
        g = gaps(row, centre)
        held = g > 0
        found_row.append(row[held])
        found.append(centre[held])
        on = ~held & (area > TRIFLE * half[row] ** 2)
        row, centre, g = row[on], centre[on], g[on]
        slope = gaps.slope(row, centre)
        level = np.sum(slope * centre, 1) - g
        shapes = clip(Shapes(shapes.vertices[on], shapes.count[on]), slope, level)
        left = shapes.count > 2
        row, shapes = row[left], Shapes(shapes.vertices[left], shapes.count[left])
    if not found:
        return row, np.zeros((0, 2))
    row, centre = np.concatenate(found_row), np.concatenate(found)
    order = np.argsort(row)
    return row[order], centre[order]


def _ray(angle: np.ndarray) -> np.ndarray:
    return np.stack([np.cos(angle), np.sin(angle)], -1)


def _angles(centre: np.ndarray, outer: Shapes) -> np.ndarray:
    """Directions of the rays [n, K], ordered: even steps, and the corners of the outer polygon.

    Those corners are where the edge bends most, and among them are the corners of the box.
    """
    steps = np.linspace(-np.pi, np.pi, RAYS, endpoint=False)
    corner = outer.vertices - centre[:, None]
    corners = np.arctan2(corner[..., 1], corner[..., 0])
    unused = np.arange(corners.shape[1]) >= outer.count[:, None]
    corners = np.where(unused, corners[:, :1], corners)
    return np.sort(np.concatenate([np.tile(steps, (len(centre), 1)), corners], 1), 1)


def _exit(centre: np.ndarray, half: np.ndarray, angle: np.ndarray) -> np.ndarray:
    """Distance [...] from the centre [..., 2] to the box along `angle` [...]."""
    ray = _ray(angle)
    with np.errstate(all="ignore"):
        reach = (np.sign(ray) * half[..., None] - centre) / ray
    return np.where(ray == 0, np.inf, reach).min(-1)


def _edge(gaps, row, centre, half, angles) -> tuple[np.ndarray, np.ndarray]:
    """Distance [n, K] along each ray to where g falls to 0 or to the box, and which is the box.

    Along a ray g is concave: Newton's steps from outside come down on its root from one side and
    need no bracket. They start where the unsmoothed hinge ends.
    """
    normals = gaps.normals[row]
    start = np.einsum("nck,nk->nc", normals, centre) + gaps.levels[row]
    speed = _ray(angles) @ np.swapaxes(normals, 1, 2)
    shift = gaps.shift[row]
    box = _exit(centre[:, None], half[:, None], angles)
    with np.errstate(all="ignore"):
        hinge = (-shift[:, None, None] - start[:, None]) / speed
    reach = np.minimum(-largest(np.where(speed > 0, -hinge, -np.inf)), box)
    for _ in range(NEWTON):
        z = start[:, None] + reach[..., None] * speed
        top = largest(z)
        share = np.exp(z - top[..., None])
        total = np.einsum("nrc->nr", share)
        g = -shift[:, None] - top - np.log(total)
        slope = np.einsum("nrc,nrc->nr", share, speed) / total
        step = np.where((g < 0) & (slope > 0), g / np.where(slope > 0, slope, 1), 0)
        reach = reach + step
        if not (np.abs(step) > 1e-14 * half[:, None]).any():
            break
    return np.maximum(reach, 0), reach >= box


def _corners(gaps, row, centre, half, angles, open_ended) -> np.ndarray:
    """Directions [n, 8] in which the curved edge meets the box; unused places repeat the first ray.

    They lie between neighbouring rays of which one leaves through the box and one through the edge.
    """
    after = np.roll(angles, -1, 1)
    after[:, -1] += 2 * np.pi
    which, ray = np.nonzero(open_ended != np.roll(open_ended, -1, 1))

    def value(k: np.ndarray, angle: np.ndarray) -> np.ndarray:
        at = centre[which[k]]
        reach = _exit(at, half[which[k]], angle)
        return gaps(row[which[k]], at + reach[:, None] * _ray(angle))

    k, root = polish(value, angles[which, ray], after[which, ray])
    slot = np.arange(len(k)) - np.searchsorted(which[k], which[k])
    turns = np.tile(angles[:, :1], (1, 8))
    fits = slot < 8
    turns[which[k[fits]], slot[fits]] = root[fits]
    return turns
