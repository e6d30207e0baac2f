"""Numbers that stand in the words of a derivation."""

import numpy as np
import pytest

from lossviz.derivations import DERIVATIONS, evaluate


def test_the_share_of_the_limit_that_pairs_need():
    counts = np.array([2.0, 3.0, 4.0, 5.0, 10.0, 100.0])
    lines = evaluate(DERIVATIONS["enough_margin"], {"C": counts})
    share = lines[0].value / (1 - np.cos(2 * np.pi / counts))
    assert share[:2] == pytest.approx([0.71, 0.58], abs=0.005)
    assert (share > 0.5).all() and (share[2:] < 0.55).all()
