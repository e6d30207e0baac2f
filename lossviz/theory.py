"""Published bounds and closed forms: the floor of a loss, the least scale, the widest margin.

Numbers or arrays in (they broadcast), floats or arrays out; angles in radians. C is the number of
classes, d the dimension of the features, s the scale, P the wanted probability of the own class.
"""

from math import isfinite

import numpy as np
from numpy.typing import ArrayLike

from lossviz import losses
from lossviz.geometry.arrangements import (
    best_arrangement,
    least_angle,
    least_angle_is_exact,
    spread,
    spreadable,
)
from lossviz.geometry.band import angular_edge, angular_gap, duel, max_multiplicative_margin
from lossviz.geometry.operands import Number, at_least, classes, dimensions, plain, probability

__all__ = [
    "adacos_scale",
    "angular_edge",
    "angular_gap",
    "best_arrangement",
    "cosface_min_scale",
    "feasible_range",
    "feasible_scale",
    "l2_softmax_min_scale",
    "least_angle",
    "least_angle_is_exact",
    "max_angular_margin",
    "max_cosine_margin",
    "max_multiplicative_margin",
    "min_scale",
    "normface_lower_bound",
    "normface_polygon_loss",
]


def normface_lower_bound(n_classes: ArrayLike, s: ArrayLike) -> Number:
    """Least cross-entropy at scale s: log(1 + (C−1) exp(−s C/(C−1))).

    Reached only if C ≤ d + 1, by a regular simplex.

    Raises:
      ValueError: C < 2 or s < 0.

    Source: Wang et al. 2017, NormFace, Proposition 2.
    """
    count, s = classes(n_classes), at_least("s", s, 0)
    return plain(np.logaddexp(0, np.log(count - 1) - s * count / (count - 1)))


def normface_polygon_loss(n_classes: ArrayLike, s: ArrayLike) -> Number:
    """Cross-entropy of C classes at the corners of a regular polygon, the best there is in 2-D.

    log Σ_{j=0}^{C−1} exp(s (cos(2πj/C) − 1)), samples on their class vectors.

    Raises:
      ValueError: C < 2 or s < 0.

    Source: the polygon is universally optimal (Cohn & Kumar 2007), so no other arrangement of class
    vectors on the circle has a smaller mean of Σ_j exp(s cos θ_j).
    """
    count, s = classes(n_classes), at_least("s", s, 0)
    return plain(np.vectorize(_polygon_loss, otypes=[float])(count, s))


def _polygon_loss(count: float, s: float) -> float:
    distances, times = _polygon_distances(int(count))
    # 1 − cos = 2 sin² keeps its digits for near neighbours, log1p those of a small loss
    return float(np.log1p(np.sum(times * np.exp(-s * distances))))


