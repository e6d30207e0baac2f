import numpy as np
import pytest

from lossviz import theory

PUBLISHED = {4: 109.471, 5: 90, 6: 90, 7: 77.870, 8: 74.858, 9: 70.529, 10: 66.147, 11: 63.435,
             12: 63.435, 13: 57.137, 14: 55.671}  # fmt: skip


def nearest(x):
    """Least angle between the rows of x, in degrees."""
    cosines = x @ x.T - 4 * np.eye(len(x))
    return float(np.degrees(np.arccos(cosines.max())))


@pytest.mark.parametrize("classes", PUBLISHED)
def test_tammes_angles(classes):
    assert np.degrees(theory.least_angle(classes, 3)) == pytest.approx(PUBLISHED[classes], abs=6e-4)
    assert theory.least_angle_is_exact(classes, 3)


@pytest.mark.parametrize("classes, formula", [
    (7, 1 - 4 / np.sqrt(3) * np.cos(7 * np.pi / 18)),
    (8, (np.sqrt(8) - 1) / 7),
    (9, 1 / 3),
    (12, 1 / np.sqrt(5)),
])  # fmt: skip
def test_tammes_angles_with_a_closed_form(classes, formula):
    assert np.cos(theory.least_angle(classes, 3)) == pytest.approx(formula, abs=2e-8)


def test_the_plane_and_the_simplex():
    assert theory.least_angle([2, 3, 8], 2) == pytest.approx(2 * np.pi / np.array([2, 3, 8]))
    assert np.cos(theory.least_angle(5, [4, 9])) == pytest.approx([-1 / 4, -1 / 4])
    assert theory.least_angle([6, 8], 4) == pytest.approx(np.pi / 2)


@pytest.mark.parametrize("dim", [2, 3, 4, 7])
def test_more_classes_stand_no_further_apart_and_more_room_never_hurts(dim):
    classes = np.concatenate([np.arange(2, 40), [100, 1000, 100_000]])
    angle = theory.least_angle(classes, dim)
    assert np.all(np.diff(angle) <= 1e-12)
    assert np.all(theory.least_angle(classes, dim + 1) >= angle - 1e-12)


def test_beyond_the_table_it_is_a_bound_and_says_so():
    assert not theory.least_angle_is_exact(15, 3)
    assert np.array_equal(theory.least_angle_is_exact([8, 9], 4), [True, False])
    # the snub cube, best for 24, stays below the bound; so does a fine lattice
    assert np.radians(43.691) < theory.least_angle(24, 3) < np.radians(45.1)
    assert theory.least_angle(100_000, 3) == pytest.approx(
        np.sqrt(8 * np.pi / np.sqrt(3) / 100_000), rel=1e-3
    )
    # 24 vectors of the D4 lattice stand 60° apart in four dimensions
    assert np.pi / 3 <= theory.least_angle(24, 4) <= np.pi / 2


@pytest.mark.parametrize("classes, dim", [(2, 2), (7, 2), (4, 3), (5, 3), (6, 3), (12, 3), (9, 8),
                                          (5, 4), (6, 4), (7, 4), (8, 4), (2, 10)])  # fmt: skip
def test_known_arrangements_reach_the_least_angle(classes, dim):
    x = theory.best_arrangement(classes, dim)
    assert x.shape == (classes, dim)
    assert np.linalg.norm(x, axis=1) == pytest.approx(1)
    assert np.radians(nearest(x)) == pytest.approx(theory.least_angle(classes, dim), abs=1e-7)


@pytest.mark.parametrize("classes", [7, 8, 9, 10, 11, 13, 14, 20])
def test_spread_arrangements_come_near_it(classes):
    x = theory.best_arrangement(classes, 3)
    bound = np.degrees(theory.least_angle(classes, 3))
    assert bound - 2 < nearest(x) <= bound + 1e-9
    assert np.array_equal(x, theory.best_arrangement(classes, 3))


@pytest.mark.parametrize("classes, dim, message", [
    (1, 3, "at least 2 classes are needed; got 1"),
    (2.5, 3, "whole number"),
    (3, 1, "dimension must be a whole number of at least 2"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused(classes, dim, message):
    with pytest.raises(ValueError, match=message):
        theory.least_angle(classes, dim)


def test_an_unknown_arrangement_is_refused_not_guessed():
    with pytest.raises(ValueError, match="no best arrangement is known here for 9 classes in 4"):
        theory.best_arrangement(9, 4)
