"""The encoders: their formula, and what they start from."""

import numpy as np
import pytest

from lossviz.encoder import FreePoints, Mlp, initial_mlp, initial_points


def test_an_mlp_is_tanh_layers_and_a_linear_last_one():
    rng = np.random.default_rng(0)
    w1, b1, w2, b2 = (rng.normal(size=s) for s in ((5, 3), 5, (2, 5), 2))
    x = rng.normal(size=(3, 7))
    found = Mlp((w1, w2), (b1, b2))(x)
    np.testing.assert_allclose(found, w2 @ np.tanh(w1 @ x + b1[:, None]) + b2[:, None], rtol=1e-4)


def test_without_hidden_layers_it_is_linear():
    encoder = initial_mlp(np.random.default_rng(0), 4, (), 2)
    x = np.random.default_rng(1).normal(size=(4, 9))
    np.testing.assert_allclose(encoder(2 * x), 2 * encoder(x), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("inputs", [2, 64, 200])
def test_the_first_layer_keeps_the_variance(inputs):
    x = np.random.default_rng(1).normal(size=(inputs, 2000))
    encoder = initial_mlp(np.random.default_rng(0), inputs, (), 128)
    assert np.std(encoder(x)) == pytest.approx(1, rel=0.15)


def test_free_points_are_their_own_embedding():
    encoder = initial_points(np.random.default_rng(0), 6, 3)
    assert isinstance(encoder, FreePoints)
    np.testing.assert_array_equal(encoder(np.array([[4, 0]])), encoder.points[:, [4, 0]])
