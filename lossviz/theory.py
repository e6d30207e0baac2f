"""Published bounds and closed forms: the floor of a loss, the least scale, the widest margin.

Numbers or arrays in (they broadcast), floats or arrays out; angles in radians. C is the number of
classes, d the dimension of the features, s the scale, P the wanted probability of the own class.
"""

from functools import lru_cache
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike

from lossviz import losses

Number = float | np.ndarray

# The largest least angle between C points on the sphere, in degrees (Tammes' problem; solved for
# C ≤ 14: Fejes Tóth 1943; Schütte & van der Waerden 1951; Danzer 1986; Musin & Tarasov 2012, 2015).
TAMMES = {7: 77.869542, 8: 74.858492, 9: 70.528779, 10: 66.146822, 11: 63.434949, 12: 63.434949,
          13: 57.136703, 14: 55.670570}  # fmt: skip


# --- what comes in ------------------------------------------------------------------------------


def _classes(n_classes: ArrayLike) -> np.ndarray:
    count = np.asarray(n_classes)
    if not np.all(np.isfinite(count)) or np.any(count != np.round(count)):
        raise ValueError(f"the number of classes must be a whole number; got {n_classes}")
    if np.any(count < 2):
        raise ValueError(f"at least 2 classes are needed; got {np.min(count)}")
    return count.astype(float)


def _dimensions(dim: ArrayLike) -> np.ndarray:
    dim = np.asarray(dim)
    if np.any(dim != np.round(dim)) or not np.all(dim >= 2):
        raise ValueError(f"the dimension must be a whole number of at least 2; got {dim}")
    return dim.astype(int)


def _probability(p: ArrayLike) -> np.ndarray:
    p = np.asarray(p, float)
    if not np.all((p > 0) & (p < 1)):
        raise ValueError(f"a target probability lies between 0 and 1, both left out; got {p}")
    return p


def _at_least(name: str, value: ArrayLike, low: float) -> np.ndarray:
    value = np.asarray(value, float)
    if not np.all(np.isfinite(value) & (value >= low)):
        raise ValueError(f"{name} must be a finite number of at least {low:g}; got {value}")
    return value


def _out(value: np.ndarray) -> Number:
    return float(value) if np.ndim(value) == 0 else np.asarray(value)


# --- the floor of the loss ----------------------------------------------------------------------


def normface_lower_bound(n_classes: ArrayLike, s: ArrayLike) -> Number:
    """Least cross-entropy at scale s: log(1 + (C−1) exp(−s C/(C−1))).

    Reached only if C ≤ d + 1, by a regular simplex.

    Raises:
      ValueError: C < 2 or s < 0.

    Source: Wang et al. 2017, NormFace, Proposition 2.
    """
    count, s = _classes(n_classes), _at_least("s", s, 0)
    return _out(np.logaddexp(0, np.log(count - 1) - s * count / (count - 1)))


def normface_polygon_loss(n_classes: ArrayLike, s: ArrayLike) -> Number:
    """Cross-entropy of C classes at the corners of a regular polygon, the best there is in 2-D.

    log Σ_{j=0}^{C−1} exp(s (cos(2πj/C) − 1)), samples on their class vectors.

    Raises:
      ValueError: C < 2 or s < 0.

    Source: the polygon is universally optimal (Cohn & Kumar 2007), so no other arrangement of class
    vectors on the circle has a smaller mean of Σ_j exp(s cos θ_j).
    """
    count, s = _classes(n_classes), _at_least("s", s, 0)
    return _out(np.vectorize(_polygon_loss, otypes=[float])(count, s))


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
    count, p = _classes(n_classes), _probability(p)
    return _out(np.maximum((count - 1) / count * np.log((count - 1) * p / (1 - p)), 0))


def l2_softmax_min_scale(n_classes: ArrayLike, p: ArrayLike) -> Number:
    """Least feature norm for probability P: ln(P (C−2)/(1−P)), and 0 where that is negative.

    It sets every rival but the opposite one at a right angle and leaves the opposite one out, so it
    says nothing for C = 2.

    Raises:
      ValueError: C < 2 or P outside (0, 1).

    Source: Ranjan et al. 2017, L2-constrained softmax.
    """
    count, p = _classes(n_classes), _probability(p)
    with np.errstate(divide="ignore"):
        return _out(np.maximum(np.log(count - 2) + np.log(p) - np.log1p(-p), 0))


