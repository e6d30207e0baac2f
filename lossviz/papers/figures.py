"""The toy figures of SphereFace, CosFace, ArcFace and NormFace as scenes, trained on the digits."""

from functools import partial

import numpy as np

from lossviz import losses, theory
from lossviz.lessons.controls import Choice, Number, State
from lossviz.lessons.discs import SHORT, ring
from lossviz.lessons.pictures import Spec, curves, line, mark, row
from lossviz.lessons.scene import Arrays, Lesson, Scene, Values
from lossviz.papers.runs import SEEDS, STEPS, Record, record
from lossviz.papers.settings import (
    ARCFACE,
    COSFACE,
    IDENTITIES,
    MARGINS,
    MULTIPLES,
    NORMFACE,
    SCALES,
    SPHEREFACE,
    Figure,
)  # fmt: skip

BOX = 1.12
# the height of a row of small multiples beside that of the curves below
ABOVE = 1.1
# degrees: shares of the points are counted up to each of them, and in bins between them
WITHIN = np.arange(0.0, 41.0)
BINS = np.arange(0.0, 181.0, 5.0)
# degrees over which target logits are drawn; the paper shows 20° to 100°
TARGETS = np.arange(0.0, 121.0)
# the runs' own colours, apart from those of the classes
FIRST_COLOUR = 8
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
LOGIT_COLOURS = ("class:0", "class:1", "class:2", f"class:{FIRST_COLOUR + 1}", "class:3", "class:5",
                 "class:6")  # fmt: skip


def _records(figure: Figure, v: Values) -> list[Record]:
    """The runs of a figure at the seed of the state."""
    return [record(one) for one in figure.runs(int(v["seed"]))]


def _snapshot(v: Values) -> np.ndarray:
    return np.abs(np.array(STEPS) - v["step"][:, None]).argmin(1)


def _discs(runs: list[Record], at: np.ndarray) -> Arrays:
    """The arrays of the small multiples, and of the shares within an angle."""
    arrays: Arrays = {
        "labels": runs[0].labels[None].astype(float),
        "lines": ring(1.0)[None],
        "within": WITHIN[None],
    }
    for k, run in enumerate(runs):
        arrays |= {
            f"{k}.points": run.points[at],
            f"{k}.areas": run.areas[at],
            f"{k}.w": SHORT * run.vectors[at],
            f"{k}.share": (run.theta[at][..., None] <= WITHIN).mean(axis=1),
        }
    return arrays


def _against(runs: list[Record], at: np.ndarray, positions: tuple[float, ...]) -> Arrays:
    """What every run came to, over the positions of the runs on an axis."""
    series = {name: np.stack([getattr(run, name)[at] for run in runs], axis=-1)
              for name in ("width", "test_width", "met", "gap", "loss")}  # fmt: skip
    each = {f"{k}.{name}": values[..., k] for name, values in series.items()
            for k in range(len(runs))}  # fmt: skip
    places = {f"{k}.place": np.array([place]) for k, place in enumerate(positions)}
    return series | each | places | {"places": np.array([positions])}


# --- pictures that several figures share --------------------------------------------------------


def colour(k: int) -> str:
    """The colour of run number k."""
    return f"class:{FIRST_COLOUR + k}"


def _plane(k: int, title: str, phone: int = 220) -> Spec:
    return {
        "type": "plane", "id": f"run{k}", "title": title, "about": "@pictures.run_about",
        "box": BOX, "regions": f"{k}.areas", "vectors": f"{k}.w", "names": [],
        "lines": "lines", "points": {"at": f"{k}.points", "labels": "labels"},
        "term": f"r{k + 1}", "colour": colour(k), "phone": phone,
    }  # fmt: skip


def _shares(count: int) -> Spec:
    """How many training points lie within an angle of their class vector; colours as the frames."""
    return curves(
        "within", (0, WITHIN[-1], "@pictures.degrees"), (0, 1.04, ""),
        lines=[line("within", f"{k}.share", colour(k), "", f"r{k + 1}") for k in range(count)],
    )  # fmt: skip


def _over(
    name: str, x: tuple[float, float, str], y: tuple[float, float, str], count: int,
    test: bool = False, **more,
) -> Spec:  # fmt: skip
    """A measure of every run over what was changed from run to run."""
    dashed = [line("places", f"test_{name}", "muted", "@pictures.of_test", dash=True)]
    return curves(
        name, x, y,
        lines=[line("places", name, "ink", "@pictures.of_training" if test else ""),
               *(dashed if test else [])],
        marks=[mark(f"{k}.place", f"{k}.{name}", colour(k), f"r{k + 1}") for k in range(count)],
        **more,
    )  # fmt: skip


# --- SphereFace ---------------------------------------------------------------------------------


def _sphereface(v: Values) -> Arrays:
    runs, at = _records(SPHEREFACE, v), _snapshot(v)
    return _discs(runs, at) | _against(runs, at, MULTIPLES)


def _sphereface_rows(_state: State) -> list[Spec]:
    names = SPHEREFACE.names
    x, count = (1, 4, "m"), len(names)
    return [
        row(*(_plane(k, name) for k, name in enumerate(names)), grow=ABOVE),
        row(_shares(count), _over("width", x, (0, 60, "@pictures.degrees"), count, test=True),
            _over("gap", x, (0, 60, "@pictures.angle"), count)),
    ]  # fmt: skip


# --- CosFace ------------------------------------------------------------------------------------


