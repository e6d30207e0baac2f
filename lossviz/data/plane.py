"""The plane of the input space in which a data set is looked at: a plane in which points lie.

Two inputs are their own axes. Of more, the plane goes through the mean of the training samples
along their first two principal directions: a slice, onto which the points are projected.
"""

from typing import Literal, NamedTuple

import numpy as np
from jaxtyping import Float

from lossviz.data.catalogue import DATASETS
from lossviz.data.dataset import Dataset
from lossviz.data.synthetic import SCALE

# how far the square reaches beyond the outermost point
ROOM = 1.08
# beyond so many times what holds 99 % of the points, a few of them would make a spot of the others
WIDEST = 3.0
# a second direction that varies by less than this share of the first is rounding
FLAT = 1e-5

Reason = Literal["free", "single", "constant", "line"]


class NoPlane(ValueError):
    """There is no plane to look at.

    reason: "free" (no inputs: the points are free), "single" (one input), "constant" (one of two
    inputs, or both, has one value in all training samples), "line" (of more inputs, the training
    samples lie on one line or are all alike). names: of the inputs that are to blame.
    """

    def __init__(self, reason: Reason, names: tuple[str, ...] = ()) -> None:
        super().__init__(f"no plane of the inputs: {reason} {', '.join(names)}".strip())
        self.reason, self.names = reason, names


class Scaling(NamedTuple):
    """What the inputs are, as trained: see `lossviz.data.Dataset`.

    kind: "factor" (own units times `factor`), "standardised" or "ink".
    """

    kind: Literal["factor", "standardised", "ink"]
    factor: float = 1.0


class Plane(NamedTuple):
    """A plane {origin + a·directions} of the inputs, as trained.

    directions are orthonormal. exact: it is the whole input space, of two inputs. shares: of the
    training samples' variance along each direction. middle and half: the square that is shown, in
    the plane's own coordinates a; names: of the inputs, in the order of the columns.
    """

    origin: Float[np.ndarray, " D"]
    directions: Float[np.ndarray, "2 D"]
    exact: bool
    shares: Float[np.ndarray, " 2"]
    middle: Float[np.ndarray, " 2"]
    half: float
    names: tuple[str, ...]

    def coordinates(self, inputs: Float[np.ndarray, "N D"]) -> Float[np.ndarray, "N 2"]:
        """Where the inputs stand in the plane: a = directions·(x − origin), their projection."""
        return (inputs - self.origin) @ self.directions.T

    def inputs(self, coordinates: Float[np.ndarray, "N 2"]) -> Float[np.ndarray, "N D"]:
        """The inputs at these places of the plane."""
        return self.origin + coordinates @ self.directions


def plane_of(data: Dataset) -> Plane:
    """The plane of a data set's inputs, and the square of it that holds the points.

    The principal directions are the right singular vectors of the centred training samples; the
    sign of each is such that its largest entry is positive.

    Raises:
      NoPlane: one input, or training samples that vary in less than two directions.
    """
    x, names = data.x.astype(float), data.feature_names
    if x.shape[1] < 2:
        raise NoPlane("single", names)
    exact = x.shape[1] == 2
    middle = x.mean(axis=0)
    origin, directions = np.zeros(2), np.eye(2)
    if exact:
        same = tuple(name for name, column in zip(names, x.T, strict=True) if not np.ptp(column))
        if same:
            raise NoPlane("constant", same)
    else:
        origin, directions = middle, _principal(x - middle)
    along = (x - middle) @ directions.T
    shares = (along**2).sum(axis=0) / ((x - middle) ** 2).sum()
    plane = Plane(origin, directions, exact, shares, np.zeros(2), 1.0, names)
    return _around(plane, plane.coordinates(np.concatenate([x, data.x_test])))


def scaling_of(dataset: str) -> Scaling:
    """What the inputs of a data set are, as trained. Raises KeyError on an unknown one."""
    info = DATASETS[dataset]
    if info.kind == "synthetic":
        return Scaling("factor", SCALE[dataset])
    return Scaling("ink" if info.images else "standardised")


def _principal(centred: Float[np.ndarray, "N D"]) -> Float[np.ndarray, "2 D"]:
    _, deviations, directions = np.linalg.svd(centred, full_matrices=False)
    if not deviations[0] or deviations[1:2].sum() <= FLAT * deviations[0]:
        raise NoPlane("line")
    found = directions[:2]
    largest = np.abs(found).argmax(axis=1)[:, None]
    return found * np.sign(np.take_along_axis(found, largest, 1))


def _around(plane: Plane, points: Float[np.ndarray, "N 2"]) -> Plane:
    """The plane with a square round these points, or round 99 % where a few are far away."""
    middle = np.median(points, axis=0)
    low, high = points.min(axis=0), points.max(axis=0)
    away = np.abs(points - middle).max(axis=1)
    most = WIDEST * np.quantile(away, 0.99)
    if away.max() <= most:
        return plane._replace(middle=(low + high) / 2, half=float(ROOM * np.max(high - low) / 2))
    return plane._replace(middle=middle, half=float(most))
