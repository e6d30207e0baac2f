"""The losses are tested with 64-bit numbers, which JAX has to be asked for."""

import jax
import pytest


@pytest.fixture(autouse=True)
def double_precision():
    with jax.enable_x64(True):
        yield
