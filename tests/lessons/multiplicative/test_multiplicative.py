"""Lesson 8 says what is true: where cos(mθ) leads, where p is flat, what near classes keep."""

from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from lessons.frames import frame_at
from scipy.special import betainc

from lossviz import losses, theory
from lossviz.geometry import circle_sectors
from lossviz.lessons import LESSONS
from lossviz.lessons.multiplicative import flat, gap
from lossviz.lessons.multiplicative.angles import share_within
from lossviz.lessons.multiplicative.monotone import DIMS

LESSON = LESSONS["multiplicative"]
frame = partial(frame_at, LESSON)


# --- monotone -----------------------------------------------------------------------------------


@pytest.mark.parametrize("dim", DIMS)
def test_angles_of_random_directions(dim):
    theta = np.linspace(0, np.pi, 101)
    share = share_within(theta, dim)
    half = (dim - 1) / 2
    np.testing.assert_allclose(share, betainc(half, half, np.sin(theta / 2) ** 2), atol=1e-13)
    # and of directions that are drawn
    drawn = np.random.default_rng(0).standard_normal((2000, dim))
    angle = np.arccos(drawn[:, 0] / np.linalg.norm(drawn, axis=1))
    found = (angle[:, None] <= theta).mean(0)
    np.testing.assert_allclose(share, found, atol=0.04)


@pytest.mark.parametrize("dim", DIMS)
def test_half_of_them_is_beyond_a_right_angle(dim):
    assert frame("monotone", f"m=2&dim={dim}")["outside"][0] == pytest.approx(0.5)
    assert frame("monotone", f"m=1&dim={dim}")["outside"][0] == pytest.approx(0)


def test_in_high_dimension_nearly_all_start_beyond():
    assert frame("monotone", "m=2.25&dim=512")["outside"][0] > 0.999
    assert frame("monotone", "m=3&dim=64")["outside"][0] > 0.999
    assert frame("monotone", "m=1.75&dim=512")["outside"][0] < 0.001
    assert 0.6 < frame("monotone", "m=3&dim=2")["outside"][0] < 0.7


@pytest.mark.parametrize(
    "m, theta, valley", [(3, 90, 120), (3, 59, 0), (3, 61, 120), (4, 100, 90), (4, 140, 180),
                         (1.5, 150, 180), (3, 60, 60), (2, 0, 0)]
)  # fmt: skip
def test_descent_on_the_bare_cosine_ends_there(m, theta, valley):
    found = frame("monotone", f"m={m}&theta={theta}")
    assert found["valley"][0] == pytest.approx(valley)
    x = np.radians(theta)
    for _ in range(4000):
        x = np.clip(x - 0.01 * m * np.sin(m * x), 0, np.pi)
    assert np.degrees(x) == pytest.approx(valley, abs=0.01)


def test_slopes_of_the_vote_and_the_checks():
    found = frame("monotone", "m=3&theta=90")
    assert found["bare_slope"][0] == pytest.approx(3) == -found["folded_slope"][0]
    # m = 2 and m = 4 are flat where random angles are
    for m in (2, 4):
        assert frame("monotone", f"m={m}&theta=90")["folded_slope"][0] == pytest.approx(0)
    means = {m: frame("monotone", f"m={m}&dim=512")["mean_slope"][0] for m in (1, 2, 3, 4)}
    assert -0.2 < means[2] < 0 and means[3] < -2.9 and means[2] > means[4] > means[1]


def test_mean_slope_is_that_of_drawn_angles():
    drawn = np.random.default_rng(1).standard_normal((20_000, 8))
    angle = np.arccos(drawn[:, 0] / np.linalg.norm(drawn, axis=1))
    expected = -2.5 * np.abs(np.sin(2.5 * angle)).mean()
    assert frame("monotone", "m=2.5&dim=8")["mean_slope"][0] == pytest.approx(expected, abs=0.02)


def test_red_is_where_the_cosine_rises():
    found = frame("monotone", "m=4")
    for k, ends in ((1, (45, 90)), (2, (135, 180))):
        assert found[f"rise{k}"][0, [0, -1]] == pytest.approx(ends)
        assert (np.diff(found[f"risen{k}"][0]) > 0).all()
    # at m = 1.5 the second piece is beyond 180°
    assert (frame("monotone", "m=1.5")["rise2"] == 180).all()


