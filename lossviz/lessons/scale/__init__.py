"""Lesson 5: how smooth? the scale s."""

from functools import lru_cache

import numpy as np

from lossviz import theory
from lossviz.geometry.contest import log_sum_exp
from lossviz.lessons.scale import trained
from lossviz.pictures import (
    Area,
    Plane,
    Probe,
    Row,
    Rule,
    Total,
    bars,
    curves,
    line,
    mark,
    numbers,
    row,
    terms,
)
from lossviz.scenes.controls import Choice, Number, Numbers, State, powers, steps
from lossviz.scenes.polygons import regions
from lossviz.scenes.scene import Arrays, Env, Lesson, Question, Scene, Values
from lossviz.scenes.scores import softmax

NAMES = tuple(map(str, range(1, 11)))
# e^(20·4) and its inverse are still numbers in single precision, as they travel to the browser
HIGHEST = 4.0
# 0.05, 0.056, 0.063, … 20: twenty a decade, with 0.1, 1 and 10 among them
FACTORS = tuple(float(f"{10 ** (k / 20):.2g}") for k in range(-26, 27))
# log₁₀ of the ends, for the axis
FACTOR_ENDS = (float(np.log10(FACTORS[0])), float(np.log10(FACTORS[-1])))
# classes; 10,575 and 85,000 are examples of the papers
COUNTS = (
    3, 4, 5, 6, 7, 8, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3000,
    5000, 7000, 10_000, 10_575, 15_000, 20_000, 30_000, 50_000, 70_000, 85_000, 100_000,
)  # fmt: skip
OCTAVES = np.linspace(0, 6, 97)


# the scores of the table


def _table(v: Values) -> Arrays:
    z, s = v["z"], v["k"]
    decades = np.linspace(*FACTOR_ENDS, 105)
    scaled = s[:, None] * z
    p, top, smooth = softmax(scaled), scaled.max(1), log_sum_exp(scaled)
    along = softmax(10.0 ** decades[:, None] * z[:, None])
    each = {f"along{k + 1}": along[..., k] for k in range(z.shape[1])}
    return {
        "z": z,
        "scaled": scaled,
        "p": p,
        "sum": p.sum(1),
        "max": top,
        "LSE": smooth,
        "gap": smooth - top,
        "times": smooth / top,
        "decades": decades[None],
        "decade": np.log10(s),
        "most": p.max(1),
        **each,
    }


