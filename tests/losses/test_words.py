"""What the pages say of the losses in numbers."""

import numpy as np
import pytest
from scipy.optimize import brentq

from lossviz import losses


def test_lambda_of_the_ports_is_at_its_floor_for_nearly_all_of_the_training():
    steps = np.arange(28_000)
    lam = np.maximum(5, 1000 / (1 + 0.12 * steps))
    assert (lam == 5).argmax() == 1659 and (lam[1659:] == 5).all()
    assert (1 / (1 + lam)).max() == pytest.approx(1 / 6)
    psi = [
        float(losses.get("sphereface").psi(np.array(0.0), np.array(1.0), m=4.0, lam=one))
        for one in (0.0, 5.0)
    ]
    # at 90° the plain cosine is 0: what is left of p is its weight
    assert psi[1] / psi[0] == pytest.approx(1 / 6)


def psi(key: str, theta: np.ndarray, **params) -> np.ndarray:
    return losses.get(key).psi(np.cos(theta), np.sin(theta), **params)


def test_which_margins_are_corners_of_the_combined_one():
    theta = np.linspace(0, np.pi, 721)
    rest = {"m1": 1.0, "m2": 0.0, "m3": 0.0}
    np.testing.assert_allclose(psi("combined", theta, **rest | {"m3": 0.3}),
                               psi("cosface", theta, m=0.3))  # fmt: skip
    near = theta <= np.pi - 0.5
    added, arcface = psi("combined", theta, **rest | {"m2": 0.5}), psi("arcface", theta, m=0.5)
    np.testing.assert_allclose(added[near], arcface[near], atol=1e-12)
    assert (added[~near] > arcface[~near] + 1e-9).all()
    turned = psi("combined", theta, **rest | {"m1": 4.0})
    folded = psi("sphereface", theta, m=4.0, lam=0.0)
    near = theta <= np.pi / 4
    np.testing.assert_allclose(turned[near], folded[near], atol=1e-12)
    assert turned[360] == pytest.approx(1) and folded[360] == pytest.approx(-3)


def band(key: str, apart: float, off: float, **params) -> float:
    """Width in degrees of the margin band of two classes, straight across, `off` their arc."""
    half, off = np.radians(apart) / 2, np.radians(off)

    def lead(x: float) -> float:
        along = np.cos(off) * np.cos(x) * np.cos(half)
        own, rival = (along + sign * np.sin(x) * np.sin(half) for sign in (1, -1))
        target = losses.get(key).psi(np.array(own), np.sqrt(1 - np.array(own) ** 2), **params)
        return float(target) - rival

    return 2 * np.degrees(brentq(lead, 0, np.pi / 2))


def test_cosface_s_band_is_of_one_width_on_the_sphere_and_arcface_s_on_the_arc():
    for off in (0, 30, 60, 89):
        assert band("cosface", 60, off, m=0.2) == pytest.approx(23.07, abs=0.01)
    assert band("cosface", 40, 0, m=0.2) > band("cosface", 60, 0, m=0.2)
    for apart in (40, 60, 120):
        assert band("arcface", apart, 0, m=0.5) == pytest.approx(np.degrees(0.5))
    wider = [band("arcface", 60, off, m=0.5) for off in (0, 30, 60)]
    assert wider == pytest.approx([28.6, 39.6, 54.0], abs=0.1)
