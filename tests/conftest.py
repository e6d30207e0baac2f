"""What all tests share: shape checks at run time, a real server, a real browser."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

os.environ.setdefault("JAX_PLATFORMS", "cpu")
# as on the site: several processes share the cores, and small products wait for a second thread
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# a program is compiled once for all test processes and servers
os.environ.setdefault("JAX_COMPILATION_CACHE_DIR", str(Path(__file__).parent / "output" / "jax"))
# half of what is compiled in the tests runs once: LLVM need not polish it. Programs of runs say
# themselves how they are compiled (`lossviz.training.kernel.COMPILED`)
os.environ.setdefault("XLA_FLAGS", "--xla_backend_optimization_level=0")

import checked

# before the first import of lossviz: shapes in signatures are then checked at every call. The
# algebra, the glossary and the words have no shapes in their signatures, and a line or a language
# takes thousands of their calls
UNCHECKED = {"__init__", "__pycache__", "algebra", "glossary", "words"}
ROOMS = {path.stem for path in (Path(__file__).parents[1] / "lossviz").iterdir()} - UNCHECKED
checked.install([f"lossviz.{room}" for room in sorted(ROOMS)])

from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright  # noqa: E402

ROOT = Path(__file__).parents[1]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


# rooms whose tests wait for a browser more than they work
WAITING = {"browser", "pages"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have tests that wait run beside tests that compute, and the long files of both first.

    In order of their names, all that wait come together: then no core has anything to do.
    """
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    longest = sorted(files, key=lambda path: (-path.stat().st_size, path))
    waiting = [path for path in longest if WAITING & {*path.parts}]
    computing = [path for path in longest if path not in waiting]
    places = {
        path: (place + 0.5) / len(kind)
        for kind in (waiting, computing)
        for place, path in enumerate(kind)
    }
    order = sorted(files, key=lambda path: (places[path], path))
    items[:] = [item for path in order for item in files[path]]


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The site in a process of its own, as a visitor meets it; `base`: the path it stands under."""

    def __init__(self, command: list[str], port: int, base: str = "") -> None:
        self.url = f"http://127.0.0.1:{port}{base}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self, seconds: float = 60) -> "Server":
        """Until the port answers; a server that never does is ended."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2).read()
                return self
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        self.stop()
        raise TimeoutError(f"{self.url} did not answer within {seconds} s")

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start_server(streamlit: bool = False, base: str = "") -> Server:
    """A new server, as `make app` starts it, or as `streamlit run` does, which takes a base."""
    port = free_port()
    if streamlit or base:
        options = ["--server.port", str(port), "--server.baseUrlPath", base]
        return Server(["streamlit", "run", "app.py", *options], port, base).wait()
    return Server(["lossviz.web.server", "--port", str(port)], port).wait()


class Site:
    """A site that can be killed, and started again under its address."""

    def __init__(self) -> None:
        self.port = free_port()
        self.start()

    def start(self) -> None:
        self.server = Server(["lossviz.web.server", "--port", str(self.port)], self.port).wait()

    def kill(self) -> None:
        self.server.process.kill()
        self.server.process.wait()


@pytest.fixture(autouse=True)
def shapes_checked() -> None:
    """What a test calls is checked from its first call on."""
    checked.begin()


def in_own_loop(scene: Coroutine) -> object:
    """What the coroutine returns, run in another thread: Playwright's loop holds this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, scene).result()


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of a running site."""
    server = start_server()
    yield server.url
    server.stop()


@pytest.fixture(scope="module")
def one_site() -> Iterator[Site]:
    running = Site()
    yield running
    running.kill()


@pytest.fixture
def own_site(one_site: Site) -> Site:
    """A running site for the tests of one file, which they may kill."""
    # a test that failed may have left it dead
    if one_site.server.process.poll() is not None:
        one_site.start()
    return one_site


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The Chromium on the PATH, without a GPU."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.fail(f"none of {', '.join(CHROMIUM)} is on the PATH")
    browser = playwright.chromium.launch(
        executable_path=path,
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    )
    yield browser
    browser.close()


@pytest.fixture
def visitor(chromium: Browser, site: str) -> Iterator[BrowserContext]:
    """An English visitor at 1280 × 720; what the site asks of any other host fails the test."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 720}, locale="en-US", base_url=site
    )
    elsewhere: list[str] = []
    context.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((site, "data:", "blob:", "ws"))
            else elsewhere.append(request.url)
        ),
    )
    yield context
    context.close()
    assert not elsewhere
