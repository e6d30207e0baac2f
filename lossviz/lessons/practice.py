"""In practice: which s and m for C classes in d dimensions, and why a run did not converge."""

from functools import lru_cache

import numpy as np

from lossviz import theory
from lossviz.geometry.averages import log_mean_power
from lossviz.lessons import practice_lab, scale
from lossviz.lessons.controls import Choice, Number, State, steps
from lossviz.lessons.pictures import Spec, curves, line, mark, numbers, row
from lossviz.lessons.practice_failures import ALL_RUNS, BROKEN, FAILURES, RUNS, SYMPTOMS
from lossviz.lessons.scene import Arrays, Env, Lesson, Question, Scene, Values

COUNTS = scale.COUNTS
DIMENSIONS = (2, 3, 4, 8, 16, 32, 64, 128, 256, 512)
LOG_SCALES = np.linspace(-1, 4, 81)
LOG_COUNTS = np.log10(COUNTS)
# numbers of classes, close together from 3 on
WHOLE = np.unique(np.round(np.geomspace(3, 1e9, 2000)))
# finer where regions are small
MARGINS = (*steps(0, 0.2, 0.01), *steps(0.25, 1, 0.05))
# classes whose arrangement is looked through pair by pair
LOOKED_THROUGH = 200
# classes on a spiral in 3-D; more take seconds
SPIRALLED = 5000
# CosFace's margin as libraries set it by default
USUAL = 0.35


@lru_cache(maxsize=len(DIMENSIONS))
def _crowd(dim: int) -> np.ndarray:
    """ln E[e^{s(cos θ − 1)}] over LOG_SCALES."""
    return np.array([log_mean_power(s, dim) for s in 10**LOG_SCALES])


def _counts_at(dim: int, p: float) -> tuple[np.ndarray, np.ndarray]:
    """log₁₀ of the most classes that each scale of LOG_SCALES can make sure of.

    What no arrangement passes, and what random class vectors reach.
    """
    simplex = _simplex_counts(p)
    crowd = (-np.log(p) - _crowd(dim)) / np.log(10)
    drawn = np.log10(1 + np.exp(np.minimum(np.log1p(-p) - np.log(p) - _crowd(dim), 600)))
    return np.minimum(crowd, simplex), drawn


def _simplex_counts(p: float) -> np.ndarray:
    """log₁₀ C with s = (C−1)/C · ln((C−1)P/(1−P)), over LOG_SCALES."""
    needed = np.asarray(theory.cosface_min_scale(WHOLE, p))
    return np.interp(10**LOG_SCALES, needed, np.log10(WHOLE))


def is_arranged(count: int, dim: int) -> bool:
    """Whether an arrangement of so many class vectors is known here."""
    few = count <= LOOKED_THROUGH and count <= 2 * dim
    spiral = dim == 3 and count <= SPIRALLED
    return dim == 2 or count <= dim + 1 or spiral or few


@lru_cache(maxsize=8192)
def arranged_scale(count: int, dim: int, p: float, m: float) -> float:
    """A scale at which all classes of a known arrangement reach P with CosFace's margin m.

    NaN where none is known, ∞ where the margin is too wide for any.
    """
    if not is_arranged(count, dim):
        return np.nan
    if m > theory.max_cosine_margin(count, dim):
        return np.inf
    found = float(theory.min_scale(count, dim, p, 1 - m))
    # that this arrangement cannot keep the margin says nothing of others
    return found if np.isfinite(found) else np.nan


@lru_cache(maxsize=8192)
def random_scale(count: int, dim: int, p: float, m: float) -> float:
    """The scale that is typical of random class vectors: about half of them reach P."""
    return float(theory.random_scale(count, dim, p, 1 - m))


@lru_cache(maxsize=4096)
def _bound(count: int, dim: int, p: float) -> float:
    return float(theory.min_scale_bound(count, dim, p))


