"""How far apart C class vectors can stand in d dimensions, and where they stand then."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincinv

from lossviz.geometry.operands import Number, classes, dimensions, plain

# The largest least angle between C points on the sphere, in degrees (Tammes' problem; solved for
# C ≤ 14: Fejes Tóth 1943; Schütte & van der Waerden 1951; Danzer 1986; Musin & Tarasov 2012, 2015;
# and for C = 24, which is not needed here: Robinson 1961).
TAMMES = {7: 77.869542, 8: 74.858492, 9: 70.528779, 10: 66.146822, 11: 63.434949, 12: 63.434949,
          13: 57.136703, 14: 55.670570}  # fmt: skip


def least_angle(n_classes: ArrayLike, dim: ArrayLike) -> Number:
    """The largest possible least angle between C class vectors in d dimensions, in radians.

    Exact (see `least_angle_is_exact`) for d = 2: 2π/C; C ≤ d + 1: the simplex's arccos(−1/(C−1));
    C ≤ 2d: π/2 (Rankin 1955); d = 3 and C ≤ 14: Tammes' problem. Elsewhere an upper bound, that no
    arrangement can pass: in 3-D Fejes Tóth's arccos((cot²ω − 1)/2), ω = C/(C−2)·π/6; in more
    dimensions the angle at which C caps of half its width would fill the sphere, at most π/2.

    Raises:
      ValueError: C < 2 or d < 2.
    """
    return plain(np.vectorize(_least_angle, otypes=[float])(classes(n_classes), dimensions(dim)))


def least_angle_is_exact(n_classes: ArrayLike, dim: ArrayLike) -> bool | np.ndarray:
    """Whether `least_angle` is reached, not only an upper bound."""
    count, dim = classes(n_classes), dimensions(dim)
    exact = (dim == 2) | (count <= 2 * dim) | ((dim == 3) & (count <= max(TAMMES)))
    return bool(exact) if exact.ndim == 0 else exact


def reached_angle(n_classes: ArrayLike, dim: ArrayLike) -> Number:
    """The least angle of an arrangement that is known, in radians: no more than `least_angle`.

    The same where that is exact. Other C ≤ 32 in 3-D: that of `spread`. Elsewhere NaN.

    Raises:
      ValueError: C < 2 or d < 2.
    """
    return plain(np.vectorize(_reached_angle, otypes=[float])(classes(n_classes), dimensions(dim)))


def _reached_angle(count: float, dim: float) -> float:
    if least_angle_is_exact(count, dim):
        return _least_angle(count, dim)
    if count > spreadable(dim):
        return np.nan
    x = spread(int(count))
    return float(np.arccos((x @ x.T - 2 * np.eye(len(x))).max()))


def _least_angle(count: float, dim: float) -> float:
    if count <= dim + 1:
        return float(np.arccos(-1 / (count - 1)))
    if dim == 2:
        return 2 * np.pi / count
    if count <= 2 * dim:
        return np.pi / 2
    if dim == 3 and count in TAMMES:
        return float(np.radians(TAMMES[int(count)]))
    if dim == 3:
        over = np.pi / 3 / (count - 2)  # ω − π/6
        # sin²(a/2) = (3 − cot²ω)/4, factored: the difference would lose all digits for large C
        omega = np.pi / 6 + over
        half = np.sqrt(np.sin(over) * np.sin(over + np.pi / 3)) / np.sin(omega)
        # nor can more classes stand further apart than 14 do
        return min(float(2 * np.arcsin(half)), float(np.radians(TAMMES[14])))
    return _full_sphere(count, dim)


def _full_sphere(count: float, dim: float) -> float:
    """The angle at which C caps of half that radius would cover all of the sphere; at most π/2.

    A cap of radius r ≤ π/2 is I_{sin²r}((d−1)/2, ½)/2 of the sphere.
    """
    if betainc((dim - 1) / 2, 0.5, 0.5) / 2 * count <= 1:
        return np.pi / 2
    return 2 * float(np.arcsin(np.sqrt(betaincinv((dim - 1) / 2, 0.5, 2 / count))))


def best_arrangement(n_classes: int, dim: int) -> np.ndarray:
    """C unit class vectors [C, d] as far apart as they go.

    Exact for d = 2 (polygon), C ≤ d + 1 (simplex), C ≤ 2d (simplices in orthogonal spaces, least
    angle 90°; the cross-polytope for C = 2d) and C = 12 in 3-D (icosahedron). Other C ≤ 32 in 3-D:
    spread numerically, to within about a degree of the largest least angle. The same each time.

    Raises:
      ValueError: C < 2, d < 2, or a case that is not among these.
    """
    count, dim = int(classes(n_classes)), int(dimensions(dim))
    if count > spreadable(dim):
        raise ValueError(
            f"no best arrangement is known here for {count} classes in {dim} dimensions; "
            f"at most {spreadable(dim)} can be asked for"
        )
    if dim == 2 and count > 3:
        turn = 2 * np.pi * np.arange(count) / count
        return np.stack([np.cos(turn), np.sin(turn)], 1)
    if count <= 2 * dim:
        return _simplices(count, dim)
    return _icosahedron() if count == 12 else spread(count).copy()


def spreadable(dim: float) -> float:
    """Most classes for which `best_arrangement` knows an answer."""
    return np.inf if dim == 2 else 32 if dim == 3 else 2 * dim


def simplex_sizes(count: int, dim: int) -> list[int]:
    """Corners of the simplices in orthogonal spaces that C ≤ 2d classes stand on."""
    parts = max(count - dim, 1)
    return [(count + k) // parts for k in range(parts)]


def _simplices(count: int, dim: int) -> np.ndarray:
    """Regular simplices in orthogonal spaces: one for C ≤ d + 1, else C − d of even sizes."""
    vectors, row, column = np.zeros((count, dim)), 0, 0
    for corners in simplex_sizes(count, dim):
        # the unit vectors about their middle, seen in the axes of the plane that they span
        centred = np.eye(corners) - 1 / corners
        simplex = centred @ np.linalg.svd(centred)[2][: corners - 1].T
        simplex /= np.linalg.norm(simplex, axis=1, keepdims=True)
        vectors[row : row + corners, column : column + corners - 1] = simplex
        row, column = row + corners, column + corners - 1
    return vectors


def _icosahedron() -> np.ndarray:
    golden = (1 + 5**0.5) / 2
    corners = [(0, a, b * golden) for a in (1, -1) for b in (1, -1)]
    corners = [np.roll(corner, k) for corner in corners for k in range(3)]
    return np.array(corners) / np.hypot(1, golden)


@lru_cache(maxsize=128)
def spread(count: int, sharpness: float = 2000.0) -> np.ndarray:
    """Points [C, 3] on the sphere pushed apart by exp(β cos θ), β rising to `sharpness`.

    The start that leaves the largest least angle, of 16. A great sharpness minds the nearest rival
    only, a small one all of them.
    """
    x = np.random.default_rng(0).normal(size=(16, count, 3))
    x /= np.linalg.norm(x, axis=-1, keepdims=True)
    itself = 4 * np.eye(count)
    for beta in np.geomspace(4, sharpness, 400):
        cosines = x @ np.swapaxes(x, 1, 2) - itself
        push = np.exp(beta * (cosines - cosines.max((1, 2), keepdims=True))) @ x
        push -= np.sum(push * x, -1, keepdims=True) * x
        hardest = np.linalg.norm(push, axis=-1).max(-1)[:, None, None]
        x -= push / hardest * 0.6 / count**0.5 / (beta / 4) ** 0.75
        x /= np.linalg.norm(x, axis=-1, keepdims=True)
    best = x[(x @ np.swapaxes(x, 1, 2) - itself).max((1, 2)).argmin()]
    best.flags.writeable = False
    return best
