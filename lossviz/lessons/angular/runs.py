"""Runs under every loss of the family, all with margins that ask for the same gap."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from lossviz import losses, training
from lossviz.metrics import angles, histogram, unit
from lossviz.scenes.arcs import arcs
from lossviz.scenes.rings import on_rings
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.training.kept import kept
from lossviz.training.run import snapshot_steps

KEYS = ("normface", "cosface", "arcface", "sphereface", "combined")
# degrees between two class vectors that are neighbours when six stand evenly round the circle
APART = 60.0
# the margin that every loss asks for, in degrees between the regions of two such classes; the
# last is SphereFace's m = 4
GAPS = tuple(map(float, range(0, 37, 3)))
SCALE = 16.0
# the other way to keep the pull alive: no margin, and one of these
SCALES = (2.0, 4.0, 8.0, SCALE)
CLASSES = 6
STEPS = tuple(float(step) for step in snapshot_steps(Settings().steps))
# m2 : m3 of the combined margin, as in the first of the ArcFace paper's combinations
COMBINED = (0.3, 0.2)
MOST_SHOWN = 120
BINS = 36


@lru_cache(maxsize=len(KEYS) * len(GAPS))
def margin_at(key: str, gap: float) -> dict[str, float]:
    """The loss's parameters with which classes APART apart keep a band of `gap` degrees.

    `theory.angular_gap` solved for the margin: cosface 2 sin(APART/2) sin(gap/2); arcface gap;
    sphereface (APART + gap)/(APART − gap); combined, with m2 : m3 = COMBINED, by halving an
    interval.
    """
    apart, wide = np.radians(APART), np.radians(gap)
    if key == "normface":
        return {}
    if key == "cosface":
        return {"m": float(2 * np.sin(apart / 2) * np.sin(wide / 2))}
    if key == "arcface":
        return {"m": float(wide)}
    if key == "sphereface":
        return {"m": (APART + gap) / (APART - gap), "lam": 0.0}
    low, high = 0.0, 1.2
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if _combined_gap(middle) < wide else (low, middle)
    return _combined(low if gap else 0.0)


def _combined_gap(times: float) -> float:
    """2 θ1 short of APART, where cos(θ1 + m2) − cos(APART − θ1) = m3, in radians."""
    apart, (_, m2, m3) = np.radians(APART), _combined(times).values()
    return float(m2 + 2 * np.arcsin(m3 / (2 * np.sin((apart + m2) / 2))))


def _combined(times: float) -> dict[str, float]:
    return {"m1": 1.0, "m2": COMBINED[0] * times, "m3": COMBINED[1] * times}


def settings_of(key: str, gap: float, seed: int) -> Settings:
    """A run of this scene: class vectors drawn at random, as in a network that learns them."""
    scale = {} if key == "sphereface" else {"s": SCALE}
    return Settings(loss=key, vectors="random", seed=seed, **scale, **margin_at(key, gap))


@kept
def run_of(key: str, gap: float, seed: int) -> Run:
    """The run itself."""
    return training.train(settings_of(key, gap, seed))


class Angled(NamedTuple):
    """What the pictures need of one run; T snapshots, N points of MOST_SHOWN, C classes.

    points [T, N, 2]: on rings; vectors [T, C, 2]: directions of the class vectors;
    held, bare [T, C, 2]: arcs of the classes with and without margin;
    bins [T, BINS]: share of the training points with θ_y in each bin;
    mean [2, T]: mean θ_y of the training and the test points in degrees;
    widest, rival [T]: of the training points the 95 % point of θ_y, and the mean angle to the
    nearest other class vector, in degrees; past [T]: share of them beyond `limit_of`;
    accuracy [2, T]: of the training and the test points.
    """

    points: np.ndarray
    vectors: np.ndarray
    held: np.ndarray
    bare: np.ndarray
    bins: np.ndarray
    mean: np.ndarray
    widest: np.ndarray
    rival: np.ndarray
    past: np.ndarray
    accuracy: np.ndarray


def limit_of(key: str, params: dict[str, float]) -> float:
    """The angle in radians where m1·θ + m2 = π: beyond it cos(m1·θ + m2) rises again."""
    if key == "sphereface":
        return np.pi / params["m"]
    return np.pi - params.get("m2" if key == "combined" else "m", 0.0) * (key != "cosface")


@kept
def record(key: str, gap: float, seed: int) -> Angled:
    """The run, measured."""
    run, params = run_of(key, gap, seed), margin_at(key, gap)
    own, rival = angles(run.features, run.weights, run.labels)
    test = angles(run.test_features, run.weights, run.test_labels).own
    vectors = np.swapaxes(unit(run.weights, -2)[0], 1, 2)
    return Angled(
        on_rings(run.features[:, :MOST_SHOWN]),
        vectors,
        arcs(losses.get(key), vectors, params),
        arcs(losses.get("normface"), vectors, {}),
        histogram(own, BINS) / own.shape[1],
        np.degrees([own.mean(1), test.mean(1)]),
        np.degrees(np.percentile(own, 95, axis=1)),
        np.degrees(rival.mean(1)),
        (own > limit_of(key, params)).mean(1),
        np.stack([run.accuracy, run.test_accuracy]).astype(float),
    )


@kept
def scaled(seed: int) -> np.ndarray:
    """[2, S]: mean θ_y in degrees of training and test points after NormFace at SCALES."""
    runs = [run_of("normface", 0.0, seed) if s == SCALE
            else training.train(settings_of("normface", 0.0, seed).replace(s=s))
            for s in SCALES]  # fmt: skip
    both = [[angles(run.features[-1:], run.weights[-1:], run.labels).own.mean(),
             angles(run.test_features[-1:], run.weights[-1:], run.test_labels).own.mean()]
            for run in runs]  # fmt: skip
    return np.degrees(both).T
