"""The jitted scan that every run goes through.

It is compiled once for a shape (points, inputs, network, classes, batch, optimiser) and a family of
losses, and serves all of the family: the loss is chosen by a traced number, and so are its
parameters, how its margin comes and goes, the learning rate, the weight decay, the schedule of
steps, the data, the initial weights and where the class vectors start. Changing any of them
compiles nothing. Sizes come from a grid (`lossviz.training.shapes`): what fills them up has no
share in the loss.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jaxtyping import Array, Bool, Float, Int

from lossviz.encoder import Encoder, Values
from lossviz.losses import CATALOGUE, DIALECTS, Loss
from lossviz.training.ramp import Ramp, share

PARAMETERS = ("s", "m", "m1", "m2", "m3", "eps", "lam")
HALF = ("float16", "bfloat16")
PRECISIONS = ("float32", *HALF)
# a program holds the losses of one family; which of them is a traced number
FAMILIES = {"catalogue": CATALOGUE, "dialects": DIALECTS} | dict.fromkeys(HALF, DIALECTS)
FINITE = -1

# a number by itself: an array where it is traced, NumPy's where the host says it
Whole = Int[Values | np.int32, ""]
Real = Float[Values | np.float32, ""]
Truth = Bool[Values | np.bool_, ""]


class Parameters(NamedTuple):
    """What is trained."""

    encoder: Encoder
    weights: Float[Values, "d C"]
    bias: Float[Values, " C"]


# what optax does to them; its own types know arrays, lists and dictionaries, but no modules
Update = Callable[[Parameters, optax.OptState, Parameters], tuple[Parameters, optax.OptState]]
Apply = Callable[[Parameters, Parameters], Parameters]


class Points(NamedTuple):
    """What is trained on, one column a point.

    share: what a point has in the mean loss, 1/n; 0 where a column only fills up the shape.
    """

    columns: Values
    labels: Int[Values, " N"]
    share: Float[Values, " N"]


class Knobs(NamedTuple):
    """Everything that changes without a new compilation."""

    loss: Whole
    loss_params: Float[Values, " 7"]
    anneal: Real
    ramp: Ramp
    bias_rate: Real
    learnt: Truth
    rate: Real
    momentum: Real
    decay: Real
    drawn: Float[Values, "d C"]
    imprint: Truth
    # mini-batches: how many points there are, how many a batch takes, each epoch's order of them
    points: Whole
    batch: Whole
    order: Int[Values, "epochs _"]


class State(NamedTuple):
    """Where a run stands: `taken` snapshots are kept of it.

    stopped: the step of the first loss that was not finite, or FINITE.
    """

    parameters: Parameters
    optimizer: optax.OptState
    step: Int[Array, ""]
    stopped: Int[Array, ""]
    taken: Int[Array, ""]


class Snapshots(NamedTuple):
    """What is kept of K moments, and one place more for what is kept of none.

    The features of all points, and the loss of the step that starts there: over its batch, which
    is the training set unless there are mini-batches.
    """

    features: Float[Values, "K1 M d"]
    weights: Float[Values, "K1 d C"]
    bias: Float[Values, "K1 C"]
    loss: Float[Values, " K1"]


def optimizer_of(kind: str, knobs: Knobs) -> optax.GradientTransformation:
    """Adam with decoupled weight decay, or SGD with momentum and L2 decay."""
    rate, decay = jnp.asarray(knobs.rate), jnp.asarray(knobs.decay)
    if kind == "adam":
        return optax.adamw(rate, weight_decay=decay)
    return optax.chain(
        optax.add_decayed_weights(decay), optax.sgd(rate, momentum=jnp.asarray(knobs.momentum))
    )


def _value(loss: Loss, features, weights, bias, labels, share, values):
    params = {p.key: values[PARAMETERS.index(p.key)] for p in loss.parameters}
    return jnp.vdot(share, loss.per_sample(features, weights, labels, bias, **params))


def _value_in(precision: str, loss: Loss, features, weights, bias, labels, share, values):
    """Everything up to a sample's loss in half precision; the mean, and the update, in single."""
    features, weights, values = (x.astype(precision) for x in (features, weights, values))
    params = {p.key: values[PARAMETERS.index(p.key)] for p in loss.parameters}
    each = loss.per_sample(features, weights, labels, **params)
    return jnp.vdot(share, each.astype(share.dtype))


