"""Training points on rings, and the arcs of directions that their classes hold, as a disc."""

from collections.abc import Mapping

import numpy as np

from lossviz.geometry import circle_sectors
from lossviz.losses import Loss
from lossviz.metrics import unit

# points of a class stand on so many rings, one behind the other, so that they can be counted
RINGS, INNERMOST = 9, 0.55
# class vectors end before the first ring: they hide no point
SHORT = 0.5
ARC, ROUND = 24, 72
# as many as a class of L-Softmax can hold beside one rival
ARCS = 2


def on_rings(features: np.ndarray) -> np.ndarray:
    """Features [T, N, 2] moved along their direction to one of the rings."""
    directions = unit(features, -1)[0]
    at = np.arange(directions.shape[1]) % RINGS / (RINGS - 1)
    return directions * (INNERMOST + (1 - INNERMOST) * at)[:, None]


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


def ring(radius: float) -> np.ndarray:
    """[ROUND, 4]: the sides of a polygon that looks like a circle."""
    phi = np.linspace(0, 2 * np.pi, ROUND + 1)
    corners = radius * np.stack([np.cos(phi), np.sin(phi)], axis=1)
    return np.concatenate([corners[:-1], corners[1:]], axis=1)
