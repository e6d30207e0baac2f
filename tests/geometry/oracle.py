"""The scores of one frame written out from the definitions, class by class, and odd frames."""

from functools import reduce

import numpy as np

from lossviz.losses import CATALOGUE, Loss

LOSSES = list(CATALOGUE.values())
RAW = [loss for loss in LOSSES if loss.family == "raw"]
F = 8  # frames of `frames`


def psi(key: str, theta: np.ndarray, p: dict[str, float]) -> np.ndarray:
    """ψ(θ) of the angular losses, from the angle itself."""
    if key == "cosface":
        return np.cos(theta) - p["m"]
    if key == "arcface":
        past = np.cos(theta) - p["m"] * np.sin(p["m"])
        return np.where(theta + p["m"] <= np.pi, np.cos(theta + p["m"]), past)
    if key == "combined":
        return np.cos(p["m1"] * theta + p["m2"]) - p["m3"]
    if key in ("l_softmax", "sphereface"):
        k = np.floor(p["m"] * theta / np.pi)
        falling = (-1) ** k * np.cos(p["m"] * theta) - 2 * k
        return (p["lam"] * np.cos(theta) + falling) / (1 + p["lam"])
    return np.cos(theta)


def scores(loss: Loss, w, b, radius, p, margin, x) -> tuple[np.ndarray, np.ndarray]:
    """(targets, rivals) [C, L]: each class's own score, and the score it has as a rival."""
    if loss.family == "raw":
        z = radius * (x @ w).T + (0 if b is None else b[:, None])
        taken = p.get("m", 0) if margin else 0
        return z - taken, z
    length = np.linalg.norm(w, axis=0)
    unit = w / np.where(length > 0, length, 1)
    cos = (x @ unit).T
    beside = np.linalg.norm(x[None] - cos[..., None] * unit.T[:, None], axis=-1)
    theta = np.arctan2(beside, cos)
    theta[length == 0] = np.pi / 2
    cos[length == 0] = 0
    scale = length[:, None] if loss.key == "l_softmax" else 1
    return scale * (psi(loss.key, theta, p) if margin else cos), scale * cos


def gap(loss: Loss, w, b, radius, p, margin, x) -> np.ndarray:
    """By how much each class's own score beats what it is held against [C, L], at x [L, d]."""
    targets, rivals = scores(loss, w, b, radius, p, margin, x)
    smooth = margin and loss.key == "lse_hinge"
    held = [
        reduce(np.logaddexp if smooth else np.maximum, np.delete(rivals, i, 0))
        for i in range(len(rivals))
    ]
    return targets - np.array(held)


def frames(rng: np.random.Generator, dim: int, classes: int) -> np.ndarray:
    """Weights [8, d, C]: random ones, equal, opposite, very near, zero and parallel vectors."""
    w = rng.normal(size=(F, dim, classes)) * rng.choice([0.3, 1, 4], (F, 1, 1))
    w[1, :, 1] = w[1, :, 0]
    w[2, :, 1] = -w[2, :, 0]
    w[3, :, 1] = w[3, :, 0] + 1e-4
    w[4, :, 0] = 0
    w[5] = 0
    w[6, :, 1] = 3 * w[6, :, 0]
    return w


def parameters(rng: np.random.Generator, loss: Loss) -> dict[str, np.ndarray]:
    """Parameters [8] over the whole range of each, with both ends among them."""
    values = {}
    for p in loss.parameters:
        values[p.key] = rng.uniform(p.low, p.high, F)
        values[p.key][rng.integers(F)] = p.low
        values[p.key][rng.integers(F)] = p.high
    return values


def at(values: dict, frame: int) -> dict[str, float]:
    """The parameters of one frame."""
    return {k: float(v[frame]) for k, v in values.items()}


def directions(n: int) -> np.ndarray:
    """n directions of the sphere [n, 3], evenly spread."""
    k = np.arange(n) + 0.5
    z, turn = 1 - 2 * k / n, np.pi * (1 + 5**0.5) * k
    flat = np.sqrt(1 - z**2)
    return np.stack([flat * np.cos(turn), flat * np.sin(turn), z], 1)


def circle(phi: np.ndarray) -> np.ndarray:
    """Directions of the plane [L, 2]."""
    return np.stack([np.cos(phi), np.sin(phi)], 1)
