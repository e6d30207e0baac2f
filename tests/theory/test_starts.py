"""The first loss and accuracy against draws, closed forms and the corners of their ranges."""

import numpy as np
import pytest
from scipy.integrate import dblquad, quad

from lossviz import losses, theory
from lossviz.theory import starts

CORNERS = [(c, d, s) for c in (2, 10**7) for d in (2, 3, 4096) for s in (0.0, 1e-6, 1.0, 512.0)]
LOSSES = [
    ("normface", {}),
    ("cosface", {"m": 0.35}),
    ("arcface", {"m": 0.5}),
    ("arcface", {"m": 1.5}),
    ("combined", {"m1": 1.5, "m2": 0.4, "m3": 0.1}),
    ("sphereface", {"m": 4.0, "lam": 0.0}),
    ("l_softmax", {"m": 3.0, "lam": 5.0}),
]
NAMES = {"ids": [f"{key}-{'-'.join(map(str, p.values()))}" for key, p in LOSSES]}


def drawn(key, count, dim, s, params, draws=8000):
    """Losses and kept margins of one sample each [draws], by drawing; the feature is no pole."""
    rng = np.random.default_rng([*key.encode(), count, dim])
    feature = rng.normal(size=dim) * np.geomspace(1, 30, dim)
    feature /= np.linalg.norm(feature)
    found = []
    for _ in range(draws // 500):
        w = rng.normal(size=(500, count, dim))
        cos = w @ feature / np.linalg.norm(w, axis=2)
        own = cos[:, 0]
        psi = np.asarray(losses.get(key).psi(own, np.sqrt(1 - own**2), **params))
        rival = cos[:, 1:]
        z = np.concatenate([psi[:, None], rival], axis=1) * s
        top = z.max(axis=1)
        loss = top + np.log(np.exp(z - top[:, None]).sum(axis=1)) - z[:, 0]
        found.append(np.stack([loss, psi > rival.max(axis=1)]))
    return np.concatenate(found, axis=1)


@pytest.mark.parametrize("key, params", LOSSES, **NAMES)
@pytest.mark.parametrize("count, dim, s", [(2, 2, 64.0), (10, 3, 16.0), (50, 16, 30.0)])
def test_the_first_loss_is_the_mean_over_draws(key, params, count, dim, s):
    loss, kept = drawn(key, count, dim, s, params)
    sigma = loss.std() / len(loss) ** 0.5
    assert abs(theory.expected_first_loss(key, count, dim, s, **params) - loss.mean()) < 4 * sigma
    share = theory.expected_first_accuracy(key, count, dim, **params)
    assert abs(share - kept.mean()) < 4 * np.sqrt(share / len(kept)) + 1e-3


def test_two_classes_by_a_double_integral():
    """In the plane, 3-D and 8-D, by scipy's integrals over both angles."""
    for dim, s, m in ((2, 4.0, 0.3), (3, 9.0, 0.5), (8, 20.0, 0.2)):

        def weight(theta, dim=dim):
            return np.sin(theta) ** (dim - 2)

        def loss(own, rival, s=s, m=m):
            return np.logaddexp(0, s * (np.cos(rival) - np.cos(own) + m))

        whole = quad(weight, 0, np.pi)[0]
        total = dblquad(
            lambda a, b: weight(a) * weight(b) * loss(a, b), 0, np.pi, 0, np.pi, epsabs=1e-9
        )[0]
        found = theory.expected_first_loss("cosface", 2, dim, s, m=m)
        assert found == pytest.approx(total / whole**2, rel=1e-7)


def test_a_finer_rule_gives_the_same(monkeypatch):
    cases = [(key, float(c), float(d), s, tuple(p.items())) for key, p in LOSSES
             for c, d, s in CORNERS if s]  # fmt: skip
    coarse = [starts._first_loss(*case) for case in cases]
    for name, value in (("STEP", 0.2), ("WIDTH", 1.0), ("FEWEST", 24), ("SMALL", 40.0)):
        monkeypatch.setattr(starts, name, value)
    cached = (starts._first_loss, starts._tails, starts._rivals, starts._nodes)
    for function in cached:
        function.cache_clear()
    fine = [starts._first_loss(*case) for case in cases]
    for function in cached:
        function.cache_clear()
    np.testing.assert_allclose(coarse, fine, rtol=1e-9)


@pytest.mark.parametrize("key, params", LOSSES, **NAMES)
@pytest.mark.parametrize("count, dim, s", CORNERS)
def test_at_every_corner_the_first_loss_is_between_its_bounds(key, params, count, dim, s):
    loss = theory.expected_first_loss(key, count, dim, s, **params)
    share = theory.expected_first_accuracy(key, count, dim, **params)
    assert np.isfinite(loss) and 0 <= share <= 1 / count + 1e-12
    assert loss == pytest.approx(np.log(count)) if s == 0 else loss > 0
    # Jensen, both ways: ln E X is above E ln X, and E ln is above the loss at the mean logits
    theta, weights = starts._nodes(float(dim), max(s, 1.0), starts._bends(key, _pairs(key, params)))
    psi = np.asarray(losses.get(key).psi(np.cos(theta), np.sin(theta), **params))
    own = s * psi
    top = s
    rivals = np.exp(s * np.cos(theta) - top) @ weights
    above = top + np.log(np.exp(own - top) @ weights + (count - 1) * rivals) - own @ weights
    below = np.logaddexp(own @ weights, np.log(count - 1)) - own @ weights
    assert below * (1 - 1e-9) - 1e-9 <= loss <= above * (1 + 1e-9) + 1e-9


def _pairs(key, params):
    return tuple((p.key, params.get(p.key, p.default)) for p in losses.get(key).parameters
                 if p.key != "s")  # fmt: skip


@pytest.mark.parametrize("count", [2, 3, 92, 10**4, 10**7])
@pytest.mark.parametrize("dim", [2, 3, 16, 512, 4096])
def test_without_a_margin_the_first_accuracy_is_that_of_a_guess(count, dim):
    assert theory.expected_first_accuracy("normface", count, dim) == 1 / count
    for key, margins in (("cosface", {"m": 0.0}), ("arcface", {"m": 0.0})):
        assert theory.expected_first_accuracy(key, count, dim, **margins) == 1 / count
    if (dim, count) == (2, 10**7):
        return  # there the nearest class vector is so near that a margin of 1e−13 counts
    tiny = theory.expected_first_accuracy("cosface", count, dim, m=1e-13)
    assert tiny == pytest.approx(1 / count, rel=3e-3)


def test_accuracy_with_the_margin_is_that_of_two_in_the_plane():
    """θ_y + m < θ_j for two even angles in [0, π]: (1 − m/π)²/2."""
    for m in (0.1, 0.5, 1.5):
        found = theory.expected_first_accuracy("arcface", 2, 2, m=m)
        assert found == pytest.approx((1 - m / np.pi) ** 2 / 2, rel=1e-9)


def test_a_margin_raises_the_first_loss_and_lowers_the_accuracy():
    m = np.linspace(0, 1, 11)
    for key in ("cosface", "arcface"):
        assert np.all(np.diff(theory.expected_first_loss(key, 92, 512, 64, m=m)) > 0)
        assert np.all(np.diff(theory.expected_first_accuracy(key, 92, 512, m=m)) < 0)


def test_the_rule_of_thumb_is_good_where_it_says():
    for count, dim, s in ((10**4, 512, 16.0), (10**7, 512, 30.0), (1000, 4096, 64.0)):
        exact = theory.expected_first_loss("arcface", count, dim, s, m=0.5)
        rough = theory.rough_first_loss("arcface", count, dim, s, m=0.5)
        assert rough == pytest.approx(s * np.sin(0.5) + np.log(count) + s**2 / 2 / dim)
        assert rough == pytest.approx(exact, rel=0.1 if s**2 > dim else 0.05)
    # and where it is not: 10 classes on a circle
    exact = theory.expected_first_loss("normface", 10, 2, 64)
    assert theory.rough_first_loss("normface", 10, 2, 64) > 10 * exact


def test_the_first_loss_of_the_reports():
    """92 classes, ArcFace at s = 64, m = 0.5: about 39 in 512 dimensions. No class is right."""
    assert theory.expected_first_loss("arcface", 92, 512, 64, m=0.5) == pytest.approx(38.6, abs=0.1)
    assert theory.expected_first_accuracy("arcface", 92, 512, m=0.5) < 1e-20


def test_a_slider_s_whole_track_has_the_values_of_its_positions():
    scales, margins = np.geomspace(1, 64, 100), np.linspace(0, 1, 100)
    counts = np.unique(np.round(np.geomspace(2, 1e7, 100)))

    def first(count=1000, s=64, m=0.4):
        return theory.expected_first_loss("arcface", count, 512, s, m=m)

    for at in (0, 37, -1):
        assert first(s=scales)[at] == pytest.approx(first(s=scales[at]), rel=1e-12)
        assert first(counts)[at] == pytest.approx(first(counts[at]), rel=1e-12)
        assert first(m=margins)[at] == pytest.approx(first(m=margins[at]), rel=1e-12)


@pytest.mark.parametrize("call, error, message", [
    (lambda: theory.expected_first_loss("hinge", 3, 2, 1.0), ValueError, "raw scores"),
    (lambda: theory.expected_first_loss("arcface", 3, 2, 1e5), ValueError, "at most 4096"),
    (lambda: theory.expected_first_loss("arcface", 1, 2, 1.0), ValueError, "at least 2 classes"),
    (lambda: theory.expected_first_loss("arcface", 3, 1, 1.0), ValueError, "at least 2"),
    (lambda: theory.expected_first_loss("arcface", 3, 2, -1.0), ValueError, "s must be"),
    (lambda: theory.expected_first_loss("arcface", 3, 2, np.nan), ValueError, "s must be"),
    (lambda: theory.expected_first_loss("arcface", 3, 2, 1.0, m=4.0), ValueError, "below π"),
    (lambda: theory.expected_first_loss("arcface", 3, 2, 1.0, lam=1), KeyError, "ArcFace takes"),
    (lambda: theory.expected_first_accuracy("softmax", 3, 2), ValueError, "raw scores"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
