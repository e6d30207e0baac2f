import jax.numpy as jnp


def in_single(loss, features, weight, labels):  # the network may compute in bfloat16
    return loss(features.astype(jnp.float32), weight.astype(jnp.float32), labels)
