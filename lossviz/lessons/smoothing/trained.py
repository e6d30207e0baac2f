"""The same data trained under every stop of the road, from the same first weights."""

from typing import NamedTuple

import numpy as np

from lossviz import training
from lossviz.data.catalogue import DATASETS as CATALOGUE
from lossviz.lessons.smoothing.objectives import STOPS
from lossviz.pictures import Key, Plane, Points, Row, Spec, curves, line, mark, row, terms
from lossviz.scenes.controls import State
from lossviz.scenes.polygons import regions
from lossviz.scenes.scene import Arrays, Scene, Values
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.training.kept import kept
from lossviz.training.run import snapshot_steps

DATASETS = ("digits", "iris", "wine")
CLASSES = 3
STEPS_TRAINED = 60
STEPS = tuple(float(step) for step in snapshot_steps(STEPS_TRAINED))
MOST_SHOWN = 90


class Trained(NamedTuple):
    """What the pictures need of one run; T snapshots, N points, C classes.

    points [T, N, 2]; labels [N]; vectors [T, C, 2]; areas [T, C, V, 2]; box: half-width;
    accuracy [T] of the test points; margin [T]: the median over the training points of their
    distance to the boundary of their class, in units of the points' root-mean-square length.
    """

    points: np.ndarray
    labels: np.ndarray
    vectors: np.ndarray
    areas: np.ndarray
    box: np.ndarray
    accuracy: np.ndarray
    margin: np.ndarray


def settings_of(data: str, seed: int) -> list[Settings]:
    """One run a stop, each with its loss's default margin: only the loss differs."""
    return [
        Settings(
            dataset=data, classes=CLASSES, points=MOST_SHOWN, depth=1, width=32, bias=False,
            steps=STEPS_TRAINED, seed=seed, loss=stop,
        )
        for stop in STOPS
    ]  # fmt: skip


@kept
def trained(data: str, seed: int) -> dict[str, Trained]:
    """The runs of all stops, in the order of the road."""
    runs = [training.train(settings) for settings in settings_of(data, seed)]
    return {stop: _record(run) for stop, run in zip(STOPS, runs, strict=True)}


def _record(run: Run) -> Trained:
    points = run.features.astype(float)
    vectors = np.swapaxes(run.weights, 1, 2).astype(float)
    box = 1.08 * np.abs(points).max((1, 2))
    # a picture whose scale follows every step trembles: it only grows
    box = np.maximum(np.maximum.accumulate(box), 1e-3)
    return Trained(
        points,
        run.labels,
        vectors,
        regions(vectors, box),
        box,
        run.test_accuracy.astype(float),
        boundary_distance(points, vectors, run.labels),
    )


def boundary_distance(points: np.ndarray, vectors: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Median over the points of min_i (z_y − z_i)/‖w_y − w_i‖, over their rms length; [T].

    The distance from a point to the line between its class and the nearest rival, negative on the
    wrong side. Losses scale features and weights differently; this ratio does not see that.

    Args:
      points: [T, N, 2].
      vectors: class vectors [T, C, 2].
      labels: [N].
    """
    scores = np.einsum("tnd,tcd->tnc", points, vectors)
    place = np.arange(len(labels))
    gap = scores[:, place, labels][..., None] - scores
    apart = np.linalg.norm(vectors[:, labels][:, :, None] - vectors[:, None], axis=-1)
    with np.errstate(invalid="ignore", divide="ignore"):
        distance = np.where(apart > 0, gap / apart, np.inf)
    distance[:, place, labels] = np.inf
    length = np.sqrt((points**2).sum(-1).mean(1))
    return np.median(distance.min(-1), axis=1) / np.where(length > 0, length, 1)


def _snapshot(v: Values) -> np.ndarray:
    """[F]: which snapshot each frame shows."""
    return np.abs(np.array(STEPS) - v["step"][:, None]).argmin(1)


def numbers(v: Values) -> Arrays:
    """The pictures' arrays at the steps of the frames."""
    at = _snapshot(v)
    arrays: Arrays = {"axis": np.array([STEPS])}
    for stop, run in trained(str(v["data"]), int(v["seed"])).items():
        # a run that met NaN ends early, and stays where it was
        here = np.minimum(at, len(run.points) - 1)
        arrays |= {
            f"{stop}.points": run.points[here],
            f"{stop}.vectors": run.vectors[here],
            f"{stop}.areas": run.areas[here],
            f"{stop}.box": run.box[here],
            f"{stop}.accuracy": run.accuracy[here],
            f"{stop}.margin": run.margin[here],
            f"{stop}.accuracies": _padded(run.accuracy),
            f"{stop}.margins": _padded(run.margin),
            "labels": run.labels[None].astype(float),
        }
    arrays["step"] = np.array(STEPS)[at]
    return arrays


def _padded(series: np.ndarray) -> np.ndarray:
    """[1, T]: NaN where a run had ended."""
    missing = len(STEPS) - len(series)
    return np.append(series, np.full(missing, np.nan))[None]


def rows(state: State) -> list[Row]:
    """Five small planes, and below them how far and how fast each came."""
    names = list(CATALOGUE[str(state["data"])].names[:CLASSES])
    planes = [
        Plane(
            id=stop, title=f"@stops.{stop}", about="@pictures.run_about",
            box=f"{stop}.box", regions=f"{stop}.areas", vectors=f"{stop}.vectors",
            names=names, inside=True, vector_terms=terms("w", CLASSES),
            points=Points(at=f"{stop}.points", labels="labels"), term=stop,
            colour=f"class:{5 + k}", phone=260,
        )
        for k, stop in enumerate(STOPS)
    ]  # fmt: skip
    x = (0, STEPS_TRAINED, "@pictures.step")
    key = Key(
        id="classes_key", about="@pictures.classes_key_about", names=names,
        terms=terms("w", CLASSES),
    )  # fmt: skip
    return [
        row(key, grow=0),
        row(*planes),
        row(
            curves("accuracy", x, (0.5, 1.02, ""), **_lines("accuracies", "accuracy")),
            curves("distance", x, (-0.1, 0.9, ""), **_lines("margins", "margin")),
            grow=1.1,
        ),
    ]


def _lines(series: str, now: str) -> Spec:
    return {
        "lines": [
            line("axis", f"{stop}.{series}", f"class:{5 + k}", f"@stops.{stop}", stop)
            for k, stop in enumerate(STOPS)
        ],
        "marks": [
            mark("step", f"{stop}.{now}", f"class:{5 + k}", stop) for k, stop in enumerate(STOPS)
        ],
        "drag": "step",
    }


SCENE = Scene("trained", ("step", "data", "seed"), numbers, rows)
