"""The tiny networks that map inputs to 2-D or 3-D embeddings.

They work on columns: inputs [D, N] to features [d, N]. With two or three rows and hundreds of
columns the vector units run along the samples; the transposed layout takes a third longer.
"""

from itertools import pairwise

import equinox as eqx
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float, Int

# a parameter is NumPy's before training and JAX's inside it
Values = Array | np.ndarray


class Mlp(eqx.Module):
    """Tanh layers and a linear last one; no hidden layer makes it a linear map W x + b."""

    weights: tuple[Float[Values, "_ _"], ...]
    biases: tuple[Float[Values, " _"], ...]

    def __call__(self, inputs: Float[Values, "D N"]) -> Float[Values, "d N"]:
        """Features [d, N] of the inputs [D, N]."""
        *hidden, last = zip(self.weights, self.biases, strict=True)
        for weight, bias in hidden:
            inputs = jnp.tanh(weight @ inputs + bias[:, None])
        weight, bias = last
        return weight @ inputs + bias[:, None]


class FreePoints(eqx.Module):
    """No network: the embeddings of the training points are the parameters themselves."""

    points: Float[Values, "d N"]

    def __call__(self, inputs: Int[Values, "1 M"]) -> Float[Values, "d M"]:
        """The points whose numbers stand in `inputs`."""
        return jnp.take(self.points, inputs[0], axis=1)


def initial_mlp(rng: np.random.Generator, n_inputs: int, hidden: tuple[int, ...], dim: int) -> Mlp:
    """An MLP n_inputs → hidden… → dim, uniform in ±√(3/fan-in): unit variance passes through."""
    sizes = (n_inputs, *hidden, dim)
    weights = tuple(
        rng.uniform(-1, 1, (out, into)).astype(np.float32) * np.float32(np.sqrt(3 / into))
        for into, out in pairwise(sizes)
    )
    return Mlp(weights, tuple(np.zeros(out, np.float32) for out in sizes[1:]))


def initial_points(rng: np.random.Generator, n_points: int, dim: int) -> FreePoints:
    """Free points from a standard normal distribution."""
    return FreePoints(rng.normal(size=(dim, n_points)).astype(np.float32))


Encoder = Mlp | FreePoints
