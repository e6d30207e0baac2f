"""What a trained network makes of the plane of its inputs: a class, and how clearly, at each place.

The network on a plane is a network of two inputs: the first layer turns the plane's coordinates a
into W(o + Va) + b = (WV)a + (Wo + b). So a grid of 4096 places costs the same for 2 inputs as for
64, and needs no other compiled program.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import jax
import numpy as np
from jaxtyping import Float, Int

from lossviz import losses
from lossviz.data import Dataset, NoPlane, Plane, plane_of
from lossviz.encoder import Mlp
from lossviz.metrics import Decisions, decisions
from lossviz.settings import Settings
from lossviz.training.problem import problem
from lossviz.training.replay import Moment
from lossviz.training.run import params_at

# places a side
GRID = 64
# one small program a shape of network, whatever the data; NumPy's threads get into each other's
# way on a busy machine, and take ten times as long
_embed = jax.jit(lambda network, columns: network(columns))
# the same for all runs on these data
_plane_of = lru_cache(maxsize=8)(plane_of)


class Ruled(NamedTuple):
    """Frames of the plane; arrays [F, G, G], rows from the lowest second coordinate upwards.

    cls, lead, surplus: see `lossviz.metrics.Decisions`. agree [F]: of how many of the training
    samples the class under their projection is the one that the network gives the sample itself;
    1 where the plane is exact.
    """

    cls: Int[np.ndarray, "F G G"]
    lead: Float[np.ndarray, "F G G"]
    surplus: Float[np.ndarray, "F G G"]
    agree: Float[np.ndarray, " F"]


def plane_for(settings: Settings) -> tuple[Dataset, Plane]:
    """The data of the settings, and the plane of their inputs.

    Raises:
      NoPlane: there is none; see there.
    """
    if settings.encoder == "free":
        raise NoPlane("free")
    data = problem(settings).data
    return data, _plane_of(data)


def places(plane: Plane, grid: int = GRID) -> Float[np.ndarray, "P 2"]:
    """The grid's places in the plane's coordinates, row by row from below; P = grid²."""
    steps = np.linspace(-plane.half, plane.half, grid)
    second, first = np.meshgrid(plane.middle[1] + steps, plane.middle[0] + steps, indexing="ij")
    return np.stack([first.ravel(), second.ravel()], axis=1)


def on_plane(encoder: Mlp, plane: Plane) -> Mlp:
    """The network as a function of the plane's coordinates."""
    first, *others = encoder.weights
    bias, *biases = encoder.biases
    turned = (first @ plane.directions.T).astype(first.dtype)
    moved = (bias + first @ plane.origin).astype(first.dtype)
    return Mlp((turned, *others), (moved, *biases))


def embedded(
    encoder: Mlp, plane: Plane, coordinates: Float[np.ndarray, "N 2"]
) -> Float[np.ndarray, "N d"]:
    """Features of these places of the plane."""
    size = GRID * GRID
    room = -len(coordinates) % size
    columns = np.pad(coordinates, [(0, room), (0, 0)]).T.astype(np.float32)
    network = on_plane(encoder, plane)
    pieces = np.split(columns, columns.shape[1] // size, axis=1)
    parts = [np.asarray(_embed(network, piece)) for piece in pieces]
    return np.concatenate(parts, axis=1).T[: len(coordinates)].astype(float)


def decided(
    settings: Settings, moments: Sequence[Moment], features: Float[np.ndarray, "F N d"]
) -> Decisions:
    """The decisions [F, N] of F states of a run on features."""
    weights, bias = (np.stack(part).astype(float) for part in zip(
        *((m.weights, m.bias) for m in moments), strict=True))  # fmt: skip
    params = params_at(settings, np.array([m.step for m in moments]))
    return decisions(losses.get(settings.loss), features.astype(float), weights, bias, params)


def ruled(
    settings: Settings,
    data: Dataset,
    plane: Plane,
    moments: Sequence[Moment],
    grid: int = GRID,
) -> Ruled:
    """What these states of a run make of the plane, at `grid` × `grid` places of its square."""
    at = places(plane, grid)
    if not plane.exact:
        at = np.concatenate([at, plane.coordinates(data.x.astype(float))])
    found = decided(settings, moments, np.stack([embedded(m.encoder, plane, at) for m in moments]))
    side, count = (len(moments), grid, grid), grid * grid
    parts = (part[:, :count].reshape(side) for part in found)
    agree = np.ones(len(moments))
    if not plane.exact:
        own = decided(settings, moments, np.stack([m.features for m in moments])).cls
        agree = (own == found.cls[:, count:]).mean(axis=1)
    return Ruled(*parts, agree)


def in_parts(moments: Iterable[Moment], most: int) -> Iterator[list[Moment]]:
    """The moments in lists of at most so many, so that only a few grids are held at once."""
    part: list[Moment] = []
    for moment in moments:
        part.append(moment)
        if len(part) == most:
            yield part
            part = []
    if part:
        yield part
