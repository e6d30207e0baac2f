"""What JAX compiles, in whatever thread."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import jax
import pytest


@contextmanager
def compiled(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """The compilations that were finished within the block."""
    found: list[str] = []
    caplog.clear()
    # the context manager of this name would see its own thread only
    jax.config.update("jax_log_compiles", True)
    try:
        with caplog.at_level(logging.WARNING):
            yield found
    finally:
        jax.config.update("jax_log_compiles", False)
        said = (record.getMessage() for record in caplog.records)
        found += [words for words in said if "Finished XLA compilation" in words]
