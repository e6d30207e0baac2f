"""How much work a run is, and how much memory it takes."""

from itertools import pairwise

import jax
import numpy as np

from lossviz.settings import Settings
from lossviz.training.problem import batch_size, hidden_of, problem

# what two laptop cores do on these small matrices, and the fixed cost of one step
FLOPS_PER_SECOND = 5e10
SECONDS_PER_STEP = 4e-5


def estimated_seconds(settings: Settings) -> float:
    """A rough time for a run: multiplications forward and backward, plus the cost of a step."""
    at = problem(settings)
    inputs = (at.inputs,) if settings.encoder != "free" else ()
    weights = sum(a * b for a, b in pairwise((*inputs, *hidden_of(settings), settings.dim)))
    per_step = 6 * weights * batch_size(settings, len(at.labels)) / FLOPS_PER_SECOND
    return settings.steps * (SECONDS_PER_STEP + per_step)


def bytes_held(operands: tuple, kept: int) -> int:
    """About what a run of these operands (encoder, points, test points, knobs) holds while it goes.

    Snapshots of the features are most of it, with the copy of them that is handed over; then the
    operands and, as large as the encoder, its gradient and two moments.
    """
    encoder, train, test, knobs = operands
    dim = knobs.drawn.shape[0]
    features = 4 * kept * dim * (train.columns.shape[1] + test.shape[1])
    own, weights = (
        sum(np.asarray(leaf).nbytes for leaf in jax.tree.leaves(tree))
        for tree in (operands, encoder)
    )
    return 2 * features + own + 3 * weights
