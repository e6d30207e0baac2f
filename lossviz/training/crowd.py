"""Many classes in many dimensions: what becomes of a loss where there are more than six digits.

Every class is a point of a space of `signal` directions, drawn once; a sample is its class's point
with noise, in a space of more directions that are noise alone. The encoder has to find out which
directions tell the classes apart, as one that is trained on faces has to. So there is something to
verify on classes that it never saw.
"""

from collections import deque
from typing import NamedTuple

import jax
import numpy as np
from jaxtyping import Float, Int

from lossviz import losses
from lossviz.encoder import initial_mlp
from lossviz.metrics import angles, cosines, equal_error, inference_scores, margin_met, unit
from lossviz.training import kernel
from lossviz.training.problem import epoch_orders, random_directions
from lossviz.training.programs import program_for
from lossviz.training.ramp import STEADY, Ramp
from lossviz.training.run import advancing

SNAPSHOTS = 40
# pairs of two classes that verification is measured on
PAIRS = 4000
# of each class that is held out, and of each that is never trained
HELD_OUT = 4


class Crowd(NamedTuple):
    """What to train on, how, and under which loss of the catalogue.

    classes, each: how many classes, and samples of each to train on; unseen: classes that only
    verification meets. signal, nuisance: directions that tell classes apart, and that do not;
    noise: standard deviation of a sample in the former, loud: in the latter; class points have 1.
    dim: d; hidden: units of a tanh layer, 0 for a linear encoder. others: parameters of the loss
    beside s and m; its defaults for those that are left out. batch: 0 for all samples.
    wrong: share of training labels drawn at random. learnt: whether the class vectors are, which
    they are not where nobody gave them to the optimizer.
    """

    classes: int = 100
    each: int = 8
    unseen: int = 50
    signal: int = 24
    nuisance: int = 40
    noise: float = 0.4
    loud: float = 1.0
    wrong: float = 0.0
    dim: int = 32
    hidden: int = 0
    learnt: bool = True
    loss: str = "arcface"
    s: float = 64.0
    m: float = 0.5
    others: tuple[tuple[str, float], ...] = ()
    ramp: Ramp = STEADY
    lr: float = 0.01
    decay: float = 0.0
    batch: int = 0
    steps: int = 200
    seed: int = 0


class Samples(NamedTuple):
    """Columns of inputs and their labels: to train on, held out, and of unseen classes."""

    train: Float[np.ndarray, "D N"]
    labels: Int[np.ndarray, " N"]
    held: Float[np.ndarray, "D M"]
    held_labels: Int[np.ndarray, " M"]
    new: Float[np.ndarray, "D U"]
    new_labels: Int[np.ndarray, " U"]


class Course(NamedTuple):
    """A run as its log would show it, at T steps; a run that met NaN ends before it.

    loss [T]: over the step's batch; accuracy, met [T]: of the training samples, by the scores
    without margin and with the whole of it; held [T]: accuracy of the held-out samples; own, rival
    [T, N]: θ to the target's class vector and to the nearest other, radians; pairs: equal error
    rate of verification at the end, on classes that were never trained.
    stopped: the step of the first loss that was not finite, or −1.
    """

    steps: Int[np.ndarray, " T"]
    loss: Float[np.ndarray, " T"]
    accuracy: Float[np.ndarray, " T"]
    met: Float[np.ndarray, " T"]
    held: Float[np.ndarray, " T"]
    own: Float[np.ndarray, "T N"]
    rival: Float[np.ndarray, "T N"]
    pairs: float
    stopped: int


def samples(crowd: Crowd) -> Samples:
    """The data of a crowd: they depend on its sizes, its noise and its seed."""
    rng = np.random.default_rng([crowd.seed, 0])
    size = crowd.signal + crowd.nuisance
    turn = np.linalg.qr(rng.normal(size=(size, size)))[0]
    points = rng.normal(size=(crowd.classes + crowd.unseen, crowd.signal))
    spread = np.repeat([crowd.noise, crowd.loud], [crowd.signal, crowd.nuisance])

    def drawn(classes: np.ndarray, each: int) -> tuple[np.ndarray, np.ndarray]:
        labels = np.repeat(classes, each).astype(np.int32)
        at = np.pad(points[labels], [(0, 0), (0, crowd.nuisance)])
        inputs = (at + spread * rng.normal(size=(len(labels), size))) @ turn
        return inputs.T.astype(np.float32), labels

    known, new = np.split(np.arange(crowd.classes + crowd.unseen), [crowd.classes])
    train, labels = drawn(known, crowd.each)
    mistaken = rng.random(len(labels)) < crowd.wrong
    labels[mistaken] = rng.integers(0, crowd.classes, mistaken.sum())
    return Samples(train, labels, *drawn(known, HELD_OUT), *drawn(new, HELD_OUT))


def parameters_of(crowd: Crowd) -> dict[str, float]:
    """The parameters of the crowd's loss: `s`, `m` and `others`, as far as it has them.

    Raises:
      KeyError: no such loss.
      ValueError: one of them is out of the loss's range: m = 0.5 is no factor of SphereFace's.
    """
    given = {"s": crowd.s, "m": crowd.m, **dict(crowd.others)}
    found = {}
    for p in losses.get(crowd.loss).parameters:
        found[p.key] = value = float(given.get(p.key, p.default))
        if not p.low <= value <= p.high:
            raise ValueError(
                f"{p.key} of {crowd.loss}: expected {p.low:g} to {p.high:g}; got {value:g}"
            )
    return found


