"""The plane of the inputs on the wire: its own tracks, asked for only while it is looked at.

A frame is 3 bytes a place: the class, and two numbers of which only signs and ratios matter, since
they are there to find out where between two places a boundary runs. They are sent as logarithms.
"""

from collections.abc import Generator, Iterator

import numpy as np
from jaxtyping import Float, UInt8

from lossviz import geometry, losses, training
from lossviz.data import Dataset, NoPlane, Plane
from lossviz.figures.input import axis_labels, why_no_plane
from lossviz.settings import Settings
from lossviz.training.input_plane import GRID, Ruled, in_parts, plane_for, ruled
from lossviz.training.replay import Moment, last_moments, moments
from lossviz.web.packing import message
from lossviz.web.stage.service import coarse_to_fine, finished, slider_values
from lossviz.web.work import Spread
from lossviz.web.work.streams import Work

# frames of a run in one message, and of a sweep
TOGETHER = 6
# a size that counts as nothing beside the largest of its frame
LEAST = 1e-5
ZERO, STEPS = 128, 127


def run_messages(settings: Settings, lang: str) -> Iterator[bytes]:
    """What a run makes of the plane, at each of its snapshots."""
    run = yield from finished(settings)
    steps = run.steps.tolist()
    try:
        data, plane = plane_for(settings)
    except NoPlane as error:
        yield _nothing(error, lang, over="step", steps=steps)
        return
    yield _meta(settings, data, plane, lang, over="step", steps=steps)
    done = 0
    for part in in_parts(moments(run), TOGETHER):
        yield _frames(settings, data, plane, part, list(range(done, done + len(part))))
        done += len(part)
    yield message("end")


def sweep_messages(settings: Settings, over: str, lang: str) -> Work:
    """What the trained end states at the positions of the slider `over` make of the plane."""
    values = slider_values(settings, over)
    order = coarse_to_fine(len(values), values.index(float(getattr(settings, over))))
    try:
        data, plane = plane_for(settings)
    except NoPlane as error:
        return iter([_nothing(error, lang, over=over, values=values)])
    points = training.grid(settings, {over: [values[k] for k in order]})
    head = _meta(settings, data, plane, lang, over=over, values=values)
    return Spread(points, last_moments, _gathered(points, data, plane, head, order))


def _gathered(
    points: list[Settings], data: Dataset, plane: Plane, head: bytes, order: list[int]
) -> Generator[bytes, tuple[int, Moment | None], None]:
    """A message for each end state; a run that never had one has no frame."""
    news = head
    for left in reversed(range(len(order))):
        number, moment = yield news
        news = b""
        if moment is not None:
            news = _frames(points[number], data, plane, [moment], [order[number]])
        if left == 0:
            news += message("end")
    yield news


def _meta(settings: Settings, data: Dataset, plane: Plane, lang: str, **fields) -> bytes:
    inputs = np.concatenate([data.x, data.x_test]).astype(float)
    low, high = plane.middle - plane.half, plane.middle + plane.half
    at = plane.coordinates(inputs)
    return message(
        "meta", {"at": at.astype(np.float32)},
        grid=GRID, low=low.tolist(), high=high.tolist(), axes=axis_labels(settings, plane, lang),
        exact=plane.exact, inputs=len(plane.names), variance=float(plane.shares.sum()),
        beyond=int(((at < low) | (at > high)).any(axis=1).sum()),
        margin=geometry.has_margin(losses.get(settings.loss)), **fields,
    )  # fmt: skip


def _nothing(error: NoPlane, lang: str, **fields) -> bytes:
    """A track without frames that says why."""
    return message("meta", none=why_no_plane(error, lang), **fields) + message("end")


def _frames(
    settings: Settings, data: Dataset, plane: Plane, part: list[Moment], positions: list[int]
) -> bytes:
    return message("frames", arrays(ruled(settings, data, plane, part)), positions=positions)


def arrays(found: Ruled) -> dict[str, np.ndarray]:
    """The frames as they are sent."""
    size = np.abs(np.stack([found.lead, found.surplus])).max(axis=(0, 2, 3))[:, None, None]
    return {
        "cls": found.cls.astype(np.uint8),
        "lead": coded(found.lead, size),
        "surplus": coded(found.surplus, size),
        "agree": found.agree.astype(np.float32),
    }


def coded(
    value: Float[np.ndarray, "F G G"], size: Float[np.ndarray, "F 1 1"]
) -> UInt8[np.ndarray, "F G G"]:
    """128 ± 127·ln(1 + |v|/ε)/ln(1 + 1/LEAST) with ε = LEAST·size; below 128: negative."""
    share = np.abs(value) / np.where(size > 0, size, 1)
    steps = np.round(STEPS * np.log1p(share / LEAST) / np.log1p(1 / LEAST))
    return (ZERO + np.where(value < 0, -np.maximum(steps, 1), steps)).astype(np.uint8)
