"""The losses of `/practice`, their controls, and what theory says of s and m at one place."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from lossviz import losses, theory
from lossviz.geometry.averages import log_mean_power
from lossviz.losses.catalogue import SCALES as CATALOGUED
from lossviz.scenes.controls import Choice, Number, steps
from lossviz.scenes.scene import Values

MOST = 10**7
COUNTS = (*range(2, 13), *(k * 10**e for e in range(1, 7) for k in (1.5, 2, 3, 5, 7, 10)))
COUNTS = tuple(sorted({int(c) for c in COUNTS}))
DIMENSIONS = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 2048,
              4096)  # fmt: skip
SAMPLES = (1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 70, 100, 200, 300, 500, 1000)
SCALES = (*CATALOGUED, 80.0, 100.0, 128.0)
# finer where regions are small
MARGINS = (*steps(0, 0.2, 0.01), *steps(0.25, 1, 0.05))
LOG_COUNTS, LOG_SCALES = np.log10(COUNTS), np.linspace(-1, 5, 97)
# numbers of classes, close together from 2 on
WHOLE = np.unique(np.round(np.geomspace(2, 1e9, 2000)))
# where the end of the pull is computed for its curve
ENDS = tuple(c for k, c in enumerate(COUNTS) if k < 9 or k % 2 == 0)

COSINE = ("normface", "cosface", "arcface", "combined", "l_softmax", "sphereface")
HINGES = ("hinge", "max_hinge")
LOSSES = (*HINGES, "lse_hinge", *COSINE)
# which control holds which parameter of a loss; m alone is CosFace's, as old links have it
HELD: Mapping[str, Mapping[str, str]] = {
    **{key: {"m": "mz"} for key in (*HINGES, "lse_hinge")},
    "normface": {},
    "cosface": {"m": "m"},
    "arcface": {"m": "ma"},
    "combined": {"m1": "m1", "m2": "m2", "m3": "m3"},
    **{key: {"m": "mx", "lam": "lam"} for key in ("l_softmax", "sphereface")},
}

LOSS = Choice("loss", LOSSES, "cosface")
CLASSES = Number("C", "C", tuple(map(float, COUNTS)), 10.0, whole=True)
DIMENSION = Number("d", "d", tuple(map(float, DIMENSIONS)), 2.0, whole=True)
PROBABILITY = Number("P", "P", (*steps(0.5, 0.99, 0.01), 0.995, 0.999), 0.9,
                     only=("loss", COSINE))  # fmt: skip
SAMPLE = Number("n", "n", tuple(map(float, SAMPLES)), 20.0, whole=True)
SCALE = Number("s", "s", SCALES, 16.0, only=("loss", COSINE))


def _margin(key: str, symbol: str, grid: tuple[float, ...], default: float, *of: str) -> Number:
    return Number(key, symbol, grid, default, only=("loss", of))


OWN = (
    _margin("m", "m", MARGINS, 0.1, "cosface"),
    _margin("ma", "m", steps(0, 1.5, 0.05), 0.3, "arcface"),
    _margin("m1", "m₁", steps(1, 4, 0.25), 1.0, "combined"),
    _margin("m2", "m₂", steps(0, 1.5, 0.05), 0.3, "combined"),
    _margin("m3", "m₃", MARGINS, 0.1, "combined"),
    _margin("mx", "m", tuple(sorted((*steps(1, 4, 0.25), 1.35))), 2.0, "l_softmax", "sphereface"),
    _margin("lam", "λ", losses.get("sphereface").parameters[1].grid, 0.0,
            "l_softmax", "sphereface"),
    _margin("mz", "m", steps(0, 5, 0.25), 1.0, *HINGES, "lse_hinge"),
)  # fmt: skip
CONTROLS = (LOSS, CLASSES, DIMENSION, PROBABILITY, SAMPLE, SCALE, *OWN)

Margins = tuple[tuple[str, float], ...]


class Place(NamedTuple):
    """One frame: a loss with its margins, C, d, P, n, s."""

    key: str
    count: int
    dim: int
    p: float
    n: int
    s: float
    margins: Margins


def margins_at(v: Values, place: int) -> Margins:
    """The parameters of the chosen loss but s, at one frame."""
    return tuple((name, float(v[held][place])) for name, held in HELD[v["loss"]].items())


def places(v: Values) -> list[Place]:
    """The frames of a scene's values."""
    columns = zip(*(v[name] for name in ("C", "d", "P", "n", "s")), strict=True)
    return [
        Place(v["loss"], int(c), int(d), float(p), int(n), float(s), margins_at(v, place))
        for place, (c, d, p, n, s) in enumerate(columns)
    ]


class Bounds(NamedTuple):
    """What is known of s; NaN where there is no such number, ∞ where the pull has no end.

    low, least, end: low, least and most of `theory.scale_range`; random: `theory.random_scale`.
    """

    low: float
    least: float
    end: float
    random: float

    @property
    def lower(self) -> float:
        """From here on class vectors of a known arrangement, else random ones, reach P."""
        return self.low if np.isfinite(self.low) else self.random


