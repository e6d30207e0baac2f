"""The plane of the inputs on the wire: its own tracks, asked for only while it is looked at.

A frame is 3 bytes a place: the class, and two numbers of which only signs and ratios matter, since
they are there to find out where between two places a boundary runs. They are sent as logarithms.
"""

from collections.abc import Generator, Iterator

import numpy as np
from jaxtyping import Float, UInt8

from lossviz.data import Dataset, NoPlane, Plane
from lossviz.playground import TIMELINE, input_plane, parameter_names, runs
from lossviz.settings import Settings
from lossviz.stage.packing import message
from lossviz.stage.work import Spread, Work
from lossviz.training import Run
from lossviz.training.input_plane import Ruled, in_parts, plane_for, ruled
from lossviz.training.replay import Moment, last_moments, moments

# the view that it is looked at in
VIEW = "input"
# frames of a run in one message, and of a sweep
TOGETHER = 6
# a size that counts as nothing beside the largest of its frame
LEAST = 1e-5
ZERO, STEPS = 128, 127
CODE = {"zero": ZERO, "steps": STEPS, "least": LEAST}


def beside(settings: Settings) -> dict[str, object] | None:
    """What the browser may ask for beside a run, while it looks at the plane; none without one.

    over: what there are tracks over, first the run's own; arrays: what a frame of them has.
    """
    try:
        plane_for(settings)
    except NoPlane:
        return None
    over = [TIMELINE, *parameter_names(settings)]
    return {"view": VIEW, "over": over, "arrays": ["at", "cls", "lead", "surplus", "shares"]}


def run_messages(settings: Settings) -> Iterator[bytes]:
    """What a run makes of the plane, at each of its snapshots."""
    for run in runs.finished(settings):
        if run is None:
            yield b""
        else:
            yield from _of_run(run)


def sweep_messages(settings: Settings, over: str) -> Work:
    """What the trained end states at the positions of the slider `over` make of the plane."""
    sweep = runs.sweep(settings, over)
    try:
        data, plane = plane_for(settings)
    except NoPlane:
        return iter([message("end")])
    head = _about(data, plane, over, values=sweep.values)
    return Spread(sweep.points, last_moments, _gathered(sweep, data, plane, head))


def _of_run(run: Run) -> Iterator[bytes]:
    settings = run.settings
    try:
        data, plane = plane_for(settings)
    except NoPlane:
        yield message("end")
        return
    yield _about(data, plane, TIMELINE, steps=run.steps.tolist())
    done = 0
    for part in in_parts(moments(run), TOGETHER):
        places = list(range(done, done + len(part)))
        yield _frames(settings, data, plane, part, TIMELINE, places)
        done += len(part)
    yield message("end")


def _gathered(
    sweep: runs.Sweep, data: Dataset, plane: Plane, head: bytes
) -> Generator[bytes, tuple[int, Moment | None], None]:
    """A message for each end state; a run that never had one has no frame."""
    news = head
    for left in reversed(range(len(sweep.order))):
        number, moment = yield news
        news = b""
        if moment is not None:
            settings, places = sweep.points[number], [sweep.order[number]]
            news = _frames(settings, data, plane, [moment], sweep.over, places)
        if left == 0:
            news += message("end")
    yield news


def _about(data: Dataset, plane: Plane, over: str, **along: list) -> bytes:
    """What does not change along the track; `along`: its steps, or its values."""
    at = plane.coordinates(np.concatenate([data.x, data.x_test]).astype(float))
    about = {"over": over, "coded": {"lead": CODE, "surplus": CODE}, **along}
    return message("track", {"at": at.astype(np.float32)}, over=[over], about=about)


def _frames(
    settings: Settings,
    data: Dataset,
    plane: Plane,
    part: list[Moment],
    over: str,
    positions: list[int],
) -> bytes:
    found = arrays(plane, ruled(settings, data, plane, part))
    return message("track", found, over=[over], positions=positions)


def arrays(plane: Plane, found: Ruled) -> dict[str, np.ndarray]:
    """The frames as they are sent."""
    size = np.abs(np.stack([found.lead, found.surplus])).max(axis=(0, 2, 3))[:, None, None]
    return {
        "cls": found.cls.astype(np.uint8),
        "lead": coded(found.lead, size),
        "surplus": coded(found.surplus, size),
        "shares": input_plane.shares(plane, found).astype(np.float32),
    }


def coded(
    value: Float[np.ndarray, "F G G"], size: Float[np.ndarray, "F 1 1"]
) -> UInt8[np.ndarray, "F G G"]:
    """128 ± 127·ln(1 + |v|/ε)/ln(1 + 1/LEAST) with ε = LEAST·size; below 128: negative."""
    share = np.abs(value) / np.where(size > 0, size, 1)
    steps = np.round(STEPS * np.log1p(share / LEAST) / np.log1p(1 / LEAST))
    return (ZERO + np.where(value < 0, -np.maximum(steps, 1), steps)).astype(np.uint8)
