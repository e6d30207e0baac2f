"""Training points on rings of a disc: their directions alone, so that they can be counted."""

import numpy as np

from lossviz.metrics import unit

# points of a class stand on so many rings, one behind the other
RINGS, INNERMOST = 9, 0.55
# class vectors end before the first ring: they hide no point
SHORT = 0.5
ROUND = 72


def on_rings(features: np.ndarray) -> np.ndarray:
    """Features [T, N, 2] moved along their direction to one of the rings."""
    directions = unit(features, -1)[0]
    at = np.arange(directions.shape[1]) % RINGS / (RINGS - 1)
    return directions * (INNERMOST + (1 - INNERMOST) * at)[:, None]


def ring(radius: float) -> np.ndarray:
    """[ROUND, 4]: the sides of a polygon that looks like a circle."""
    phi = np.linspace(0, 2 * np.pi, ROUND + 1)
    corners = radius * np.stack([np.cos(phi), np.sin(phi)], axis=1)
    return np.concatenate([corners[:-1], corners[1:]], axis=1)
