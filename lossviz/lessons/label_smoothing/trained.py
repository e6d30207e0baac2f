"""The same digits trained with several ε, from the same first weights."""

from typing import NamedTuple

import numpy as np

from lossviz import training
from lossviz.lessons.smoothing import trained
from lossviz.pictures import Bars, Plane, Points, Row, Series, bars, row, terms
from lossviz.scenes.controls import State
from lossviz.scenes.polygons import regions
from lossviz.scenes.scene import Arrays, Scene, Values
from lossviz.scenes.scores import softmax
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.training.kept import kept
from lossviz.training.run import snapshot_steps

# 0 is plain cross-entropy
EPSILONS = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
COUNTS = (6, 3)
STEPS = tuple(float(step) for step in snapshot_steps(Settings().steps))
MOST_SHOWN = 108
BOX = 1.7
# which points, their name, their colour, whether they are only an outline
Compared = tuple[str, str, str, bool]
TRAINING: Compared = ("train", "@pictures.of_training", "accent", False)
TEST: Compared = ("test", "@pictures.of_test", "warning", False)
WANTED: Compared = ("wanted", "@pictures.wanted", "ink", True)


class Smoothed(NamedTuple):
    """What the pictures need of one run; T snapshots, N points of MOST_SHOWN, C classes.

    points [T, N, 2]: features in units of their root-mean-square length; labels [N];
    areas [T, C, V, 2]: regions of the classes, in the same units.
    Of the training and the test points, each [2, T]: own, the mean probability of the target class;
    gap, the median of z_y minus the mean of the rivals' scores; width, see `cluster_width`;
    sure, the mean of the largest probability; accuracy; cross_entropy, the mean of −ln p_y.
    loss [T]: of the training points, as it is minimised.
    """

    points: np.ndarray
    labels: np.ndarray
    areas: np.ndarray
    own: np.ndarray
    gap: np.ndarray
    width: np.ndarray
    sure: np.ndarray
    accuracy: np.ndarray
    cross_entropy: np.ndarray
    loss: np.ndarray


def settings_of(classes: int, eps: float, seed: int) -> Settings:
    """A run of this lesson. Its shapes are those of other pages: no program of its own to compile.

    Raises:
      KeyError: classes is not in COUNTS.
    """
    three = trained.settings_of("digits", seed)[0].replace(steps=Settings().steps)
    return {3: three, 6: Settings(seed=seed)}[classes].replace(loss="label_smoothing", eps=eps)


@kept
def records(classes: int, seed: int) -> tuple[Smoothed, ...]:
    """One run for every ε, in the order of EPSILONS."""
    runs = [training.train(settings_of(classes, eps, seed)) for eps in EPSILONS]
    return tuple(map(_record, runs))


def _record(run: Run) -> Smoothed:
    both = (
        _measured(run.features, run.labels, run),
        _measured(run.test_features, run.test_labels, run),
    )
    own, gap, width, sure, cross_entropy = map(np.stack, zip(*both, strict=True))
    length = np.sqrt((run.features.astype(float) ** 2).sum(-1).mean(1))[:, None, None]
    vectors = length * np.swapaxes(run.weights, 1, 2)
    return Smoothed(
        run.features[:, :MOST_SHOWN] / length,
        run.labels[:MOST_SHOWN],
        regions(vectors, BOX, run.bias.astype(float)),
        own,
        gap,
        width,
        sure,
        np.stack([run.accuracy, run.test_accuracy]).astype(float),
        cross_entropy,
        run.loss.astype(float),
    )


