"""The networks behind the snapshots of a run: a run keeps features, and here it is walked again.

What a network makes of other inputs than the points takes its parameters. They are not kept: 60
times up to 42,000 numbers, for pictures that few ask for. Where a run is cut by a stop changes none
of its numbers, so the same program, stopped at each snapshot, passes through the very same
parameters.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import jax
import numpy as np
from jaxtyping import Float

from lossviz.encoder import Mlp
from lossviz.settings import Settings
from lossviz.training import kernel
from lossviz.training.clients import client
from lossviz.training.run import BREATH_S, Prepared, Run, prepare, schedule
from lossviz.training.work import estimated_seconds


class Moment(NamedTuple):
    """A trained state at one step, on the host: network, class vectors, biases.

    features: of the training samples.
    """

    step: int
    encoder: Mlp
    weights: Float[np.ndarray, "d C"]
    bias: Float[np.ndarray, " C"]
    features: Float[np.ndarray, "N d"]


def moments(run: Run, places: Sequence[int] | None = None) -> Iterator[Moment]:
    """The states behind these snapshots of a run (all by default), each as it is reached.

    Args:
      run: as `train` or `stream` make it of settings alone.
      places: rising places in `run.steps`.

    Raises:
      ValueError: free points, which have no network; or a run whose settings lead to another one,
        as those of a dialect do.
      Busy, Cancelled: see `lossviz.training.prepare`.
    """
    places = range(len(run.steps)) if places is None else places
    begun = _with_network(run.settings)
    stops = (int(run.steps[place]) for place in places)
    for place, (state, _) in zip(places, _walk(begun, run.settings, stops), strict=True):
        moment = _moment(begun, int(run.steps[place]), state.parameters, run.features[place])
        # the same program on the same machine computes the same; a little for other machines
        if not np.allclose(moment.weights, run.weights[place], rtol=1e-2, atol=1e-3):
            raise ValueError("the run is not the one that its settings lead to: a dialect's?")
        yield moment


def last_moments(settings: Settings) -> Iterator[Moment | None]:
    """Train to the end: None every now and then on the way, then the state of the last snapshot.

    That is the one before a loss that was not finite; None where there is not even a first one.

    Raises: see `moments`.
    """
    begun, until = _with_network(settings), schedule(settings.steps)
    parameters, snapshots = None, None
    # the loss of the last snapshot is known one step later
    for reached in _walk(begun, settings, _breaths(settings)):
        state, snapshots = reached
        step, stopped, taken = map(int, jax.device_get(state[2:]))
        if stopped != kernel.FINITE or step == until[-1]:
            break
        parameters = state.parameters
        yield None
    host = jax.device_get(snapshots)
    first, _ = kernel.sound(host, until[: taken + 1], stopped)
    if not first.any():
        yield None
        return
    last = int(np.flatnonzero(first)[-1])
    if until[last] != settings.steps:
        # it ended early: where, is known now
        (state, _), *_ = _walk(begun, settings, [int(until[last])])
        parameters = state.parameters
    assert parameters is not None
    points = len(begun.at.labels)
    yield _moment(begun, int(until[last]), parameters, np.asarray(host.features[last, :points]))


def _breaths(settings: Settings) -> Iterator[int]:
    """Stops about every `BREATH_S` seconds, at the last step, and one step later."""
    parts = int(np.ceil(estimated_seconds(settings) / BREATH_S)) + 1
    yield from np.unique(np.linspace(0, settings.steps, parts + 1).astype(int)[1:])
    yield settings.steps + 1


def _with_network(settings: Settings) -> Prepared:
    if settings.encoder == "free":
        raise ValueError("free points have no network, and no inputs that it could be asked about")
    return prepare(settings)


def _walk(
    begun: Prepared, settings: Settings, stops: Iterable[int]
) -> Iterator[tuple[kernel.State, kernel.Snapshots]]:
    """The run's state at each of the steps; it stays where a loss was not finite."""
    until = schedule(settings.steps)
    reached = begun.program.start(*begun.operands)
    for stop in stops:
        client().look_up()
        reached = begun.program.advance(*reached, *begun.operands[1:], until, np.int32(stop))
        yield reached


def _moment(
    begun: Prepared, step: int, parameters: kernel.Parameters, features: np.ndarray
) -> Moment:
    encoder, weights, bias = jax.device_get(parameters)
    # the program's inputs are filled up with zeros
    first, *others = encoder.weights
    encoder = Mlp((first[:, : begun.at.inputs], *others), encoder.biases)
    return Moment(step, encoder, weights, bias, features)
