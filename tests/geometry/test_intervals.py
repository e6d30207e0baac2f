import numpy as np
import pytest

from lossviz.geometry.intervals import around, between, pad


def test_pad_keeps_each_rows_values_in_their_order():
    matrix = pad(np.array([2, 0, 2]), np.array([5.0, 1.0, 4.0]), 4)
    assert np.array_equal(matrix, [[1, np.nan], [np.nan] * 2, [5, 4], [np.nan] * 2],
                          equal_nan=True)  # fmt: skip
    assert pad(np.array([], int), np.array([]), 2).shape == (2, 0)


def test_neighbours_that_agree_are_joined():
    breaks = np.array([[0.2, 0.5, 0.7, 0.5], [np.nan, 2.0, -1.0, 0.1]])
    found = between(breaks, 0, 1, lambda x: (x > 0.2) & (x < 0.7))
    assert np.array_equal(found.row, [0, 1])
    assert found.start == pytest.approx([0.2, 0.1])
    assert found.end == pytest.approx([0.7, 1.0])


def test_an_arc_across_the_cut_is_joined_whatever_turn_its_ends_are_of():
    breaks = np.array([[3.0, -3.0 + 2 * np.pi, 1.0, 2.0 - 4 * np.pi]])

    def inside(phi):
        return (np.abs(phi) > 3) | ((phi > 1) & (phi < 2))

    found = around(breaks, inside)
    assert found.start == pytest.approx([1.0, 3.0])
    assert found.end == pytest.approx([2.0, -3.0 + 2 * np.pi])


@pytest.mark.parametrize("whole, expected", [(True, [2 * np.pi] * 3), (False, [])])
def test_all_or_nothing(whole, expected):
    found = around(np.zeros((3, 2)), lambda phi: np.full(phi.shape, whole))
    assert found.end - found.start == pytest.approx(expected)


def test_rows_are_kept_apart_at_the_cut():
    # row 0 reaches π, row 1 starts at −π: they are no neighbours
    found = around(np.array([[3.0], [-3.0]]),
                   lambda phi: np.array([[True], [False]]) == (np.abs(phi) > 3.0))  # fmt: skip
    assert np.array_equal(found.row, [0, 1])
    assert np.all(found.end - found.start < 2 * np.pi)


def test_slivers_of_rounding_are_dropped():
    found = between(np.array([[0.5, 0.5 + 1e-15]]), 0, 1, lambda x: x > 0.4)
    assert len(found.row) == 1
