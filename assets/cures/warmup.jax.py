import jax.numpy as jnp


def margin_at(step, m, begin, end):  # 0 until `begin`, m from `end` on, a straight line between
    return m * jnp.clip((step - begin) / (end - begin), 0, 1)
