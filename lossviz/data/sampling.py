"""How many points each class gets, which rows those are, and what the numbers are scaled by."""

import numpy as np
from jaxtyping import Float, Float32, Int, Real

# A standardised value beyond this is a freak of the test rows: training rows stay within √N.
MOST_DEVIATIONS = 1000.0


def apportion(weights: Real[np.ndarray, " C"], total: int) -> Int[np.ndarray, " C"]:
    """Whole numbers that add up to `total`, as nearly proportional to the weights as can be.

    Largest remainders; wherever `total` allows, a class of positive weight gets at least one.
    With weights that are counts and total ≤ their sum, no share exceeds its count.
    """
    weights = np.asarray(weights, dtype=np.float64)
    quota = weights * (total / weights.sum())
    share = np.floor(quota).astype(np.int64)
    wanted = weights > 0
    if total >= wanted.sum():
        share = np.maximum(share, wanted)
    while share.sum() < total:
        share[np.argmax(quota - share)] += 1
    while share.sum() > total:
        share[np.argmax(np.where(share > 1, share - quota, -np.inf))] -= 1
    return share


def stratified_split(
    labels: Int[np.ndarray, " n"],
    n_classes: int,
    n_train: int,
    n_test: int,
    rng: np.random.Generator,
) -> tuple[Int[np.ndarray, " N"], Int[np.ndarray, " M"]]:
    """N = n_train rows to train on and M = n_test to test on, each class in proportion, shuffled.

    Training rows come from the front of each class's shuffled rows and test rows from the back, so
    that asking for more points adds rows to those already there.
    """
    rows = [rng.permutation(np.flatnonzero(labels == k)) for k in range(n_classes)]
    counts = np.array([len(r) for r in rows])
    train = apportion(counts, n_train)
    test = apportion(counts - train, n_test)
    front = np.concatenate([r[:n] for r, n in zip(rows, train, strict=True)])
    back = np.concatenate([r[len(r) - n :] for r, n in zip(rows, test, strict=True)])
    return rng.permutation(front), rng.permutation(back)


def standardise(
    train: Float[np.ndarray, "N D"], other: Float[np.ndarray, "M D"]
) -> tuple[Float32[np.ndarray, "N D"], Float32[np.ndarray, "M D"]]:
    """(x − mean) / std of every column, with the statistics of `train`.

    A column that is constant in `train` becomes 0 everywhere. Finite for all finite input: dividing
    by the largest entry first keeps the squares from over- and underflowing.
    """
    largest = np.abs(train).max(axis=0)
    largest = np.where(largest > 0, largest, 1.0)
    with np.errstate(over="ignore"):
        train, other = train / largest, other / largest
    mean, std = train.mean(axis=0), train.std(axis=0)
    varies = std > 1e-12  # below it, what varies is the rounding of the mean

    def scaled(part: np.ndarray) -> np.ndarray:
        z = np.where(varies, (part - mean) / np.where(varies, std, 1.0), 0.0)
        return np.clip(z, -MOST_DEVIATIONS, MOST_DEVIATIONS).astype(np.float32)

    return scaled(train), scaled(other)


def relabel(
    labels: Int[np.ndarray, " N"], n_classes: int, share: float, rng: np.random.Generator
) -> Int[np.ndarray, " N"]:
    """The labels with round(share·N) of them replaced by another class, drawn at random.

    From one generator state, a larger share changes the same labels in the same way, and more.
    """
    order = rng.permutation(len(labels))
    shift = rng.integers(1, n_classes, size=len(labels))
    changed = order[: round(share * len(labels))]
    noisy = labels.copy()
    noisy[changed] = (noisy[changed] + shift[changed]) % n_classes
    return noisy
