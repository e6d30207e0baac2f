import numpy as np
import pytest

from lossviz.geometry.roots import Cells, find, polish


def waves(frequency, phase):
    def value_and_slope(k, t):
        angle = frequency[k] * t + phase[k]
        return np.sin(angle), frequency[k] * np.cos(angle)

    return value_and_slope


def test_every_root_of_every_wave_is_found():
    rng = np.random.default_rng(0)
    frequency, phase = rng.uniform(0.2, 60, 40), rng.uniform(-3, 3, 40)
    cells = Cells(np.arange(40), np.zeros(40), np.full(40, 2.0))
    row, root = find(waves(frequency, phase), cells, frequency, frequency**2)
    for k in range(40):
        low, high = phase[k] / np.pi, (phase[k] + 2 * frequency[k]) / np.pi
        expected = (np.arange(np.ceil(low), np.floor(high) + 1) * np.pi - phase[k]) / frequency[k]
        off = np.abs(root[row == k][:, None] - expected)
        assert np.all(off.min(0, initial=1) < 1e-11) and np.all(off.min(1, initial=1) < 1e-11)


def test_two_roots_side_by_side_are_told_apart():
    depth = np.array([1e-2, 1e-6, 1e-10])

    def value_and_slope(k, t):
        return (t - 0.3) ** 2 - depth[k] ** 2, 2 * (t - 0.3)

    cells = Cells(np.arange(3), np.zeros(3), np.ones(3))
    row, root = find(value_and_slope, cells, np.full(3, 2.0), np.full(3, 2.0))
    for k, d in enumerate(depth):
        assert root[row == k].min() == pytest.approx(0.3 - d, abs=1e-9)
        assert root[row == k].max() == pytest.approx(0.3 + d, abs=1e-9)


def test_a_flat_function_ends_the_search():
    cells = Cells(np.zeros(1, int), np.zeros(1), np.ones(1))
    row, _ = find(lambda k, t: (0 * t, 0 * t), cells, np.ones(1), np.ones(1))
    assert len(row) < 1000


def test_no_cells_no_roots():
    nothing = Cells(np.zeros(0, int), np.zeros(0), np.zeros(0))
    row, root = find(waves(np.ones(1), np.zeros(1)), nothing, np.ones(1), np.ones(1))
    assert len(row) == len(root) == 0


@pytest.mark.parametrize("f, root", [
    (lambda t: t**3 - 0.001, 0.1),
    (lambda t: np.arctan(1e4 * (t - 0.7)), 0.7),
    (lambda t: np.expm1(30 * (t - 0.9)), 0.9),
    (lambda t: t - 1e-14, 1e-14),
])  # fmt: skip
def test_polish_closes_hard_brackets(f, root):
    k, found = polish(lambda k, t: f(t), np.array([0.0, 0.95]), np.array([1.0, 1.0]))
    assert np.array_equal(k, [0])
    assert found == pytest.approx([root], abs=1e-12)
