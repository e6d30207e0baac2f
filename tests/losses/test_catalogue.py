"""The losses as functions: edge cases, limits, closed forms, and refusals in words."""

from collections.abc import Iterator
from functools import cache, partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lossviz import losses
from lossviz.losses import CATALOGUE

ANGULAR = [loss for loss in CATALOGUE.values() if loss.family == "angular"]
RAW = [loss for loss in CATALOGUE.values() if loss.family == "raw"]
every_loss = pytest.mark.parametrize("loss", CATALOGUE.values(), ids=CATALOGUE)


# one shape for what has no need of another: every operation is compiled for each
N, D, C = 40, 2, 5


def problem(seed=0, classes=C, dtype=np.float64):
    rng = np.random.default_rng(seed)
    return (
        rng.normal(size=(N, D)).astype(dtype),
        rng.normal(size=(D, classes)).astype(dtype),
        rng.integers(0, classes, N),
        rng.normal(size=classes).astype(dtype),
    )


def problems(points: int, dtype=np.float64) -> Iterator[tuple]:
    """Problems of N points each, so many in all."""
    return (problem(seed, dtype=dtype) for seed in range(-(-points // N)))


@cache
def compiled(key: str):
    """Of a loss: slopes of its mean over features and weights, and its values [N]; one program."""

    def mean(features, weights, labels, bias, params):
        values = CATALOGUE[key].per_sample(features, weights, labels, bias, **params)
        return values.mean(), values

    return jax.jit(jax.grad(mean, argnums=(0, 1), has_aux=True))


def slopes_and_values(loss, features, weights, labels, bias=None, **params):
    params = {p.key: p.default for p in loss.parameters} | params
    bias = np.zeros(weights.shape[1], weights.dtype) if bias is None else bias
    return compiled(loss.key)(features, weights, labels, bias, params)


def all_finite(*trees) -> bool:
    return all(bool(jnp.isfinite(leaf).all()) for leaf in jax.tree.leaves(trees))


def test_the_teaching_order_and_the_keys():
    assert list(CATALOGUE) == [
        "perceptron", "hinge", "max_hinge", "lse_hinge", "softmax", "label_smoothing", "sigmoid",
        "normface", "cosface", "arcface", "combined", "l_softmax", "sphereface",
    ]  # fmt: skip


def test_a_wrong_key_is_answered_with_the_keys():
    with pytest.raises(KeyError, match=r"archface.*arcface"):
        losses.get("archface")


@every_loss
def test_parameters_lie_in_their_range_and_the_default_is_on_the_grid(loss):
    for p in loss.parameters:
        assert p.low <= p.default <= p.high
        assert p.default in p.grid
        assert p.grid[0] == p.low and p.grid[-1] == p.high
        assert list(p.grid) == sorted(set(p.grid))


@every_loss
def test_the_mean_of_the_samples(loss):
    features, weights, labels, bias = problem()
    per_sample = loss.per_sample(features, weights, labels, bias)
    assert per_sample.shape == (N,)
    np.testing.assert_allclose(loss(features, weights, labels, bias), per_sample.mean())


@every_loss
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_gradients_are_finite_where_vectors_are_parallel_opposite_or_zero(loss, dtype):
    weights = np.array([[1, 0, -1, 0, 0], [0, 1, 0, 0, -1]], dtype)
    features = np.array(
        [[3, 0], [-3, 0], [0, 0], [0, 2], [1e-30, 0], [-1e-30, 1e-30], [1, 1e-8], [0, -2]], dtype
    )
    # each of them with each of the classes as its own
    features, labels = np.tile(features, (C, 1)), np.repeat(np.arange(C), len(features))
    assert features.shape == (N, D)
    assert all_finite(slopes_and_values(loss, features, weights, labels))


@every_loss
def test_every_margin_is_finite_at_parallel_and_opposite_vectors(loss):
    weights = np.array([[1.0, -0.5, 0.3, 0.0, 0.1], [0.0, 0.2, 0.0, 0.7, -0.4]], np.float32)
    features = np.array([[1, 0], [-1, 0], [1, 1e-6], [-1, 1e-6]], np.float32)
    features = np.tile(features, (N // 4, 1))
    for p in loss.parameters:
        for value in (p.low, p.high):
            found = slopes_and_values(loss, features, weights, np.zeros(N, int), **{p.key: value})
            assert all_finite(found), (p.key, value)


@every_loss
def test_no_overflow_for_huge_scores_in_float32(loss):
    for features, weights, labels, _ in problems(80, np.float32):
        large = np.float32(1e4) * features
        assert all_finite(slopes_and_values(loss, large, weights, labels))


@every_loss
def test_a_zero_vector_has_direction_zero(loss):
    """All its cosines are 0: the loss of a class that stands at 90° to everything."""
    if loss.family == "raw":
        pytest.skip("raw scores are not normalised")
    zero = loss.scores(np.zeros((N, D)), np.eye(2))
    np.testing.assert_array_equal(zero, 0)


@every_loss
def test_two_classes_work_and_one_is_refused(loss):
    features, weights, labels, _ = problem(classes=2)
    assert np.isfinite(loss(features, weights, labels))
    with pytest.raises(ValueError, match="at least 2 classes"):
        loss(features, weights[:, :1], np.zeros(N, int))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("key", "params"),
    [
        ("cosface", {"m": 0.0}),
        ("arcface", {"m": 0.0}),
        ("combined", {"m1": 1.0, "m2": 0.0, "m3": 0.0}),
    ],
)
def test_without_a_margin_it_is_exactly_normface(key, params, dtype):
    for features, weights, labels, _ in problems(500, dtype):
        features[0], features[1] = weights[:, labels[0]], -weights[:, labels[1]]
        plain = losses.get("normface").per_sample(features, weights, labels, s=13.0)
        same = losses.get(key).per_sample(features, weights, labels, s=13.0, **params)
        np.testing.assert_array_equal(same, plain)


@pytest.mark.parametrize("key", ["l_softmax", "sphereface"])
@pytest.mark.parametrize("lam", [0.0, 7.0])
def test_a_factor_of_one_leaves_the_cosine_alone(key, lam):
    loss = losses.get(key)
    for features, weights, labels, _ in problems(200):
        scores = loss.scores(features, weights)
        with_margin = loss.training_scores(features, weights, labels, m=1.0, lam=lam)
        np.testing.assert_array_equal(with_margin, scores)


def test_l_softmax_without_margin_is_softmax():
    features, weights, labels, _ = problem()
    np.testing.assert_allclose(
        losses.get("l_softmax").per_sample(features, weights, labels, m=1.0),
        losses.get("softmax").per_sample(features, weights, labels),
    )


def test_the_gradient_of_cross_entropy_is_p_minus_onehot():
    z = np.random.default_rng(1).normal(size=(30, 7)) * 5
    labels = np.arange(30) % 7
    loss = losses.get("softmax")
    slope = jax.jit(jax.grad(lambda z: loss.per_sample(z, np.eye(7), labels).sum()))(z)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(slope, p - np.eye(7)[labels], atol=1e-12)
    np.testing.assert_allclose(slope.sum(axis=1), 0, atol=1e-12)
    own = p[np.arange(30), labels]
    np.testing.assert_allclose(np.abs(slope).sum(axis=1), 2 * (1 - own), atol=1e-12)


def test_the_gradient_budget_of_hinge_grows_with_the_classes_and_the_others_stay_below_two():
    classes = 9
    z, labels = np.zeros((1, classes)), np.array([0])

    def budget(key, **params):
        loss = losses.get(key)
        slope = jax.jit(jax.grad(lambda z: loss(z, np.eye(classes), labels, **params)))(z)
        return float(np.abs(slope).sum())

    assert budget("hinge", m=1.0) == 2 * (classes - 1)
    for key in ("max_hinge", "lse_hinge"):
        assert budget(key, m=1.0) == pytest.approx(2)
    assert budget("softmax") <= 2


def test_lse_lies_between_max_and_max_plus_log_n():
    z, labels = np.random.default_rng(2).normal(size=(60, 6)), np.zeros(60, int)
    hard, soft = (
        jax.jit(partial(losses.get(key).per_sample, m=5.0))(z, np.eye(6), labels)
        for key in ("max_hinge", "lse_hinge")
    )
    assert (soft >= hard).all()
    assert (soft <= hard + np.log(5) + 1e-12).all()


def test_label_smoothing_is_cross_entropy_against_the_smoothed_target():
    features, weights, labels, bias = problem()
    z = features @ weights + bias
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    target = 0.7 * np.eye(5)[labels] + 0.3 / 5
    np.testing.assert_allclose(
        losses.get("label_smoothing").per_sample(features, weights, labels, bias, eps=0.3),
        -(target * log_p).sum(axis=1),
    )


@pytest.mark.parametrize("loss", ANGULAR, ids=lambda loss: loss.key)
def test_psi_is_the_target_column_of_the_training_scores(loss):
    theta = np.linspace(0.01, np.pi - 0.01, N)
    features = np.stack([np.cos(theta), np.sin(theta)], axis=1)
    weights = np.array([[1.0, -0.3], [0.0, 0.4]])
    column = loss.training_scores(features, weights, np.zeros(N, int))[:, 0]
    scale = {"s": 16.0}.get(loss.column_scales, 1.0)
    np.testing.assert_allclose(column, scale * loss.psi(np.cos(theta), np.sin(theta)), atol=1e-9)


@pytest.mark.parametrize("m", [1.0, 1.35, 2.0, 2.5, 3.0, 4.0])
def test_the_folded_cosine_is_continuous_and_never_rises(m):
    theta = np.linspace(0, np.pi, 20001)
    psi = losses.get("sphereface").psi(np.cos(theta), np.sin(theta), m=m, lam=0.0)
    steps = np.diff(psi)
    assert steps.max() <= 1e-12
    assert steps.min() > -1e-3


@pytest.mark.parametrize("m", [0.2, 0.5, 1.5])
def test_arcface_falls_back_to_a_cosine_margin_past_pi(m):
    loss = losses.get("arcface")
    before, past = np.pi - m - 0.1, np.pi - m + 0.05
    for theta, wanted in [(before, np.cos(before + m)), (past, np.cos(past) - m * np.sin(m))]:
        found = loss.psi(np.array(np.cos(theta)), np.array(np.sin(theta)), m=m)
        np.testing.assert_allclose(found, wanted, atol=1e-12)


@pytest.mark.parametrize("loss", RAW, ids=lambda loss: loss.key)
def test_a_zero_loss_region_is_where_the_training_scores_agree(loss):
    if loss.key not in ("perceptron", "hinge", "max_hinge", "lse_hinge"):
        pytest.skip("the loss is nowhere zero")
    params, zero = {p.key: 0.8 for p in loss.parameters}, 0
    for features, weights, labels, bias in problems(400):
        value = loss.per_sample(features, weights, labels, bias, **params)
        scores = np.asarray(loss.training_scores(features, weights, labels, bias, **params))
        own = scores[np.arange(N), labels]
        rivals = np.where(np.eye(C)[labels] == 1, -np.inf, scores).max(axis=1)
        np.testing.assert_array_equal(value == 0, own >= rivals)
        zero += int((value == 0).sum())
    assert 0 < zero < 400


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"features": np.zeros(4)}, r"features must have shape \[N, d\]; got \[4\]"),
        ({"features": np.zeros((4, 3))}, r"weights must have shape \[d, C\] with d = 3"),
        ({"weights": np.zeros((5, 2))}, r"weights must have shape"),
        ({"labels": np.zeros(3, int)}, r"labels must have shape \[N\] = \[4\]; got \[3\]"),
        ({"labels": np.zeros(4)}, r"labels must be integers; got float"),
        ({"labels": np.full(4, 7)}, r"labels must lie in 0..4; got 7..7"),
        ({"labels": np.full(4, -1)}, r"labels must lie in 0..4; got -1..-1"),
        ({"bias": np.zeros(4)}, r"bias must have shape \[C\] = \[5\]; got \[4\]"),
        ({"features": np.zeros((4, 2), complex)}, r"features must hold real numbers"),
        ({"m": float("nan")}, r"m must be a finite number; got nan"),
    ],
)
def test_wrong_arguments_are_named(change, message):
    given = {
        "features": np.zeros((4, 2)), "weights": np.zeros((2, 5)), "labels": np.zeros(4, int),
    }  # fmt: skip
    with pytest.raises(ValueError, match=message):
        losses.get("hinge")(**given | change)


def test_a_parameter_the_loss_does_not_have_is_refused():
    features, weights, labels, _ = problem()
    with pytest.raises(KeyError, match=r"NormFace takes s; got 'm'"):
        losses.get("normface")(features, weights, labels, m=0.3)


@every_loss
def test_jit_gives_the_same_and_parameters_may_be_traced(loss):
    features, weights, labels, bias = problem()
    _, traced = slopes_and_values(loss, features, weights, labels, bias)
    values = loss.per_sample(features, weights, labels, bias)
    np.testing.assert_allclose(traced, values, atol=1e-12)
