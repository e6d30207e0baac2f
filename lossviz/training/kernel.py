"""The jitted scan that every run goes through.

It is compiled once for a shape (points, inputs, network, classes, batch, optimiser) and a family of
losses, and serves all of the family: the loss is chosen by a traced number, and so are its
parameters, the learning rate, the weight decay, the schedule of steps, the data, the initial
weights and where the class vectors start. Changing any of them compiles nothing.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax
from jaxtyping import Array, Bool, Float, Int

from lossviz.encoder import Encoder, Values
from lossviz.losses import CATALOGUE, DIALECTS, Loss

PARAMETERS = ("s", "m", "m1", "m2", "m3", "eps", "lam")
# a program holds the losses of one family; which of them is a traced number
FAMILIES = {"catalogue": CATALOGUE, "dialects": DIALECTS}
FINITE = -1


class Parameters(NamedTuple):
    """What is trained."""

    encoder: Encoder
    weights: Float[Values, "d C"]
    bias: Float[Values, " C"]


class Inputs(NamedTuple):
    """What the points are, one column each; training points first, then test points."""

    columns: Values
    labels: Int[Values, " N"]


class Knobs(NamedTuple):
    """Everything that changes without a new compilation."""

    loss: Int[Values, ""]
    loss_params: Float[Values, " 7"]
    anneal: Float[Values, ""]
    bias_rate: Float[Values, ""]
    rate: Float[Values, ""]
    momentum: Float[Values, ""]
    decay: Float[Values, ""]
    drawn: Float[Values, "d C"]
    imprint: Bool[Values, ""]
    order: Int[Values, "epochs N"]


class State(NamedTuple):
    """Where a run stands; `stopped` is the step of the first non-finite value, or FINITE."""

    parameters: Parameters
    optimizer: optax.OptState
    step: Int[Values, ""]
    stopped: Int[Values, ""]


class Snapshot(NamedTuple):
    """What is kept of one moment.

    The features of all points, and the loss of the step that starts here: over its batch, which
    is the training set unless there are mini-batches.
    """

    features: Float[Values, "M d"]
    weights: Float[Values, "d C"]
    bias: Float[Values, " C"]
    loss: Float[Values, ""]


def optimizer_of(kind: str, knobs: Knobs) -> optax.GradientTransformation:
    """Adam with decoupled weight decay, or SGD with momentum and L2 decay."""
    if kind == "adam":
        return optax.adamw(knobs.rate, weight_decay=knobs.decay)
    return optax.chain(
        optax.add_decayed_weights(knobs.decay), optax.sgd(knobs.rate, momentum=knobs.momentum)
    )


def _value(loss: Loss, features, weights, bias, labels, values):
    params = {p.key: values[PARAMETERS.index(p.key)] for p in loss.parameters}
    return loss(features, weights, labels, bias, **params)


# The gradient is taken inside each branch: a switch that is differentiated from outside has to
# carry the union of what all thirteen branches remember.
_VALUES_AND_GRADIENTS = {
    family: [
        jax.value_and_grad(partial(_value, loss), argnums=(0, 1, 2)) for loss in found.values()
    ]
    for family, found in FAMILIES.items()
}


def number_of(key: str, family: str) -> int:
    """The number of a loss in its family, for `Knobs.loss`."""
    return list(FAMILIES[family]).index(key)


def _annealed(knobs: Knobs, step: Array) -> Array:
    """λ(t) = max(λ, λ₀/(1 + γt)) with λ₀ = 1000 while annealing (γ = `anneal` > 0)."""
    lam = PARAMETERS.index("lam")
    started = jnp.where(knobs.anneal > 0, 1000 / (1 + knobs.anneal * step), 0)
    return knobs.loss_params.at[lam].set(jnp.maximum(knobs.loss_params[lam], started))


def _batch(inputs: Inputs, knobs: Knobs, step: Array, size: int) -> Inputs:
    """The step's mini-batch: a slice of the epoch's own order of the points."""
    epochs, points = knobs.order.shape
    if size == points:
        return inputs
    per_epoch = points // size
    order = knobs.order[(step // per_epoch) % epochs]
    chosen = jax.lax.dynamic_slice(order, ((step % per_epoch) * size,), (size,))
    return Inputs(jnp.take(inputs.columns, chosen, axis=1), jnp.take(inputs.labels, chosen))


def _step(
    inputs: Inputs, knobs: Knobs, state: State, *, kind: str, batch: int, family: str
) -> tuple[State, Float[Values, ""]]:
    """One optimiser step, and the loss it started from."""
    now = _batch(inputs, knobs, state.step, batch)
    (encoder, weights, bias) = state.parameters
    columns, pull_back = jax.vjp(lambda network: network(now.columns), encoder)
    loss, (d_features, d_weights, d_bias) = jax.lax.switch(
        knobs.loss, _VALUES_AND_GRADIENTS[family],
        columns.T, weights, bias, now.labels, _annealed(knobs, state.step),
    )  # fmt: skip
    # without a bias the rate is 0: it stays at the zero it starts from
    slopes = Parameters(*pull_back(d_features.T), d_weights, d_bias * knobs.bias_rate)
    updates, optimizer = optimizer_of(kind, knobs).update(slopes, state.optimizer, state.parameters)
    stopped = jnp.where(jnp.isfinite(loss), FINITE, state.step)
    parameters = optax.apply_updates(state.parameters, updates)
    return State(parameters, optimizer, state.step + 1, stopped), loss


def class_means(features: Float[Values, "N d"], labels: Int[Values, " N"], classes: int) -> Array:
    """Unit class vectors [d, C] that point to the mean of their class's features.

    Class vectors that start anywhere have to push through each other on the circle, and which one
    gets stuck is a matter of rounding. From here the end of a run moves smoothly with s and m.
    Qi et al. 2018 (weight imprinting).
    """
    own = (labels == jnp.arange(classes)[:, None]).astype(features.dtype)
    means = (own @ features / jnp.maximum(own.sum(axis=1, keepdims=True), 1)).T
    length = jnp.linalg.norm(means, axis=0)
    return means / jnp.where(length == 0, 1, length)


def start(encoder: Encoder, train: Inputs, knobs: Knobs, *, kind: str, classes: int) -> State:
    """The state before the first step."""
    means = class_means(encoder(train.columns).T, train.labels, classes)
    weights = jnp.where(knobs.imprint, means, knobs.drawn)
    parameters = Parameters(encoder, weights, jnp.zeros(classes, weights.dtype))
    optimizer = optimizer_of(kind, knobs).init(parameters)
    return State(parameters, optimizer, jnp.int32(0), jnp.int32(FINITE))


def advance(
    state: State,
    train: Inputs,
    test: Inputs,
    knobs: Knobs,
    until: Int[Values, " K"],
    *,
    kind: str,
    batch: int,
    family: str,
) -> tuple[State, Snapshot]:
    """K times: keep a snapshot, then train to the next step of `until`.

    A snapshot's loss is the one its next step computes anyway. It is not set where no step
    follows, and training ends at the first loss that is not finite.

    Returns the state to go on from, and snapshots with a leading axis K.
    """
    everything = jnp.concatenate([train.columns, test.columns], axis=1)

    def to_next(state: State, end: Array) -> tuple[State, Snapshot]:
        start, (_, weights, bias) = state.step, state.parameters
        features = state.parameters.encoder(everything).T

        def unfinished(carry: tuple[State, Array]) -> Bool[Values, ""]:
            now, _ = carry
            return (now.step < end) & (now.stopped == FINITE)

        def step(carry: tuple[State, Array]) -> tuple[State, Array]:
            now, first_loss = carry
            after, loss = _step(train, knobs, now, kind=kind, batch=batch, family=family)
            return after, jnp.where(now.step == start, loss, first_loss)

        unset = jnp.zeros((), features.dtype)
        state, loss = jax.lax.while_loop(unfinished, step, (state, unset))
        return state, Snapshot(features, weights, bias, loss)

    return jax.lax.scan(to_next, state, until)


class Program(NamedTuple):
    """`start` and `advance`, compiled by themselves: whoever drops it frees its memory."""

    start: Callable[..., State]
    advance: Callable[..., tuple[State, Snapshot]]


def program() -> Program:
    """A program for runs of one shape; it compiles when it is first used."""
    return Program(
        # JAX keeps what it compiles beside the function: these are nobody else's
        jax.jit(partial(start), static_argnames=("kind", "classes")),
        jax.jit(partial(advance), static_argnames=("kind", "batch", "family")),
    )


@partial(jax.jit, static_argnames=("kind", "batch", "classes"))
def train_many(
    encoders: Encoder,
    train: Inputs,
    test: Inputs,
    knobs: Knobs,
    until: Values,
    *,
    kind: str,
    batch: int,
    classes: int,
) -> tuple[State, Snapshot]:
    """Whole runs as one batch: every operand has a leading axis of runs, except the loss.

    The loss is shared, so that the switch stays a branch instead of computing all thirteen.
    """
    axes = Knobs(*[None if name == "loss" else 0 for name in Knobs._fields])

    def one(encoder: Encoder, train: Inputs, test: Inputs, knobs: Knobs, until: Values):
        state = start(encoder, train, knobs, kind=kind, classes=classes)
        return advance(state, train, test, knobs, until, kind=kind, batch=batch, family="catalogue")

    return jax.vmap(one, in_axes=(0, 0, 0, axes, 0))(encoders, train, test, knobs, until)
