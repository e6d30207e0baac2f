"""Many runs that differ in a few settings: on all cores, or as one batch on a GPU."""

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Literal

import jax
import numpy as np

from lossviz import losses
from lossviz.settings import Settings
from lossviz.training import kernel
from lossviz.training.problem import batch_places, initial_encoder, problem
from lossviz.training.run import Run, assemble, knobs, schedule, train
from lossviz.training.shapes import roomy_encoder

SWEPT = (*kernel.PARAMETERS, "lr", "momentum", "decay", "seed", "steps")
WORKERS = os.cpu_count() or 1
_workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="lossviz-sweep")


def grid(settings: Settings, values: Mapping[str, Iterable[float]]) -> list[Settings]:
    """The settings of every combination of the values, the last name moving fastest.

    Raises:
      ValueError: a name that cannot be swept, that this loss does not have, or a value out of
        range.
    """
    loss = losses.get(settings.loss)
    has = {p.key for p in loss.parameters}
    for name in values:
        if name not in SWEPT:
            raise ValueError(f"sweep takes values of {', '.join(SWEPT)}; got {name!r}")
        if name in kernel.PARAMETERS and name not in has:
            raise ValueError(f"{loss.title} has no {name}; it has {', '.join(has) or 'none'}")
    return [
        settings.replace(**dict(zip(values, point, strict=True)))
        for point in product(*values.values())
    ]


def sweep(
    settings: Settings,
    *,
    method: Literal["auto", "threads", "batch"] = "auto",
    **values: Iterable[float],
) -> list[Run]:
    """Train every combination of the given values, from the same data and initial weights.

    Args:
      settings: everything that does not change.
      method: "threads" (a run a core at a time), "batch" (all at once under `vmap`), or "auto":
        a batch on a GPU, threads on a CPU, where a batch is no faster and keeps one waiting.
      values: e.g. `s=[8, 16], m=[0.1, 0.3]`; SWEPT lists the names. A `seed` changes data and
        initial weights just as it does in `Settings`.

    Returns:
      The runs in the order of `itertools.product(*values.values())`; each equals
      `train(run.settings)`, on a GPU up to the order of its sums.

    Raises:
      ValueError: see `grid`.
    """
    points = grid(settings, values)
    if method == "auto":
        method = "batch" if jax.default_backend() == "gpu" else "threads"
    if method == "batch":
        return _train_batch(points)
    return list(_workers.map(train, points))


def _train_batch(points: Sequence[Settings]) -> list[Run]:
    """All the points as one batch; they may differ in SWEPT only."""
    if not points:
        return []
    problems = [problem(point) for point in points]
    samples = len(problems[0].labels)
    classes = len(problems[0].data.class_names)
    turns = [knobs(point, samples, classes) for point in points]
    schedules = [schedule(point.steps) for point in points]
    stacked_knobs = _stack(turns)._replace(loss=turns[0].loss)
    starts = zip(points, problems, strict=True)
    states, snapshots = kernel.train_many(
        _stack([roomy_encoder(initial_encoder(point, at)) for point, at in starts]),
        _stack([at.train for at in problems]),
        _stack([at.test for at in problems]),
        stacked_knobs,
        np.stack(schedules),
        kind=points[0].optimizer,
        batch=batch_places(points[0], samples),
        classes=classes,
    )
    stopped, snapshots = jax.device_get((states.stopped, snapshots))
    return [
        assemble(
            point, at, until, kernel.Snapshots(*(array[number] for array in snapshots)),
            int(stopped[number]),
        )
        for number, (point, at, until) in enumerate(zip(points, problems, schedules, strict=True))
    ]  # fmt: skip


def _stack(trees: Sequence):
    return jax.tree.map(lambda *leaves: np.stack(leaves), *trees)
