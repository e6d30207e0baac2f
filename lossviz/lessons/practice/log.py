"""What the log of a run shows, before and after, and the cure as code."""

from functools import lru_cache

import numpy as np

from lossviz.assets import folder
from lossviz.lessons.practice.failures import failures
from lossviz.lessons.practice.runs import Recorded, record
from lossviz.pictures import Block, Listing, Row, row

CURES = "cures"
# the file in that folder of a failure, or of one of its runs
CODE = {
    "nan": "nan", "sqrt": "nan", "sqrt/eps": "eps", "half": "half", "half/safe": "nan",
    "early": "log", "early/grows": "warmup", "early/late": "warmup", "early/goes": "warmup",
    "stuck": "vectors", "stuck/labels": "log", "stuck/slow": "log", "kept_units": "unit",
    "units": "unit", "past_pi": "past_pi", "infeasible": "margin", "ten": "margin",
    "small_s": "scale", "norms": "scale", "large_s": "pull", "verification": "pull",
    "verification/margin": "margin", "two": "pull", "rare": "pull", "by_heart": "decay",
    "other": "log",
}  # fmt: skip
# of a cure there are files for both libraries, or one that needs neither
LIBRARIES = (("torch.py", "PyTorch"), ("jax.py", "JAX"), ("py", "Python"))
# about the steps of a log, as far as the run goes
PRINTED = (0, 5, 10, 25, 50, 100, 200, 300)


def rows(failure: str, run: str, seed: int) -> list[Row]:
    """The logs of the failing run and of a cure side by side; then the cure as code."""
    found = failures(seed)[failure]
    shown = [run, found.counterpart(run)] if found.cures else [run]
    blocks = [
        Block(
            title=f"@lab.{failure}.{one}",
            text=log_of(record(failure, one, seed)),
            mark=("good" if one in found.cures else "bad") if found.fault else None,
        )
        for one in sorted(shown, key=lambda one: one in found.cures)
    ]
    log = Listing(id="log", title="@pictures.log", blocks=blocks,
                  note="@pictures.log_note")  # fmt: skip
    cure = Listing(id="code", title="@pictures.code",
                   blocks=code_of(failure, run), copy="@pictures.copy")  # fmt: skip
    return [row(log, grow=0, below=True), row(cure, grow=0, below=True)]


def log_of(run: Recorded) -> str:
    """The lines that a training script prints."""
    places = np.unique(np.abs(run.steps - np.array(PRINTED)[:, None]).argmin(axis=1))
    lines = [_line(run, at) for at in places.tolist()]
    if run.stopped >= 0:
        lines.append(f"step {run.stopped:4d}   loss    nan")
    return "\n".join(lines)


def _line(run: Recorded, at: int) -> str:
    m = {key: values[at] for key, values in run.measured.items()}
    return (
        f"step {run.steps[at]:4.0f}   loss {_short(float(m['loss']))}   acc {m['right']:4.0%}   "
        f"acc+m {m['met']:4.0%}   θ_y {m['width']:3.0f}°"
    )


def _short(loss: float) -> str:
    """Six places wide, three significant digits where there is room."""
    small = 0 < loss < 1e-4
    return f"{loss:6.0e}" if small else f"{loss:6.4f}" if loss < 0.1 else f"{loss:6.2f}"


@lru_cache(maxsize=64)
def code_of(failure: str, run: str) -> tuple[Block, ...]:
    """The cure as code, once a library; of a number that is set, what it is taken from."""
    stem = CODE.get(f"{failure}/{run}", CODE[failure])
    return tuple(
        Block(title=title, text=path.read_text("utf-8").strip())
        for ending, title in LIBRARIES
        if (path := folder(CURES) / f"{stem}.{ending}").exists()
    )