def _choose(v: Values) -> Arrays:
    count, dim, p, m = (v[key] for key in ("C", "d", "P", "m"))
    asked = [(int(c), int(n), float(q)) for c, n, q in zip(count, dim, p, strict=True)]
    curves_of = {pair: _counts_at(*pair) for pair in {(n, q) for _, n, q in asked}}
    most, drawn = (np.stack([curves_of[n, q][k] for _, n, q in asked]) for k in (0, 1))
    bound = np.array([_bound(*one) for one in asked])
    arranged = np.array([arranged_scale(*one, 0.0) for one in asked])
    random = np.array([random_scale(*one, 0.0) for one in asked])
    both = [(arranged_scale(*one, float(k)), random_scale(*one, float(k)))
            for one, k in zip(asked, m, strict=True)]  # fmt: skip
    kept = np.fmin.reduce(np.array(both), axis=1)
    widest = np.asarray(theory.max_cosine_margin(count, dim))
    # what random vectors do not reach is not excluded either
    kept = np.where(np.isinf(kept) & (m <= widest), np.nan, kept)
    angle = np.asarray(theory.max_angular_margin(count, dim))
    return {
        "scales": LOG_SCALES[None],
        "most": most,
        # the part where no arrangement does goes on past the last scale
        "beyond": np.append(most, np.full((len(most), 1), LOG_COUNTS[-1] + 1), axis=1),
        "ceiling": np.append(LOG_SCALES, LOG_SCALES[-1])[None],
        "ground": np.full((1, len(LOG_SCALES) + 1), LOG_SCALES[0]),
        "drawn": drawn,
        "log_C": np.log10(count),
        "log_bound": np.log10(bound),
        "feasible.log_enough": np.log10(arranged),
        "feasible.log_kept": np.log10(kept),
        "log_counts": LOG_COUNTS[None],
        "widest_at": np.stack([_widest(n) for _, n, _ in asked]),
        "widest": widest,
        "radians": angle,
        "degrees": np.degrees(angle),
        "m": m,
        "bound": bound,
        "feasible.enough": arranged,
        "random": random,
        "feasible.kept": kept,
        "usual": np.array([USUAL]),
        "reach": np.log10(np.clip(3 * bound, 60, 1e4)),
    }


@lru_cache(maxsize=len(DIMENSIONS))
def _widest(dim: int) -> np.ndarray:
    """The largest cosine margin over COUNTS."""
    return np.asarray(theory.max_cosine_margin(np.array(COUNTS), dim))


def _choose_rows(_state: State) -> list[Spec]:
    x = (float(LOG_COUNTS[0]), float(LOG_COUNTS[-1]), "C", 10)
    return [
        row(
            curves("least_s", x, (-0.2, "reach", "s", 10),
                   areas=[{"x": "beyond", "low": "ground", "high": "ceiling", "colour": "muted",
                           "term": "bound"}],
                   lines=[line("drawn", "scales", "class:4", "@pictures.drawn", "drawn", dash=True),
                          line("most", "scales", "accent", "@pictures.bound", "bound")],
                   marks=[mark("log_C", "log_bound", "accent", "bound"),
                          mark("log_C", "feasible.log_enough", "good", "enough", drop=True,
                               name="@pictures.enough"),
                          mark("log_C", "feasible.log_kept", "warning", "kept",
                               name="@pictures.kept")]),
            curves("widest_m", x, (0, 1.25, "m"),
                   lines=[line("log_counts", "widest_at", "accent", "@pictures.widest", "widest")],
                   marks=[mark("log_C", "widest", "accent", "widest", drop=True)],
                   rules=[{"y": "usual", "colour": "muted", "dash": True, "term": None,
                           "name": f"{USUAL:g}"},
                          {"y": "m", "colour": "warning", "dash": True, "term": "m", "name": "m"}]),
        ),
        row(
            numbers(
                ("@pictures.bound", "bound", "precise", "bound"),
                ("@pictures.enough", "feasible.enough", "precise", "enough"),
                ("@pictures.drawn", "random", "precise", "drawn"),
                ("@pictures.kept", "feasible.kept", "precise", "kept"),
                ("@pictures.cosine_limit", "widest", "precise", "widest"),
                ("@pictures.radian_limit", "radians", "precise", "widest"),
                ("@pictures.degree_limit", "degrees", "score", "widest"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _choose_env(v: Values) -> Env:
    return {key: v[key] for key in ("C", "d", "P")}


LESSON = Lesson(
    key="practice",
    controls=(
        Number("C", "C", tuple(map(float, COUNTS)), 10.0, whole=True),
        Number("d", "d", tuple(map(float, DIMENSIONS)), 2.0, whole=True),
        Number("P", "P", (*steps(0.5, 0.99, 0.01), 0.995, 0.999), 0.9),
        Number("m", "m", MARGINS, 0.1),
        Choice("failure", FAILURES, "nan", groups=SYMPTOMS, resets=("cured", "step")),
        Choice("cured", ALL_RUNS, BROKEN, of="failure", within=RUNS),
        Number("step", "", practice_lab.STEPS, practice_lab.STEPS[-1], whole=True, plays=True),
        Choice("seed", tuple("01234"), "0"),
    ),
    scenes=(
        Scene("choose", ("C", "d", "P", "m"), _choose, _choose_rows,
              ("crowd", "least_scale"), _choose_env),
        Scene("lab", ("failure", "cured", "step", "seed"), practice_lab.numbers_at,
              practice_lab.rows, wide=True),
    ),
    vote=Question("vote", 3, 2),
    checks=(Question("faces", 3, 2), Question("opposite", 3, 1), Question("stuck", 3, 3)),
)  # fmt: skip
