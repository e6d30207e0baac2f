"""The same margin asked of raw scores and of cosines: who pays for it with the length of scores?"""

from typing import NamedTuple

import numpy as np

from lossviz import training
from lossviz.lessons.margin.runs import MOST_SHOWN, SCALE, STEPS
from lossviz.metrics import cosines
from lossviz.pictures import Plane, Points, Row, curves, line, mark, numbers, row, terms
from lossviz.scenes.controls import State
from lossviz.scenes.polygons import regions
from lossviz.scenes.scene import Arrays, Env, Scene, Values
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.training.kept import kept

CLASSES = 6
# of scores; the margin of cosines is a tenth of it
MARGINS = (0.25, 0.5, 1.0, 2.0, 4.0)
SHARE = 0.1
# what all points but so many per cent keep
LEFT_OUT = 5


def settings_of(m: float, seed: int) -> tuple[Settings, Settings]:
    """The hinge of the largest rival on raw scores, and cross-entropy on scaled cosines."""
    start = Settings(classes=CLASSES, seed=seed)
    return (
        start.replace(loss="max_hinge", m=m, bias=False),
        start.replace(loss="cosface", s=SCALE, m=SHARE * m),
    )


class Sized(NamedTuple):
    """One run; T snapshots, N points of MOST_SHOWN, C classes.

    points [T, N, 2]; labels [N]; vectors [T, C, 2], all stretched by the same factor;
    box [T]: half-width of the picture;
    scores [T, C] of the test point that leads its rivals least, hardest [T] its class;
    size [T]: mean ‖f‖ times mean ‖w‖, the scale of its scores; kept [T]: the least lead of
    the target cosine over the nearest rival's among the training points, the last LEFT_OUT per
    cent not counted.
    """

    points: np.ndarray
    labels: np.ndarray
    vectors: np.ndarray
    box: np.ndarray
    scores: np.ndarray
    hardest: np.ndarray
    size: np.ndarray
    kept: np.ndarray


@kept
def records(m: float, seed: int) -> tuple[Sized, Sized]:
    """The runs of both losses, measured."""
    raw, normalised = (training.train(settings) for settings in settings_of(m, seed))
    return _record(raw), _record(normalised)


def _record(run: Run) -> Sized:
    points, vectors = run.features.astype(float), np.swapaxes(run.weights, 1, 2).astype(float)
    size = np.linalg.norm(points, axis=-1).mean(1) * np.linalg.norm(vectors, axis=-1).mean(1)
    scores, hardest = _hardest(run.test_features @ run.weights, run.test_labels)
    # a picture whose scale follows every step trembles: it only grows
    box = np.maximum.accumulate(1.08 * np.abs(points).max((1, 2)))
    return Sized(
        points[:, :MOST_SHOWN],
        run.labels[:MOST_SHOWN],
        vectors * _reach(vectors, box)[:, None, None],
        box,
        scores,
        hardest,
        size,
        np.percentile(leads(run.features, run.weights, run.labels), LEFT_OUT, axis=1),
    )


def _reach(vectors: np.ndarray, box: np.ndarray) -> np.ndarray:
    """[T]: the factor by which the longest class vector comes near the edge of the picture."""
    longest = np.linalg.norm(vectors, axis=-1).max(1)
    return 0.85 * box / np.where(longest > 0, longest, 1)


