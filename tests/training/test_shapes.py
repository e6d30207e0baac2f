"""Shapes on a grid: what fills them up changes no number, and settings that are close share one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lossviz import training
from lossviz.settings import Settings
from lossviz.training import problem, run, shapes
from tests.training.compiles import compiled
from tests.training.families import only

SMALL = dict(dataset="ring", classes=3, spread=0.8, steps=40)


@given(st.integers(0, 4000))
def test_the_grid_holds_every_size_with_little_room_to_spare(count):
    for grid in (shapes.UNITS, shapes.POINTS):
        size = shapes.roomy(count, grid)
        assert count <= size <= max(count, 1.25 * count + 1)
        assert shapes.roomy(size, grid) == size


def test_the_default_settings_lie_on_the_grid():
    assert shapes.roomy(64) == 64
    assert [shapes.roomy_points(n) for n in (360, 180, 90, 45)] == [360, 180, 90, 45]


@pytest.fixture(autouse=True)
def few_losses(monkeypatch):
    only(monkeypatch, "lse_hinge", "label_smoothing", Settings(**SMALL).loss)


def exact(monkeypatch) -> None:
    """Every size is its own: nothing is filled up."""
    for module in (problem, run, shapes):
        for name in ("roomy", "roomy_points"):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, lambda count, *_: count)
    problem._problem.cache_clear()


@pytest.mark.parametrize(
    "changes",
    [
        dict(points=61, width=9, depth=3, dim=3, optimizer="sgd", lr=0.1, decay=0.01),
        dict(points=61, width=9, batch=13, decay=0.5, vectors="random", loss="lse_hinge"),
        dict(points=61, encoder="free", batch=9, decay=0.1),
        dict(dataset="wine", spread=0.25, points=61, encoder="linear", loss="label_smoothing"),
    ],
    ids=lambda changes: "-".join(map(str, changes.values())),
)
def test_what_fills_a_shape_up_changes_no_number(changes, monkeypatch):
    settings = Settings(**SMALL | changes)
    roomy = training.train(settings)
    exact(monkeypatch)
    bare = training.train(settings)
    problem._problem.cache_clear()
    assert roomy.features.shape == bare.features.shape == (len(roomy.steps), 61, settings.dim)
    for name in ("steps", "labels", "test_labels"):
        np.testing.assert_array_equal(getattr(roomy, name), getattr(bare, name))
    for name in ("features", "test_features", "weights", "bias", "loss"):
        ours, theirs = getattr(roomy, name), getattr(bare, name)
        # rounding is amplified by training: the start is equal, the end is close
        np.testing.assert_allclose(ours[0], theirs[0], rtol=1e-5, atol=1e-6, err_msg=name)
        size = np.abs(theirs[-1]).max() if theirs[-1].size else 0
        np.testing.assert_allclose(ours[-1], theirs[-1], atol=2e-3 * size + 1e-6, err_msg=name)


def test_zeros_stay_zero_under_every_optimiser():
    for changes in (dict(decay=0.1), dict(optimizer="sgd", decay=0.1, batch=16)):
        settings = Settings(**SMALL | dict(points=60, width=9, depth=2) | changes)
        at, program, operands = training.prepare(settings)
        until = run.schedule(settings.steps)
        (state, *_), _ = program.advance(*program.start(*operands), *operands[1:], until, until[-1])
        encoder, *_ = state
        assert at.labels.shape == (60,) and encoder.weights[0].shape == (10, 2)
        for weight in (*encoder.weights[:2], *encoder.biases[:2]):
            assert not np.any(np.asarray(weight)[9:]) and np.any(np.asarray(weight)[:9])
        assert not np.any(np.asarray(encoder.weights[1])[:, 9:])


def test_settings_that_are_close_share_a_program(caplog):
    training.train(Settings(**SMALL, points=85, width=15, batch=30))
    with compiled(caplog) as found:
        for points, width, batch in ((80, 16, 32), (90, 15, 29), (87, 16, 31)):
            training.train(Settings(**SMALL, points=points, width=width, batch=batch))
    assert found == []
