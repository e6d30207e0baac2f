"""The plane of the inputs of a run: what its picture shows at one step."""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float, Int

from lossviz import losses, metrics
from lossviz.data import Dataset, NoPlane, Plane
from lossviz.data.plane import scaling_of
from lossviz.pictures import Axis, Input, run_plane
from lossviz.pictures.formats import whole_percent
from lossviz.pictures.picture import Say, literal, said
from lossviz.playground import tracks
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.training.input_plane import Ruled, plane_for, ruled
from lossviz.training.problem import problem
from lossviz.training.replay import moments

# places a side: a figure is looked at longer than a frame
GRID = 96


class Ground(NamedTuple):
    """What a run makes of the plane at the snapshot number `at`: `found` is one frame of it.

    points [N + M, 2] (training points first), projected onto the plane.
    """

    at: int
    plane: Plane
    points: Float[np.ndarray, "N 2"]
    found: Ruled


def ground(run: Run, step: int | None = None) -> Ground:
    """The input plane of a run at a snapshot, as `lossviz.playground.tracks.snapshot` counts.

    Raises:
      NoPlane: the data have no plane to look at; see `lossviz.data.NoPlane`.
      ValueError: the run has no snapshot, or it is a dialect's.
    """
    at = tracks.snapshot(run, step)
    data, plane = plane_for(run.settings)
    (moment,) = moments(run, [at])
    inputs = np.concatenate([data.x, data.x_test[: len(run.test_labels)]]).astype(float)
    found = ruled(run.settings, data, plane, [moment], GRID)
    return Ground(at, plane, plane.coordinates(inputs), found)


def pictured(run: Run, step: int | None, say: Say) -> tuple[Input, dict[str, np.ndarray]]:
    """The picture of the plane at a step with its words, and the arrays that it reads.

    Raises: see `ground`.
    """
    here = ground(run, step)
    plane, found = here.plane, here.found
    title = "input.title.exact" if plane.exact else "input.title.slice"
    share = whole_percent(plane.shares.sum())
    record = said(_record(run.settings, run.data, plane, say), say)
    described = replace(record, title=say(title, step=int(run.steps[here.at]), share=share))
    grids = {name: getattr(found, name)[0].ravel() for name in ("cls", "lead", "surplus")}
    return described, grids | {
        "at": here.points,
        "labels": np.r_[run.labels, run.test_labels],
        "pred": predicted(run, here.at),
        "shares": shares(plane, found)[0],
    }


def described(run: Run, step: int | None, say: Say) -> dict[str, str]:
    """What the picture of the plane shows at a step, in words, or why there is none, by its id.

    Raises: ValueError, see `ground`.
    """
    try:
        found, frame = pictured(run, step, say)
    except NoPlane as error:
        return {picture(run.settings, say).id: why_no_plane(error, say)}
    return {found.id: found.words(frame, say)}


def picture(settings: Settings, say: Say) -> Input:
    """The picture of the plane of a run of these settings; where there is none, it says why."""
    try:
        data, plane = plane_for(settings)
    except NoPlane as error:
        data, nothing = problem(settings).data, Axis(0, 1, "")
        why = literal(why_no_plane(error, say))
        return run_plane(tracks.shape(settings, data), nothing, nothing, none=why)
    return _record(settings, data, plane, say)


def _record(settings: Settings, data: Dataset, plane: Plane, say: Say) -> Input:
    low, high = plane.middle - plane.half, plane.middle + plane.half
    x, y = (
        Axis(float(low[k]), float(high[k]), literal(name))
        for k, name in enumerate(axis_labels(settings, plane, say))
    )
    inputs = None if plane.exact else len(plane.names)
    return run_plane(tracks.shape(settings, data), x, y, inputs)


def shares(plane: Plane, found: Ruled) -> Float[np.ndarray, "F 2"]:
    """Of each frame: the share of the variance that lies in the plane, and that of `agree`."""
    return np.stack([np.full(len(found.agree), plane.shares.sum()), found.agree], axis=1)


def predicted(run: Run, at: int) -> Int[np.ndarray, " N"]:
    """The classes that inference decides for at snapshot number `at`, training points first."""
    frames = tracks.of_run(run, at)
    params = {key: value[0] for key, value in frames.params.items()}
    loss = losses.get(run.settings.loss)
    features, weights, bias = frames.features[0], frames.weights[0], frames.bias[0]
    return metrics.inference_scores(loss, features, weights, bias, params).argmax(axis=-1)


def axis_labels(settings: Settings, plane: Plane, say: Say) -> tuple[str, str]:
    """What the axes of the plane are called, with the units of the inputs as trained."""
    if not plane.exact:
        first, second = (
            say("input.axis.direction", number=k + 1, share=whole_percent(share))
            for k, share in enumerate(plane.shares)
        )
        return first, second
    scaling = scaling_of(settings.dataset)
    values: dict[str, Any] = {"factor": f"{scaling.factor:.3g}"}
    first, second = (say(f"input.axis.{scaling.kind}", name=n, **values) for n in plane.names)
    return first, second


def why_no_plane(error: NoPlane, say: Say) -> str:
    """The sentence in the place of the picture."""
    return say(f"input.none.{error.reason}", names=", ".join(error.names))
