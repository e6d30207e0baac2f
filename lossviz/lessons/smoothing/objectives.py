"""The road from the perceptron's objective to cross-entropy, as one function of a position on it.

With u_i = z_i − z_y for the n = C − 1 rivals, the stops are

  0 perceptron   Σ max(u_i, 0)
  1 hinge        Σ max(u_i + m, 0)
  2 max_hinge    max(max u_i + m, 0)
  3 lse_hinge    max(LSE(u), 0)
  4 softmax      softplus(LSE(u))

and between them, with r the share of the way or what is left of it,

  0 → 1  the margin grows: Σ max(u_i + r m, 0)
  1 → 2  the sum becomes the largest: the p-norm of max(u_i + m, 0), 1/p from 1 to 0
  2 → 3  max becomes LSE and the margin goes: max(r LSE(u/r) + (1 − r) m, 0)
  3 → 4  max(·, 0) becomes softplus: r softplus(x/r), x = LSE(u)

Each formula reaches the stop at both of its ends, so the picture moves without a jump.
"""

import numpy as np

STOPS = ("perceptron", "hinge", "max_hinge", "lse_hinge", "softmax")
# 1/r is at most this: closer to a corner than any picture shows
SHARP = 1e-6


def objective(u: np.ndarray, at: float, m: float) -> tuple[np.ndarray, np.ndarray]:
    """Loss [...] and its slopes ∂L/∂u_i [..., n] at position `at` of the road.

    Where a rival's slope is not defined (a corner) it is 0, and rivals that are equal share what
    the largest would get; both are subgradients.

    Args:
      u: z_i − z_y of the rivals [..., n].
      at: 0 … 4.
      m: the margin of the hinge forms, ≥ 0.
    """
    segment = min(int(at), 3)
    return _ROADS[segment](u, at - segment, m)


def _to_hinge(u: np.ndarray, r: float, m: float) -> tuple[np.ndarray, np.ndarray]:
    short = np.maximum(u + r * m, 0)
    return short.sum(-1), (short > 0).astype(float)


def _to_largest(u: np.ndarray, r: float, m: float) -> tuple[np.ndarray, np.ndarray]:
    short = np.maximum(u + m, 0)
    top = short.max(-1, keepdims=True)
    p = 1 / max(1 - r, SHARP)
    # relative to the largest: powers of it would overflow
    share = np.where(top > 0, short / np.where(top > 0, top, 1), 0)
    total = (share**p).sum(-1, keepdims=True)
    root = np.where(total > 0, total, 1) ** (1 / p)
    slopes = np.where(short > 0, (share / root) ** (p - 1), 0)
    return (top * root)[..., 0], slopes


def _to_lse(u: np.ndarray, r: float, m: float) -> tuple[np.ndarray, np.ndarray]:
    height, weights = _smooth_max(u, r)
    gap = height + (1 - r) * m
    return np.maximum(gap, 0), weights * (gap > 0)[..., None]


def _to_softplus(u: np.ndarray, r: float, _m: float) -> tuple[np.ndarray, np.ndarray]:
    if r == 0:
        return _to_lse(u, 1.0, 0.0)
    height, weights = _smooth_max(u, 1.0)
    x = height / r
    loss = r * np.logaddexp(0, x)
    small = np.exp(-np.abs(x))
    slope = np.where(x >= 0, 1.0, small) / (1 + small)
    return loss, weights * slope[..., None]


def _smooth_max(u: np.ndarray, r: float) -> tuple[np.ndarray, np.ndarray]:
    """r LSE(u/r) [...] and softmax(u/r) [..., n]; at r = 0 the maximum, shared among equals."""
    top = u.max(-1, keepdims=True)
    powers = np.exp((u - top) / max(r, SHARP))
    total = powers.sum(-1, keepdims=True)
    return (top + r * np.log(total))[..., 0], powers / total


_ROADS = (_to_hinge, _to_largest, _to_lse, _to_softplus)


def gradient(slopes: np.ndarray) -> np.ndarray:
    """∂L/∂z [..., n+1] with the target last: the rivals' slopes and minus their sum."""
    return np.concatenate([slopes, -slopes.sum(-1, keepdims=True)], axis=-1)


def budget(slopes: np.ndarray) -> np.ndarray:
    """The L1 norm of ∂L/∂z: what one sample may push, over all scores."""
    return np.abs(gradient(slopes)).sum(-1)
