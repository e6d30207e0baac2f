"""The edges of two classes' regions in the plane of a sample's two angles."""

from collections.abc import Mapping

import numpy as np

from lossviz import losses
from lossviz.losses import Loss
from lossviz.scenes.scene import Values

KEYS = ("normface", "l_softmax", "sphereface", "cosface", "arcface")
# the slider that holds the margin of each loss
MARGIN = {"l_softmax": "dm", "sphereface": "dm", "cosface": "dc", "arcface": "da"}
DEGREES = np.arange(181.0)


def psi_of(loss: Loss, theta: np.ndarray, params: Mapping[str, np.ndarray | float]) -> np.ndarray:
    """ψ of the angles theta [F, K] in radians; parameters [F]."""
    by_frame = {k: np.reshape(p, (-1, 1)) for k, p in params.items()}
    return losses.get(loss.key).psi(np.cos(theta), np.sin(theta), **by_frame)


def reached(loss: Loss, value: np.ndarray, params: Mapping[str, np.ndarray | float]) -> np.ndarray:
    """The largest θ in [0, π] with ψ(θ) ≥ value, by halving; −1 where ψ(0) is less. [F, K]"""
    low, high = np.zeros(value.shape), np.full(value.shape, np.pi)
    for _ in range(40):
        middle = (low + high) / 2
        kept = psi_of(loss, middle, params) >= value
        low, high = np.where(kept, middle, low), np.where(kept, high, middle)
    # what is reached all the way keeps its end exactly
    found = np.where(psi_of(loss, 0 * value + np.pi, params) >= value, np.pi, low)
    return np.where(psi_of(loss, 0 * value, params) >= value, found, -1.0)


def training_edges(
    loss: Loss, params: Mapping[str, np.ndarray | float], ratio: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(class 1's, class 2's) edge over θ1 = DEGREES: θ2 in degrees, [F, 181] each.

    Class 1 holds r·ψ(θ1) ≥ cos θ2, so θ2 ≥ arccos(r·ψ(θ1)); class 2 ψ(θ2) ≥ r·cos θ1. Above 180
    (below 0) class 1 (class 2) holds no θ2 at all.

    Args:
      ratio: r = ‖W_1‖/‖W_2‖, [F].
    """
    theta, r = np.radians(DEGREES)[None], ratio[:, None]
    lead = r * psi_of(loss, theta, params)
    first = np.degrees(np.arccos(np.clip(lead, -1, 1)))
    second = np.degrees(reached(loss, r * np.cos(theta), params))
    return np.where(lead < -1, 181.0, first), np.where(second < 0, -1.0, second)


def params_of(v: Values) -> dict[str, np.ndarray | float]:
    """The chosen loss's margin, [F]."""
    key = str(v["duel"])
    if key == "normface":
        return {}
    return {"m": v[MARGIN[key]]} | ({"lam": 0.0} if MARGIN[key] == "dm" else {})


def with_margin(v: Values) -> np.ndarray:
    """Where the margin changes anything, [F]: elsewhere all edges are the decision boundary."""
    m = params_of(v).get("m", 0.0)
    nothing = 1.0 if MARGIN.get(str(v["duel"])) == "dm" else 0.0
    return np.broadcast_to(m != nothing, len(v["T"]))


def norms(v: Values) -> np.ndarray:
    """‖W_1‖/‖W_2‖ as far as the loss heeds it, [F]."""
    return v["r"] if v["duel"] == "l_softmax" else np.ones(len(v["r"]))


def boundaries(v: Values) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Both training edges and the decision boundary over θ1; computed once a margin and r."""
    loss, params, ratio = losses.get(str(v["duel"])), params_of(v), norms(v)
    pairs = np.stack([np.broadcast_to(params.get("m", 0.0), len(ratio)), ratio], axis=1)
    once, where = np.unique(pairs, axis=0, return_inverse=True)
    kept = {k: once[:, 0] if k == "m" else p for k, p in params.items()}
    first, second = training_edges(loss, kept, once[:, 1])
    plain, _ = training_edges(losses.get("normface"), {}, once[:, 1])
    at = where.reshape(-1)
    return first[at], second[at], plain[at]


def drawn(edge: np.ndarray) -> np.ndarray:
    """An edge [F, 181] as a line: NaN where there is none, but it runs to the picture's end."""
    held = np.clip(edge, 0, 180)
    inside = (edge > 0) & (edge < 180)
    near = inside.copy()
    near[:, 1:] |= inside[:, :-1]
    near[:, :-1] |= inside[:, 1:]
    return np.where(near, held, np.nan)