# --- flat spots ---------------------------------------------------------------------------------


@pytest.mark.parametrize("m, lam", [(1, 0), (2.5, 0), (4, 5), (3, 1)])
def test_slope_of_sphereface_is_the_true_one(m, lam):
    theta = np.radians(np.arange(1.3, 180, 7))
    psi = losses.get("sphereface").psi
    with jax.enable_x64(True):
        slope = jax.grad(lambda x: psi(jnp.cos(x), jnp.sin(x), m=float(m), lam=float(lam)).sum())
        expected = -np.asarray(slope(theta))
    found = flat.sphereface_slope(theta, np.array(m), np.array(lam))
    np.testing.assert_allclose(found, expected, atol=1e-12)


@pytest.mark.parametrize("m", [0.0, 0.4, 1.5])
def test_slope_of_arcface_is_the_true_one(m):
    theta = np.radians(np.arange(1.3, 180, 7))
    psi = losses.get("arcface").psi
    with jax.enable_x64(True):
        expected = -np.asarray(jax.grad(lambda x: psi(jnp.cos(x), jnp.sin(x), m=m).sum())(theta))
    found = flat.arcface_slope(theta, np.array(m))
    np.testing.assert_allclose(found, expected, atol=1e-12)


@pytest.mark.parametrize("query", ["m=3&theta=75&f=8", "m=2&theta=40&f=22.6274&lam=5", "m=4&f=2"])
def test_pull_is_the_gradient_of_the_loss(query):
    found = frame("flat", query)
    read_back = dict(pair.split("=") for pair in query.split("&"))
    m, f, lam = (float(read_back.get(key, 0)) for key in ("m", "f", "lam"))
    theta, rival = np.radians(float(read_back.get("theta", 90))), np.cos(np.pi / 3)
    psi = losses.get("sphereface").psi

    def loss(x):
        scores = jnp.stack([f * psi(jnp.cos(x), jnp.sin(x), m=m, lam=lam), f * rival])
        return jax.nn.logsumexp(scores) - scores[0]

    with jax.enable_x64(True):
        assert found["pull"][0] == pytest.approx(float(jax.grad(loss)(theta)), rel=1e-6)
        assert found["p_sphere"][0] == pytest.approx(float(jnp.exp(-loss(theta))), rel=1e-6)


def test_on_a_flat_spot_nothing_pulls_however_long_the_feature():
    for f in (1, 8, 64):
        assert frame("flat", f"m=2&theta=90&f={f}")["pull"][0] == 0
    # λ mends it, and the longer feature pulls harder then
    lifted = [frame("flat", f"m=2&theta=90&lam=1&f={f}")["pull"][0] for f in (1, 8, 64)]
    assert 0 < lifted[0] < lifted[1] < lifted[2]
    assert frame("flat", "m=2&theta=90&lam=1")["slope_sphere"][0] == pytest.approx(0.5)


@pytest.mark.parametrize("m, spots", [(1, [180]), (2, [90, 180]), (2.5, [72, 144]), (3, [60, 120])])
def test_flat_spots_stand_where_they_are(m, spots):
    found = frame("flat", f"m={m}")
    assert set(spots) <= set(np.round(found["flats"][0], 9))
    np.testing.assert_allclose(found["pull_flats"], 0, atol=1e-14)
    k = found["flats"][0] * m / 180
    np.testing.assert_allclose(found["psi_flats"][0], 1 - 2 * k, atol=1e-12)


def test_lam_lifts_the_spots_and_narrows_the_gap():
    lam = np.array([0.0, 1.0, 5.0, 100.0])
    gaps = theory.angular_gap("sphereface", np.full(4, np.pi / 2), m=4, lam=lam)
    assert (np.diff(gaps) < 0).all()
    at_spots = [frame("flat", f"m=4&lam={lam}")["pull_flats"].max() for lam in (0, 1, 5)]
    assert at_spots[0] < 1e-14 and 0 < at_spots[1] < at_spots[2]


# --- the gap ------------------------------------------------------------------------------------

