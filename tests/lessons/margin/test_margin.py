"""Lesson 6 says what is true: the pairs, the two forms of the loss, the limits, and the runs.

What runs come to is said as ranges or with "about": processors with and without AVX-512 round
otherwise, and both are to find it true.
"""

from functools import partial

import jax
import numpy as np
import pytest
from lessons.frames import frame_at
from scipy.special import betainc

from lossviz import losses, theory
from lossviz.derivations import DERIVATIONS, evaluate
from lossviz.geometry.arrangements import best_arrangement
from lossviz.lessons import LESSONS
from lossviz.lessons.margin import margin, norms, regions, verification
from lossviz.lessons.margin.runs import (
    MARGINS,
    SCALE,
    SCALES,
    Margined,
    record,
    run_of,
    settings_of,
)
from lossviz.metrics import cosines, equal_error, unit
from lossviz.scenes.scores import softmax
from lossviz.scenes.state import defaults

LESSON = LESSONS["margin"]
frame = partial(frame_at, LESSON)
SEEDS = range(5)


# --- pairs --------------------------------------------------------------------------------------


def test_all_right_and_still_too_near():
    found = frame("pairs")
    assert found["accuracy"][0] == 1
    assert found["intra"][0] > 5 * found["inter"][0]
    # no threshold judges all pairs right
    assert (found["found"] - found["wrong"]).max() < 0.9


def test_apart_and_narrow_is_what_helps():
    apart, narrow, both = (frame("pairs", q) for q in ("g=3&x1=-1.6", "l=0.1", "g=3&l=0.3&x1=-1.6"))
    assert apart["inter"][0] < apart["intra"][0] and narrow["inter"][0] < narrow["intra"][0]
    assert both["inter"][0] > both["intra"][0]
    # then one distance judges all pairs right
    at = (both["intra"][0] + both["inter"][0]) / 2
    assert frame("pairs", f"g=3&l=0.3&x1=-1.6&t={at:.3g}")["judged"][0] == 1


def test_extremes_are_those_of_all_pairs():
    found = frame("pairs", "x1=1&x2=-2")
    points, labels = found["points"][0], found["labels"][0]
    distance = np.linalg.norm(points[:, None] - points, axis=-1)
    same = labels[:, None] == labels
    assert found["intra"][0] == pytest.approx(distance[same].max())
    assert found["inter"][0] == pytest.approx(distance[~same].min())
    ends = found["edges"][0].reshape(2, 2, 2)
    drawn = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=-1)
    assert drawn == pytest.approx([found["intra"][0], found["inter"][0]])
    assert found["accuracy"][0] == pytest.approx(20 / 21)


# --- the two forms ------------------------------------------------------------------------------


@pytest.mark.parametrize("s", [1, 8, 64])
@pytest.mark.parametrize("m", [0, 0.35, 1])
def test_the_smooth_form_is_cosface(s, m):
    found = frame("margin", f"s={s}&m={m}&z=0.7,0.5,0.1")
    # three class vectors with these cosines to the sample e_1
    cosine = np.array([0.7, 0.5, 0.1])
    w = np.stack([cosine, np.sqrt(1 - cosine**2)])
    one = np.array([[1.0, 0.0]])
    with jax.enable_x64(True):
        loss = losses.get("cosface")
        value = loss(one, w, np.array([0]), s=float(s), m=float(m))
    assert found["L"][0] == pytest.approx(float(value), rel=1e-9)
    # and by hand
    powers = np.exp(s * (cosine - [m, 0, 0]))
    assert found["p"][0] == pytest.approx(powers[0] / powers.sum())
    # the slope of the smooth form over s, by small steps
    step = 1e-6
    away = [[margin.hard_and_smooth(
                (cosine + sign * step * own)[None], np.array([s]), np.array([m]))[1][0]
             for sign in (1, -1)] for own in np.eye(3)]  # fmt: skip
    slopes = (np.array(away) @ [1, -1]) / (2 * step)
    np.testing.assert_allclose(found["g"][0], slopes, rtol=1e-4, atol=1e-8)
    assert 0 <= found["gap"][0] <= np.log(3)


