"""What training starts with: the first loss and accuracy, class vectors drawn at random.

Theorem. Let the class vectors be drawn independently of each other and of the feature f ≠ 0, each
with a distribution that no rotation changes. Then, whatever f is, the cosines c_1 … c_C to the
class vectors are independent, each with the density (1 − c²)^{(d−3)/2} Γ(d/2)/(√π Γ((d−1)/2)).
For given f a rotation takes f to the pole and leaves the distribution of the class vectors alone.
So the mean loss of any data, under any network, has the same expectation: that of one sample. It
is an expectation over the draws of the class vectors. The samples of one draw share its class
vectors, so a single run lies around it.

The losses are those on cosines, L = ln(e^{sψ(θ_y)} + Σ_{j≠y} e^{s cos θ_j}) − sψ(θ_y); for
`l_softmax` s stands for ‖W‖‖f‖, the same for all classes and samples, for `sphereface` for ‖f‖.
"""

from functools import lru_cache, partial
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc

from lossviz import losses
from lossviz.geometry.averages import belt, log_density, panels
from lossviz.geometry.operands import Number
from lossviz.theory.each import Held, each

# of v: the error is like e^{−π²/h}
STEP = 0.4
# Gumbel's distribution is 0 before the first and 1 behind the second, in double precision
BEFORE, BEHIND = 4.0, 37.0
# e^{−SMALL} is so little that two terms of its series do; places of v looked at together
SMALL, PART = 9.0, 48
# a panel of `panels` is no wider than this over s, nor are there fewer than so many
WIDTH, FEWEST = 6.0, 8
# rivals are counted in powers of e, so many at a time: one grid serves a whole slider of C
ROOM = 17.0
# a larger s takes minutes
MOST_SCALE = 4096.0
# up to so many dimensions the nearest class vector is looked for close by
CROWDED = 16


def expected_first_loss(
    key: str, n_classes: ArrayLike, dim: ArrayLike, s: ArrayLike, **params: ArrayLike
) -> Number:
    """The expected loss before the first step, class vectors drawn at random (theorem above).

    E ln X − s·E ψ(θ_y) for X = e^{sψ(θ_y)} + Σ_{j≠y} e^{s cos θ_j}. With a standard Gumbel G
    independent of X, ln X + G has the distribution function
    H(v) = E exp(−e^{−v} X) = E exp(−e^{sψ−v}) · (E exp(−e^{s cos θ − v}))^{C−1}, so that
    E ln X = c + ∫ (exp(−e^{c−v}) − H(v)) dv for any c: two one-dimensional integrals, no draws.
    The trapezoidal rule over v converges like e^{−π²/h}. Good to about 1e−9 of the loss for C up
    to 10^7, d up to 4096, s up to 512.

    Args:
      key: a loss of the catalogue on cosines.
      n_classes, dim, s, params: numbers or arrays that broadcast; margins in radians, s ≥ 0.

    Raises:
      KeyError: an unknown loss or parameter.
      ValueError: a loss on raw scores; C, d, s or a parameter out of range.
    """
    if np.any(np.asarray(s) > MOST_SCALE):
        raise ValueError(f"s: expected at most {MOST_SCALE:g}; got {np.max(s):g}")

    def one(count: float, dim: float, held: Held) -> float:
        (_, scale), *margins = held
        return _first_loss(key, count, dim, scale, tuple(margins))

    return each(one, key, n_classes, dim, {"s": s} | params)


def expected_first_accuracy(
    key: str, n_classes: ArrayLike, dim: ArrayLike, **params: ArrayLike
) -> Number:
    """The expected share of samples that keep the margin before the first step, of any data.

    P(ψ(θ_y) > max_{j≠y} cos θ_j) = E F(ψ(θ))^{C−1} with F the distribution function of one cosine.
    That is the accuracy that a log shows when it takes it from the scores of training. Without a
    margin it is 1/C, as for every guess: the accuracy of inference.

    Args, Raises: as for `expected_first_loss`.
    """
    margins = {k: v for k, v in params.items() if k != "s"}
    return each(partial(_kept, key), key, n_classes, dim, margins)


def rough_first_loss(
    key: str, n_classes: ArrayLike, dim: ArrayLike, s: ArrayLike, **params: ArrayLike
) -> Number:
    """The rule of thumb −sψ(90°) + ln C + s²/2d: s·sin m + ln C + s²/2d for ArcFace.

    In many dimensions all angles are near 90°, and E e^{s cos θ} ≈ e^{s²/2d}. It is good to a
    tenth while s² < d, and to a few per cent while C is much larger than e^{s²/d}. In few
    dimensions it fails: the sum of the rivals is then that of its nearest ones, at most s + ln C.

    Args, Raises: as for `expected_first_loss`.
    """
    right = np.zeros(()), np.ones(())

    def one(count: float, dim: float, held: Held) -> float:
        (_, scale), *margins = held
        psi = float(losses.get(key).psi(*right, **dict(margins)))
        return np.log(count) + scale**2 / (2 * dim) - scale * psi

    return each(one, key, n_classes, dim, {"s": s} | params)


