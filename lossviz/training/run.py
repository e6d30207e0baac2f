"""Settings → Run: the data, the initial weights and the jitted scan put together."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import jax
import numpy as np
from jaxtyping import Float, Int

from lossviz import data as datasets
from lossviz import losses
from lossviz.data import Dataset
from lossviz.encoder import Encoder, initial_mlp, initial_points
from lossviz.losses import DIALECTS
from lossviz.metrics import inference_scores
from lossviz.settings import Settings
from lossviz.training import kernel

SNAPSHOTS = 60
EPOCH_ORDERS = 64
# a tenth of the snapshots a time: often enough for a progress bar and a cancel button
CHUNK = SNAPSHOTS // 10


class NonFinite(NamedTuple):
    """Why a run ended early: the first step whose loss was NaN or infinite."""

    step: int
    loss: str


@dataclass(frozen=True)
class Run:
    """A training run, or the part of it that is done; everything has a leading axis T of steps."""

    settings: Settings
    data: Dataset
    steps: Int[np.ndarray, " T"]
    features: Float[np.ndarray, "T N d"]
    weights: Float[np.ndarray, "T d C"]
    bias: Float[np.ndarray, "T C"]
    loss: Float[np.ndarray, " T"]
    accuracy: Float[np.ndarray, " T"]
    labels: Int[np.ndarray, " N"]
    test_features: Float[np.ndarray, "T M d"]
    test_accuracy: Float[np.ndarray, " T"]
    test_labels: Int[np.ndarray, " M"]
    stopped: NonFinite | None = None


class Dialect(NamedTuple):
    """ArcFace in the words of a library: a key of `lossviz.losses.DIALECTS`, and its margin.

    m: in radians, as it reaches the code, in the place of the settings' own: any real number.
    """

    key: str
    m: float


class Problem(NamedTuple):
    """What a run starts from, on the host."""

    data: Dataset
    train: kernel.Inputs
    test: kernel.Inputs


@lru_cache(maxsize=8)
def _problem(settings: Settings) -> Problem:
    data = datasets.load(settings)
    points, test_points = len(data.labels), len(data.labels_test)
    if settings.encoder == "free":
        # a free point is nobody but itself: there is nothing to test it on
        train = np.arange(points, dtype=np.int32)[None]
        test, test_points = np.zeros((1, 0), np.int32), 0
    else:
        train, test = data.x.T.copy(), data.x_test.T.copy()
    return Problem(
        data,
        kernel.Inputs(train, data.labels.astype(np.int32)),
        kernel.Inputs(test, data.labels_test[:test_points].astype(np.int32)),
    )


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
    inputs, points = problem.train.columns.shape
    if settings.encoder == "free":
        return initial_points(rng, points, settings.dim)
    hidden = (settings.width,) * settings.depth if settings.encoder == "mlp" else ()
    return initial_mlp(rng, inputs, hidden, settings.dim)


def knobs(
    settings: Settings, points: int, classes: int, dialect: Dialect | None = None
) -> kernel.Knobs:
    """What the kernel traces, from the settings and the numbers of points and classes."""
    values = [getattr(settings, name) for name in kernel.PARAMETERS]
    loss = settings.loss
    if dialect is not None:
        loss, values[kernel.PARAMETERS.index("m")] = dialect
    rng = np.random.default_rng([settings.seed, 2])
    full = batch_size(settings, points) == points
    orders = 1 if full else EPOCH_ORDERS
    order = np.arange(points) if full else rng.permuted(
        np.tile(np.arange(points), (orders, 1)), axis=1
    )  # fmt: skip
    biased = settings.bias and losses.get(settings.loss).family == "raw"
    return kernel.Knobs(
        loss=np.int32(kernel.number_of(loss, family_of(dialect))),
        loss_params=np.array([0.0 if v is None else v for v in values], np.float32),
        anneal=np.float32(annealing_rate(settings)),
        bias_rate=np.float32(biased),
        rate=np.float32(settings.lr),
        momentum=np.float32(settings.momentum),
        decay=np.float32(settings.decay),
        drawn=random_directions(settings, classes),
        imprint=np.bool_(settings.vectors == "means"),
        order=order.reshape(orders, points).astype(np.int32),
    )


def family_of(dialect: Dialect | None) -> str:
    """The family of losses to train: the catalogue, unless a dialect of ArcFace is asked for."""
    return "catalogue" if dialect is None else "dialects"


def random_directions(settings: Settings, classes: int) -> Float[np.ndarray, "d C"]:
    """Unit class vectors drawn evenly over the sphere, by the seed alone."""
    drawn = np.random.default_rng([settings.seed, 3]).normal(size=(settings.dim, classes))
    return (drawn / np.linalg.norm(drawn, axis=0)).astype(np.float32)


def annealing_rate(settings: Settings) -> float:
    """γ of λ(t) = max(λ, 1000/(1 + γt)), or 0 without annealing.

    The public ports of A-Softmax use γ = 0.12 over tens of thousands of steps. Here λ has to
    pass 1 after a tenth of a few hundred: γ = 10⁴ / steps.
    """
    return 1e4 / settings.steps if settings.anneal else 0.0


def params_at(settings: Settings, steps: Int[np.ndarray, " F"]) -> dict[str, np.ndarray]:
    """The loss's parameters at these steps, each [F]; only an annealed λ depends on the step."""
    values = {
        key: np.full(len(steps), float(value))
        for key in kernel.PARAMETERS
        if (value := getattr(settings, key)) is not None
    }
    if "lam" in values and (gamma := annealing_rate(settings)):
        values["lam"] = np.maximum(values["lam"], 1000 / (1 + gamma * steps))
    return values


