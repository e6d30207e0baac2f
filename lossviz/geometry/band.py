"""Two classes: where class 1's region ends on the arc between them, and the band left bare."""

import numpy as np
from numpy.typing import ArrayLike

from lossviz import losses
from lossviz.geometry.operands import Number, at_least, plain

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
    theta, values = duel(key, theta12, params)
    if key in _NO_MARGIN:
        return plain(theta / 2)
    if key == "arcface":
        return plain(np.where(values["m"] <= theta, (theta - values["m"]) / 2, np.nan))
    if key == "cosface":
        chord, m = 2 * np.sin(theta / 2), values["m"]
        with np.errstate(all="ignore"):
            turn = np.arcsin(np.where(m <= chord, m / chord, np.nan))
        return plain(theta / 2 - np.where(m == 0, 0, turn))
    if key == "combined":
        high = np.minimum(theta / 2, (np.pi - values["m2"]) / values["m1"])
        return plain(_crossing(key, theta, high, values))
    found = theta / (values["m"] + 1)
    if np.any(values["lam"] > 0):
        found = np.where(values["lam"] > 0, _crossing(key, theta, theta / 2, values), found)
    return plain(found)


def angular_gap(key: str, theta12: ArrayLike, **params: ArrayLike) -> Number:
    """Width of the band between the two classes' edges, θ12 − 2 θ1 in radians.

    0 without margin; arcface m, for every θ12; cosface 2 asin(m/(2 sin(θ12/2))), NaN if
    m > 2 sin(θ12/2); sphereface and l_softmax θ12 (m−1)/(m+1) for lam = 0.

    Args, Raises: as for `angular_edge`.
    """
    theta, values = duel(key, theta12, params)
    if key == "arcface":
        return plain(values["m"] + 0 * theta)
    return plain(theta - 2 * np.asarray(angular_edge(key, theta, **params)))


def band_across(key: str, theta12: ArrayLike, off: ArrayLike, **params: ArrayLike) -> Number:
    """Width of the band on the sphere, straight across it, at an angle off the arc W_1–W_2.

    Across the decision boundary, at its point that stands `off` from the middle of the arc,
    from one class's edge to the other's; in radians. With α = θ12/2 the edges stand b to either
    side: cosface sin b = m/(2 sin α), the same everywhere; arcface, from θ2 − θ1 = m,
    sin²b = S (A + B)/(A + S B) with S = sin²(m/2), A = sin²α − S, B = (sin off·cos α)²: m on the
    arc, 2 asin(sin(m/2)/sin α) at a right angle to it. NaN where the margin is wider than the
    classes are apart.

    Args:
      key: "cosface" or "arcface"; other losses have other edges.
      theta12: angle between the class vectors, in (0, π).
      off: any angle.
      params: m, the loss's default if it is left out.

    Raises:
      KeyError: an unknown parameter.
      ValueError: another loss, theta12 outside [0, π], or m out of range.
    """
    if key not in ("cosface", "arcface"):
        raise ValueError(f"the band across the sphere is known for cosface and arcface; got {key}")
    theta, values = duel(key, theta12, params)
    alpha, half = theta / 2, values["m"] / 2
    with np.errstate(all="ignore"):
        if key == "cosface":
            square = (half / np.sin(alpha)) ** 2 + 0 * np.asarray(off)
        else:
            square = np.sin(half) ** 2
            spare, aside = np.sin(alpha) ** 2 - square, (np.sin(off) * np.cos(alpha)) ** 2
            wider = (spare + aside) / (spare + square * aside)
            # on the arc nothing is left of the fraction, not even where m = θ12 makes it 0/0
            square = square * np.where(aside == 0, 1, wider)
            square = np.where(values["m"] <= theta, square, np.nan)
        square = np.where(values["m"] == 0, 0, square)
        return plain(2 * np.arcsin(np.sqrt(square)))


def duel(key: str, theta12: ArrayLike, params: dict) -> tuple[np.ndarray, dict]:
    """θ12 and the loss's parameters as arrays, checked; those left out take their default."""
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
    values = {k: at_least(k, v, 1 if k in multiple else 0) for k, v in (known | params).items()}
    angle = {"arcface": "m", "combined": "m2"}.get(key)
    if angle and np.any(values[angle] >= np.pi):
        raise ValueError(f"{angle} is an angle below π; got {values[angle]}")
    return theta, values


def _crossing(key: str, theta: np.ndarray, high: ArrayLike, values: dict) -> np.ndarray:
    """The θ1 in [0, high] with ψ(θ1) = cos(θ12 − θ1), NaN if ψ(0) < cos θ12. ψ falls, cos rises."""
    values = {k: v for k, v in values.items() if k != "s"}
    shape = np.broadcast_shapes(theta.shape, np.shape(high), *(v.shape for v in values.values()))
    low, high = np.zeros(shape), np.broadcast_to(high, shape).copy()

    def ahead(angle: ArrayLike) -> np.ndarray:
        psi = losses.get(key).psi(np.cos(angle), np.sin(angle), **values)
        return np.asarray(psi - np.cos(theta - angle))

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
    return plain(np.vectorize(_max_multiple, otypes=[float])(theta, ratio))


def _max_multiple(theta: float, ratio: float) -> float:
    if ratio >= np.cos(theta):
        return np.inf
    low, high = 0.0, np.pi - theta
    for _ in range(12):  # the best direction, narrowed down on grids
        grid = np.linspace(low, high, 201)[1:]
        value = np.cos(theta + grid) / ratio
        k = np.floor((1 - value) / 2)
        # p(θ) = v where mθ = kπ + arccos(v + 2k): p inverted piece by piece
        turn = np.arccos(np.clip(value + 2 * k, -1, 1))
        multiple = np.where(value > 1, 0, (k * np.pi + turn) / grid)
        best = int(multiple.argmax())
        width = grid[1] - grid[0]
        low, high = max(grid[best] - width, 0.0), min(grid[best] + width, np.pi - theta)
    return float(multiple[best])
