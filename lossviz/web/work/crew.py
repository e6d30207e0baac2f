"""The threads that do the work, and whose turn it is.

Work comes in parts of a fraction of a second; after each the next part is that of the visitor who
has had the least time so far, so that nobody waits long, however much another has asked for. What
somebody waits for (a run, a scene) is done at once by threads of its own, one a core. What is
prepared for him (a sweep) or takes seconds anyway (an experiment) is done by threads with less
priority where cores are free, so that it is in nobody's way, not even the page's. A thread that
only waits for a program to be compiled makes room for another one, and goes on when it is its
visitor's turn: two hundred that have waited for the same program do not go on at once.
"""

import logging
import os
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Generator, Hashable
from contextlib import contextmanager
from typing import NamedTuple

from lossviz.training import Busy
from lossviz.web.work.room import Room

# pieces of work under way and waiting, of all visitors and of one
MOST = 400
MOST_EACH = 64
# of one visitor, and one kind, under way: a heavy run takes 6 MB from its beginning to its end
MOST_BEGUN = 8
# who has had so much less time than all who wait gets on with what is prepared for him
LEAD_S = 0.5
# a part takes about so long: what is told to who is turned away
PART_S = 0.1

# a third of what an ordinary thread gets of a core that both want, of whatever process: a tenth
# beside three busy ones made an experiment wait for minutes
BEHIND = 5

log = logging.getLogger(__name__)

Part = Callable[[], None]
URGENT, LATER = True, False


class _Queue:
    """Parts of one visitor that wait, by their piece; its pieces take turns.

    Few pieces are begun at a time: one that is has its numbers in memory.
    """

    def __init__(self) -> None:
        self._parts: OrderedDict[Hashable, list[Part]] = OrderedDict()
        self._begun: set[Hashable] = set()

    def add(self, piece: Hashable, part: Part) -> None:
        self._parts.setdefault(piece, []).append(part)

    def next(self) -> Hashable | None:
        """The piece whose turn it is; None: none can go on."""
        may_begin = len(self._begun) < MOST_BEGUN
        ready = (piece for piece in self._parts if may_begin or piece in self._begun)
        return next(ready, None)

    def take(self) -> tuple[Hashable, Part]:
        """That piece, and its next part."""
        piece = self.next()
        self._begun.add(piece)
        parts = self._parts.pop(piece)
        part = parts.pop(0)
        if parts:
            self._parts[piece] = parts
        return piece, part

    def drop(self, piece: Hashable) -> None:
        self._parts.pop(piece, None)
        self._begun.discard(piece)


class _Return(NamedTuple):
    """A thread in the middle of a part that has waited and could go on."""

    piece: Hashable
    go: threading.Event


class _Visitor:
    """What one visitor has asked for: parts that wait, and the seconds that he has had."""

    def __init__(self, spent: float) -> None:
        self.spent = spent
        self.pieces = 0
        self.parts = {URGENT: _Queue(), LATER: _Queue()}
        self.returns: dict[bool, list[_Return]] = {URGENT: [], LATER: []}

    def can_go_on(self, kind: bool) -> bool:
        return bool(self.returns[kind]) or self.parts[kind].next() is not None


class _Threads:
    """The threads of one kind: how many there are and only wait, and for whom the others work."""

    def __init__(self) -> None:
        self.there = self.idle = 0
        self.working: list[_Visitor] = []


