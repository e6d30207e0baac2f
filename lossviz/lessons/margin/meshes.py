"""The circle and the sphere cut into triangles, region by region, for the picture to colour."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from lossviz import losses, theory
from lossviz.geometry import sphere_curves

# faces of the circle, and about how long those of the sphere are
FACES, SIDE = 720, np.radians(7)
# as the sphere is seen at first: to the right, up, towards the viewer (web/js/drawing/turning.js)
YAW, PITCH = -0.6, 0.42
# class 1 stands on top and leans to the viewer; class 2 stands below on the right, and nearer
LEAN, TURN = np.radians(25), np.radians(35)
INFERENCE = losses.get("normface")


class Mesh(NamedTuple):
    """Triangles, each within the region that one class has without margin.

    w [C, 3]: the class vectors; points [V, 3], and the class each belongs to, of [V];
    corners [T, 3] count in the points; owner [T].
    """

    w: np.ndarray
    points: np.ndarray
    of: np.ndarray
    corners: np.ndarray
    owner: np.ndarray


@lru_cache(maxsize=16)
def disc(count: int) -> Mesh:
    """The circle: class 1 on the right, the others anticlockwise; a point for every slice."""
    each = -(-FACES // count)
    phi = 2 * np.pi * ((np.arange(count * each) + 0.5) / each - 0.5) / count
    of = np.repeat(np.arange(count), each)
    w = directions(2 * np.pi * np.arange(count) / count)
    return Mesh(w, directions(phi), of, np.zeros((0, 3), int), of)


def slices(mesh: Mesh) -> np.ndarray:
    """The faces [T, 9] of the circle: from the middle to the rim."""
    half = np.pi / len(mesh.of)
    phi = np.arctan2(mesh.points[:, 1], mesh.points[:, 0])
    rim = [directions(phi - half), directions(phi + half)]
    return np.concatenate([np.zeros_like(rim[0]), *rim], axis=1)


def directions(phi: np.ndarray) -> np.ndarray:
    """(cos φ, sin φ, 0) of angles [...] in radians, [..., 3]."""
    return np.stack([np.cos(phi), np.sin(phi), 0 * phi], axis=-1)


@lru_cache(maxsize=16)
def globe(count: int) -> Mesh:
    """The sphere: every region without margin, cut from its class vector to its edge."""
    w = _upright(theory.best_arrangement(count, 3))
    found = sphere_curves(INFERENCE, w.T[None], None, 1.0, {}, margin=False)
    # as many rings everywhere: where fans touch they have the same corners
    rings = int(np.ceil(np.arccos((found.points @ w.T).max(1).min()) / SIDE))
    points, of, corners = [], [], []
    for k, (first, end) in enumerate(zip(found.first[:-1], found.first[1:], strict=True)):
        edge = found.points[[*range(first, end - 1, 2), end - 1]]
        for cls in (found.cls[k], found.rival[k]):
            fan, sides = _fan(w[cls], edge, rings)
            corners.append(sides + sum(map(len, points)))
            points.append(fan)
            of.append(np.full(len(fan), cls))
    whose, sides = np.concatenate(of), np.concatenate(corners)
    return Mesh(w, np.concatenate(points), whose, sides, whose[sides[:, 0]])


def _upright(w: np.ndarray) -> np.ndarray:
    """The same arrangement, turned so that most of it is seen."""
    up = w[0]
    # opposite vectors: any way across will do
    toward = w[1] if abs(w[1] @ up) < 0.999 else np.eye(3)[np.abs(up).argmin()]
    ahead = toward - (toward @ up) * up
    ahead /= np.linalg.norm(ahead)
    cy, sy, cp, sp = np.cos(YAW), np.sin(YAW), np.cos(PITCH), np.sin(PITCH)
    seen = np.array([[cy, sy, 0], [-sp * sy, sp * cy, cp], [cp * sy, -cp * cy, sp]])
    right, top, near = seen
    leaning = np.cos(LEAN) * top + np.sin(LEAN) * near
    across = np.cos(TURN) * right + np.sin(TURN) * np.cross(right, leaning)
    wanted = np.stack([across, np.cross(leaning, across), leaning])
    return w @ np.stack([ahead, np.cross(up, ahead), up], axis=1) @ wanted


def _fan(centre: np.ndarray, edge: np.ndarray, rings: int) -> tuple[np.ndarray, np.ndarray]:
    """(points, corners): from a class vector to a piece of its region's edge [N, 3], in rings."""
    angle = np.arccos(edge @ centre)[:, None]
    share = np.arange(rings + 1)[:, None, None] / rings
    points = (np.sin((1 - share) * angle) * centre + np.sin(share * angle) * edge) / np.sin(angle)
    ring, side = (grid.ravel() for grid in np.indices((rings, len(edge) - 1)))
    here = ring * len(edge) + side
    out = here + len(edge)
    inner = np.stack([here, out + 1, here + 1], axis=1)[ring > 0]
    return points.reshape(-1, 3), np.concatenate([np.stack([here, out, out + 1], axis=1), inner])
