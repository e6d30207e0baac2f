"""Settings → Run: the data, the initial weights and the jitted scan put together."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import jax
import numpy as np
from jaxtyping import Float, Int

from lossviz import losses
from lossviz.data import Dataset
from lossviz.encoder import Encoder
from lossviz.losses import DIALECTS
from lossviz.metrics import inference_scores
from lossviz.settings import Settings
from lossviz.training import kernel
from lossviz.training.clients import client
from lossviz.training.kept import bytes_of
from lossviz.training.problem import (
    Problem,
    batch_places,
    batch_size,
    epoch_orders,
    initial_encoder,
    problem,
    random_directions,
)
from lossviz.training.programs import program_for, shapes_of
from lossviz.training.ramp import STEADY, Ramp
from lossviz.training.shapes import roomy_encoder, roomy_points
from lossviz.training.work import bytes_held, estimated_seconds

SNAPSHOTS = 60
# how long a run goes on before it looks up: often enough for a progress bar, and for whoever waits
BREATH_S = 0.2


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
    precision: of everything from the features to a sample's loss; one of `kernel.PRECISIONS`. The
      network and the update stay in float32, as in training with mixed precision.
    """

    key: str
    m: float
    precision: str = "float32"


def knobs(
    settings: Settings, points: int, classes: int, dialect: Dialect | None = None
) -> kernel.Knobs:
    """What the kernel traces, from the settings and the numbers of points and classes."""
    values = [getattr(settings, name) for name in kernel.PARAMETERS]
    loss = settings.loss
    if dialect is not None:
        loss, values[kernel.PARAMETERS.index("m")] = dialect.key, dialect.m
    batch, places = batch_size(settings, points), batch_places(settings, points)
    biased = settings.bias and losses.get(settings.loss).family == "raw"
    return kernel.Knobs(
        loss=np.int32(kernel.number_of(loss, family_of(dialect))),
        loss_params=np.array([0.0 if v is None else v for v in values], np.float32),
        anneal=np.float32(annealing_rate(settings)),
        ramp=Ramp(*(np.float32(x) for x in STEADY)),
        bias_rate=np.float32(biased),
        learnt=np.bool_(True),
        rate=np.float32(settings.lr),
        momentum=np.float32(settings.momentum),
        decay=np.float32(settings.decay),
        drawn=random_directions(settings.seed, settings.dim, classes),
        imprint=np.bool_(settings.vectors == "means"),
        points=np.int32(points),
        batch=np.int32(batch),
        # the last slice of an epoch may reach beyond its points
        order=epoch_orders(settings.seed, points, roomy_points(points) + places, places > 0),
    )


def family_of(dialect: Dialect | None) -> str:
    """The family of losses to train: the catalogue, unless a dialect of ArcFace is asked for."""
    if dialect is None:
        return "catalogue"
    return dialect.precision if dialect.precision in kernel.HALF else "dialects"


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


class Prepared(NamedTuple):
    """A run before its first step: its program, and what that is called with."""

    at: Problem
    program: kernel.Program
    operands: tuple[Encoder, kernel.Points, np.ndarray, kernel.Knobs]


def prepare(settings: Settings, dialect: Dialect | None = None) -> Prepared:
    """Everything that a run starts from; compiles its program, unless there is one of its shape.

    Raises:
      Busy: the run needs a new program, and too many wait for theirs.
      Cancelled: the thread's client has lost interest while he waited.
    """
    program = _compiled(settings, dialect, _needs(settings, dialect))
    at, operands = _started(settings, dialect)
    return Prepared(at, program, operands)


def _started(settings: Settings, dialect: Dialect | None) -> tuple[Problem, tuple]:
    at = problem(settings)
    turn = knobs(settings, len(at.labels), len(at.data.class_names), dialect)
    return at, (roomy_encoder(initial_encoder(settings, at)), at.train, at.test, turn)


class _Needs(NamedTuple):
    """What can be said of a run without holding its arrays, for as long as it has to wait."""

    shapes: tuple
    points: int
    classes: int
    bytes: int


def _needs(settings: Settings, dialect: Dialect | None) -> _Needs:
    at, operands = _started(settings, dialect)
    return _Needs(
        shapes=shapes_of(operands),
        points=len(at.labels),
        classes=len(at.data.class_names),
        bytes=bytes_held(operands, SNAPSHOTS) + bytes_of(at.data),
    )


def _compiled(settings: Settings, dialect: Dialect | None, needs: _Needs) -> kernel.Program:
    return program_for(
        needs.shapes, kind=settings.optimizer, batch=batch_places(settings, needs.points),
        family=family_of(dialect), classes=needs.classes, kept=SNAPSHOTS,
    )  # fmt: skip


