"""Settings → Run: live training under any loss, and sweeps over its parameters."""

from lossviz.training.run import Dialect, NonFinite, Run, stream, train
from lossviz.training.sweep import foreground, grid, stream_sweep, sweep

__all__ = [
    "Dialect",
    "NonFinite",
    "Run",
    "foreground",
    "grid",
    "stream",
    "stream_sweep",
    "sweep",
    "train",
]