def test_large_scales_follow_the_hard_form():
    gaps = [frame("margin", f"s={s}") for s in (1, 8, 64)]
    apart = [(found["smooth_m"] - found["hard_m"]).max() for found in gaps]
    assert apart[0] > 5 * apart[1] > 25 * apart[2]
    for s, found in zip((1, 8, 64), gaps, strict=True):
        assert (found["smooth_z"] >= found["hard_z"]).all()
        assert (found["smooth_z"] <= found["hard_z"] + np.log(3) / s + 1e-12).all()
    np.testing.assert_allclose(gaps[2]["g"], gaps[2]["g_hard"], atol=0.01)


def test_the_margin_divides_the_odds():
    found = frame("margin", "s=8&m=0.2")
    with_, without = found["p"][0], found["p_plain"][0]
    odds = without / (1 - without), with_ / (1 - with_)
    assert odds[0] / odds[1] == pytest.approx(np.exp(8 * 0.2))
    assert np.exp(32 * 0.2) == pytest.approx(600, rel=0.01)


# --- limits -------------------------------------------------------------------------------------


def test_limits_on_the_page():
    found = frame("regions", "c=6")
    assert found["limit"][0] == pytest.approx(0.5) == found["d0.2.value"][0]
    assert found["angle_limit"][0] == pytest.approx(60)
    # the run's class vectors allow no more
    assert found["d0.0.value"][0] == pytest.approx(1 - np.cos(np.radians(found["least"][0])))
    assert found["d0.0.value"][0] <= 0.5


@pytest.mark.parametrize("count, limit", [(4, 1.0), (6, 0.5), (8, 0.292893)])
def test_limits_by_hand(count, limit):
    assert theory.max_cosine_margin(count, 2) == pytest.approx(limit, abs=1e-6)
    assert theory.max_angular_margin(count, 2) == pytest.approx(2 * np.pi / count)


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6, 8, 10, 20, 100])
def test_enough_is_where_a_region_is_as_wide_as_the_gap(count):
    m = evaluate(DERIVATIONS["enough_margin"], {"C": np.array([float(count)])})[0].value[0]
    turn = 2 * np.pi / count
    assert theory.angular_edge("cosface", turn, m=m) == pytest.approx(turn / 4)
    share = m / (1 - np.cos(turn))
    assert share == pytest.approx({2: 0.71, 3: 0.58, 4: 0.54}.get(count, share), abs=0.005)
    assert count < 4 or 0.5 < share < 0.55


def test_on_a_simplex_half_of_the_limit_is_too_little():
    corners = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]) / 3**0.5
    at, turn = np.meshgrid(np.linspace(-1, 1, 400), np.linspace(0, 2 * np.pi, 400, endpoint=False))
    flat = np.sqrt(1 - at**2)
    sphere = np.stack([flat * np.cos(turn), flat * np.sin(turn), at], axis=-1).reshape(-1, 3)
    lead = (sphere @ (corners[0] - corners[1:]).T).min(axis=1)
    # half of 4/3; what is far from the edge is not among the widest
    edge = sphere[(lead >= 2 / 3) & (lead < 2 / 3 + 0.02)]
    wide = np.degrees(np.arccos((edge @ edge.T).min()))
    lead = (sphere @ (corners[1] - corners[[0, 2, 3]]).T).min(axis=1)
    other = sphere[(lead >= 2 / 3) & (lead < 2 / 3 + 0.02)]
    near = np.degrees(np.arccos((edge @ other.T).max()))
    assert wide == pytest.approx(73, abs=1) and near == pytest.approx(48, abs=1)


@pytest.mark.parametrize("count", [2, 3, 4, 10])
def test_on_a_simplex_a_share_of_the_root_of_two_thirds_is_enough(count):
    t, dim = (2 / 3) ** 0.5, count + 1
    m = t * count / (count - 1)
    w = best_arrangement(count, dim)
    rng = np.random.default_rng(0)
    f = unit(w[0] + rng.normal(size=(200_000, dim)) * rng.uniform(0, 0.5, (200_000, 1)), -1)[0]
    lead = (f @ (w[0] - w[1:]).T).min(axis=1)
    # no sample that keeps t of the limit is more than arccos t from its class vector …
    nearest = (f @ w[0])[lead >= m]
    assert len(nearest) > 100 and t <= nearest.min() < t + 0.1
    # … and the band of CosFace is equally wide everywhere on the sphere: no narrower than a region
    closest = 2 * np.arcsin(min(m / np.linalg.norm(w[0] - w[1]), 1))
    assert closest >= 2 * np.arccos(t)


