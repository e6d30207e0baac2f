"""Settings → Problem: the data and the first weights of a run, in the kernel's shapes."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int

from lossviz import data as datasets
from lossviz.data import Dataset
from lossviz.encoder import Encoder, initial_mlp, initial_points
from lossviz.settings import Settings
from lossviz.training import kernel
from lossviz.training.shapes import filled, roomy, roomy_points, with_zeros

EPOCH_ORDERS = 64


class Problem(NamedTuple):
    """What a run starts from, on the host.

    inputs: columns of the data. train, test: the points, filled up to sizes of the grid.
    """

    data: Dataset
    inputs: int
    labels: Int[np.ndarray, " N"]
    test_labels: Int[np.ndarray, " M"]
    train: kernel.Points
    test: np.ndarray


@lru_cache(maxsize=8)
def _problem(settings: Settings) -> Problem:
    # frozen settings cannot be set, which a protocol without properties does not allow
    data = datasets.load(settings)  # ty: ignore[invalid-argument-type]
    labels = data.labels.astype(np.int32)
    points, room = len(labels), roomy_points(len(labels))
    if settings.encoder == "free":
        # a free point is nobody but itself: there is nothing to test it on
        inputs, test_labels = 1, labels[:0]
        train, test = np.arange(room, dtype=np.int32)[None], np.zeros((1, 0), np.int32)
    else:
        inputs, test_labels = data.x.shape[1], data.labels_test.astype(np.int32)
        # half as many are tested as are trained on, or fewer where there are not as many
        train, test = (
            with_zeros(filled(x.T, places), (roomy(inputs), places))
            for x, places in ((data.x, room), (data.x_test, -(-room // 2)))
        )
    share = np.where(np.arange(room) < points, 1 / points, 0).astype(np.float32)
    at_train = kernel.Points(train, filled(labels[None], room)[0], share)
    return Problem(data, inputs, labels, test_labels, at_train, test)


# what the data depend on; everything else is left at its default so that runs share one problem
DATA_FIELDS = (
    "dataset", "upload", "classes", "points", "spread", "imbalance", "noise", "seed",
)  # fmt: skip


def problem(settings: Settings) -> Problem:
    """The data of these settings as columns; kept for the runs that share them."""
    kept = {name: getattr(settings, name) for name in DATA_FIELDS}
    return _problem(Settings(**kept, batch=0, encoder=settings.encoder))


def initial_encoder(settings: Settings, problem: Problem) -> Encoder:
    """The encoder before training: it depends on the seed and the shapes, never on the loss."""
    rng = np.random.default_rng([settings.seed, 1])
    if settings.encoder == "free":
        return initial_points(rng, len(problem.labels), settings.dim)
    return initial_mlp(rng, problem.inputs, hidden_of(settings), settings.dim)


def hidden_of(settings: Settings) -> tuple[int, ...]:
    """The sizes of the network's hidden layers."""
    return (settings.width,) * settings.depth if settings.encoder == "mlp" else ()


def random_directions(seed: int, dim: int, classes: int) -> Float[np.ndarray, "d C"]:
    """Unit class vectors drawn evenly over the sphere, by the seed alone."""
    drawn = np.random.default_rng([seed, 3]).normal(size=(dim, classes))
    return (drawn / np.linalg.norm(drawn, axis=0)).astype(np.float32)


def epoch_orders(seed: int, points: int, width: int, batched: bool) -> Int[np.ndarray, "E W"]:
    """In which order each epoch takes the points, in the first of `width` places; the rest is 0.

    Without mini-batches there is nothing to order: one row.
    """
    orders = np.zeros((EPOCH_ORDERS if batched else 1, width), np.int32)
    if batched:
        everything = np.tile(np.arange(points), (EPOCH_ORDERS, 1))
        orders[:, :points] = np.random.default_rng([seed, 2]).permuted(everything, axis=1)
    return orders


def batch_size(settings: Settings, points: int) -> int:
    """Points in a batch; 0 in the settings stands for all of them."""
    return points if settings.batch == 0 else min(settings.batch, points)


def batch_places(settings: Settings, points: int) -> int:
    """Places for a mini-batch in the kernel; 0 where a step takes all points."""
    batch = batch_size(settings, points)
    return 0 if batch == points else roomy(batch)
