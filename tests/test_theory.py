import jax.scipy.special as jsp
import numpy as np
import pytest
from scipy.optimize import minimize

from lossviz import theory
from lossviz.geometry.averages import log_mean_power, spiral

SCALES = np.array([0.0, 0.5, 1.0, 4.0, 16.0, 64.0, 1e4])


def cross_entropy(x, s):
    """Mean NormFace loss of class vectors x [C, d] with every sample on its own vector."""
    return float(np.mean(np.logaddexp.reduce(s * (x @ x.T), 1) - s))


@pytest.mark.parametrize("found, published", [
    (theory.normface_lower_bound(10575, 1), 8.266),
    (theory.cosface_min_scale(10, 0.9), 3.955),
    (theory.cosface_min_scale(10575, 0.9), 11.462),
    (theory.adacos_scale(10), 3.107),
    (theory.adacos_scale(85000), 16.052),
])  # fmt: skip
def test_published_numbers(found, published):
    assert found == pytest.approx(published, abs=5.1e-4)


def test_the_polygon_of_ten_classes():
    assert theory.normface_polygon_loss(10, 10) == pytest.approx(0.2610, abs=5e-5)


@pytest.mark.parametrize("classes", [2, 3])
def test_simplex_and_polygon_are_one_where_both_fit_the_plane(classes):
    bound, polygon = (
        f(classes, SCALES) for f in (theory.normface_lower_bound, theory.normface_polygon_loss)
    )
    assert bound == pytest.approx(polygon, rel=1e-12)


@pytest.mark.parametrize("classes", [4, 5, 10, 101, 100_000])
def test_no_polygon_beats_the_bound(classes):
    bound, polygon = (
        f(classes, SCALES) for f in (theory.normface_lower_bound, theory.normface_polygon_loss)
    )
    assert np.all(polygon[1:-1] > bound[1:-1])
    assert bound[0] == pytest.approx(np.log(classes))
    assert polygon[0] == pytest.approx(np.log(classes))
    assert np.all(np.isfinite(bound)) and np.all(np.isfinite(polygon))
    assert np.all(bound >= 0) and np.all(np.diff(polygon[:-1]) < 0)


def test_the_bounds_are_the_losses_of_their_arrangements():
    for classes, s in ((4, 2.0), (7, 8.0)):
        simplex = theory.best_arrangement(classes, classes - 1)
        assert cross_entropy(simplex, s) == pytest.approx(
            theory.normface_lower_bound(classes, s), rel=1e-12
        )
        polygon = theory.best_arrangement(classes, 2)
        assert cross_entropy(polygon, s) == pytest.approx(
            theory.normface_polygon_loss(classes, s), rel=1e-12
        )


def anywhere(f, w, s):
    """Mean NormFace loss of one sample f_i [C, d] a class, wherever samples and vectors lie."""
    cosines = f @ w.T
    return float(np.mean(np.logaddexp.reduce(s * (cosines - np.diag(cosines)[:, None]), 1)))


def test_no_samples_get_below_the_floor():
    rng = np.random.default_rng(0)
    for _ in range(3000):
        count, dim, s = rng.integers(2, 13), rng.integers(1, 9), 10 ** rng.uniform(-1, 2)
        w, f = rng.normal(size=(2, count, dim))
        if rng.random() < 0.5:
            f = w + 0.3 * f
        w, f = (x / np.linalg.norm(x, axis=1, keepdims=True) for x in (w, f))
        away = np.linalg.norm(w - w.mean(axis=0), axis=1)
        own = (f * (w - w.mean(axis=0))).sum(axis=1)
        # Jensen over the rivals, Cauchy–Schwarz, Jensen over the classes, the square
        chain = [own, away, np.sqrt((away**2).mean()), np.ones(1)]
        bounds = [
            np.logaddexp(0, np.log(count - 1) - s * count / (count - 1) * x).mean() for x in chain
        ]
        found = [anywhere(f, w, s), *bounds]
        assert (np.diff(found) < 1e-12).all()
        assert found[-1] == pytest.approx(theory.normface_lower_bound(count, s), abs=1e-12)


