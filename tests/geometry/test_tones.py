import numpy as np
import pytest
from geometry import oracle

from lossviz import losses
from lossviz.geometry.contest import contest
from lossviz.geometry.tones import Pairs, meetings, tones

BENT = ["combined", "l_softmax", "sphereface"]


@pytest.mark.parametrize("key", BENT)
def test_the_pieces_are_psi(key):
    loss = losses.get(key)
    params = oracle.parameters(np.random.default_rng(0), loss)
    psi = tones(key, params)
    theta = np.linspace(0, np.pi, 1001)
    for f in range(oracle.F):
        piece = np.searchsorted(psi.edges[f, 1:-1], theta)
        written = psi.high[f, piece] * np.cos(psi.omega[f] * theta + psi.beta[f])
        written += psi.low[f] * np.cos(theta) + psi.level[f, piece]
        p = {k: v for k, v in oracle.at(params, f).items() if k != "s"}
        assert written == pytest.approx(loss.psi(np.cos(theta), np.sin(theta), **p), abs=1e-9)


@pytest.mark.parametrize("key", BENT)
def test_all_meetings_on_both_sides_of_a_class_vector(key):
    loss, rng = losses.get(key), np.random.default_rng(1)
    w, params = oracle.frames(rng, 2, 2)[[0, 7] * 4], oracle.parameters(rng, loss)
    rules = contest(loss, w, None, 1.0, params, True)
    frame, delta = np.arange(8), rng.uniform(-np.pi, np.pi, 8)
    pair, root = meetings(rules, Pairs(frame, 0 * frame, 0 * frame + 1, delta))
    grid = np.linspace(0, np.pi, 20001)
    for f in frame:
        own, other = rules.length[f]

        def ahead(theta, f=f, own=own, other=other):
            psi = oracle.psi(key, theta, oracle.at(params, f))
            return own * psi - other * np.cos(theta - delta[f])

        found = root[pair == f]
        assert np.all(np.abs(ahead(found)) < 1e-10)
        changes = np.flatnonzero(np.diff(ahead(grid) >= 0))
        for k in changes:
            assert np.any((found >= grid[k] - 1e-9) & (found <= grid[k + 1] + 1e-9))