@lru_cache(maxsize=8192)
def _first_loss(key: str, count: float, dim: float, s: float, params: tuple) -> float:
    if s == 0:
        return float(np.log(count))
    v, rivals, own, mean = _tails(key, dim, s, params, int(np.log(count) // ROOM) + 1)
    below = (1 - own) * np.exp((count - 1) * np.log1p(-rivals))
    centre = v[int(np.searchsorted(below, 0.5))]
    gumbel = np.exp(-np.exp(np.minimum(centre - v, BEHIND)))
    log_sum = centre + STEP * np.sum(gumbel - below)
    return float(log_sum - s * mean)


@lru_cache(maxsize=2048)
def _tails(key: str, dim: float, s: float, params: tuple, rooms: int) -> tuple:
    """A grid of v; on it 1 − E exp(−e^{x−v}) for x = s cos θ and for x = sψ(θ); E ψ(θ)."""
    theta, share = _nodes(dim, s, _bends(key, params))
    psi = _psi(key, theta, params)
    beyond = bool(psi.max() > np.cos(belt(dim)[0]))
    v, rivals = _rivals(dim, s, beyond, rooms)
    return v, rivals, _beyond(s * psi, share, v), float(share @ psi)


@lru_cache(maxsize=512)
def _rivals(dim: float, s: float, beyond: bool, rooms: int) -> tuple[np.ndarray, np.ndarray]:
    """The grid of v, and 1 − E exp(−e^{s cos θ − v}) on it."""
    theta, share = _nodes(dim, s, ())
    cosines = np.cos(theta)
    reach = s * float(cosines.max())
    top = max(s if beyond else reach, reach) + rooms * ROOM + BEHIND
    v = STEP * np.arange(np.floor((-reach - BEFORE) / STEP), np.ceil(top / STEP) + 1)
    return v, np.minimum(_beyond(s * cosines, share, v), 1 - 1e-16)


def _beyond(x: np.ndarray, share: np.ndarray, v: np.ndarray) -> np.ndarray:
    """1 − E exp(−e^{x−v}) for values x with these shares, on an ascending grid v.

    1 − exp(−y) is 1 where y is large and y − y²/2 where it is small: only what lies between is
    computed pair by pair.
    """
    order = np.argsort(x)
    x, share = x[order], share[order]
    above = np.append(np.cumsum(share[::-1])[::-1], 0.0)
    found = np.empty(len(v))
    for first in range(0, len(v), PART):
        part = v[first : first + PART]
        low, high = np.searchsorted(x, (part[0] - SMALL, part[-1] + BEFORE))
        # y = e^{x−v} as a product: one exponential a node and one a place, not one a pair
        power, fall = np.exp(x[:high] - part[0]), np.exp(part[0] - part)
        tail, middle = power[:low] * share[:low], share[low:high]
        few = fall * tail.sum() - fall**2 / 2 * (tail @ power[:low])
        found[first : first + PART] = (
            above[high] + few - middle @ np.expm1(-np.outer(power[low:], fall))
        )
    return np.minimum(found, 1.0)


def _psi(key: str, theta: np.ndarray, params: tuple) -> np.ndarray:
    return np.asarray(losses.get(key).psi(np.cos(theta), np.sin(theta), **dict(params)))


def _bends(key: str, params: tuple) -> tuple[float, ...]:
    """Where ψ has a jump or a kink."""
    values = dict(params)
    if key == "arcface":
        return (np.pi - values["m"],)
    if "lam" in values:
        return tuple(k * np.pi / values["m"] for k in range(1, int(np.ceil(values["m"]))))
    return ()


@lru_cache(maxsize=256)
def _nodes(dim: float, s: float, bends: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Angles to a pole and their shares of the sphere, fine enough for e^{s cos θ}."""
    low, high = belt(dim)
    inside = [low, *sorted(bend for bend in bends if low < bend < high), high]
    width = min(WIDTH / max(s, 1), (high - low) / FEWEST)
    pieces = [np.linspace(a, b, int(np.ceil((b - a) / width)) + 1)[:-1]
              for a, b in pairwise(inside)]  # fmt: skip
    theta, weights = panels(np.append(np.concatenate(pieces), high))
    share = weights * np.exp(log_density(theta, dim))
    return theta, share / share.sum()


@lru_cache(maxsize=8192)
def _kept(key: str, count: float, dim: float, params: tuple) -> float:
    """E F(ψ(θ))^{C−1}, also as small as 1e−300: from angles that nobody draws."""
    below, density, weights = _won(key, dim, params)
    if weights is None:
        return 1 / count
    heights = (count - 1) * below + density
    return float(weights @ np.exp(heights))


@lru_cache(maxsize=256)
def _won(key: str, dim: float, params: tuple) -> tuple:
    """ln F(ψ(θ)), ln of the density of θ, and weights over [0, π]; (…, None) without a margin."""
    fine = min(np.pi / 24, 1.5 / np.sqrt(dim))
    edges = np.linspace(0, np.pi, int(np.ceil(np.pi / fine)) + 1)
    # in few dimensions the nearest of many class vectors is as near as 1/C
    near = np.geomspace(1e-9, edges[1], 20) if dim <= CROWDED else []
    inside = [bend for bend in _bends(key, params) if 0 < bend < np.pi]
    theta, weights = panels(np.unique([*edges, *near, *inside]))
    psi = _psi(key, theta, params)
    plain_cosine = np.array_equal(psi, np.cos(theta))
    return _log_below(psi, dim), log_density(theta, dim), None if plain_cosine else weights


def _log_below(cosine: np.ndarray, dim: float) -> np.ndarray:
    """ln P(cos θ < cosine) of a direction drawn evenly: I_{1−c²}((d−1)/2, ½)/2 on either side."""
    inside = np.clip(cosine, -1, 1)
    tail = 0.5 * betainc((dim - 1) / 2, 0.5, 1 - inside**2)
    with np.errstate(divide="ignore"):
        return np.where(cosine >= 0, np.log1p(-tail), np.where(cosine > -1, np.log(tail), -np.inf))
