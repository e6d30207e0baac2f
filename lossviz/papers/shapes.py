"""What the papers' toy figures show, as statements that can be measured on runs of our own.

The papers train on faces and on MNIST, this site on 8 × 8 digits: only the shape can be compared.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from lossviz import theory
from lossviz.papers.runs import STEPS, Record, record
from lossviz.papers.settings import ARCFACE, COSFACE, NORMFACE, SCALES, SPHEREFACE, Figure

# how far below the floor single precision may bring a loss, and how near counts as reached
ROUNDING, NEAR = 1e-3, 0.01
# up to here 300 steps are enough to reach the floor
REACHED = 4.0


@dataclass(frozen=True)
class Shape:
    """A statement about a toy figure.

    Attributes:
      key: its words, "papers.shapes.<key>".
      figure: the scene it belongs to.
      names: of the numbers.
      measure: seed → the numbers.
      holds: whether the statement is true of them.
      kind: how they are written: "degrees", "percent", "loss" or "ratio".
    """

    key: str
    figure: str
    names: tuple[str, ...]
    measure: Callable[[int], tuple[float, ...]]
    holds: Callable[[np.ndarray], bool]
    kind: str = "degrees"


class Seen(NamedTuple):
    """The numbers of one seed, and whether the statement is true of them."""

    values: tuple[float, ...]
    holds: bool


def look(shape: Shape, seed: int) -> Seen:
    """Train what is not trained yet, and measure."""
    values = tuple(map(float, shape.measure(seed)))
    return Seen(values, bool(shape.holds(np.array(values))))


def falls(values: np.ndarray) -> bool:
    """Each number is below the one before."""
    return bool(np.all(np.diff(values) < 0))


def rises(values: np.ndarray) -> bool:
    """Each number is above the one before."""
    return bool(np.all(np.diff(values) > 0))


def _ends(
    figure: Figure, measure: Callable[[Record], np.ndarray], count: int | None = None
) -> Callable[[int], tuple[float, ...]]:
    """seed → what is measured at the last step of each run, or of the first `count` runs."""

    def of_seed(seed: int) -> tuple[float, ...]:
        return tuple(measure(record(one))[-1] for one in figure.runs(seed)[:count])

    return of_seed


def _over_floor(count: int | None = None) -> Callable[[int], tuple[float, ...]]:
    """seed → the loss at the end over the least loss there is on the circle, a number a scale."""
    losses = _ends(NORMFACE, lambda run: run.loss, count)

    def of_seed(seed: int) -> tuple[float, ...]:
        classes = NORMFACE.runs(seed)[0].classes
        floors = theory.normface_polygon_loss(classes, np.array(SCALES[:count]))
        return tuple(np.array(losses(seed)) / floors)

    return of_seed


def _arcface_course(seed: int) -> tuple[float, ...]:
    """Mean θ_y of the run with margin at the start, on the way, at the end."""
    return tuple(record(ARCFACE.runs(seed)[1]).width[list(COURSE)])


# the margins that CosFace's figure has
TRAINED = 3
SMALL = sum(s <= REACHED for s in SCALES)

COURSE = (0, len(STEPS) // 2, len(STEPS) - 1)

SHAPES = (
    Shape("sphereface_width", "sphereface", SPHEREFACE.names,
          _ends(SPHEREFACE, lambda run: run.width), falls),
    Shape("sphereface_gap", "sphereface", SPHEREFACE.names,
          _ends(SPHEREFACE, lambda run: run.gap), rises),
    Shape("cosface_width", "cosface", COSFACE.names[:TRAINED],
          _ends(COSFACE, lambda run: run.width, TRAINED), falls),
    Shape("cosface_gap", "cosface", COSFACE.names[:TRAINED],
          _ends(COSFACE, lambda run: run.gap, TRAINED), rises),
    Shape("cosface_limit", "cosface", COSFACE.names[TRAINED - 1 :],
          lambda seed: _ends(COSFACE, lambda run: run.met)(seed)[TRAINED - 1 :],
          lambda met: bool(met[0] > 0.9 and met[-1] == 0), "percent"),
    Shape("arcface_course", "arcface", tuple(f"t = {STEPS[k]:g}" for k in COURSE),
          _arcface_course, falls),
    Shape("arcface_width", "arcface", ARCFACE.names,
          _ends(ARCFACE, lambda run: run.width), falls),
    Shape("arcface_gap", "arcface", ARCFACE.names, _ends(ARCFACE, lambda run: run.gap), rises),
    Shape("normface_loss", "normface", NORMFACE.names,
          _ends(NORMFACE, lambda run: run.loss), falls, "loss"),
    Shape("normface_floor", "normface", NORMFACE.names, _over_floor(),
          lambda ratio: bool(ratio.min() > 1 - ROUNDING), "ratio"),
    Shape("normface_reached", "normface", NORMFACE.names[:SMALL], _over_floor(SMALL),
          lambda ratio: bool(ratio.max() < 1 + NEAR), "ratio"),
    Shape("normface_width", "normface", NORMFACE.names,
          _ends(NORMFACE, lambda run: run.width), rises),
)  # fmt: skip
