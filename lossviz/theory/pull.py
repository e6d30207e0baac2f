"""Where cross-entropy lets go of a sample: the upper end of s, and the width that clusters keep.

The gradient of the loss in the scores is P − onehot: 1 − P, with the margin in the target logit, is
the pull on a sample. Its class vector stands α from that of the nearest rival. The sample moves on
the arc between the two, θ from its own and α − θ from the other; with r_j = cos θ_j there

    1 − P = Σ_j e^{−s(ψ(θ) − r_j)} / (1 + Σ_j e^{−s(ψ(θ) − r_j)}).

Within α/4 of their class vectors, α the least angle between two of these, samples are nearer to
each other than to those of any other class: two of one class are at most α/2 apart, two of
different classes at least α/2.
"""

from collections import Counter
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from lossviz import losses
from lossviz.geometry.arrangements import (
    best_arrangement,
    least_angle,
    simplex_sizes,
    spreadable,
)
from lossviz.geometry.averages import belt, log_density, panels
from lossviz.geometry.operands import Number
from lossviz.theory.each import Held, each
from lossviz.theory.scales import least_root

# 1 − P from which on a sample still counts as pulled
PULL = 0.01
QUARTER = 0.25
# corners of a polygon on either side that are looked at: further ones are out of reach
NEIGHBOURS = 200
# panels between the nearest rivals and the other side of the sphere
RINGS = 24


class Rivals(NamedTuple):
    """What a sample meets on its way from its class vector to the nearest rival, `angle` away.

    own, other [R]: the rivals' cosines to the class vector and to that rival, of which there are
    `times` [R]; or cosines to the sample itself, `spread` [K], of `many` [K] rivals each.
    """

    angle: float
    own: np.ndarray
    other: np.ndarray
    times: np.ndarray
    spread: np.ndarray
    many: np.ndarray

    def cosines(self, theta: ArrayLike) -> np.ndarray:
        """cos θ_j [..., 1 + R + K] of a sample θ [...] from its class vector, nearest first."""
        t = np.asarray(theta)[..., None]
        # x = (sin(α − θ) w_y + sin θ w_nearest)/sin α; opposite each other there are no others
        sine = np.sin(self.angle) if len(self.own) else 1.0
        others = (np.sin(self.angle - t) * self.own + np.sin(t) * self.other) / sine
        shape = (*np.shape(theta), len(self.spread))
        return np.concatenate(
            [np.cos(self.angle - t), others, np.broadcast_to(self.spread, shape)], axis=-1
        )

    @property
    def counts(self) -> np.ndarray:
        """How many rivals each of `cosines` stands for."""
        return np.concatenate([[1.0], self.times, self.many])


def pull_end(
    key: str, n_classes: ArrayLike, dim: ArrayLike, pull: float = PULL, **params: ArrayLike
) -> Number:
    """The largest s at which a sample of any class, α/4 from its class vector, is pulled.

    The root of Σ_j e^{−s(ψ(α/4) − r_j)} = pull/(1 − pull): above it the gradient in the scores is
    less than `pull` there, and no matter how long training goes on, clusters stay about that wide;
    how wide, says `width_left`. ∞ where a rival is not behind, ψ(α/4) ≤ r_j: then 1 − P ≥ ½ at
    every s. Nothing is impossible beyond it, and training points nearer to a border go on.

    The class vectors are those of a known arrangement: the polygon, the simplex, simplices in
    orthogonal spaces (C ≤ 2d), and in 3-D up to C = 32 the spread one, of whose classes the first
    to be let go counts. Elsewhere the nearest rival stands at `least_angle`, which may be out of
    reach, and the other C − 2 are random, no nearer than 3α/4: an estimate.

    Args:
      key: a loss of the catalogue on cosines; for `l_softmax`, `sphereface` s is ‖W‖‖f‖ or ‖f‖.
      n_classes, dim, params: numbers or arrays that broadcast; margins in radians.
      pull: 1 − P, between 0 and ½.

    Raises:
      KeyError: an unknown loss or parameter.
      ValueError: a loss on raw scores; C, d, `pull` or a parameter out of range.
    """
    wanted = _wanted(pull)

    def one(count: float, dim: float, held: Held) -> float:
        ends = []
        for rivals in rivals_of(int(count), int(dim)):
            theta = QUARTER * rivals.angle
            lead = _psi(key, theta, dict(held)) - rivals.cosines(theta)
            ends.append(least_root(lead, rivals.counts, wanted))
        return min(ends)

    return each(one, key, n_classes, dim, params)


def width_left(
    key: str,
    n_classes: ArrayLike,
    dim: ArrayLike,
    s: ArrayLike,
    pull: float = PULL,
    **params: ArrayLike,
) -> Number:
    """θ* in radians: closer than this to its class vector a sample is pulled with less than `pull`.

    On the arc to the nearest rival, from the class vector outwards up to the first place where
    1 − P reaches `pull`; 0 where it does so at once. α/4 at s = `pull_end`. The arrangement as
    there; of its classes the one with the widest room counts.

    Args, Raises: as for `pull_end`, and a finite s ≥ 0.
    """
    wanted = _wanted(pull)

    def one(count: float, dim: float, held: Held) -> float:
        given = dict(held)
        return max(_width(key, r, wanted, given) for r in rivals_of(int(count), int(dim)))

    return each(one, key, n_classes, dim, params | {"s": s})