def adacos_scale(n_classes: ArrayLike) -> Number:
    """Fixed scale √2 ln(C−1); 0 for C = 2.

    Raises:
      ValueError: C < 2.

    Source: Zhang et al. 2019, AdaCos.
    """
    return _out(np.sqrt(2) * np.log(_classes(n_classes) - 1))


def min_scale(n_classes: ArrayLike, dim: ArrayLike, p: ArrayLike, target: ArrayLike = 1.0) -> Number:
    """Least s at which all C class centres reach probability P, solved on the best arrangement.

    Solves Σ_{j≠i} exp(s (cos θ_ij − target)) = (1−P)/P. `target` is the own class's ψ(0): 1 for
    inference, 1 − m with CosFace's margin, cos m with ArcFace's. ∞ where no s reaches P: the margin
    is too wide. 0 where P ≤ 1/C.

    Exact where the best arrangement is known for every s: C ≤ d + 1 (simplex, closed form), d = 2
    (regular polygon, root finding), C = 2d (cross-polytope), and the icosahedron. In other cases of
    d = 3 and of C < 2d the arrangement has been spread as far as it goes, and a slightly different
    one may do with a few per cent less. For d ≥ 4 and C > 2d the simplex's value: a lower bound.

    Raises:
      ValueError: C < 2, d < 2, P outside (0, 1), or a target outside [−1, 1].
    """
    count, dim, p = _classes(n_classes), _dimensions(dim), _probability(p)
    target = np.asarray(target, float)
    if not np.all(np.abs(target) <= 1):
        raise ValueError(f"the target logit is ψ(0), between −1 and 1; got {target}")
    return _out(np.vectorize(_min_scale, otypes=[float])(count, dim, p, target))


def _min_scale(count: float, dim: int, p: float, target: float) -> float:
    rows = [_rivals(int(count), int(dim), i) for i in range(_unlike(int(count), int(dim)))]
    wanted = np.log1p(-p) - np.log(p)
    return max(_reach(distance - (1 - target), times, wanted) for distance, times in rows)


def _unlike(count: int, dim: int) -> int:
    """How many classes have to be looked at: one where all see the same picture."""
    alike = count <= dim + 1 or dim == 2 or count == 2 * dim or count > _spreadable(dim)
    return 1 if alike else count


def _rivals(count: int, dim: int, i: int) -> tuple[np.ndarray, np.ndarray]:
    """1 − cos θ_ij of class i's rivals at the best arrangement, and their numbers."""
    if count > dim + 1 and dim == 2:
        return _polygon_distances(count)
    if count <= dim + 1 or count > _spreadable(dim):
        return np.array([count / (count - 1)]), np.array([count - 1])
    cosines = np.delete(best_arrangement(count, dim) @ best_arrangement(count, dim)[i], i)
    return 1 - cosines, np.ones(count - 1)


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


# --- the best arrangement and the widest margin -------------------------------------------------


def least_angle(n_classes: ArrayLike, dim: ArrayLike) -> Number:
    """The largest possible least angle between C class vectors in d dimensions, in radians.

    Exact (see `least_angle_is_exact`) for d = 2: 2π/C; C ≤ d + 1: the simplex's arccos(−1/(C−1));
    C ≤ 2d: π/2 (Rankin 1955); d = 3 and C ≤ 14: Tammes' problem. Elsewhere an upper bound, that no
    arrangement can pass: in 3-D Fejes Tóth's arccos((cot²ω − 1)/2), ω = C/(C−2)·π/6; in more
    dimensions the angle at which C caps of half its width would fill the sphere, at most π/2.

    Raises:
      ValueError: C < 2 or d < 2.
    """
    return _out(np.vectorize(_least_angle, otypes=[float])(_classes(n_classes), _dimensions(dim)))


def least_angle_is_exact(n_classes: ArrayLike, dim: ArrayLike) -> bool | np.ndarray:
    """Whether `least_angle` is reached, not only an upper bound."""
    count, dim = _classes(n_classes), _dimensions(dim)
    exact = (dim == 2) | (count <= 2 * dim) | ((dim == 3) & (count <= max(TAMMES)))
    return bool(exact) if exact.ndim == 0 else exact


