"""The runs of the smoothing lesson, and what the page says of them."""

import numpy as np
import pytest

from lossviz.data import load
from lossviz.lessons.smoothing import trained
from lossviz.lessons.smoothing.objectives import STOPS
from lossviz.pictures import plain


def test_only_the_loss_differs():
    runs = [dict(s) for s in trained.settings_of("iris", seed=3)]
    same = [{k: v for k, v in run.items() if k not in ("loss", "m")} for run in runs]
    assert all(run == same[0] for run in same) and [r["loss"] for r in runs] == list(STOPS)


@pytest.mark.parametrize("data", trained.DATASETS)
def test_cross_entropy_ends_farther_from_its_boundaries(data):
    for seed in range(5):
        end = {stop: run.margin[-1] for stop, run in trained.trained(data, seed).items()}
        assert end["softmax"] > max(end["perceptron"], end["lse_hinge"]), (seed, end)


@pytest.mark.parametrize("data", trained.DATASETS)
def test_the_largest_rival_alone_is_not_slow_with_three_classes(data):
    def reached(run):
        return trained.STEPS[int((run.accuracy >= 0.9).argmax())]

    for seed in range(5):
        runs = trained.trained(data, seed)
        assert max(run.accuracy.max() for run in runs.values()) >= 0.9
        assert reached(runs["max_hinge"]) <= reached(runs["softmax"]) + 5, seed


def test_distance_of_points_by_hand():
    vectors = np.array([[[1.0, 0.0], [-1.0, 0.0]]])
    points = np.array([[[3.0, 1.0], [1.0, 0.0], [-2.0, 5.0]]])
    labels = np.array([0, 0, 0])
    # the boundary is the axis of ordinates; the median of 3, 1, −2 is 1
    length = np.sqrt((points**2).sum(-1).mean())
    assert trained.boundary_distance(points, vectors, labels) == pytest.approx(1 / length)


def test_distance_does_not_see_the_scales_of_features_and_weights():
    rng = np.random.default_rng(0)
    points, vectors = rng.normal(size=(2, 20, 2)), rng.normal(size=(2, 3, 2))
    labels = rng.integers(0, 3, 20)
    found = trained.boundary_distance(points, vectors, labels)
    scaled = trained.boundary_distance(7 * points, 0.3 * vectors, labels)
    np.testing.assert_allclose(found, scaled)


@pytest.mark.parametrize("data", trained.DATASETS)
def test_the_classes_are_called_by_their_names(data):
    own = load(trained.settings_of(data, 0)[0]).class_names
    assert own == {"digits": ("0", "1", "2"), "wine": ("1", "2", "3")}.get(
        data, ("setosa", "versicolor", "virginica")
    )
    pictures = [one for row in trained.rows({"data": data}) for one in plain(row.pictures)]
    named = [one for one in pictures if "names" in one]
    assert [one["type"] for one in named] == ["key"] + ["plane"] * 5
    assert all(tuple(one["names"]) == own for one in named)
