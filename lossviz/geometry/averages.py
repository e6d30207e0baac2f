"""Averages over the whole sphere: what class vectors spread like dust would do."""

from functools import lru_cache
from math import lgamma, pi, sqrt

import numpy as np

MIDPOINTS = (np.arange(1024) + 0.5) / 1024
# in many dimensions the integrand is 0 at the ends, with all slopes that count: fewer points do
COARSE = (np.arange(256) + 0.5) / 256
MANY = 24


def log_mean_power(s: float, dim: float) -> float:
    """ln of the mean of e^{s(cos θ − 1)} over directions drawn evenly in `dim` dimensions.

    θ has the density sin^{d−2} θ over its integral √π Γ((d−1)/2)/Γ(d/2); in 3-D the mean is
    (1 − e^{−2s})/(2s).
    """
    if s == 0:
        return 0.0
    if dim == 3:
        return float(np.log(-np.expm1(-2 * s)) - np.log(2 * s))
    # what counts lies within 14/√s of the peak near √((d−2)/s); there the midpoint rule has no
    # error to speak of
    reach = min(pi, (sqrt(dim - 2) + 14) / sqrt(s))
    theta = reach * (MIDPOINTS if dim < MANY else COARSE)
    values = (dim - 2) * np.log(np.sin(theta)) - 2 * s * np.sin(theta / 2) ** 2
    top = values.max()
    whole = 0.5 * np.log(pi) + lgamma((dim - 1) / 2) - lgamma(dim / 2)
    return float(top + np.log(np.exp(values - top).mean() * reach) - whole)


def spiral(count: int, first: int | None = None) -> np.ndarray:
    """C unit vectors [C, 3] along a spiral from pole to pole, a golden angle apart.

    Each has the same share of the area: even, though not the best for any C. Of these the `first`
    ones from the pole, by default all.
    """
    place = np.arange(count if first is None else first) + 0.5
    height = 1 - 2 * place / count
    turn = place * np.pi * (1 + 5**0.5)
    ring = np.sqrt(1 - height**2)
    return np.stack([ring * np.cos(turn), ring * np.sin(turn), height], axis=1)


# Gauss–Legendre points of one panel
PANEL = 16
# from the equator, in units of 1/√d: beyond it lies less than 1e−24 of the sphere
FURTHEST = 10.7


def belt(dim: float) -> tuple[float, float]:
    """The angles from a pole between which all but 1e−24 of the sphere lies."""
    half = min(pi / 2, FURTHEST / sqrt(max(dim - 2, 1)))
    return pi / 2 - half, pi / 2 + half


def log_density(theta: np.ndarray, dim: float) -> np.ndarray:
    """ln of the density sin^{d−2} θ · Γ(d/2)/(√π Γ((d−1)/2)) of the angle θ to a pole."""
    whole = 0.5 * np.log(pi) + lgamma((dim - 1) / 2) - lgamma(dim / 2)
    with np.errstate(divide="ignore"):
        # in the plane the exponent is 0, also where the sine is
        return (dim - 2) * np.log(np.sin(theta)) - whole if dim > 2 else 0 * theta - whole


def panels(edges: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gauss–Legendre nodes and weights on every interval between ascending edges."""
    x, w = _legendre()
    half = np.diff(edges)[:, None] / 2
    return (edges[:-1, None] + half * (1 + x)).ravel(), (half * w).ravel()


@lru_cache(maxsize=1)
def _legendre() -> tuple[np.ndarray, np.ndarray]:
    return np.polynomial.legendre.leggauss(PANEL)
