"""Lesson 9: its numbers against the library's loss, and what the page says of its runs."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from lessons.frames import frame_at

from lossviz import losses
from lossviz.lessons import label_smoothing
from lossviz.lessons.label_smoothing import targets, trained

LESSON = label_smoothing.LESSON
frame = partial(frame_at, LESSON)
EPSILONS = np.array(trained.EPSILONS)
SEEDS = range(5)


@jax.jit
def _value_and_slope(z, y, eps):
    loss = losses.get("label_smoothing")
    return jax.value_and_grad(lambda z: loss(z[None], jnp.eye(len(z)), y[None], eps=eps))(z)


def loss_of(z: np.ndarray, y: int, eps: float) -> tuple[float, np.ndarray]:
    """The library's loss of these scores and, by jax, its gradient on them."""
    with jax.enable_x64(True):
        value, slope = _value_and_slope(np.asarray(z, float), np.array(y), eps)
        return float(value), np.asarray(slope)


# --- the two conventions ------------------------------------------------------------------------


@pytest.mark.parametrize("count", targets.CLASSES)
@pytest.mark.parametrize("eps", ["0", "0.1", "0.37", "1"])
def test_one_convention_in_the_other(count, eps):
    found = frame("targets", f"c={count}&e={eps}")
    c, e = int(count), float(eps)
    assert found["q"][0] == pytest.approx([1 - e + e / c, *[e / c] * (c - 1)], abs=1e-12)
    assert found["r"][0] == pytest.approx([1 - e, *[e / (c - 1)] * (c - 1)], abs=1e-12)
    assert found["other"][0] == pytest.approx(e * (c - 1) / c)
    # with ε′ the other convention gives the targets of this one
    prime = found["other"][0]
    assert found["q"][0] == pytest.approx([1 - prime, *[prime / (c - 1)] * (c - 1)], abs=1e-12)


def test_only_one_convention_can_call_the_label_the_least_probable_class():
    found = frame("targets", "c=5&e=1")
    assert np.ptp(found["q"][0]) == pytest.approx(0, abs=1e-12)
    assert found["r"][0, 0] == 0 and (found["r"][0, 1:] == 0.25).all()


# --- what the loss asks of the scores -----------------------------------------------------------


@pytest.mark.parametrize("scores, y", [("7,1,0,2", 1), ("-6,8,0,1", 1), ("1,1,1,1", 4)])
@pytest.mark.parametrize("eps", [0.0, 0.1, 1.0])
def test_loss_and_gradient_are_those_of_the_library(scores, y, eps):
    found = frame("pull", f"z={scores}&y={y}&e={eps:g}")
    value, slope = loss_of(np.array(scores.split(","), float), y - 1, eps)
    assert found["L"][0] == pytest.approx(value, rel=1e-12)
    assert found["g"][0] == pytest.approx(slope, abs=1e-12)
    assert found["CE"][0] + found["penalty"][0] == pytest.approx(value, rel=1e-12)
    assert found["L"][0] >= found["H"][0] - 1e-12


def test_the_page_opens_where_the_label_is_pushed_down():
    found = frame("pull")
    assert found["p"][0, 0] > found["q"][0, 0] and found["g"][0, 0] > 0
    assert (frame("pull", "e=0")["g"][0, 0]) < 0


# --- the best gap -------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [2, 1000])
@pytest.mark.parametrize("eps", [0.01, 0.1, 0.5, 1.0])
def test_best_gap_is_where_the_gradient_is_zero_and_the_loss_lowest(count, eps):
    found = frame("gap", f"C={count}&e={eps:g}&d=3.7")
    best, spread = found["best"][0], eps * (count - 1) / count
    formula = np.log((1 - spread) / (spread / (count - 1)))
    assert best == pytest.approx(formula, abs=1e-10)
    scores = np.append(best, np.zeros(count - 1))
    value, slope = loss_of(scores, 0, eps)
    assert np.abs(slope).max() < 1e-12
    assert found["H"][0] == pytest.approx(value, rel=1e-12)
    lowest = found["gaps"][0, found["smoothed"][0].argmin()]
    assert lowest == pytest.approx(best, abs=0.051)
    here, slope = loss_of(np.append(3.7, np.zeros(count - 1)), 0, eps)
    assert found["L"][0] == pytest.approx(here, rel=1e-12)
    assert found["push"][0] == pytest.approx(slope[0], abs=1e-12)
    assert found["L"][0] == pytest.approx(found["H"][0] + found["KL"][0], rel=1e-12)


def test_without_smoothing_there_is_no_best_gap():
    found = frame("gap", "e=0")
    assert found["best"][0] == np.inf and found["H"][0] == 0
    assert (np.diff(found["smoothed"][0]) < 0).all() and (found["pull_smoothed"] < 0).all()