QUERY = "M=2&a=0.4&c=0.2"


def test_numbers_of_the_vote():
    wide, near = frame("gap", QUERY), frame("gap", f"{QUERY}&t=40")
    for key, before, after in (
        ("sphereface", 30, 13.33), ("arcface", 22.92, 22.92), ("cosface", 16.26, 34.00),
    ):  # fmt: skip
        assert wide[f"feasible.{key}"][0] == pytest.approx(before, abs=0.005)
        assert near[f"feasible.{key}"][0] == pytest.approx(after, abs=0.005)


@pytest.mark.parametrize("t, m, left", [(20, 2, 20 / 3), (20, 4, 12), (180, 4, 108)])
def test_sphereface_leaves_a_share(t, m, left):
    assert frame("gap", f"t={t}&M={m}")["feasible.sphereface"][0] == pytest.approx(left)


@pytest.mark.parametrize("loss", gap.LOSSES)
@pytest.mark.parametrize("t", [12, 35, 90, 180])
def test_arc_and_regions_agree(loss, t):
    found = frame("gap", f"{QUERY}&t={t}&loss={loss}")
    free, width = found[f"feasible.{loss}"][0], found["left"][0]
    band = found["edges"][0, 4:]
    key = gap.SLIDERS[loss]
    m = {"M": 2.0, "a": 0.4, "c": 0.2}[key]
    weights = found["w"].swapaxes(1, 2)
    rest = {"lam": 0.0} if loss == "sphereface" else {"s": 1.0}
    arcs = circle_sectors(losses.get(loss), weights, None, 1.0, {"m": m, **rest}, margin=True)
    if np.isnan(free):
        assert width == 0 and np.isnan(band).all() and len(arcs.cls) == 0
        assert np.isnan(found["regions"]).all()
        assert not np.isnan(found["feasible.none"]).any()
        return
    assert np.isnan(found["feasible.none"]).all()
    # one arc a class; class 2 ends where the gap begins, class 1 begins where it ends
    assert len(arcs.cls) == 2
    assert np.degrees(arcs.end[arcs.cls == 1] % (2 * np.pi)) == pytest.approx(
        90 - free / 2, abs=1e-5
    )
    assert np.degrees(arcs.start[arcs.cls == 0]) == pytest.approx(90 + free / 2, abs=1e-5)
    assert width == pytest.approx(np.degrees(arcs.end - arcs.start)[0])
    angle = np.degrees(np.arctan2(band[[0, -1], [1, 3]], band[[0, -1], [0, 2]]))
    assert angle == pytest.approx([90 - free / 2, 90 + free / 2])


def test_curves_begin_where_the_margin_leaves_a_region():
    found = frame("gap", "a=0.5&c=0.35")
    assert found["arcface.nearest"][0] == pytest.approx(np.degrees(0.5))
    assert 2 * np.sin(np.radians(found["cosface.nearest"][0]) / 2) == pytest.approx(0.35)
    for key in gap.LOSSES:
        apart, gaps = found[f"{key}.apart"][0], found[f"{key}.gaps"][0]
        assert not np.isnan(gaps).any() and apart[-1] == 180
        way = np.sign(np.diff(gaps).round(9))
        assert set(way) == {"sphereface": {1}, "arcface": {0}, "cosface": {-1}}[key]


def test_an_infeasible_margin_has_no_gap_and_the_lines_go_on():
    found = frame("gap", "t=10&a=0.5&c=0.35")
    assert np.isnan(found["feasible.arcface"][0]) and np.isnan(found["feasible.cosface"][0])
    assert found["feasible.sphereface"][0] == pytest.approx(10 / 3)
    # the widest margins that leave an edge
    assert found["d1.3.value"][0] == pytest.approx(10) and found["d2.4.value"][0] == pytest.approx(
        180
    )


def test_derivations_say_the_numbers_of_the_row():
    found = frame("gap", "t=75&M=3.5&a=0.7&c=0.4")
    for place, key, last in ((0, "sphereface", 3), (1, "arcface", 3), (2, "cosface", 4)):
        free = found[f"feasible.{key}"][0]
        assert found[f"d{place}.{last}.value"][0] == pytest.approx(free)
