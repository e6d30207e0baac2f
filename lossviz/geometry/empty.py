"""Which classes hold no direction at all under their margin."""

from collections.abc import Mapping

import numpy as np
from jaxtyping import Bool
from numpy.typing import ArrayLike

from lossviz.geometry.circle import circle_sectors
from lossviz.geometry.contest import Contest, contest, has_margin, surplus, unit
from lossviz.geometry.sphere import Curves, edges
from lossviz.losses import Loss


def empty_classes(
    loss: Loss,
    weights: ArrayLike,
    bias: ArrayLike | None,
    radius: ArrayLike,
    params: Mapping[str, ArrayLike],
    margin: bool = True,
    curves: Curves | None = None,
) -> Bool[np.ndarray, "F C"]:
    """Whether the region {x : T_i(x) ≥ S_j(x) for all j ≠ i} of each class is empty [F, C].

    Exact in two dimensions (no sector), and in three wherever the edges are (`sphere_curves`): a
    class that is not ahead at its own vector, nor has any edge, holds all of the sphere or nothing.
    Regions narrower than 1e-11 rad count as empty. In a frame that is not finite all classes are.

    Args: as for `sphere_curves`, with weights [F, 2, C] or [F, 3, C].
      curves: what `sphere_curves` gave for the same arguments, if it is at hand: saves time.

    Raises:
      ValueError: features that are not of dimension 2 or 3, shapes that do not fit.
      KeyError: a parameter that the loss does not have.
    """
    rules = contest(loss, weights, bias, radius, params, margin)
    dim = rules.vectors.shape[2]
    if dim not in (2, 3):
        raise ValueError(f"regions are known in 2 and 3 dimensions only; weights have {dim}")
    if dim == 2:
        sectors = circle_sectors(loss, weights, bias, radius, params, margin)
        return _absent(rules, sectors.frame, sectors.cls)
    held = _held_at_own_vector(rules)
    each = margin and has_margin(loss)
    if curves is not None:
        held |= _held_somewhere(rules, curves, each)
    elif not held.all():
        rest = np.flatnonzero(~held.all(1))
        part = rules.only(rest)
        held[rest] |= _held_somewhere(part, edges(part, each), each)
    return ~(held & rules.finite[:, None])


def _absent(rules: Contest, frame: np.ndarray, cls: np.ndarray) -> np.ndarray:
    absent = np.ones((rules.frames, rules.classes), bool)
    absent[frame, cls] = False
    return absent


def _held_at_own_vector(rules: Contest) -> np.ndarray:
    return surplus(rules, unit(rules.vectors), np.arange(rules.classes)) > 0


def _held_somewhere(rules: Contest, lines: Curves, each: bool) -> np.ndarray:
    absent = _absent(rules, lines.frame, lines.cls)
    if not each:
        absent[lines.frame, lines.rival] = False
    pole = np.broadcast_to([0.0, 0.0, 1.0], (rules.frames, rules.classes, 3))
    return ~absent | (surplus(rules, pole, np.arange(rules.classes)) >= 0)
