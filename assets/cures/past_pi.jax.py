import jax.numpy as jnp


def falling(cos, sin, m):  # cos(θ + m) up to θ + m = π, and beyond it a slope that still falls
    inside = cos * jnp.cos(m) - sin * jnp.sin(m)
    return jnp.where(cos >= -jnp.cos(m), inside, cos - m * jnp.sin(m))
