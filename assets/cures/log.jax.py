import jax.numpy as jnp


def to_log(cosines, labels, psi):  # [N, C], [N], and ψ: cos θ → target logit without s
    rows = jnp.arange(len(labels))
    own, rival = cosines[rows, labels], cosines.at[rows, labels].set(-2).max(1)
    right, met = own >= rival, psi(own) >= rival
    theta = jnp.degrees(jnp.arccos(own.clip(-1, 1))).mean()
    return right.mean(), met.mean(), theta
