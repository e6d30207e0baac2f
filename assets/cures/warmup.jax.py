import jax.numpy as jnp


def margin_at(step, m, begin, end, first=0.0, last=1.0):  # first·m, from `end` on last·m
    between = jnp.clip((step - begin) / jnp.maximum(end - begin, 1), 0, 1)  # a straight line
    share = jnp.where(end > begin, between, step >= end)
    return m * (first + (last - first) * share)
