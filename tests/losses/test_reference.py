"""Values and gradients against 50-digit arithmetic that was done without JAX."""

import json
from pathlib import Path

import jax
import numpy as np
import pytest

from lossviz import losses

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "losses.json").read_text(encoding="utf-8")
)
CASES = REFERENCE["cases"]


def name(case: dict) -> str:
    values = ",".join(f"{key}={value}" for key, value in case["params"].items())
    return f"{case['loss']}({values})-{case['input']}"


def found(case: dict, dtype: type) -> tuple[np.ndarray, np.ndarray]:
    given = REFERENCE["inputs"][case["input"]]
    features, weights, bias = (
        np.array(given[key], dtype) for key in ("features", "weights", "bias")
    )
    labels = np.array(given["labels"])

    def per_sample(features):
        loss = losses.get(case["loss"])
        return loss.per_sample(features, weights, labels, bias, **case["params"])

    values, pull_back = jax.vjp(per_sample, features)
    (slopes,) = pull_back(np.ones(len(labels), dtype))
    assert values.dtype == slopes.dtype == dtype
    return np.asarray(values), np.asarray(slopes)


@pytest.mark.parametrize("case", CASES, ids=name)
def test_float64_agrees_to_nine_digits(case):
    values, slopes = found(case, np.float64)
    np.testing.assert_allclose(values, case["per_sample"], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(slopes, case["d_features"], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("case", CASES, ids=name)
def test_float32_agrees_to_four_digits(case):
    values, slopes = found(case, np.float32)
    np.testing.assert_allclose(values, case["per_sample"], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(slopes, case["d_features"], rtol=1e-4, atol=1e-4)


def test_every_loss_has_a_reference():
    assert {case["loss"] for case in CASES} == set(losses.CATALOGUE)
