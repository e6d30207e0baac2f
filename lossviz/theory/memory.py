"""What few samples a class change: how much of the angle in training is memory of the samples.

Theorem. Let the n samples of a class be unit vectors x_i = Rμ + √(1−R²) u_i, with μ the direction
of the class and u_i drawn evenly and independently from the unit vectors at right angles to μ; and
let the class vector stand along their mean x̄. Then E‖x̄‖² = R² + (1−R²)/n, and with that value,
which in many dimensions all draws are close to, the samples have the mean cosine ‖x̄‖ to the class
vector, exactly: the mean of x_i·x̄ is ‖x̄‖². A new sample has E x·x̄ = R x̄·μ = R²: its cosine is
R²/‖x̄‖. The error is of the order 1/√(nd).

Training that minimises the loss need not put the class vector at the mean, and moves the features
too; it is what the samples alone would give, features held.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from lossviz.geometry.operands import Number, classes, dimensions, plain


class SeenCosines(NamedTuple):
    """Cosines to the class vector: of the samples whose mean it is, and of new ones."""

    training: Number
    new: Number


def seen_cosines(mean_cosine: ArrayLike, samples: ArrayLike) -> SeenCosines:
    """√(R² + (1−R²)/n) for the n samples of training, R²/√(R² + (1−R²)/n) for new ones.

    R = `mean_cosine` is the cosine of every sample to its true direction. With R = 0, samples that
    have nothing in common, the first is 1/√n: so much is memory alone. (Theorem above.)

    Raises:
      ValueError: R outside [0, 1], or n not a whole number of at least 1.
    """
    square = _cosine(mean_cosine) ** 2
    training = np.sqrt(square + (1 - square) / _count(samples))
    # no samples have anything in common where both are 0, and R²/R → 0
    new = np.divide(square, training, out=np.zeros_like(training), where=training > 0)
    return SeenCosines(plain(training), plain(new))


def new_cosine(training_cosine: ArrayLike, samples: ArrayLike) -> Number:
    """The cosine of new samples if those of training have this one: `seen_cosines` solved for R.

    R² = (nc² − 1)/(n − 1), hence (nc² − 1)/((n − 1)c); 0 for c ≤ 1/√n, which samples without
    anything in common have. NaN for n = 1: its cosine is 1, whatever R is.

    Raises:
      ValueError: c outside [0, 1], or n not a whole number of at least 1.
    """
    cosine, count = np.broadcast_arrays(_cosine(training_cosine), _count(samples))
    with np.errstate(divide="ignore", invalid="ignore"):
        shared = np.maximum(count * cosine**2 - 1, 0) / (count - 1)
        found = np.where(shared > 0, shared / cosine, 0.0)
    return plain(np.where(count == 1, np.nan, found))


def median_largest_cosine(n_classes: ArrayLike, dim: ArrayLike) -> Number:
    """The median of a sample's largest cosine to C − 1 class vectors that were drawn at random.

    The t with F(t)^{C−1} = ½, F(t) = 1 − I_{1−t²}((d−1)/2, ½)/2: what a margin has to beat where
    class vectors are not arranged. 0 for C = 2.

    Raises:
      ValueError: C < 2 or d < 2.
    """
    count, dim = classes(n_classes), dimensions(dim)
    tail = -np.expm1(-np.log(2) / (count - 1))
    return plain(np.sqrt(1 - betaincinv((dim - 1) / 2, 0.5, np.minimum(2 * tail, 1))))


def _cosine(value: ArrayLike) -> np.ndarray:
    cosine = np.asarray(value, float)
    if not np.all((cosine >= 0) & (cosine <= 1)):
        raise ValueError(f"a mean cosine lies between 0 and 1; got {value}")
    return cosine


def _count(samples: ArrayLike) -> np.ndarray:
    count = np.asarray(samples, float)
    if not np.all((count >= 1) & (count == np.round(count))):
        raise ValueError(f"the samples of a class are a whole number of at least 1; got {samples}")
    return count