def _widest_margin(count: int, dim: int) -> float:
    """The largest min over k, j ≠ k of (w_k − w_j)·f_k that ascent finds, samples placed freely."""
    rng = np.random.default_rng(0)
    w, f = rng.normal(size=(2, 12, count, dim))
    itself = 1e9 * np.eye(count)
    best = 0.0
    for beta in np.geomspace(4, 3000, 900):
        w, f = (x / np.linalg.norm(x, axis=-1, keepdims=True) for x in (w, f))
        z = f @ np.swapaxes(w, 1, 2)
        lead = np.einsum("nkk->nk", z)[..., None] - z + itself
        best = max(best, float(lead.min((1, 2)).max()))
        p = np.exp(-beta * (lead - lead.min((1, 2), keepdims=True)))
        p /= p.sum((1, 2), keepdims=True)
        own = p.sum(2)[..., None]
        up_f, up_w = own * w - p @ w, own * f - np.swapaxes(p, 1, 2) @ f
        for x, up in ((w, up_w), (f, up_f)):
            up -= np.sum(up * x, -1, keepdims=True) * x
            x += up / np.linalg.norm(up, axis=-1).max(-1)[:, None, None] * 0.4 / beta**0.7
    return best


@pytest.mark.parametrize("count, dim", [(3, 2), (5, 2), (8, 2), (4, 3), (5, 3), (7, 3), (9, 3),
                                        (11, 3)])  # fmt: skip
def test_samples_elsewhere_keep_no_wider_margin(count, dim):
    limit = theory.max_cosine_margin(count, dim)
    found = _widest_margin(count, dim)
    assert 0.97 * limit < found < limit + 1e-6


def test_random_directions_of_512_dimensions_are_far_apart():
    # P(cos > c) of two random directions; at most so many pairs are nearer, on average
    dim, cosine = 512, np.cos(np.radians(70))
    nearer = betainc((dim - 1) / 2, 0.5, 1 - cosine**2) / 2
    assert 10_000 * 9_999 / 2 * nearer < 1e-5
    assert 1 - cosine == pytest.approx(0.66, abs=0.005)


def test_regions_of_a_regular_arrangement():
    at = 2 * np.pi * np.arange(6) / 6
    vectors = np.stack([np.cos(at), np.sin(at)], axis=-1)[None].repeat(3, axis=0)
    m = np.array([0.0, 0.2, 0.6])
    arcs = regions._arcs(vectors, m)
    for k in (0, 1):
        half = theory.angular_edge("cosface", np.pi / 3, m=m[k])
        np.testing.assert_allclose(np.diff(arcs[k], axis=-1), 2 * half, atol=1e-9)
    assert np.isnan(arcs[2]).all()


def test_more_dimensions_leave_room():
    assert theory.max_cosine_margin(10_000, 512) == pytest.approx(1)
    assert theory.max_cosine_margin(8, 2) < 0.35


# --- scores against cosines ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def reached() -> dict[str, np.ndarray]:
    """Size, kept lead in cosines, at the end: [seeds, margins, 2]."""
    found = [[norms.records(m, seed) for m in norms.MARGINS] for seed in SEEDS]
    return {
        name: np.array([[[getattr(run, name)[-1] for run in pair] for pair in seeds]
                        for seeds in found])
        for name in ("size", "kept")
    }  # fmt: skip


def test_only_loss_and_margin_differ():
    raw, normalised = (dict(s) for s in norms.settings_of(1.0, 3))
    different = {key for key in raw if raw[key] != normalised[key]}
    assert different == {"loss", "s", "m"}


def test_raw_scores_grow_with_the_margin(reached):
    size = reached["size"][..., 0]
    assert (np.diff(size, axis=1) > 0).all()
    growth = size[:, -1] / size[:, 0]
    assert (growth > 5).all() and (growth < 10).all()
    # sixteen times the margin, at most three times the share of the scores
    assert (16 / growth < 3).all()
    # what the speaking notes say of the first run
    assert 3.5 < size[0, 0] < 5.5 and 36 < size[0, -1] < 44
    assert (reached["kept"][0, :, 0] < 0.15).all()


