"""Lesson 3: what the page says of pairs and of one-against-one."""

from itertools import combinations

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lossviz import losses


def test_a_score_higher_by_one_weighs_e_times_as_much():
    with jax.enable_x64(True):
        z = jnp.array([[0.3, 1.0, 2.0, -1.0]])
        loss = losses.get("softmax")
        slope = jax.grad(lambda z: loss(z, jnp.eye(4), jnp.array([0])))(z)[0]
    assert slope[2] / slope[1] == pytest.approx(np.e)


@pytest.mark.parametrize("count", [2, 3, 4, 10])
def test_an_epoch_of_one_against_one_shows_each_sample_to_all_but_one(count):
    labels = np.random.default_rng(0).integers(0, count, 500)
    pairs = list(combinations(range(count), 2))
    shown = sum(int(np.isin(labels, pair).sum()) for pair in pairs)
    assert shown == (count - 1) * len(labels)
    assert (len(pairs) > count) == (count > 3)
