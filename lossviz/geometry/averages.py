"""Averages over the whole sphere: what class vectors spread like dust would do."""

import numpy as np

# of θ, midpoints: fine enough for a peak of width 1/√s up to s = 10⁶
NODES = (np.arange(8192) + 0.5) * np.pi / 8192
_COS, _LOG_SIN = np.cos(NODES) - 1, np.log(np.sin(NODES))


def log_mean_power(s: float, dim: float) -> float:
    """ln of the mean of e^{s(cos θ − 1)} over directions drawn evenly in `dim` dimensions.

    θ has the density sin^{d−2} θ over its integral; in 3-D the mean is (1 − e^{−2s})/(2s).
    """
    if dim == 3 and s > 0:
        return float(np.log(-np.expm1(-2 * s)) - np.log(2 * s))
    weight = (dim - 2) * _LOG_SIN
    return _log_sum(weight + s * _COS) - _log_sum(weight)


def _log_sum(values: np.ndarray) -> float:
    top = values.max()
    return float(top + np.log(np.exp(values - top).sum()))


def spiral(count: int) -> np.ndarray:
    """C unit vectors [C, 3] along a spiral from pole to pole, a golden angle apart.

    Each has the same share of the area: even, though not the best for any C.
    """
    place = np.arange(count) + 0.5
    height = 1 - 2 * place / count
    turn = place * np.pi * (1 + 5**0.5)
    ring = np.sqrt(1 - height**2)
    return np.stack([ring * np.cos(turn), ring * np.sin(turn), height], axis=1)
