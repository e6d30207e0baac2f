"""The hinge whose rivals are smoothed into one: S_i − LSE_{j≠i} S_j = m along circles."""

import numpy as np

from lossviz.geometry.contest import log_sum_exp
from lossviz.geometry.roots import Cells, find

PIECES = 12  # cells a circle is first cut into


def roots_round(
    vectors: np.ndarray, offsets: np.ndarray, cls: np.ndarray, shift: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(row, φ) of every root on R circles x = (cos φ, sin φ), φ in [−π, π].

    Args:
      vectors: what the classes' scores are along each circle, S_j = vectors_j·x + offsets_j
        [R, C, 2].
      offsets: [R, C].
      cls: the target class [R].
      shift: m [R].
    """
    rows = len(cls)
    own = np.arange(vectors.shape[1]) == cls[:, None]
    # differences from the target leave only the rivals: h = −m − LSE_{j≠i}(S_j − S_i)
    vectors = vectors - vectors[np.arange(rows), cls][:, None]
    offsets = np.where(own, -np.inf, offsets - offsets[np.arange(rows), cls][:, None])

    def value_and_slope(k: np.ndarray, phi: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        c, s = np.cos(phi)[:, None], np.sin(phi)[:, None]
        a, b = vectors[k, :, 0], vectors[k, :, 1]
        z = a * c + b * s + offsets[k]
        total = log_sum_exp(z)
        share = np.exp(z - total[:, None])
        return -shift[k] - total, -np.sum(share * (b * c - a * s), -1)

    edges = np.linspace(-np.pi, np.pi, PIECES + 1)
    cells = Cells(np.repeat(np.arange(rows), PIECES), np.tile(edges[:-1], rows),
                  np.tile(edges[1:], rows))  # fmt: skip
    # h' is a mean of the differences' slopes; h'' adds their variance, at most half the spread²
    steepest = np.linalg.norm(vectors, axis=-1).max(-1)
    return find(value_and_slope, cells, steepest, steepest + steepest**2)
