"""The toy figures of SphereFace, CosFace, ArcFace and NormFace as scenes, trained on the digits."""

from dataclasses import replace
from functools import partial

import numpy as np

from lossviz import losses, theory
from lossviz.papers.panels import against, colour, disc, discs, over, records, shares, snapshot
from lossviz.papers.runs import SEEDS, STEPS
from lossviz.papers.settings import (
    ARCFACE,
    COSFACE,
    IDENTITIES,
    MARGINS,
    MULTIPLES,
    NORMFACE,
    SCALES,
    SPHEREFACE,
)  # fmt: skip
from lossviz.pictures import Area, Row, Rule, curves, line, mark, row
from lossviz.scenes.controls import Choice, Number, State
from lossviz.scenes.scene import Arrays, Lesson, Scene, Values

# the height of a row of small multiples beside that of the curves below
ABOVE = 1.1
# degrees: the ends of the histogram's bins
BINS = np.arange(0.0, 181.0, 5.0)
# degrees over which target logits are drawn, as in the paper
TARGETS = np.arange(20.0, 101.0)
# degrees: where the axes of mean angles end; at the first steps they are beyond
NARROW, WIDER = 15, 20
# an axis of the multiples with room beside the first and the last, and no half ticks
MULTIPLE_ENDS = (MULTIPLES[0] - 0.5, MULTIPLES[-1] + 0.5)
OCTAVES = np.linspace(0, np.log2(16), 65)
# the margins of ArcFace's figure: a key of the catalogue and its parameters
CURVES = (
    ("softmax", "normface", {}),
    ("SphereFace 4, λ = 5", "sphereface", {"m": 4.0, "lam": 5.0}),
    ("SphereFace 1.35", "combined", {"m1": 1.35, "m2": 0.0, "m3": 0.0}),
    ("ArcFace 0.5", "arcface", {"m": 0.5}),
    ("CosFace 0.35", "cosface", {"m": 0.35}),
    ("1, 0.3, 0.2", "combined", {"m1": 1.0, "m2": 0.3, "m3": 0.2}),
    ("0.9, 0.4, 0.15", "combined", {"m1": 0.9, "m2": 0.4, "m3": 0.15}),
)

# the curve of the trained margin has the colour of its run
LOGIT_COLOURS = ("class:0", "class:1", "class:2", colour(1), "class:3", "class:5",
                 "class:6")  # fmt: skip


# --- SphereFace ---------------------------------------------------------------------------------


def _sphereface(v: Values) -> Arrays:
    runs, at = records(SPHEREFACE, v), snapshot(v)
    return discs(runs, at) | against(runs, at, MULTIPLES)


def _sphereface_rows(_state: State) -> list[Row]:
    names = SPHEREFACE.names
    x, count = (*MULTIPLE_ENDS, "m"), len(names)
    return [
        row(*(disc(k, name) for k, name in enumerate(names)), grow=ABOVE),
        row(shares(names), over("width", x, (0, NARROW, "@pictures.degrees"), count, test=True),
            over("gap", x, (0, 60, "@pictures.angle"), count)),
    ]  # fmt: skip


# --- CosFace ------------------------------------------------------------------------------------


def _cosface(v: Values) -> Arrays:
    runs, at = records(COSFACE, v), snapshot(v)
    limit = theory.max_cosine_margin(IDENTITIES, 2)
    return (discs(runs, at) | against(runs, at, MARGINS)
            | {"limit": np.array([limit])})  # fmt: skip


def _cosface_rows(_state: State) -> list[Row]:
    names = COSFACE.names
    x, count = (-0.02, 0.32, "m"), len(names)
    limit = Rule(x="limit", colour="warning", dash=True, term="limit",
                 name="@pictures.limit")  # fmt: skip
    return [
        row(*(disc(k, name) for k, name in enumerate(names)), grow=ABOVE),
        row(shares(names),
            over("width", x, (0, WIDER, "@pictures.degrees"), count, test=True, rules=[limit]),
            over("gap", x, (0, 50, "@pictures.angle"), count, rules=[replace(limit, name="")]),
            over("met", x, (0, 1.04, ""), count, rules=[limit])),
    ]  # fmt: skip


# --- ArcFace ------------------------------------------------------------------------------------


def _histogram(theta: np.ndarray) -> np.ndarray:
    """Shares of the points in each bin [F, 2 B], as the two ends of each step of a staircase."""
    place = np.minimum((theta / np.diff(BINS)[0]).astype(int), len(BINS) - 2)
    counted = np.stack([(place == k).mean(axis=1) for k in range(len(BINS) - 1)], axis=-1)
    return np.repeat(counted, 2, axis=-1)