def test_the_own_vector_is_not_the_best_place_in_every_arrangement():
    w, turn = np.eye(2), np.sqrt(0.5)
    off = turn * np.array([[1, -1], [-1, 1]])
    assert anywhere(w, w, 4.0) == pytest.approx(0.01815, abs=1e-5)
    assert anywhere(off, w, 4.0) == pytest.approx(0.00349, abs=1e-5)


def around(x, count, s):
    """ln of the loss of samples and class vectors at the angles x [2C] of a circle; its slope."""
    w, f = x[:count], x[count:]
    z = s * np.cos(f[:, None] - w)
    lead = z - np.diag(z)[:, None]
    loss = np.logaddexp.reduce(lead, axis=1)
    turn = np.exp(lead - loss[:, None]) * s * np.sin(f[:, None] - w)
    own = s * np.sin(f - w)
    slope = np.concatenate([turn.sum(0) - own, own - turn.sum(1)]) / count
    return np.log(loss.mean()), slope / loss.mean()


@pytest.mark.parametrize("count", [3, 4, 6, 10, 24])
@pytest.mark.parametrize("s", [0.5, 8.0, 128.0])
def test_no_search_on_the_circle_gets_below_the_polygon(count, s):
    # seen, not proved: Cohn and Kumar's theorem has no logarithm
    start = np.random.default_rng(count).uniform(0, 2 * np.pi, count)
    even = 2 * np.pi * np.arange(count) / count
    for w in (start, even + 0.2 * np.sin(start) * 2 * np.pi / count):
        found = minimize(around, np.concatenate([w, w]), args=(count, s), jac=True,
                         method="L-BFGS-B", options={"maxiter": 150})  # fmt: skip
        assert found.fun > np.log(theory.normface_polygon_loss(count, s)) - 1e-9


def test_no_other_arrangement_beats_the_bounds():
    rng = np.random.default_rng(0)
    for _ in range(5):
        x = rng.normal(size=(6, 2))
        x /= np.linalg.norm(x, axis=1, keepdims=True)
        assert cross_entropy(x, 5.0) > theory.normface_polygon_loss(6, 5.0)


def test_adacos_is_nothing_for_two_classes():
    assert theory.adacos_scale(2) == 0


@pytest.mark.parametrize("count, angle, p", [(10, 57.1, 0.376), (85_000, 45.85, 0.458)])
def test_adacos_is_steepest_near_45_degrees_for_very_many_classes_only(count, angle, p):
    theta = np.radians(np.linspace(0, 90, 90_001))
    shares = 1 / (1 + (count - 1) * np.exp(-theory.adacos_scale(count) * np.cos(theta)))
    steepest = np.gradient(shares, theta).argmin()
    assert np.degrees(theta[steepest]) == pytest.approx(angle, abs=0.05)
    assert shares[steepest] == pytest.approx(p, abs=5e-4)
    assert shares[45_000] == pytest.approx(0.5)


def test_ten_times_as_many_classes_take_ln_10_more():
    at = theory.cosface_min_scale([1000, 10_000], 0.9)
    assert at[1] - at[0] == pytest.approx(np.log(10), abs=0.01)


def test_on_the_circle_the_least_scale_grows_like_the_square_of_the_classes():
    at = theory.min_scale([50, 100, 200], 2, 0.9)
    assert at[1:] / at[:-1] == pytest.approx(4, rel=2e-3)


def test_the_cosface_scale_is_where_the_bound_gives_the_probability():
    classes, p = np.array([[2], [10], [10575]]), np.array([0.6, 0.9, 0.999])
    s = theory.cosface_min_scale(classes, p)
    assert np.exp(-theory.normface_lower_bound(classes, s)) == pytest.approx(p + 0 * s)
    assert theory.cosface_min_scale(5, 0.1) == 0