def _least_angle(count: float, dim: int) -> float:
    if count <= dim + 1:
        return float(np.arccos(-1 / (count - 1)))
    if dim == 2:
        return 2 * np.pi / count
    if count <= 2 * dim:
        return np.pi / 2
    if dim == 3 and count in TAMMES:
        return float(np.radians(TAMMES[int(count)]))
    if dim == 3:
        omega = count / (count - 2) * np.pi / 6
        # 1 − cos a = (3 − cot²ω)/2, which loses all digits for large C unless factored
        return float(2 * np.arcsin(np.sqrt(max(1 - 0.25 / np.sin(omega) ** 2, 0))))
    return _full_sphere(count, int(dim))


def _full_sphere(count: float, dim: int) -> float:
    low, high = 0.0, np.pi / 4
    x, w = np.polynomial.legendre.leggauss(200)

    def integral(radius: float) -> float:
        return float(radius / 2 * np.sum(w * np.sin(radius / 2 * (x + 1)) ** (dim - 2)))

    whole = 2 * integral(np.pi / 2)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if count * integral(middle) < whole else (low, middle)
    return 2 * high


def max_cosine_margin(n_classes: ArrayLike, dim: ArrayLike) -> Number:
    """Largest useful cosine margin, 1 − cos of `least_angle`; above it every region is empty.

    2 for C = 2; 1 − cos(2π/C) in 2-D; C/(C−1) for C ≤ d + 1. An upper bound where `least_angle` is.

    Raises:
      ValueError: C < 2 or d < 2.

    Source: Wang et al. 2018, CosFace, the bound of m.
    """
    return _out(2 * np.sin(np.asarray(least_angle(n_classes, dim)) / 2) ** 2)


def max_angular_margin(n_classes: ArrayLike, dim: ArrayLike) -> Number:
    """Largest useful angular margin in radians: the least angle between two classes, 2π/C in 2-D.

    An upper bound where `least_angle` is one.

    Raises:
      ValueError: C < 2 or d < 2.
    """
    return least_angle(n_classes, dim)


def best_arrangement(n_classes: int, dim: int) -> np.ndarray:
    """C unit class vectors [C, d] as far apart as they go.

    Exact for d = 2 (polygon), C ≤ d + 1 (simplex), C ≤ 2d (simplices in orthogonal spaces, least
    angle 90°; the cross-polytope for C = 2d) and C = 12 in 3-D (icosahedron). Other C ≤ 32 in 3-D:
    spread numerically, to within about a degree of the largest least angle. The same each time.

    Raises:
      ValueError: C < 2, d < 2, or a case that is not among these.
    """
    count, dim = int(_classes(n_classes)), int(_dimensions(dim))
    if count > _spreadable(dim):
        raise ValueError(
            f"no best arrangement is known here for {count} classes in {dim} dimensions; "
            f"at most {_spreadable(dim)} can be asked for"
        )
    if dim == 2 and count > 3:
        turn = 2 * np.pi * np.arange(count) / count
        return np.stack([np.cos(turn), np.sin(turn)], 1)
    if count <= 2 * dim:
        return _simplices(count, dim)
    return _icosahedron() if count == 12 else _spread(count).copy()


def _spreadable(dim: int) -> float:
    return np.inf if dim == 2 else 32 if dim == 3 else 2 * dim


def _simplices(count: int, dim: int) -> np.ndarray:
    """Regular simplices in orthogonal spaces: one for C ≤ d + 1, else C − d of even sizes."""
    parts = max(count - dim, 1)
    vectors, row, column = np.zeros((count, dim)), 0, 0
    for k in range(parts):
        corners = (count - row) // (parts - k)
        # the corners of the unit cube's face, about their middle, seen in the face's own axes
        centred = np.eye(corners) - 1 / corners
        axes = np.linalg.svd(centred)[2][: corners - 1]
        simplex = centred @ axes.T
        simplex /= np.linalg.norm(simplex, axis=1, keepdims=True)
        vectors[row : row + corners, column : column + corners - 1] = simplex
        row, column = row + corners, column + corners - 1
    return vectors


def _icosahedron() -> np.ndarray:
    golden = (1 + 5**0.5) / 2
    corners = [(0, a, b * golden) for a in (1, -1) for b in (1, -1)]
    corners = [np.roll(corner, k) for corner in corners for k in range(3)]
    return np.array(corners) / np.hypot(1, golden)


