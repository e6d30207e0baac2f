"""The least scale s for a wanted probability, and the scales the papers give."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from lossviz.geometry.arrangements import (
    best_arrangement,
    least_angle,
    simplex_sizes,
    spread,
    spreadable,
)
from lossviz.geometry.averages import log_mean_power, spiral
from lossviz.geometry.operands import Number, classes, dimensions, plain, probability, target_logit
from lossviz.theory.floors import polygon_distances

# classes on a spiral in 3-D of which all pairs are looked at
SPIRALLED = 200
# and of more, those that are looked at
POLAR = 4
# rivals on a circle or a spiral that are looked at in any case
FEW = 500


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
    """An s at which all C class centres reach probability P, solved on an arrangement.

    Solves Σ_{j≠i} exp(s (cos θ_ij − target)) = (1−P)/P. `target` is the target class's ψ(0): 1 for
    inference, 1 − m with CosFace's margin, cos m with ArcFace's. ∞ where no s reaches P: the margin
    is too wide. 0 where P ≤ 1/C.

    The least one, for samples on their class vectors, where `min_scale_is_least`: C ≤ d + 1
    (simplex, closed form), d = 2 (regular polygon, root finding), C = 2d (cross-polytope), and the
    icosahedron: universally optimal (Cohn & Kumar 2007). For other C ≤ 32 in 3-D, and for C < 2d,
    the better of two spread arrangements: enough, and another one may do with a few per cent less
    (a square pyramid for C = 5). For more classes in 3-D a spiral: enough, and another one may do
    with a tenth less, at P = 0.999 with a sixth. Elsewhere, for d ≥ 4 and C > 2d, the larger of the
    simplex's value and `crowd_scale`: necessary, not enough; `random_scale` is what random class
    vectors take. `min_scale_bound` is necessary everywhere.

    Raises:
      ValueError: C < 2, d < 2, P outside (0, 1), or a target outside [−1, 1].
    """
    count, dim, p = classes(n_classes), dimensions(dim), probability(p)
    target = target_logit(target)
    return plain(np.vectorize(_min_scale, otypes=[float])(count, dim, p, target))


def _min_scale(count: float, dim: float, p: float, target: float) -> float:
    wanted = np.log1p(-p) - np.log(p)
    needed = [
        max(least_root(distance - (1 - target), times, wanted) for distance, times in views)
        for views in _views(int(count), int(dim), _counted(count, p))
    ]
    known = min_scale_is_enough(int(count), int(dim))
    return min(needed) if known else max(min(needed), _crowd(count, dim, p))


def min_scale_is_enough(n_classes: int, dim: int) -> bool:
    """Whether `min_scale` comes from an arrangement of so many classes, not from a bound."""
    return dim <= 3 or n_classes <= spreadable(dim)


def min_scale_is_least(n_classes: int, dim: int) -> bool:
    """Whether its arrangement is the best one at every s, with samples on their class vectors."""
    polytope = n_classes == 2 * dim or (n_classes, dim) == (12, 3)
    return dim == 2 or n_classes <= dim + 1 or polytope


def _counted(count: float, p: float) -> int:
    """How many of the nearest rivals on a circle or a spiral to look at: the rest is nothing.

    With r = (1 − P)/P to share, a polygon's terms fall like e^{−πj²/4r²} and a spiral's like
    e^{−j/r}, if not faster.
    """
    return int(min(count, FEW + 45 * (1 - p) / p))


def _views(count: int, dim: int, counted: int) -> list[list[tuple[np.ndarray, np.ndarray]]]:
    """For each arrangement to try, what each class sees: 1 − cos θ_ij of its rivals, how many.

    One class stands for all where they see the same.
    """
    if dim == 3 and count > spreadable(3):
        # of many classes the first ones from the pole: none has nearer rivals
        few = count <= SPIRALLED
        return [_seen_by_each(spiral(count, None if few else counted), count if few else POLAR)]
    if count <= dim + 1 or count > spreadable(dim):
        return [[(np.array([count / (count - 1)]), np.array([count - 1]))]]
    if dim == 2:
        return [[polygon_distances(count, counted)]]
    if count <= 2 * dim:
        return [[_orthogonal(count, size) for size in {*simplex_sizes(count, dim)}]]
    tries = [best_arrangement(count, dim)]
    if count != 12:
        tries.append(spread(count, 10.0))
    return [_seen_by_each(x) for x in tries]


def _orthogonal(count: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    """What a corner of a simplex of that size sees: its own simplex, and right angles."""
    return np.array([1 + 1 / (size - 1), 1.0]), np.array([size - 1.0, count - size])


def _seen_by_each(x: np.ndarray, first: int | None = None) -> list[tuple[np.ndarray, np.ndarray]]:
    """What each of the `first` classes at x [C, d] sees; by default all of them."""
    once = np.ones(len(x) - 1)
    return [(1 - np.delete(x @ x[i], i), once) for i in range(len(x) if first is None else first)]


def least_root(lead: np.ndarray, times: np.ndarray, wanted: float) -> float:
    """Least s ≥ 0 with log Σ times·exp(−s·lead) ≤ wanted, or ∞.

    The left side is convex in s, so Newton's steps from s = 0 rise to the first root and never
    pass it; a slope that is no longer negative means that there is none.
    """
    s, many = 0.0, np.log(times)
    for _ in range(500):
        power = many - s * lead
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


def min_scale_bound(
    n_classes: ArrayLike, dim: ArrayLike, p: ArrayLike, target: ArrayLike = 1.0
) -> Number:
    """A scale below which no arrangement lets all C class centres reach probability P.

    The larger of two lower bounds: the simplex's, ln((C−1)P/(1−P)) / (target + 1/(C−1)), which
    counts while there are dimensions enough, and that of `crowd_scale`, which counts when there are
    many more classes. With a target below 1 the latter solves
    C·E[e^{s(cos θ − 1)}] = 1 + e^{−s(1 − target)}(1−P)/P. ∞ where P ≥ ½ and two classes cannot be
    as far apart as arccos(target).

    Raises:
      ValueError: C < 2, d < 2, P outside (0, 1), or a target outside [−1, 1].
    """
    count, dim, p = classes(n_classes), dimensions(dim), probability(p)
    target = target_logit(target)
    return plain(np.vectorize(_min_scale_bound, otypes=[float])(count, dim, p, target))


def _min_scale_bound(count: float, dim: float, p: float, target: float) -> float:
    wanted = float(np.log((count - 1) * p / (1 - p)))
    if wanted <= 0:
        return 0.0
    lead = target + 1 / (count - 1)
    nearest = float(np.cos(least_angle(count, dim)))
    if lead <= 0 or (p >= 0.5 and target < nearest - 1e-12):
        return np.inf
    return max(wanted / lead, _crowd(count, dim, p, target))


def crowd_scale(n_classes: ArrayLike, dim: ArrayLike, p: ArrayLike) -> Number:
    """The s with C·E[e^{s(cos θ − 1)}] = 1/P, 0 if C·P ≤ 1: no arrangement does with less.

    θ is the angle between two directions drawn evenly over the sphere. All classes reach P if
    Σ_j e^{s(cos θ_ij − 1)} ≤ 1/P for each i, itself among the j; and e^{s cos θ} is a positive
    definite kernel, whose mean over all pairs of C vectors is no less than over the sphere
    (Schoenberg 1942).

    Raises:
      ValueError: C < 2, d < 2, or P outside (0, 1).
    """
    count, dim, p = classes(n_classes), dimensions(dim), probability(p)

    return plain(np.vectorize(_crowd, otypes=[float])(count, dim, p))


def _crowd(count: float, dim: float, p: float, target: float = 1.0) -> float:
    return _first(float(np.log(count * p)), 0.0, dim, float((1 - p) / p), 1 - target)


def random_scale(
    n_classes: ArrayLike, dim: ArrayLike, p: ArrayLike, target: ArrayLike = 1.0
) -> Number:
    """The scale that class vectors drawn at random need: (C−1)·E[e^{s(cos θ − target)}] = (1−P)/P.

    E over the directions of one rival; the sum over the rivals has this mean. So it is what a
    typical class needs, no guarantee: in few dimensions one with a near neighbour needs more.
    `target` as for `min_scale`. ∞ where no s up to 10¹⁶ does.

    Raises:
      ValueError: C < 2, d < 2, P outside (0, 1), or a target outside [−1, 1].
    """
    count, dim, p = classes(n_classes), dimensions(dim), probability(p)
    target = target_logit(target)

    def one(count: float, dim: float, p: float, target: float) -> float:
        return _first(np.log(count - 1) + np.log(p) - np.log1p(-p), 1 - target, dim)

    return plain(np.vectorize(one, otypes=[float])(count, dim, p, target))


# from where a crowd counts little to beyond where any page asks
_TRIED = np.geomspace(1e-3, 1e16, 760)


@lru_cache(maxsize=256)
def _tried(dim: float) -> np.ndarray:
    return np.array([log_mean_power(s, dim) for s in _TRIED])


@lru_cache(maxsize=8192)
def _first(start: float, slope: float, dim: float, odds: float = 0.0, margin: float = 0.0) -> float:
    """The least s ≥ 0 with start + slope·s + ln E[e^{s(cos θ − 1)}] + eased(s) ≤ 0, or ∞.

    eased(s) = ln(1 + odds) − ln(1 + odds·e^{−s·margin}), 0 at s = 0 and without a margin.
    """
    if start <= 0:
        return 0.0

    def eased(s: Number) -> Number:
        return np.log1p(odds) - np.log1p(odds * np.exp(-s * margin))

    tried = start + slope * _TRIED + _tried(dim) + eased(_TRIED)
    if not (tried <= 0).any():
        return np.inf
    at = int((tried <= 0).argmax())

    def over(s: float) -> float:
        return float(start + slope * s + log_mean_power(s, dim) + eased(s))

    return brentq(over, float(_TRIED[at - 1]) if at else 0.0, float(_TRIED[at]), rtol=1e-13)
