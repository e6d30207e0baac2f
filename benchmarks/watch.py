"""A server's memory while something else is looked at."""

import threading
import time
from collections.abc import Generator
from contextlib import contextmanager

from benchmarks.serving import Server

EVERY_S = 0.05

Track = list[tuple[float, float]]


class Watch:
    """The highest resident memory seen so far, in MB, and the course of it: (seconds, MB)."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._over = threading.Event()
        self.peak = server.memory()
        self._begun = time.perf_counter()
        self.course: Track = [(0.0, self.peak)]

    def look(self) -> None:
        """Look every 50 ms until the end. Runs in a thread."""
        while not self._over.wait(EVERY_S):
            now = self._server.memory()
            self.peak = max(self.peak, now)
            self.course.append((time.perf_counter() - self._begun, now))

    def end(self) -> None:
        """Stop looking."""
        self._over.set()


@contextmanager
def watching(server: Server) -> Generator[Watch]:
    """Watch a server's memory for as long as the block lasts."""
    watch = Watch(server)
    thread = threading.Thread(target=watch.look, name="watch", daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        watch.end()
        thread.join()
