"""Training against PyTorch doing the same arithmetic, with as many threads as cores."""

import logging
from collections.abc import Iterator

import jax
import numpy as np
import torch

from benchmarks import peak
from benchmarks.cases import Case, random_case
from benchmarks.pytorch import Training
from benchmarks.report import Figure, at_least, at_most, seconds
from lossviz import losses, training
from lossviz.settings import Settings
from lossviz.training import problem as problems

THREADS = 2


def against_torch(
    name: str, case: Case, eager: float, compiled: float
) -> tuple[float, Figure, Figure]:
    """Seconds here, and how many times as long PyTorch takes beside the targets.

    Compiled is with `torch.compile` and fused Adam.
    """
    here = seconds(case.train)
    ways = [("PyTorch eager", False, eager), ("compiled PyTorch", True, compiled)]
    figures = []
    for way, compile_it, target in ways:
        there = seconds(Training(case, compiled=compile_it))
        detail = f"{1e3 * here:.1f} ms against {1e3 * there:.0f} ms"
        figures.append(at_least(f"{name}, against {way}", there / here, target, detail=detail))
    return here, *figures


def sweep_case() -> tuple[float, float]:
    """Seconds for 50 runs of the default setting here, and for one of them in PyTorch × 50."""
    settings = Settings()
    values = np.linspace(0.05, 1.0, 50)
    here = seconds(lambda: training.sweep(settings, m=values), repeats=3)
    at = problems.problem(settings)
    case = Case(at.data.x, at.labels, (64, 64, 2), 6)
    return here, 50 * seconds(Training(case), repeats=3)


def compilations() -> int:
    """Programs compiled after warm-up while everything that may change without one changes."""
    counted: list[str] = []

    class Counter(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "Finished XLA compilation" in record.getMessage():
                counted.append(record.getMessage())

    training.train(Settings())
    handler = Counter()
    logging.getLogger("jax").addHandler(handler)
    # programs are compiled in threads of their own, which a context manager would not see
    jax.config.update("jax_log_compiles", True)
    try:
        for key, loss in losses.CATALOGUE.items():
            for p in loss.parameters:
                training.train(Settings(loss=key, **{p.key: p.grid[1]}))
            training.train(Settings(loss=key, seed=5, lr=0.002, noise=0.1, steps=123))
    finally:
        jax.config.update("jax_log_compiles", False)
        logging.getLogger("jax").removeHandler(handler)
    return len(counted)


def measure() -> Iterator[Figure]:
    """All figures of this room, one after another."""
    torch.set_num_threads(THREADS)
    small = random_case(300, (2, 32, 32, 2), 3)
    _, *figures = against_torch("train 300 points, 2-32-32-2", small, 12, 6)
    yield from figures
    digits = random_case(512, (64, 128, 128, 2), 10)
    here, *figures = against_torch("train 512 digits, 64-128-128-2", digits, 2.5, 1.6)
    yield from figures
    reached, most = digits.product_flops() / here, peak.of_processor(2048)
    yield at_least("digits, share of the machine's matrix product", reached / most, 0.5,
                   detail=f"{reached / 1e9:.0f} of {most / 1e9:.0f} GFLOP/s")  # fmt: skip
    here, there = sweep_case()
    yield at_least("sweep of 50 default runs, against PyTorch one by one", there / here, 10,
                   detail=f"{here:.2f} s against {there:.1f} s")  # fmt: skip
    yield at_most("compilations while the knobs change", compilations(), 0, "programs")
