"""Many classes: a Course says what the metrics say, the failures fail and the cures cure."""

import numpy as np
import pytest

from lossviz import losses
from lossviz.encoder import initial_mlp
from lossviz.metrics import angles, equal_error, margin_met
from lossviz.training import Ramp
from lossviz.training.crowd import Course, Crowd, samples, train
from tests.training.compiles import compiled

SMALL = Crowd(classes=12, each=5, unseen=6, signal=6, nuisance=4, dim=5, steps=30)
# what the failures share: forty loud directions that say nothing of the class
HARD = Crowd(noise=0.6, loud=2.0, each=8)
SEEDS = range(2)


def trained(crowd: Crowd) -> list[Course]:
    return [train(crowd._replace(seed=seed)) for seed in SEEDS]


def at_start(crowd: Crowd) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features of the training, held-out and new samples, before the first step."""
    data = samples(crowd)
    rng = np.random.default_rng([crowd.seed, 1])
    hidden = (crowd.hidden,) if crowd.hidden else ()
    encoder = initial_mlp(rng, len(data.train), hidden, crowd.dim)
    return tuple(np.asarray(encoder(x)).T for x in (data.train, data.held, data.new))


@pytest.mark.parametrize("loss", losses.CATALOGUE)
def test_the_first_numbers_are_those_of_the_losses_and_the_metrics(loss):
    others = (("m1", 1.2), ("m2", 0.2), ("m3", 0.1), ("lam", 2.0), ("eps", 0.2))
    m = 1.5 if loss in ("l_softmax", "sphereface") else 0.3
    crowd = SMALL._replace(loss=loss, s=16.0, m=m, others=others, lr=0.0)
    course, data = train(crowd), samples(crowd)
    features, held, new = at_start(crowd)
    vectors = np.random.default_rng([crowd.seed, 3]).normal(size=(5, 12))
    vectors = (vectors / np.linalg.norm(vectors, axis=0)).astype(np.float32)
    kind = losses.get(loss)
    values = {"s": 16.0, "m": m, **dict(others)}
    params = {p.key: values[p.key] for p in kind.parameters}
    value = kind(features, vectors, data.labels, **params)
    np.testing.assert_allclose(course.loss[0], value, rtol=1e-4)
    expected = angles(features, vectors, data.labels)
    np.testing.assert_allclose(course.own[0], expected.own, atol=1e-3)
    np.testing.assert_allclose(course.rival[0], expected.rival, atol=1e-3)
    for found, these, labels in (
        (course.accuracy[0], features, data.labels), (course.held[0], held, data.held_labels),
    ):  # fmt: skip
        right = np.argmax(kind.scores(these, vectors, **params), axis=1) == labels
        assert found == right.mean()
    met = margin_met(
        kind, features, vectors, np.zeros(12), data.labels,
        {key: np.array(value) for key, value in params.items()},
    )  # fmt: skip
    assert course.met[0] == met.mean()
    # nothing moves at rate 0: the pairs at the end are those of the start
    directions = new / np.linalg.norm(new, axis=1, keepdims=True)
    distance = np.linalg.norm(directions[:, None] - directions, axis=2)
    same = data.new_labels[:, None] == data.new_labels
    off = np.triu(np.ones_like(same), 1)
    brute = equal_error(distance[same & off], distance[~same & off]).rate
    np.testing.assert_allclose(course.pairs, brute, atol=2e-3)


def test_equal_error_is_where_both_errors_are_equal():
    rng = np.random.default_rng(0)
    genuine, impostor = rng.normal(0, 1, 4000), rng.normal(2, 1, 4000)
    rate, threshold = equal_error(genuine, impostor)
    # two unit bells, two apart, cross at 1: Φ(−1) = 0.159 beyond it
    np.testing.assert_allclose([rate, threshold], [0.159, 1], atol=0.03)
    np.testing.assert_allclose(
        (genuine > threshold).mean(), (impostor <= threshold).mean(), atol=1e-3
    )
    assert equal_error(genuine, impostor + 20).rate == 0


def test_the_same_crowd_gives_the_same_numbers_and_another_seed_others():
    one, again, other = (train(SMALL._replace(seed=seed)) for seed in (3, 3, 4))
    for ours, theirs in zip(one, again, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert not np.array_equal(one.loss, other.loss)


def test_what_a_crowd_changes_without_a_new_program(caplog):
    train(SMALL)
    changes = dict(loss="cosface", s=8.0, m=0.2, lr=0.1, decay=0.5, wrong=0.3, learnt=False,
                   noise=1.0, loud=3.0, steps=50, seed=7, ramp=Ramp(0, 1, 0, 20))  # fmt: skip
    with compiled(caplog) as found:
        for name, value in changes.items():
            train(SMALL._replace(**{name: value}))
    assert not found


def test_a_short_crowd_keeps_each_step_once():
    course = train(SMALL)
    assert (np.diff(course.steps) > 0).all() and course.steps[-1] == SMALL.steps
    assert (course.loss > 0).all() and len(course.steps) < 40


def test_a_crowd_that_meets_nan_ends_before_it():
    course = train(SMALL._replace(loss="softmax", lr=1e38, steps=100))
    assert 0 <= course.stopped <= 100
    assert np.isfinite(course.loss).all() and len(course.loss) == len(course.own) >= 1


def test_a_margin_out_of_the_loss_s_range_is_refused():
    with pytest.raises(ValueError, match=r"m of sphereface: expected 1 to 4; got 0\.5"):
        train(SMALL._replace(loss="sphereface", m=0.5))


@pytest.mark.parametrize("key", losses.CATALOGUE)
def test_every_loss_trains_and_counts_with_its_own_margin(key):
    own = {p.key: p.default for p in losses.get(key).parameters}
    crowd = SMALL._replace(loss=key, m=own.get("m", SMALL.m))
    course = train(crowd._replace(others=(("m1", 1.0), ("m2", 0.2), ("m3", 0.1))))
    assert course.stopped == -1 and np.isfinite(course.loss).all()
    assert course.loss[-1] < course.loss[0] and course.accuracy[-1] > course.accuracy[0]
    # a margin only ever takes away
    assert (course.met <= course.accuracy).all()


def test_a_loss_that_there_is_not_is_refused():
    with pytest.raises(KeyError, match="no_such"):
        train(SMALL._replace(loss="no_such"))


def test_accuracy_with_the_margin_is_0_for_long_and_the_run_gets_well_by_itself():
    for course in trained(HARD):
        assert course.loss[0] > 50 and course.accuracy[0] < 0.05
        # by step 15 most samples are right, and the log still says 0
        soon = np.searchsorted(course.steps, 15)
        assert course.accuracy[soon] > 0.5 and course.met[soon] < 0.01
        assert course.loss[-1] < 0.1 and course.met[-1] > 0.99 and course.held[-1] > 0.97


def test_class_vectors_that_nobody_trains_keep_the_loss_up():
    for stuck, cured in zip(trained(HARD._replace(learnt=False)), trained(HARD), strict=True):
        assert abs(stuck.loss[0] - cured.loss[0]) < 1e-3
        assert stuck.loss[-1] > 20 and stuck.met[-1] < 0.01
        assert np.degrees(stuck.own[-1].mean()) > 60 > 40 > np.degrees(cured.own[-1].mean())


def test_labels_of_other_images_show_on_held_out_samples():
    for course in trained(HARD._replace(wrong=1.0)):
        assert course.loss[-1] > 20 and course.accuracy[-1] > 0.6 and course.held[-1] < 0.05


def test_a_margin_that_comes_late_ends_where_the_whole_one_ends():
    whole = trained(HARD)
    for ramp in (Ramp(0, 1, 0, 100), Ramp(0, 1, 100, 100)):
        for late, full in zip(trained(HARD._replace(ramp=ramp)), whole, strict=True):
            assert late.loss[0] < full.loss[0] - 25
            assert abs(late.held[-1] - full.held[-1]) < 0.02


def test_a_large_scale_without_margin_spoils_verification_and_a_smaller_one_does_not():
    bare = HARD._replace(loss="normface", m=0.0)
    for large, small, margin in zip(
        trained(bare), trained(bare._replace(s=8.0)), trained(HARD), strict=True
    ):
        assert large.accuracy[-1] == small.accuracy[-1] == margin.accuracy[-1] == 1
        assert large.pairs > 0.15 > 0.06 > max(small.pairs, margin.pairs)