@lru_cache(maxsize=16384)
def bounds(key: str, count: int, dim: int, p: float, margins: Margins) -> Bounds:
    """What theory says of the s of a loss on cosines, or of ‖w‖‖f‖ for a hinge."""
    if key in HINGES:
        return _lead(count, dim, dict(margins)["m"])
    if key == "lse_hinge":
        # z_y ≥ LSE_{i≠y} z + m is P ≥ 1/(1 + e^{−m})
        p, key, margins = float(1 / (1 + np.exp(-dict(margins)["m"]))), "normface", ()
        return bounds(key, count, dim, p, margins)._replace(end=np.inf)
    held = dict(margins)
    target = theory.own_logit(key, **held)
    random = float(theory.random_scale(count, dim, p, target))
    found = theory.scale_range(key, count, dim, p, **held)
    random = random if np.isfinite(random) else np.nan
    return Bounds(found.low, found.least, found.most, random)


def _lead(count: int, dim: int, m: float) -> Bounds:
    """Unit vectors α apart times ‖w‖‖f‖ lead by ‖w‖‖f‖(1 − cos α) on the class vectors."""
    reached, widest = (
        m / (1 - np.cos(angle(count, dim))) for angle in (theory.reached_angle, theory.least_angle)
    )
    typical = 1 - float(theory.median_largest_cosine(count, dim))
    return Bounds(float(reached), float(widest), np.inf, m / typical)


@lru_cache(maxsize=16384)
def width_left(key: str, count: int, dim: int, s: float, margins: Margins) -> float:
    """θ* in degrees at this s; NaN for a hinge, which pulls on until the margin is kept."""
    if key not in COSINE:
        return np.nan
    return float(np.degrees(theory.width_left(key, count, dim, s, **dict(margins))))


@lru_cache(maxsize=2048)
def ends(key: str, dim: int, margins: Margins) -> np.ndarray:
    """log₁₀ of `theory.pull_end` over ENDS; NaN where there is none."""
    if key not in COSINE:
        return np.full(len(ENDS), np.nan)
    end = np.asarray(theory.pull_end(key, np.array(ENDS), dim, **dict(margins)))
    return np.log10(np.where(np.isfinite(end), end, np.nan))


@lru_cache(maxsize=64)
def _crowd(dim: int) -> np.ndarray:
    """ln E[e^{s(cos θ − 1)}] over LOG_SCALES."""
    return np.array([log_mean_power(s, dim) for s in 10**LOG_SCALES])


@lru_cache(maxsize=64)
def least_angles(dim: int) -> np.ndarray:
    """The least angle over COUNTS, in radians."""
    return np.asarray(theory.least_angle(np.array(COUNTS), dim))


@lru_cache(maxsize=4096)
def counts_at(key: str, dim: int, p: float, margins: Margins) -> tuple[np.ndarray, np.ndarray]:
    """log₁₀ of the most classes that each s of LOG_SCALES can make sure of.

    What no arrangement passes, and what random class vectors reach.
    """
    s = 10**LOG_SCALES
    if key in HINGES:
        return _led(s, dict(margins)["m"], dim)
    if key == "lse_hinge":
        p, target = float(1 / (1 + np.exp(-dict(margins)["m"]))), 1.0
    else:
        target = theory.own_logit(key, **dict(margins))
    odds = (1 - p) / p
    # C·E e^{s(cos θ − 1)} = 1 + e^{−s(1 − ψ)}(1 − P)/P, and (C − 1)·E e^{s(cos θ − ψ)} = (1 − P)/P
    most = np.log1p(odds * np.exp(-s * (1 - target))) - _crowd(dim)
    power = np.log(odds) - s * (1 - target) - _crowd(dim)
    drawn = np.logaddexp(0, power)
    lead = np.maximum(target + 1 / (WHOLE - 1), 1e-12)
    simplex = np.interp(s, np.maximum(np.log((WHOLE - 1) / odds), 0) / lead, np.log(WHOLE))
    room = _room(dim, np.arccos(target)) if p >= 0.5 else np.inf
    return np.minimum(np.minimum(most, simplex) / np.log(10), room), drawn / np.log(10)


def _led(s: np.ndarray, m: float, dim: int) -> tuple[np.ndarray, np.ndarray]:
    needed = m / np.maximum(1 - np.cos(least_angles(dim)), 1e-300)
    typical = 1 - np.asarray(theory.median_largest_cosine(np.array(COUNTS), dim))
    return tuple(np.interp(s, line, LOG_COUNTS, left=-np.inf) for line in (needed, m / typical))


def _room(dim: int, angle: float) -> float:
    """log₁₀ of the most classes that stand so far apart, as far as COUNTS go."""
    angles = least_angles(dim)
    if angle <= angles[-1]:
        return np.inf
    return float(np.interp(-angle, -angles, LOG_COUNTS, left=-np.inf))
