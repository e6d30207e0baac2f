"""Pieces of lines, each from point to point, as one trace."""

import numpy as np


def joined(pieces: np.ndarray, dim: int) -> np.ndarray:
    """Coordinates [dim, 3L] of the pieces [L, 2·dim], with NaN between one and the next."""
    ends = pieces.reshape(len(pieces), 2, dim).astype(float)
    gap = np.full((len(pieces), 1, dim), np.nan)
    return np.concatenate([ends, gap], axis=1).reshape(-1, dim).T
