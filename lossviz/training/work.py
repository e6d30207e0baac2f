"""How much work a run is."""

from itertools import pairwise

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
