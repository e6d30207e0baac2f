"""The experiment of lesson 8: what is tried, what counts, how sure the share is."""

from dataclasses import replace

import numpy as np
import pytest

from lossviz import training
from lossviz.lessons.multiplicative import converge, trials
from lossviz.lessons.multiplicative.trials import Trial
from lossviz.scenes.proportions import wilson
from lossviz.scenes.state import defaults
from lossviz.settings import Settings
from lossviz.training import NonFinite

# the arrays of a run with a leading axis of steps
STEPWISE = ("steps", "features", "weights", "bias", "loss", "accuracy", "test_features",
            "test_accuracy")  # fmt: skip
START = defaults(trials.CONTROLS)


def trial(arm: int, seed: int, converged: bool) -> Trial:
    return Trial(arm, seed, np.zeros(trials.SHOWN), 1.0, 30.0, converged, "")


def test_the_arms_take_turns_and_differ_in_the_annealing_alone():
    points = trials.points(START)
    assert len(points) == 2 * trials.SEEDS == 128
    for seed, (plain, annealed) in enumerate(zip(points[::2], points[1::2], strict=True)):
        assert plain.seed == seed and not plain.anneal
        assert plain.replace(anneal=True) == annealed


@pytest.mark.parametrize("choice", trials.CONTROLS, ids=lambda choice: choice.key)
def test_every_option_is_a_setting_of_its_own(choice):
    runs = {trials.settings_of(START | {choice.key: option}, False, 0) for option in choice.options}
    assert len(runs) == len(choice.options)
    assert all(Settings.from_query(one.to_query()) == one for one in runs)


def test_all_runs_have_the_shapes_of_the_one_compiled_beforehand():
    shapes = ("classes", "points", "dim", "depth", "width", "optimizer", "steps", "batch")
    for by in trials.RATES:
        first = converge.SCENE.trains(START | {"by": by})
        for point in trials.points(START | {"by": by, "times": "2", "start": "means"}):
            assert all(getattr(point, name) == getattr(first, name) for name in shapes)


def test_annealing_starts_at_cos_and_ends_close_to_p():
    plain, annealed = trials.pull()
    assert (plain == 0).all() and (np.diff(annealed) < 0).all()
    assert annealed[0] > 0.999 and annealed[-1] == pytest.approx(1 / 11, rel=1e-3)
    assert trials.STEPS[0] == 0 and trials.STEPS[-1] == 300


def test_a_run_is_measured_at_its_end():
    run = training.train(Settings(loss="sphereface", anneal=True, seed=3))
    found = trials.measured(run)
    assert (found.arm, found.seed, found.accuracy) == (1, 3, run.accuracy[-1])
    assert found.converged == (run.accuracy[-1] >= 0.95)
    assert found.curve[0] == run.accuracy[0] and found.curve[-1] == run.accuracy[-1]
    directions = np.degrees(np.arctan2(run.weights[-1][1], run.weights[-1][0]))
    apart = np.diff(np.sort(np.append(directions, directions.min() + 360)))
    assert found.angle == pytest.approx(apart.min(), abs=0.01)
    assert Settings.from_query(found.query) == run.settings


def test_a_run_that_met_nan_has_not_converged():
    run = training.train(Settings(loss="sphereface", anneal=True, seed=3))
    over_steps = {name: getattr(run, name)[:40] for name in STEPWISE}
    found = trials.measured(replace(run, **over_steps, stopped=NonFinite(170, "sphereface")))
    assert not found.converged
    assert np.isnan(found.curve[-1]) and found.curve[0] == run.accuracy[0]


def pairs(neither: int, only: tuple[int, int], both: int) -> list[Trial]:
    """Runs of so many seeds: both arms failed, one converged, the other, both."""
    kinds = [(False, False)] * neither + [(True, False)] * only[0]
    kinds += [(False, True)] * only[1] + [(True, True)] * both
    return [trial(arm, seed, kind[arm]) for seed, kind in enumerate(kinds) for arm in (0, 1)]


def test_the_verdict_goes_by_the_pairs_and_not_by_the_intervals():
    # 57 against 64 of 64: the intervals overlap, and the seven seeds all speak for one arm
    found = wilson(np.array([57, 64]), np.array([64, 64]))
    assert found.high[0] > found.low[1]
    assert trials.verdict(pairs(0, (0, 7), 57)) == ((0, 7), 2 / 2**7, True)
    # the same margins of 7 converged runs, but of seeds that speak for both
    assert trials.verdict(pairs(0, (3, 10), 51)) == (
        (3, 10),
        pytest.approx(0.0923, abs=1e-4),
        False,
    )
    assert trials.verdict(pairs(0, (0, 5), 59)) == ((0, 5), 2 / 2**5, False)


def test_only_seeds_tried_in_both_arms_count():
    assert trials.verdict(pairs(2, (0, 0), 2)) == ((0, 0), 1, False)
    assert trials.verdict([trial(0, 5, True), trial(1, 5, False)]) == ((1, 0), 1, False)
    assert trials.verdict([trial(0, 5, True), trial(1, 6, False)]) == ((0, 0), 1, False)


def test_what_the_page_says_of_it():
    """m = 4, SGD, random start: the figures in "What to remember", with room for other machines."""
    found = [trials.measured(training.train(point)) for point in trials.points(START)]
    plain, annealed = ([t for t in found if t.arm == arm] for arm in (0, 1))
    assert abs(sum(t.converged for t in plain) - 50) <= 4
    assert sum(t.converged for t in annealed) >= 62
    assert trials.verdict(found).differ
    failed = [t.angle < 2 for t in plain if not t.converged]
    assert sum(failed) >= 0.75 * len(failed)
    assert all(t.angle > 10 for t in found if t.converged)
