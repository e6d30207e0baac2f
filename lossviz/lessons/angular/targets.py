"""The target logits of the whole family over the angles of the points that a run is training."""

from functools import lru_cache

import numpy as np

from lossviz import losses
from lossviz.lessons.angular.runs import (
    BINS,
    CLASSES,
    GAPS,
    KEYS,
    MOST_SHOWN,
    SCALE,
    SCALES,
    STEPS,
    Angled,
    limit_of,
    margin_at,
    record,
    run_of,
    scaled,
)
from lossviz.pictures import (
    Area,
    Cell,
    Curves,
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
from lossviz.scenes.arcs import slices, spokes
from lossviz.scenes.controls import State
from lossviz.scenes.rings import SHORT, ring
from lossviz.scenes.scene import Arrays, Env, Scene, Values

BOX = 1.12
DEGREES = np.arange(181.0)
LOW, HIGH = -3.1, 1.1
# the tallest bar of the histogram reaches so far up the picture
TALLEST = 0.8


@lru_cache(maxsize=len(GAPS))
def _logits(gap: float) -> dict[str, np.ndarray]:
    """ψ of every loss over DEGREES."""
    cos, sin = np.cos(np.radians(DEGREES)), np.sin(np.radians(DEGREES))
    return {key: losses.get(key).psi(cos, sin, **margin_at(key, gap)) for key in KEYS}


def _snapshot(v: Values) -> np.ndarray:
    return np.abs(np.array(STEPS) - v["step"][:, None]).argmin(1)


# a margin as an angle in degrees, the run trained with it, the snapshot shown
Shown = tuple[float, Angled, int]


def _runs(v: Values) -> list[Shown]:
    """What every frame shows. The slider's positions are those that are trained."""
    near = np.array(GAPS)[np.abs(np.array(GAPS) - v["G"][:, None]).argmin(1)]
    key, seed = str(v["loss"]), int(v["seed"])
    # without margin there is one run
    return [(float(gap), record(key, float(gap) if key != "normface" else 0.0, seed), int(at))
            for gap, at in zip(near, _snapshot(v), strict=True)]  # fmt: skip


def _now(runs: list[Shown], name: str) -> np.ndarray:
    """[F, …]: a measure of the run at the snapshot of each frame."""
    return np.stack([getattr(run, name)[at] for _, run, at in runs])


def _whole(runs: list[Shown], name: str) -> np.ndarray:
    """[F, T, …]: a measure of the run over all its snapshots."""
    return np.stack([getattr(run, name) for _, run, _ in runs])


def numbers_at(v: Values) -> Arrays:
    """The pictures' arrays at the margins and steps of the frames."""
    key, seed, runs = str(v["loss"]), int(v["seed"]), _runs(v)
    labels = run_of(key, GAPS[0], seed).labels[None, :MOST_SHOWN].astype(float)
    return {
        **_over_angles(key, runs),
        **_over_steps(runs),
        **_over_scales(scaled(seed), runs),
        **_on_disc(runs),
        "labels": labels,
    }


def _over_angles(key: str, runs: list[Shown]) -> Arrays:
    """The target logits of all losses, the histogram of the angles, and the margin in numbers."""
    params = [margin_at(key, gap) for gap, _, _ in runs]
    mean, bins = _whole(runs, "mean"), _now(runs, "bins")
    mean = np.stack([one[:, at] for one, (_, _, at) in zip(mean, runs, strict=True)])
    own = np.stack([_logits(gap)[key] for gap, _, _ in runs])
    psi_mean = [np.interp(x, DEGREES, y) for x, y in zip(mean[:, 0], own, strict=True)]
    heights = LOW + (HIGH - LOW) * TALLEST * bins / bins.max(1, keepdims=True)
    return {
        "degrees": DEGREES[None],
        **{f"psi_{k}": np.stack([_logits(gap)[k] for gap, _, _ in runs]) for k in KEYS},
        "bin_edges": np.repeat(np.arange(BINS + 1) * 180.0 / BINS, 2)[1:-1][None],
        "bars": np.repeat(heights, 2, axis=1),
        "limit": np.degrees([limit_of(key, one) for one in params]),
        "mean": mean[:, 0],
        "test_mean": mean[:, 1],
        "psi_mean": np.array(psi_mean),
        **{name: np.array([one[name] for one in params]) for name in params[0] if name != "lam"},
    }


def _over_steps(runs: list[Shown]) -> Arrays:
    """The angles over the steps, and how many points are on their side."""
    means = _whole(runs, "mean")
    right = np.stack([run.accuracy[:, at] for _, run, at in runs])
    return {
        "steps": np.array(STEPS)[None],
        "step": np.array(STEPS)[[at for _, _, at in runs]],
        "means": means[:, 0],
        "test_means": means[:, 1],
        "widests": _whole(runs, "widest"),
        "rivals": _whole(runs, "rival"),
        "widest": _now(runs, "widest"),
        "rival": _now(runs, "rival"),
        "past": _now(runs, "past"),
        "right": right[:, 0],
        "test_right": right[:, 1],
    }


def _over_scales(plain: np.ndarray, runs: list[Shown]) -> Arrays:
    """What scales without margin come to, beside what these runs come to.

    Args:
      plain: mean angle of the training and of the test points at the end, [2, scales].
    """
    best = int(plain[1].argmin())
    ends = np.stack([run.mean[:, -1] for _, run, _ in runs], axis=1)
    return {
        "octaves": np.log2(SCALES)[None],
        "plain": plain[:1],
        "test_plain": plain[1:],
        "tuned_octave": np.log2([SCALES[best]]),
        "tuned": plain[:1, best],
        "test_tuned": plain[1:, best],
        "end": ends[0],
        "test_end": ends[1],
    }


def _on_disc(runs: list[Shown]) -> Arrays:
    """The training points as directions, and the arcs that their classes hold."""
    return {
        "points": _now(runs, "points"),
        "w": SHORT * _now(runs, "vectors"),
        "regions": slices(_now(runs, "held"), 1.0),
        "edges": spokes(_now(runs, "bare"), BOX),
        "lines": ring(1.0)[None],
    }


def env_at(v: Values) -> Env:
    """One training point of each class and the class vectors, as directions; ArcFace's m = G."""
    found = _runs(v)
    labels = run_of(str(v["loss"]), GAPS[0], int(v["seed"])).labels
    first = [int(np.argmax(labels == c)) for c in range(CLASSES)]
    w = np.stack([run.vectors[t] for _, run, t in found])
    x = np.stack([run.points[t][first] for _, run, t in found])
    m = np.array([gap for gap, _, _ in found])
    mean = np.array([run.mean[0, t] for _, run, t in found])
    return {
        "a": np.degrees(np.arctan2(w[..., 1], w[..., 0])),
        "t": np.degrees(np.arctan2(x[..., 1], x[..., 0])),
        "s": np.full(len(m), SCALE),
        "m": m,
        "theta": mean,
    }


def _past(key: str) -> tuple[list[Rule], list[Cell]]:
    """The rule where ψ's formula would rise again, and the share of points beyond it."""
    if key in ("normface", "cosface"):
        return [], []
    name = {"arcface": "θ + m = 180°", "sphereface": "m θ = 180°",
            "combined": "θ + m₂ = 180°"}[key]  # fmt: skip
    rule = Rule(x="limit", colour="warning", dash=True, term="limit", name=name)
    return [rule], [(name.replace("=", ">"), "past", "percent", "limit")]


MARGINS: dict[str, tuple[Cell, ...]] = {
    "normface": (),
    "cosface": (("m", "m", "precise", "m"),),
    "arcface": (("@pictures.m_radians", "m", "precise", "m"),),
    "sphereface": (("m", "m", "precise", "m"),),
    "combined": (("m₂", "m2", "precise", "m"), ("m₃", "m3", "precise", "m")),
}
COLOURS = {key: f"class:{k}" for k, key in enumerate(KEYS)}


def _level(value: str, key: str, dash: bool) -> Rule:
    """What the run of the other pictures comes to in the end."""
    return Rule(y=value, colour=COLOURS[key], dash=dash, term="test" if dash else "theta",
                name="" if dash else "@pictures.this_run")  # fmt: skip


def rows(state: State) -> list[Row]:
    """The curves over the histogram, the disc, and the angles over the steps."""
    key = str(state["loss"])
    rules, shares = _past(key)
    disc = Plane(
        id="disc", title="@pictures.disc", about="@pictures.disc_about",
        box=BOX, regions="regions", vectors="w", names=[],
        vector_terms=terms("w", CLASSES), edges="edges", lines="lines",
        points=Points(at="points", labels="labels"), phone=320, grow=0.8,
    )  # fmt: skip
    return [
        row(_targets(key, rules), disc, _progress(), _scales(key), alone=True),
        row(
            numbers(
                *MARGINS[key],
                ("@pictures.mean_degrees", "mean", "score", "theta"),
                *shares,
                ("@pictures.right", "right", "percent", None),
                ("@pictures.test_right", "test_right", "percent", None),
            ),
            grow=0,
        ),
    ]


def _targets(key: str, rules: list[Rule]) -> Curves:
    # the curve that is trained lies on top of the others
    order = [*(k for k in KEYS if k != key), key]
    logits = [line("degrees", f"psi_{k}", COLOURS[k], f"@pictures.{k}", f"psi_{k}",
                   dash=k != key) for k in order]  # fmt: skip
    return curves(
        "targets", (0, 180, "@pictures.theta"), (LOW, HIGH, "ψ(θ)"),
        areas=[Area(x="bin_edges", low=LOW, high="bars", colour="ink", term="theta")],
        lines=logits,
        marks=[mark("mean", "psi_mean", COLOURS[key], "theta", drop=True)],
        rules=rules, phone=360, grow=1.3,
    )  # fmt: skip


def _progress() -> Curves:
    return curves(
        "progress", (0, STEPS[-1], "@pictures.step"), (0, 130, "@pictures.degrees"),
        lines=[line("steps", "rivals", "muted", "@pictures.rival", "rival"),
               line("steps", "widests", "warning", "@pictures.widest", "widest"),
               line("steps", "test_means", "accent", "@pictures.test", "test", dash=True),
               line("steps", "means", "accent", "@pictures.mean", "theta")],
        marks=[mark("step", "rival", "muted", "rival"),
               mark("step", "widest", "warning", "widest"),
               mark("step", "test_mean", "accent", "test"),
               mark("step", "mean", "accent", "theta", drop=True)],
        drag="step",
    )  # fmt: skip


def _scales(key: str) -> Curves:
    return curves(
        "scales", (1, 4, "s", 2), (0, 24, "@pictures.degrees"),
        lines=[line("octaves", "test_plain", "ink", "", "tuned", dash=True),
               line("octaves", "plain", "ink", "NormFace", "tuned")],
        marks=[mark("tuned_octave", "test_tuned", "ink", "tuned"),
               mark("tuned_octave", "tuned", "ink", "tuned")],
        rules=[_level("test_end", key, True), _level("end", key, False)],
    )  # fmt: skip


SCENE = Scene(
    "targets",
    ("loss", "G", "step", "seed"),
    numbers_at,
    rows,
    ("modified_softmax", "angle_added"),
    env_at,
    wide=True,
)