def _logits(theta: np.ndarray) -> list[np.ndarray]:
    """ψ of every curve at these angles in degrees."""
    turn = np.radians(theta)
    return [losses.get(key).psi(np.cos(turn), np.sin(turn), **params)
            for _, key, params in CURVES]  # fmt: skip


def _arcface(v: Values) -> Arrays:
    runs, at = records(ARCFACE, v), snapshot(v)
    mean = runs[1].width[at]
    first, last = TARGETS[[0, -1]]
    curve = [name for name, *_ in CURVES].index("ArcFace 0.5")
    arrays = discs(runs, at) | {
        "bins": np.repeat(BINS, 2)[None, 1:-1],
        "start": _histogram(runs[1].theta[:1]),
        "without": _histogram(runs[0].theta[at]),
        "with": _histogram(runs[1].theta[at]),
        "zero": np.zeros((1, 2 * (len(BINS) - 1))),
        "targets": TARGETS[None],
        "mean": mean,
    }
    logit = _logits(np.clip(mean, first, last))[curve]
    # what has left the window stands at its edge, under a name with an arrow
    for name, there in (("below", mean < first), ("above", mean > last),
                        ("inside", (first <= mean) & (mean <= last))):  # fmt: skip
        arrays[f"feasible.{name}"] = np.where(there, logit, np.nan)
    return arrays | {f"psi{k}": psi[None] for k, psi in enumerate(_logits(TARGETS))}


def _arcface_rows(_state: State) -> list[Row]:
    degrees = "@pictures.degrees"
    window = [Rule(x=float(end), colour="muted", dash=True, term=None, name=f"{end}°")
              for end in (30, 90)]  # fmt: skip
    return [
        row(
            replace(disc(0, ARCFACE.names[0], 320), grow=0.75),
            replace(disc(1, ARCFACE.names[1], 320), grow=0.75),
            curves("histogram", (0, 180, degrees), (0, 1, ""),
                   areas=[Area(x="bins", low="zero", high="start", colour="muted",
                               term="start")],
                   lines=[line("bins", "start", "muted", "@pictures.start", "start"),
                          line("bins", "without", colour(0), "NormFace", "r1"),
                          line("bins", "with", colour(1), "ArcFace", "r2")]),
            grow=1.15,
        ),
        row(
            curves("logits", (20, 100, degrees), (-0.75, 1, "ψ"), rules=window,
                   lines=[line("targets", f"psi{k}",
                               LOGIT_COLOURS[k], name,
                               "r2" if key == "arcface" else f"psi{k}", dash=key == "combined")
                          for k, (name, key, _) in enumerate(CURVES)],
                   marks=[mark("mean", f"feasible.{there}", colour(1), "r2", name=name,
                               drop=there == "inside")
                          for there, name in (("inside", "θ_y"), ("below", "← θ_y"),
                                              ("above", "θ_y →"))]),
        ),
    ]  # fmt: skip


# --- NormFace -----------------------------------------------------------------------------------


def _normface(v: Values) -> Arrays:
    runs, at = records(NORMFACE, v), snapshot(v)
    classes = NORMFACE.runs(0)[0].classes
    octaves = tuple(map(float, np.log2(SCALES)))
    return (
        discs(runs, at)
        | against(runs, at, octaves)
        | {
            "octaves": OCTAVES[None],
            "floors": np.asarray(theory.normface_lower_bound(classes, 2**OCTAVES))[None],
            "polygons": np.asarray(theory.normface_polygon_loss(classes, 2**OCTAVES))[None],
        }
    )


def _normface_rows(_state: State) -> list[Row]:
    names = NORMFACE.names
    x, count = (-0.25, 4, "s", 2), len(names)
    ends = [line("octaves", "polygons", "class:4", "@pictures.polygon", "plane"),
            line("octaves", "floors", "accent", "@pictures.floor", "floor")]  # fmt: skip
    return [
        row(*(disc(k, name) for k, name in enumerate(names)), grow=ABOVE),
        row(shares(names),
            over("width", x, (0, NARROW, "@pictures.degrees"), count, test=True),
            curves("loss", x, (0, 1.9, "L"), lines=ends,
                   marks=[mark(f"{k}.place", f"{k}.loss", colour(k), f"r{k + 1}")
                          for k in range(count)])),
    ]  # fmt: skip


_scene = partial(Scene, moves=("step", "seed"), wide=True)

LESSON = Lesson(
    key="papers",
    controls=(
        Number("step", "", STEPS, STEPS[-1], whole=True, plays=True),
        Choice("seed", SEEDS, "0"),
    ),
    scenes=(
        _scene("sphereface", numbers=_sphereface, rows=_sphereface_rows),
        _scene("cosface", numbers=_cosface, rows=_cosface_rows),
        _scene("arcface", numbers=_arcface, rows=_arcface_rows),
        _scene("normface", numbers=_normface, rows=_normface_rows),
    ),
)  # fmt: skip
