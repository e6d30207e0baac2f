"""The band off the arc: its way across ends on the edges that are drawn, at the width in words."""

from functools import partial

import numpy as np
import pytest
from lessons.frames import frame_at

from lossviz import losses
from lossviz.lessons import LESSONS
from lossviz.lessons.angular import across

frame = partial(frame_at, LESSONS["angular"], "across")


def way(found):
    """From edge to edge: the pieces that belong to no class."""
    pieces = found["ball_edges"][0][found["ball_edges_cls"][0] == -1]
    return np.concatenate([pieces[:, :3], pieces[-1:, 3:]])


@pytest.mark.parametrize("query, key, m", [("", "arcface", 0.5), ("pair=cosface", "cosface", 0.2)])
def test_the_way_across_ends_where_the_margin_is_just_kept(query, key, m):
    for off in (0, 30, 60, 90):
        found = frame(f"{query}&off={off}".strip("&"))
        ends = way(found)[[0, -1]]
        cosine = ends @ found["w3"][0].T
        own = np.diag(cosine)
        psi = losses.get(key).psi(own, np.sqrt(1 - own**2), m=m)
        np.testing.assert_allclose(psi, [cosine[0, 1], cosine[1, 0]], atol=1e-6)
        # straight: as long as the angle between its ends, and through the sample in its middle
        length = np.degrees(np.arccos(ends[0] @ ends[1]))
        assert found[f"feasible.{key}"][0] == pytest.approx(length, abs=1e-4)
        middle = ends.sum(0) / np.linalg.norm(ends.sum(0))
        np.testing.assert_allclose(middle, found["f3"][0], atol=1e-9)


def test_one_band_widens_and_the_other_stays():
    found = frame("")
    arcface, cosface = (found[f"feasible.{key}_band"][0] for key in across.KEYS)
    assert arcface[[0, 30, 60, 90]] == pytest.approx([28.65, 39.65, 53.99, 59.31], abs=0.005)
    assert (np.diff(arcface) > 0).all() and cosface == pytest.approx(23.07, abs=0.005)
    assert arcface.max() < found["top"][0]


def test_a_margin_too_wide_leaves_no_band_and_the_sample_stays():
    found = frame("apart=20&off=30")
    assert np.isnan(found["feasible.arcface"][0]) and np.isnan(way(found)).all()
    assert np.isfinite(found["f3"]).all() and np.isfinite(found["feasible.cosface"][0])
    assert (found["odds"][0] <= 0).all()


def test_without_a_margin_there_is_no_band():
    found = frame("na=0")
    assert found["feasible.arcface"][0] == 0 and np.isnan(found["ball_edges_cls"][0][24:]).all()
