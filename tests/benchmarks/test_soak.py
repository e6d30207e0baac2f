"""What the soak makes of a server's memory over time."""

import numpy as np
import pytest

from benchmarks.__main__ import seconds
from benchmarks.soak import growth, over_time


@pytest.mark.parametrize("slope", [0.0, 0.5, -0.1])
def test_growth_is_that_of_the_second_half_alone(slope):
    at = np.arange(0.0, 1801.0)
    noise = np.random.default_rng(0).normal(0, 20, len(at))
    warming_up = np.where(at < 900, 200 * (at / 900 - 1), slope * (at - 900))
    assert growth(list(zip(at, 700 + warming_up + noise, strict=True))) == pytest.approx(
        900 * slope, abs=10
    )


def test_memory_over_time_is_told_in_few_numbers():
    course = [(float(at), 600.0 + at) for at in range(1200)]
    told = [int(part) for part in over_time(course).split()]
    assert told == [round(600 + 100 * k + 49.5) for k in range(12)]


@pytest.mark.parametrize(
    "name, length", [("soak:1800", 1800), ("soak", 0), ("soak:x", 0), ("load:60", 0)]
)
def test_a_soak_is_as_long_as_is_asked_for(name, length):
    assert seconds(name) == length
