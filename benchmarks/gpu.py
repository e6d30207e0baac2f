"""`python -m benchmarks.gpu`: is a GPU right, and what does it gain? A table, in four minutes.

Needs the checkout, JAX, optax, equinox, pydantic and scikit-learn, and PyTorch for the comparison
with it. Without a GPU the same is done on the processor, with less of everything.
"""

import faulthandler
import json
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

# JAX would take three quarters of the card, and PyTorch is to run beside it
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")

import jax
import numpy as np

from benchmarks import cases, peak
from benchmarks.report import seconds
from lossviz import losses, training
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.training.run import SNAPSHOTS

REFERENCE = Path(__file__).parents[1] / "tests" / "reference" / "losses.json"
# what single precision owes the reference, relative to 1 or to the value where that is larger
WITHIN = 1e-4
SECONDS = 240
# nothing new is begun after this, so that what was begun ends in time
BEGIN_BEFORE = 180


class Row(NamedTuple):
    """A line of the table."""

    what: str
    value: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.what:58}{self.value:>18}   {self.detail}".rstrip()


class Size(NamedTuple):
    """How much is done. plane: values of s, and of m; product: rows of the measured matrices."""

    steps: int
    plane: tuple[int, int]
    points: int
    sizes: tuple[int, ...]
    product: int
    repeats: int


FULL = Size(300, (33, 17), 512, (64, 128, 128, 2), 8192, 5)
SMALL = Size(60, (3, 2), 128, (64, 32, 32, 2), 1024, 3)


class Bench(NamedTuple):
    """Where the table is measured, on how much, and the FLOP/s of a large product there."""

    device: jax.Device
    size: Size
    peak: float

    @property
    def gpu(self) -> bool:
        return self.device.platform == "gpu"

    @property
    def precisions(self) -> dict[str, str]:
        """JAX's precisions of a float32 product and their names: many cards have a coarser one."""
        return {"highest": "float32"} | ({"default": "JAX's default"} if self.gpu else {})

    def share(self, what: str, flops: float, seconds: float) -> Row:
        """What was reached of the peaks."""
        reached = flops / seconds
        shares = f"{reached / self.peak:.2%} of the matrix product"
        if sheet := self.by_data_sheet:
            shares += f", {reached / sheet:.2%} of the data sheet"
        return Row(what, _rate(reached), shares)

    @property
    def by_data_sheet(self) -> float | None:
        return peak.by_data_sheet(self.device.device_kind)


def _rate(flops: float) -> str:
    return f"{flops / 1e9:,.1f} GFLOP/s"


def agreement(bench: Bench) -> Iterator[Row]:
    """Every loss and its gradient against 50-digit arithmetic."""
    reference = json.loads(REFERENCE.read_text("utf-8"))
    inputs = [
        {key: np.array(value, np.int32 if key == "labels" else np.float32)
         for key, value in given.items()}
        for given in reference["inputs"]
    ]  # fmt: skip
    wanted = reference["cases"]
    for precision, name in bench.precisions.items():
        with jax.default_matmul_precision(precision):
            found = jax.device_get(jax.jit(partial(_values_and_slopes, wanted))(inputs))
        wrong = [
            max(_error(values, case["per_sample"]), _error(slopes, case["d_features"]))
            for case, (values, slopes) in zip(wanted, found, strict=True)
        ]
        worst = int(np.argmax(wrong))
        yield Row(
            f"losses and gradients within {WITHIN:g}, {name} products",
            f"{np.sum(np.array(wrong) <= WITHIN)} of {len(wrong)}",
            f"worst {wrong[worst]:.1e}: {wanted[worst]['loss']} {wanted[worst]['params']}",
        )


def _values_and_slopes(wanted: list[dict], inputs: list[dict]) -> list[tuple[jax.Array, jax.Array]]:
    """Per-sample losses [N] of each case, and the gradient [N, d] of their sum."""

    def of(case: dict) -> tuple[jax.Array, jax.Array]:
        given = inputs[case["input"]]

        def per_sample(features: jax.Array) -> jax.Array:
            return losses.get(case["loss"]).per_sample(
                features, given["weights"], given["labels"], given["bias"], **case["params"]
            )

        values, pull_back = jax.vjp(per_sample, given["features"])
        return values, *pull_back(jax.numpy.ones_like(values))

    return [of(case) for case in wanted]


def _error(found: np.ndarray, wanted: list) -> float:
    """The largest error; NaN counts as infinite."""
    wanted = np.array(wanted)
    wrong = np.abs(found - wanted) / np.maximum(1, np.abs(wanted))
    return float(np.where(np.isnan(wrong), np.inf, wrong).max())


def same_run(bench: Bench) -> Iterator[Row]:
    """A run on the device against the same run on the processor.

    Both add up in different orders, and training makes a difference larger: the first tenth of the
    steps says whether the arithmetic is the same, the end whether the result is.
    """
    settings = Settings(steps=bench.size.steps)
    once = partial(training.sweep, settings, method="batch", s=[settings.s])
    try:
        processor = jax.devices("cpu")[0]
    except RuntimeError:
        yield Row("a run on the processor", "left out", "JAX_PLATFORMS keeps JAX from it")
        return
    with jax.default_device(processor):
        (there,) = once()
    if not bench.gpu:
        yield _apart("a run by the programs for one and for many", training.train(settings), there)
    else:
        for precision, name in bench.precisions.items():
            with jax.default_matmul_precision(precision):
                (here,) = once()
            yield _apart(f"a run here and on the processor, {name} products", here, there)


