"""Which parameters leave every class a region: the widest margin, the least scale beside it."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from lossviz import losses
from lossviz.geometry.arrangements import least_angle, reached_angle
from lossviz.geometry.band import duel
from lossviz.geometry.operands import Number, plain
from lossviz.theory.pull import pull_end
from lossviz.theory.scales import (
    min_scale,
    min_scale_bound,
    min_scale_is_enough,
    min_scale_is_least,
)


class Feasible(NamedTuple):
    """Values of one parameter that work: known ones and those that are not excluded.

    From low to high an arrangement at hand does; below least none does, with samples on their class
    vectors. Of a margin most is where none does any more. Of s high = most is `pull_end`, beyond
    which nothing is impossible: the samples are let go while clusters are still wide; ∞ where that
    never happens. low > high where P asks for more than the pull lasts for. NaN, NaN where there is
    no such value.
    """

    low: float
    high: float
    least: float
    most: float


def max_cosine_margin(n_classes: ArrayLike, dim: ArrayLike) -> Number:
    """Largest cosine margin that samples on their class vectors can keep, 1 − cos of `least_angle`.

    2 for C = 2; 1 − cos(2π/C) in 2-D; C/(C−1) for C ≤ d + 1. An upper bound where `least_angle` is.
    Above it some class vector lies outside its own region.

    With samples anywhere on the sphere class k can keep max_f min_{j≠k} (w_k − w_j)·f, the distance
    from w_k to the convex hull of the other class vectors, and the limit is the greatest least
    distance of any arrangement. It is the same where `cosine_margin_is_proved`; elsewhere that is a
    conjecture (in 3-D nothing larger was found for C = 7–11).

    Raises:
      ValueError: C < 2 or d < 2.

    Sources: Wang et al. 2018, CosFace, the bound of m; Jiang et al. 2024, Generalized neural
    collapse for a large number of classes, for the distance to the hull (read: the abstract).
    """
    return plain(2 * np.sin(np.asarray(least_angle(n_classes, dim)) / 2) ** 2)


def cosine_margin_is_proved(n_classes: int, dim: int) -> bool:
    """Whether beyond `max_cosine_margin` every arrangement leaves some class without a region.

    Class k has one up to m = dist(w_k, conv{w_j : j ≠ k}). d = 2: 2 sin(a/2) sin(b/2) for the gaps
    a, b beside it, whose geometric mean over the classes is at most 2 sin²(π/C). C ≤ d + 1: at most
    C/(C−1)·‖w_k − w̄‖, whose mean square is at most (C/(C−1))². C ≤ 2d: some class is not needed to
    span the point of the hull nearest to 0, and is at most 1 away from it.
    """
    return dim == 2 or n_classes <= 2 * dim


def max_angular_margin(n_classes: ArrayLike, dim: ArrayLike) -> Number:
    """Largest useful angular margin in radians: the least angle between two classes, 2π/C in 2-D.

    An upper bound where `least_angle` is one. Above it some class has no region, since
    θ_j − θ_i ≤ θ_ij for every sample.

    Raises:
      ValueError: C < 2 or d < 2.
    """
    return least_angle(n_classes, dim)


def feasible_scale(key: str, n_classes: int, dim: int, p: float = 0.9, **params: float) -> float:
    """A scale at which training can bring the target class to probability P, margin included.

    `min_scale` with the loss's ψ(0) as target; for `l_softmax` and `sphereface` it is the least
    ‖W‖‖f‖ or ‖f‖. ∞ where the margin is too wide for the arrangement.

    Raises:
      KeyError: an unknown loss or parameter.
      ValueError: a raw-score loss, which has no scale; C, d or P out of range.
    """
    loss = losses.get(key)
    if loss.family == "raw":
        raise ValueError(f"{loss.title} has no scale: its scores are as large as they grow")
    return float(min_scale(n_classes, dim, p, own_logit(key, **params)))


def own_logit(key: str, **params: float) -> float:
    """ψ(0): the target logit of a sample on its class vector, over s; not below −1.

    Raises:
      KeyError: an unknown loss or parameter.
      ValueError: a margin out of range, or a loss whose margin is one of scores.
    """
    values = duel(key, 0.0, params)[1]
    one, zero = np.ones(()), np.zeros(())
    psi = losses.get(key).psi(one, zero, **{k: v for k, v in values.items() if k != "s"})
    return float(np.clip(psi, -1, 1))


def feasible_range(
    key: str, name: str, n_classes: int, dim: int, p: float = 0.9, **params: float
) -> Feasible:
    """The values of one parameter with which every class can hold its own class vector.

    s: from `feasible_scale`, and not below `min_scale_bound`, up to `pull_end`. m of cosface and
    arcface: up to the widest margin. m2 and m3 of combined: while cos m2 − m3 ≥ cos(least angle),
    given the other one; m1 only narrows. Multiplicative m, lam, eps and margins of scores have no
    upper end of this kind.

    Raises:
      KeyError: an unknown loss or parameter.
      ValueError: C, d, P or another parameter out of range.
    """
    loss = losses.get(key)
    if name not in [q.key for q in loss.parameters]:
        raise KeyError(f"{loss.title} takes {', '.join(q.key for q in loss.parameters)}; "
                       f"got {name!r}")  # fmt: skip
    others = {k: v for k, v in params.items() if k != name}
    where = (n_classes, dim)
    if name == "s":
        return scale_range(key, *where, p, **others)
    known, bound = (float(angle(*where)) for angle in (reached_angle, least_angle))
    if key == "arcface":
        return Feasible(*_up_to(known), 0.0, bound)
    if key == "cosface":
        return Feasible(*_up_to(1 - np.cos(known)), 0.0, float(1 - np.cos(bound)))
    if key == "combined":
        values = duel(key, 0.0, others)[1]
        ends = [_combined_range(name, np.cos(angle), values) for angle in (known, bound)]
        return Feasible(*ends[0], *ends[1])
    low, high = (1.0 if name == "m" and loss.family == "angular" else 0.0), np.inf
    high = 1.0 if name == "eps" else high
    return Feasible(low, high, low, high)


def _up_to(high: float) -> tuple[float, float]:
    return (np.nan, np.nan) if np.isnan(high) else (0.0, float(high))


def _from(low: float, high: float) -> tuple[float, float]:
    return (low, high) if np.isfinite(low) else (np.nan, np.nan)


def scale_range(key: str, n_classes: int, dim: int, p: float = 0.9, **margins: float) -> Feasible:
    """`feasible_range` of s, also for `l_softmax` and `sphereface`, whose s is ‖W‖‖f‖ or ‖f‖.

    Raises:
      KeyError: an unknown loss or parameter.
      ValueError: a raw-score loss, which has no scale; C, d, P or a margin out of range.
    """
    end = _pull_end(key, n_classes, dim, tuple(margins.items()))
    target, known = own_logit(key, **margins), np.inf
    if min_scale_is_enough(n_classes, dim):
        known = float(min_scale(n_classes, dim, p, target))
    if min_scale_is_least(n_classes, dim):
        return Feasible(*_from(known, end), *_from(known, end))
    # C classes need no less than fewer of them, of which the least scale may be known
    fewer = [c for c in (2 * dim, *([12] if dim == 3 else [])) if c < n_classes]
    bounds = [min_scale_bound(n_classes, dim, p, target)]
    least = float(max(bounds + [min_scale(c, dim, p, target) for c in fewer]))
    return Feasible(*_from(known, end), *_from(least, end))


@lru_cache(maxsize=8192)
def _pull_end(key: str, n_classes: int, dim: int, margins: tuple) -> float:
    """`pull_end`, kept: P is dragged, and has no part in it."""
    return float(pull_end(key, n_classes, dim, **dict(margins)))


def _combined_range(name: str, nearest: float, values: dict) -> tuple[float, float]:
    """Values of one parameter with cos m2 − m3 ≥ nearest, the others held; NaN is not known."""
    turned = 1.0 if name == "m2" else np.cos(values["m2"])
    taken = 0.0 if name == "m3" else values["m3"]
    free = float(turned - taken - nearest)
    if not free >= 0:
        return np.nan, np.nan
    if name == "m1":
        return 1.0, np.inf
    return 0.0, free if name == "m3" else float(np.arccos(min(nearest + taken, 1)))
