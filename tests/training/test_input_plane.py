"""The regions of the input plane are the run's own decisions, by the run's own parameters."""

import dataclasses

import numpy as np
import pytest

from lossviz import losses, metrics, training
from lossviz.data import NoPlane
from lossviz.encoder import Mlp, initial_mlp
from lossviz.settings import Settings
from lossviz.training import input_plane, replay
from lossviz.training.run import params_at

SMALL = dict(dataset="ring", classes=3, points=60, spread=0.8, width=8, steps=40)
# scores closer than this are told apart by the rounding of single precision
CLOSE = 1e-4


def small(**changes) -> Settings:
    return Settings(**SMALL | changes)


def told(run: training.Run) -> tuple[np.ndarray, np.ndarray]:
    """What the run's own features are decided to be, frame by frame."""
    params = params_at(run.settings, run.steps)
    loss = losses.get(run.settings.loss)
    features, weights, bias = (
        array.astype(float) for array in (run.features, run.weights, run.bias)
    )
    scores = metrics.inference_scores(loss, features, weights, bias, params)
    predicted = scores.argmax(axis=-1)
    met = np.stack([
        metrics.margin_met(loss, features[k], weights[k], bias[k], predicted[k],
                           {key: value[k] for key, value in params.items()})
        for k in range(len(predicted))
    ])  # fmt: skip
    return predicted, met


@pytest.mark.parametrize("dim", [2, 3])
@pytest.mark.parametrize("key", losses.CATALOGUE)
def test_under_a_training_sample_lies_the_run_s_own_prediction_and_its_margin(key, dim):
    settings = small(loss=key, dim=dim)
    run = training.train(settings)
    data, plane = input_plane.plane_for(settings)
    states = list(replay.moments(run))
    features = np.stack([
        input_plane.embedded(state.encoder, plane, plane.coordinates(data.x.astype(float)))
        for state in states
    ])  # fmt: skip
    np.testing.assert_allclose(features, run.features, atol=1e-5 * (1 + np.abs(run.features).max()))
    found = input_plane.decided(settings, states, features)
    predicted, met = told(run)
    size = 1 + np.abs(found.lead).max(axis=1, keepdims=True)
    clear, clear_met = found.lead > CLOSE * size, np.abs(found.surplus) > CLOSE * size
    assert clear[1:].mean() > 0.9 and clear_met[1:].mean() > 0.9
    np.testing.assert_array_equal(found.cls[clear], predicted[clear])
    both = clear & clear_met
    np.testing.assert_array_equal((found.surplus >= 0)[both], met[both])


def test_a_place_of_the_grid_is_decided_as_the_network_decides():
    settings = small(loss="cosface")
    run = training.train(settings)
    data, plane = input_plane.plane_for(settings)
    (state,) = replay.moments(run, [len(run.steps) - 1])
    found = input_plane.ruled(settings, data, plane, [state])
    at = input_plane.places(plane).astype(np.float32)
    features = np.asarray(state.encoder(plane.inputs(at).astype(np.float32).T)).T.astype(float)
    loss, params = losses.get("cosface"), {"s": settings.s, "m": settings.m}
    scores = np.asarray(loss.scores(features, state.weights, **params))
    ordered = np.sort(scores, axis=1)
    lead = ordered[:, -1] - ordered[:, -2]
    clear = lead > CLOSE * settings.s
    np.testing.assert_array_equal(found.cls.ravel()[clear], scores.argmax(axis=1)[clear])
    np.testing.assert_allclose(found.lead.ravel(), lead, atol=1e-3)
    # CosFace takes m off a cosine, so s·m off the lead
    np.testing.assert_allclose(
        found.surplus.ravel(), found.lead.ravel() - settings.s * settings.m, atol=1e-9
    )
    rows = at.reshape(input_plane.GRID, input_plane.GRID, 2)
    assert (np.diff(rows[..., 0], axis=1) > 0).all() and (np.diff(rows[..., 1], axis=0) > 0).all()


def test_without_a_margin_nothing_is_left_bare():
    settings = small(loss="softmax")
    data, plane = input_plane.plane_for(settings)
    *_, state = replay.last_moments(settings)
    found = input_plane.ruled(settings, data, plane, [state])
    np.testing.assert_array_equal(found.surplus, found.lead)
    assert (found.lead >= 0).all()


def test_a_replay_passes_through_the_very_parameters_of_the_run():
    settings = small(loss="hinge", batch=16, optimizer="sgd")
    run = training.train(settings)
    for state, step, weights, bias in zip(
        replay.moments(run), run.steps, run.weights, run.bias, strict=True
    ):
        assert state.step == step
        np.testing.assert_array_equal(state.weights, weights)
        np.testing.assert_array_equal(state.bias, bias)
    *_, last = replay.last_moments(settings)
    np.testing.assert_array_equal(last.weights, run.weights[-1])
    np.testing.assert_array_equal(last.features, run.features[-1])
    for one, other in zip(last.encoder.weights, state.encoder.weights, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_run_that_ends_early_has_the_state_before_its_end():
    settings = small(loss="l_softmax", lr=10.0, batch=16, optimizer="sgd", steps=200)
    run = training.train(settings)
    assert run.stopped and len(run.steps)
    *_, last = replay.last_moments(settings)
    assert last.step == run.steps[-1]
    np.testing.assert_array_equal(last.weights, run.weights[-1])
    assert len(list(replay.moments(run))) == len(run.steps)


def test_a_run_that_is_not_its_settings_own_is_refused():
    """As a dialect's: its settings do not say which."""
    run = training.train(small())
    other = dataclasses.replace(run, weights=run.weights[..., ::-1])
    with pytest.raises(ValueError, match="not the one that its settings lead to"):
        list(replay.moments(other))


def test_free_points_have_no_plane():
    settings = small(encoder="free")
    with pytest.raises(NoPlane, match="free"):
        input_plane.plane_for(settings)
    with pytest.raises(ValueError, match="free points"):
        next(replay.last_moments(settings))


def test_a_slice_says_how_many_samples_it_speaks_for():
    settings = Settings(dataset="iris", points=60, width=8, steps=40)
    run = training.train(settings)
    data, plane = input_plane.plane_for(settings)
    state = list(replay.moments(run))[-1]
    found = input_plane.ruled(settings, data, plane, [state])
    predicted, _ = told(run)
    x = data.x.astype(float)
    projected = plane.inputs(plane.coordinates(x)).astype(np.float32)
    features = np.asarray(state.encoder(projected.T)).T[None].astype(float)
    there = input_plane.decided(settings, [state], features).cls[0]
    assert found.agree[0] == pytest.approx((there == predicted[-1]).mean(), abs=0.02)
    assert 0 < found.agree[0] <= 1


def test_the_network_on_the_plane_is_the_network():
    _, plane = input_plane.plane_for(Settings(dataset="wine"))
    rng = np.random.default_rng(0)
    encoder = initial_mlp(rng, 13, (8, 8), 3)
    encoder = Mlp(
        encoder.weights, tuple(rng.normal(size=b.shape).astype("f") for b in encoder.biases)
    )
    # more places than one call of the compiled network takes
    at = rng.normal(size=(5000, 2))
    found = input_plane.embedded(encoder, plane, at)
    wanted = np.asarray(encoder(plane.inputs(at).T.astype(np.float32))).T
    np.testing.assert_allclose(found, wanted, atol=2e-5)