def _apart(what: str, here: Run, there: Run) -> Row:
    early = here.steps <= here.steps[-1] / 10
    loss = np.abs(here.loss - there.loss) / there.loss[0]
    cosine = np.sum(here.features[-1] * there.features[-1], axis=-1) / (
        np.linalg.norm(here.features[-1], axis=-1) * np.linalg.norm(there.features[-1], axis=-1)
    )
    turned = np.degrees(np.median(np.arccos(np.clip(cosine, -1, 1))))
    return Row(
        what,
        f"{loss[early].max():.0e} apart",
        f"of the first loss, for a tenth of the steps; {loss.max():.0e} to the end; then a median "
        f"point is {turned:.2g}° apart, accuracy {here.accuracy[-1]:.3f} and "
        f"{there.accuracy[-1]:.3f}",
    )


def plane(bench: Bench) -> Iterator[Row]:
    """The s × m plane as one batch."""
    settings = Settings(steps=bench.size.steps)
    s, m = (
        np.linspace(*settings.limits(name), count).tolist()
        for name, count in zip("sm", bench.size.plane, strict=True)
    )
    together = partial(training.sweep, settings, method="batch", s=s, m=m)
    with_compiling, runs = _timed(together)
    batch, _ = _timed(together)
    middle = runs[len(runs) // 2]
    alone = partial(training.train, middle.settings)
    single = seconds(alone, repeats=bench.size.repeats)
    yield Row(
        f"{len(runs)} runs of the s × m plane, {settings.steps} steps, one batch",
        f"{batch:.2f} s",
        f"{len(runs) / batch:.0f} runs a second; {with_compiling:.1f} s with compiling; "
        f"one after another {len(runs) * single:.1f} s, {1e3 * single:.0f} ms each",
    )
    yield _apart("a run of the batch and the same run alone", middle, alone())
    each = cases.flops(
        training.prepare(settings).operands, settings.steps, kind=settings.optimizer,
        batch=settings.batch, family="catalogue", classes=settings.classes, kept=SNAPSHOTS,
    )  # fmt: skip
    yield bench.share(
        "the batch, all operations, host and transfers included", len(runs) * each, batch
    )
    yield bench.share("a run alone, likewise", each, single)


def _timed(work: Callable[[], list[Run]]) -> tuple[float, list[Run]]:
    begun = time.perf_counter()
    done = work()
    return time.perf_counter() - begun, done


def against_torch(bench: Bench) -> Iterator[Row]:
    """The digits case here and in PyTorch, on the same device and in the same precision."""
    size = bench.size
    case = cases.random_case(size.points, size.sizes, 10, size.steps)
    here = seconds(case.train, size.repeats)
    name = f"{size.points} inputs like digits, {'-'.join(map(str, size.sizes))}, {size.steps} steps"
    yield Row(name, f"{1e3 * here:.1f} ms", f"last loss {case.train():.5f}")
    yield bench.share("all its operations", case.flops(), here)
    yield bench.share("its matrix products", case.product_flops(), here)
    if find_spec("torch") is None:
        yield Row("against PyTorch", "left out", "PyTorch is not installed")
        return
    import torch

    from benchmarks.pytorch import Training

    if bench.gpu and not torch.cuda.is_available():
        yield Row("against PyTorch", "left out", f"PyTorch {torch.__version__} sees no GPU")
        return
    device = "cuda" if bench.gpu else "cpu"
    on = torch.cuda.get_device_name() if bench.gpu else f"{torch.get_num_threads()} threads"
    for way, compiled in (("eager", False), ("torch.compile, fused Adam", True)):
        try:
            there = Training(case, compiled=compiled, device=device)
            took = seconds(there, size.repeats)
        except Exception as error:  # what it compiles with is missing on many machines
            reason = str(error).strip().partition("\n")[0]
            yield Row(f"against PyTorch {way}", "failed", f"{type(error).__name__}: {reason}")
        else:
            yield Row(
                f"against PyTorch {way}",
                f"{took / here:.1f} ×",
                f"{1e3 * took:.0f} ms on {on}; last loss {there():.5f}",
            )


ROOMS: tuple[Callable[[Bench], Iterator[Row]], ...] = (
    agreement, same_run, plane, against_torch,
)  # fmt: skip


def main() -> None:
    """Print the table, a line as soon as it is measured."""
    begun = time.perf_counter()
    faulthandler.dump_traceback_later(SECONDS, exit=True)
    # a product of float32 numbers in float32, as in PyTorch, except where a line says otherwise
    jax.config.update("jax_default_matmul_precision", "highest")
    device = jax.devices()[0]
    gpu = device.platform == "gpu"
    size = FULL if gpu else SMALL
    print(f"{device.platform.upper()}, {device.device_kind}, JAX {jax.__version__}", flush=True)
    if not gpu:
        print("No GPU here: the same with less of everything, on the processor.", flush=True)
    bench = Bench(device, size, peak.of_jax(size.product))
    print(_peak(bench), flush=True)
    for room in ROOMS:
        if time.perf_counter() - begun > BEGIN_BEFORE:
            print(Row(room.__doc__.rstrip("."), "left out", "no time"), flush=True)
            continue
        for row in room(bench):
            print(row, flush=True)
    print(f"{time.perf_counter() - begun:.0f} s in all", flush=True)
    faulthandler.cancel_dump_traceback_later()


def _peak(bench: Bench) -> Row:
    sheet, rows = bench.by_data_sheet, bench.size.product
    said = f"{bench.peak / sheet:.0%} of the data sheet's {_rate(sheet)}" if sheet else ""
    return Row(
        f"float32 matrix product, {rows} × {rows}",
        _rate(bench.peak),
        said or "no data sheet of this device is known here",
    )


if __name__ == "__main__":
    main()