def batch_size(settings: Settings, points: int) -> int:
    """Points in a batch; 0 in the settings stands for all of them."""
    return points if settings.batch == 0 else min(settings.batch, points)


def schedule(steps: int) -> Int[np.ndarray, " 61"]:
    """Steps at which snapshots are kept, 0 … `steps`, closer together at the start; one more
    step after the last, whose loss belongs to that snapshot.

    A short run repeats steps; the Run keeps each once.
    """
    even = np.linspace(0, 1, SNAPSHOTS)
    return np.round(np.r_[steps * even**1.5, steps + 1]).astype(np.int32)


def snapshot_steps(steps: int) -> Int[np.ndarray, " T"]:
    """The steps of a finished run's snapshots, each once."""
    return np.unique(schedule(steps)[:-1])


class _Programs:
    """A compiled program a shape, about 35 MB each: past `limit` the one used longest ago goes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[Hashable, kernel.Program] = OrderedDict()
        self._lock = Lock()

    def get(self, shape: Hashable) -> kernel.Program:
        """The program for runs of this shape."""
        with self._lock:
            found = self._kept.get(shape) or kernel.program()
            self._kept[shape] = found
            self._kept.move_to_end(shape)
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        return found


_programs = _Programs(limit=6)


def stream(settings: Settings, chunk: int = CHUNK, dialect: Dialect | None = None) -> Iterator[Run]:
    """Train, handing over the run so far after every `chunk` snapshots.

    The last one is whole. Stop asking and the training stops: that is how to cancel.
    """
    at = problem(settings)
    points = len(at.train.labels)
    classes = len(at.data.class_names)
    turn = knobs(settings, points, classes, dialect)
    static = dict(
        kind=settings.optimizer, batch=batch_size(settings, points), family=family_of(dialect)
    )
    encoder = initial_encoder(settings, at)
    arrays = jax.tree.leaves((encoder, at.train, at.test, turn.order))
    program = _programs.get((*(a.shape for a in arrays), classes, chunk, *static.values()))
    state = program.start(
        encoder, at.train, turn,
        kind=settings.optimizer, classes=classes,
    )  # fmt: skip
    until, kept = schedule(settings.steps), []
    for start in range(0, SNAPSHOTS, chunk):
        state, snapshots = program.advance(
            state, at.train, at.test, turn, until[start + 1 : start + chunk + 1], **static
        )
        kept.append(jax.device_get(snapshots))
        together = kernel.Snapshot(*map(np.concatenate, zip(*kept, strict=True)))
        run = assemble(settings, at, until[: start + chunk + 1], together, int(state.stopped))
        yield run
        if run.stopped:
            return


def train(
    settings: Settings,
    on_progress: Callable[[float], None] | None = None,
    dialect: Dialect | None = None,
) -> Run:
    """Train a network under these settings, in one jitted scan.

    Args:
      settings: what to train, on what, how.
      on_progress: called with the share done after every tenth; the run then goes in chunks.
      dialect: to train in the place of `arcface`.

    Returns:
      The run with about 60 snapshots. The same settings give the same numbers on one machine.
      If the loss became NaN or infinite, the run ends before it and `stopped` says where.

    Raises:
      ValueError: a dialect of another loss than ArcFace, or an unknown one.
    """
    if dialect is not None and (settings.loss != "arcface" or dialect.key not in DIALECTS):
        raise ValueError(
            f"dialect: expected one of {', '.join(DIALECTS)} beside loss='arcface'; "
            f"got {dialect.key!r} beside {settings.loss!r}"
        )
    for run in stream(settings, SNAPSHOTS if on_progress is None else CHUNK, dialect):
        if on_progress is not None:
            on_progress(run.steps[-1] / settings.steps)
    return run


def assemble(
    settings: Settings, at: Problem, until: np.ndarray, kept: kernel.Snapshot, stopped: int
) -> Run:
    """The run that these snapshots make: finite ones only, each step once.

    `until` [K + 1]: the step of each snapshot, and the step reached after the last.
    """
    steps, followed = until[:-1], np.diff(until) > 0
    points = len(at.train.labels)
    whole = np.isfinite(kept.loss)
    for array in (kept.features, kept.weights, kept.bias):
        whole &= np.isfinite(array).all(axis=tuple(range(1, array.ndim)))
    if stopped != kernel.FINITE:
        whole &= steps < stopped
    elif not whole.all():
        # the losses were still finite, the numbers they came from are not
        stopped = int(steps[np.argmin(whole)])
    first = followed & np.logical_and.accumulate(whole)
    kept = kernel.Snapshot(*(array[first] for array in kept))
    scores = inference_scores(losses.get(settings.loss), kept.features, kept.weights, kept.bias)
    right = scores.argmax(axis=-1) == np.r_[at.train.labels, at.test.labels]
    return Run(
        settings=settings,
        data=at.data,
        steps=steps[first],
        features=kept.features[:, :points],
        weights=kept.weights,
        bias=kept.bias,
        loss=kept.loss,
        accuracy=right[:, :points].mean(axis=1),
        labels=at.train.labels,
        test_features=kept.features[:, points:],
        test_accuracy=right[:, points:].mean(axis=1) if len(at.test.labels)
        else np.full(first.sum(), np.nan),
        test_labels=at.test.labels,
        stopped=None if stopped == kernel.FINITE else NonFinite(stopped, settings.loss),
    )  # fmt: skip
