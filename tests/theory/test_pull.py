"""The upper end of s and the width that clusters keep, on arrangements written out."""

import numpy as np
import pytest

from lossviz import losses, theory, train
from lossviz.metrics import angles
from lossviz.settings import Settings
from lossviz.theory.pull import PULL, rivals_of

LOSSES = [
    ("normface", {}),
    ("cosface", {"m": 0.2}),
    ("arcface", {"m": 0.3}),
    ("combined", {"m1": 1.25, "m2": 0.1, "m3": 0.05}),
    ("sphereface", {"m": 1.35, "lam": 0.0}),
    ("l_softmax", {"m": 2.0, "lam": 5.0}),
]
IDS = [key for key, _ in LOSSES]
KNOWN = [(2, 2), (2, 64), (3, 2), (4, 2), (6, 2), (20, 2), (4, 3), (5, 3), (6, 3), (10, 3),
         (12, 3), (7, 4), (8, 4), (9, 5), (11, 10), (40, 64)]  # fmt: skip


def let_go(key, count, dim, s, theta_of, params):
    """1 − P of every class's sample, θ = theta_of(angle) towards its nearest rival, [C]."""
    w = theory.best_arrangement(count, dim)
    gram = w @ w.T
    found = []
    for y in range(count):
        near = int(np.argmax(gram[y] - 4 * (np.arange(count) == y)))
        angle = np.arccos(np.clip(gram[y, near], -1, 1))
        theta = theta_of(angle)
        beside = w[near] - gram[y, near] * w[y]
        if count == 2:
            beside = np.linalg.svd(w[y][None])[2][1]
        x = np.cos(theta) * w[y] + np.sin(theta) * beside / np.linalg.norm(beside)
        psi = float(losses.get(key).psi(np.cos(theta), np.sin(theta), **params))
        rivals = np.exp(s * (np.delete(w @ x, y) - psi)).sum()
        found.append(rivals / (1 + rivals))
    return np.array(found)


@pytest.mark.parametrize("key, params", LOSSES, ids=IDS)
@pytest.mark.parametrize("count, dim", KNOWN)
def test_at_the_end_a_sample_a_quarter_of_the_way_is_pulled_with_one_per_cent(
    count, dim, key, params
):
    end = theory.pull_end(key, count, dim, **params)
    if np.isinf(end):
        pulls = let_go(key, count, dim, 1000.0, lambda angle: angle / 4, params)
        assert pulls.max() > 0.49
        return
    pulls = let_go(key, count, dim, end, lambda angle: angle / 4, params)
    assert pulls.min() == pytest.approx(PULL, rel=1e-6)
    assert (let_go(key, count, dim, 1.01 * end, lambda a: a / 4, params).min()) < PULL


@pytest.mark.parametrize("key, params", LOSSES, ids=IDS)
@pytest.mark.parametrize("count, dim", KNOWN)
@pytest.mark.parametrize("s", [4.0, 30.0, 300.0])
def test_the_width_is_where_the_pull_is_one_per_cent(count, dim, s, key, params):
    width = theory.width_left(key, count, dim, s, **params)
    pulls = let_go(key, count, dim, s, lambda angle: min(width, angle / 2), params)
    if width == 0:
        assert pulls.min() >= PULL * (1 - 1e-6)
    else:
        # all classes but those that meet it at just this place are pulled more
        assert pulls.min() == pytest.approx(PULL, rel=1e-4)


@pytest.mark.parametrize("m1, m2, count, degrees", [
    (4.0, 0.0, 2, 34.7), (3.5, 0.0, 2, 38.6), (4.0, 1.5, 3, 5.9),
])  # fmt: skip
def test_the_width_ends_where_the_first_pull_is(m1, m2, count, degrees):
    """cos(m₁θ + m₂) rises again before α/2: what lies beyond that is not let go."""
    params = dict(m1=m1, m2=m2, m3=0.0)
    width = theory.width_left("combined", count, 2, 64.0, **params)
    assert np.degrees(width) == pytest.approx(degrees, abs=0.06)
    inside = let_go("combined", count, 2, 64.0, lambda angle: 0.99 * width, params)
    assert (
        inside.max()
        < PULL
        < let_go("combined", count, 2, 64.0, lambda _: 1.01 * width, params).max()
    )


def test_end_and_width_are_each_other_s_inverse():
    for key, params in LOSSES:
        for count, dim in ((2, 2), (6, 2), (4, 3), (10_000, 512), (10**6, 64)):
            end = theory.pull_end(key, count, dim, **params)
            if np.isfinite(end):
                quarter = theory.least_angle(count, dim) / 4
                assert theory.width_left(key, count, dim, end, **params) == pytest.approx(
                    quarter, rel=1e-6
                )


def test_two_classes_in_closed_form():
    """s·2 cos(m/2) cos(45° + m/2) = ln 99, and cos θ* + cos(θ* + m) = ln 99/s."""
    for m in (0.0, 0.3, 0.5, 1.0):
        end = theory.pull_end("arcface", 2, 2, m=m)
        wanted = np.log(99) / (2 * np.cos(m / 2) * np.cos(np.pi / 4 + m / 2))
        assert end == pytest.approx(wanted, rel=1e-9)
        theta = theory.width_left("arcface", 2, 2, 64.0, m=m)
        assert np.cos(theta) + np.cos(theta + m) == pytest.approx(np.log(99) / 64, rel=1e-6)
    # the defaults of face recognition
    assert np.degrees(theory.width_left("arcface", 2, 512, 64.0, m=0.5)) == pytest.approx(
        73.55, abs=0.01
    )