def _wanted(pull: float) -> float:
    if not 0 < pull < 0.5:
        raise ValueError(f"the pull is 1 − P, between 0 and ½; got {pull}")
    return float(np.log(pull) - np.log1p(-pull))


def _psi(key: str, theta: ArrayLike, held: dict) -> np.ndarray:
    margins = {k: v for k, v in held.items() if k != "s"}
    return np.asarray(losses.get(key).psi(np.cos(theta), np.sin(theta), **margins))


def _width(key: str, rivals: Rivals, wanted: float, held: dict) -> float:
    """The first θ in [0, α/2] with ln Σ e^{s(r_j − ψ(θ))} ≥ wanted; α/2 where there is none."""
    many = np.log(rivals.counts)

    def over(theta: np.ndarray) -> np.ndarray:
        power = many + held["s"] * (rivals.cosines(theta) - _psi(key, theta, held)[:, None])
        top = power.max(axis=1)
        return top + np.log(np.exp(power - top[:, None]).sum(axis=1)) >= wanted

    low, high = 0.0, rivals.angle / 2
    # ψ may rise again on its way, so that the first look is a closer one
    for parts in (64, *[8] * 8):
        tried = np.linspace(low, high, parts + 1)
        pulled = np.flatnonzero(over(tried))
        if not len(pulled):
            return float(high)
        if pulled[0] == 0:
            return float(low)
        low, high = tried[pulled[0] - 1], tried[pulled[0]]
    return float(high)


@lru_cache(maxsize=4096)
def rivals_of(count: int, dim: int) -> list[Rivals]:
    """The rivals that a sample of each kind of class meets: one record a kind."""
    angle = float(least_angle(count, dim))
    if count == 2:
        return [_rivals(angle)]
    if dim == 2:
        last = min(count - 1, NEIGHBOURS)
        # the k-th corner on one side, and those on the other as far as they are others
        k = np.append(np.arange(2, last + 1), np.arange(-min(NEIGHBOURS, count - 1 - last), 0))
        turn = 2 * np.pi / count
        return [_rivals(angle, np.cos(turn * k), np.cos(turn * (k - 1)))]
    if count <= dim + 1:
        near = np.full(1, -1 / (count - 1))
        return [_rivals(angle, near, near, np.full(1, count - 2.0))]
    if count <= 2 * dim:
        return _orthogonal(count, dim)
    return _seen(count, dim) if count <= spreadable(dim) else [_random(count, dim, angle)]


def _rivals(angle: float, own=(), other=(), times=None, spread=(), many=()) -> Rivals:
    """The record, without rivals of whom there are none."""
    own, other, spread, many = (np.asarray(x, float) for x in (own, other, spread, many))
    times = np.ones(len(own)) if times is None else times
    some, more = times > 0, many > 0
    return Rivals(angle, own[some], other[some], times[some], spread[more], many[more])


def _orthogonal(count: int, dim: int) -> list[Rivals]:
    """Simplices in orthogonal spaces: the nearest rival is any class of another one."""
    sizes = Counter(simplex_sizes(count, dim))
    found = []
    for mine, its in product(sizes, sizes):
        if mine == its and sizes[mine] < 2:
            continue
        beside = (mine - 1, its - 1, count - mine - its)
        own = np.array([-1 / (mine - 1), 0.0, 0.0])
        other = np.array([0.0, -1 / (its - 1), 0.0])
        found.append(_rivals(np.pi / 2, own, other, np.array(beside, float)))
    return found


def _seen(count: int, dim: int) -> list[Rivals]:
    """Every class of an arrangement that was found numerically, with its nearest rival."""
    x = best_arrangement(count, dim)
    gram = x @ x.T - 4 * np.eye(count)
    found = []
    for i, j in enumerate(gram.argmax(axis=1)):
        rest = np.setdiff1d(np.arange(count), (i, j))
        found.append(_rivals(float(np.arccos(gram[i, j])), gram[i, rest], gram[j, rest]))
    return found


def _random(count: int, dim: int, angle: float) -> Rivals:
    """The nearest rival, and C − 2 that are drawn evenly where none is nearer than 3α/4."""
    nearest = (1 - QUARTER) * angle
    edges = np.geomspace(nearest, np.pi, RINGS)
    around = np.linspace(*belt(dim), RINGS)
    theta, weights = panels(np.unique([*edges, *around[(around > nearest) & (around < np.pi)]]))
    share = weights * np.exp(log_density(theta, dim))
    share *= (count - 2) / share.sum()
    return _rivals(angle, spread=np.cos(theta), many=share)
