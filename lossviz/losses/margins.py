"""Target-logit functions ψ(θ): what an angular loss puts in the place of cos θ_y.

They are written in cos θ and sin θ, not in θ: acos has an infinite slope at ±1, and
cos(θ + m) = cos θ cos m − sin θ sin m needs no acos at all. They work on NumPy and on JAX arrays
alike (`__array_namespace__`), so the losses, the curves and the boundaries share one ψ.
With m = 0 (m = 1 for the multiplicative ones) each returns its `cos` unchanged, to the last bit.
"""

from math import pi
from typing import TypeVar

import jax
import numpy as np

# what went in comes out: JAX arrays in the losses, NumPy's in the curves and boundaries
Values = TypeVar("Values", jax.Array, np.ndarray, np.float64)


def plain(cos: Values, sin: Values) -> Values:
    """ψ = cos θ. Wang et al. 2017, NormFace."""
    return cos


def additive_cosine(cos: Values, sin: Values, *, m: Values | float) -> Values:
    """ψ = cos θ − m. AM-Softmax 2018 and CosFace 2018."""
    return cos - m  # ty: ignore[invalid-explicit-return]  # it takes the kinds as mixed


def additive_angle(cos: Values, sin: Values, *, m: Values | float) -> Values:
    """ψ = cos(θ + m) while θ + m ≤ π, else cos θ − m sin m. Deng et al. 2019, ArcFace.

    `m` in radians, in [0, π]; there θ + m ≤ π is the same as cos θ ≥ −cos m.
    """
    xp = cos.__array_namespace__()
    cos_m, sin_m = xp.cos(m), xp.sin(m)
    return xp.where(cos >= -cos_m, cos * cos_m - sin * sin_m, cos - m * sin_m)


def combined(
    cos: Values, sin: Values, *, m1: Values | float, m2: Values | float, m3: Values | float
) -> Values:
    """ψ = cos(m1·θ + m2) − m3, as printed: no branch past π. Deng et al. 2019, ArcFace."""
    xp = cos.__array_namespace__()
    added = cos * xp.cos(m2) - sin * xp.sin(m2)
    stretched = xp.cos(m1 * xp.atan2(sin, cos) + m2)
    return xp.where(m1 == 1, added, stretched) - m3


def multiplied_angle(cos: Values, sin: Values, *, m: Values | float, lam: Values | float) -> Values:
    """ψ = (λ cos θ + p(θ))/(1 + λ) with p(θ) = (−1)^k cos(mθ) − 2k on [kπ/m, (k+1)π/m].

    p is cos(mθ) continued so that it keeps falling on [0, π]; λ ≥ 0 mixes cos θ back in.
    Liu et al. 2016, L-Softmax; Liu et al. 2017, A-Softmax.
    """
    xp = cos.__array_namespace__()
    m_theta = m * xp.atan2(sin, cos)
    k = xp.floor(m_theta / pi)
    folded = (1 - 2 * (k % 2)) * xp.cos(m_theta) - 2 * k
    # λ cos + p over 1 + λ, written so that p = cos gives cos back exactly
    return cos + (xp.where(m == 1, cos, folded) - cos) / (1 + lam)
