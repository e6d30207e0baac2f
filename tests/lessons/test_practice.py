"""In practice: the bounds a page tells, and every failure that the lab promises."""

import numpy as np
import pytest

from lossviz import theory
from lossviz.lessons import LESSONS, practice
from lossviz.lessons.scene import frame_of
from lossviz.lessons.state import defaults

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


# --- which s and m -------------------------------------------------------------------------------


@pytest.mark.parametrize("count, dim, bound, enough, widest", [
    (3, 2, 1.927, 1.927, 1.5),
    (10, 2, 13.15, 15.14, 0.191),
    (100, 3, 45.0, 63.56, 0.0718),
    (10_000, 512, 11.41, np.nan, 1.0),
])  # fmt: skip
def test_the_practitioner_s_four(count, dim, bound, enough, widest):
    found = frame("choose", C=float(count), d=float(dim), m=0.0)
    for name, value in (("bound", bound), ("feasible.enough", enough), ("widest", widest)):
        assert found[name][0] == pytest.approx(value, rel=2e-3, nan_ok=True), name
    known = np.isfinite(enough)
    assert found["feasible.kept"][0] == found["feasible.enough" if known else "random"][0]
    if not known:
        assert found["random"][0] == pytest.approx(11.54, rel=2e-3)


def test_random_class_vectors_reach_p_for_about_half_of_the_classes():
    for count, dim, m in ((2000, 128, 0.0), (2000, 128, 0.35)):
        w = np.random.default_rng(0).normal(size=(count, dim))
        w /= np.linalg.norm(w, axis=1, keepdims=True)
        s = practice.random_scale(count, dim, 0.9, m)
        rivals = np.exp(s * (w @ w.T - 1 + m))
        np.fill_diagonal(rivals, 0)
        assert 0.4 < (1 / (1 + rivals.sum(axis=1)) >= 0.9).mean() < 0.65


def test_a_margin_costs_scale_and_at_last_everything():
    kept = [frame("choose", C=10_000.0, d=512.0, m=m)["feasible.kept"][0] for m in (0.0, 0.1, 0.35)]
    assert kept == sorted(kept) and kept[2] == pytest.approx(18.04, rel=1e-3)
    # 10 classes on a circle have room for 0.19
    assert np.isfinite(frame("choose", C=10.0, d=2.0, m=0.15)["feasible.kept"][0])
    assert frame("choose", C=10.0, d=2.0, m=0.2)["feasible.kept"][0] == np.inf


@pytest.mark.parametrize("dim", practice.DIMENSIONS)
def test_the_curves_pass_through_the_marks(dim):
    for count in (3, 10, 300, 10_000, 100_000):
        found = frame("choose", C=float(count), d=float(dim), m=0.0)
        at = np.interp(found["log_C"], found["most"][0], found["scales"][0])
        # three classes stand where the simplex's curve begins
        if count > 3 and found["log_bound"][0] < found["scales"][0, -1]:
            np.testing.assert_allclose(at, found["log_bound"], atol=0.04)
        drawn = theory.random_scale(count, dim, 0.9)
        if 1 < drawn < 1e4:
            at = np.interp(found["log_C"], found["drawn"][0], found["scales"][0])
            np.testing.assert_allclose(at, np.log10(drawn), atol=0.04)


@pytest.mark.parametrize("count, dim", [(10, 2), (20, 3), (100, 3), (8, 4), (1000, 64)])
def test_no_less_is_less_than_enough(count, dim):
    for p in (0.5, 0.9, 0.99):
        known = practice.arranged_scale(count, dim, p, 0.0)
        found = (
            known if practice.is_arranged(count, dim) else practice.random_scale(count, dim, p, 0.0)
        )
        assert theory.min_scale_bound(count, dim, p) <= found
