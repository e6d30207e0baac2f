"""The threads that do the work, and whose turn it is.

As many threads work as there are cores. Work comes in parts of a fraction of a second; after each
the next part is that of the visitor who has had the least time so far, so that nobody waits long,
however much another has asked for. What somebody waits for (a run, a scene) goes before what is
prepared for him (a sweep). A thread that only waits for a program to be compiled makes room for
another one.
"""

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

from lossviz.training import Busy

# pieces of work under way and waiting, of all visitors and of one
MOST = 400
MOST_EACH = 64
# what is waited for goes before what is prepared, up to so many seconds of lead
HEAD_START_S = 0.5
# a part takes about so long: what is told to who is turned away
PART_S = 0.1

Part = Callable[[], None]


class _Visitor:
    """What one visitor has asked for: parts that wait, and the seconds that he has had."""

    def __init__(self, spent: float) -> None:
        self.spent = spent
        self.pieces = 0
        self.urgent: OrderedDict[Hashable, list[Part]] = OrderedDict()
        self.later: OrderedDict[Hashable, list[Part]] = OrderedDict()

    def credit(self) -> float:
        return self.spent - (HEAD_START_S if self.urgent else 0)

    def take(self) -> Part:
        """The next part: of his pieces in turn."""
        queue = self.urgent or self.later
        piece, parts = queue.popitem(last=False)
        part = parts.pop(0)
        if parts:
            queue[piece] = parts
        return part


class Crew:
    """Threads that take up parts of work, at most `size` at a time."""

    def __init__(
        self, size: int | None = None, most: int = MOST, most_each: int = MOST_EACH
    ) -> None:
        self._limits = most, most_each
        self._size = size or max(2, os.cpu_count() or 1)
        self._threads = self._waiting = 0
        self._visitors: dict[str, _Visitor] = {}
        # all that is under way, in the order in which it came
        self._open: dict[Hashable, None] = {}
        # the time had by whoever came last: a newcomer begins there, not with all time since
        self._level = 0.0
        self._changed = threading.Condition()
        self._own = threading.local()

    @property
    def size(self) -> int:
        """How many threads work at a time."""
        return self._size

    def open(self, visitor: str, piece: Hashable) -> None:
        """Begin a piece of work for this visitor.

        Raises:
          Busy: too many are under way, of all or of his.
        """
        with self._changed:
            most, most_each = self._limits
            him = self._visitors.get(visitor) or _Visitor(self._level)
            if len(self._open) >= most or him.pieces >= most_each:
                place = len(self._open) + 1
                raise Busy(place, min(max(place * PART_S / self._size, 1.0), 30.0))
            self._visitors[visitor] = him
            him.pieces += 1
            self._open[piece] = None

    def close(self, visitor: str, piece: Hashable) -> None:
        """This piece has ended: what waits of it is dropped."""
        with self._changed:
            him = self._visitors[visitor]
            him.urgent.pop(piece, None)
            him.later.pop(piece, None)
            him.pieces -= 1
            del self._open[piece]
            if him.pieces == 0:
                del self._visitors[visitor]

    def add(self, visitor: str, piece: Hashable, part: Part, urgent: bool) -> None:
        """Have a part of an open piece done; nothing happens where that has been closed."""
        with self._changed:
            him = self._visitors.get(visitor)
            if him is None:
                return
            (him.urgent if urgent else him.later).setdefault(piece, []).append(part)
            self._wake()

    def place(self, piece: Hashable) -> int:
        """How many pieces of work came before this one and are not done, and one."""
        with self._changed:
            return 1 + next((at for at, other in enumerate(self._open) if other is piece), 0)

    @contextmanager
    def idle(self) -> Iterator[None]:
        """Around a time in which the calling thread of the crew only waits: another takes over.

        Nobody's account is charged with it.
        """
        begun = time.perf_counter()
        with self._changed:
            self._waiting += 1
            self._wake()
        try:
            yield
        finally:
            self._own.idle += time.perf_counter() - begun
            with self._changed:
                self._waiting -= 1

    def _wake(self) -> None:
        if self._threads - self._waiting >= self._size:
            self._changed.notify()
            return
        self._threads += 1
        threading.Thread(target=self._work, name="lossviz-crew", daemon=True).start()

    def _work(self) -> None:
        while (taken := self._next()) is not None:
            visitor, part = taken
            self._own.idle, begun = 0.0, time.perf_counter()
            part()
            with self._changed:
                visitor.spent += time.perf_counter() - begun - self._own.idle

    def _next(self) -> tuple[_Visitor, Part] | None:
        """The next part, once there is one; None: there are threads enough without this one."""
        with self._changed:
            while self._threads - self._waiting <= self._size:
                ready = [v for v in self._visitors.values() if v.urgent or v.later]
                if ready:
                    chosen = min(ready, key=_Visitor.credit)
                    self._level = max(self._level, chosen.spent)
                    return chosen, chosen.take()
                self._changed.wait()
            self._threads -= 1
            # whoever woke this one meant one that stays
            self._changed.notify()
            return None
