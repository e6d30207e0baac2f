"""The digits trained with margins from none to too wide, and without one at several scales."""

from typing import NamedTuple

import numpy as np

from lossviz import losses, theory, training
from lossviz.metrics import angles, closest_classes, margin_met, unit
from lossviz.pictures import (
    Line,
    Plane,
    Points,
    Row,
    Rule,
    curves,
    line,
    mark,
    numbers,
    row,
    terms,
)
from lossviz.scenes.arcs import arcs, slices, spokes
from lossviz.scenes.controls import State
from lossviz.scenes.rings import SHORT, on_rings, ring
from lossviz.scenes.scene import Arrays, Env, Values
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.training.kept import kept
from lossviz.training.run import snapshot_steps

LOSS = losses.get("cosface")
SCALE = 32.0
# the other way to keep the pull alive: no margin, and one of these
SCALES = (2.0, 4.0, 8.0, 16.0, SCALE)
MARGINS = (0.0, 0.05, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
COUNTS = ("4", "6", "8")
STEPS = tuple(float(step) for step in snapshot_steps(Settings().steps))
MOST_SHOWN = 120
BOX = 1.12


def settings_of(classes: int, s: float, m: float, seed: int) -> Settings:
    """A run of this lesson: only scale and margin differ between two of one seed."""
    return Settings(classes=classes, loss="cosface", s=s, m=m, seed=seed)


@kept
def run_of(classes: int, s: float, m: float, seed: int) -> Run:
    """The run itself."""
    return training.train(settings_of(classes, s, m, seed))


class Margined(NamedTuple):
    """What the pictures need of one run; T snapshots, N points of MOST_SHOWN, C classes.

    points [T, N, 2]: in the direction of the feature, on rings;
    vectors [T, C, 2]: directions of the class vectors.
    Of the training and the test points, each [2, T]: right, the accuracy without margin; met, that
    with it; width, the mean angle to the class vector in degrees.
    least [T]: the least angle between two class vectors in degrees.
    """

    points: np.ndarray
    vectors: np.ndarray
    right: np.ndarray
    met: np.ndarray
    width: np.ndarray
    least: np.ndarray


@kept
def record(classes: int, s: float, m: float, seed: int) -> Margined:
    """The run, measured."""
    run = run_of(classes, s, m, seed)
    both = (run.features, run.labels), (run.test_features, run.test_labels)
    met = [margin_met(LOSS, features, run.weights, run.bias, labels, {"s": s, "m": m})
           for features, labels in both]  # fmt: skip
    width = [np.degrees(angles(features, run.weights, labels).own) for features, labels in both]
    return Margined(
        on_rings(run.features[:, :MOST_SHOWN]),
        np.swapaxes(unit(run.weights, -2)[0], 1, 2),
        np.stack([run.accuracy, run.test_accuracy]).astype(float),
        np.stack([kept.mean(axis=1) for kept in met]),
        np.stack([theta.mean(axis=1) for theta in width]),
        np.degrees(closest_classes(run.weights.astype(float)).angle),
    )


# --- regions ------------------------------------------------------------------------------------


def _arcs(vectors: np.ndarray, m: np.ndarray) -> np.ndarray:
    """[F, C, 2]: start and end of each class's arc of directions, NaN where it has none."""
    return arcs(LOSS, vectors, {"s": np.full(len(m), SCALE), "m": m})


def _snapshot(v: Values) -> np.ndarray:
    return np.abs(np.array(STEPS) - v["step"][:, None]).argmin(1)


def regions_at(v: Values) -> Arrays:
    """The pictures' arrays at the margins and steps of the frames."""
    classes, seed, m, at = int(v["c"]), int(v["seed"]), v["M"], _snapshot(v)
    shown = {float(one): record(classes, SCALE, float(one), seed) for one in np.unique(m)}
    here = [(shown[float(one)], t) for one, t in zip(m, at, strict=True)]
    vectors = np.stack([run.vectors[t] for run, t in here])
    all_runs = [record(classes, SCALE, one, seed) for one in MARGINS]
    scaled = [record(classes, s, 0.0, seed) for s in SCALES]
    best = int(np.argmin([run.width[1, -1] for run in scaled]))
    limit = theory.max_cosine_margin(classes, 2)
    arrays: Arrays = {
        "points": np.stack([run.points[t] for run, t in here]),
        "labels": run_of(classes, SCALE, 0.0, seed).labels[None, :MOST_SHOWN].astype(float),
        "w": SHORT * vectors,
        "regions": slices(_arcs(vectors, m), 1.0),
        "edges": spokes(_arcs(vectors, 0 * m), BOX),
        "lines": ring(1.0)[None],
        "margins": np.array(MARGINS)[None],
        "M": m,
        "limit": np.array([limit]),
        "angle_limit": np.degrees([theory.max_angular_margin(classes, 2)]),
        "least": np.array([run.least[t] for run, t in here]),
        "tuned": np.array([SCALES[best]]),
        "ends": np.array([[MARGINS[0], MARGINS[-1]]]),
        "tuned_rights": level(scaled[best].right[1, at]),
        "tuned_widths": level(scaled[best].width[0, at]),
        "tuned_test_widths": level(scaled[best].width[1, at]),
        "leasts": np.stack([run.least[at] for run in all_runs], axis=-1),
    }
    for name in ("right", "met", "width"):
        series = np.stack([getattr(run, name)[:, at] for run in all_runs], axis=-1)
        arrays |= {f"{name}s": series[0], f"test_{name}s": series[1]}
        arrays[name] = np.array([getattr(run, name)[0, t] for run, t in here])
    return arrays


def regions_env(v: Values) -> Env:
    """The shares of the circle between neighbouring class vectors, and the number of classes."""
    found = zip(v["M"], _snapshot(v), strict=True)
    runs = [record(int(v["c"]), SCALE, float(m), int(v["seed"])).vectors[t] for m, t in found]
    vectors = np.stack(runs)
    at = np.sort(np.arctan2(vectors[..., 1], vectors[..., 0]) / (2 * np.pi), axis=1)
    g = np.diff(np.concatenate([at, at[:, :1] + 1], axis=1), axis=1)
    return {"g": g, "C": np.full(len(g), float(g.shape[1]))}


def level(value: np.ndarray) -> np.ndarray:
    """[F] → [F, 2]: the same at both ends of an axis."""
    return np.repeat(value[:, None], 2, axis=1)


def limit_rule(value: str = "limit", name: str = "@pictures.limit") -> Rule:
    """Where the margin becomes infeasible."""
    return Rule(x=value, colour="warning", dash=True, term=value, name=name)


def tuned_line(value: str, dash: bool, named: bool = False) -> Line:
    """What the run without margin and with the best scale comes to, level over all margins."""
    return line("ends", value, "muted", "@pictures.tuned" if named else "", "tuned", dash=dash)


def regions_rows(state: State) -> list[Row]:
    """The disc with the training points, and what every margin came to."""
    count = int(state["c"])
    disc = Plane(
        id="trained", title="@pictures.trained",
        about="@pictures.trained_about", box=BOX, regions="regions",
        vectors="w", names=[], vector_terms=terms("w", count),
        edges="edges", lines="lines",
        points=Points(at="points", labels="labels"), phone=320,
    )  # fmt: skip
    x = (0, 1, "m")
    return [
        row(
            disc,
            curves("accuracies", x, (0, 1.04, ""),
                   lines=[line("margins", "rights", "accent", "@pictures.right", "right"),
                          line("margins", "mets", "class:4", "@pictures.met", "met"),
                          line("margins", "test_rights", "accent", "", "right", dash=True),
                          line("margins", "test_mets", "class:4", "", "met", dash=True),
                          tuned_line("tuned_rights", True, True)],
                   marks=[mark("M", "right", "accent", "right"),
                          mark("M", "met", "class:4", "met")],
                   rules=[limit_rule()], drag="M"),
            curves("widths", x, (0, 94, "@pictures.degrees"),
                   lines=[line("margins", "leasts", "ink", "@pictures.least", "w"),
                          line("margins", "widths", "class:2", "@pictures.width", "width"),
                          line("margins", "test_widths", "class:2", "", "width", dash=True),
                          tuned_line("tuned_widths", False, True),
                          tuned_line("tuned_test_widths", True)],
                   marks=[mark("M", "least", "ink", "w"), mark("M", "width", "class:2", "width")],
                   rules=[limit_rule()], drag="M"),
        ),
        row(
            numbers(
                ("@pictures.right", "right", "percent", "right"),
                ("@pictures.met", "met", "percent", "met"),
                ("CosFace: m ≤", "limit", "precise", "limit"),
                ("ArcFace: m ≤ (°)", "angle_limit", "precise", "limit"),
                ("@pictures.tuned_scale", "tuned", "precise", "tuned"),
            ),
            grow=0,
        ),
    ]  # fmt: skip