def test_the_l2_softmax_scale():
    s = theory.l2_softmax_min_scale([3, 10, 1000], 0.9)
    assert np.exp(s) / (np.exp(s) + np.array([1, 8, 998])) == pytest.approx(0.9)
    assert theory.l2_softmax_min_scale(2, 0.9) == 0


@pytest.mark.parametrize("classes, dim, margin", [
    (2, 2, 2.0), (2, 9, 2.0), (8, 2, 0.2929), (4, 3, 4 / 3), (10, 9, 10 / 9), (6, 3, 1.0),
    (12, 3, 1 - 1 / 5**0.5), (10, 3, 1 - np.cos(np.radians(66.147))),
])  # fmt: skip
def test_the_widest_cosine_margin(classes, dim, margin):
    assert theory.max_cosine_margin(classes, dim) == pytest.approx(margin, abs=5e-5)


def test_the_widest_margins_of_the_plane():
    classes = np.array([2, 3, 8, 100_000])
    assert theory.max_angular_margin(classes, 2) == pytest.approx(2 * np.pi / classes)
    small = theory.max_cosine_margin(100_000, 2)
    assert small == pytest.approx((2 * np.pi / 1e5) ** 2 / 2, rel=1e-6)
    assert theory.max_cosine_margin(8, 2) < 0.35  # the usual m of face recognition does not fit


def reached(x, s, target=1.0):
    """Least probability of the target class over the rows of x, its logit being s·target."""
    rivals = np.exp(s * (x @ x.T - target)) * (1 - np.eye(len(x)))
    return float(1 / (1 + rivals.sum(1).max()))


@pytest.mark.parametrize("classes, dim", [(2, 2), (3, 2), (8, 2), (4, 3), (6, 3), (12, 3), (5, 4),
                                          (8, 4), (5, 3)])  # fmt: skip
@pytest.mark.parametrize("p, target", [(0.9, 1.0), (0.5, 0.9), (0.9999, 0.95)])
def test_the_least_scale_reaches_the_probability_on_the_best_arrangement(classes, dim, p, target):
    s = theory.min_scale(classes, dim, p, target)
    assert reached(theory.best_arrangement(classes, dim), s, target) == pytest.approx(p, abs=1e-9)


def test_the_least_scale_of_the_simplex_is_cosfaces():
    assert theory.min_scale([2, 3, 4], 3, 0.9) == pytest.approx(
        theory.cosface_min_scale([2, 3, 4], 0.9)
    )
    assert theory.min_scale(10575, 512, 0.9) == pytest.approx(11.462, abs=5e-4)


def test_less_room_needs_more_scale():
    classes = np.arange(2, 15)
    plane, space, simplex = (theory.min_scale(classes, d, 0.9) for d in (2, 3, 14))
    assert np.all(plane[2:] > space[2:]) and np.all(space[3:] > simplex[3:])
    assert np.all(np.diff(space) > 0)
    assert theory.min_scale(100_000, 2, 0.9) > 1e9


def test_an_unreachable_probability_is_infinite_and_an_easy_one_free():
    assert theory.min_scale(8, 2, 0.9, [0.72, 0.7]) == pytest.approx([224.2, np.inf], abs=0.1)
    assert theory.min_scale(8, 2, [1 / 8, 0.1]) == pytest.approx([0, 0], abs=1e-12)


def test_the_scale_counts_the_margin_in():
    free = theory.feasible_scale("normface", 8, 2)
    assert theory.feasible_scale("cosface", 8, 2, m=0.0) == free
    assert theory.feasible_scale("sphereface", 8, 2, m=3.0) == free
    assert theory.feasible_scale("arcface", 8, 2, m=0.3) == pytest.approx(
        theory.min_scale(8, 2, 0.9, np.cos(0.3))
    )
    assert theory.feasible_scale("cosface", 8, 2, m=0.35) == np.inf