def _knobs(crowd: Crowd, points: int) -> kernel.Knobs:
    values = dict.fromkeys(kernel.PARAMETERS, 0.0) | parameters_of(crowd)
    return kernel.Knobs(
        loss=np.int32(kernel.number_of(crowd.loss, "catalogue")),
        loss_params=np.array(list(values.values()), np.float32),
        anneal=np.float32(0),
        ramp=Ramp(*(np.float32(x) for x in crowd.ramp)),
        bias_rate=np.float32(0),
        learnt=np.bool_(crowd.learnt),
        rate=np.float32(crowd.lr),
        momentum=np.float32(0.9),
        decay=np.float32(crowd.decay),
        drawn=random_directions(crowd.seed, crowd.dim, crowd.classes),
        imprint=np.bool_(False),
        points=np.int32(points),
        batch=np.int32(crowd.batch or points),
        order=epoch_orders(crowd.seed, points, points, crowd.batch > 0),
    )


def train(crowd: Crowd) -> Course:
    """Train an encoder and class vectors on the crowd.

    Raises:
      KeyError, ValueError: see `parameters_of`.
      Busy, Cancelled: see `lossviz.training.prepare`.
    """
    data = samples(crowd)
    points = len(data.labels)
    hidden = (crowd.hidden,) if crowd.hidden else ()
    rng = np.random.default_rng([crowd.seed, 1])
    encoder = initial_mlp(rng, len(data.train), hidden, crowd.dim)
    at_train = kernel.Points(data.train, data.labels, np.full(points, 1 / points, np.float32))
    test = np.concatenate([data.held, data.new], axis=1)
    operands = encoder, at_train, test, _knobs(crowd, points)
    program = program_for(
        operands, kind="adam", batch=crowd.batch, family="catalogue", classes=crowd.classes,
        kept=SNAPSHOTS,
    )  # fmt: skip
    even = np.round(np.linspace(0, crowd.steps, SNAPSHOTS))
    until = np.r_[even, crowd.steps + 1].astype(np.int32)
    ((kept, stopped, taken),) = deque(advancing(program, operands, until, crowd.steps / 2), 1)
    return _measured(crowd, data, until[: taken + 1], jax.device_get(kept), stopped)


def _measured(
    crowd: Crowd, data: Samples, until: np.ndarray, kept: kernel.Snapshots, stopped: int
) -> Course:
    """The snapshots that count, measured one by one: all at once are hundreds of megabytes."""
    first, stopped = kernel.sound(kept, until, stopped)
    places = np.flatnonzero(first)
    features, weights, _, loss = map(np.asarray, kept)
    seen = [_seen(crowd, data, features[k], weights[k]) for k in places]
    at_end = _new(data, features[places[-1]]) if len(places) else None
    return Course(
        steps=until[:-1][first],
        loss=loss[places],
        **{name: np.array([getattr(one, name) for one in seen]) for name in Seen._fields},
        pairs=np.nan if at_end is None else _error(crowd, at_end, data.new_labels),
        stopped=stopped,
    )


def _new(data: Samples, features: np.ndarray) -> np.ndarray:
    """The features of the classes that were not trained."""
    return features[len(data.labels) + len(data.held_labels) :]


class Seen(NamedTuple):
    """What is measured of one snapshot; see `Course`."""

    accuracy: float
    met: float
    held: float
    own: Float[np.ndarray, " N"]
    rival: Float[np.ndarray, " N"]


def _seen(crowd: Crowd, data: Samples, features: np.ndarray, weights: np.ndarray) -> Seen:
    loss, bias = losses.get(crowd.loss), np.zeros(crowd.classes)
    params = parameters_of(crowd)
    trained, known, _ = np.split(features, np.cumsum([len(data.labels), len(data.held_labels)]))
    cosine = cosines(trained, weights)

    def accuracy(part: np.ndarray, labels: np.ndarray, cosine: np.ndarray | None = None) -> float:
        scores = inference_scores(loss, part, weights, bias, params, cosine)
        return float((scores.argmax(axis=-1) == labels).mean())

    theta = angles(trained, weights, data.labels, cosine)
    met = margin_met(loss, trained, weights, bias, data.labels, params, cosine)
    return Seen(
        accuracy=accuracy(trained, data.labels, cosine),
        met=float(met.mean()),
        held=accuracy(known, data.held_labels),
        own=theta.own.astype(np.float32),
        rival=theta.rival.astype(np.float32),
    )


def _error(crowd: Crowd, features: np.ndarray, labels: np.ndarray) -> float:
    """Equal error rate of these features, over PAIRS drawn pairs of two classes and all of one."""
    if not len(labels):
        return np.nan
    at = unit(features, -1)[0].astype(np.float32)
    one, other = np.triu_indices(len(labels), 1)
    same = labels[one] == labels[other]
    rng = np.random.default_rng([crowd.seed, 4])
    two = rng.choice(np.flatnonzero(~same), min(PAIRS, int((~same).sum())), replace=False)
    distances = (-(at[one[of]] * at[other[of]]).sum(axis=1) for of in (np.flatnonzero(same), two))
    return equal_error(*distances).rate