def _hardest(scores: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scores [T, N, C] → those of the point whose target leads least [T, C], its class [T]."""
    own = labels[:, None] == np.arange(scores.shape[-1])
    lead = np.where(own, scores, 0).sum(-1) - np.where(own, -np.inf, scores).max(-1)
    at = lead.argmin(1)
    return scores[np.arange(len(scores)), at], labels[at]


def leads(features: np.ndarray, weights: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """cos θ_y − max_{j≠y} cos θ_j: features [T, N, d], weights [T, d, C], labels [N] → [T, N]."""
    cosine = cosines(features, weights)
    own = labels[:, None] == np.arange(weights.shape[-1])
    return np.where(own, cosine, 0).sum(-1) - np.where(own, -np.inf, cosine).max(-1)


def numbers_at(v: Values) -> Arrays:
    """The pictures' arrays at the margins and steps of the frames."""
    seed, m = int(v["seed"]), v["h"]
    at = np.abs(np.array(STEPS) - v["step"][:, None]).argmin(1)
    # a run that met NaN would end early; none of these does
    here = [records(float(one), seed) for one in m]
    raw, cosine = ([pair[k] for pair in here] for k in (0, 1))
    known = [records(one, seed) for one in MARGINS]
    last = [(pair[0].size[at], pair[0].kept[at], pair[1].kept[at]) for pair in known]
    size, kept, kept_cosine = (np.stack(part, axis=-1) for part in zip(*last, strict=True))

    def now(runs: list[Sized], name: str) -> np.ndarray:
        return np.stack([getattr(run, name)[t] for run, t in zip(runs, at, strict=True)])

    vectors = now(raw, "vectors")
    box = now(raw, "box")
    return {
        "points": now(raw, "points"),
        "vectors": vectors,
        "raw.areas": regions(vectors, box),
        "box": box,
        "labels": raw[0].labels[None].astype(float),
        "steps": np.array(STEPS)[None],
        **{f"size{k + 1}": pair[0].size[None] for k, pair in enumerate(known)},
        "step": np.array(STEPS)[at],
        "size": now(raw, "size"),
        "octaves": np.log2(MARGINS)[None],
        "octave": np.log2(m),
        "asked": SHARE * np.array(MARGINS)[None],
        "kept_cosines": kept_cosine,
        "kept_raws": kept,
        "relatives": np.array(MARGINS) / size,
        "relative": m / now(raw, "size"),
        "kept": now(raw, "kept"),
        "kept_cosine": now(cosine, "kept"),
    }


def env_at(v: Values) -> Env:
    """The test point of the raw run that leads least; its scores in units of the run's size."""
    at = np.abs(np.array(STEPS) - v["step"][:, None]).argmin(1)
    runs = [(records(float(m), int(v["seed"]))[0], t) for m, t in zip(v["h"], at, strict=True)]
    size = np.array([run.size[t] for run, t in runs])
    z = np.stack([run.scores[t] for run, t in runs]) / size[:, None]
    y = np.array([run.hardest[t] for run, t in runs])
    return {"z": z, "y": y, "m": v["h"], "t": size}


def rows(_state: State) -> list[Row]:
    """The raw run, the scale of its scores, and what is left of the margin in both runs."""
    plane = Plane(
        id="plane_raw", title="@pictures.plane_raw",
        about="@pictures.plane_raw_about", box="box", regions="raw.areas",
        vectors="vectors", names=[], vector_terms=terms("w", CLASSES),
        points=Points(at="points", labels="labels"), phone=300,
    )  # fmt: skip
    return [
        row(
            plane,
            curves("sizes", (0, STEPS[-1], "@pictures.step"), (0, 44, "‖f‖·‖w‖"),
                   lines=[line("steps", f"size{k + 1}", f"class:{k}", f"m = {m:g}", f"size{k + 1}")
                          for k, m in enumerate(MARGINS)],
                   marks=[mark("step", "size", "ink", "size", drop=True)], drag="step"),
            curves("kept", (-2, 2, "m", 2), (-0.25, 0.55, ""),
                   lines=[line("octaves", "kept_cosines", "accent", "@pictures.kept_cosine",
                               "kept"),
                          line("octaves", "asked", "accent", "@pictures.asked", "m", dash=True),
                          line("octaves", "kept_raws", "class:4", "@pictures.kept_raw", "raw"),
                          line("octaves", "relatives", "class:4", "m / (‖f‖·‖w‖)", "relative",
                               dash=True)],
                   marks=[mark("octave", "kept_cosine", "accent", "kept"),
                          mark("octave", "kept", "class:4", "raw")]),
        ),
        row(
            numbers(
                ("‖f‖·‖w‖", "size", "score", "size"),
                ("m / (‖f‖·‖w‖)", "relative", "precise", "relative"),
                ("@pictures.kept_raw", "kept", "precise", "raw"),
                ("@pictures.kept_cosine", "kept_cosine", "precise", "kept"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


SCENE = Scene("norms", ("h", "step", "seed"), numbers_at, rows, ("raw_margin",), env_at, wide=True)
