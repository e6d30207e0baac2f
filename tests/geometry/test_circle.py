import numpy as np
import pytest
from geometry import oracle

from lossviz import losses
from lossviz.geometry import circle_sectors, classify, has_margin

PHI = np.linspace(-np.pi, np.pi, 4001)[:-1] + 1.23e-4


def by_class(sectors, frame, cls):
    chosen = (sectors.frame == frame) & (sectors.cls == cls)
    return np.stack([sectors.start[chosen], sectors.end[chosen]], 1)


def covered(arcs):
    """Which of PHI lie in the arcs."""
    return ((PHI[None] - arcs[:, :1]) % (2 * np.pi) <= arcs[:, 1:] - arcs[:, :1]).any(0)


@pytest.mark.parametrize("classes", [2, 3, 10])
@pytest.mark.parametrize("loss", oracle.LOSSES, ids=lambda loss: loss.key)
def test_sectors_agree_with_the_scores_all_round(loss, classes):
    rng = np.random.default_rng(classes)
    w, b = oracle.frames(rng, 2, classes), rng.normal(size=(oracle.F, classes)) * 0.7
    radius, params = rng.uniform(0.5, 5, oracle.F), oracle.parameters(rng, loss)
    for margin in (False, True):
        sectors = circle_sectors(loss, w, b, radius, params, margin)
        for f in range(oracle.F):
            frame = (loss, w[f], b[f], radius[f], oracle.at(params, f), margin)
            gap = oracle.gap(*frame, oracle.circle(PHI))
            for i in range(classes):
                arcs = by_class(sectors, f, i)
                clear = np.abs(gap[i]) > 1e-9
                assert np.array_equal(covered(arcs)[clear], (gap[i] >= 0)[clear])
                ends = arcs[arcs[:, 1] - arcs[:, 0] < 2 * np.pi - 1e-9].ravel()
                assert np.all(np.abs(oracle.gap(*frame, oracle.circle(ends))[i]) < 1e-9)
                assert np.all(oracle.gap(*frame, oracle.circle(arcs.mean(1)))[i] > -1e-9)


@pytest.mark.parametrize("loss", oracle.LOSSES, ids=lambda loss: loss.key)
def test_sectors_are_in_order_and_do_not_touch(loss):
    rng = np.random.default_rng(5)
    w, params = oracle.frames(rng, 2, 6), oracle.parameters(rng, loss)
    sectors = circle_sectors(loss, w, None, 2.0, params, True)
    assert np.all((sectors.start >= -np.pi) & (sectors.start < np.pi))
    assert np.all(sectors.end > sectors.start)
    assert np.all(sectors.end <= sectors.start + 2 * np.pi)
    key = sectors.frame * 6 + sectors.cls
    assert np.all(np.diff(key) >= 0)
    same = np.diff(key) == 0
    assert np.all(sectors.start[1:][same] > sectors.end[:-1][same])
    for row in np.unique(key):
        first, last = np.flatnonzero(key == row)[[0, -1]]
        if first != last:
            assert sectors.end[last] - 2 * np.pi < sectors.start[first]


@pytest.mark.parametrize("key, gap", [
    ("arcface", lambda apart: 0.3),
    ("cosface", lambda apart: 2 * np.arcsin(0.3 / (2 * np.sin(apart / 2)))),
])  # fmt: skip
def test_two_classes_leave_the_published_gap(key, gap):
    apart = np.array([0.8, 1.5, 2.5])
    alpha = np.stack([np.full(3, 0.2), 0.2 + apart], 1)
    w = np.stack([np.cos(alpha), np.sin(alpha)], 1)
    sectors = circle_sectors(losses.get(key), w, None, 1.0, {"m": 0.3}, True)
    for f, theta in enumerate(apart):
        first, second = by_class(sectors, f, 0)[0], by_class(sectors, f, 1)[0]
        assert second[0] - first[1] == pytest.approx(gap(theta), abs=1e-12)


def test_an_arc_across_the_cut_is_one_arc():
    w = np.array([[[-1.0, 1.0], [0.0, 0.0]]])
    sectors = circle_sectors(losses.get("normface"), w, None, 1.0, {}, False)
    assert by_class(sectors, 0, 0) == pytest.approx(np.array([[np.pi / 2, 3 * np.pi / 2]]))
    assert by_class(sectors, 0, 1) == pytest.approx(np.array([[-np.pi / 2, np.pi / 2]]))


def test_a_class_may_hold_the_whole_circle_or_nothing():
    w, b = np.array([[[0.1, -0.1], [0.0, 0.0]]]), np.array([[5.0, 0.0]])
    sectors = circle_sectors(losses.get("softmax"), w, b, 1.0, {}, False)
    assert by_class(sectors, 0, 0) == pytest.approx(np.array([[-np.pi, np.pi]]))
    assert len(by_class(sectors, 0, 1)) == 0


