import numpy as np
import pytest

from lossviz.geometry.smoothed import roots_round


def test_roots_are_all_sign_changes_of_the_smoothed_hinge():
    rng = np.random.default_rng(0)
    vectors, offsets = rng.normal(size=(30, 5, 2)) * 4, rng.normal(size=(30, 5))
    cls, shift = rng.integers(5, size=30), rng.uniform(0, 2, 30)
    row, phi = roots_round(vectors, offsets, cls, shift)

    def ahead(k, angle):
        z = vectors[k] @ np.array([np.cos(angle), np.sin(angle)]) + offsets[k][:, None]
        return z[cls[k]] - np.logaddexp.reduce(np.delete(z, cls[k], 0)) - shift[k]

    grid = np.linspace(-np.pi, np.pi, 4001)
    for k in range(30):
        found = np.sort(phi[row == k])
        assert ahead(k, found) == pytest.approx(0, abs=1e-10)
        changes = grid[:-1][np.diff(ahead(k, grid) >= 0)]
        assert len(changes) <= len(found)
        assert all(np.abs(found - c).min() < 2e-3 for c in changes)


def test_one_rival_alone_is_not_smoothed():
    vectors = np.array([[[1.0, 0.0], [-1.0, 0.0]]])
    _, phi = roots_round(vectors, np.zeros((1, 2)), np.zeros(1, int), np.ones(1))
    assert np.unique(np.round(phi, 9)) == pytest.approx([-np.pi / 3, np.pi / 3])
