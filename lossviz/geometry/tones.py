"""Where a bent target logit ψ meets a rival's cosine, along great circles through both.

On each piece of θ, ψ(θ) = high·cos(ωθ + β) + low·cos θ + level: the sum of two tones. So is its
difference from a rival's ‖v_j‖cos(θ ∓ Δ), whose slope and curvature are thereby bounded; that is
all that the root finder needs.
"""

from typing import NamedTuple

import numpy as np

from lossviz.geometry.contest import Contest
from lossviz.geometry.roots import Cells, find


class Tones(NamedTuple):
    """ψ of F frames on K pieces: edges [F, K+1], high and level [F, K], the others [F]."""

    edges: np.ndarray
    high: np.ndarray
    level: np.ndarray
    low: np.ndarray
    omega: np.ndarray
    beta: np.ndarray


def tones(key: str, params: dict[str, np.ndarray]) -> Tones:
    """ψ of "combined", "l_softmax" or "sphereface" piece by piece; parameters [F].

    p(θ) = (−1)^k cos(mθ) − 2k on [kπ/m, (k+1)π/m] mixed with λcos θ; cos(m1·θ + m2) − m3 has one
    piece.
    """
    if key == "combined":
        m1, m2, m3 = params["m1"], params["m2"], params["m3"]
        edges = np.stack([np.zeros_like(m1), np.full_like(m1, np.pi)], 1)
        return Tones(edges, np.ones_like(m1)[:, None], -m3[:, None], np.zeros_like(m1), m1, m2)
    m, lam = params["m"], params["lam"]
    k = np.arange(max(1, int(np.ceil(m.max(initial=1)))))
    edges = np.minimum(np.append(k, len(k)) * np.pi / m[:, None], np.pi)
    share = 1 / (1 + lam)
    high = share[:, None] * (1 - 2 * (k % 2))
    return Tones(edges, high, -2 * k * share[:, None], lam * share, m, np.zeros_like(m))


class Pairs(NamedTuple):
    """P duels of a target class against a rival: frame, cls, rival [P], angle Δ between them."""

    frame: np.ndarray
    cls: np.ndarray
    rival: np.ndarray
    angle: np.ndarray


def meetings(rules: Contest, pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    """(pair, θ) of every θ in [0, π] with ‖v_i‖ψ(θ) = ‖v_j‖cos(θ − Δ).

    Give a pair with −Δ to look on the other side of the class vector. Edges of ψ's pieces are not
    listed; a target or rival of length 0 stands at a right angle to everything.
    """
    psi = tones(rules.loss.key, rules.params)
    length = rules.length
    own, other = length[pairs.frame, pairs.cls], length[pairs.frame, pairs.rival]
    cos = psi.low[pairs.frame] * own - other * np.cos(pairs.angle)
    sin = -other * np.sin(pairs.angle)
    omega, beta = psi.omega[pairs.frame], psi.beta[pairs.frame]
    high, level = psi.high[pairs.frame] * own[:, None], psi.level[pairs.frame] * own[:, None]
    edges = psi.edges[pairs.frame]
    pair, piece = np.nonzero((np.diff(edges) > 0) & (own > 0)[:, None])
    cells = Cells(np.arange(len(pair)), edges[pair, piece], edges[pair, piece + 1])
    high, level = high[pair, piece], level[pair, piece]
    cos, sin, omega, beta = cos[pair], sin[pair], omega[pair], beta[pair]

    def value_and_slope(k: np.ndarray, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        fast = omega[k] * theta + beta[k]
        c, s = np.cos(theta), np.sin(theta)
        value = high[k] * np.cos(fast) + cos[k] * c + sin[k] * s + level[k]
        return value, sin[k] * c - cos[k] * s - high[k] * omega[k] * np.sin(fast)

    rival = np.hypot(cos, sin)
    steepest = np.abs(high) * omega + rival
    k, theta = find(value_and_slope, cells, steepest, np.abs(high) * omega**2 + rival)
    return pair[k], theta
