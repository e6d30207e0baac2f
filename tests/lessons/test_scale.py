"""Lesson 5 says what is true: the table, the bounds, and what the runs come to."""

from functools import partial

import jax
import numpy as np
import pytest
from lessons.frames import frame_at

from lossviz import losses, theory, training
from lossviz.lessons import LESSONS
from lossviz.lessons.scale import floor, table, trained
from lossviz.settings import Settings

LESSON = LESSONS["scale"]
frame = partial(frame_at, LESSON)
SEEDS = range(5)


# --- the table ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "factor, shares, smooth, times",
    [
        ("1", [0.0321, 0.0871, 0.2369, 0.6439], 4.4402, 1.1100),
        ("10", [9.36e-14, 2.06e-9, 4.54e-5, 1.00], 40.00, 1.0000),
        ("0.1", [0.2138, 0.2363, 0.2612, 0.2887], 1.6425, 4.1063),
    ],
)
def test_table_of_the_notes(factor, shares, smooth, times):
    found = frame("table", f"k={factor}")
    np.testing.assert_allclose(found["p"][0], shares, rtol=2e-3)
    assert found["LSE"][0] == pytest.approx(smooth, abs=5e-5)
    assert found["times"][0] == pytest.approx(times, abs=1e-4)
    # the gap is the logarithm of the largest share
    assert found["gap"][0] == pytest.approx(-np.log(found["p"][0].max()), abs=1e-12)


def test_the_factors_of_the_notes_are_on_the_slider():
    assert {0.05, 0.1, 1.0, 10.0, 20.0} <= set(table.FACTORS)
    assert list(table.FACTORS) == sorted(set(table.FACTORS))


@pytest.mark.parametrize("scores", ["4,0,0", "0,0,0,0", "4,4,4,4,0"])
def test_every_number_of_the_table_can_travel(scores):
    for factor in (table.FACTORS[0], table.FACTORS[-1]):
        found = frame("table", f"k={factor}&z={scores}")
        for name in found.keys() - {"times"}:
            sent = found[name].astype(np.float32)
            assert np.isfinite(sent).all(), name
            assert ((sent != 0) == (found[name] != 0)).all(), name


# --- around the circle --------------------------------------------------------------------------


@pytest.mark.parametrize("count", [2, 3, 6, 10])
@pytest.mark.parametrize("s", [1, 8, 64])
def test_mean_loss_is_that_of_the_catalogue_and_of_the_theory(count, s):
    found = frame("circle", f"c={count}&s={s}")
    with jax.enable_x64(True):
        w = found["w"][0]
        loss = jax.jit(losses.get("normface"))(w, w.T, np.arange(count), s=float(s))
    assert found["loss"][0] == pytest.approx(float(loss), rel=1e-9, abs=1e-12)
    assert found["loss"][0] == pytest.approx(theory.normface_polygon_loss(count, s), abs=1e-12)
    assert found["floor"][0] <= found["loss"][0] + 1e-12


@pytest.mark.parametrize("turned", [-30, -5, 5, 30])
def test_no_turn_beats_the_regular_arrangement(turned):
    for count in range(2, 11):
        regular, other = (frame("circle", f"c={count}&d={d}&s=4") for d in (0, turned))
        assert other["loss"][0] > regular["loss"][0]


def test_the_step_is_as_wide_as_it_says():
    # two classes: the odds are 9 : 1 half a step away from the middle
    width = frame("circle", "c=2&s=4")["step"][0]
    away = np.radians(width / 2)
    scores = 4 * np.cos([np.pi / 2 - away, np.pi / 2 + away])
    assert scores[0] - scores[1] == pytest.approx(np.log(9))
    assert frame("circle", "c=10&s=1")["step"][0] == np.inf


def test_large_scales_make_steps():
    for s, sharp in ((1, False), (64, True)):
        around = frame("circle", f"c=4&s={s}")["around1"][0]
        assert (np.minimum(around, 1 - around) < 0.01).mean() > 0.9 if sharp else around.max() < 0.6


# --- how large s must be ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "count, cosface, l2_softmax, adacos",
    [
        (10, 3.955, 4.2767, 3.107),
        (10_000, 11.406, 11.407, 13.025),
        (10_575, 11.462, 11.463, 13.104),
    ],
)
def test_the_papers_scales(count, cosface, l2_softmax, adacos):
    found = frame("floor", f"C={count}")
    wanted = dict(cosface=cosface, l2_softmax=l2_softmax, adacos=adacos)
    for name, value in wanted.items():
        assert found[name][0] == pytest.approx(value, abs=1e-3)
    # by hand
    assert cosface == pytest.approx((count - 1) / count * np.log((count - 1) * 9), abs=1e-3)
    assert l2_softmax == pytest.approx(np.log(9 * (count - 2)), abs=1e-3)
    assert adacos == pytest.approx(np.sqrt(2) * np.log(count - 1), abs=1e-3)


