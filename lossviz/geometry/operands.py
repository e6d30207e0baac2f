"""What may be asked of the bounds: numbers of classes, dimensions, probabilities, margins."""

import numpy as np
from numpy.typing import ArrayLike

Number = float | np.ndarray


def classes(n_classes: ArrayLike) -> np.ndarray:
    """C as floats: whole numbers of at least 2."""
    count = np.asarray(n_classes)
    if not np.all(np.isfinite(count)) or np.any(count != np.round(count)):
        raise ValueError(f"the number of classes must be a whole number; got {n_classes}")
    if np.any(count < 2):
        raise ValueError(f"at least 2 classes are needed; got {np.min(count)}")
    return count.astype(float)


def dimensions(dim: ArrayLike) -> np.ndarray:
    """d as floats: whole numbers of at least 2."""
    dim = np.asarray(dim)
    if np.any(dim != np.round(dim)) or not np.all(dim >= 2):
        raise ValueError(f"the dimension must be a whole number of at least 2; got {dim}")
    return dim.astype(float)


def probability(p: ArrayLike) -> np.ndarray:
    """P as floats strictly between 0 and 1."""
    p = np.asarray(p, float)
    if not np.all((p > 0) & (p < 1)):
        raise ValueError(f"a target probability lies between 0 and 1, both left out; got {p}")
    return p


def target_logit(target: ArrayLike) -> np.ndarray:
    """ψ(0) as floats: 1 for inference, 1 − m with CosFace's margin, cos m with ArcFace's."""
    target = np.asarray(target, float)
    if not np.all(np.abs(target) <= 1):
        raise ValueError(f"the target logit is ψ(0), between −1 and 1; got {target}")
    return target


def at_least(name: str, value: ArrayLike, low: float) -> np.ndarray:
    """Finite floats of at least `low`."""
    value = np.asarray(value, float)
    if not np.all(np.isfinite(value) & (value >= low)):
        raise ValueError(f"{name} must be a finite number of at least {low:g}; got {value}")
    return value


def plain(value: ArrayLike) -> Number:
    """A float for a number, an array for an array."""
    array = np.asarray(value)
    return float(array) if array.ndim == 0 else array
