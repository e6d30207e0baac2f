"""What all tests share: shape checks at run time, a real server, a real browser."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
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

from playwright.sync_api import (  # noqa: E402
    Browser,
    BrowserContext,
    Page,
    Playwright,
    Request,
    sync_playwright,
)

ROOT = Path(__file__).parents[1]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

# what Chromium does not do in these tests. With each window it loads two pages that offer what to
# type into an address: a third of what a visit of ours costs. The last list given counts, so what
# Playwright's own would turn off is here too
WITHOUT = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter",
    "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)  # fmt: skip

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


def answering(url: str, seconds: float = 60) -> str:
    """The address, once a site answers there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=2).read()
            return url
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"{url} did not answer within {seconds} s")


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

    def wait(self) -> "Server":
        """Until the port answers; a server that never does is ended."""
        try:
            answering(self.url)
        except TimeoutError:
            self.stop()
            raise
        return self

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
    return begin_server(port).wait()


def begin_server(port: int) -> Server:
    """A server as `make app` starts it, that may not answer yet."""
    return Server(["lossviz.web.server", "--port", str(port)], port)


class Site:
    """A site that can be killed, and started again under its address."""

    def __init__(self) -> None:
        self.port = free_port()
        self.start()

    def start(self) -> None:
        self.server = begin_server(self.port).wait()

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


SHARED = "lossviz_site"


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    """Before xdist starts a worker: tell it where the one site of all workers stands."""
    if not hasattr(node.config, SHARED):
        # a session that is ended from outside ends its site, too, as one that is interrupted
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        setattr(node.config, SHARED, server := begin_server(free_port()))
        node.config.add_cleanup(server.stop)
    node.workerinput[SHARED] = getattr(node.config, SHARED).url


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a running site that other tests use at the same time."""
    told = getattr(request.config, "workerinput", {})
    if SHARED in told:
        yield answering(told[SHARED])
        return
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
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            # pages of one context share what they have compiled
            "--process-per-site",
            f"--disable-features={','.join(WITHOUT)}",
        ],
    )
    yield browser
    browser.close()


@contextmanager
def reading(chromium: Browser, site: str, **options: object) -> Iterator[BrowserContext]:
    """A browser that has been here: a page in it does not load and compile every script anew.

    One page of the site stays open behind those of the tests: with it goes what is compiled.
    """
    screen = {"viewport": {"width": 1280, "height": 720}, "base_url": site}
    context = chromium.new_context(**screen | options)
    context.new_page().goto("/_stcore/health")
    yield context
    context.close()


@pytest.fixture(scope="module")
def english(chromium: Browser, site: str) -> Iterator[BrowserContext]:
    with reading(chromium, site, locale="en-US") as context:
        yield context


@pytest.fixture(scope="module")
def reader(chromium: Browser, site: str) -> Iterator[Page]:
    """One page that the tests of a file which only look at it take from place to place."""
    with reading(chromium, site, locale="en-US") as context:
        yield context.pages[0]


@pytest.fixture
def visitor(english: BrowserContext, site: str) -> Iterator[BrowserContext]:
    """An English visitor at 1280 × 720; what the site asks of any other host fails the test."""
    elsewhere: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith((site, "data:", "blob:", "ws")):
            elsewhere.append(request.url)

    english.on("request", asked)
    yield english
    leave(english)
    english.remove_listener("request", asked)
    assert not elsewhere


def leave(context: BrowserContext) -> None:
    """Close the pages of a test, and forget what they were allowed."""
    for page in context.pages[1:]:
        page.close()
    context.clear_permissions()
