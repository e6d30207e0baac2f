"""What the lines compute with: one component of many, logarithms of 0, true derivatives.

Arrays are [F, n] with an index [F] unless said otherwise.
"""

from collections.abc import Callable

import numpy as np

# far below rounding, so that the step leaves no trace in the real part; far above underflow
STEP = 1e-20


def picked(array: np.ndarray, index: np.ndarray) -> np.ndarray:
    """array[f, index[f]], [F]."""
    return np.take_along_axis(array, index[:, None], axis=1)[:, 0]


def others(array: np.ndarray, index: np.ndarray) -> np.ndarray:
    """All components but one, in their order, [F, n − 1]."""
    k = np.arange(array.shape[1] - 1)
    return np.take_along_axis(array, k + (k >= index[:, None]), axis=1)


def one_hot(index: np.ndarray, count: int) -> np.ndarray:
    """1 at the index, else 0, [F, count]."""
    return (np.arange(count) == index[:, None]).astype(np.float64)


def softmax(z: np.ndarray) -> np.ndarray:
    """e^{z_i} / Σ e^{z_k}, as it is written."""
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def sigmoid(x: np.ndarray) -> np.ndarray:
    """1 / (1 + e^{−x}), as it is written."""
    return 1 / (1 + np.exp(-x))


def log(x: np.ndarray, base: np.ndarray | float = np.e) -> np.ndarray:
    """The logarithm; log 0 = −∞. `base` [F] stands for every component of its frame."""
    base = np.reshape(base, np.shape(base) + (1,) * (np.ndim(x) - np.ndim(base)))
    with np.errstate(divide="ignore"):
        return np.log(x) / np.log(base)


def weigh(p: np.ndarray, x: np.ndarray) -> np.ndarray:
    """p·x, with 0·x = 0 for every x: what cannot happen counts nothing, 0·log 0 = 0."""
    with np.errstate(invalid="ignore"):
        return np.where(p == 0, 0.0, p * x)


def settled(x: np.ndarray) -> np.ndarray:
    """x, or 0 where it is no more than the rounding of a sum of a few numbers around 1.

    For lines that are 0 by their nature: "= −5.55e−17" would teach nothing but arithmetic.
    """
    return np.where(np.abs(x) < 16 * np.finfo(np.float64).eps, 0.0, x)


def share(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """p / q, ∞ where q = 0 < p; 0/0, which `weigh` never counts, is put at 1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((p == 0) & (q == 0), 1.0, p / q)


def slope(
    function: Callable[[np.ndarray], np.ndarray],
    x: np.ndarray,
    index: np.ndarray,
    scale: np.ndarray | float = 1.0,
) -> np.ndarray:
    """∂function/∂x_index, [F], by a complex step: Im f(x + ih)/h, exact but for rounding.

    Args:
      function: [F, n] complex -> [F] complex; analytic, or so on each side of a corner it decides
        by the real part.
      scale: how far x_index must move to change the function much, [F].

    Source: Squire & Trapp 1998.
    """
    step = np.broadcast_to(STEP * scale, len(x))
    moved = x + 1j * step[:, None] * one_hot(index, x.shape[1])
    return function(moved).imag / step


def gradient(
    function: Callable[[np.ndarray], np.ndarray], x: np.ndarray, scale: np.ndarray | float = 1.0
) -> np.ndarray:
    """Every ∂function/∂x_i, [F, n]; `scale` as for `slope`, [F, n]."""
    frames, count = x.shape
    scale = np.broadcast_to(scale, x.shape)
    slopes = [slope(function, x, np.full(frames, i), scale[:, i]) for i in range(count)]
    return np.stack(slopes, axis=1)
