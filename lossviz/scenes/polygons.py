"""Regions of the plane as polygons, filled up so that all frames have as many corners."""

import numpy as np

from lossviz import losses
from lossviz.geometry import plane_polygons
from lossviz.losses import Loss


def regions(
    vectors: np.ndarray,
    box: float | np.ndarray,
    bias: np.ndarray | None = None,
    loss: Loss | None = None,
    params: dict[str, float] | None = None,
) -> np.ndarray:
    """The region of every class in the plane, as polygons cut at ±box.

    Args:
      vectors: class vectors [F, C, 2].
      box: half-width, one number or [F].
      bias: [F, C] or None.
      loss: with its params, where its margin is kept; by default where the score is largest.

    Returns:
      [F, C, V, 2] corners, filled up with NaN.
    """
    weights = np.swapaxes(vectors, 1, 2)
    chosen = loss or losses.get("softmax")
    found = plane_polygons(chosen, weights, bias, params or {}, loss is not None, box)
    lengths = np.diff(found.first)
    # the box and every rival give a side at most: as many corners for every frame and state
    longest = max(lengths.max(initial=3), vectors.shape[1] + 3)
    corners = np.full((*vectors.shape[:2], longest, 2), np.nan)
    corner = np.arange(len(found.vertices)) - np.repeat(found.first[:-1], lengths)
    owner = np.repeat(np.arange(len(lengths)), lengths)
    corners[found.frame[owner], found.cls[owner], corner] = found.vertices
    return corners
