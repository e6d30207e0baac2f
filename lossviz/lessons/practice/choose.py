"""Which s and m: bounds, usual values and one sentence that says which to take."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from lossviz import losses, theory
from lossviz.lessons.practice.bounds import (
    CONTROLS,
    COSINE,
    DIMENSIONS,
    ENDS,
    HELD,
    LOG_COUNTS,
    LOG_SCALES,
    Bounds,
    Margins,
    Place,
    bounds,
    counts_at,
    ends,
    least_angles,
    places,
    width_left,
)
from lossviz.pictures import (
    Area,
    Cell,
    Filling,
    Format,
    Numbers,
    Prose,
    Row,
    Rule,
    Sentence,
    Sentences,
    curves,
    line,
    mark,
    numbers,
    row,
)
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values

# what the sentence is about; their order is the order of its variants
TAKES = ("known", "random", "endless", "endless_random", "any", "apart", "unsure", "wide", "never",
         "margins", "unknown")  # fmt: skip
LEADS = ("known", "bound")
HERES = ("below", "open", "inside", "above", "beyond")
FEWS = ("some", "memory")
# the P of the usual bounds
USUAL_P = 0.9
# the margin that libraries set by default
USUAL = {"cosface": 0.35, "arcface": 0.5}
# what the second picture shows, and how far its axis goes
SECOND = {
    "cosface": ("widest_m", 1.25, "m"),
    "arcface": ("widest_angle", np.pi, "m (rad)"),
    "combined": ("least_angle", np.pi, "α (rad)"),
    "l_softmax": ("band", 90.0, "°"),
    "sphereface": ("band", 90.0, "°"),
}
APART = ("apart", 180.0, "α (°)")
# by what the words of s are looked up: s itself, or the lengths that stand for it
SIGN = {"l_softmax": "wf", "sphereface": "f", "lse_hinge": "wf", "hinge": "wf", "max_hinge": "wf"}
# numbers of things
COUNTED: dict[str, Format] = dict.fromkeys(("C", "d", "room", "samples"), "count")
LETTER = {"s": "s", "f": "‖f‖", "wf": "‖w‖‖f‖"}


def _digits(value: float, digits: int = 2) -> float:
    return float(f"{value:.{digits}g}")


def take(found: Bounds) -> float:
    """The s to take: halfway, as ratios go, between what P takes and where the pull ends.

    Twice what P takes where the pull has no end; NaN where there is no such s. Two digits, but
    never past either end.
    """
    if not found.lower <= found.end:
        return np.nan
    if np.isinf(found.end):
        return _digits(2 * found.lower)
    middle = _digits(np.sqrt(found.lower * found.end))
    return min(max(middle, found.lower), found.end)


def _taken(at: Place, found: Bounds) -> float:
    """`take`; where every s reaches P, it is asked for one that is more of an aim."""
    asked = found if found.lower != 0 else bounds(at.key, at.count, at.dim, USUAL_P, at.margins)
    return take(asked)


@lru_cache(maxsize=4096)
def limits(key: str, count: int, dim: int, margins: Margins) -> dict[str, float]:
    """The largest margins beside the others, NaN where a loss has no such limit."""
    none = {"limit": np.nan, "limit2": np.nan}
    if key in ("cosface", "arcface"):
        return none | {"limit": theory.feasible_range(key, "m", count, dim).most}
    if key == "combined":
        ends = {name: theory.feasible_range(key, name, count, dim, **dict(margins)).most
                for name in ("m2", "m3")}  # fmt: skip
        return {"limit": ends["m2"], "limit2": ends["m3"]}
    if key in ("l_softmax", "sphereface"):
        angle = float(theory.least_angle(count, dim))
        return none | {"limit": float(theory.angular_gap(key, angle, **dict(margins)))}
    return none


@lru_cache(maxsize=4096)
def room(key: str, count: int, m: float) -> float:
    """The fewest dimensions, of those on the slider, in which C classes keep this m; NaN if none.

    Of CosFace's or ArcFace's m: no arrangement keeps it in fewer.
    """
    widest = theory.max_cosine_margin if key == "cosface" else theory.max_angular_margin
    enough = np.asarray(widest(count, np.array(DIMENSIONS))) >= m
    return float(DIMENSIONS[int(enough.argmax())]) if enough.any() else np.nan


@lru_cache(maxsize=4096)
def keeps_from_memory(key: str, count: int, dim: int, n: int, margins: Margins) -> bool:
    """Whether samples with nothing in common keep the margin among random class vectors.

    Their cosine to their own mean is 1/√n (`theory.seen_cosines`), give or take √((1 − 1/n)/d):
    all but a few have two of these less. The nearest of the other class vectors stands at
    `theory.median_largest_cosine`. A score margin is kept by lengths anyway.
    """
    usual, spread = float(theory.seen_cosines(0.0, n).training), np.sqrt((1 - 1 / n) / dim)
    cos = np.float64(max(usual - 2 * spread, -1.0))
    psi = losses.get(key).psi(cos, np.sqrt(1 - cos**2), **dict(margins if key in COSINE else ()))
    return bool(float(psi) > theory.median_largest_cosine(count, dim))


def _take_variant(at: Place, found: Bounds, widest: float) -> int:
    if at.key not in COSINE:
        return LEADS.index("known" if np.isfinite(found.low) else "bound")
    if np.isnan(found.least):
        return TAKES.index(_too_wide(at, widest))
    if np.isnan(found.lower):
        return TAKES.index("unknown")
    known = np.isfinite(found.low)
    if found.lower == 0:
        kind = "any"
    elif found.lower > found.end:
        # that none does both is proved only where less than the least is asked for
        kind = "apart" if found.least > found.end else "unsure"
    elif np.isinf(found.end):
        kind = "endless" if known else "endless_random"
    else:
        kind = "known" if known else "random"
    return TAKES.index(kind)


def _too_wide(at: Place, widest: float) -> str:
    if at.key not in ("cosface", "arcface"):
        return "margins"
    return "never" if np.isnan(widest) else "wide"


def _here_variant(at: Place, found: Bounds) -> int:
    if at.key not in COSINE or np.isnan(found.least):
        return -1
    if at.s > found.end:
        return HERES.index("beyond")
    if at.s < found.least:
        return HERES.index("below")
    if not at.s >= found.lower:
        return HERES.index("open")
    return HERES.index("above" if np.isinf(found.end) else "inside")


def _few_variant(at: Place) -> int:
    if keeps_from_memory(at.key, at.count, at.dim, at.n, at.margins):
        return FEWS.index("memory")
    # a single sample is its own mean: it says nothing of new ones
    return -1 if at.n == 1 else FEWS.index("some")


def _one(at: Place) -> dict[str, float]:
    """Every number of one frame."""
    found = bounds(at.key, at.count, at.dim, at.p, at.margins)
    limit = limits(at.key, at.count, at.dim, at.margins)
    margin = dict(at.margins).get("m", np.nan)
    more = room(at.key, at.count, margin) if at.key in ("cosface", "arcface") else np.nan
    angle = float(theory.least_angle(at.count, at.dim))
    memory, _ = theory.seen_cosines(0.0, at.n)
    return {
        "feasible.least": found.least,
        "feasible.low": found.low,
        "feasible.lower": found.lower,
        "feasible.high": found.end,
        "feasible.random": found.random,
        "feasible.take": _taken(at, found),
        **{f"feasible.{name}": value for name, value in limit.items()},
        "feasible.limit_degrees": np.degrees(limit["limit"]),
        "feasible.half": _digits(limit["limit"] / 2),
        "feasible.half_degrees": np.degrees(_digits(limit["limit"] / 2)),
        "feasible.room": more,
        "alpha": np.degrees(angle),
        "quarter": np.degrees(angle) / 4,
        "feasible.width": width_left(at.key, at.count, at.dim, at.s, at.margins),
        "memory": float(np.degrees(np.arccos(memory))),
        "feasible.new": float(np.degrees(np.arccos(theory.new_cosine(np.cos(angle / 4), at.n)))),
        "take_variant": _take_variant(at, found, more),
        "here_variant": _here_variant(at, found),
        "few_variant": _few_variant(at),
    }


def _numbers(v: Values) -> Arrays:
    frames = places(v)
    rows = [_one(at) for at in frames]
    arrays = {name: np.array([one[name] for one in rows], float) for name in rows[0]}
    lines = [counts_at(at.key, at.dim, at.p, at.margins) for at in frames]
    most, drawn = (np.stack([pair[k] for pair in lines]) for k in (0, 1))
    # no line leaves the picture by the left: what does not do for two classes stands at its edge
    most, drawn = np.maximum(most, -1), np.maximum(drawn, -1)
    shown = [np.where(np.isfinite(arrays[name]), arrays[name], 1)
             for name in ("feasible.least", "feasible.lower", "feasible.high")]  # fmt: skip
    scale = v["s"] if v["loss"] in COSINE else np.full(len(frames), np.nan)
    reach = np.log10(np.clip(3 * np.max(shown, axis=0), 100, 1e5))
    return arrays | {
        "scales": LOG_SCALES[None],
        "most": np.minimum(most, LOG_COUNTS[-1] + 1),
        # the part where no arrangement does goes on past the last scale
        "beyond": np.append(most, np.full((len(most), 1), LOG_COUNTS[-1] + 1), axis=1),
        "ceiling": np.append(LOG_SCALES, LOG_SCALES[-1])[None],
        "ground": np.full((1, len(LOG_SCALES) + 1), LOG_SCALES[0]),
        "drawn": np.minimum(drawn, LOG_COUNTS[-1] + 1),
        "log_ends": np.log10(ENDS)[None],
        "feasible.ends": np.stack([ends(at.key, at.dim, at.margins) for at in frames]),
        "log_C": np.log10(v["C"]),
        "feasible.log_least": np.log10(arrays["feasible.least"]),
        "feasible.log_low": np.log10(arrays["feasible.low"]),
        "feasible.log_random": np.log10(arrays["feasible.random"]),
        "feasible.log_high": np.log10(arrays["feasible.high"]),
        "feasible.log_s": np.log10(scale),
        "reach": reach,
        "log_counts": LOG_COUNTS[None],
        "widest_at": np.stack([_widest(at.key, at.dim, at.margins) for at in frames]),
        "feasible.widest": np.array(
            [_widest_here(at.key, at.count, at.dim, at.margins) for at in frames]
        ),
        **{name: v[name] for name in ("C", "d", "P", "n", "s", "m", "ma", "m1", "m2", "m3", "mx",
                                      "lam", "mz")},
        "ma_degrees": np.degrees(v["ma"]),
    } | {"feasible.usual": np.array([USUAL.get(v["loss"], np.nan)])}  # fmt: skip


@lru_cache(maxsize=2048)
def _widest(key: str, dim: int, margins: Margins) -> np.ndarray:
    """What the second picture shows over COUNTS: the limit of the margin, or what it leaves."""
    return _shown(key, least_angles(dim), margins)


def _shown(key: str, angles: np.ndarray, margins: Margins) -> np.ndarray:
    if key in ("arcface", "combined"):
        return angles
    if key in ("l_softmax", "sphereface"):
        return np.degrees(theory.angular_gap(key, angles, **dict(margins)))
    return 2 * np.sin(angles / 2) ** 2 if key == "cosface" else np.degrees(angles)


@lru_cache(maxsize=4096)
def _widest_here(key: str, count: int, dim: int, margins: Margins) -> float:
    """The same at the C of the frame."""
    return float(_shown(key, np.array([theory.least_angle(count, dim)]), margins)[0])


def _words(state: State) -> Sentence:
    """The sentence: which to take, what the chosen s does, what so few samples mean."""
    key = state["loss"]
    sign = SIGN.get(key, "s")
    if key in COSINE:
        # without a margin of its own nothing can be too wide: the words of the others do
        other = {"wide": "margins", "never": "margins"} if key not in USUAL else {}
        taken = [f"@choose.take.{other.get(name, name)}" for name in TAKES]
    else:
        taken = [f"@choose.lead.{'smooth' if key == 'lse_hinge' else 'hinge'}_{name}"
                 for name in LEADS]  # fmt: skip
    few = [f"@choose.few.{name if key in COSINE or name == 'some' else 'lengths'}" for name in FEWS]
    parts = [
        Sentences(value="take_variant", sentences=taken),
        Sentences(value="here_variant", sentences=[f"@choose.here.{name}" for name in HERES]),
        Sentences(value="few_variant", sentences=few),
    ]
    values = {
        "take": "feasible.take", "lower": "feasible.lower", "high": "feasible.high",
        "least": "feasible.least", "width": "feasible.width", "quarter": "quarter",
        "alpha": "alpha",
        "limit": "feasible.limit", "limit_degrees": "feasible.limit_degrees",
        "half": "feasible.half", "half_degrees": "feasible.half_degrees", "room": "feasible.room",
        "memory": "memory", "new": "feasible.new", "m": HELD[key].get("m", "m"),
        "m1": "m1", "m2": "m2", "m3": "m3", "lam": "lam", "m_degrees": "ma_degrees",
        "samples": "n", **{name: name for name in ("C", "d", "P", "s")},
    }  # fmt: skip
    # those that hold names of others stand before these
    fill = {"S": LETTER[sign]}
    if key in COSINE:
        fill = {"set": f"@choose.set.{key}"} | fill
    if key in USUAL:
        fill = {"most": f"@choose.most.{key}", "less": f"@choose.less.{key}"} | fill
    return Sentence(
        id="advice",
        about="@pictures.advice_about",
        parts=parts,
        fill=fill,
        numbers=[Filling(name=name, value=value, format=COUNTED.get(name, "digits"))
                 for name, value in values.items()],
    )  # fmt: skip


def _cells(key: str) -> Numbers:
    """Every bound with its symbol, its condition and its unit."""
    sign = SIGN.get(key, "s")
    cells: list[Cell] = [
        (f"@choose.cells.{sign}.least", "feasible.least", "digits", "bound"),
        (f"@choose.cells.{sign}.low", "feasible.low", "digits", "enough"),
        (f"@choose.cells.{sign}.random", "feasible.random", "digits", "drawn"),
    ]
    if key in COSINE:
        cells += [(f"@choose.cells.{sign}.high", "feasible.high", "digits", "end")]
    if key == "cosface":
        cells += [("@choose.cells.limit", "feasible.limit", "digits", "widest")]
    if key == "arcface":
        cells += [
            ("@choose.cells.limit_rad", "feasible.limit", "digits", "widest"),
            ("@choose.cells.limit_degrees", "feasible.limit_degrees", "digits", "widest"),
        ]
    if key == "combined":
        cells += [
            ("@choose.cells.limit_m2", "feasible.limit", "digits", "widest"),
            ("@choose.cells.limit_m3", "feasible.limit2", "digits", "widest"),
        ]
    if key in ("l_softmax", "sphereface"):
        cells += [("@choose.cells.band", "feasible.limit_degrees", "digits", "widest")]
    cells += [("@choose.cells.alpha", "alpha", "digits", None)]
    if key in COSINE:
        cells += [(f"@choose.cells.{sign}.width", "feasible.width", "digits", "width")]
    cells += [("@choose.cells.memory", "memory", "digits", None),
              ("@choose.cells.new", "feasible.new", "digits", None)]  # fmt: skip
    return replace(numbers(*cells), listed=True, grow=1.1)


def _rows(state: State) -> list[Row]:
    key = state["loss"]
    sign = LETTER[SIGN.get(key, "s")]
    x = (float(LOG_COUNTS[0]), float(LOG_COUNTS[-1]), "C", 10)
    second, top, label = SECOND.get(key, APART)
    marks = [
        mark("log_C", "feasible.log_least", "accent", "bound"),
        mark("log_C", "feasible.log_random", "class:4", "drawn"),
        mark("log_C", "feasible.log_low", "good", "enough", name="@pictures.enough"),
    ]
    lines = [line("drawn", "scales", "class:4", "@pictures.drawn", "drawn", dash=True),
             line("most", "scales", "accent", "@pictures.bound", "bound")]  # fmt: skip
    rules = []
    if key in COSINE:
        lines += [line("log_ends", "feasible.ends", "warning", "@pictures.end", "end")]
        marks += [mark("log_C", "feasible.log_high", "warning", "end")]
        rules = [Rule(y="feasible.log_s", colour="ink", dash=True, term="s", name=sign)]
    margin_rules = []
    if key in USUAL:
        held = HELD[key]["m"]
        margin_rules = [
            Rule(y="feasible.usual", colour="muted", dash=True, term=None,
                 name=f"{USUAL[key]:g}"),
            Rule(y=held, colour="warning", dash=True, term="m", name="m"),
        ]  # fmt: skip
    return [
        row(_words(state), Prose(id="usual", grow=0.6,
                                 paragraphs=[f"@choose.usual.{key}"]), grow=0),
        row(
            curves("least_s", x, (-0.2, "reach", sign, 10),
                   areas=[Area(x="beyond", low="ground", high="ceiling", colour="muted",
                               term="bound")],
                   lines=lines, marks=marks, rules=rules),
            curves(second, x, (0, top, label),
                   lines=[line("log_counts", "widest_at", "accent", f"@pictures.{second}_line",
                               "widest")],
                   marks=[mark("log_C", "feasible.widest", "accent", "widest", drop=True)],
                   rules=margin_rules),
            _cells(key),
        ),
    ]  # fmt: skip


def _env(v: Values) -> Env:
    return {key: v[key] for key in ("C", "d", "P")}


SCENE = Scene("choose", tuple(control.key for control in CONTROLS), _numbers, _rows,
              ("crowd", "least_scale"), _env, wide=True)  # fmt: skip
