"""Runs and sweeps: deterministic, shaped as promised, cancellable, and honest about NaN."""

from itertools import count, pairwise

import numpy as np
import optax
import pytest

from lossviz import losses, training
from lossviz.settings import Settings
from lossviz.training import kernel
from lossviz.training import problem as problems
from lossviz.training import run as runs
from lossviz.training.work import estimated_seconds
from tests.training.compiles import compiled
from tests.training.families import only

SMALL = dict(dataset="ring", classes=3, points=60, spread=0.8, width=8, steps=40)


def small(**changes) -> Settings:
    return Settings(**SMALL | changes)


@pytest.fixture
def few_losses(monkeypatch):
    """For what has nothing to do with the loss, and needs a program of its own."""
    only(monkeypatch, "hinge", "softmax", "arcface")


def same(one: training.Run, other: training.Run) -> None:
    for name in ("steps", "features", "weights", "bias", "loss", "accuracy", "test_features"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


def test_shapes_and_steps():
    run = training.train(small())
    t = len(run.steps)
    assert run.steps[0] == 0 and run.steps[-1] == 40
    assert (np.diff(run.steps) > 0).all()
    assert run.features.shape == (t, 60, 2)
    assert run.test_features.shape == (t, 30, 2)
    assert run.weights.shape == (t, 2, 3)
    assert run.bias.shape == (t, 3)
    assert run.loss.shape == run.accuracy.shape == run.test_accuracy.shape == (t,)
    assert run.labels.shape == (60,)
    assert run.stopped is None


@pytest.mark.parametrize("steps", [1, 7, 59, 60, 61, 300, 5000])
def test_about_sixty_snapshots_from_the_first_to_the_last_step(steps):
    kept = runs.snapshot_steps(steps)
    assert kept[0] == 0 and kept[-1] == steps
    assert min(steps, 35) <= len(kept) <= 60
    assert (np.diff(kept) > 0).all()


@pytest.mark.parametrize("loss", losses.CATALOGUE)
def test_every_loss_trains_and_its_loss_falls(loss):
    run = training.train(small(loss=loss))
    assert run.loss[-1] < run.loss[0]
    assert run.accuracy[-1] > 0.7
    assert run.stopped is None


@pytest.mark.parametrize("loss", losses.CATALOGUE)
@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_the_reported_loss_is_the_loss_of_the_reported_state(loss, noise):
    run = training.train(small(loss=loss, noise=noise))
    params = {p.key: getattr(run.settings, p.key) for p in losses.get(loss).parameters}
    for at in (0, len(run.steps) // 2, -1):
        value = losses.get(loss)(
            run.features[at], run.weights[at], run.labels, run.bias[at], **params
        )
        np.testing.assert_allclose(run.loss[at], value, rtol=1e-4, atol=1e-6)


def test_the_reported_accuracy_is_that_of_the_inference_scores():
    run = training.train(small(loss="cosface", noise=0.2))
    scores = losses.get("cosface").scores(run.features[-1], run.weights[-1])
    assert run.accuracy[-1] == np.mean(np.asarray(scores).argmax(axis=1) == run.labels, dtype=float)
    scores = losses.get("cosface").scores(run.test_features[-1], run.weights[-1])
    right = np.asarray(scores).argmax(axis=1) == run.test_labels
    assert run.test_accuracy[-1] == np.mean(right, dtype=float)


@pytest.mark.usefixtures("few_losses")
def test_one_step_is_adam_on_the_closed_form_gradient():
    """Free points under softmax: the gradient is known, so one step can be done by hand."""
    settings = small(encoder="free", loss="softmax", steps=1, lr=0.1)
    run = training.train(settings)
    features, weights, labels = run.features[0], run.weights[0], run.labels
    z = features @ weights
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    pull = (p - np.eye(3)[labels]) / len(labels)
    adam = optax.adam(0.1)
    slopes = (pull @ weights.T, features.T @ pull, pull.sum(axis=0))
    at = (features, weights, np.zeros(3, np.float32))
    moved, _ = adam.update(slopes, adam.init(at))
    for found, wanted in zip(
        (run.features[1], run.weights[1], run.bias[1]), optax.apply_updates(at, moved), strict=True
    ):
        np.testing.assert_allclose(found, wanted, atol=2e-4)


@pytest.mark.usefixtures("few_losses")
def test_the_same_settings_give_the_same_numbers():
    same(training.train(small(batch=16)), training.train(small(batch=16)))


@pytest.mark.usefixtures("few_losses")
@pytest.mark.parametrize(
    "changes", [dict(batch=16, optimizer="sgd"), dict(steps=7), dict(steps=150)]
)
def test_looking_up_changes_no_number(changes):
    """However often a run looks up, and wherever that falls between its snapshots."""
    whole = training.train(small(**changes))
    looks = list(training.stream(small(**changes), breath=1e-9))
    assert len(looks) == whole.settings.steps + 1
    assert all(len(a.steps) <= len(b.steps) for a, b in pairwise(looks))
    same(whole, looks[-1])


def test_a_part_of_a_run_is_the_beginning_of_the_whole():
    whole = training.train(small())
    for part in list(training.stream(small(), breath=1e-9))[::7]:
        kept = len(part.steps)
        np.testing.assert_array_equal(part.steps, whole.steps[:kept])
        np.testing.assert_array_equal(part.features, whole.features[:kept])
        np.testing.assert_array_equal(part.loss, whole.loss[:kept])


def test_progress_is_reported_and_grows():
    shares = []
    training.train(small(), on_progress=shares.append)
    assert shares == sorted(shares) and shares[-1] == 1


def test_a_run_that_nobody_wants_stops_where_it_looks_up():
    class Leaving(training.Client):
        looks = 0

        def look_up(self):
            self.looks += 1
            if self.looks > 3:
                raise training.Cancelled

    leaving = Leaving()
    seen = []
    with pytest.raises(training.Cancelled), training.working_for(leaving):
        seen.extend(training.stream(small(steps=3000), breath=1e-9))
    assert leaving.looks == 4 and len(seen) == 3


def test_the_seed_changes_the_run_and_the_loss_does_not_change_the_start():
    assert not np.array_equal(
        training.train(small()).features[0], training.train(small(seed=1)).features[0]
    )
    starts = [training.train(small(loss=loss)) for loss in ("hinge", "arcface")]
    np.testing.assert_array_equal(starts[0].features[0], starts[1].features[0])
    np.testing.assert_array_equal(starts[0].weights[0], starts[1].weights[0])


@pytest.mark.usefixtures("few_losses")
@pytest.mark.parametrize("encoder", ["free", "linear", "mlp"])
@pytest.mark.parametrize("dim", [2, 3])
def test_every_encoder_in_both_dimensions(encoder, dim):
    run = training.train(small(encoder=encoder, dim=dim))
    assert run.features.shape[-1] == dim
    assert run.loss[-1] < run.loss[0]
    if encoder == "free":
        assert len(run.test_labels) == 0 and np.isnan(run.test_accuracy).all()


@pytest.mark.usefixtures("few_losses")
def test_a_linear_encoder_is_linear():
    run = training.train(small(encoder="linear"))
    x = np.c_[run.data.x, np.ones(len(run.data.x))]
    fitted = x @ np.linalg.lstsq(x, run.features[-1], rcond=None)[0]
    np.testing.assert_allclose(fitted, run.features[-1], atol=1e-4)


def test_a_bias_is_trained_for_raw_scores_only_and_can_be_left_out():
    assert np.abs(training.train(small(loss="softmax")).bias[-1]).max() > 1e-3
    np.testing.assert_array_equal(training.train(small(loss="softmax", bias=False)).bias, 0)
    np.testing.assert_array_equal(training.train(small(loss="arcface")).bias, 0)


@pytest.mark.usefixtures("few_losses")
def test_weight_decay_shortens_and_momentum_speeds_up():
    free = dict(loss="softmax", optimizer="sgd", lr=0.1)
    plain = training.train(small(**free, momentum=0.0))
    fast = training.train(small(**free, momentum=0.9))
    short = training.train(small(**free, momentum=0.0, decay=0.5))
    assert fast.loss[-1] < plain.loss[-1]
    assert np.linalg.norm(short.weights[-1]) < np.linalg.norm(plain.weights[-1])


def test_annealing_starts_close_to_the_plain_cosine():
    annealed = training.train(small(loss="sphereface", m=4.0, anneal=True))
    plain = training.train(small(loss="sphereface", m=1.0))
    hard = training.train(small(loss="sphereface", m=4.0))
    assert abs(annealed.loss[0] - plain.loss[0]) < 0.05 < abs(hard.loss[0] - plain.loss[0])
    lam = runs.params_at(annealed.settings, annealed.steps)["lam"]
    assert lam[0] == 1000 and (np.diff(lam) < 0).all()


def test_class_vectors_start_where_the_settings_say():
    means, drawn = training.train(small()), training.train(small(vectors="random"))
    np.testing.assert_array_equal(means.features[0], drawn.features[0])
    for run in (means, drawn):
        np.testing.assert_allclose(np.linalg.norm(run.weights[0], axis=0), 1, rtol=1e-6)
    own = np.stack([means.features[0][means.labels == y].mean(axis=0) for y in range(3)], axis=1)
    np.testing.assert_allclose(means.weights[0], own / np.linalg.norm(own, axis=0), rtol=1e-4)
    other = training.train(small(vectors="random", seed=1))
    assert np.abs(other.weights[0] - drawn.weights[0]).max() > 0.01
    # where a vector starts has nothing to do with the loss
    same_start = training.train(small(vectors="random", loss="softmax"))
    np.testing.assert_array_equal(same_start.weights[0], drawn.weights[0])


def test_random_directions_are_even_over_the_circle():
    found = [problems.random_directions(seed, small().dim, 4) for seed in range(400)]
    turn = np.arctan2(*np.concatenate(found, axis=1)) + np.pi
    counts = np.histogram(turn, 8, (0, 2 * np.pi))[0]
    assert 1600 == counts.sum() and counts.min() > 150 and counts.max() < 250


def arcface(m=0.5, **changes) -> Settings:
    return small(loss="arcface", s=16.0, m=m, vectors="random", **changes)


def test_the_eased_dialect_is_arcface():
    own = training.train(arcface())
    eased = training.train(arcface(m=0.1), dialect=training.Dialect("eased", 0.5))
    np.testing.assert_allclose(eased.loss, own.loss, rtol=1e-3, atol=1e-5)
    np.testing.assert_allclose(eased.features, own.features, rtol=1e-2, atol=1e-2)


def test_dialects_past_pi_train_each_in_its_way():
    ends = [
        training.train(arcface(), dialect=training.Dialect(key, 1.2)).loss[-1]
        for key in ("eased", "clipped", "plain", "plain_detached")
    ]
    assert len(set(ends)) == 4


def test_theta_by_acos_ends_in_nan_and_arcface_does_not():
    naive = training.train(arcface(steps=300), dialect=training.Dialect("acos", 0.5))
    assert naive.stopped is not None and np.isfinite(naive.loss).all()
    assert training.train(arcface(steps=300)).stopped is None


@pytest.mark.parametrize("loss, key", [("cosface", "eased"), ("arcface", "eassed")])
def test_a_dialect_of_nothing_is_refused(loss, key):
    with pytest.raises(ValueError, match=r"expected one of eased, clipped.* beside loss='arcface'"):
        training.train(small(loss=loss), dialect=training.Dialect(key, 0.5))


@pytest.mark.usefixtures("few_losses")
@pytest.mark.parametrize("loss", ["hinge", "softmax"])
def test_a_run_that_blows_up_stops_and_says_where(loss):
    run = training.train(small(loss=loss, optimizer="sgd", lr=10.0, momentum=0.99, steps=3000,
                               depth=3))  # fmt: skip
    assert run.stopped.loss == loss
    assert run.steps[-1] < run.stopped.step <= 3000
    for array in (run.loss, run.features, run.weights):
        assert np.isfinite(array).all()


def test_changing_knobs_compiles_nothing(caplog):
    training.train(small())
    changes = [
        dict(loss=loss, seed=3, lr=0.003, noise=0.2, steps=steps)
        for loss, steps in zip(losses.CATALOGUE, count(20), strict=False)
    ]
    changes += [dict(s=40.0), dict(m=1.0), dict(loss="label_smoothing", eps=0.3),
                dict(loss="sphereface", lam=5.0, anneal=True), dict(decay=0.1),
                dict(vectors="random")]  # fmt: skip
    with compiled(caplog) as found:
        for change in changes:
            training.train(small(**change))
    assert found == []
    with compiled(caplog) as found:
        training.train(small(width=17))
    assert len(found) == 2


def test_a_sweep_is_the_runs_one_by_one():
    found = training.sweep(small(), s=[4.0, 16.0], m=[0.1, 0.4], method="threads")
    assert [(r.settings.s, r.settings.m) for r in found] == [
        (4.0, 0.1), (4.0, 0.4), (16.0, 0.1), (16.0, 0.4),
    ]  # fmt: skip
    for run in found:
        same(run, training.train(run.settings))


def test_a_sweep_as_one_batch_gives_the_same_runs():
    values = dict(m=[0.1, 0.4], seed=[0, 1])
    one_by_one = training.sweep(small(batch=16), **values, method="threads")
    together = training.sweep(small(batch=16), **values, method="batch")
    for one, other in zip(one_by_one, together, strict=True):
        assert one.settings == other.settings
        np.testing.assert_allclose(one.features, other.features, atol=2e-3)
        np.testing.assert_allclose(one.loss, other.loss, rtol=1e-2, atol=1e-4)


def test_a_sweep_names_what_cannot_be_swept():
    with pytest.raises(ValueError, match=r"sweep takes values of .*; got 'width'"):
        training.sweep(small(), width=[8, 16])
    with pytest.raises(ValueError, match="NormFace has no m; it has s"):
        training.sweep(small(loss="normface"), m=[0.1])
    with pytest.raises(ValueError, match="s: expected a number from 1 to 64"):
        training.sweep(small(), s=[100.0])


def test_more_work_is_estimated_longer():
    long = Settings(steps=5000, depth=3, width=128, points=1000)
    assert estimated_seconds(long) > 10 * estimated_seconds(Settings())


def test_all_parameters_of_all_losses_have_a_place_in_the_kernel():
    used = {p.key for loss in losses.CATALOGUE.values() for p in loss.parameters}
    assert used == set(kernel.PARAMETERS)


@pytest.mark.usefixtures("few_losses")
@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_class_vectors_that_no_optimizer_was_given_stay_and_the_network_moves(optimizer):
    """The weight decay does not shorten them either."""
    settings = small(loss="softmax", optimizer=optimizer, decay=0.1, lr=0.03, bias=False)
    prepared = training.prepare(settings)
    encoder, *points, knobs = prepared.operands
    weights = {}
    for learnt in (True, False):
        operands = (encoder, *points, knobs._replace(learnt=np.bool_(learnt)))
        until = runs.schedule(settings.steps)
        begun = prepared.program.start(*operands)
        _, kept = prepared.program.advance(*begun, *operands[1:], until, np.int32(until[-1]))
        weights[learnt] = np.asarray(kept.weights[:-1])
        assert np.abs(kept.features[40] - kept.features[0]).max() > 0.1
    assert (weights[False] == weights[False][0]).all()
    assert np.abs(weights[True][40] - weights[True][0]).max() > 0.01