@lru_cache(maxsize=64)
def _spread(count: int) -> np.ndarray:
    """Points on the sphere pushed apart by exp(β cos θ), β rising; the best of 16 starts."""
    x = np.random.default_rng(0).normal(size=(16, count, 3))
    x /= np.linalg.norm(x, axis=-1, keepdims=True)
    itself = 4 * np.eye(count)
    for beta in np.geomspace(4, 2000, 400):
        cosines = x @ np.swapaxes(x, 1, 2) - itself
        push = np.exp(beta * (cosines - cosines.max((1, 2), keepdims=True))) @ x
        push -= np.sum(push * x, -1, keepdims=True) * x
        hardest = np.linalg.norm(push, axis=-1).max(-1)[:, None, None]
        x -= push / hardest * 0.6 / count**0.5 / (beta / 4) ** 0.75
        x /= np.linalg.norm(x, axis=-1, keepdims=True)
    return x[(x @ np.swapaxes(x, 1, 2) - itself).max((1, 2)).argmin()]


# --- two classes: edge and gap ------------------------------------------------------------------

_NO_MARGIN = ("perceptron", "softmax", "label_smoothing", "sigmoid", "normface")


def angular_edge(key: str, theta12: ArrayLike, **params: ArrayLike) -> Number:
    """Where class 1's region ends on the arc from W_1 to W_2: θ1 in radians, from W_1.

    The θ1 with ψ(θ1) = cos(θ12 − θ1), for unit class vectors θ12 apart:
    no margin θ12/2; arcface (θ12 − m)/2; cosface θ12/2 − asin(m/(2 sin(θ12/2))), negative when the
    region lies beyond W_1; sphereface and l_softmax θ12/(m+1), with lam > 0 by root finding;
    combined by root finding. NaN where the class has no edge: the margin is wider than the classes
    are apart.

    Args:
      key: a key of the catalogue; raw-score losses without margin count as of equal norms.
      theta12: angle between the class vectors, in [0, π].
      params: the loss's parameters; those left out take their default, s is not needed.

    Raises:
      KeyError: an unknown loss or parameter.
      ValueError: theta12 outside [0, π], a margin out of range, or a loss whose margin is one of
        scores, not of angles.
    """
    theta, values = _two_classes(key, theta12, params)
    if key in _NO_MARGIN:
        return _out(theta / 2)
    if key == "arcface":
        return _out(np.where(values["m"] <= theta, (theta - values["m"]) / 2, np.nan))
    if key == "cosface":
        chord, m = 2 * np.sin(theta / 2), values["m"]
        with np.errstate(all="ignore"):
            turn = np.arcsin(np.where(m <= chord, m / chord, np.nan))
        return _out(theta / 2 - np.where(m == 0, 0, turn))
    if key == "combined":
        high = np.minimum(theta / 2, (np.pi - values["m2"]) / values["m1"])
        return _out(_crossing(key, theta, high, values))
    found = theta / (values["m"] + 1)
    if np.any(values["lam"] > 0):
        found = np.where(values["lam"] > 0, _crossing(key, theta, theta / 2, values), found)
    return _out(found)


def angular_gap(key: str, theta12: ArrayLike, **params: ArrayLike) -> Number:
    """Width of the band between the two classes' edges, θ12 − 2 θ1 in radians.

    0 without margin; arcface m, for every θ12; cosface 2 asin(m/(2 sin(θ12/2))), NaN if
    m > 2 sin(θ12/2); sphereface and l_softmax θ12 (m−1)/(m+1) for lam = 0.

    Args, Raises: as for `angular_edge`.
    """
    theta, values = _two_classes(key, theta12, params)
    if key == "arcface":
        return _out(values["m"] + 0 * theta)
    return _out(theta - 2 * np.asarray(angular_edge(key, theta, **params)))


def _two_classes(key: str, theta12: ArrayLike, params: dict) -> tuple[np.ndarray, dict]:
    loss = losses.get(key)
    theta = np.asarray(theta12, float)
    if not np.all((theta >= 0) & (theta <= np.pi)):
        raise ValueError(f"theta12 is an angle between 0 and π; got {theta12}")
    if loss.family == "raw" and key not in _NO_MARGIN:
        raise ValueError(f"the margin of {loss.title} is one of scores: it has no fixed angle")
    known = {p.key: p.default for p in loss.parameters}
    for name in params:
        if name not in known:
            raise KeyError(f"{loss.title} takes {', '.join(known) or 'no parameters'}; "
                           f"got {name!r}")  # fmt: skip
    multiple = ("m1",) if key == "combined" else ("m",) if "lam" in known else ()
    values = {k: _at_least(k, v, 1 if k in multiple else 0) for k, v in (known | params).items()}
    angle = {"arcface": "m", "combined": "m2"}.get(key)
    if angle and np.any(values[angle] >= np.pi):
        raise ValueError(f"{angle} is an angle below π; got {values[angle]}")
    return theta, values


