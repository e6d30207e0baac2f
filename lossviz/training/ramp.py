"""The margin over the steps of a run: held back at first, or let down at the end."""

from typing import NamedTuple

import jax
import numpy as np

from lossviz.losses.margins import Values

Real = float | np.float32 | jax.Array


class Ramp(NamedTuple):
    """m(t): first·m until step `begin`, then in a straight line to last·m at step `end`.

    `Ramp(0, 1, 0, 150)` warms the margin up over 150 steps, `Ramp(0, 1, 150, 150)` trains NormFace
    for 150 steps first, `Ramp(1, 0, 150, 300)` anneals the margin away. It scales m alone: that of
    a cosine or an angle, for which 0 is no margin.
    """

    first: Real = 1.0
    last: Real = 1.0
    begin: Real = 0
    end: Real = 0


# the whole margin from the first step to the last
STEADY = Ramp()


def share(ramp: Ramp, step: Values) -> Values:
    """m(t)/m at these steps; NumPy or JAX arrays."""
    xp = step.__array_namespace__()
    length = xp.where(ramp.end > ramp.begin, ramp.end - ramp.begin, 1)
    # with nothing between them, step `begin` is the first with the new margin
    late = xp.where(ramp.end > ramp.begin, step - ramp.begin, step - ramp.begin + 1)
    return ramp.first + (ramp.last - ramp.first) * xp.clip(late / length, 0, 1)