# The gradient is taken inside each branch: a switch that is differentiated from outside has to
# carry the union of what all thirteen branches remember.
_VALUES_AND_GRADIENTS = {
    family: [
        jax.value_and_grad(
            partial(_value_in, family, loss) if family in HALF else partial(_value, loss),
            argnums=(0, 1, 2),
        )
        for loss in found.values()
    ]
    for family, found in FAMILIES.items()
}


def number_of(key: str, family: str) -> int:
    """The number of a loss in its family, for `Knobs.loss`."""
    return list(FAMILIES[family]).index(key)


def _scheduled(knobs: Knobs, step: Array) -> Array:
    """The loss's parameters at a step: m on its ramp, and while annealing (γ = `anneal` > 0)
    λ(t) = max(λ, λ₀/(1 + γt)) with λ₀ = 1000.
    """
    lam, m = PARAMETERS.index("lam"), PARAMETERS.index("m")
    started = jnp.where(knobs.anneal > 0, 1000 / (1 + knobs.anneal * step), 0)
    found = jnp.asarray(knobs.loss_params).at[lam].set(jnp.maximum(knobs.loss_params[lam], started))
    return found.at[m].multiply(share(knobs.ramp, step))


def _batch(train: Points, knobs: Knobs, step: Array, size: int) -> Points:
    """The step's mini-batch: a slice of the epoch's own order of the points; size 0: all of them.

    The slice has `size` places; the batch fills the first of them.
    """
    if size == 0:
        return train
    per_epoch = knobs.points // knobs.batch
    order = knobs.order[(step // per_epoch) % len(knobs.order)]
    chosen = jax.lax.dynamic_slice(order, ((step % per_epoch) * knobs.batch,), (size,))
    share = jnp.where(jnp.arange(size) < knobs.batch, 1 / knobs.batch, 0)
    return Points(
        jnp.take(train.columns, chosen, axis=1),
        jnp.take(train.labels, chosen),
        share.astype(train.share.dtype),
    )


def _step(
    train: Points, knobs: Knobs, state: State, *, kind: str, batch: int, family: str
) -> tuple[State, Float[Values, ""]]:
    """One optimiser step, and the loss it started from."""
    now = _batch(train, knobs, state.step, batch)
    (encoder, weights, bias) = state.parameters
    columns, pull_back = jax.vjp(lambda network: network(now.columns), encoder)
    loss, (d_features, d_weights, d_bias) = jax.lax.switch(
        knobs.loss, _VALUES_AND_GRADIENTS[family],
        columns.T, weights, bias, now.labels, now.share, _scheduled(knobs, state.step),
    )  # fmt: skip
    # without a bias the rate is 0: it stays at the zero it starts from
    slopes = Parameters(*pull_back(d_features.T), d_weights, d_bias * knobs.bias_rate)
    update: Update = optimizer_of(kind, knobs).update  # ty: ignore[invalid-assignment]
    updates, optimizer = update(slopes, state.optimizer, state.parameters)
    stopped = jnp.where(jnp.isfinite(loss), FINITE, state.step)
    # class vectors that nobody gave to the optimizer stay; asked of the update and not of the
    # slope, the question changes no rounding of the runs in which they move
    updates = updates._replace(weights=jnp.where(knobs.learnt, updates.weights, 0))
    apply: Apply = optax.apply_updates  # ty: ignore[invalid-assignment]
    parameters = apply(state.parameters, updates)
    return State(parameters, optimizer, state.step + 1, stopped, state.taken), loss


def class_means(features: Float[Values, "N d"], train: Points, classes: int) -> Array:
    """Unit class vectors [d, C] that point to the mean of their class's features.

    Class vectors that start anywhere have to push through each other on the circle, and which one
    gets stuck is a matter of rounding. From here the end of a run moves smoothly with s and m.
    Qi et al. 2018 (weight imprinting).
    """
    own = (train.labels == jnp.arange(classes)[:, None]) & (train.share > 0)
    own = own.astype(features.dtype)
    means = (own @ features / jnp.maximum(own.sum(axis=1, keepdims=True), 1)).T
    length = jnp.linalg.norm(means, axis=0)
    return means / jnp.where(length == 0, 1, length)


def start(
    encoder: Encoder,
    train: Points,
    test: Values,
    knobs: Knobs,
    *,
    kind: str,
    classes: int,
    kept: int,
) -> tuple[State, Snapshots]:
    """The state before the first step, and room for `kept` snapshots."""
    features = encoder(train.columns).T
    means = class_means(features, train, classes)
    weights = jnp.where(knobs.imprint, means, knobs.drawn)
    parameters = Parameters(encoder, weights, jnp.zeros(classes, weights.dtype))
    optimizer = optimizer_of(kind, knobs).init(parameters)  # ty: ignore[invalid-argument-type]
    state = State(parameters, optimizer, jnp.int32(0), jnp.int32(FINITE), jnp.int32(0))
    points, dim = train.columns.shape[1] + test.shape[1], features.shape[1]
    shapes = (points, dim), weights.shape, (classes,), ()
    return state, Snapshots(*(jnp.zeros((kept + 1, *shape), weights.dtype) for shape in shapes))


def _with(array: Values, place: Array, value: Values) -> Array:
    """The array with this value at this place of its first axis."""
    return jnp.asarray(array).at[place].set(value)


def advance(
    state: State,
    snapshots: Snapshots,
    train: Points,
    test: Values,
    knobs: Knobs,
    until: Int[Values, " K1"],
    stop: Int[Values, ""],
    *,
    kind: str,
    batch: int,
    family: str,
) -> tuple[State, Snapshots]:
    """Train to the step `stop`, and keep a snapshot at each step of `until` that is reached.

    A snapshot's loss is the one its next step computes anyway: one step more ends `until`.
    Training ends at the first loss that is not finite. Where a run is cut by `stop` changes none
    of its numbers.

    Args:
      test: columns of the test points.
      until: the K steps at which snapshots are kept, and the last step of all.
    """
    everything = jnp.concatenate([train.columns, test], axis=1)
    last = len(until) - 1

    def unfinished(carry: tuple[State, Snapshots]) -> Bool[Values, ""]:
        now, _ = carry
        return (now.step < jnp.minimum(until[last], stop)) & (now.stopped == FINITE)

    def to_next(carry: tuple[State, Snapshots]) -> tuple[State, Snapshots]:
        now, kept = carry
        due = now.step == until[now.taken]
        # a run that goes on between two snapshots keeps none: what it computes lands in the spare
        # place, which costs less than a branch around it
        place = jnp.where(due, now.taken, last)
        encoder, weights, bias = now.parameters
        kept = Snapshots(
            _with(kept.features, place, encoder(everything).T),
            _with(kept.weights, place, weights),
            _with(kept.bias, place, bias),
            kept.loss,
        )
        now = now._replace(taken=now.taken + due)
        begun, end = until[now.taken - 1], jnp.minimum(until[now.taken], stop)

        def below(inner: tuple[State, Array]) -> Bool[Values, ""]:
            return (inner[0].step < end) & (inner[0].stopped == FINITE)

        def step(inner: tuple[State, Array]) -> tuple[State, Array]:
            before, first_loss = inner
            after, loss = _step(train, knobs, before, kind=kind, batch=batch, family=family)
            return after, jnp.where(before.step == begun, loss, first_loss)

        now, loss = jax.lax.while_loop(below, step, (now, kept.loss[now.taken - 1]))
        return now, kept._replace(loss=_with(kept.loss, now.taken - 1, loss))

    return jax.lax.while_loop(unfinished, to_next, (state, snapshots))


COMPILED: dict[str, Any] = {
    # a compilation that spreads over the threads that also compute stops every run for seconds
    "xla_cpu_parallel_codegen_split_count": 1,
    # JAX's default, whatever XLA_FLAGS say of others: at 1 a program compiles in three quarters of
    # the time and runs as fast, but rounds otherwise, and where class vectors push through each
    # other the numbers in the words are those of this rounding
    "xla_backend_optimization_level": 3,
    # what is said to be computed in half precision is rounded to it after every operation
    "xla_allow_excess_precision": False,
}


class Program(NamedTuple):
    """`start` and `advance`, compiled: whoever drops it frees its memory."""

    start: Callable[..., tuple[State, Snapshots]]
    advance: Callable[..., tuple[State, Snapshots]]


def program(
    encoder: Encoder,
    train: Points,
    test: Values,
    knobs: Knobs,
    *,
    kind: str,
    batch: int,
    family: str,
    classes: int,
    kept: int,
) -> Program:
    """Compile a program for runs of the shapes of these arguments; `kept` snapshots each."""
    both = lowered(
        encoder, train, test, knobs,
        kind=kind, batch=batch, family=family, classes=classes, kept=kept,
    )  # fmt: skip
    # compiled ahead of time it belongs to nobody's cache but its owner's
    return Program(*(one.compile(COMPILED) for one in both))


def lowered(
    encoder: Encoder,
    train: Points,
    test: Values,
    knobs: Knobs,
    *,
    kind: str,
    batch: int,
    family: str,
    classes: int,
    kept: int,
) -> tuple[jax.stages.Lowered, jax.stages.Lowered]:
    """`start` and `advance` for these shapes, before they are compiled."""
    begin = jax.jit(partial(start, kind=kind, classes=classes, kept=kept))
    begin = begin.lower(encoder, train, test, knobs)
    go_on = jax.jit(partial(advance, kind=kind, batch=batch, family=family))
    until = jax.ShapeDtypeStruct((kept + 1,), np.int32)
    return begin, go_on.lower(*begin.out_info, train, test, knobs, until, until.update(shape=()))


def sound(
    kept: Snapshots, until: Int[np.ndarray, " K1"], stopped: int
) -> tuple[Bool[np.ndarray, " K"], int]:
    """Which of the first K snapshots count, and where training ended.

    Each step once, up to the first number that is not finite; its step, or FINITE.

    Args:
      kept: on the host; what stands after the first K counts for nothing.
      until: the step of each snapshot, and the step reached after the last.
      stopped: the step of the first loss that was not finite, or FINITE.
    """
    steps, followed = until[:-1], np.diff(until) > 0
    kept = Snapshots(*(array[: len(steps)] for array in kept))
    whole = np.isfinite(kept.loss)
    for array in (kept.features, kept.weights, kept.bias):
        whole &= np.isfinite(array).all(axis=tuple(range(1, array.ndim)))
    if stopped != FINITE:
        whole &= steps < stopped
    elif not whole.all():
        # the losses were still finite, the numbers they came from are not
        stopped = int(steps[np.argmin(whole)])
    return followed & np.logical_and.accumulate(whole), stopped


@partial(jax.jit, static_argnames=("kind", "batch", "classes"))
def train_many(
    encoders: Encoder,
    train: Points,
    test: Values,
    knobs: Knobs,
    until: Values,
    *,
    kind: str,
    batch: int,
    classes: int,
) -> tuple[State, Snapshots]:
    """Whole runs as one batch: every operand has a leading axis of runs, except the loss.

    The loss is shared, so that the switch stays a branch instead of computing all thirteen.
    """
    axes = Knobs._make(None if name == "loss" else 0 for name in Knobs._fields)

    def one(encoder: Encoder, train: Points, test: Values, knobs: Knobs, until: Values):
        kept = len(until) - 1
        begun = start(encoder, train, test, knobs, kind=kind, classes=classes, kept=kept)
        return advance(
            *begun, train, test, knobs, until, until[kept], kind=kind, batch=batch,
            family="catalogue",
        )  # fmt: skip

    return jax.vmap(one, in_axes=(0, 0, 0, axes, 0))(encoders, train, test, knobs, until)
