"""Triangles on the unit sphere and the unit circle: whose they are, and how strongly."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lossviz.pictures.polygons import rows_of
from lossviz.pictures.reading import Frame, numbers_of

if TYPE_CHECKING:
    from lossviz.pictures.sphere import Faces


class Mesh(NamedTuple):
    """points [V, 3]; corners [T, 3] count in them; owner [T], −1 for none.

    strength: [T] in 0..1; rise: [T, 3], the strength at each corner, whose mean it is.
    """

    points: np.ndarray
    corners: np.ndarray
    owner: np.ndarray
    strength: np.ndarray
    rise: np.ndarray


def mesh_of(faces: "Faces", frame: Frame) -> Mesh:
    """The triangles of a frame; strength is 1/(1 + e^{−odds}), over shared corners their mean.

    Without a list of corners each three points are a face, which has odds of its own. Where a face
    is listed for several owners, the strongest is seen, as on the canvas.
    """
    points = np.asarray(rows_of(frame, faces.mesh), float).reshape(-1, 3)
    owner = numbers_of(frame, faces.owner).astype(int)
    strength = _logistic(numbers_of(frame, faces.odds))
    if not faces.corners:
        corners = np.arange(len(points)).reshape(-1, 3)
        return Mesh(points, corners, owner, strength, np.repeat(strength[:, None], 3, axis=1))
    corners = rows_of(frame, faces.corners).astype(int)
    rise = strength[corners]
    return _strongest(Mesh(points, corners, owner, rise.mean(axis=1), rise))


def _strongest(mesh: Mesh) -> Mesh:
    """Of the faces in one place only the strongest, in the order of the list."""
    place = mesh.points[mesh.corners].mean(axis=1).round(9) + 0.0
    _, group = np.unique(place, axis=0, return_inverse=True)
    order = np.lexsort((-mesh.strength, group.ravel()))
    first = np.r_[True, np.diff(group.ravel()[order]) > 0]
    kept = np.sort(order[first])
    return Mesh(mesh.points, *(part[kept] for part in mesh[1:]))


def _logistic(odds: np.ndarray) -> np.ndarray:
    return 0.5 + 0.5 * np.tanh(odds / 2)


def outward(mesh: Mesh) -> Mesh:
    """The same with all faces anticlockwise as seen from outside: a renderer shades by that."""
    a, b, c = np.moveaxis(mesh.points[mesh.corners], 1, 0)
    inside_out = np.einsum("td,td->t", a, np.cross(b, c))[:, None] < 0
    corners, rise = (
        np.where(inside_out, part[:, ::-1], part) for part in (mesh.corners, mesh.rise)
    )
    return mesh._replace(corners=corners, rise=rise)


def areas(mesh: Mesh) -> np.ndarray:
    """The flat area [T] of each triangle, ½ ‖(b − a) × (c − a)‖."""
    a, b, c = np.moveaxis(mesh.points[mesh.corners], 1, 0)
    return np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2


def angle(one: np.ndarray, other: np.ndarray) -> float:
    """The angle between two vectors in degrees, exact also where it is small or near 180°.

    2·arctan2(‖a − b‖, ‖a + b‖) of the directions a and b. Kahan 2006.
    """
    a, b = (vector / np.linalg.norm(vector) for vector in (one, other))
    return float(np.degrees(2 * np.arctan2(np.linalg.norm(a - b), np.linalg.norm(a + b))))