def _table_rows(state: State) -> list[Row]:
    count = len(state["z"])
    names = list(NAMES[:count])
    tenfold = [
        Rule(x=float(k), colour="muted", dash=True, term=None, name=f"× {10.0**k:g}")
        for k in (-1, 0, 1)
    ]
    return [
        row(
            bars("unscaled", "z", "z", names, low=0, high=HIGHEST, ylabel="z",
                 drag=terms("z", count), format="score", grow=0.55),
            curves("sharper", (*FACTOR_ENDS, "s", 10), (0, 1.04, ""),
                   lines=[line("decades", f"along{k + 1}", f"class:{k}", "", f"p{k + 1}")
                          for k in range(count)],
                   rules=[*tenfold, Rule(x="decade", colour="accent", dash=False,
                                     term="s", name="s")]),
            bars("shares", "p", "p", names, ylabel="p", format="precise", grow=1.4,
                 total=Total(value="sum", text="Σ p = {value}", term="sum")),
        ),
        row(
            numbers(
                ("max(s z)", "max", "precise", "max"),
                ("LSE(s z)", "LSE", "precise", "LSE"),
                ("LSE − max", "gap", "precise", "gap"),
                ("LSE / max", "times", "precise", "LSE"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _table_env(v: Values) -> Env:
    z = v["z"]
    # the first of the largest, the last of the smallest: never the same
    last = z.shape[1] - 1 - np.argmin(z[:, ::-1], axis=1)
    return {"z": z, "s": v["k"], "i": np.argmax(z, axis=1), "j": last}


# around the circle


def _directions(v: Values) -> np.ndarray:
    """Of the class vectors in degrees, [F, C]; class 1 is turned off its place."""
    count = int(v["c"])
    at = np.arange(count) * 360.0 / count
    at = np.broadcast_to(np.where(at > 180, at - 360, at), (len(v["d"]), count)).copy()
    at[:, 0] += v["d"]
    return at


def _unit(degrees: np.ndarray) -> np.ndarray:
    return np.stack([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))], axis=-1)


def _circle(v: Values) -> Arrays:
    a, s = _directions(v), v["s"]
    w, f = _unit(a), _unit(v["phi"])
    phi = np.arange(-180.0, 181.0)
    scores = s[:, None, None] * np.cos(np.radians(phi[:, None] - a[:, None]))
    around = softmax(scores)
    z = s[:, None] * np.einsum("fcd,fd->fc", w, f)
    apart = np.exp(s[:, None, None] * (w @ np.swapaxes(w, 1, 2) - 1))
    rivals = np.where(np.eye(a.shape[1], dtype=bool), 0, apart).sum(-1)
    return {
        "phis": phi[None],
        **{f"around{k + 1}": around[..., k] for k in range(a.shape[1])},
        "phi": v["phi"],
        "w": w,
        "regions": regions(w, 1.35),
        "f": f,
        "p": softmax(z),
        "most": softmax(z).max(1),
        "loss": np.log1p(rivals).mean(1),
        "floor": np.asarray(theory.normface_lower_bound(a.shape[1], s)),
        "step": _step_width(v),
    }


def _nearest_two(v: Values) -> tuple[np.ndarray, np.ndarray]:
    """The most probable class at the sample and the next one, [F] each."""
    order = np.argsort(
        -np.cos(np.radians(v["phi"][:, None] - _directions(v))), axis=1, kind="stable"
    )
    return order[:, 0], order[:, 1]


def _step_width(v: Values) -> np.ndarray:
    """Degrees in which the odds of the two go from 1 : 9 to 9 : 1, ∞ if they never do."""
    a, frames = _directions(v), np.arange(len(v["s"]))
    i, j = _nearest_two(v)
    steepest = 2 * v["s"] * np.abs(np.sin(np.radians(a[frames, i] - a[frames, j]) / 2))
    sine = np.log(9) / steepest
    return np.where(sine <= 1, 2 * np.degrees(np.arcsin(np.minimum(sine, 1))), np.inf)


def _circle_rows(state: State) -> list[Row]:
    count = int(state["c"])
    names = list(NAMES[:count])
    plane = Plane(
        id="plane", title="@pictures.plane",
        about="@pictures.plane_about", box=1.35, regions="regions",
        vectors="w", names=names, vector_terms=terms("w", count),
        probe=Probe(at="f", drag=None, term="phi", name=""), shares="p",
        phone=320, grow=0.8,
    )  # fmt: skip
    return [
        row(
            curves("around", (-180, 180, "@pictures.direction"), (0, 1.04, "p"),
                   lines=[line("phis", f"around{k + 1}", f"class:{k}", name, f"p{k + 1}")
                          for k, name in enumerate(names)],
                   marks=[mark("phi", "most", "ink", "phi", drop=True)], drag="phi"),
            grow=1.35,
        ),
        row(plane, bars("shares_here", "p", "p", names, ylabel="p")),
        row(
            numbers(
                ("@pictures.step", "step", "score", "s"),
                ("@pictures.mean_loss", "loss", "precise", "loss"),
                ("@pictures.floor_here", "floor", "precise", "floor"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _circle_env(v: Values) -> Env:
    i, j = _nearest_two(v)
    a = _directions(v)
    return {"a": a, "f": a, "phi": v["phi"], "s": v["s"], "i": i, "j": j}


# how large must s be?


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


def _floor(v: Values) -> Arrays:
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


def _floor_rows(_state: State) -> list[Row]:
    x = (0, 6, "s", 2)

    def rule(name: str, value: str, colour: str) -> Rule:
        return Rule(x=f"log_{value}", colour=colour, dash=True, term=value, name=name)

    return [
        row(
            curves("losses", x, (0, "top", "L"),
                   areas=[Area(x="octaves", low="floors", high="polygons", colour="muted",
                           term=None)],
                   lines=[line("octaves", "floors", "accent", "@pictures.floor", "floor"),
                          line("octaves", "polygons", "class:4", "@pictures.polygon", "plane"),
                          line("scales", "reached", "ink", "@pictures.reached", "reached",
                               dash=True)],
                   marks=[mark("scales", "reached", "ink", "reached"),
                          mark("octave", "floor", "accent", "floor", drop=True),
                          mark("octave", "polygon", "class:4", "plane")],
                   rules=[Rule(y="chance", colour="muted", dash=True, term="C",
                           name="ln C")]),
            curves("best", x, (0, 1.04, "P"),
                   areas=[Area(x="octaves", low="best_plane", high="best", colour="muted",
                           term=None)],
                   lines=[line("octaves", "best", "accent", "@pictures.floor", "best"),
                          line("octaves", "best_plane", "class:4", "@pictures.polygon", "plane")],
                   marks=[mark("octave", "p", "accent", "best", drop=True),
                          mark("octave", "p_plane", "class:4", "plane")],
                   rules=[Rule(y="P", colour="ink", dash=True, term="P", name="P"),
                          rule("CosFace", "cosface", "class:2"),
                          rule("AdaCos", "adacos", "class:3")]),
        ),
        row(
            numbers(
                ("CosFace: s ≥", "cosface", "precise", "cosface"),
                ("L2-softmax: s ≥", "l2_softmax", "precise", "l2_softmax"),
                ("AdaCos: s =", "adacos", "precise", "adacos"),
                ("@pictures.plane_needs", "plane", "precise", "plane"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _floor_env(v: Values) -> Env:
    return {key: v[key] for key in ("C", "P", "s")}


LESSON = Lesson(
    key="scale",
    controls=(
        Number("k", "s", FACTORS, 1.0),
        Numbers("z", "z", steps(0, HIGHEST, 0.1), (1.0, 2.0, 3.0, 4.0), (3, 4, 5)),
        Number("s", "s", powers(1, 64, 4), 8.0),
        Number("phi", "φ", steps(-180, 180, 3), 24.0, unit="°"),
        Number("d", "δ", steps(-30, 30, 5), 0.0, unit="°"),
        Choice("c", tuple(map(str, range(2, 11))), "6"),
        Number("C", "C", tuple(map(float, COUNTS)), 6.0, whole=True),
        Number("P", "P", (*steps(0.5, 0.99, 0.01), 0.995, 0.999), 0.9),
        Number("step", "", trained.STEPS, trained.STEPS[-1], whole=True, plays=True),
        Choice("seed", tuple("01234"), "0"),
    ),
    scenes=(
        Scene("table", ("z", "k"), _table, _table_rows, ("overshoot", "scale_ratio"), _table_env),
        Scene("circle", ("s", "phi", "d", "c"), _circle, _circle_rows,
              ("log_odds", "normface_floor"), _circle_env),
        Scene("floor", ("s", "C", "P"), _floor, _floor_rows,
              ("best_probability", "least_scale", "adacos"), _floor_env),
        Scene("trained", ("step", "seed"), trained.numbers_at, trained.rows),
    ),
    vote=Question("vote", 3, 1),
    checks=(Question("classes", 3, 2), Question("stuck", 3, 2), Question("plane", 3, 3)),
)  # fmt: skip
