"""Losses that compare raw scores z_j = W_j·f + b_j.

Every function takes the scores `z` [C, N] and the mask `own` [C, N] that is true at the label,
and returns one loss a sample [N]. The rivals of a sample are the classes i ≠ y. Samples come last
in here: the long axis is the one the processor's vector units run along.
"""

import jax
import jax.numpy as jnp
from jax.nn import relu, softplus
from jax.typing import ArrayLike
from jaxtyping import Array, Bool, Float

Scores = Float[Array, "C N"]
Own = Bool[Array, "C N"]
PerSample = Float[Array, " N"]


def target(z: Scores, own: Own) -> PerSample:
    """The score of the sample's target class, z_y. A masked sum: cheaper than a gather."""
    return jnp.sum(jnp.where(own, z, 0), axis=0)


def rivals(z: Scores, own: Own) -> Scores:
    """The scores with z_y put at −∞, so that max and LSE see the rivals only."""
    return jnp.where(own, -jnp.inf, z)


def perceptron(z: Scores, own: Own) -> PerSample:
    """Σ_{i≠y} max(z_i − z_y, 0): every rival above the target pushes. Notes §6."""
    return hinge(z, own, m=0.0)


def hinge(z: Scores, own: Own, *, m: ArrayLike) -> PerSample:
    """Σ_{i≠y} max(z_i − z_y + m, 0). Weston & Watkins 1999."""
    gap = z - target(z, own) + m
    return jnp.sum(jnp.where(own, 0, relu(gap)), axis=0)


def max_hinge(z: Scores, own: Own, *, m: ArrayLike) -> PerSample:
    """max(max_{i≠y} z_i − z_y + m, 0): only the hardest rival pushes. Crammer & Singer 2001."""
    return relu(jnp.max(rivals(z, own), axis=0) - target(z, own) + m)


def lse_hinge(z: Scores, own: Own, *, m: ArrayLike) -> PerSample:
    """max(LSE_{i≠y}(z) − z_y + m, 0): all rivals push, the harder the more. Notes §6."""
    return relu(jax.nn.logsumexp(rivals(z, own), axis=0) - target(z, own) + m)


def softmax(z: Scores, own: Own) -> PerSample:
    """softplus(LSE_{i≠y}(z) − z_y) = LSE(z) − z_y = −log softmax(z)_y, the cross-entropy.

    The softplus form keeps its digits where z_y is far above the rivals: LSE(z) − z_y would
    subtract two nearly equal numbers there.
    """
    return softplus(jax.nn.logsumexp(rivals(z, own), axis=0) - target(z, own))


def label_smoothing(z: Scores, own: Own, *, eps: ArrayLike) -> PerSample:
    """Cross-entropy against q = (1−ε)·onehot + ε/C. Szegedy et al. 2016.

    Since Σ q = 1 it is the plain cross-entropy plus ε (z_y − mean z).
    """
    return softmax(z, own) + eps * (target(z, own) - jnp.mean(z, axis=0))


def sigmoid(z: Scores, own: Own) -> PerSample:
    """softplus(−z_y) + Σ_{i≠y} softplus(z_i): C independent yes-or-no questions. Notes §2."""
    return jnp.sum(softplus(jnp.where(own, -z, z)), axis=0)
