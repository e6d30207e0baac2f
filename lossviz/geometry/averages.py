"""Averages over the whole sphere: what class vectors spread like dust would do."""

from math import lgamma, pi, sqrt

import numpy as np

MIDPOINTS = (np.arange(1024) + 0.5) / 1024


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
    theta = reach * MIDPOINTS
    values = (dim - 2) * np.log(np.sin(theta)) - 2 * s * np.sin(theta / 2) ** 2
    top = values.max()
    whole = 0.5 * np.log(pi) + lgamma((dim - 1) / 2) - lgamma(dim / 2)
    return float(top + np.log(np.exp(values - top).mean() * reach) - whole)


def spiral(count: int) -> np.ndarray:
    """C unit vectors [C, 3] along a spiral from pole to pole, a golden angle apart.

    Each has the same share of the area: even, though not the best for any C.
    """
    place = np.arange(count) + 0.5
    height = 1 - 2 * place / count
    turn = place * np.pi * (1 + 5**0.5)
    ring = np.sqrt(1 - height**2)
    return np.stack([ring * np.cos(turn), ring * np.sin(turn), height], axis=1)