@pytest.mark.parametrize("key, name, params, expected", [
    ("cosface", "m", {}, (0, 1 - np.cos(np.pi / 4))),
    ("arcface", "m", {}, (0, np.pi / 4)),
    ("combined", "m3", {"m2": 0.0}, (0, 1 - np.cos(np.pi / 4))),
    ("combined", "m2", {"m3": 0.0}, (0, np.pi / 4)),
    ("combined", "m1", {"m2": 0.2, "m3": 0.1}, (1, np.inf)),
    ("combined", "m1", {"m2": 0.5, "m3": 0.5}, (np.nan, np.nan)),
    ("combined", "m2", {"m3": 0.3}, (np.nan, np.nan)),
    ("cosface", "s", {"m": 0.35}, (np.nan, np.nan)),
    ("sphereface", "m", {}, (1, np.inf)),
    ("sphereface", "lam", {}, (0, np.inf)),
    ("hinge", "m", {}, (0, np.inf)),
    ("label_smoothing", "eps", {}, (0, 1)),
])  # fmt: skip
def test_what_a_slider_can_reach(key, name, params, expected):
    found = theory.feasible_range(key, name, 8, 2, **params)
    # in the plane all is known
    assert found == pytest.approx(expected * 2, nan_ok=True)


def test_the_range_of_the_scale_goes_from_the_least_one_to_the_end_of_the_pull():
    found = theory.feasible_range("arcface", "s", 8, 2, p=0.8, m=0.1)
    assert found.low == found.least == theory.feasible_scale("arcface", 8, 2, 0.8, m=0.1)
    assert found.high == found.most == theory.pull_end("arcface", 8, 2, m=0.1) < np.inf


def pyramid(depth):
    """A square pyramid on the sphere, its base so far below the middle."""
    turn = np.pi / 2 * np.arange(4)
    ring = np.sqrt(1 - depth**2) * np.array([np.cos(turn), np.sin(turn)])
    return np.vstack([[0, 0, 1], np.stack([*ring, np.full(4, -depth)], axis=1)])


def test_what_an_arrangement_does_is_not_called_impossible():
    """A pyramid does with less than the arrangement at hand: both are enough, neither is needed."""
    found = theory.feasible_range("normface", "s", 5, 3)
    assert found.low == pytest.approx(3.308, abs=1e-3)
    assert max(reached(pyramid(depth), 3.2315) for depth in np.linspace(0.05, 0.3, 251)) > 0.9
    assert found.least < 3.231


@pytest.mark.parametrize("classes, found_elsewhere", [(10, 5.954), (13, 7.774), (20, 11.54)])
def test_the_open_part_holds_the_scales_that_a_longer_search_found(classes, found_elsewhere):
    found = theory.feasible_range("normface", "s", classes, 3)
    assert found.least < found_elsewhere < found.low


@pytest.mark.parametrize("count", [2, 3, 4, 6, 12])
def test_nothing_is_open_where_the_best_arrangement_is_known(count):
    for key, params in (("normface", {}), ("cosface", {"m": 0.2}), ("arcface", {"m": 0.3})):
        found = theory.feasible_range(key, "s", count, 3, **params)
        assert found.low == found.least


@pytest.mark.parametrize("count", range(5, 21))
@pytest.mark.parametrize("m", [0.0, 0.2])
def test_the_bound_of_the_scale_stays_below_what_arrangements_do(count, m):
    found = theory.feasible_range("cosface", "s", count, 3, m=m)
    assert found.least <= found.low * (1 + 1e-12)
    w = np.random.default_rng(count).normal(size=(2000, count, 3))
    w /= np.linalg.norm(w, axis=2, keepdims=True)
    rivals = np.exp(found.least * (w @ np.swapaxes(w, 1, 2) - 1 + m)) * (1 - np.eye(count))
    assert (1 / (1 + rivals.sum(2).max(1))).max() < 0.9


