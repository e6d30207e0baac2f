"""Settings → Run: live training under any loss, and sweeps over its parameters."""

from lossviz.training.run import NonFinite, Run, stream, train
from lossviz.training.sweep import foreground, grid, stream_sweep, sweep

__all__ = ["NonFinite", "Run", "foreground", "grid", "stream", "stream_sweep", "sweep", "train"]
