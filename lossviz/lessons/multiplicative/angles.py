"""Angles of random directions: how often each one is, in d dimensions."""

import numpy as np


def hill(theta: np.ndarray, dim: int) -> np.ndarray:
    """sin^{d−2} θ: how often θ [rad] is the angle of two random directions, 1 at the top."""
    return np.sin(theta) ** (dim - 2)


def share_within(theta: np.ndarray, dim: int) -> np.ndarray:
    """P(angle of two random directions in d dimensions ≤ θ), θ in radians in [0, π].

    ∫₀^θ sin^n / ∫₀^π sin^n with n = d − 2, from n = 0 (θ/π) or 1 ((1 − cos θ)/2) upwards:
    integrating by parts, every further two dimensions take off sin^{n−1}θ cos θ/(n ∫₀^π sin^n).
    It is the regularised incomplete beta function I(sin²(θ/2); (d−1)/2, (d−1)/2).
    """
    n, whole = (0, np.pi) if dim % 2 == 0 else (1, 2.0)
    share = theta / np.pi if n == 0 else (1 - np.cos(theta)) / 2
    for k in range(n + 2, dim - 1, 2):
        whole *= (k - 1) / k
        share = share - np.sin(theta) ** (k - 1) * np.cos(theta) / (k * whole)
    return np.clip(share, 0, 1)
