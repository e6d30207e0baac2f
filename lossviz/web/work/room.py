"""The memory that runs under way hold, of all visitors and of each.

Threads take turns, so every run that has begun goes on for as long as there are others: eight
heavy ones of each of thirty visitors would hold 1.5 GB between them.
"""

import threading
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from typing import NamedTuple

from lossviz.training import Client

# a run of the default settings takes 0.6 MB, the heaviest 7 MB
MOST = 60_000_000
MOST_EACH = 20_000_000
# who takes so little never waits: the crew bounds how many there are
LIGHT = 1_000_000
LOOK_UP_S = 0.1


class _Waiting(NamedTuple):
    """Somebody who waits for room, and what tells him that he has it."""

    name: str
    size: int
    go: threading.Event


class Room:
    """Bytes that are held, at most `most` of them, `most_each` by one visitor; one run always fits.

    Who holds least is let in first, then who came first.
    """

    def __init__(self, most: int = MOST, most_each: int = MOST_EACH) -> None:
        self._limits = most, most_each
        self.held: Counter[str] = Counter()
        self._line: list[_Waiting] = []
        # what is collected as garbage while somebody is let in may let go within the same thread
        self._lock, self._letting_in = threading.RLock(), False

    @contextmanager
    def holding(self, client: Client, size: int) -> Generator[None]:
        """Hold so many bytes within the block, when there is room for them.

        Raises:
          Cancelled: the client has lost interest while he waited.
        """
        self._enter(client, size)
        try:
            yield
        finally:
            with self._lock:
                self._let_go(client.name, size)

    def _enter(self, client: Client, size: int) -> None:
        me = _Waiting(client.name, size, threading.Event())
        with self._lock:
            self._line.append(me)
            self._let_in()
        if me.go.is_set():
            return
        try:
            with client.waiting():
                while not me.go.wait(LOOK_UP_S):
                    client.look_up()
        except BaseException:
            with self._lock:
                if me.go.is_set():
                    self._let_go(me.name, size)
                else:
                    self._line.remove(me)
                    self._let_in()
            raise

    def _let_go(self, name: str, size: int) -> None:
        self.held[name] -= size
        if not self.held[name]:
            del self.held[name]
        self._let_in()

    def _let_in(self) -> None:
        if self._letting_in:
            return
        self._letting_in = True
        while (first := self._first()) is not None:
            self._line.remove(first)
            self.held[first.name] += first.size
            first.go.set()
        self._letting_in = False

    def _first(self) -> _Waiting | None:
        """Who may come in now."""
        most, most_each = self._limits
        light = next((one for one in self._line if one.size <= LIGHT), None)
        if light is not None:
            return light
        modest = [
            one for one in self._line
            if one.name not in self.held or self.held[one.name] + one.size <= most_each
        ]  # fmt: skip
        # nobody who needs less gets past him: he would wait for ever
        first = min(modest, key=lambda one: self.held[one.name], default=None)
        fits = first is not None and (not self.held or self.held.total() + first.size <= most)
        return first if fits else None
