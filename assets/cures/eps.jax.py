import jax.numpy as jnp


def target_logit(cos, m, eps=1e-7):  # cos θ → cos(θ + m); a slope of at most 1/√eps. In float32
    sin = jnp.sqrt(jnp.clip(1 - cos**2, 0, 1) + eps)
    kept = cos * jnp.cos(m) - sin * jnp.sin(m)
    return jnp.where(cos >= -jnp.cos(m), kept, cos - m * jnp.sin(m))  # θ + m ≤ π, past it
