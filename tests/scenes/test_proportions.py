"""The interval of a share and the test of pairs are those of SciPy."""

import numpy as np
import pytest
from scipy.stats import binomtest

from lossviz.scenes.proportions import mcnemar, wilson


@pytest.mark.parametrize("total", [1, 2, 7, 64])
def test_the_interval_is_wilsons(total):
    counts = np.arange(total + 1)
    found = wilson(counts, np.full(total + 1, total))
    exact = [binomtest(int(k), total).proportion_ci(method="wilson") for k in counts]
    np.testing.assert_allclose(found.low, [one.low for one in exact], atol=1e-12)
    np.testing.assert_allclose(found.high, [one.high for one in exact], atol=1e-12)
    assert (found.low <= found.share).all() and (found.share <= found.high).all()


def test_without_a_run_nothing_is_known():
    assert wilson(np.array([0]), np.array([0])) == (0, 0, 1)


@pytest.mark.parametrize("total", [0, 1, 2, 7, 30])
def test_the_test_of_the_pairs_is_the_exact_one(total):
    for one in range(total + 1):
        exact = binomtest(one, total).pvalue if total else 1.0
        assert mcnemar(one, total - one) == pytest.approx(exact, rel=1e-12)
