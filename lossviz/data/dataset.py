"""Settings → Dataset: one signature for real, synthetic and uploaded data."""

from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float, Float32, Int32, UInt8

from lossviz import upload
from lossviz.data import real, synthetic
from lossviz.data.catalogue import DATASETS, training_share
from lossviz.data.sampling import relabel, standardise, stratified_split


@runtime_checkable
class DataSettings(Protocol):
    """The part of the settings that chooses the data; `lossviz.Settings` has it."""

    dataset: str
    upload: str
    classes: int
    points: int
    spread: float
    imbalance: float
    noise: float
    seed: int


@dataclass(frozen=True, eq=False)
class Dataset:
    """N points to train on and M to test on, D inputs, C classes.

    x and x_test: real and uploaded columns standardised with the training rows' mean and standard
    deviation (a constant column is 0); digits as ink/16 minus the training mean; synthetic points
    times a fixed factor.
    labels are those after label noise, clean_labels those before it; test labels have none.
    rows: the same points in their own units, training points first; images: ink from 0 to 16.

    N, M, D and C depend on the data set, the number of classes and the number of points alone.
    """

    x: Float32[np.ndarray, "N D"]
    labels: Int32[np.ndarray, " N"]
    clean_labels: Int32[np.ndarray, " N"]
    x_test: Float32[np.ndarray, "M D"]
    labels_test: Int32[np.ndarray, " M"]
    class_names: tuple[str, ...]
    feature_names: tuple[str, ...]
    images: UInt8[np.ndarray, "N+M 8 8"] | None
    rows: Float[np.ndarray, "N+M D"]


def load(settings: DataSettings) -> Dataset:
    """The data the settings describe; the same for the same settings.

    N = min(points, what is available), M = min(N // 2, what is left). Real and uploaded rows are
    split with the classes in proportion. `noise` replaces that share of the training labels.

    Raises UploadMissing (a LookupError) if the uploaded table is not kept any more.
    """
    # Separate generators, so that label noise deals no new points.
    points_rng, noise_rng = (np.random.default_rng([settings.seed, *b"data", k]) for k in range(2))
    synthesised = DATASETS[settings.dataset].kind == "synthetic"
    data = (_synthetic if synthesised else _tabular)(settings, points_rng)
    classes = len(data.class_names)
    return replace(data, labels=relabel(data.labels, classes, settings.noise, noise_rng))


def _synthetic(settings: DataSettings, rng: np.random.Generator) -> Dataset:
    n = settings.points
    rows, labels = synthetic.draw(
        settings.dataset,
        settings.classes,
        n,
        n // 2,
        settings.spread,
        settings.imbalance,
        rng,
    )
    labels = labels.astype(np.int32)
    x = (rows * synthetic.SCALE[settings.dataset]).astype(np.float32)
    return Dataset(
        x=x[:n],
        labels=labels[:n],
        clean_labels=labels[:n],
        x_test=x[n:],
        labels_test=labels[n:],
        class_names=tuple("ABCDEFGHIJKL"[: settings.classes]),
        feature_names=("x1", "x2"),
        images=None,
        rows=rows,
    )


def _tabular(settings: DataSettings, rng: np.random.Generator) -> Dataset:
    """A real or uploaded set, with its labels as they are."""
    if settings.dataset == "upload":
        source, images = upload.recall(settings.upload), None
        classes = len(source.class_names)
    else:
        source = real.read(settings.dataset)
        images, classes = source.images, settings.classes
    total = int(np.count_nonzero(source.labels < classes))
    n = min(settings.points, training_share(total))
    train, test = stratified_split(source.labels, classes, n, min(n // 2, total - n), rng)
    both = np.concatenate([train, test])
    rows = source.values[both]
    if images is None:
        x, x_test = standardise(rows[:n], rows[n:])
    else:
        ink = rows / 16
        x, x_test = np.split((ink - ink[:n].mean(axis=0)).astype(np.float32), [n])
    return Dataset(
        x=x,
        labels=source.labels[train],
        clean_labels=source.labels[train],
        x_test=x_test,
        labels_test=source.labels[test],
        class_names=source.class_names[:classes],
        feature_names=source.feature_names,
        images=None if images is None else images[both],
        rows=rows,
    )
