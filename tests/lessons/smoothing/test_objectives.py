"""The road from the perceptron to cross-entropy stops at the losses of the catalogue."""

from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lossviz import losses
from lossviz.lessons.smoothing.objectives import STOPS, gradient
from lossviz.lessons.smoothing.objectives import budget as budgets
from lossviz.lessons.smoothing.objectives import objective as objectives

QUIET = settings(deadline=None, derandomize=True, max_examples=150)
M = 0.7
# rivals; and the score of one that is not there, which no loss heeds
MOST, NOWHERE = 6, -1e30


def rivals():
    """[n] scores of the rivals above the target."""
    shape = st.integers(1, MOST)
    return shape.flatmap(lambda n: hnp.arrays(float, n, elements=st.floats(-30, 30, width=32)))


def objective(u: np.ndarray, at: float, m: float) -> tuple[float, np.ndarray]:
    """The loss of one sample and its slopes [n]."""
    loss, slopes = objectives(u[None], at, m)
    return float(loss[0]), slopes[0]


def budget(slopes: np.ndarray) -> float:
    """The L1 norm of the gradient of one sample."""
    return float(budgets(slopes[None])[0])


@cache
def compiled(stop: int):
    """Loss and gradient of the catalogue over [MOST + 1] scores, the target last."""
    loss = losses.get(STOPS[stop])
    params = {p.key: M if stop < 3 else 0.0 for p in loss.parameters}

    def value(z):
        return loss.per_sample(z[None], jnp.eye(MOST + 1), jnp.array([MOST]), **params)[0]

    return jax.jit(jax.value_and_grad(value))


def of_catalogue(stop: int, u: np.ndarray) -> tuple[float, np.ndarray]:
    """Loss and gradient of the catalogue, the target last with score 0."""
    with jax.enable_x64(True):
        value, grad = compiled(stop)(np.r_[u, np.full(MOST - len(u), NOWHERE), 0.0])
    assert not grad[len(u) : MOST].any()
    return float(value), np.r_[grad[: len(u)], grad[MOST]]


@pytest.mark.parametrize("stop", range(5))
def test_stops_are_losses_of_the_catalogue(stop):
    @settings(QUIET, max_examples=25)
    @given(rivals())
    def check(u):
        loss, slopes = objective(u, float(stop), M)
        value, grad = of_catalogue(stop, u)
        assert loss == pytest.approx(value, rel=1e-9, abs=1e-9)
        # at a corner each may take another subgradient
        with_margin = u + (M if stop in (1, 2) else 0)
        tied = len(set(u)) < len(u) or np.any(np.abs(with_margin) < 1e-9) or abs(loss) < 1e-9
        if stop == 4 or not tied:
            np.testing.assert_allclose(gradient(slopes), grad, rtol=1e-7, atol=1e-9)

    check()


@pytest.mark.parametrize("joint", [1, 2, 3])
def test_the_road_has_no_jump(joint):
    @QUIET
    @given(rivals(), st.floats(0, 3))
    def check(u, m):
        before, _ = objective(u, joint - 1e-9, m)
        at, _ = objective(u, float(joint), m)
        assert before == pytest.approx(at, rel=1e-5, abs=1e-5)

    check()


@QUIET
@given(rivals(), st.floats(0, 4), st.floats(0, 3))
def test_slopes_are_those_of_the_loss(u, at, m):
    loss, slopes = objective(u, at, m)
    assert np.isfinite(loss) and np.isfinite(slopes).all() and loss >= 0
    # every stretch is convex in u: no slope promises more than the loss gives
    for step in (0.3, -0.3):
        for i in range(len(u)):
            moved = u.copy()
            moved[i] += step
            assert objective(moved, at, m)[0] >= loss + step * slopes[i] - 1e-6 * (1 + loss)


@QUIET
@given(rivals(), st.floats(0, 4), st.floats(0, 3))
def test_pushes_balance_and_are_bounded(u, at, m):
    slopes = objective(u, at, m)[1]
    assert gradient(slopes).sum() == pytest.approx(0, abs=1e-9)
    assert (slopes >= 0).all()
    most = 2 * len(u) if at < 2 else 2
    assert budget(slopes) <= most + 1e-9


@pytest.mark.parametrize("count", [2, 3, 10])
def test_equal_rivals_push_as_the_page_says(count):
    u = np.full(count - 1, 1.0)
    assert budget(objective(u, 1.0, M)[1]) == pytest.approx(2 * (count - 1))
    assert budget(objective(u, 1.5, M)[1]) == pytest.approx(2 * (count - 1) ** 0.5)
    assert budget(objective(u, 2.0, M)[1]) == pytest.approx(2)
    p_y = 1 / (1 + (count - 1) * np.e)
    assert budget(objective(u, 4.0, M)[1]) == pytest.approx(2 * (1 - p_y))


@pytest.mark.parametrize("count", [3, 1000, 10_000])
def test_a_sum_over_rivals_grows_in_a_straight_line_and_cross_entropy_stays_below_two(count):
    u = np.full(count - 1, 1.0)
    assert budget(objective(u, 1.0, M)[1]) == pytest.approx(2 * (count - 1))
    assert budget(objective(u, 4.0, M)[1]) < 2