def test_cosines_keep_what_is_asked(reached):
    asked = norms.SHARE * np.array(norms.MARGINS)
    kept = reached["kept"][..., 1]
    assert (kept > asked).all()
    # raw scores keep less, whatever is asked
    assert (reached["kept"][..., 0] < kept).all()


# --- regions ------------------------------------------------------------------------------------


def ends(count: int, margins: tuple[float, ...]) -> list[list[Margined]]:
    return [[record(count, SCALE, m, seed) for m in margins] for seed in SEEDS]


def test_feasible_margins_are_kept_and_infeasible_ones_are_not():
    for runs in ends(6, (0.0, 0.2, 0.4, 0.6, 0.8)):
        met, right = (np.array([getattr(run, name)[0, -1] for run in runs])
                      for name in ("met", "right"))  # fmt: skip
        assert (met[:3] == 1).all() and (met[3:] == 0).all() and (right == 1).all()
        width = np.array([run.width[0, -1] for run in runs])
        assert width[0] > width[1] > width[2]
        # far beyond the limit the class vectors draw together
        least = [run.least[-1] for run in runs]
        assert min(least[:1]) < least[1] < least[2] and least[4] < 36 < 59 < least[2]
    # what the speaking notes say of the first run, at the limit and far beyond it
    assert record(6, SCALE, 0.5, 0).met[0, -1] < 0.1 and record(6, SCALE, 1.0, 0).least[-1] < 10


def test_classes_merge_where_the_margin_is_far_too_wide():
    for runs in ends(8, (0.25, 0.35, 0.5, 1.0)):
        met = [run.met[0, -1] for run in runs]
        assert met[0] > 0.99 and met[1] == 0
        assert [run.right[0, -1] for run in runs[:2]] == [1, 1]
        assert all(run.right[0, -1] < 0.92 and run.least[-1] < 4 for run in runs[2:])


def test_giving_a_class_up_is_cheaper_than_the_regular_arrangement():
    turn = 2 * np.pi * np.arange(1, 8) / 8
    regular = np.log1p(np.exp(32 * (0.5 - (1 - np.cos(turn)))).sum())
    for seed in SEEDS:
        assert run_of(8, SCALE, 0.5, seed).loss[-1] < regular - 0.4


# --- verification -------------------------------------------------------------------------------


@pytest.mark.parametrize("count, best, gain, eers", [(4, 0.8, 0.03, (0.12, 0.03)),
                                                     (6, 0.4, 0.06, (0.12, 0.06))])  # fmt: skip
def test_comparing_gains_more_than_naming(count, best, gain, eers):
    without, with_ = ([verification.verified(count, SCALE, m, seed) for seed in SEEDS]
                      for m in (0.0, best))  # fmt: skip
    wrong, eer = (
        np.array([[getattr(run, name) for run in runs] for runs in (without, with_)])
        for name in ("wrong", "eer")
    )
    # training points: always named right, compared right only with the margin
    assert (wrong[..., 0] == 0).all()
    assert (eer[0, :, 0] > 0.03).all() and (eer[1, :, 0] == 0).all()
    intra, inter = (np.array([[getattr(run, name)[0] for run in runs] for runs in (without, with_)])
                    for name in ("intra", "inter"))  # fmt: skip
    assert (intra[0] > 4 * inter[0]).all() and (inter[1] > 4 * intra[1]).all()
    if count == 4:
        assert (intra[0] > 74).all() and (inter[0] < 14).all()
    # test points: in every run the rate of equal errors falls, more than that of wrong names
    assert (eer[1, :, 1] < eer[0, :, 1]).all()
    fallen = (eer[0] - eer[1])[:, 1], (wrong[0] - wrong[1])[:, 1]
    assert fallen[0].mean() > fallen[1].mean() and fallen[1].mean() < gain
    assert eer[0, :, 1].mean() < eers[0] and eer[1, :, 1].mean() < eers[1]


