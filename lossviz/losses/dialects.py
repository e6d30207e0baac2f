"""ArcFace as the libraries write it: one name, other values past π, other gradients.

Three questions have several answers in use: what to do where θ + m > π, whether the gradient goes
through the margin, and whether θ is taken by acos. Each dialect is a `Loss` like those of the
catalogue, whose own `arcface` is "eased".
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

import jax
from jax.typing import ArrayLike

from lossviz.losses import margins
from lossviz.losses.catalogue import Loss, get

Psi = Callable[..., ArrayLike]


def plain_angle(cos: ArrayLike, sin: ArrayLike, *, m: ArrayLike) -> ArrayLike:
    """ψ = cos(θ + m) everywhere: past π it rises again. InsightFace's PyTorch code."""
    xp = cos.__array_namespace__()
    return cos * xp.cos(m) - sin * xp.sin(m)


def clipped_angle(cos: ArrayLike, sin: ArrayLike, *, m: ArrayLike) -> ArrayLike:
    """ψ = cos(min(θ + m, π)): −1 past π, with no slope there. OpenSphere, AdaFace. m ≥ 0.

    θ + m ≤ π is cos θ ≥ −cos m only while m ≤ π; a wider margin leaves no θ below π.
    """
    xp = cos.__array_namespace__()
    below = (m <= xp.pi) & (cos >= -xp.cos(m))
    return xp.where(below, plain_angle(cos, sin, m=m), -1.0)


def acos_angle(cos: ArrayLike, sin: ArrayLike, *, m: ArrayLike) -> ArrayLike:
    """ψ = cos(acos(cos θ) + m): NaN where rounding puts cos θ past ±1, no gradient at ±1."""
    xp = cos.__array_namespace__()
    return xp.cos(xp.acos(cos) + m)


def detached(psi: Psi, cos: ArrayLike, sin: ArrayLike, *, m: ArrayLike) -> ArrayLike:
    """ψ as a number, cos θ as a gradient: ∂L/∂cos θ = s(p − 1). InsightFace, OpenSphere."""
    return cos + jax.lax.stop_gradient(psi(cos, sin, m=m) - cos)


# what is done where θ + m > π; "eased" goes on as cos θ − m sin m: pytorch-metric-learning, OML.
# It tests cos θ ≥ −cos m; for m > π that is not θ + m ≤ π, which pytorch-metric-learning tests
PAST_PI: Mapping[str, Psi] = MappingProxyType(
    {"eased": margins.additive_angle, "clipped": clipped_angle, "plain": plain_angle}
)


def _dialect(psi: Psi) -> Loss:
    return replace(get("arcface"), _psi=psi)


DIALECTS: Mapping[str, Loss] = MappingProxyType(
    {
        **{key: _dialect(psi) for key, psi in PAST_PI.items()},
        **{f"{key}_detached": _dialect(partial(detached, psi)) for key, psi in PAST_PI.items()},
        "acos": _dialect(acos_angle),
    }
)