def test_a_margin_too_wide_for_one_arrangement_excludes_no_other():
    widest = theory.max_cosine_margin(20, 3)
    known = 1 - np.cos(theory.reached_angle(20, 3))
    assert known < widest
    between = theory.feasible_range("cosface", "s", 20, 3, m=(known + widest) / 2)
    assert np.isnan(between.low) and np.isfinite(between.least)
    beyond = theory.feasible_range("cosface", "s", 20, 3, m=widest + 1e-3)
    assert np.isnan(beyond.least)
    margin = theory.feasible_range("cosface", "m", 20, 3)
    assert margin.high == pytest.approx(known) and margin.most == pytest.approx(widest)


def hull_distances(w):
    """How far each class vector is from the hull of the others: the widest margin it can keep."""
    from scipy.optimize import nnls

    out = []
    for k in range(len(w)):
        rest = np.delete(w, k, axis=0) - w[k]
        # the point of the hull nearest to w_k: weights ≥ 0 that sum to 1, by a heavy last row
        heavy = np.vstack([rest.T, 1e4 * np.ones(len(rest))])
        share, _ = nnls(heavy, np.append(np.zeros(w.shape[1]), 1e4))
        out.append(np.linalg.norm(share @ rest))
    return np.array(out)


@pytest.mark.parametrize("count, dim", [(3, 2), (4, 2), (6, 2), (9, 2), (4, 3), (5, 3), (6, 3),
                                        (7, 4), (8, 4)])  # fmt: skip
def test_beyond_the_proved_margin_some_class_has_no_region(count, dim):
    """Wherever its samples lie: f·(w_k − w_j) ≥ m for all j goes up to the hull's distance."""
    assert theory.cosine_margin_is_proved(count, dim)
    rng, widest = np.random.default_rng(count + dim), theory.max_cosine_margin(count, dim)
    best = theory.best_arrangement(count, dim)
    assert hull_distances(best).min() == pytest.approx(widest, abs=1e-3)
    for k in range(40):
        w = rng.normal(size=best.shape) if k % 2 else best + 0.3 * rng.normal(size=best.shape)
        w /= np.linalg.norm(w, axis=1, keepdims=True)
        assert hull_distances(w).min() <= widest + 1e-6


def test_the_widest_cosine_margin_is_a_conjecture_for_seven_classes_on_the_sphere():
    assert not theory.cosine_margin_is_proved(7, 3)
    assert theory.cosine_margin_is_proved(7, 2) and theory.cosine_margin_is_proved(6, 3)


@pytest.mark.parametrize("call, error, message", [
    (lambda: theory.normface_lower_bound(1, 1), ValueError, "at least 2 classes"),
    (lambda: theory.normface_lower_bound(3, -1), ValueError, "s must be a finite number"),
    (lambda: theory.normface_polygon_loss(3, np.nan), ValueError, "s must be a finite number"),
    (lambda: theory.cosface_min_scale(3, 1.0), ValueError, "between 0 and 1"),
    (lambda: theory.l2_softmax_min_scale(3, 0.0), ValueError, "between 0 and 1"),
    (lambda: theory.max_cosine_margin(3, 1), ValueError, "at least 2"),
    (lambda: theory.adacos_scale(1), ValueError, "at least 2 classes"),
    (lambda: theory.min_scale(3, 2, 0.9, 1.5), ValueError, "between −1 and 1"),
    (lambda: theory.feasible_scale("softmax", 3, 2), ValueError, "has no scale"),
    (lambda: theory.feasible_range("arcface", "lam", 3, 2), KeyError, "ArcFace takes s, m"),
])  # fmt: skip
def test_what_makes_no_sense_is_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize(
    "count, dim", [(3, 2), (4, 3), (6, 2), (10, 2), (6, 3), (12, 3), (16, 8), (500, 3)]
)
def test_no_arrangement_passes_the_bound_of_the_scale(count, dim):
    for p in (0.5, 0.9, 0.99):
        bound = theory.min_scale_bound(count, dim, p)
        assert bound <= theory.min_scale(count, dim, p) * (1 + 1e-9)
        assert bound >= theory.cosface_min_scale(count, p)