class Crew:
    """Threads that take up parts of work, at most `size` of each kind at a time."""

    def __init__(
        self,
        size: int | None = None,
        most: int = MOST,
        most_each: int = MOST_EACH,
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        """`ended` is called after each piece of work, however it ended."""
        self._ended = ended
        self._limits = most, most_each
        self._size = size or max(2, os.cpu_count() or 1)
        self._threads = {URGENT: _Threads(), LATER: _Threads()}
        # what is prepared may not take the room of what is waited for
        self._rooms = {URGENT: Room(), LATER: Room()}
        self._visitors: dict[str, _Visitor] = {}
        # all that is under way, in the order in which it came
        self._open: dict[Hashable, None] = {}
        self._changed = threading.Condition()
        self._own = threading.local()

    @property
    def size(self) -> int:
        """How many threads work at a time."""
        return self._size

    def room(self, urgent: bool) -> Room:
        """The memory that work of this kind has under way."""
        return self._rooms[urgent]

    def open(self, visitor: str, piece: Hashable) -> None:
        """Begin a piece of work for this visitor.

        Raises:
          Busy: too many are under way, of all or of his.
        """
        with self._changed:
            most, most_each = self._limits
            him = self._visitors.get(visitor) or _Visitor(self._least_spent())
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
            for kind, queue in him.parts.items():
                queue.drop(piece)
                # they have only to find out that nobody wants their work
                for back in [back for back in him.returns[kind] if back.piece is piece]:
                    self._let_back(kind, him, back)
            him.pieces -= 1
            del self._open[piece]
            if him.pieces == 0:
                del self._visitors[visitor]
            # the last urgent part may have been dropped here: what was held back for it goes on
            self._look()
        self._ended()

    def add(self, visitor: str, piece: Hashable, part: Part, urgent: bool) -> None:
        """Have a part of an open piece done; nothing happens where that has been closed."""
        with self._changed:
            # his other pieces may still be open
            if piece not in self._open:
                return
            self._visitors[visitor].parts[urgent].add(piece, part)
            self._hire(urgent)
            self._look()

    def place(self, piece: Hashable) -> int:
        """How many pieces of work came before this one and are not done, and one."""
        with self._changed:
            return 1 + next((at for at, other in enumerate(self._open) if other is piece), 0)

    @contextmanager
    def idle(self) -> Generator[None]:
        """Around a time in which the calling thread of the crew only waits: another takes over.

        At its end the thread waits until it is its visitor's turn, unless its piece was closed.
        Nobody's account is charged with it.
        """
        begun, kind, visitor = time.perf_counter(), self._own.kind, self._own.visitor
        with self._changed:
            self._threads[kind].idle += 1
            self._threads[kind].working.remove(visitor)
            self._hire(kind)
            self._look()
        try:
            yield
        finally:
            self._come_back(kind, visitor)
            self._own.waited += time.perf_counter() - begun

    def _come_back(self, kind: bool, visitor: _Visitor) -> None:
        back = _Return(self._own.piece, threading.Event())
        with self._changed:
            visitor.returns[kind].append(back)
            if back.piece in self._open:
                self._look()
            else:
                self._let_back(kind, visitor, back)
        back.go.wait()

    def _let_back(self, kind: bool, visitor: _Visitor, back: _Return) -> None:
        visitor.returns[kind].remove(back)
        self._threads[kind].idle -= 1
        self._threads[kind].working.append(visitor)
        back.go.set()

    def _look(self) -> None:
        """After a change: whose turn it is comes back, and who waits for a part looks again."""
        for kind in self._threads:
            self._let_on(kind)
        self._changed.notify_all()

    def _let_on(self, kind: bool) -> None:
        """Have threads come back for as long as it is the turn of one that does."""
        while len(self._threads[kind].working) < self._size:
            chosen = self._chosen(kind)
            if chosen is None or not chosen.returns[kind]:
                return
            self._let_back(kind, chosen, chosen.returns[kind][0])

    def _hire(self, kind: bool) -> None:
        threads = self._threads[kind]
        if threads.there - threads.idle < self._size:
            threads.there += 1
            threading.Thread(
                target=self._work, args=(kind,), name="lossviz-crew", daemon=True
            ).start()

    def _work(self, kind: bool) -> None:
        self._own.kind = kind
        if kind is LATER:
            step_back()
        while self._turn(kind):
            # nothing of a part that was done may be held while the next one is waited for
            pass

    def _turn(self, kind: bool) -> bool:
        """Do the next part; False: this thread is not needed any more."""
        taken = self._next(kind)
        if taken is None:
            return False
        visitor, part = taken
        self._own.visitor = visitor
        self._own.waited, begun = 0.0, time.perf_counter()
        try:
            part()
        except Exception:
            # a thread that ended here would be missing for good
            log.exception("a part of some work failed")
        with self._changed:
            self._threads[kind].working.remove(visitor)
            visitor.spent += time.perf_counter() - begun - self._own.waited
            self._look()
        return True

    def _next(self, kind: bool) -> tuple[_Visitor, Part] | None:
        """The next part, once there is one; None: there are threads enough without this one."""
        threads = self._threads[kind]
        with self._changed:
            while threads.there - threads.idle <= self._size:
                chosen = self._chosen(kind)
                # where he has a thread that comes back, that one has been told
                if chosen is not None and not chosen.returns[kind]:
                    threads.working.append(chosen)
                    self._own.piece, part = chosen.parts[kind].take()
                    self._let_on(kind)
                    return chosen, part
                self._changed.wait()
            threads.there -= 1
            return None

    def _chosen(self, kind: bool) -> _Visitor | None:
        """Whose turn it is, if it is anybody's now."""
        first = self._least(kind)
        if kind is URGENT or first is None:
            return first
        urgent = self._threads[URGENT].working + [
            visitor for visitor in self._visitors.values() if visitor.can_go_on(URGENT)
        ]
        free = len(urgent) + len(self._threads[LATER].working) < self._size
        # he who has had much less than all others gets on, with what little his priority gives
        behind = all(first.spent + LEAD_S < visitor.spent for visitor in urgent)
        return first if free or (urgent and behind) else None

    def _least_spent(self) -> float:
        """What a newcomer counts as having had: as much as he who has had least."""
        return min((visitor.spent for visitor in self._visitors.values()), default=0.0)

    def _least(self, kind: bool) -> _Visitor | None:
        ready = [visitor for visitor in self._visitors.values() if visitor.can_go_on(kind)]
        return min(ready, key=lambda visitor: visitor.spent, default=None)


def step_back() -> None:
    """Give this thread little priority, for good: others get the cores that it wants.

    Only Linux has priorities of threads.
    """
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BEHIND)
