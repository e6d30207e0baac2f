"""Streams of messages that are made once and read by many.

Thirty students who open the same link ask for the same run in the same second. The first request
starts the work; everybody reads its messages as they come; whole streams stay in a bounded cache.
A reader counts from the moment he asks, and when the last one has gone the work is dropped: what
waits at once, what is under way when it looks up next.
"""

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Generator, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any, Literal

from lossviz.stage.work import Spread, Work
from lossviz.training import Busy, Cancelled, Client, working_for
from lossviz.web.work.crew import Crew, Part

CACHE_BYTES = 6_000_000
# what is read, of all streams together, beyond what they keep: heavy runs have 3 MB each
READ_BYTES = 60_000_000
# how often work under way looks whether there is still room for what it has made
SETTLE_S = 0.25
# who was cut off may ask again so soon
CUT_S = 30.0
# work goes on for so long in one part
PART_S = 0.1
_END = object()

State = Literal["open", "finished", "failed", "abandoned"]


class Stream(Client):
    """Messages of one piece of work, in order, with those who read them."""

    def __init__(self, crew: Crew, visitor: str, urgent: bool) -> None:
        self.name, self.urgent = visitor, urgent
        self.messages: list[bytes] = []
        self.size = 0
        self.state: State = "open"
        self.error: BaseException | None = None
        # what must not be lost while the work goes on
        self.needs: object = None
        self._crew = crew
        self._line: int | None = None
        self._lock = threading.Lock()
        self._readers: set[Reader] = set()

    # what the work sees

    def look_up(self) -> None:
        if self.state != "open":
            raise Cancelled

    def told(self, place: int | None) -> None:
        self._line = place

    @contextmanager
    def waiting(self) -> Generator[None]:
        with self._crew.idle():
            yield
        self.look_up()

    def holding(self, size: int) -> AbstractContextManager[None]:
        return self._crew.room(self.urgent).holding(self, size)

    def send(self, message: bytes) -> None:
        """Add a message; b"" is none."""
        if not message:
            return
        with self._lock:
            self.messages.append(message)
            self.size += len(message)
        self._wake()

    def end(self, state: State, error: BaseException | None = None) -> None:
        """End the stream, unless it has ended: it is then nobody's piece of work any more."""
        with self._lock:
            ends = self._ends(state, error)
        if ends:
            self.needs = None
            self._crew.close(self.name, self)
            self._wake()

    # what the readers see

    def join(self) -> "Reader | None":
        """A new reader of all messages; None where the work was given up."""
        with self._lock:
            if self.state in ("failed", "abandoned"):
                return None
            reader = Reader(self)
            self._readers.add(reader)
            return reader

    def leave(self, reader: "Reader") -> None:
        """This reader has gone; with the last one the work is given up."""
        with self._lock:
            self._readers.discard(reader)
            ends = not self._readers and self._ends("abandoned")
        if ends:
            # nobody joins it any more
            self.messages, self.needs = [], None
            self._crew.close(self.name, self)

    def cut(self) -> None:
        """End it for its readers: others need the memory that it has."""
        with self._lock:
            ends = self._ends("failed", error := Busy(0, CUT_S))
            self.error, self.state, self.needs = error, "failed", None
            self.messages, self.size = [], 0
        if ends:
            self._crew.close(self.name, self)
        self._wake()

    @property
    def is_read(self) -> bool:
        """Whether anybody reads it."""
        return bool(self._readers)

    def _ends(self, state: State, error: BaseException | None = None) -> bool:
        """Under the lock: whether it ends now."""
        if self.state != "open":
            return False
        self.error, self.state = error, state
        return True

    @property
    def in_line(self) -> bool:
        """Whether it waits for a program."""
        return self._line is not None

    def place(self) -> int:
        """How many come before this one: in the line for programs, else in all."""
        return self._line or self._crew.place(self)

    def _wake(self) -> None:
        with self._lock:
            readers = list(self._readers)
        for reader in readers:
            reader.wake()


