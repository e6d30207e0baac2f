"""Streams: made once, read by many, stopped when nobody reads, bounded in memory."""

import asyncio
import threading

import pytest

from lossviz.web.stage.streams import Streams
from tests.conftest import in_own_loop


async def whole(stream) -> list[bytes]:
    return [message async for message in stream.read()]


def test_many_readers_share_one_producer_and_see_everything():
    made = []
    go = threading.Event()

    def make():
        made.append(1)
        for number in range(5):
            go.wait(5)
            yield bytes([number])

    async def scene():
        streams = Streams(2, "test")
        readers = [asyncio.create_task(whole(streams.get("k", make))) for _ in range(20)]
        await asyncio.sleep(0.01)
        go.set()
        return await asyncio.gather(*readers), await whole(streams.get("k", make))

    together, later = in_own_loop(scene())
    assert made == [1]
    assert all(found == [bytes([n]) for n in range(5)] for found in [*together, later])


def test_messages_arrive_while_the_producer_still_works():
    go = threading.Event()

    def make():
        yield b"first"
        go.wait(5)
        yield b"second"

    async def scene():
        reader = Streams(1, "test").get("k", make).read()
        first = await asyncio.wait_for(anext(reader), 5)
        go.set()
        return first, [message async for message in reader]

    assert in_own_loop(scene()) == (b"first", [b"second"])


def test_the_producer_stops_when_the_last_reader_leaves_and_may_start_again():
    closed, begun = threading.Event(), []

    def make():
        begun.append(1)
        try:
            for number in range(1_000_000):
                yield bytes(number % 7)
        finally:
            closed.set()

    async def scene():
        streams = Streams(1, "test")
        reader = streams.get("k", make).read()
        await anext(reader)
        await reader.aclose()
        assert await asyncio.to_thread(closed.wait, 5)
        again = streams.get("k", make).read()
        await anext(again)
        await again.aclose()

    in_own_loop(scene())
    assert len(begun) == 2


def test_an_error_reaches_the_reader_and_is_not_kept():
    begun = []

    def make():
        begun.append(1)
        yield b"a"
        raise RuntimeError("no more")

    async def scene():
        streams = Streams(1, "test")
        for _ in range(2):
            with pytest.raises(RuntimeError, match="no more"):
                await whole(streams.get("k", make))

    in_own_loop(scene())
    assert len(begun) == 2


def test_the_cache_is_bounded_and_forgets_the_oldest():
    begun = []

    def maker(key):
        def make():
            begun.append(key)
            yield bytes(400)

        return make

    async def scene():
        streams = Streams(1, "test", limit=1000)
        for key in "abca":
            await whole(streams.get(key, maker(key)))
        await whole(streams.get("c", maker("c")))
        return sum(stream.size for stream in streams._kept.values())

    size = in_own_loop(scene())
    assert begun == list("abca")
    assert size <= 1200
