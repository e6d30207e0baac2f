import numpy as np
import pytest
from geometry import oracle

from lossviz import losses
from lossviz.geometry import classify, has_margin
from lossviz.geometry.contest import contest, largest, log_sum_exp, surplus


@pytest.mark.parametrize("dim", [2, 3, 5])
@pytest.mark.parametrize("loss", oracle.LOSSES, ids=lambda loss: loss.key)
def test_classify_agrees_with_the_scores(loss, dim):
    rng = np.random.default_rng(dim)
    w, b = oracle.frames(rng, dim, 5), rng.normal(size=(oracle.F, 5))
    x = rng.normal(size=(300, dim))
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    radius, params = rng.uniform(0.5, 5, oracle.F), oracle.parameters(rng, loss)
    for margin in (False, True):
        held = classify(loss, w, b, radius, params, x, margin)
        for f in range(oracle.F):
            gap = oracle.gap(loss, w[f], b[f], radius[f], oracle.at(params, f), margin, x)
            best = np.sort(gap, 0)
            clear = (np.abs(best[-1]) > 1e-9) & (best[-1] - best[-2] > 1e-9)
            bare = (best[-1] < 0) & (margin and has_margin(loss))
            expected = np.where(bare, -1, gap.argmax(0))
            assert np.array_equal(held[f][clear], expected[clear])


@pytest.mark.parametrize("loss", oracle.LOSSES, ids=lambda loss: loss.key)
def test_a_loss_has_a_margin_where_training_compares_other_scores(loss):
    rng = np.random.default_rng(4)
    features, weights, labels = rng.normal(size=(50, 3)), rng.normal(size=(3, 4)), np.arange(50) % 4
    params = {p.key: p.low + 0.4 * (p.high - p.low) for p in loss.parameters}
    trained = loss.training_scores(features, weights, labels, **params)
    own = (np.arange(50), labels)
    seen = np.asarray(loss.scores(features, weights, **params))
    assert has_margin(loss) == bool((np.abs(np.asarray(trained)[own] - seen[own]) > 1e-3).any())


@pytest.mark.parametrize("loss", oracle.LOSSES, ids=lambda loss: loss.key)
def test_equals_go_to_the_first(loss):
    w = np.ones((1, 2, 3))
    held = classify(loss, w, None, 1.0, {}, np.array([[1.0, 0.0], [0.0, 1.0]]), False)
    assert np.array_equal(held, [[0, 0]])


def test_many_frames_are_cut_into_tiles_without_a_seam(monkeypatch):
    w = np.random.default_rng(0).normal(size=(7, 3, 4))
    given = (losses.get("arcface"), w, None, 1.0, {"m": np.linspace(0, 1, 7)})
    whole = classify(*given, oracle.directions(50), True)
    monkeypatch.setattr("lossviz.geometry.contest.TILE", 450)
    assert np.array_equal(classify(*given, oracle.directions(50), True), whole)


def test_a_frame_that_is_not_finite_holds_nothing():
    w = np.random.default_rng(0).normal(size=(2, 3, 4))
    w[1, 0, 0] = np.inf
    held = classify(losses.get("softmax"), w, None, 1.0, {}, oracle.directions(20), False)
    assert np.all(held[0] >= 0) and np.all(held[1] == -1)


def test_surplus_ties_equal_vectors_to_the_last_bit():
    w = np.random.default_rng(0).normal(size=(1, 3, 4))
    w[..., 1] = w[..., 0]
    x = oracle.directions(200)[None]
    rules = contest(losses.get("arcface"), w, None, 1.0, {"m": 0.0}, True)
    both = [surplus(rules, x, np.full(200, i)) for i in (0, 1)]
    assert np.array_equal(*both)
    assert np.any(both[0] == 0)


def test_the_rows_reductions_are_numpys():
    values = np.random.default_rng(0).normal(size=(4, 5, 6)) * 400
    assert np.array_equal(largest(values), values.max(-1))
    assert log_sum_exp(values) == pytest.approx(np.logaddexp.reduce(values, -1))


def test_points_of_another_dimension_are_refused():
    with pytest.raises(ValueError, match=r"points must have shape \[L, d\] = \[L, 3\]"):
        classify(losses.get("softmax"), np.ones((1, 3, 2)), None, 1.0, {}, np.ones((4, 2)), True)
