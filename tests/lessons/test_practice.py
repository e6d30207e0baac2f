"""In practice: the bounds a page tells, and every failure that the lab promises."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lossviz import losses, theory, training
from lossviz.geometry.arrangements import best_arrangement
from lossviz.lessons import LESSONS, practice_lab, scale_trained
from lossviz.lessons.practice_lab import STEPS, record
from lossviz.lessons.scene import frame_of
from lossviz.lessons.state import defaults
from lossviz.training import kernel

SEEDS = range(5)
LESSON = LESSONS["practice"]


def frame(scene: str, **changes) -> dict:
    found = LESSON.scene(scene)
    controls = LESSON.controls_of(found)
    return frame_of(found, controls, defaults(controls) | changes)


def last(name: str, cured: bool, seed: int) -> tuple[float, float, float]:
    """Loss, symptom and mean θ_y at the end."""
    run = record(name, cured, seed)
    return run.loss[-1], run.symptom[-1], run.width[-1]


# --- the failure lab -----------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_acos_ends_in_nan_within_a_few_steps(seed):
    broken, cured = record("nan", False, seed), record("nan", True, seed)
    assert 0 < broken.stopped < 15 and np.isfinite(broken.loss).all()
    assert cured.stopped == -1 and len(cured.loss) == len(STEPS)
    assert cured.symptom[-1] > 0.99 > broken.symptom[-1]


@pytest.mark.parametrize("seed", SEEDS)
def test_past_pi_points_stay_opposite_their_class(seed):
    assert last("past_pi", False, seed)[1] > 0.04
    assert last("past_pi", True, seed)[1] <= (2 / 360 if seed == 2 else 0)
    assert last("past_pi", False, seed)[0] > 3 * last("past_pi", True, seed)[0]


@pytest.mark.parametrize("seed", SEEDS)
def test_each_half_of_the_cure_does_half(seed):
    settings = practice_lab.failures(seed)["past_pi"].broken.settings
    branch, narrow = (
        training.train(settings, dialect=training.Dialect(key, m))
        for key, m in (("eased", 1.3), ("plain", 1.0))
    )
    assert practice_lab._lost(branch)[-1] < 0.025 and branch.accuracy[-1] > 0.78
    assert practice_lab._lost(narrow)[-1] < 0.015


@pytest.mark.parametrize("seed", SEEDS)
def test_a_margin_in_the_wrong_unit_teaches_nothing(seed):
    broken = record("units", False, seed)
    assert broken.loss[np.array(STEPS) >= 70].max() < 1e-3
    assert 0.31 < broken.symptom[0] < 0.51 and 0.015 < broken.symptom[-1] < 0.135
    assert last("units", True, seed)[1] > 0.99
    # the only points that still see a loss
    assert np.degrees(np.arccos(-np.cos(28.6))) == pytest.approx(19, abs=0.5)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_large_scale_leaves_wide_clusters(seed):
    assert 12 <= last("large_s", False, seed)[1] <= 25
    assert 2 <= last("large_s", True, seed)[1] <= 4
    broken, cured = record("large_s", False, seed), record("large_s", True, seed)
    assert broken.right[1, -1] < cured.right[1, -1]
    assert 15 < broken.loss[0] < 31 and (broken.loss[-1] < 0.04 or seed == 4)
    # the same runs with their test points
    runs = scale_trained.records(seed)
    cured, broken = (runs[scale_trained.SCALES.index(s)].width[1, -1] for s in (8.0, 64.0))
    assert 7 < cured < 12 and 14 < broken < 29


def test_a_lead_of_a_tenth_at_s_64():
    assert np.exp(64 * 0.1) == pytest.approx(600, rel=0.01)


def test_adam_s_step_does_not_grow_with_the_gradient():
    knobs = kernel.Knobs(**dict.fromkeys(kernel.Knobs._fields, np.float32(0)))
    adam = kernel.optimizer_of("adam", knobs._replace(rate=np.float32(0.03)))
    slope = jnp.array([0.5, -2.0, 0.01])
    steps = [adam.update(k * slope, adam.init(slope), jnp.zeros(3))[0] for k in (1, 64)]
    np.testing.assert_allclose(steps[0], steps[1], rtol=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_small_scale_is_never_sure(seed):
    loss, sure, _ = last("small_s", False, seed)
    assert loss == pytest.approx(theory.normface_polygon_loss(6, 1.0), abs=2e-3)
    assert (
        sure == pytest.approx(0.36, abs=0.005) and record("small_s", False, seed).right[0, -1] == 1
    )
    assert last("small_s", True, seed)[1] == pytest.approx(0.96, abs=0.01)
    assert last("small_s", True, seed)[0] < 0.05
    broken, cured = record("small_s", False, seed), record("small_s", True, seed)
    assert broken.width[-1] < 1.2 and broken.width[-1] < cured.width[-1]
    assert broken.right[1, -1] == pytest.approx(cured.right[1, -1], abs=0.03)
    widths = [scale_trained.records(seed)[k].width[1, -1] for k in (0, 3)]
    assert widths[0] == pytest.approx(widths[1], rel=0.17)


def test_at_the_floor_the_gradient_is_zero_and_p_is_not_one():
    with jax.enable_x64(True):
        w = jnp.asarray(best_arrangement(6, 2))
        loss = losses.get("normface")

        def mean(f, w):
            return loss(f, w.T, jnp.arange(6), s=1.0)

        for slope in jax.grad(mean, (0, 1))(w, w):
            assert float(jnp.abs(slope).max()) < 1e-12
        assert float(jnp.exp(-mean(w, w))) == pytest.approx(1 - 0.64, abs=5e-3)


def test_the_sine_as_a_root_has_no_slope_on_the_class_vector():
    def cosine_of(f):
        return f[0] / jnp.sqrt(f @ f)

    def added(f):
        c = cosine_of(f)
        return c * jnp.cos(0.5) - jnp.sqrt(1 - c**2) * jnp.sin(0.5)

    with jax.debug_nans(False):
        assert jnp.isnan(jax.grad(added)(jnp.array([1.0, 0.0]))).any()


@pytest.mark.parametrize("seed", SEEDS)
def test_an_infeasible_margin_is_kept_by_nobody(seed):
    assert 0.8 > theory.max_cosine_margin(6, 2) > 0.3
    loss, kept, _ = last("infeasible", False, seed)
    assert kept == 0 and 5.4 < loss < 5.6 and record("infeasible", False, seed).right[0, -1] == 1
    assert last("infeasible", True, seed)[1] == 1 and last("infeasible", True, seed)[0] < 0.1


def test_the_least_loss_of_a_hexagon_that_is_asked_for_too_much():
    a, f = np.radians(60.0 * np.arange(6)), np.radians(np.arange(-30, 30.5, 0.5))
    lead = np.cos(f[:, None] - a[1:]) - np.cos(f)[:, None]
    least = np.log1p(np.exp(16 * (lead + 0.8)).sum(axis=1)).min()
    assert least == pytest.approx(5.5, abs=0.005) and (lead.max(axis=1) > -0.8).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_raw_features_pay_with_length(seed):
    broken, cured = record("norms", False, seed), record("norms", True, seed)
    assert broken.loss[-1] < 0.01 and broken.symptom[-1] > 7 * cured.symptom[-1]
    assert 6.5 < broken.width[-1] < 11 and 0.9 < cured.width[-1] < 1.5
    assert 34 < broken.symptom[-1] < 46 and 2.9 < cured.symptom[-1] < 4.2
    run = training.train(practice_lab.failures(seed)["norms"].broken.settings)
    length = np.linalg.norm(run.features, axis=-1).mean(axis=1)
    assert 80 < length[-1] / length[0] < 100
    with_one = training.train(run.settings.replace(m=1.0))
    shorter = practice_lab._length(with_one)[-1] / broken.symptom[-1]
    assert 0.27 < shorter < 0.37
    assert 9 < practice_lab._width(with_one)[-1] < 14.1
    assert 1 < 5 * shorter < 2


def test_the_picture_of_a_run_that_met_nan_stands_still():
    found = frame("lab", failure="nan", cured="no", step=300.0)
    kept = record("nan", False, 0)
    assert found["at"][0] < kept.stopped and found["loss"][0] == kept.loss[-1]
    assert np.isnan(found["broken_losses"][0, len(kept.loss) :]).all()
    # the numbers say what a log would say
    assert np.isnan([found[f"broken_{key}"][0] for key in ("loss", "right", "width")]).all()
    early = frame("lab", failure="nan", cured="no", step=1.0)
    assert early["at"][0] == 1 and early["broken_loss"][0] == early["loss"][0] == kept.loss[1]


def test_failure_and_cure_start_from_the_same_features():
    for name, found in practice_lab.failures(1).items():
        broken, cured = (
            training.train(case.settings.replace(steps=1), dialect=case.dialect)
            for case in (found.broken, found.cure)
        )
        np.testing.assert_array_equal(broken.features[0], cured.features[0], err_msg=name)