def _polygon_distances(count: int) -> tuple[np.ndarray, np.ndarray]:
    """1 − cos of the angle to each other corner, and how many corners stand at it."""
    j = np.arange(1, count // 2 + 1)
    return 2 * np.sin(np.pi * j / count) ** 2, np.where(2 * j == count, 1, 2)


# --- the least scale ----------------------------------------------------------------------------


def cosface_min_scale(n_classes: ArrayLike, p: ArrayLike) -> Number:
    """Least s at which every class centre can reach probability P: (C−1)/C · ln((C−1)P/(1−P)).

    For the regular simplex, hence necessary in any dimension and sufficient if C ≤ d + 1. 0 where
    P ≤ 1/C, which no scale at all gives already.

    Raises:
      ValueError: C < 2 or P outside (0, 1).

    Source: Wang et al. 2018, CosFace, the lower bound of s.
    """
    count, p = classes(n_classes), probability(p)
    return plain(np.maximum((count - 1) / count * np.log((count - 1) * p / (1 - p)), 0))


def l2_softmax_min_scale(n_classes: ArrayLike, p: ArrayLike) -> Number:
    """Least feature norm for probability P: ln(P (C−2)/(1−P)), and 0 where that is negative.

    It sets every rival but the opposite one at a right angle and leaves the opposite one out, so it
    says nothing for C = 2.

    Raises:
      ValueError: C < 2 or P outside (0, 1).

    Source: Ranjan et al. 2017, L2-constrained softmax.
    """
    count, p = classes(n_classes), probability(p)
    with np.errstate(divide="ignore"):
        return plain(np.maximum(np.log(count - 2) + np.log(p) - np.log1p(-p), 0))


def adacos_scale(n_classes: ArrayLike) -> Number:
    """Fixed scale √2 ln(C−1); 0 for C = 2.

    Raises:
      ValueError: C < 2.

    Source: Zhang et al. 2019, AdaCos.
    """
    return plain(np.sqrt(2) * np.log(classes(n_classes) - 1))


def min_scale(
    n_classes: ArrayLike, dim: ArrayLike, p: ArrayLike, target: ArrayLike = 1.0
) -> Number:
    """Least s at which all C class centres reach probability P, solved on the best arrangement.

    Solves Σ_{j≠i} exp(s (cos θ_ij − target)) = (1−P)/P. `target` is the own class's ψ(0): 1 for
    inference, 1 − m with CosFace's margin, cos m with ArcFace's. ∞ where no s reaches P: the margin
    is too wide. 0 where P ≤ 1/C.

    Exact where the best arrangement is known for every s: C ≤ d + 1 (simplex, closed form), d = 2
    (regular polygon, root finding), C = 2d (cross-polytope), and the icosahedron: universally
    optimal (Cohn & Kumar 2007). For other C ≤ 32 in 3-D, and for C < 2d, the better of two spread
    arrangements: enough, and another one may do with a few per cent less. Beyond that the simplex's
    value: necessary, not enough.

    Raises:
      ValueError: C < 2, d < 2, P outside (0, 1), or a target outside [−1, 1].
    """
    count, dim, p = classes(n_classes), dimensions(dim), probability(p)
    target = np.asarray(target, float)
    if not np.all(np.abs(target) <= 1):
        raise ValueError(f"the target logit is ψ(0), between −1 and 1; got {target}")
    return plain(np.vectorize(_min_scale, otypes=[float])(count, dim, p, target))


def _min_scale(count: float, dim: float, p: float, target: float) -> float:
    wanted = np.log1p(-p) - np.log(p)
    needed = [
        max(_reach(distance - (1 - target), times, wanted) for distance, times in views)
        for views in _views(int(count), int(dim))
    ]
    return min(needed)


def _views(count: int, dim: int) -> list[list[tuple[np.ndarray, np.ndarray]]]:
    """For each arrangement to try, what each class sees: 1 − cos θ_ij of its rivals, how many.

    One class stands for all where they see the same.
    """
    if count <= dim + 1 or count > spreadable(dim):
        return [[(np.array([count / (count - 1)]), np.array([count - 1]))]]
    if dim == 2:
        return [[_polygon_distances(count)]]
    tries = [best_arrangement(count, dim)]
    if count > 2 * dim and count != 12:
        tries.append(spread(count, 10.0))
    once = np.ones(count - 1)
    return [[(1 - np.delete(x @ x[i], i), once) for i in range(count)] for x in tries]


def _reach(lead: np.ndarray, times: np.ndarray, wanted: float) -> float:
    """Least s ≥ 0 with log Σ times·exp(−s·lead) ≤ wanted, or ∞.

    The left side is convex in s, so Newton's steps from s = 0 rise to the first root and never
    pass it; a slope that is no longer negative means that there is none.
    """
    s = 0.0
    for _ in range(500):
        power = np.log(times) - s * lead
        top = power.max()
        share = np.exp(power - top)
        excess = top + np.log(share.sum()) - wanted
        slope = float(share @ lead / share.sum())
        if excess <= 0 or slope <= 0:
            return s if excess <= 1e-12 else np.inf
        step = excess / slope
        s += step
        if step <= 1e-14 * s:
            return s
    return s if excess < 1e-9 else np.inf


def max_cosine_margin(n_classes: ArrayLike, dim: ArrayLike) -> Number:
    """Largest useful cosine margin, 1 − cos of `least_angle`; above it every region is empty.

    2 for C = 2; 1 − cos(2π/C) in 2-D; C/(C−1) for C ≤ d + 1. An upper bound where `least_angle` is.

    Raises:
      ValueError: C < 2 or d < 2.

    Source: Wang et al. 2018, CosFace, the bound of m.
    """
    return plain(2 * np.sin(np.asarray(least_angle(n_classes, dim)) / 2) ** 2)


def max_angular_margin(n_classes: ArrayLike, dim: ArrayLike) -> Number:
    """Largest useful angular margin in radians: the least angle between two classes, 2π/C in 2-D.

    An upper bound where `least_angle` is one.

    Raises:
      ValueError: C < 2 or d < 2.
    """
    return least_angle(n_classes, dim)


def feasible_scale(key: str, n_classes: int, dim: int, p: float = 0.9, **params: float) -> float:
    """Least scale at which training can bring the own class to probability P, margin included.

    `min_scale` with the loss's ψ(0) as target; for `l_softmax` and `sphereface` it is the least
    ‖W‖‖f‖ or ‖f‖. ∞ where the margin leaves no class a region.

    Raises:
      KeyError: an unknown loss or parameter.
      ValueError: a raw-score loss, which has no scale; C, d or P out of range.
    """
    loss = losses.get(key)
    if loss.family == "raw":
        raise ValueError(f"{loss.title} has no scale: its scores are as large as they grow")
    _, values = duel(key, 0.0, params)
    return float(min_scale(n_classes, dim, p, _own_logit(key, values)))


def _own_logit(key: str, values: dict) -> float:
    one, zero = np.ones(()), np.zeros(())
    psi = losses.get(key).psi(one, zero, **{k: v for k, v in values.items() if k != "s"})
    return float(np.clip(psi, -1, 1))


def feasible_range(
    key: str, name: str, n_classes: int, dim: int, p: float = 0.9, **params: float
) -> tuple[float, float]:
    """(low, high): the values of one parameter with which every class can hold a region.

    s: from `feasible_scale` on. m of cosface and arcface: up to the widest margin. m2 and m3 of
    combined: while a class holds its own vector, cos m2 − m3 ≥ cos(least angle), given the other
    one; m1 only narrows. Multiplicative m, lam, eps and margins of scores have no upper end of this
    kind. (NaN, NaN) where no value does, the other parameters being what they are.

    Raises:
      KeyError: an unknown loss or parameter.
      ValueError: C, d, P or another parameter out of range.
    """
    loss = losses.get(key)
    if name not in [q.key for q in loss.parameters]:
        raise KeyError(f"{loss.title} takes {', '.join(q.key for q in loss.parameters)}; "
                       f"got {name!r}")  # fmt: skip
    others = {k: v for k, v in params.items() if k != name}
    if name == "s":
        low = feasible_scale(key, n_classes, dim, p, **others)
        return (low, np.inf) if isfinite(low) else (np.nan, np.nan)
    if key == "cosface":
        return 0.0, float(max_cosine_margin(n_classes, dim))
    if key == "arcface":
        return 0.0, float(max_angular_margin(n_classes, dim))
    if key == "combined":
        nearest = np.cos(least_angle(n_classes, dim))
        return _combined_range(name, nearest, duel(key, 0.0, others)[1])
    if name == "eps":
        return 0.0, 1.0
    return (1.0 if name == "m" and loss.family == "angular" else 0.0), np.inf


def _combined_range(name: str, nearest: float, values: dict) -> tuple[float, float]:
    """Values of one parameter with cos m2 − m3 ≥ nearest, the others held."""
    turned = 1.0 if name == "m2" else np.cos(values["m2"])
    taken = 0.0 if name == "m3" else values["m3"]
    free = float(turned - taken - nearest)
    if free < 0:
        return np.nan, np.nan
    if name == "m1":
        return 1.0, np.inf
    return 0.0, free if name == "m3" else float(np.arccos(min(nearest + taken, 1)))
