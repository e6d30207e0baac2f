"""Few samples a class: what training sees and what new samples see, against draws."""

import numpy as np
import pytest

from lossviz import theory


@pytest.mark.parametrize("n", [1, 2, 3, 10, 50])
@pytest.mark.parametrize("resultant", [0.0, 0.3, 0.7, 0.95])
def test_the_cosines_are_those_of_drawn_samples(n, resultant):
    dim, classes = 512, 200
    rng = np.random.default_rng(n)

    def samples(count):
        beside = rng.normal(size=(classes, count, dim))
        beside[..., 0] = 0
        beside /= np.linalg.norm(beside, axis=-1, keepdims=True)
        x = np.sqrt(1 - resultant**2) * beside
        x[..., 0] += resultant
        return x

    x = samples(n)
    vector = x.mean(axis=1)
    vector /= np.linalg.norm(vector, axis=-1, keepdims=True)
    training = np.einsum("cnd,cd->cn", x, vector).mean()
    new = np.einsum("cnd,cd->cn", samples(20), vector).mean()
    found = theory.seen_cosines(resultant, n)
    assert training == pytest.approx(found.training, abs=2e-3)
    assert new == pytest.approx(found.new, abs=5e-3)
    if n > 1:
        assert theory.new_cosine(found.training, n) == pytest.approx(found.new, abs=1e-9)


def test_the_squared_length_of_the_mean_is_exact_in_any_dimension():
    rng = np.random.default_rng(0)
    for dim in (2, 3, 5):
        beside = rng.normal(size=(200_000, 4, dim))
        beside[..., 0] = 0
        beside /= np.linalg.norm(beside, axis=-1, keepdims=True)
        mean = (0.8 * beside).mean(axis=1)
        mean[..., 0] += 0.6
        square = (mean**2).sum(axis=1)
        wanted = theory.seen_cosines(0.6, 4).training ** 2
        assert abs(square.mean() - wanted) < 4 * square.std() / len(square) ** 0.5


def test_limits():
    assert theory.seen_cosines(0.0, 3) == pytest.approx((3**-0.5, 0))
    assert theory.seen_cosines(1.0, 3) == (1.0, 1.0)
    assert theory.seen_cosines(0.5, 1) == pytest.approx((1.0, 0.25))
    many = theory.seen_cosines(0.5, 10**9)
    assert many == pytest.approx((0.5, 0.5), abs=1e-8)
    assert theory.new_cosine(3**-0.5, 3) == pytest.approx(0, abs=1e-12)
    assert theory.new_cosine([0.2, 1.0], 3) == pytest.approx([0, 1])
    assert np.isnan(theory.new_cosine(1.0, 1))
    n = np.array([2, 3, 10, 1000])
    assert np.all(np.diff(theory.new_cosine(0.9, n)) > 0)


@pytest.mark.parametrize("call, message", [
    (lambda: theory.seen_cosines(1.2, 3), "between 0 and 1"),
    (lambda: theory.seen_cosines(np.nan, 3), "between 0 and 1"),
    (lambda: theory.new_cosine(0.5, 0), "whole number"),
    (lambda: theory.seen_cosines(0.5, 2.5), "whole number"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
