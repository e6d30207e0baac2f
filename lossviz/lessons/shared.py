"""What several scenes compute: a stable softmax, scores, regions as padded polygons."""

import numpy as np

from lossviz import losses
from lossviz.geometry import plane_polygons
from lossviz.losses import Loss


def softmax(z: np.ndarray) -> np.ndarray:
    """e^{z_i} / Σ_k e^{z_k} along the last axis [..., K], without overflow."""
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def dots(vectors: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Scores w_j·x of F frames: vectors [F, C, d], point [F, d] → [F, C]."""
    return np.einsum("fcd,fd->fc", vectors, point)


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


def sigmoid(x: np.ndarray) -> np.ndarray:
    """1/(1 + e^{−x}), without overflow."""
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, small) / (1 + small)
