"""How large must s be? The floor of the loss, and the scales of the papers."""

from functools import lru_cache

import numpy as np

from lossviz import theory
from lossviz.lessons.scale import trained
from lossviz.pictures import Area, Curves, Row, Rule, curves, line, mark, numbers, row
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values

# classes; 10,575 and 85,000 are examples of the papers
COUNTS = (
    3, 4, 5, 6, 7, 8, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3000,
    5000, 7000, 10_000, 10_575, 15_000, 20_000, 30_000, 50_000, 70_000, 85_000, 100_000,
)  # fmt: skip
OCTAVES = np.linspace(0, 6, 97)
SCALE_AXIS = (0, 6, "s", 2)


@lru_cache(maxsize=len(COUNTS))
def _polygon(count: int) -> np.ndarray:
    """The least loss on the circle over OCTAVES."""
    return np.asarray(theory.normface_polygon_loss(count, 2**OCTAVES))


@lru_cache(maxsize=8192)
def _plane_scale(count: int, p: float) -> float:
    return float(theory.min_scale(count, 2, p))


def _reached(counts: np.ndarray) -> np.ndarray:
    """[F, scales]: the loss at the end of the runs with so many classes, NaN where none was run."""
    missing = np.full(len(trained.SCALES), np.nan)
    known = {
        count: np.array([run.loss[-1] for run in trained.runs(count, 0)])
        for count in (3, trained.CLASSES)
    }
    return np.stack([known.get(int(count), missing) for count in counts])


def _numbers(v: Values) -> Arrays:
    count, p, s = v["C"], v["P"], v["s"]
    floor = np.asarray(theory.normface_lower_bound(count[:, None], 2**OCTAVES))
    polygon = np.stack([_polygon(int(c)) for c in count])
    at = np.asarray(theory.normface_lower_bound(count, s))
    flat = np.array([theory.normface_polygon_loss(*pair) for pair in zip(count, s, strict=True)])
    cosface = np.asarray(theory.cosface_min_scale(count, p))
    l2_softmax = np.asarray(theory.l2_softmax_min_scale(count, p))
    adacos = np.asarray(theory.adacos_scale(count))
    plane = np.array([_plane_scale(int(c), float(q)) for c, q in zip(count, p, strict=True)])
    return {
        "octaves": OCTAVES[None],
        "floors": floor,
        "polygons": polygon,
        "best": np.exp(-floor),
        "best_plane": np.exp(-polygon),
        "chance": np.log(count),
        "top": 1.05 * np.log(count),
        "P": p,
        "octave": np.log2(s),
        "floor": at,
        "polygon": flat,
        "p": np.exp(-at),
        "p_plane": np.exp(-flat),
        "reached": _reached(count),
        "scales": np.log2(trained.SCALES)[None],
        "cosface": cosface,
        "l2_softmax": l2_softmax,
        "adacos": adacos,
        "plane": plane,
        **{f"log_{name}": np.log2(value)
           for name, value in (("cosface", cosface), ("l2_softmax", l2_softmax),
                               ("adacos", adacos))},
    }  # fmt: skip


def _rows(_state: State) -> list[Row]:
    return [
        row(_losses(), _best()),
        row(
            numbers(
                ("CosFace: s ≥", "cosface", "precise", "cosface"),
                ("L2-softmax: s ≥", "l2_softmax", "precise", "l2_softmax"),
                ("AdaCos: s =", "adacos", "precise", "adacos"),
                ("@pictures.plane_needs", "plane", "precise", "plane"),
            ),
            grow=0,
        ),
    ]


def _losses() -> Curves:
    """The floor of the loss over s, in enough dimensions and on the circle."""
    return curves(
        "losses", SCALE_AXIS, (0, "top", "L"),
        areas=[Area(x="octaves", low="floors", high="polygons", colour="muted", term=None)],
        lines=[line("octaves", "floors", "accent", "@pictures.floor", "floor"),
               line("octaves", "polygons", "class:4", "@pictures.polygon", "plane"),
               line("scales", "reached", "ink", "@pictures.reached", "reached", dash=True)],
        marks=[mark("scales", "reached", "ink", "reached"),
               mark("octave", "floor", "accent", "floor", drop=True),
               mark("octave", "polygon", "class:4", "plane")],
        rules=[Rule(y="chance", colour="muted", dash=True, term="C", name="ln C")],
    )  # fmt: skip


def _best() -> Curves:
    """The probability at that floor, and the scales of the papers."""
    return curves(
        "best", SCALE_AXIS, (0, 1.04, "P"),
        areas=[Area(x="octaves", low="best_plane", high="best", colour="muted", term=None)],
        lines=[line("octaves", "best", "accent", "@pictures.floor", "best"),
               line("octaves", "best_plane", "class:4", "@pictures.polygon", "plane")],
        marks=[mark("octave", "p", "accent", "best", drop=True),
               mark("octave", "p_plane", "class:4", "plane")],
        rules=[Rule(y="P", colour="ink", dash=True, term="P", name="P"),
               _paper("CosFace", "cosface", "class:2"),
               _paper("AdaCos", "adacos", "class:3")],
    )  # fmt: skip


def _paper(name: str, value: str, colour: str) -> Rule:
    return Rule(x=f"log_{value}", colour=colour, dash=True, term=value, name=name)


def _env(v: Values) -> Env:
    return {key: v[key] for key in ("C", "P", "s")}


SCENE = Scene(
    "floor", ("s", "C", "P"), _numbers, _rows, ("best_probability", "least_scale", "adacos"), _env
)
