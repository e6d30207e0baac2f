"""Scores w·x, and the probabilities that scores come to, without overflow."""

import numpy as np


def softmax(z: np.ndarray) -> np.ndarray:
    """e^{z_i} / Σ_k e^{z_k} along the last axis [..., K], without overflow."""
    powers = np.exp(z - z.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def dots(vectors: np.ndarray, point: np.ndarray) -> np.ndarray:
    """Scores w_j·x of F frames: vectors [F, C, d], point [F, d] → [F, C]."""
    return np.einsum("fcd,fd->fc", vectors, point)


def sigmoid(x: np.ndarray) -> np.ndarray:
    """1/(1 + e^{−x}), without overflow."""
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, small) / (1 + small)