def test_equal_class_vectors_hold_their_arc_together():
    w = np.array([[[1.0, 1.0, -1.0], [0.5, 0.5, 0.0]]])
    sectors = circle_sectors(losses.get("sphereface"), w, None, 1.0, {"m": 1.0}, True)
    assert np.array_equal(by_class(sectors, 0, 0), by_class(sectors, 0, 1))
    assert len(by_class(sectors, 0, 0)) == 1
    apart = circle_sectors(losses.get("arcface"), w, None, 1.0, {"m": 0.1}, True)
    assert np.array_equal(apart.cls, [2])


def test_a_rising_psi_gives_a_class_several_arcs():
    w = np.array([[[1.0, -1.0], [0.0, 0.0]]])
    params = {"m1": 4.0, "m2": 0.0, "m3": 0.0}
    sectors = circle_sectors(losses.get("combined"), w, None, 1.0, params, True)
    assert len(by_class(sectors, 0, 0)) > 1


@pytest.mark.parametrize("key", ["arcface", "cosface", "sphereface", "combined", "l_softmax"])
def test_without_a_margin_training_is_inference(key):
    loss = losses.get(key)
    none = {p.key: 1.0 if p.low == 1 else 0.0 for p in loss.parameters if p.key != "s"}
    w = np.random.default_rng(1).normal(size=(4, 2, 5))
    with_margin, without = (circle_sectors(loss, w, None, 1.0, none, k) for k in (True, False))
    assert np.array_equal(with_margin.cls, without.cls)
    assert with_margin.start == pytest.approx(without.start, abs=1e-9)
    assert with_margin.end == pytest.approx(without.end, abs=1e-9)


@pytest.mark.parametrize("loss", [k for k in oracle.LOSSES if not has_margin(k)],
                         ids=lambda loss: loss.key)  # fmt: skip
def test_losses_without_margin_have_one_set_of_arcs(loss):
    w = np.random.default_rng(2).normal(size=(3, 2, 5))
    one, other = (circle_sectors(loss, w, None, 2.0, {}, margin) for margin in (True, False))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_a_diverged_frame_has_no_arcs_and_spoils_no_other():
    w = np.random.default_rng(3).normal(size=(3, 2, 4))
    expected = circle_sectors(losses.get("arcface"), w, None, 1.0, {}, True)
    w[1, 0, 2] = np.nan
    found = circle_sectors(losses.get("arcface"), w, None, 1.0, {}, True)
    assert set(found.frame) == {0, 2}
    kept = expected.frame != 1
    assert np.array_equal(found.start, expected.start[kept])


@pytest.mark.parametrize("key", ["softmax", "lse_hinge", "l_softmax", "sphereface"])
@pytest.mark.parametrize("size", [1e-9, 1e6])
def test_very_short_and_very_long_vectors(key, size):
    loss, w = losses.get(key), np.random.default_rng(4).normal(size=(2, 2, 5)) * size
    sectors = circle_sectors(loss, w, None, 1.0, {}, False)
    held = classify(loss, w, None, 1.0, {}, oracle.circle(PHI), False)
    for f in range(2):
        for i in range(5):
            assert np.mean(covered(by_class(sectors, f, i)) != (held[f] == i)) < 1e-3
    circle_sectors(loss, w, None, 1.0, {}, True)


@pytest.mark.parametrize("change, message", [
    ({"weights": np.ones((2, 3, 4))}, r"d = 2; got \(2, 3, 4\)"),
    ({"weights": np.ones((2, 2))}, "shape"),
    ({"weights": np.ones((2, 2, 1))}, "at least 2 classes"),
    ({"bias": np.ones(4)}, r"bias must have shape \[F, C\] = \[2, 4\]"),
    ({"radius": -1.0}, "radius must not be negative"),
    ({"radius": np.ones(3)}, r"radius must be one number or have shape \[F\] = \[2\]"),
])  # fmt: skip
def test_operands_that_do_not_fit_are_refused(change, message):
    given = {"weights": np.ones((2, 2, 4)), "bias": None, "radius": 1.0} | change
    with pytest.raises(ValueError, match=message):
        circle_sectors(losses.get("softmax"), **given, params={}, margin=True)


def test_a_parameter_of_another_loss_is_refused():
    with pytest.raises(KeyError, match="NormFace takes s; got 'm'"):
        circle_sectors(losses.get("normface"), np.ones((1, 2, 2)), None, 1.0, {"m": 1.0}, True)