def _crossing(key: str, theta: np.ndarray, high: np.ndarray, values: dict) -> np.ndarray:
    """The θ1 in [0, high] with ψ(θ1) = cos(θ12 − θ1), NaN if ψ(0) < cos θ12. ψ falls, cos rises."""
    values = {k: v for k, v in values.items() if k != "s"}
    shape = np.broadcast_shapes(theta.shape, high.shape, *(v.shape for v in values.values()))
    low, high = np.zeros(shape), np.broadcast_to(high, shape).copy()

    def ahead(angle: np.ndarray) -> np.ndarray:
        return losses.get(key).psi(np.cos(angle), np.sin(angle), **values) - np.cos(theta - angle)

    reached = ahead(low) >= 0
    for _ in range(60):
        middle = (low + high) / 2
        inside = ahead(middle) >= 0
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    return np.where(reached, (low + high) / 2, np.nan)


def max_multiplicative_margin(theta12: ArrayLike, norm_ratio: ArrayLike = 1.0) -> Number:
    """Largest m of L-Softmax (λ = 0) at which class 1 still holds a direction against class 2.

    norm_ratio r = ‖W_1‖/‖W_2‖. ∞ for r ≥ cos θ12, and so for equal norms and for SphereFace: the
    class keeps its own vector whatever m, only its region shrinks as θ12/(m+1). Below that the
    region lies beyond W_1, where r·p(θ) ≥ cos(θ12 + θ), and it is gone above the m returned.

    Args:
      theta12: angle between the class vectors, in (0, π].
      norm_ratio: r > 0.

    Raises:
      ValueError: theta12 outside (0, π] or norm_ratio not positive.
    """
    theta, ratio = np.asarray(theta12, float), np.asarray(norm_ratio, float)
    if not np.all((theta > 0) & (theta <= np.pi)):
        raise ValueError(f"theta12 is an angle above 0 and up to π; got {theta12}")
    if not np.all((ratio > 0) & np.isfinite(ratio)):
        raise ValueError(f"norm_ratio must be positive; got {norm_ratio}")
    return _out(np.vectorize(_max_multiple, otypes=[float])(theta, ratio))


def _max_multiple(theta: float, ratio: float) -> float:
    if ratio >= np.cos(theta):
        return np.inf
    low, high = 0.0, np.pi - theta
    for _ in range(12):  # the best direction, narrowed down on grids
        grid = np.linspace(low, high, 201)[1:]
        value = np.cos(theta + grid) / ratio
        k = np.floor((1 - value) / 2)
        # p(θ) = v where mθ = kπ + arccos((−1)^k (v + 2k)): p inverted piece by piece
        turn = np.arccos(np.clip((1 - 2 * (k % 2)) * (value + 2 * k), -1, 1))
        multiple = np.where(value > 1, 0, (k * np.pi + turn) / grid)
        best = int(multiple.argmax())
        width = grid[1] - grid[0]
        low, high = max(grid[best] - width, 0.0), min(grid[best] + width, np.pi - theta)
    return float(multiple[best])


# --- what a slider can reach --------------------------------------------------------------------


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
    _, values = _two_classes(key, 0.0, params)
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
    apart = float(least_angle(n_classes, dim))
    others = {k: v for k, v in params.items() if k != name}
    if name == "s":
        low = feasible_scale(key, n_classes, dim, p, **others)
        return (low, np.inf) if isfinite(low) else (np.nan, np.nan)
    if key in ("cosface", "arcface"):
        return 0.0, float((max_cosine_margin if key == "cosface" else max_angular_margin)
                          (n_classes, dim))  # fmt: skip
    if key == "combined":
        return _combined_range(name, apart, _two_classes(key, 0.0, others)[1])
    return (1.0 if name == "m" and loss.family == "angular" else 0.0), 1.0 if name == "eps" else np.inf


def _combined_range(name: str, apart: float, values: dict) -> tuple[float, float]:
    free = {"m1": 0.0, "m2": 1 - values["m3"], "m3": np.cos(values["m2"])}[name] - np.cos(apart)
    if name == "m1":
        free = np.cos(values["m2"]) - values["m3"] - np.cos(apart)
    if free < 0:
        return np.nan, np.nan
    if name == "m1":
        return 1.0, np.inf
    return 0.0, float(free if name == "m3" else np.arccos(min(1 - free, 1)))
