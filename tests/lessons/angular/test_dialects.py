"""The dialects of ArcFace on the page: slopes by another way, and what each does to a run."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from lessons.frames import frame_at

from lossviz.lessons import LESSONS
from lossviz.lessons.angular.dialects import PAST_PI, RIVAL, SCALE, fall_of, margin_of, record
from lossviz.losses import DIALECTS

frame = partial(frame_at, LESSONS["angular"])
SEEDS = range(5)


def test_units():
    assert margin_of("0.5", "rad") == 0.5 and margin_of("28.6", "rad") == 28.6
    assert margin_of("28.6", "deg") == pytest.approx(0.499, abs=1e-3)
    assert margin_of("0.5", "deg") == pytest.approx(0.0087, abs=1e-4)


@pytest.mark.parametrize("detached", [False, True])
@pytest.mark.parametrize("past", PAST_PI)
@pytest.mark.parametrize("m", [0.5, 28.6])
def test_the_pull_is_the_gradient_of_the_loss(past, detached, m):
    """Of one sample at θ against one rival at a fixed cosine, by JAX."""
    psi = DIALECTS[f"{past}_detached" if detached else past]._psi

    def loss(theta):
        own = psi(jnp.cos(theta), jnp.sin(theta), m=m)
        return jax.nn.softplus(SCALE * (RIVAL - own))

    thetas = np.radians(np.arange(3.3, 180, 7))
    with jax.enable_x64(True):
        found = np.array([jax.grad(loss)(theta) for theta in thetas])
        value = np.array([psi(jnp.cos(t), jnp.sin(t), m=m) for t in thetas])
    miss = 1 / (1 + np.exp(SCALE * (value - RIVAL)))
    np.testing.assert_allclose(found / SCALE, miss * fall_of(past, detached, thetas, m), atol=1e-9)


def test_clipped_compares_angles_and_eased_cosines():
    """28.6 read as radians: −1 everywhere, but cos(θ + m) at small θ in codes that test cos θ."""
    found = frame("dialects", "written=28.6&past=clipped")
    assert (found["psis"] == -1).all() and (found["pulls"] == 0).all()
    eased = frame("dialects", "written=28.6&past=eased")
    lifted = eased["psis"][0] - eased["cosines"][0]
    near = eased["degrees"][0] < 18
    np.testing.assert_allclose(lifted[~near & (eased["degrees"][0] > 19)], 9.15, atol=0.01)
    assert (eased["psis"][0][near] < 1).all()


def test_the_derivation_opens_where_it_is_the_slope_of_every_dialect():
    slopes = []
    for past in PAST_PI:
        found = frame("dialects", f"past={past}")
        theta, m = np.radians(found["at"]), found["m"][0]
        assert theta[0] + m < np.pi
        slopes.append(-fall_of(past, False, theta, m)[0])
    assert found["d0.3.value"][0] == pytest.approx(slopes[0]) and slopes == [slopes[0]] * 3


@pytest.mark.parametrize("seed", SEEDS)
def test_only_the_wrong_unit_ruins_the_run(seed):
    for past in PAST_PI:
        for gradient in ("true", "detached"):
            assert record(past, gradient, 0.5, seed).accuracy[-1] > 0.98
    for past in PAST_PI:
        assert record(past, "true", 28.6, seed).accuracy[-1] < 0.3
    # degrees where radians are meant the other way round: as good as no margin, wider clusters
    thin, usual = (record("eased", "true", m, seed) for m in (margin_of("0.5", "deg"), 0.5))
    assert thin.width[-1] > usual.width[-1]