@pytest.mark.parametrize("seed", range(5))
def test_random_class_vectors_obey_the_bound_and_need_the_random_scale(seed):
    count, dim, p = 400, 64, 0.9
    w = np.random.default_rng(seed).normal(size=(count, dim))
    w /= np.linalg.norm(w, axis=1, keepdims=True)
    s = theory.random_scale(count, dim, p)
    shares = 1 / np.exp(s * (w @ w.T - 1)).sum(axis=1)
    assert abs(np.median(shares) - p) < 0.01
    bound = theory.min_scale_bound(count, dim, p)
    worst = 1 / np.exp(bound * (w @ w.T - 1)).sum(axis=1).min()
    assert bound < s and worst < 1
    assert 1 / np.exp(0.99 * bound * (w @ w.T - 1)).sum(axis=1).max() < p


def test_many_classes_in_three_dimensions_are_bracketed():
    low, high = theory.min_scale_bound(100, 3, 0.9), theory.min_scale(100, 3, 0.9)
    # (1 − e^{−2s})/(2s) = 1/(100·0.9)
    assert abs(low - 45) < 1e-6 and 1.2 < high / low < 1.5
    assert theory.min_scale(32, 3, 0.9) < theory.min_scale(33, 3, 0.9) < high
    assert theory.min_scale(200, 3, 0.9) < 1.5 * theory.min_scale_bound(200, 3, 0.9)


@pytest.mark.parametrize("count", [201, 300, 777, 2000])
def test_on_a_spiral_nobody_is_worse_off_than_the_pole(count):
    x = spiral(count)
    for p in (0.5, 0.9, 0.999):
        s = theory.min_scale(count, 3, p)
        shares = 1 / np.exp(s * (x @ x.T - 1)).sum(axis=1)
        assert shares.min() == pytest.approx(p, abs=1e-6)


def test_many_classes_in_many_dimensions_need_no_less_than_the_bound():
    for count, dim in ((200, 4), (300, 8), (10_000, 512)):
        bound = theory.min_scale_bound(count, dim, 0.9)
        assert theory.min_scale(count, dim, 0.9) == pytest.approx(bound)


def test_the_mean_power_is_the_mean():
    rng = np.random.default_rng(0)
    for dim in (2, 3, 8, 64):
        x = rng.normal(size=(200_000, dim))
        cos = x[:, 0] / np.linalg.norm(x, axis=1)
        for s in (0.0, 1.0, 4.0):
            assert abs(np.exp(log_mean_power(s, dim)) - np.exp(s * (cos - 1)).mean()) < 5e-3
    # a modified Bessel function in the plane: e^{−s} I₀(s)
    for s in (0.5, 10.0, 500.0, 1e5):
        assert abs(np.exp(log_mean_power(s, 2)) / jsp.i0e(s) - 1) < 1e-3
    assert theory.random_scale(2, 512, 0.4) == 0
    # √(2πs) = 9(C − 1) in the plane
    wanted = (9 * (10**6 - 1)) ** 2 / (2 * np.pi)
    assert theory.random_scale(10**6, 2, 0.9) == pytest.approx(wanted, rel=1e-6)
    assert theory.random_scale(10**6, 2, 0.9, 0.9) == np.inf


def test_a_margin_raises_the_random_scale_until_there_is_none():
    found = [theory.random_scale(1000, 64, 0.9, 1 - m) for m in (0.0, 0.1, 0.3)]
    assert found == sorted(found) and np.isfinite(found).all()
    assert theory.random_scale(1000, 64, 0.9, 0.0) == np.inf
    w = np.random.default_rng(1).normal(size=(1000, 64))
    w /= np.linalg.norm(w, axis=1, keepdims=True)
    rivals = np.exp(found[2] * (w @ w.T - 0.7))
    np.fill_diagonal(rivals, 0)
    assert abs(np.median(1 / (1 + rivals.sum(axis=1))) - 0.9) < 0.02
    with pytest.raises(ValueError, match="between −1 and 1"):
        theory.random_scale(10, 3, 0.9, 1.5)
