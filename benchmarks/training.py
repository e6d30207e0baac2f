"""Training against PyTorch eager doing the same arithmetic, with as many threads as cores."""

import logging
import math
from collections.abc import Iterator
from typing import Any

import jax
import numpy as np
import torch

from benchmarks.report import Figure, at_least, at_most, seconds
from lossviz import losses, training
from lossviz.encoder import initial_mlp
from lossviz.settings import Settings
from lossviz.training import kernel
from lossviz.training import problem as problems
from lossviz.training import run as runs

THREADS = 2


class Case:
    """One training problem: random inputs of a given shape under ArcFace, full batch, Adam."""

    def __init__(self, points: int, sizes: tuple[int, ...], classes: int, steps: int = 300):
        rng = np.random.default_rng(0)
        self.sizes, self.classes, self.steps = sizes, classes, steps
        self.x = rng.normal(size=(points, sizes[0])).astype(np.float32)
        self.labels = rng.integers(0, classes, points).astype(np.int32)
        self.settings = Settings(loss="arcface", s=16.0, m=0.3, lr=0.01, steps=steps)
        self.static: dict[str, Any] = dict(
            kind="adam", batch=0, family="catalogue", classes=classes, kept=runs.SNAPSHOTS
        )
        self.program = kernel.program(*self.operands(), **self.static)

    def operands(self) -> tuple:
        rng = np.random.default_rng(1)
        *hidden, dim = self.sizes[1:]
        encoder = initial_mlp(rng, self.sizes[0], tuple(hidden), dim)
        share = np.full(len(self.x), 1 / len(self.x), np.float32)
        train = kernel.Points(self.x.T.copy(), self.labels, share)
        knobs = runs.knobs(self.settings, len(self.x), self.classes)
        # the settings know 2-D and 3-D only
        knobs = knobs._replace(drawn=np.zeros((dim, self.classes), np.float32))
        return encoder, train, self.x[:0].T.copy(), knobs

    def in_lossviz(self) -> None:
        operands = self.operands()
        state = self.program.start(*operands)
        until = runs.schedule(self.steps)
        _, kept = self.program.advance(*state, *operands[1:], until, until[-1])
        jax.block_until_ready(kept)

    def in_torch(self) -> None:
        torch.manual_seed(0)
        layers = []
        for into, out in zip(self.sizes[:-1], self.sizes[1:], strict=True):
            layers += [torch.nn.Linear(into, out), torch.nn.Tanh()]
        network = torch.nn.Sequential(*layers[:-1])
        weights = torch.nn.Parameter(torch.randn(self.classes, self.sizes[-1]))
        adam = torch.optim.Adam([*network.parameters(), weights], lr=0.01)
        x, labels = torch.from_numpy(self.x), torch.from_numpy(self.labels).long()
        for _ in range(self.steps):
            loss = arcface(network(x), weights, labels, s=16.0, m=0.3)
            adam.zero_grad()
            loss.backward()
            adam.step()

    def flops(self) -> float:
        """Floating-point operations of the matrix products: two a weight and pass."""
        pairs = zip(self.sizes[:-1], self.sizes[1:], strict=True)
        each = [a * b for a, b in pairs]
        per_point = 6 * (sum(each) + self.sizes[-1] * self.classes) - 2 * each[0]
        snapshots = 2 * sum(each) * runs.SNAPSHOTS
        return len(self.x) * (per_point * (self.steps + 1) + snapshots)


def arcface(features, weights, labels, *, s: float, m: float):
    """ArcFace in PyTorch, as its public ports write it."""
    cosine = torch.nn.functional.normalize(features) @ torch.nn.functional.normalize(weights).T
    own = cosine.gather(1, labels[:, None])[:, 0]
    sine = torch.sqrt((1 - own * own).clamp_min(1e-12))
    cos_m, sin_m = math.cos(m), math.sin(m)
    target = torch.where(own >= -cos_m, own * cos_m - sine * sin_m, own - m * sin_m)
    return torch.nn.functional.cross_entropy(
        s * cosine.scatter(1, labels[:, None], target[:, None]), labels
    )


def matrix_peak() -> float:
    """FLOP/s of the machine's own float32 matrix product, 2048 × 2048."""
    n = 2048
    a, b = np.random.default_rng(0).normal(size=(2, n, n)).astype(np.float32)
    product = jax.jit(lambda a, b: a @ b)
    in_jax = seconds(lambda: jax.block_until_ready(product(a, b)))
    in_numpy = seconds(lambda: a @ b)
    return 2 * n**3 / min(in_jax, in_numpy)


def sweep_case() -> tuple[float, float]:
    """Seconds for 50 runs of the default setting here, and for one of them in PyTorch × 50."""
    settings = Settings()
    values = np.linspace(0.05, 1.0, 50)
    here = seconds(lambda: training.sweep(settings, m=values), repeats=3)
    at = problems.problem(settings)
    case = Case(len(at.labels), (64, 64, 2), 6)
    case.x, case.labels = at.data.x, at.data.labels
    return here, 50 * seconds(case.in_torch, repeats=3)


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
    small = Case(300, (2, 32, 32, 2), 3)
    here, there = seconds(small.in_lossviz), seconds(small.in_torch)
    yield at_least("train 300 points, 2-32-32-2, ArcFace, against PyTorch", there / here, 12,
                   detail=f"{1e3 * here:.1f} ms against {1e3 * there:.0f} ms")  # fmt: skip
    digits = Case(512, (64, 128, 128, 2), 10)
    here, there = seconds(digits.in_lossviz), seconds(digits.in_torch)
    yield at_least("train 512 digits, 64-128-128-2, against PyTorch", there / here, 2.5,
                   detail=f"{1e3 * here:.0f} ms against {1e3 * there:.0f} ms")  # fmt: skip
    reached, peak = digits.flops() / here, matrix_peak()
    yield at_least("digits, share of the machine's matrix product", reached / peak, 0.5,
                   detail=f"{reached / 1e9:.0f} of {peak / 1e9:.0f} GFLOP/s")  # fmt: skip
    here, there = sweep_case()
    yield at_least("sweep of 50 default runs, against PyTorch one by one", there / here, 10,
                   detail=f"{here:.2f} s against {there:.1f} s")  # fmt: skip
    yield at_most("compilations while the knobs change", compilations(), 0, "programs")