class Reader:
    """Somebody who reads a stream from its first message on, in an event loop."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self._at = 0
        self._loop = asyncio.get_running_loop()
        self._arrived = asyncio.Event()

    async def next(self) -> bytes | None:
        """The next message as soon as it is there; None after the last one.

        Raises:
          Exception: what the work failed with.
        """
        while True:
            self._arrived.clear()
            state = self.stream.state
            # the list is another one where the stream has been cut
            messages = self.stream.messages
            if self._at < len(messages):
                self._at += 1
                return messages[self._at - 1]
            if state == "failed" and self.stream.error is not None:
                raise self.stream.error
            if state != "open":
                return None
            await self._arrived.wait()

    def close(self) -> None:
        """Read no more."""
        self.stream.leave(self)

    def wake(self) -> None:
        """From any thread: there is news."""
        # a server that is shutting down closes its loop: there is nobody to wake
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._arrived.set)


class Let:
    """Streams that are not kept any more and are still read, at most `limit` bytes of them.

    Whoever reads slowly enough keeps his stream for ever, and there may be many of him.
    """

    def __init__(self, limit: int = READ_BYTES) -> None:
        self._limit = limit
        self._streams: list[Stream] = []
        self._lock = threading.Lock()

    def add(self, *streams: Stream) -> None:
        """Let these go with their readers; those let go longest ago are cut where it is too much.

        Never by a thread that has the lock of a stream or of the crew.
        """
        with self._lock:
            self._streams = [one for one in (*self._streams, *streams) if one.is_read]
            size, cut = sum(one.size for one in self._streams), []
            while size > self._limit:
                cut.append(self._streams.pop(0))
                size -= cut[-1].size
        for one in cut:
            one.cut()


_let = Let()


class Streams:
    """The streams under way and the finished ones, at most `limit` bytes of them.

    Those beyond it go on for who reads them already; `let` is shared by all that have no own one.
    """

    def __init__(
        self, crew: Crew, urgent: bool = True, limit: int = CACHE_BYTES, let: Let = _let
    ) -> None:
        self._crew, self._urgent, self._limit, self._let = crew, urgent, limit, let
        self._kept: OrderedDict[Hashable, Stream] = OrderedDict()
        self._lock = threading.Lock()
        self._settled = 0.0

    def read(self, key: Hashable, visitor: str, make: Callable[[], Work]) -> Reader:
        """A reader of the stream for this key: a kept or running one, else one begun by `make`.

        Args:
          visitor: on whose account the work goes, if it is to be begun.
          make: called in a thread of the crew.

        Raises:
          Busy: no more work is taken on now.
        """
        self._settle()
        with self._lock:
            stream = self._kept.get(key)
            reader = stream.join() if stream is not None else None
            if reader is None:
                stream = Stream(self._crew, visitor, self._urgent)
                self._crew.open(visitor, stream)
                self._kept[key] = stream
                reader = stream.join()
                # nobody has given up what has just begun
                assert reader is not None
                _Doing(self._crew, stream, make, self._settle_now_and_then).begin()
            self._kept.move_to_end(key)
            return reader

    def _settle_now_and_then(self) -> None:
        if time.monotonic() >= self._settled + SETTLE_S:
            self._settle()

    def _settle(self) -> None:
        """Keep no more than there is room for."""
        self._settled = time.monotonic()
        with self._lock:
            forgotten = list(self._forget())
        self._let.add(*forgotten)

    def _forget(self) -> Iterator[Stream]:
        """Drop what was given up, then what was asked for longest ago until the rest fits."""
        for key, stream in list(self._kept.items()):
            if stream.state in ("failed", "abandoned"):
                del self._kept[key]
        size = sum(stream.size for stream in self._kept.values())
        for key in list(self._kept)[:-1]:
            if size <= self._limit:
                return
            stream = self._kept.pop(key)
            size -= stream.size
            yield stream


class _Doing:
    """The work of one stream, part by part."""

    def __init__(
        self, crew: Crew, stream: Stream, make: Callable[[], Work], settle: Callable[[], None]
    ) -> None:
        self._crew, self._stream, self._make, self._settle = crew, stream, make, settle
        self._gathering = threading.Lock()

    def begin(self) -> None:
        self._add(self._first)

    def _add(self, part: Part) -> None:
        self._crew.add(self._stream.name, self._stream, self._guarded(part), self._stream.urgent)

    def _guarded(self, part: Part) -> Part:
        def guarded() -> None:
            stream = self._stream
            try:
                with working_for(stream):
                    stream.look_up()
                    part()
            except Cancelled:
                stream.end("abandoned")
            except Exception as error:  # handed to the readers: it is theirs to report
                stream.end("failed", error)
            self._settle()

        return guarded

    def _first(self) -> None:
        work = self._make()
        if not isinstance(work, Spread):
            return self._go_on(work)
        self._stream.send(next(work.gather))
        self._left = len(work.parts)
        self._parts = (_Begun(number, work.do(part)) for number, part in enumerate(work.parts))
        for _ in range(self._crew.size):
            self._next(work)

    def _advance(self, steps: Iterator[Any], take: Callable[[Any], None]) -> bool:
        """Take steps for as long as a part takes. Returns whether that was the last one."""
        until = time.perf_counter() + PART_S
        while time.perf_counter() < until:
            self._stream.look_up()
            step = next(steps, _END)
            if step is _END:
                return True
            take(step)
        return False

    def _go_on(self, messages: Iterator[bytes]) -> None:
        """One message after the other."""
        if self._advance(messages, self._stream.send):
            return self._stream.end("finished")
        self._add(lambda: self._go_on(messages))

    def _next(self, work: Spread) -> None:
        """Put the next of the parts that can be done side by side into the line."""
        with self._gathering:
            begun = next(self._parts, None)
        if begun is not None:
            self._add(lambda: self._one(work, begun))

    def _one(self, work: Spread, begun: "_Begun") -> None:
        """Go on with one of the parts that are done side by side."""
        if not self._advance(begun.steps, begun.take):
            return self._add(lambda: self._one(work, begun))
        with self._gathering:
            self._stream.look_up()
            self._stream.send(work.gather.send((begun.number, begun.so_far)))
            self._left -= 1
        if self._left == 0:
            return self._stream.end("finished")
        self._next(work)


class _Begun:
    """One of the parts of spread work, and what has come of it so far."""

    def __init__(self, number: int, steps: Iterator[Any]) -> None:
        self.number, self.steps, self.so_far = number, steps, None

    def take(self, step: Any) -> None:
        self.so_far = step
