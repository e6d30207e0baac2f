"""A formula for a loss on cosines, over all combinations of its operands."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from lossviz import losses
from lossviz.geometry.band import duel
from lossviz.geometry.operands import Number, at_least, classes, dimensions, plain

Held = tuple[tuple[str, float], ...]


def each(
    one: Callable[[float, float, Held], float],
    key: str,
    n_classes: ArrayLike,
    dim: ArrayLike,
    params: dict,
) -> Number:
    """`one(C, d, parameters)` for every combination; margins left out take their default.

    Among the parameters is s, first, where `params` has it.

    Raises:
      KeyError: an unknown loss or parameter.
      ValueError: a loss on raw scores; C, d, s or a parameter out of range.
    """
    loss = losses.get(key)
    if loss.family == "raw":
        raise ValueError(
            f"{loss.title} compares raw scores: it has no scale, and its first loss depends on the "
            "network"
        )
    margins = {k: v for k, v in params.items() if k != "s"}
    scale = {"s": at_least("s", params["s"], 0)} if "s" in params else {}
    values = scale | {k: v for k, v in duel(key, 0.0, margins)[1].items() if k != "s"}

    def call(count: float, dim: float, *held: float) -> float:
        return one(count, dim, tuple(zip(values, map(float, held), strict=True)))

    operands = classes(n_classes), dimensions(dim), *values.values()
    return plain(np.vectorize(call, otypes=[float])(*operands))