def _measured(features: np.ndarray, labels: np.ndarray, run: Run) -> tuple[np.ndarray, ...]:
    """own, gap, width, sure and cross_entropy of these points, each [T]."""
    features = features.astype(float)
    z = features @ run.weights + run.bias[:, None]
    p = softmax(z)
    place = np.arange(len(labels))
    own = p[:, place, labels]
    target, count = z[:, place, labels], z.shape[2]
    gap = target - (z.sum(2) - target) / (count - 1)
    # −ln p_y = LSE(z − z_y) keeps its digits where p_y is 0 in a double
    away = z - target[..., None]
    top = away.max(2)
    cross_entropy = top + np.log(np.exp(away - top[..., None]).sum(2))
    return (
        own.mean(1),
        np.median(gap, axis=1),
        cluster_width(features, labels, count),
        p.max(2).mean(1),
        cross_entropy.mean(1),
    )


def cluster_width(features: np.ndarray, labels: np.ndarray, classes: int) -> np.ndarray:
    """Root-mean-square distance to the mean of its class, over the mean distance of two means.

    Features [T, N, d] and labels [N] → [T]. It does not change when all features are multiplied by
    one number.
    """
    means = np.stack([features[:, labels == k].mean(axis=1) for k in range(classes)], axis=1)
    within = np.sqrt(((features - means[:, labels]) ** 2).sum(-1).mean(1))
    apart = np.linalg.norm(means[:, :, None] - means[:, None], axis=-1)
    return within / (apart.sum((1, 2)) / (classes * (classes - 1)))


def numbers_at(v: Values) -> Arrays:
    """The pictures' arrays at the steps of the frames."""
    at = np.abs(np.array(STEPS) - v["step"][:, None]).argmin(1)
    count, eps = int(v["n"]), np.array(EPSILONS)
    found = records(count, int(v["seed"]))
    spread = eps * (count - 1) / count
    arrays: Arrays = {
        "labels": found[0].labels[None].astype(float),
        "own.wanted": (1 - spread)[None],
        "gap.wanted": np.log1p(count * (1 - eps) / eps)[None],
    }
    for k, run in enumerate(found):
        arrays |= {f"{k}.points": run.points[at], f"{k}.areas": run.areas[at]}
    series = {
        name: np.stack([getattr(run, name)[:, at] for run in found], axis=-1)
        for name in ("own", "gap", "width", "sure", "accuracy")
    }
    return arrays | {
        "own.train": series["own"][0],
        "gap.train": series["gap"][0],
        "width.train": series["width"][0],
        "width.test": series["width"][1],
        "sure.test": series["sure"][1],
        "sure.right": series["accuracy"][1],
    }


def rows(_state: State) -> list[Row]:
    """A small plane for every ε, and below them what each ε came to."""
    planes = [
        Plane(
            id=f"plane{k}",
            title=f"ε = {eps:g}" if eps else "@pictures.plain",
            about="@pictures.run_about", box=BOX, regions=f"{k}.areas",
            points=Points(at=f"{k}.points", labels="labels"), term=f"e{k + 1}",
            phone=240,
        )
        for k, eps in enumerate(EPSILONS)
    ]  # fmt: skip
    return [
        row(*planes, grow=0.7),
        row(
            _against("own", 1, "share", TRAINING, WANTED),
            _against("gap", 12, "score", TRAINING, WANTED),
            _against("width", 0.3, "share", TRAINING, TEST),
            _against("sure", 1, "share", ("test", "@pictures.confidence", "warning", False),
                     ("right", "@pictures.accuracy", "ink", True)),
            # seven pairs of bars need the width of a phone
            alone=True,
        ),
    ]  # fmt: skip


def _against(name: str, high: float, kind: str, *series: Compared) -> Bars:
    """A measure for every ε, as bars."""
    lit = terms("e", len(EPSILONS))
    shown = [
        Series(value=f"{name}.{of}", name=words, colour=colour, outline=outline,
               terms=lit)
        for of, words, colour, outline in series
    ]  # fmt: skip
    names = [f"{eps:g}" for eps in EPSILONS]
    return bars(name, f"{name}.{series[0][0]}", "e", names, high=high, format=kind, series=shown)


SCENE = Scene("trained", ("step", "n", "seed"), numbers_at, rows)