def test_a_smaller_scale_does_what_the_margin_does():
    """4 digits: m = 0.8 at s = 32, and no margin at s = 2; what the page says of both."""
    for s, m, most in ((SCALE, 0.8, 0.034), (2.0, 0.0, 0.035)):
        runs = [verification.verified(4, s, m, seed) for seed in SEEDS]
        eer, intra, inter = (np.array([getattr(run, name) for run in runs])
                             for name in ("eer", "intra", "inter"))  # fmt: skip
        assert (0.0145 < eer[:, 1]).all() and (eer[:, 1] < most).all()
        assert (eer[:, 0] == 0).all() and (intra[:, 0] < 20).all() and (inter[:, 0] > 70).all()
        assert (intra[:, 1] > 80).all() and (inter[:, 1] < 4).all()
    plain = [verification.verified(4, SCALE, 0.0, seed).eer[1] for seed in SEEDS]
    assert 0.07 < min(plain) and max(plain) < 0.14


@pytest.mark.parametrize("count, m, s, percents", [
    (4, 0.8, 2.0, (11, 2.6, 2.3)), (6, 0.6, 8.0, (11, 5.7, 4.6)),
    (8, 0.35, 2.0, (14, 9.9, 8.1)),
])  # fmt: skip
def test_a_smaller_scale_does_most_of_what_the_margin_does(count, m, s, percents):
    eers = [np.mean([verification.verified(count, *point, seed).eer[1] for seed in SEEDS])
            for point in ((SCALE, 0.0), (s, 0.0), (SCALE, m))]  # fmt: skip
    none, scaled, margined = 100 * np.array(eers)
    assert none == pytest.approx(percents[0], abs=0.5)
    assert [scaled, margined] == pytest.approx(percents[1:], abs=0.3)
    assert none - scaled > 0.6 * (none - margined)


def test_a_small_scale_cannot_be_certain():
    for s, m, sure in ((2.0, 0.0, False), (SCALE, 0.8, True)):
        for seed in SEEDS:
            run = run_of(4, s, m, seed)
            z = s * cosines(run.features[-1:], run.weights[-1:])[0]
            p = softmax(z)[np.arange(len(run.labels)), run.labels]
            assert p.min() > 0.99 if sure else p.max() < 0.78


@pytest.mark.parametrize("count", ["4", "6", "8"])
def test_the_best_scale_is_the_best_on_the_test_points(count):
    found = frame("verification", f"C={count}&seed=3&M=0.4")
    eers = found["scale_test_eers"][0]
    at = SCALES.index(found["tuned"][0])
    assert eers[at] == eers.min() == pytest.approx(100 * found["tuned_eer"][0])
    # at s = 32 both sweeps have the same run
    assert eers[-1] == found["test_eers"][0, 0] and eers.min() < eers[-1]
    # a larger one may be best here; the smallest tells all training pairs apart
    smallest = verification.verified(int(count), SCALES[0], 0.0, 3)
    assert 2 * smallest.intra[0] < smallest.inter[0]
    disc = frame("regions", f"c={count}&seed=3&step=300")
    scaled = [record(int(count), s, 0.0, 3).width[1, -1]
              for s in SCALES]  # fmt: skip
    assert disc["tuned_test_widths"][0] == pytest.approx([min(scaled)] * 2)
    assert disc["tuned_test_widths"][0, 0] < disc["test_widths"][0, 0]


def test_rates_are_those_of_their_definition():
    rng = np.random.default_rng(0)
    both = verification.Pairs(rng.uniform(0, 60, 400), rng.uniform(30, 180, 900))
    eer, threshold = equal_error(*both)
    missed, accepted = (both.genuine > threshold).mean(), (both.impostor <= threshold).mean()
    assert eer == pytest.approx(missed, abs=0.005) and eer == pytest.approx(accepted, abs=0.005)
    apart = verification.Pairs(np.array([1.0, 2.0]), np.array([5.0, 6.0]))
    assert equal_error(*apart)[0] == 0


def test_pairs_by_hand():
    features = np.array([[1.0, 0.0], [0.0, 2.0], [-3.0, 0.0]])
    found = verification.pairs_of(features, np.array([0, 0, 1]))
    assert found.genuine == pytest.approx([90]) and found.impostor == pytest.approx([180, 90])


def test_every_run_of_a_seed_starts_alike():
    runs = [dict(settings_of(6, 32.0, m, 1)) for m in MARGINS]
    same = [{k: v for k, v in run.items() if k != "m"} for run in runs]
    assert all(run == same[0] for run in same)
    assert defaults(LESSON.controls)["M"] in MARGINS