def test_more_scale_lets_go_further_out_and_a_margin_further_in():
    s = np.geomspace(2, 512, 40)
    for count, dim in ((2, 2), (10, 2), (6, 3), (10_000, 512)):
        assert np.all(np.diff(theory.width_left("normface", count, dim, s)) >= -1e-9)
        m = np.linspace(0, 0.15, 10)
        assert np.all(np.diff(theory.width_left("cosface", count, dim, 64.0, m=m)) <= 1e-9)
        end = theory.pull_end("cosface", count, dim, m=m)
        assert np.all((end[1:] > end[:-1]) | np.isinf(end[1:])) and np.isfinite(end[0])


def test_no_end_where_the_margin_reaches_beyond_the_quarter():
    """ArcFace at θ = α/4, the rival at 3α/4: no lead once m ≥ α/2."""
    quarter = np.pi / 12  # six classes on the circle
    assert np.isfinite(theory.pull_end("arcface", 6, 2, m=2 * quarter - 0.01))
    assert theory.pull_end("arcface", 6, 2, m=2 * quarter + 0.01) == np.inf
    found = theory.feasible_range("arcface", "s", 6, 2, m=0.6)
    assert np.isfinite(found.low) and found.high == found.most == np.inf


@pytest.mark.parametrize("seed", range(3))
def test_random_rivals_no_nearer_than_three_quarters_give_the_mean(seed):
    """1000 classes in 16 dimensions: the sum over drawn rivals lies around the estimate."""
    count, dim = 1000, 16
    rivals = rivals_of(count, dim)[0]
    rng = np.random.default_rng(seed)
    cos = rng.normal(size=(40 * count, dim))
    cos = cos[:, 0] / np.linalg.norm(cos, axis=1)
    far = cos[cos < np.cos(0.75 * rivals.angle)]
    for s in (5.0, 15.0, 30.0):
        drawn = (count - 2) * np.exp(s * far).mean()
        spread = (count - 2) * np.exp(s * far).std() / len(far) ** 0.5
        summed = float(rivals.many @ np.exp(s * rivals.spread))
        assert abs(summed - drawn) < 4 * spread


def test_the_green_part_is_never_empty_for_ninety_per_cent():
    for count in (2, 3, 4, 6, 10, 14, 33, 1000):
        for dim in (2, 3, 8, 64):
            for key, params in LOSSES[:4]:
                found = theory.feasible_range(key, "s", count, dim, 0.9, **params)
                assert np.isnan(found.least) or found.least < found.most
                assert np.isnan(found.low) or found.low < found.high


def test_a_probability_that_outlasts_the_pull_leaves_no_green_part():
    found = theory.feasible_range("normface", "s", 2, 2, 0.999)
    assert found.low == pytest.approx(np.log(999) / 2) and found.low > found.high


def test_the_largest_questions_have_answers():
    """C up to 10^7, d up to 4096."""
    questions = (
        lambda c, d: theory.min_scale(c, d, 0.9),
        lambda c, d: theory.min_scale_bound(c, d, 0.9, 0.7),
        lambda c, d: theory.random_scale(c, d, 0.9),
        theory.least_angle,
        theory.max_cosine_margin,
        lambda c, d: theory.pull_end("arcface", c, d, m=0.2),
        lambda c, d: theory.width_left("arcface", c, d, 64.0, m=0.2),
    )
    for count in (2, 1000, 5000, 8000, 10**6, 10**7):
        for dim in (2, 3, 64, 2500, 4096):
            for ask in questions:
                assert not np.isnan(ask(count, dim)), (count, dim)


@pytest.mark.parametrize("seed", range(3))
def test_training_two_classes_stops_where_the_pull_stops(seed):
    """Breast cancer, ArcFace m = 0.5: s = 64 leaves wide clusters, s = 4, below the end, not."""

    def mean_angle(s):
        run = train(Settings(dataset="cancer", loss="arcface", s=s, m=0.5, seed=seed))
        return float(angles(run.features[-1:], run.weights[-1:], run.labels).own.mean())

    assert 4.0 < theory.pull_end("arcface", 2, 2, m=0.5)
    wide, narrow = mean_angle(64.0), mean_angle(4.0)
    assert np.degrees(wide) > np.degrees(narrow) + 15


@pytest.mark.parametrize("call, error, message", [
    (lambda: theory.pull_end("hinge", 3, 2), ValueError, "no scale"),
    (lambda: theory.pull_end("arcface", 1, 2), ValueError, "at least 2 classes"),
    (lambda: theory.pull_end("arcface", 3, 2, 0.7), ValueError, "between 0 and ½"),
    (lambda: theory.pull_end("arcface", 3, 2, lam=0.7), KeyError, "ArcFace takes"),
    (lambda: theory.width_left("arcface", 3, 2, np.inf), ValueError, "s must be"),
    (lambda: theory.width_left("arcface", 3, 2, -1.0), ValueError, "s must be"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
