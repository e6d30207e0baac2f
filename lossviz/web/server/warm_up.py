"""What happens behind the open port before the first visitor: compile, and tidy the memory."""

import gc
import logging
import os
import sys
import threading
from pathlib import Path

import jax

from lossviz import training
from lossviz.lessons.practice import failures
from lossviz.lessons.smoothing import trained
from lossviz.settings import Settings
from lossviz.training import crowd
from lossviz.training.programs import give_memory_back, programs

_soon = threading.Semaphore()
log = logging.getLogger(__name__)

# about a thousand programs
KEPT_BYTES = 200_000_000


def keep_compiled() -> None:
    """Keep compiled programs on disk: a shape seen before is ready in a quarter of the time.

    They go where JAX_COMPILATION_CACHE_DIR says, else into the user's cache folder, which then
    holds at most `KEPT_BYTES` of them.
    """
    if jax.config.values["jax_compilation_cache_dir"] is None:
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        folder = Path(home) / "lossviz" / "jax"
        # JAX counts a program by its time of use, and keeps no new one beside one that lacks it
        for program in folder.glob("*-cache"):
            if not program.with_name(program.name.removesuffix("cache") + "atime").exists():
                program.unlink(missing_ok=True)
        jax.config.update("jax_compilation_cache_dir", str(folder))
        jax.config.update("jax_compilation_cache_max_size", KEPT_BYTES)
    jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.3)


def compute_in_place() -> None:
    """Have a run computed by the thread that asks for it; before JAX computes anything.

    Handed over to JAX's own threads it would not have the asking thread's priority, and thirty
    runs at once take a sixth longer.
    """
    jax.config.update("jax_cpu_enable_async_dispatch", False)


def tidy() -> None:
    """After a compilation: let JAX forget how it came about, and give the memory back.

    JAX remembers the tracing of every shape for good, 2 MB each. It is a process's own affair to
    have it forget: whatever else it has compiled is compiled again.
    """
    jax.clear_caches()
    # traces and modules point at each other: without a collection they stay for minutes
    gc.collect()
    give_memory_back()


def warm_up() -> None:
    """Compile the kernels that the first visitor will need; 2-D comes first, and is used last.

    What one tracing has found out serves the next: JAX forgets it once, after the last.
    """
    # what is loaded now stays: no collection, and Streamlit has one after each rerun, need look
    # through it again
    gc.collect()
    gc.freeze()
    # a page's answer waits at most this long for each thread that trains a sweep
    sys.setswitchinterval(0.001)
    keep_compiled()
    training.train(Settings())
    # steps are no part of a shape
    crowd.train(failures.HUNDRED._replace(steps=1))
    # of so many programs those used longest ago go: the default one is none of them
    for settings in (Settings(dim=3), *reversed(lesson_settings())):
        training.prepare(settings)
        training.prepare(Settings())
    programs.tidy = tidy
    tidy()
    gc.freeze()


def lesson_settings() -> list[Settings]:
    """One run of every shape that the lessons train; the loss is no part of the shape."""
    return [trained.settings_of(data, seed=0)[0] for data in trained.DATASETS]


def compile_soon(settings: Settings) -> None:
    """Have the program of these settings compiled beside everything else, unless it is."""
    if not _soon.acquire(blocking=False):
        # one at a time: this is a kindness, and whoever needs the program waits for it anyway
        return
    threading.Thread(target=_compile, args=(settings,), name="lossviz-compile").start()


def _compile(settings: Settings) -> None:
    try:
        training.prepare(settings)
    except training.Busy:
        # it is compiled when somebody needs it
        pass
    except Exception:
        log.exception("could not prepare %s", settings.to_query())
    finally:
        _soon.release()
