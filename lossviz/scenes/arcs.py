"""The arcs of directions that classes hold in the plane, and how a disc shows them."""

from collections.abc import Mapping

import numpy as np

from lossviz.geometry import circle_sectors
from lossviz.losses import Loss

ARC = 24
# as many as a class of L-Softmax can hold beside one rival
ARCS = 2


def arcs(loss: Loss, vectors: np.ndarray, params: Mapping[str, np.ndarray | float]) -> np.ndarray:
    """[F, C, 2]: where each class's arc of directions starts and ends, NaN where it has none.

    For losses under which a class holds one arc at most: all but L-Softmax with vectors of
    different lengths, for which see `all_arcs`.

    Args:
      vectors: class vectors [F, C, 2].
      params: of the loss; its margin is kept.
    """
    return all_arcs(loss, vectors, params)[:, :, 0]


def all_arcs(
    loss: Loss, vectors: np.ndarray, params: Mapping[str, np.ndarray | float]
) -> np.ndarray:
    """[F, C, ARCS, 2]: start and end of each arc that a class holds, in order, filled with NaN."""
    found = circle_sectors(loss, np.swapaxes(vectors, 1, 2), None, 1.0, params, margin=True)
    # what rounding leaves of an arc at the limit itself is no region
    kept = np.flatnonzero(found.end - found.start > 1e-9)
    owner = found.frame[kept] * vectors.shape[1] + found.cls[kept]
    # ordered by owner: the place of an arc is how far it stands behind the first of its owner
    place = np.arange(len(kept)) - np.searchsorted(owner, owner)
    held = np.full((*vectors.shape[:2], max(ARCS, place.max(initial=0) + 1), 2), np.nan)
    held[found.frame[kept], found.cls[kept], place, 0] = found.start[kept]
    held[found.frame[kept], found.cls[kept], place, 1] = found.end[kept]
    return held


def slices(held: np.ndarray, radius: float) -> np.ndarray:
    """[F, C, ARC + 1, 2]: each arc [F, C, 2] as a slice of the disc."""
    phi = held[..., :1] + (held[..., 1:] - held[..., :1]) * np.linspace(0, 1, ARC)
    rim = radius * np.stack([np.cos(phi), np.sin(phi)], axis=-1)
    centre = np.where(np.isnan(rim[..., :1, :]), np.nan, 0.0)
    return np.concatenate([centre, rim], axis=-2)


def spokes(held: np.ndarray, radius: float) -> np.ndarray:
    """[F, C, 4]: from the centre to the end of each arc [F, C, 2]."""
    rim = radius * np.stack([np.cos(held[..., 1]), np.sin(held[..., 1])], axis=-1)
    return np.concatenate([0 * rim, rim], axis=-1)
