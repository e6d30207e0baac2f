"""Readings of an embedding against hand-made cases and against the losses themselves."""

import jax
import numpy as np
import pytest

from lossviz import losses, metrics

RNG = np.random.default_rng(0)


def frames(f=3, n=50, d=2, classes=4):
    return (
        RNG.normal(size=(f, n, d)),
        RNG.normal(size=(f, d, classes)),
        RNG.normal(size=(f, classes)),
        RNG.integers(0, classes, n),
    )


@pytest.mark.parametrize("loss", losses.CATALOGUE.values(), ids=losses.CATALOGUE)
@pytest.mark.parametrize("d", [2, 3])
def test_scores_and_margins_agree_with_the_loss_frame_by_frame(loss, d):
    features, weights, bias, labels = frames(d=d)
    params = {p.key: RNG.uniform(p.low, min(p.high, p.low + 1.3), 3) for p in loss.parameters}
    found = metrics.inference_scores(loss, features, weights, bias, params)
    met = metrics.margin_met(loss, features, weights, bias, labels, params)
    with jax.enable_x64(True):
        _compare(loss, features, weights, bias, labels, params, found, met)


def _compare(loss, features, weights, bias, labels, params, found, met):
    for k in range(3):
        at = {key: float(value[k]) for key, value in params.items()}
        np.testing.assert_allclose(
            found[k], loss.scores(features[k], weights[k], bias[k], **at), atol=1e-9
        )
        asked = np.asarray(loss.training_scores(features[k], weights[k], labels, bias[k], **at))
        own = asked[np.arange(50), labels]
        rivals = np.where(np.eye(4)[labels] == 1, -np.inf, asked).max(axis=1)
        np.testing.assert_array_equal(met[k], own >= rivals)


def test_a_zero_vector_is_at_a_right_angle_to_everything():
    features, weights = np.zeros((1, 2)), np.array([[1.0, 0.0], [0.0, 0.0]])
    np.testing.assert_array_equal(metrics.cosines(features, weights), 0)


def test_angles_to_the_own_class_and_to_the_nearest_rival():
    features = np.array([[1.0, 0.0], [0.0, 2.0]])
    weights = np.array([[1.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
    found = metrics.angles(features, weights, np.array([0, 2]))
    np.testing.assert_allclose(found.own, [0, np.pi / 2])
    np.testing.assert_allclose(found.rival, [np.pi / 2, 0])


def test_the_histogram_counts_every_angle_once_ends_included():
    theta = np.array([[0.0, np.pi, np.pi / 2], [0.1, 0.1, 3.1]])
    found = metrics.histogram(theta, 4)
    np.testing.assert_array_equal(found, [[1, 0, 1, 1], [2, 0, 0, 1]])
    random = RNG.uniform(0, np.pi, (5, 400))
    expected = [np.histogram(row, np.linspace(0, np.pi, 37))[0] for row in random]
    np.testing.assert_array_equal(metrics.histogram(random, 36), expected)


def test_the_closest_pair_of_classes():
    turn = np.radians([[0, 100, 130, 250], [0, 5, 180, 270]])
    weights = np.stack([np.cos(turn), np.sin(turn)], axis=1) * 3
    found = metrics.closest_classes(weights)
    np.testing.assert_allclose(np.degrees(found.angle), [30, 5])
    np.testing.assert_array_equal([found.first, found.second], [[1, 0], [2, 1]])


def test_class_widths_are_means_over_the_members_and_an_empty_class_has_none():
    own = np.array([[0.1, 0.3, 0.5]])
    found = metrics.class_width(own, np.array([0, 0, 2]), 3)
    np.testing.assert_allclose(found, [[0.2, np.nan, 0.5]])


@pytest.mark.parametrize("key", ["softmax", "l_softmax"])
def test_predictions_stand_where_single_precision_overflows(key):
    """The last steps of a run that blows up: lengths of 1e25, whose squares no float32 holds."""
    rng = np.random.default_rng(0)
    features = rng.normal(size=(2, 7, 3)).astype(np.float32)
    weights = rng.normal(size=(2, 3, 4)).astype(np.float32)
    bias = np.zeros((2, 4), np.float32)
    large = np.float32(1e25)
    loss = losses.get(key)
    usual = metrics.inference_scores(loss, features, weights, bias)
    found = metrics.inference_scores(loss, features * large, weights * large, bias)
    assert np.isfinite(found).all()
    assert np.array_equal(found.argmax(-1), usual.argmax(-1))
