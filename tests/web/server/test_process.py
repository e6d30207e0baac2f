"""What the process needs: a home where there is none, files, and a bounded cache."""

import os
import resource
import stat
import subprocess
import sys
import tempfile
import time
from collections import OrderedDict
from pathlib import Path

import jax
import pytest

from lossviz.settings import Settings
from lossviz.training import programs
from lossviz.web.server import process, warm_up

ROOT = Path(__file__).parents[3]

KEYS = (
    "jax_compilation_cache_dir",
    "jax_compilation_cache_max_size",
    "jax_persistent_cache_min_compile_time_secs",
)


def homeless() -> Path:
    raise RuntimeError("Could not determine home directory.")


@pytest.fixture
def nowhere(monkeypatch, tmp_path) -> Path:
    """No home; the folder for temporary files."""
    monkeypatch.setattr(Path, "home", homeless)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("HOME", "as it was")
    return tmp_path


@pytest.fixture
def uncached(monkeypatch, tmp_path):
    """JAX without a cache; the user's cache folder is a new one."""
    before = {key: getattr(jax.config, key) for key in KEYS}
    jax.config.update("jax_compilation_cache_dir", None)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    yield tmp_path / "lossviz" / "jax"
    for key, value in before.items():
        jax.config.update(key, value)


def test_a_home_that_is_there_stays(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    process.ensure_home()
    assert os.environ["HOME"] == str(tmp_path)


def test_without_a_home_a_folder_of_one_s_own_stands_in_at_each_start(nowhere, caplog):
    process.ensure_home()
    home = Path(os.environ["HOME"])
    assert home.parent == nowhere and home.is_dir()
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert str(home) in caplog.text
    process.ensure_home()
    assert os.environ["HOME"] == str(home)


@pytest.mark.parametrize("trap", ["open", "link", "file"])
def test_a_folder_that_others_prepared_is_not_taken(nowhere, trap):
    expected = nowhere / f"lossviz-{os.getuid()}"
    if trap == "open":
        expected.mkdir()
        expected.chmod(0o777)
    elif trap == "link":
        (nowhere / "elsewhere").mkdir(mode=0o700)
        expected.symlink_to(nowhere / "elsewhere")
    else:
        expected.touch(0o600)
    process.ensure_home()
    home = Path(os.environ["HOME"])
    assert home != expected and home.parent == nowhere
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_the_app_finds_a_home_before_anything_is_asked_of_streamlit(tmp_path):
    """The first thing that a server does with the app, in a process that knows no home."""
    program = """
from pathlib import Path
import os, pwd
del os.environ["HOME"]
def nobody(uid): raise KeyError(uid)
pwd.getpwuid = nobody
from app import app
app._build_starlette_app()
print(Path.home())
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"HOME": "/", "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.splitlines()[-1]).parent == tmp_path


def limit_after(soft: int, hard: int) -> tuple[int, int]:
    """The limits of a process that began with these, after `raise_file_limit`."""
    program = (
        "import resource, importlib.util as u\n"
        f"s = u.spec_from_file_location('process', {process.__file__!r})\n"
        "m = u.module_from_spec(s); s.loader.exec_module(m)\n"
        f"resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))\n"
        "m.raise_file_limit()\n"
        "print(*resource.getrlimit(resource.RLIMIT_NOFILE))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    first, second = done.stdout.split()
    return int(first), int(second)


def test_the_limit_of_open_files_goes_up_to_the_hard_one():
    hard = min(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    assert limit_after(200, hard) == (hard, hard)
    assert limit_after(hard, hard) == (hard, hard)


def test_the_cache_of_programs_is_bounded(uncached):
    warm_up.keep_compiled()
    assert jax.config.jax_compilation_cache_dir == str(uncached)
    assert jax.config.jax_compilation_cache_max_size == warm_up.KEPT_BYTES > 0


def test_a_folder_that_the_user_named_is_the_user_s_to_bound(uncached, tmp_path):
    jax.config.update("jax_compilation_cache_dir", str(tmp_path))
    (tmp_path / "one-cache").touch()
    before = jax.config.jax_compilation_cache_max_size
    warm_up.keep_compiled()
    assert jax.config.jax_compilation_cache_dir == str(tmp_path)
    assert jax.config.jax_compilation_cache_max_size == before
    assert (tmp_path / "one-cache").exists()


def test_programs_from_before_the_bound_are_cleared_away(uncached):
    uncached.mkdir(parents=True)
    for name in ("old-cache", "new-cache", "new-atime", ".lockfile"):
        (uncached / name).touch()
    warm_up.keep_compiled()
    assert {path.name for path in uncached.iterdir()} == {"new-cache", "new-atime", ".lockfile"}


def test_a_full_cache_makes_room(tmp_path):
    """JAX itself, in a process of its own: the bound holds, and nothing is said of it."""
    program = """
import warnings; warnings.simplefilter("error")
import jax, jax.numpy as jnp
from lossviz.web.server import warm_up
warm_up.KEPT_BYTES = 30_000
warm_up.keep_compiled()
jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
for n in range(2, 12):
    jax.jit(lambda x: jnp.sin(x) @ x + n)(jnp.ones((n, n)))
"""
    environment = {k: v for k, v in os.environ.items() if k != "JAX_COMPILATION_CACHE_DIR"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment | {"XDG_CACHE_HOME": str(tmp_path), "JAX_PLATFORMS": "cpu"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    sizes = [path.stat().st_size for path in tmp_path.rglob("*-cache")]
    assert sizes and sum(sizes) <= 30_000


def test_the_warm_up_compiles_nothing_twice_and_keeps_the_program_of_the_first_page(monkeypatch):
    compiled: list[Settings] = []
    kept: OrderedDict[Settings, None] = OrderedDict()
    tidied: list[int] = []

    def compile_or_recall(settings: Settings) -> None:
        if settings not in kept:
            compiled.append(settings)
        kept[settings] = None
        kept.move_to_end(settings)
        if len(kept) > programs.KEPT:
            kept.popitem(last=False)

    for module, name, stand_in in (
        (warm_up.training, "train", compile_or_recall),
        (warm_up.training, "prepare", compile_or_recall),
        (warm_up.crowd, "train", lambda _crowd: None),
        (warm_up, "keep_compiled", lambda: None),
        (warm_up, "tidy", lambda: tidied.append(len(compiled))),
        (warm_up.gc, "freeze", lambda: None),
        (warm_up.sys, "setswitchinterval", lambda _seconds: None),
        (programs.programs, "tidy", None),
    ):
        monkeypatch.setattr(module, name, stand_in)
    warm_up.warm_up()
    assert Settings() in kept and len(compiled) == len({*compiled}) > programs.KEPT
    # once, after the last; and after every compilation from then on
    assert tidied == [len(compiled)] and programs.programs.tidy is warm_up.tidy


def test_products_of_matrices_are_not_shared_out():
    """The site in a process of its own: every BLAS that it has loaded has one thread."""
    program = """
import app, threadpoolctl
found = [lib["num_threads"] for lib in threadpoolctl.threadpool_info() if lib["user_api"] == "blas"]
assert found and set(found) == {1}, found
"""
    environment = {k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True,
        timeout=120, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc keeps memory and can be asked")
def test_memory_is_given_back_after_work_though_something_lies_above_it():
    code = (
        "import time, numpy as np\n"
        "from pathlib import Path\n"
        "from lossviz.web.server.process import GivesBack, few_arenas\n"
        "def mb(): return int(Path('/proc/self/statm').read_text().split()[1]) * 4096 // 10**6\n"
        "few_arenas()\n"
        "GivesBack.SOON_S = 0.2\n"
        "gives_back, before = GivesBack(), mb()\n"
        "arrays = [np.ones(8000) for _ in range(6000)]\n"
        "kept = arrays[::100]\n"
        "del arrays\n"
        "print(mb() - before)\n"
        "gives_back()\n"
        "end = time.monotonic() + 30\n"
        "while mb() - before > 60 and time.monotonic() < end: time.sleep(0.1)\n"
        "print(mb() - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    held, left = map(int, done.stdout.split())
    assert held > 300 and left < 60


def test_memory_is_looked_after_again_for_what_ends_meanwhile_and_then_no_more(monkeypatch):
    given = []
    monkeypatch.setattr(process, "give_memory_back", lambda: given.append(time.monotonic()))
    monkeypatch.setattr(process.GivesBack, "SOON_S", 0.1)
    gives_back, begun = process.GivesBack(), time.monotonic()
    for _ in range(40):
        gives_back()
        time.sleep(0.01)
    ended = time.monotonic()
    time.sleep(0.5)
    # not once for each, and once after the last
    assert 1 <= len(given) <= (ended - begun) / 0.1 + 2 and given[-1] >= ended
    count = len(given)
    time.sleep(0.3)
    assert len(given) == count
