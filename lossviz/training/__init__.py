"""Settings → Run: live training under any loss, and sweeps over its parameters."""

from lossviz.training.clients import Busy, Cancelled, Client, working_for
from lossviz.training.ramp import Ramp
from lossviz.training.run import Dialect, NonFinite, Run, prepare, stream, train
from lossviz.training.sweep import grid, sweep

__all__ = [
    "Busy",
    "Cancelled",
    "Client",
    "Dialect",
    "NonFinite",
    "Ramp",
    "Run",
    "grid",
    "prepare",
    "stream",
    "sweep",
    "train",
    "working_for",
]
