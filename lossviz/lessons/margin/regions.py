"""What a margin leaves of the regions, and what it makes of the trained points."""

import numpy as np

from lossviz import theory
from lossviz.lessons.margin.runs import (
    LOSS,
    MARGINS,
    MOST_SHOWN,
    SCALE,
    SCALES,
    STEPS,
    level,
    limit_rule,
    record,
    run_of,
    tuned_line,
)
from lossviz.pictures import Plane, Points, Row, curves, line, mark, numbers, row, terms
from lossviz.scenes.arcs import arcs, slices, spokes
from lossviz.scenes.controls import State
from lossviz.scenes.rings import SHORT, ring
from lossviz.scenes.scene import Arrays, Env, Scene, Values

BOX = 1.12


def _arcs(vectors: np.ndarray, m: np.ndarray) -> np.ndarray:
    """[F, C, 2]: start and end of each class's arc of directions, NaN where it has none."""
    return arcs(LOSS, vectors, {"s": np.full(len(m), SCALE), "m": m})


def _snapshot(v: Values) -> np.ndarray:
    return np.abs(np.array(STEPS) - v["step"][:, None]).argmin(1)


def numbers_at(v: Values) -> Arrays:
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


def env_at(v: Values) -> Env:
    """The shares of the circle between neighbouring class vectors, and the number of classes."""
    found = zip(v["M"], _snapshot(v), strict=True)
    runs = [record(int(v["c"]), SCALE, float(m), int(v["seed"])).vectors[t] for m, t in found]
    vectors = np.stack(runs)
    at = np.sort(np.arctan2(vectors[..., 1], vectors[..., 0]) / (2 * np.pi), axis=1)
    g = np.diff(np.concatenate([at, at[:, :1] + 1], axis=1), axis=1)
    return {"g": g, "C": np.full(len(g), float(g.shape[1]))}


def rows(state: State) -> list[Row]:
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


SCENE = Scene(
    "regions",
    ("M", "step", "c", "seed"),
    numbers_at,
    rows,
    ("cosface_limits", "enough_margin"),
    env_at,
    wide=True,
)
