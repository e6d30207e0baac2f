"""Runs whose loss is computed in half precision: what fails there, and what cures it."""

import numpy as np
import pytest

from lossviz import training
from lossviz.metrics import angles
from lossviz.settings import Settings
from lossviz.training import Dialect, Run

SEEDS = range(5)


def trained(seed: int, key: str, precision: str, **changes) -> Run:
    settings = Settings(classes=6, seed=seed, loss="arcface", s=16.0, m=0.5, **changes)
    return training.train(settings, dialect=Dialect(key, 0.5, precision))


@pytest.mark.parametrize("precision", ["float16", "bfloat16"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_clip_that_cures_acos_in_single_precision_is_none_in_half(precision, seed):
    single, half = (trained(seed, "acos_clipped", kind) for kind in ("float32", precision))
    assert single.stopped is None and single.accuracy[-1] > 0.99
    # some point's cosine rounds to 1 at once
    assert half.stopped.step <= 1


@pytest.mark.parametrize("precision", ["float16", "bfloat16"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_sine_of_the_vectors_is_safe_in_half_precision(precision, seed):
    single, half = (trained(seed, "eased", kind) for kind in ("float32", precision))
    assert half.stopped is None and half.accuracy[-1] > 0.99
    width = [angles(run.features, run.weights, run.labels).own[-1].mean() for run in (single, half)]
    assert abs(np.degrees(width[1] - width[0])) < 1


def test_an_eps_under_the_root_is_no_cure_in_bfloat16():
    """No NaN, and yet the run is the worse for it: cos θ says nothing of angles below 5°."""
    right = {
        kind: np.mean([trained(seed, "sqrt_eps", kind).accuracy[-1] for seed in SEEDS])
        for kind in ("float32", "float16", "bfloat16")
    }
    assert min(right["float32"], right["float16"]) > 0.99
    assert right["bfloat16"] < 0.9


def test_a_run_whose_first_loss_is_nan_has_no_snapshot():
    done = []
    settings = Settings(classes=6, loss="arcface", s=16.0, m=0.5)
    run = training.train(settings, done.append, Dialect("acos", 0.5, "bfloat16"))
    assert run.stopped.step == 0 and len(run.steps) == len(run.loss) == 0
    assert done == [0.0]


def test_an_unknown_precision_is_refused():
    with pytest.raises(ValueError, match=r"one of float32, float16, bfloat16; got 'float64'"):
        trained(0, "eased", "float64")
