import jax.numpy as jnp


def target_logit(features, weight, labels, m):  # [N, d], [C, d], [N] → cos(θ + m) [N]
    f, w = (x / jnp.sqrt((x**2).sum(1, keepdims=True) + 1e-24) for x in (features, weight))
    w = w[labels]
    cos = (f * w).sum(1)
    beside = ((f - cos[:, None] * w) ** 2).sum(1)  # sin² θ, not as 1 − cos² θ
    sin = jnp.where(beside > 0, jnp.sqrt(jnp.where(beside > 0, beside, 1)), 0)
    kept = cos * jnp.cos(m) - sin * jnp.sin(m)
    return jnp.where(cos >= -jnp.cos(m), kept, cos - m * jnp.sin(m))  # θ + m ≤ π, past it