def test_numbers_of_the_vote_and_the_checks():
    found = frame("gap", "C=10&e=0.1")
    assert found["best"][0] == pytest.approx(np.log(91), rel=1e-12)
    assert found["best"][0] == pytest.approx(4.51, abs=5e-3)
    assert found["q"][0] == pytest.approx(0.91) and found["H"][0] == pytest.approx(0.500, abs=5e-4)


# --- what the page says of the runs -------------------------------------------------------------


@pytest.fixture(scope="module")
def ends() -> dict[str, np.ndarray]:
    """Every measure of the runs of six classes at their end, [seeds, ε, 2: training and test]."""
    found = [trained.records(6, seed) for seed in SEEDS]
    return {
        name: np.array([[getattr(run, name)[:, -1] for run in runs] for runs in found])
        for name in ("width", "sure", "accuracy", "own")
    }


def test_three_classes_land_on_the_formula():
    spread = EPSILONS * 2 / 3
    for seed in SEEDS:
        runs = trained.records(3, seed)
        own, gap = (
            np.array([getattr(run, name)[0, -1] for run in runs]) for name in ("own", "gap")
        )
        np.testing.assert_allclose(own, 1 - spread, atol=2e-3)
        best = np.log((1 - spread[1:]) / (spread[1:] / 2))
        np.testing.assert_allclose(gap[1:], best, atol=0.05)
        assert gap[0] > 3 * gap[1]
        # above the entropy of the targets, and nearly there
        entropy = -(1 - spread) * np.log(1 - spread)
        entropy[1:] -= spread[1:] * np.log(spread[1:] / 2)
        reached = np.array([run.loss[-1] for run in runs])
        assert (reached > entropy - 1e-6).all() and (reached < entropy + 1e-3).all()


def test_six_classes_in_a_plane_cannot_reach_their_targets(ends):
    own, wanted = ends["own"][:, 1:, 0], 1 - EPSILONS[1:] * 5 / 6
    assert (own < wanted - 0.005).all()


def test_smoothing_packs_the_training_clusters_and_hardly_the_test_clusters(ends):
    ratio = ends["width"][:, 0] / ends["width"][:, EPSILONS.tolist().index(0.1)]
    assert (ratio[:, 0] > 4).all()
    narrower = 1 - 1 / ratio[:, 1]
    assert 0.135 < narrower.min() and narrower.max() < 0.355


def test_cross_entropy_is_too_sure_and_a_tenth_is_too_modest_by_more(ends):
    over = ends["sure"][..., 1] - ends["accuracy"][..., 1]
    tenth = EPSILONS.tolist().index(0.1)
    assert (over[:, 0] > 0.02).all()
    assert (over[:, tenth:] < 0).all()
    assert (-over[:, tenth] > over[:, 0]).all()
    assert (np.abs(over).argmin(axis=1) == 1).all() and EPSILONS[1] == 0.01


def test_a_tenth_asks_for_less_than_is_right(ends):
    tenth = EPSILONS.tolist().index(0.1)
    cap = 1 - 0.1 * 5 / 6
    assert cap == pytest.approx(0.917, abs=5e-4)
    right = ends["accuracy"][:, tenth, 1]
    assert (right > cap + 0.02).all() and right.mean() == pytest.approx(0.97, abs=0.01)
    assert ends["sure"][:, tenth, 1] == pytest.approx(0.80, abs=0.025)
    assert ends["own"][:, tenth, 0] == pytest.approx(0.85, abs=0.015)


def test_equal_means_are_not_calibration():
    sure = np.repeat([0.6, 1.0], 100)
    right = np.tile(np.arange(100) < 80, 2)
    assert sure.mean() == pytest.approx(right.mean())
    gaps = [abs(right[sure == p].mean() - p) * (sure == p).mean() for p in np.unique(sure)]
    assert sum(gaps) == pytest.approx(0.2)


def test_every_point_lies_in_the_picture_at_the_end():
    for run in trained.records(6, 0):
        assert np.abs(run.points[-1]).max() < trained.BOX
        length = np.sqrt((run.points[-1] ** 2).sum(-1).mean())
        assert length == pytest.approx(1, abs=0.1)


def test_only_epsilon_differs():
    runs = [dict(trained.settings_of(6, eps, seed=3)) for eps in EPSILONS]
    assert [run.pop("eps") for run in runs] == EPSILONS.tolist()
    assert all(run == runs[0] for run in runs)


def test_width_by_hand_and_that_scales_do_not_matter():
    features = np.array([[[0.0, 1.0], [0.0, -1.0], [4.0, 1.0], [4.0, -1.0]]])
    labels = np.array([0, 0, 1, 1])
    found = trained.cluster_width(features, labels, 2)
    assert found == pytest.approx(1 / 4)
    assert trained.cluster_width(7 * features, labels, 2) == pytest.approx(found)
