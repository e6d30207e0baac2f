"""Training points on rings, and the arcs of directions that their classes hold, as a disc."""

import numpy as np

from lossviz.geometry import circle_sectors
from lossviz.losses import Loss
from lossviz.metrics import unit

# points of a class stand on so many rings, one behind the other, so that they can be counted
RINGS, INNERMOST = 9, 0.55
# class vectors end before the first ring: they hide no point
SHORT = 0.5
ARC, ROUND = 24, 72


def on_rings(features: np.ndarray) -> np.ndarray:
    """Features [T, N, 2] moved along their direction to one of the rings."""
    directions = unit(features, -1)[0]
    at = np.arange(directions.shape[1]) % RINGS / (RINGS - 1)
    return directions * (INNERMOST + (1 - INNERMOST) * at)[:, None]


def arcs(loss: Loss, vectors: np.ndarray, params: dict[str, np.ndarray | float]) -> np.ndarray:
    """[F, C, 2]: where each class's arc of directions starts and ends, NaN where it has none.

    Of a class with several arcs the last one; none of the losses on these pages has them.

    Args:
      vectors: class vectors [F, C, 2].
      params: of the loss; its margin is kept.
    """
    found = circle_sectors(loss, np.swapaxes(vectors, 1, 2), None, 1.0, params, margin=True)
    held = np.full((*vectors.shape[:2], 2), np.nan)
    # what rounding leaves of an arc at the limit itself is no region
    kept = found.end - found.start > 1e-9
    held[found.frame[kept], found.cls[kept], 0] = found.start[kept]
    held[found.frame[kept], found.cls[kept], 1] = found.end[kept]
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