def _cosface(v: Values) -> Arrays:
    runs, at = _records(COSFACE, v), _snapshot(v)
    limit = theory.max_cosine_margin(IDENTITIES, 2)
    return (_discs(runs, at) | _against(runs, at, MARGINS)
            | {"limit": np.array([limit])})  # fmt: skip


def _cosface_rows(_state: State) -> list[Spec]:
    names = COSFACE.names
    x, count = (0, 0.32, "m"), len(names)
    limit = {"x": "limit", "colour": "warning", "dash": True, "term": "limit",
             "name": "@pictures.limit"}  # fmt: skip
    return [
        row(*(_plane(k, name) for k, name in enumerate(names)), grow=ABOVE),
        row(_shares(count),
            _over("width", x, (0, 60, "@pictures.degrees"), count, test=True, rules=[limit]),
            _over("gap", x, (0, 50, "@pictures.angle"), count, rules=[limit | {"name": ""}]),
            _over("met", x, (0, 1.04, ""), count, rules=[limit])),
    ]  # fmt: skip


# --- ArcFace ------------------------------------------------------------------------------------


def _histogram(theta: np.ndarray) -> np.ndarray:
    """Shares of the points in each bin [F, 2 B], as the two ends of each step of a staircase."""
    place = np.minimum((theta / np.diff(BINS)[0]).astype(int), len(BINS) - 2)
    shares = np.stack([(place == k).mean(axis=1) for k in range(len(BINS) - 1)], axis=-1)
    return np.repeat(shares, 2, axis=-1)


def _logits(theta: np.ndarray) -> list[np.ndarray]:
    """ψ of every curve at these angles in degrees."""
    turn = np.radians(theta)
    return [losses.get(key).psi(np.cos(turn), np.sin(turn), **params)
            for _, key, params in CURVES]  # fmt: skip


def _arcface(v: Values) -> Arrays:
    runs, at = _records(ARCFACE, v), _snapshot(v)
    mean = runs[1].width[at]
    curve = [name for name, *_ in CURVES].index("ArcFace 0.5")
    arrays = _discs(runs, at) | {
        "bins": np.repeat(BINS, 2)[None, 1:-1],
        "start": _histogram(runs[1].theta[:1]),
        "without": _histogram(runs[0].theta[at]),
        "with": _histogram(runs[1].theta[at]),
        "zero": np.zeros((1, 2 * (len(BINS) - 1))),
        "targets": TARGETS[None],
        "mean": mean,
        "logit": _logits(mean)[curve],
    }
    return arrays | {f"psi{k}": psi[None] for k, psi in enumerate(_logits(TARGETS))}


def _arcface_rows(_state: State) -> list[Spec]:
    degrees = "@pictures.degrees"
    window = [{"x": float(end), "colour": "muted", "dash": True, "term": None, "name": f"{end}°"}
              for end in (30, 90)]  # fmt: skip
    return [
        row(
            _plane(0, ARCFACE.names[0], 320),
            _plane(1, ARCFACE.names[1], 320),
            curves("histogram", (0, 180, degrees), (0, 1, ""),
                   areas=[{"x": "bins", "low": "zero", "high": "start", "colour": "muted",
                           "term": "start"}],
                   lines=[line("bins", "start", "muted", "@pictures.start", "start"),
                          line("bins", "without", colour(0), "NormFace", "r1"),
                          line("bins", "with", colour(1), "ArcFace", "r2")]),
        ),
        row(
            curves("logits", (0, 120, degrees), (-1.5, 1.05, "ψ"), rules=window,
                   lines=[line("targets", f"psi{k}",
                               LOGIT_COLOURS[k], name,
                               "r2" if key == "arcface" else f"psi{k}", dash=key == "combined")
                          for k, (name, key, _) in enumerate(CURVES)],
                   marks=[mark("mean", "logit", colour(1), "r2", name="θ_y", drop=True)]),
            grow=1.2,
        ),
    ]  # fmt: skip


# --- NormFace -----------------------------------------------------------------------------------


def _normface(v: Values) -> Arrays:
    runs, at = _records(NORMFACE, v), _snapshot(v)
    classes = NORMFACE.runs(0)[0].classes
    octaves = tuple(map(float, np.log2(SCALES)))
    return (
        _discs(runs, at)
        | _against(runs, at, octaves)
        | {
            "octaves": OCTAVES[None],
            "floors": theory.normface_lower_bound(classes, 2**OCTAVES)[None],
            "polygons": theory.normface_polygon_loss(classes, 2**OCTAVES)[None],
        }
    )


def _normface_rows(_state: State) -> list[Spec]:
    names = NORMFACE.names
    x, count = (0, 4, "log₂ s"), len(names)
    ends = [line("octaves", "polygons", "class:4", "@pictures.polygon", "plane"),
            line("octaves", "floors", "accent", "@pictures.floor", "floor")]  # fmt: skip
    return [
        row(*(_plane(k, name) for k, name in enumerate(names)), grow=ABOVE),
        row(_shares(count),
            _over("width", x, (0, 60, "@pictures.degrees"), count, test=True),
            curves("loss", x, (0, 1.9, "L"), lines=ends,
                   marks=[mark(f"{k}.place", f"{k}.loss", colour(k), f"r{k + 1}")
                          for k in range(count)])),
    ]  # fmt: skip


_scene = partial(Scene, moves=("step", "seed"))

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
