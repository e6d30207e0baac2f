"""How much work a run is, to decide whether it goes in one breath or in chunks."""

from itertools import pairwise

from lossviz.settings import Settings
from lossviz.training.run import CHUNK, SNAPSHOTS, batch_size, problem

# what two laptop cores do on these small matrices, and the fixed cost of one step
FLOPS_PER_SECOND = 5e10
SECONDS_PER_STEP = 4e-5
BREATH_S = 0.4


def estimated_seconds(settings: Settings) -> float:
    """A rough time for a run: multiplications forward and backward, plus the cost of a step."""
    inputs, points = problem(settings).train.columns.shape
    hidden = (settings.width,) * settings.depth if settings.encoder == "mlp" else ()
    sizes = (*((inputs,) if settings.encoder != "free" else ()), *hidden, settings.dim)
    weights = sum(a * b for a, b in pairwise(sizes))
    per_step = 6 * weights * batch_size(settings, points) / FLOPS_PER_SECOND
    return settings.steps * (SECONDS_PER_STEP + per_step)


def chunk_of(settings: Settings) -> int:
    """Snapshots in one go: all, if the run is over before anybody would look for progress."""
    return SNAPSHOTS if estimated_seconds(settings) < BREATH_S else CHUNK
