"""Floors of cross-entropy on cosines: how small the mean loss can be, or is known to be."""

import numpy as np
from numpy.typing import ArrayLike

from lossviz.geometry.operands import Number, at_least, classes, plain


def normface_lower_bound(n_classes: ArrayLike, s: ArrayLike) -> Number:
    """Bound of the mean cross-entropy on cosines: log(1 + (C−1) exp(−s C/(C−1))).

    No unit features and class vectors have less, wherever they lie, if all classes are equally
    frequent; with unequal classes the mean over the samples can be smaller. Reached only if
    C ≤ d + 1, by a regular simplex with the features on its corners.

    Raises:
      ValueError: C < 2 or s < 0.

    Source: Wang et al. 2017, NormFace, Proposition 2.
    """
    count, s = classes(n_classes), at_least("s", s, 0)
    return plain(np.logaddexp(0, np.log(count - 1) - s * count / (count - 1)))


def normface_polygon_loss(n_classes: ArrayLike, s: ArrayLike) -> Number:
    """Cross-entropy of C classes at the corners of a regular polygon, the best known in 2-D.

    log Σ_{j=0}^{C−1} exp(s (cos(2πj/C) − 1)), samples on their class vectors. That no samples and
    class vectors on the circle have less, classes equally frequent, was seen in searches (C = 3–24,
    s = 0.5–128), not proved.

    Raises:
      ValueError: C < 2 or s < 0.

    Source: the polygon is universally optimal (Cohn & Kumar 2007), so no other arrangement of class
    vectors on the circle has a smaller mean of Σ_j exp(s cos θ_ij), without the logarithm.
    """
    count, s = classes(n_classes), at_least("s", s, 0)
    return plain(np.vectorize(_polygon_loss, otypes=[float])(count, s))


def _polygon_loss(count: float, s: float) -> float:
    distances, times = polygon_distances(int(count))
    # 1 − cos = 2 sin² keeps its digits for near neighbours, log1p those of a small loss
    return float(np.log1p(np.sum(times * np.exp(-s * distances))))


def polygon_distances(count: int, counted: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """1 − cos of the angle to each other corner, and how many corners stand at it.

    The nearest `counted` on either side, by default all.
    """
    j = np.arange(1, min(count // 2, counted or count) + 1)
    return 2 * np.sin(np.pi * j / count) ** 2, np.where(2 * j == count, 1, 2)
