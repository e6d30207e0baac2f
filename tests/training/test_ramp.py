"""A margin that comes late or goes early: traced, and the same as the runs that it is made of."""

from collections import deque

import jax
import numpy as np
import pytest

from lossviz import losses, training
from lossviz.settings import Settings
from lossviz.training import Dialect, Ramp
from lossviz.training.ramp import STEADY, share
from lossviz.training.run import advancing, assemble, schedule
from tests.training.compiles import compiled

SMALL = dict(dataset="ring", classes=3, points=60, spread=0.8, width=8, steps=40)
STEPS = np.arange(0, 41)


def arcface(**changes) -> Settings:
    return Settings(**SMALL | dict(loss="arcface", s=16.0, m=0.5) | changes)


@pytest.mark.parametrize(
    "ramp, expected",
    [
        (STEADY, np.ones(41)),
        (Ramp(0, 1, 0, 20), np.minimum(STEPS / 20, 1)),
        (Ramp(0, 1, 20, 20), (STEPS >= 20).astype(float)),
        (Ramp(0, 1, 0, 0), np.ones(41)),
        (Ramp(1, 0, 10, 30), np.clip((30 - STEPS) / 20, 0, 1)),
        (Ramp(0.2, 0.6, 0, 40), 0.2 + 0.4 * STEPS / 40),
    ],
    ids=str,
)
def test_the_share_of_the_margin_at_each_step(ramp, expected):
    np.testing.assert_allclose(share(ramp, STEPS), expected, atol=1e-12)


def ramped(settings: Settings, ramp: Ramp, dialect: Dialect | None = None) -> training.Run:
    """The run of these settings with another share of the margin at each step."""
    at, program, operands = training.prepare(settings, dialect)
    turn = operands[-1]._replace(ramp=Ramp(*map(np.float32, ramp)))
    until = schedule(settings.steps)
    ((kept, stopped, _),) = deque(advancing(program, (*operands[:-1], turn), until, 1000), 1)
    return assemble(settings, at, until, jax.device_get(kept), stopped)


def test_a_steady_ramp_changes_no_bit():
    own, steady = training.train(arcface()), ramped(arcface(), Ramp(1, 1, 5, 30))
    np.testing.assert_array_equal(own.features, steady.features)


@pytest.mark.parametrize("loss", ["arcface", "cosface"])
def test_before_its_margin_comes_a_run_is_normface(loss):
    late = ramped(arcface(loss=loss), Ramp(0, 1, 20, 20))
    none, full = (training.train(arcface(loss=loss, m=m)) for m in (0.0, 0.5))
    before = late.steps < 20
    np.testing.assert_allclose(late.loss[before], none.loss[before], rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(late.features[before], none.features[before], rtol=1e-3, atol=1e-4)
    # the first step of the margin starts where NormFace had come to, and pays for it
    at = np.flatnonzero(late.steps >= 20)[0]
    assert late.loss[at] > none.loss[at] + 0.1
    assert abs(late.loss[at] - full.loss[at]) > 1e-3


def test_a_margin_that_goes_leaves_normface_s_loss():
    """At the end the loss is that of the same features without any margin."""
    run = ramped(arcface(), Ramp(1, 0, 10, 30))
    found = losses.get("normface")(run.features[-1], run.weights[-1], run.labels, s=16.0)
    np.testing.assert_allclose(run.loss[-1], found, rtol=1e-4)


def test_ramps_compile_nothing_and_go_with_dialects(caplog):
    training.train(arcface())
    training.train(arcface(), dialect=Dialect("eased", 0.5))
    with compiled(caplog) as found:
        for ramp in (Ramp(0, 1, 0, 20), Ramp(0, 1, 20, 20), Ramp(1, 0, 0, 40)):
            own = ramped(arcface(), ramp)
            eased = ramped(arcface(), ramp, Dialect("eased", 0.5))
            np.testing.assert_allclose(eased.loss[:10], own.loss[:10], rtol=1e-3)
    assert not found
