"""A server and a browser of one's own, for as long as they are needed."""

import math
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
POLL_S = 0.02


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def resident(pid: int) -> float:
    """Resident memory of a process in MB (10⁶ bytes); NaN of one that has ended."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        shown = re.search(r"VmRSS:\s*(\d+)", status.read_text())
        kib = shown[1] if shown else ""
    else:
        kib = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True).stdout
    return int(kib) * 1024 / 1e6 if kib.strip() else math.nan


def worked(pid: int) -> float:
    """Seconds of a processor that a process has used; 0 where the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0
    # fields 14 and 15 of proc(5); the first two stand before the bracket
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


# as `make app` starts it
SITE = ("lossviz.web.server", "--port")


class Server:
    """The site, or another server of Streamlit's, in a process of its own.

    Args:
      cwd: the checkout it runs from.
      command: the Python module to run and its options; the port comes last.
      environment: variables that its process has beside those of this one.
    """

    def __init__(
        self, cwd: Path = ROOT, command: tuple[str, ...] = SITE, **environment: str
    ) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command, str(port)],
            cwd=cwd,
            env=os.environ | environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self, seconds: float = 60) -> "Server":
        """Until the port answers.

        Raises:
          RuntimeError: the process ended.
          TimeoutError: it runs, and does not answer within `seconds`.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}")
            try:
                urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2).read()
                return self
            except (urllib.error.URLError, OSError):
                time.sleep(POLL_S)
        raise TimeoutError(f"{self.url} did not answer within {seconds} s")

    def memory(self) -> float:
        """Resident memory of the process in MB (10⁶ bytes)."""
        return resident(self.process.pid)

    def worked(self) -> float:
        """Seconds of a processor that it has used."""
        return worked(self.process.pid)

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def serving(
    cwd: Path = ROOT, command: tuple[str, ...] = SITE, **environment: str
) -> Generator[Server]:
    """A running server; it ends with the block."""
    server = Server(cwd, command, **environment)
    try:
        yield server.wait()
    finally:
        server.stop()


@contextmanager
def browsing() -> Generator[Browser]:
    """The Chromium on the PATH, headless and without a GPU.

    Raises:
      FileNotFoundError: there is none.
    """
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        raise FileNotFoundError(f"none of {', '.join(CHROMIUM)} is on the PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
