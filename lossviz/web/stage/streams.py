"""Streams of messages that are made once and read by many.

Thirty students who open the same link ask for the same run in the same second. The first request
starts a producer in a thread; everybody reads its messages as they come; whole streams stay in a
bounded cache. When the last reader has gone, the producer stops: that is how a run is cancelled.
"""

import asyncio
import threading
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Hashable, Iterator
from concurrent.futures import ThreadPoolExecutor

CACHE_BYTES = 12_000_000


class Stream:
    """Messages of one producer, kept in order, with the readers that wait for more."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.size = 0
        self.finished = False
        self.abandoned = False
        self.error: BaseException | None = None
        self._lock = threading.Lock()
        self._readers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def produce(self, make: Callable[[], Iterator[bytes]]) -> None:
        """Run the producer to its end, or until nobody reads. Called in a thread."""
        messages = make()
        try:
            for message in messages:
                with self._lock:
                    self.messages.append(message)
                    self.size += len(message)
                if self._give_up():
                    return
                self._wake()
        except Exception as error:  # handed to the readers: it is theirs to report
            self.error = error
        finally:
            messages.close()
            self.finished = not self.abandoned and self.error is None
            self._wake()

    async def read(self) -> AsyncIterator[bytes]:
        """All messages from the first on, each as soon as it is there."""
        arrived = asyncio.Event()
        reader = (asyncio.get_running_loop(), arrived)
        with self._lock:
            self._readers.add(reader)
        try:
            place = 0
            while True:
                arrived.clear()
                ended = self.finished or self.error is not None
                while place < len(self.messages):
                    yield self.messages[place]
                    place += 1
                if self.error is not None:
                    raise self.error
                if ended:
                    return
                await arrived.wait()
        finally:
            with self._lock:
                self._readers.discard(reader)

    def join(self) -> bool:
        """Whether a new reader may still join; False once the producer has given up."""
        with self._lock:
            return not self.abandoned and self.error is None

    def _give_up(self) -> bool:
        with self._lock:
            # the first reader may not have come yet while the first message is made
            self.abandoned = not self._readers and len(self.messages) > 1
            return self.abandoned

    def _wake(self) -> None:
        with self._lock:
            readers = list(self._readers)
        for loop, arrived in readers:
            # a server that is shutting down has closed its loop: there is nobody to wake
            if not loop.is_closed():
                loop.call_soon_threadsafe(arrived.set)


class Streams:
    """The streams under way and the finished ones, at most CACHE_BYTES of them."""

    def __init__(self, threads: int, name: str, limit: int = CACHE_BYTES) -> None:
        self._limit = limit
        self._kept: OrderedDict[Hashable, Stream] = OrderedDict()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)

    def get(self, key: Hashable, make: Callable[[], Iterator[bytes]]) -> Stream:
        """The stream for this key: a kept or running one, else a new one made by `make`."""
        with self._lock:
            self._forget()
            stream = self._kept.get(key)
            if stream is None or not stream.join():
                stream = self._kept[key] = Stream()
                self._pool.submit(self._produce, stream, make)
            self._kept.move_to_end(key)
            return stream

    def _produce(self, stream: Stream, make: Callable[[], Iterator[bytes]]) -> None:
        stream.produce(make)
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        """Drop the streams that were asked for longest ago until the rest fits."""
        size = sum(stream.size for stream in self._kept.values())
        for key in list(self._kept)[:-1]:
            if size <= self._limit:
                return
            size -= self._kept.pop(key).size
