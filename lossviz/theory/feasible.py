"""Which parameters leave every class a region: the widest margin, the least scale beside it."""

from math import isfinite

import numpy as np
from numpy.typing import ArrayLike

from lossviz import losses
from lossviz.geometry.arrangements import least_angle
from lossviz.geometry.band import duel
from lossviz.geometry.operands import Number, plain
from lossviz.theory.scales import min_scale


def max_cosine_margin(n_classes: ArrayLike, dim: ArrayLike) -> Number:
    """Largest cosine margin that samples on their class vectors can keep, 1 − cos of `least_angle`.

    2 for C = 2; 1 − cos(2π/C) in 2-D; C/(C−1) for C ≤ d + 1. An upper bound where `least_angle` is.

    With samples anywhere on the sphere class k can keep max_f min_{j≠k} (w_k − w_j)·f, the distance
    from w_k to the convex hull of the other class vectors, and the limit is the greatest least
    distance of any arrangement. It is the same for C ≤ d + 1 (the mean over k of
    f_k·(w_k − mean of the rest) is at most C/(C−1)) and on the circle: w_k is at most
    2 sin(a/2) sin(b/2) from the chord between its neighbours at the angles a and b, and the
    logarithms of these, log sin being concave, average to at most log(2 sin²(π/C)). (Class vectors
    in a half-circle do worse still.) In 3-D nothing larger was found for C = 5–11; there and
    elsewhere we know no proof that regions beyond it are empty.

    Raises:
      ValueError: C < 2 or d < 2.

    Sources: Wang et al. 2018, CosFace, the bound of m; Jiang et al. 2024, Generalized neural
    collapse for a large number of classes, for the distance to the hull (read: the abstract).
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