def test_floors_of_the_papers():
    assert frame("floor", "C=10575&s=1")["floor"][0] == pytest.approx(8.266, abs=5e-4)
    at_ten = np.interp(np.log2(10), floor.OCTAVES, frame("floor", "C=10")["polygons"][0])
    assert at_ten == pytest.approx(0.2610, abs=2e-3)


@pytest.mark.parametrize("count", [3, 10, 1000, 100_000])
def test_the_wanted_probability_is_reached_where_the_rules_stand(count):
    found = frame("floor", f"C={count}&P=0.95")
    best = np.interp(found["log_cosface"][0], floor.OCTAVES, found["best"][0])
    assert best == pytest.approx(0.95, abs=2e-3)
    at = float(np.exp(-theory.normface_polygon_loss(count, found["plane"][0])))
    assert at == pytest.approx(0.95, abs=1e-6)


def test_the_curves_are_in_their_order():
    for count in (3, 6, 10_000):
        found = frame("floor", f"C={count}")
        assert (found["floors"] <= found["polygons"] + 1e-12).all()
        assert (found["polygons"] <= found["chance"] + 1e-12).all()


@pytest.mark.parametrize("count", [3, trained.CLASSES])
def test_runs_stay_above_their_floor(count):
    found = frame("floor", f"C={count}")
    bound = theory.normface_polygon_loss(count, np.array(trained.SCALES))
    assert (found["reached"][0] > bound).all()
    # while s is small the floor is what stops them
    np.testing.assert_allclose(found["reached"][0, :2], bound[:2], rtol=0.03)
    assert np.isnan(frame("floor", "C=10")["reached"]).all()


def test_the_floor_is_for_classes_of_one_frequency():
    start = Settings(dataset="ring", classes=3, loss="normface", s=4.0)
    floor = theory.normface_lower_bound(3, 4.0)
    assert floor == pytest.approx(0.0049, abs=5e-5)
    for seed in SEEDS:
        run = training.train(start.replace(imbalance=20.0, seed=seed))
        assert 0.0038 < run.loss[-1] < 0.0046
    assert training.train(start).loss[-1] > floor


def test_numbers_of_the_checks():
    assert theory.cosface_min_scale(6, 0.9) == pytest.approx(3.2, abs=0.05)
    assert np.exp(-theory.normface_lower_bound(10_000, 3.0)) == pytest.approx(0.002, abs=5e-5)
    assert theory.cosface_min_scale(10_000, 0.9) == pytest.approx(11.41, abs=5e-3)
    assert theory.random_scale(10_000, 512, 0.9) == pytest.approx(11.5, abs=0.05)
    hexagon = theory.normface_polygon_loss(6, [1.0, 4.0, 8.0])
    assert hexagon == pytest.approx([1.0277, -np.log(0.784), 0.036], abs=5e-4)
    assert theory.min_scale([6, 100], 2, 0.9) == pytest.approx([5.79, 1465], rel=1e-3)
    assert theory.min_scale(100, 99, 0.9) == pytest.approx(6.7, abs=0.05)


# --- what the page says of the runs -------------------------------------------------------------


@pytest.fixture(scope="module")
def ends() -> dict[str, np.ndarray]:
    """Width, confidence and accuracy at the end, each [seeds, scales, 2]."""
    found = [trained.records(seed) for seed in SEEDS]
    return {
        name: np.array([[getattr(run, name)[:, -1] for run in runs] for runs in found])
        for name in ("width", "confident", "accuracy")
    }


def test_small_scales_are_never_confident(ends):
    least = theory.min_scale(trained.CLASSES, 2, trained.CONFIDENT)
    assert least == pytest.approx(5.787, abs=1e-3)
    small = np.array(trained.SCALES) < least
    assert (ends["confident"][:, small] == 0).all()
    assert (ends["confident"][:, 3:5, 0] > 0.95).all()


def test_large_scales_let_the_clusters_grow_wide(ends):
    training, test = ends["width"][..., 0], ends["width"][..., 1]
    # from s = 4 on every larger scale is wider
    assert (np.diff(training[:, 2:], axis=1) > 0).all()
    growth, test_growth = training[:, 4] / training[:, 2], test[:, 4] / test[:, 2]
    assert (growth > 4.5).all() and (growth < 8).all()
    # processors with and without AVX-512 round otherwise: what both gave, with a little room
    assert (test_growth > 1.15).all() and (test_growth < 1.75).all()
    assert (test[:, 4] > test[:, 2]).all() and (test[:, 6] > test[:, 4]).all()


def test_accuracy_suffers_at_the_largest_scale(ends):
    test = ends["accuracy"][..., 1]
    assert (test[:, 6] < test[:, 3]).all()
    assert test.mean(axis=0)[:4].min() > test.mean(axis=0)[6] + 0.03


def test_points_lie_as_far_out_as_they_are_probable():
    run = trained.records(0)[3]
    length = np.linalg.norm(run.points, axis=-1)
    assert (length <= 1 + 1e-9).all()
    best = np.exp(-theory.normface_polygon_loss(trained.CLASSES, 8.0))
    assert length[-1].max() == pytest.approx(best, abs=0.02)