def advancing(
    program: kernel.Program,
    operands: tuple,
    until: np.ndarray,
    at_once: float,
    breath: float = BREATH_S,
) -> Iterator[tuple[kernel.Snapshots, int, int]]:
    """Train to the last step of `until`: the snapshots so far, `stopped`, how many are taken.

    At first `at_once` steps, then about as many as fit into `breath` seconds. Training ends at a
    loss that is not finite, and with `Cancelled` where the thread's client has lost interest.
    """  # fmt: skip
    state, kept = program.start(*operands)
    reached, stopped = 0, kernel.FINITE
    while reached < until[-1] and stopped == kernel.FINITE:
        client().look_up()
        begun, before = time.perf_counter(), reached
        stop = min(reached + max(1, int(at_once)), until[-1])
        state, kept = program.advance(state, kept, *operands[1:], until, np.int32(stop))
        reached, stopped, taken = map(int, jax.device_get(state[2:]))
        at_once = breath * (reached - before) / (time.perf_counter() - begun)
        yield kept, stopped, taken


def stream(
    settings: Settings, dialect: Dialect | None = None, breath: float = BREATH_S
) -> Iterator[Run]:
    """Train, handing over the run so far about every `breath` seconds.

    The last one is whole; between two snapshots the same comes again. Stop asking and the training
    stops; so it does, with `Cancelled`, where the thread's client has lost interest.

    Raises: see `prepare`.
    """
    needs = _needs(settings, dialect)
    program = _compiled(settings, dialect, needs)
    with client().holding(needs.bytes):
        at, operands = _started(settings, dialect)
        yield from _advancing_runs(settings, Prepared(at, program, operands), breath)


def _advancing_runs(settings: Settings, prepared: Prepared, breath: float) -> Iterator[Run]:
    at, program, operands = prepared
    until = schedule(settings.steps)
    at_once = breath * settings.steps / estimated_seconds(settings)
    run, seen = None, 0
    for kept, stopped, taken in advancing(program, operands, until, at_once, breath):
        if taken > seen or stopped != kernel.FINITE:
            seen = taken
            run = assemble(settings, at, until[: taken + 1], jax.device_get(kept), stopped)
        # the first snapshot is of step 0
        assert run is not None
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
      on_progress: called with the share done each time a long run looks up, and at the end.
      dialect: to train in the place of `arcface`.

    Returns:
      The run with about 60 snapshots. The same settings give the same numbers on one machine.
      If the loss became NaN or infinite, the run ends before it and `stopped` says where; if it
      was so from the start, the run has no snapshot at all.

    Raises:
      ValueError: a dialect of another loss than ArcFace, an unknown one, or an unknown precision.
    """
    if dialect is not None and (settings.loss != "arcface" or dialect.key not in DIALECTS):
        raise ValueError(
            f"dialect: expected one of {', '.join(DIALECTS)} beside loss='arcface'; "
            f"got {dialect.key!r} beside {settings.loss!r}"
        )
    if dialect is not None and dialect.precision not in kernel.PRECISIONS:
        raise ValueError(
            f"precision: expected one of {', '.join(kernel.PRECISIONS)}; got {dialect.precision!r}"
        )
    for run in stream(settings, dialect):
        if on_progress is not None:
            # a loss that is NaN from the start leaves no step to speak of
            on_progress(run.steps[-1] / settings.steps if len(run.steps) else 0.0)
    return run


def assemble(
    settings: Settings,
    at: Problem,
    until: np.ndarray,
    kept: kernel.Snapshots,
    stopped: int,
) -> Run:
    """The run that the first K snapshots make: finite ones only, each step once.

    `until` [K + 1]: the step of each snapshot, and the step reached after the last.
    """
    first, stopped = kernel.sound(kept, until, stopped)
    whole = (np.asarray(array)[: len(first)][first] for array in kept)
    every, weights, bias, loss = whole
    points, places = len(at.labels), at.train.columns.shape[1]
    features = every[:, :points]
    test_features = every[:, places : places + len(at.test_labels)]
    right, test_right = (
        inference_scores(losses.get(settings.loss), part, weights, bias).argmax(axis=-1) == labels
        for part, labels in ((features, at.labels), (test_features, at.test_labels))
    )
    return Run(
        settings=settings,
        data=at.data,
        steps=until[:-1][first],
        features=features,
        weights=weights,
        bias=bias,
        loss=loss,
        accuracy=right.mean(axis=1),
        labels=at.labels,
        test_features=test_features,
        test_accuracy=test_right.mean(axis=1) if len(at.test_labels)
        else np.full(first.sum(), np.nan),
        test_labels=at.test_labels,
        stopped=None if stopped == kernel.FINITE else NonFinite(stopped, settings.loss),
    )  # fmt: skip
