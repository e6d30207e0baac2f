"""Training problems of a given shape: timed here, trained by others, counted in operations."""

from itertools import pairwise
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from lossviz.encoder import Mlp, initial_mlp
from lossviz.settings import Settings
from lossviz.training import kernel
from lossviz.training import run as runs

SCALE, MARGIN = 16.0, 0.3


class Case:
    """Inputs [N, D] and labels [N] under ArcFace: full batch, Adam, 60 snapshots.

    sizes: inputs, hidden units …, dimension of the embedding.
    """

    def __init__(self, x: np.ndarray, labels: np.ndarray, sizes: tuple[int, ...], classes: int,
                 steps: int = 300):  # fmt: skip
        self.x, self.labels, self.sizes, self.classes, self.steps = x, labels, sizes, classes, steps
        self.settings = Settings(loss="arcface", s=SCALE, m=MARGIN, lr=0.01, steps=steps)
        self.static: dict[str, Any] = dict(
            kind="adam", batch=0, family="catalogue", classes=classes, kept=runs.SNAPSHOTS
        )
        self.program = kernel.program(*self.operands(), **self.static)

    def operands(self) -> tuple:
        """What the kernel is called with; the first weights depend on the sizes alone."""
        rng = np.random.default_rng(1)
        *hidden, dim = self.sizes[1:]
        encoder = initial_mlp(rng, self.sizes[0], tuple(hidden), dim)
        share = np.full(len(self.x), 1 / len(self.x), np.float32)
        train = kernel.Points(self.x.T.copy(), self.labels, share)
        knobs = runs.knobs(self.settings, len(self.x), self.classes)
        # the settings know 2-D and 3-D only
        knobs = knobs._replace(drawn=np.zeros((dim, self.classes), np.float32))
        return encoder, train, self.x[:0].T.copy(), knobs

    def first(self) -> tuple[Mlp, np.ndarray]:
        """The encoder and the class vectors [C, d] that training starts from."""
        state, _ = self.program.start(*self.operands())
        encoder, weights, _ = jax.device_get(state.parameters)
        return encoder, weights.T

    def train(self) -> float:
        """Train once; the loss after the last step."""
        operands = self.operands()
        state = self.program.start(*operands)
        until = runs.schedule(self.steps)
        _, kept = self.program.advance(*state, *operands[1:], until, until[-1])
        return float(kept.loss[runs.SNAPSHOTS - 1])

    def product_flops(self) -> float:
        """Floating-point operations of the matrix products: two a weight and pass."""
        each = [a * b for a, b in pairwise(self.sizes)]
        per_point = 6 * (sum(each) + self.sizes[-1] * self.classes) - 2 * each[0]
        snapshots = 2 * sum(each) * runs.SNAPSHOTS
        return len(self.x) * (per_point * (self.steps + 1) + snapshots)

    def flops(self) -> float:
        """All floating-point operations of a training, as XLA counts them."""
        return flops(self.operands(), self.steps, **self.static)


def random_case(points: int, sizes: tuple[int, ...], classes: int, steps: int = 300) -> Case:
    """A case with nothing to learn: only its shape counts."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(points, sizes[0])).astype(np.float32)
    return Case(x, rng.integers(0, classes, points).astype(np.int32), sizes, classes, steps)


def flops(operands: tuple, steps: int, *, kept: int, **static: Any) -> float:
    """Floating-point operations of a run of the kernel, as XLA's cost analysis counts them.

    It counts what stands in a loop once: of `advance`, a step and a snapshot. It is asked before
    the program is compiled: a product that a library computes afterwards counts for nothing.
    """
    encoder, train, test, _ = operands
    _, both = kernel.lowered(*operands, kept=kept, **static)
    everything = jnp.concatenate([train.columns, test], axis=1)
    snapshot = jax.jit(lambda network, columns: network(columns)).lower(encoder, everything)
    in_both, in_snapshot = (_counted(lowered) for lowered in (both, snapshot))
    # one step more than asked for: it finds the loss of the last snapshot
    return (steps + 1) * (in_both - in_snapshot) + kept * in_snapshot


def _counted(lowered: jax.stages.Lowered) -> float:
    """Raises ValueError where this backend does not count."""
    counts = lowered.cost_analysis()
    if counts is None:
        raise ValueError("XLA counts no operations here")
    return counts["flops"]
