"""Programs with few losses.

A program holds all thirteen losses of the catalogue, and most of the seconds that it takes to
compile are theirs. What is asked here about shapes, batches, encoders and optimisers goes through
the same kernel whichever losses stand in its switch. That each of the thirteen trains and reports
what it should, and that changing it compiles nothing, is asked of whole programs in
`test_training.py`.
"""

import pytest

from lossviz.training import kernel
from lossviz.training import programs as line


def only(monkeypatch: pytest.MonkeyPatch, *keys: str) -> None:
    """From here on programs hold these losses alone; at least two, so that there is a switch."""
    assert len(keys) > 1
    found = kernel.FAMILIES["catalogue"]
    gradients = dict(zip(found, kernel._VALUES_AND_GRADIENTS["catalogue"], strict=True))
    monkeypatch.setitem(kernel.FAMILIES, "catalogue", {key: found[key] for key in keys})
    monkeypatch.setitem(kernel._VALUES_AND_GRADIENTS, "catalogue", [gradients[key] for key in keys])
    # what is kept of whole programs has the same shapes
    monkeypatch.setattr(line, "programs", line.Programs())
