"""ArcFace as the libraries write it: one name, other values past π, other gradients.

Three questions have several answers in use: what to do where θ + m > π, whether the gradient goes
through the margin, and how sin θ or θ itself is taken from cos θ. Each dialect is a `Loss` like
those of the catalogue, whose own `arcface` is "eased".
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType

import jax

from lossviz.losses import margins
from lossviz.losses.catalogue import Loss, get
from lossviz.losses.margins import Values

Psi = Callable[..., Values]
Sine = Callable[[Values], Values]
CLIPPED_BY = 1e-7
ROOT_EPS = 1e-7


def plain_angle(cos: Values, sin: Values, *, m: Values | float) -> Values:
    """ψ = cos(θ + m) everywhere: past π it rises again. InsightFace's PyTorch code."""
    xp = cos.__array_namespace__()
    return cos * xp.cos(m) - sin * xp.sin(m)


def clipped_angle(cos: Values, sin: Values, *, m: Values | float) -> Values:
    """ψ = cos(min(θ + m, π)): −1 past π, with no slope there. OpenSphere, AdaFace. m ≥ 0.

    θ + m ≤ π is cos θ ≥ −cos m only while m ≤ π; a wider margin leaves no θ below π.
    """
    xp = cos.__array_namespace__()
    below = (m <= xp.pi) & (cos >= -xp.cos(m))
    return xp.where(below, plain_angle(cos, sin, m=m), -1.0)


def acos_angle(cos: Values, sin: Values, *, m: Values | float) -> Values:
    """ψ = cos(acos(cos θ) + m): NaN where rounding puts cos θ past ±1, no gradient at ±1."""
    xp = cos.__array_namespace__()
    return xp.cos(xp.acos(cos) + m)


def acos_of_clipped(cos: Values, sin: Values, *, m: Values | float) -> Values:
    """ψ = cos(acos(c) + m), c = cos θ held within ±(1 − 1e-7).

    The bound is 1 − 1.2e-7 in float32, and 1 in float16 and bfloat16, where nothing is held.
    pytorch-metric-learning up to 2020; since then it holds c within ±1, which leaves the NaN.
    """
    xp = cos.__array_namespace__()
    return acos_angle(xp.clip(cos, -1 + CLIPPED_BY, 1 - CLIPPED_BY), sin, m=m)


def sine_of_cosine(sine: Sine[Values], cos: Values, sin: Values, *, m: Values | float) -> Values:
    """The eased ψ with sin θ = sine(cos θ), in the place of what the vectors themselves give."""
    return margins.additive_angle(cos, sine(cos), m=m)


def root(cos: Values) -> Values:
    """√(1 − cos²θ): NaN where rounding puts cos θ past ±1, and an infinite slope at ±1."""
    xp = cos.__array_namespace__()
    return xp.sqrt(1 - cos**2)


def root_clipped(cos: Values) -> Values:
    """√clip(1 − cos²θ, 0, 1): never NaN itself; its slope at ±1 is ∞, past ±1 it is 0 · ∞ = NaN."""
    xp = cos.__array_namespace__()
    return xp.sqrt(xp.clip(1 - cos**2, 0, 1))


def root_eps(cos: Values) -> Values:
    """√(clip(1 − cos²θ, 0, 1) + ε), ε = 1e-7: its slope is at most 1/√ε = 3162, and sin 0 > 0."""
    xp = cos.__array_namespace__()
    return xp.sqrt(xp.clip(1 - cos**2, 0, 1) + ROOT_EPS)


def detached(psi: Psi[Values], cos: Values, sin: Values, *, m: Values | float) -> Values:
    """ψ as a number, cos θ as a gradient: ∂L/∂cos θ = s(p − 1). InsightFace, OpenSphere."""
    pulled = jax.lax.stop_gradient(psi(cos, sin, m=m) - cos)
    return cos + pulled  # ty: ignore[invalid-explicit-return]  # see `margins.additive_cosine`


# what is done where θ + m > π; "eased" goes on as cos θ − m sin m: pytorch-metric-learning, OML.
# It tests cos θ ≥ −cos m; for m > π that is not θ + m ≤ π, which pytorch-metric-learning tests
PAST_PI: Mapping[str, Psi] = MappingProxyType(
    {"eased": margins.additive_angle, "clipped": clipped_angle, "plain": plain_angle}
)

# how sin θ is taken from cos θ; all go on past π as "eased" does
SINES: Mapping[str, Sine] = MappingProxyType(
    {"sqrt": root, "sqrt_clipped": root_clipped, "sqrt_eps": root_eps}
)


def _dialect(psi: Psi) -> Loss:
    return replace(get("arcface"), _psi=psi)


DIALECTS: Mapping[str, Loss] = MappingProxyType(
    {
        **{key: _dialect(psi) for key, psi in PAST_PI.items()},
        **{f"{key}_detached": _dialect(partial(detached, psi)) for key, psi in PAST_PI.items()},
        "acos": _dialect(acos_angle),
        "acos_clipped": _dialect(acos_of_clipped),
        **{key: _dialect(partial(sine_of_cosine, sine)) for key, sine in SINES.items()},
    }
)
