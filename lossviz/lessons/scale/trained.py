"""The same digits trained at several scales, from the same first weights."""

from typing import NamedTuple

import numpy as np

from lossviz import theory, training
from lossviz.lessons.smoothing import trained
from lossviz.metrics import angles, cosines, unit
from lossviz.pictures import Curves, Ends, Plane, Points, Row, Rule, curves, line, mark, row
from lossviz.scenes.controls import State
from lossviz.scenes.polygons import regions
from lossviz.scenes.scene import Arrays, Scene, Values
from lossviz.scenes.scores import softmax
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.training.kept import kept
from lossviz.training.run import snapshot_steps

SCALES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
CLASSES = 6
CONFIDENT = 0.9
STEPS = tuple(float(step) for step in snapshot_steps(Settings().steps))
MOST_SHOWN = 108
BOX = 1.12
ROUND = 60


class Scaled(NamedTuple):
    """What the pictures need of one run; T snapshots, N points of MOST_SHOWN, C classes.

    points [T, N, 2]: in the direction of the feature, as far out as the probability of its class;
    labels [N]; vectors [T, C, 2]: directions of the class vectors; areas [T, C, V, 2].
    Of the training and the test points, each [2, T]: width, the mean angle to the class vector in
    degrees; confident, the share with P of the target class ≥ CONFIDENT; accuracy.
    loss [T]: of the training points.
    """

    points: np.ndarray
    labels: np.ndarray
    vectors: np.ndarray
    areas: np.ndarray
    width: np.ndarray
    confident: np.ndarray
    accuracy: np.ndarray
    loss: np.ndarray


def settings_of(classes: int, s: float, seed: int) -> Settings:
    """A run of this lesson. Its shapes are those of other pages: no program of its own to compile.

    Raises:
      KeyError: neither 3 nor CLASSES classes.
    """
    start = {3: trained.settings_of("digits", seed)[0], CLASSES: Settings(seed=seed)}[classes]
    return start.replace(loss="normface", s=s)


@kept
def runs(classes: int, seed: int) -> tuple[Run, ...]:
    """One run a scale, in the order of SCALES."""
    return tuple(training.train(settings_of(classes, s, seed)) for s in SCALES)


@kept
def records(seed: int) -> tuple[Scaled, ...]:
    """The runs of CLASSES classes, measured."""
    return tuple(map(_record, runs(CLASSES, seed)))


def _record(run: Run) -> Scaled:
    both = (run.features, run.labels), (run.test_features, run.test_labels)
    s = run.settings.s
    # NormFace has a scale
    assert s is not None
    own = [own_probability(features, run.weights, labels, s)
           for features, labels in both]  # fmt: skip
    width = [np.degrees(angles(features, run.weights, labels).own) for features, labels in both]
    shown = slice(MOST_SHOWN)
    vectors = np.swapaxes(unit(run.weights, -2)[0], 1, 2)
    return Scaled(
        unit(run.features[:, shown], -1)[0] * own[0][:, shown, None],
        run.labels[shown],
        vectors,
        regions(vectors, BOX),
        np.stack([theta.mean(axis=1) for theta in width]),
        np.stack([(p >= CONFIDENT).mean(axis=1) for p in own]),
        np.stack([run.accuracy, run.test_accuracy]).astype(float),
        run.loss.astype(float),
    )


def own_probability(
    features: np.ndarray, weights: np.ndarray, labels: np.ndarray, s: float
) -> np.ndarray:
    """softmax(s cos θ)_y: features [T, N, d], weights [T, d, C], labels [N] → [T, N]."""
    return softmax(s * cosines(features, weights))[:, np.arange(len(labels)), labels]


def numbers_at(v: Values) -> Arrays:
    """The pictures' arrays at the steps of the frames."""
    at = np.abs(np.array(STEPS) - v["step"][:, None]).argmin(1)
    found = records(int(v["seed"]))
    arrays: Arrays = {
        "octaves": np.log2(SCALES)[None],
        "labels": found[0].labels[None].astype(float),
        "rings": np.concatenate([_circle(CONFIDENT), _circle(1.0)])[None],
        "least": np.log2([theory.min_scale(CLASSES, 2, CONFIDENT)]),
    }
    for k, run in enumerate(found):
        arrays |= {
            f"{k}.points": run.points[at],
            f"{k}.areas": run.areas[at],
            f"{k}.octave": np.log2([SCALES[k]]),
            f"{k}.width": run.width[0, at],
            f"{k}.confident": run.confident[0, at],
            f"{k}.accuracy": run.accuracy[0, at],
        }
    for name in ("width", "confident", "accuracy"):
        series = np.stack([getattr(run, name)[:, at] for run in found], axis=-1)
        arrays |= {f"{name}.train": series[0], f"{name}.test": series[1]}
    return arrays


def _circle(radius: float) -> np.ndarray:
    """[ROUND, 4]: the sides of a polygon that looks like a circle."""
    phi = np.linspace(0, 2 * np.pi, ROUND + 1)
    corners = radius * np.stack([np.cos(phi), np.sin(phi)], axis=1)
    return np.concatenate([corners[:-1], corners[1:]], axis=1)


def rows(_state: State) -> list[Row]:
    """A small circle a scale, and below them what each scale came to."""
    circles = [
        Plane(
            id=f"circle{k}", title=f"s = {s:g}",
            about="@pictures.run_about", box=BOX, regions=f"{k}.areas",
            lines="rings",
            points=Points(at=f"{k}.points", labels="labels"), term=f"s{k + 1}",
            phone=240,
        )
        for k, s in enumerate(SCALES)
    ]  # fmt: skip
    x = (0, 6, "s", 2)
    return [
        row(*circles, grow=0.8),
        row(
            _against("width", x, (0, 40, "@pictures.degrees"), "width"),
            _against("confident", x, (0, 1.02, ""), "confident", rules=[
                Rule(x="least", colour="muted", dash=True, term=None,
                     name="@pictures.least_here")]),
            _against("accuracy", x, (0.5, 1.02, ""), "accuracy"),
        ),
    ]  # fmt: skip


def _against(name: str, x: Ends, y: Ends, value: str, **more) -> Curves:
    """A measure against the scale, of the training and the test points."""
    return curves(
        name, x, y,
        lines=[line("octaves", f"{value}.train", "accent", "@pictures.of_training"),
               line("octaves", f"{value}.test", "warning", "@pictures.of_test", dash=True)],
        marks=[mark(f"{k}.octave", f"{k}.{value}", "accent", f"s{k + 1}")
               for k in range(len(SCALES))],
        **more,
    )  # fmt: skip


SCENE = Scene("trained", ("step", "seed"), numbers_at, rows)
