import numpy as np
import pytest

from lossviz import losses
from lossviz.geometry.bends import bends
from lossviz.geometry.contest import contest

U = np.linspace(-np.pi, np.pi, 200)


def curves_of(key, w, **params):
    rules = contest(losses.get(key), w, None, 1.0, params, True)
    zero = np.zeros(1, int)
    return bends(rules, zero, zero, zero + 1)[1]


@pytest.mark.parametrize("key, params", [
    ("sphereface", {"m": 2.5, "lam": 0.0}),
    ("sphereface", {"m": 4.0, "lam": 3.0}),
    ("combined", {"m1": 1.0, "m2": 0.3, "m3": 0.1}),
])  # fmt: skip
@pytest.mark.parametrize("apart", [1e-5, 0.7, np.pi / 2, 3.1, np.pi - 1e-7, np.pi])
def test_curves_are_ties_all_the_way_round(key, params, apart):
    w = np.array([[[1.0, np.cos(apart)], [0.0, np.sin(apart)], [0.0, 0.0]]])
    curves = curves_of(key, w, **params)
    for k in range(len(curves.low)):
        x = curves.at(np.full(len(U), k), U)
        cos = x @ w[0]
        sin = np.linalg.norm(x - cos[:, :1] * w[0, :, 0], axis=1)
        psi = losses.get(key).psi(np.clip(cos[:, 0], -1, 1), sin, **params)
        assert psi - cos[:, 1] == pytest.approx(0, abs=2e-9)
    if apart > 1 and key == "sphereface":
        assert len(curves.low) == 1


def test_a_curve_closes_and_is_mirrored_in_the_plane_of_the_two_vectors():
    w = np.array([[[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]])
    curves = curves_of("sphereface", w, m=2.0)
    x = curves.at(np.zeros(len(U), int), U)
    assert x[0] == pytest.approx(x[-1], abs=1e-7)
    assert x[:, 2] == pytest.approx(-x[::-1, 2], abs=1e-7)
    assert np.ptp(x[:, 2]) > 0.5


def test_nothing_where_a_class_is_beaten_everywhere():
    w = np.array([[[1.0, 1.0], [0.0, 1e-3], [0.0, 0.0]]])
    assert len(curves_of("combined", w, m1=1.0, m2=0.5, m3=0.5).low) == 0
