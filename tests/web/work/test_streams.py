"""Streams: made once, read by many, dropped with the last reader, always ended, bounded."""

import asyncio
import threading
import time

import pytest

from lossviz.stage.work import Spread
from lossviz.training import Busy
from lossviz.training.clients import client
from lossviz.web.work import Crew, Streams
from lossviz.web.work.streams import CUT_S, Let
from tests.conftest import in_own_loop
from tests.web.work.reading import whole


def streams(**options) -> Streams:
    return Streams(Crew(2), **options)


def test_many_readers_share_one_producer_and_see_everything():
    made = []
    go = threading.Event()

    def make():
        made.append(1)
        for number in range(5):
            go.wait(5)
            yield bytes([number])

    async def scene():
        shared = streams()
        readers = [asyncio.create_task(whole(shared.read("k", "me", make))) for _ in range(20)]
        await asyncio.sleep(0.01)
        go.set()
        return await asyncio.gather(*readers), await whole(shared.read("k", "me", make))

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
        reader = streams().read("k", "me", make)
        first = await asyncio.wait_for(reader.next(), 5)
        go.set()
        return [first, *await whole(reader)]

    assert in_own_loop(scene()) == [b"first", b"second"]


def test_a_reader_counts_before_he_reads():
    """The producer may be far ahead of a reader who has only asked: it must not give up."""

    async def scene():
        shared = streams()
        readers = [
            # few enough of each visitor that none is turned away
            shared.read(number, f"v{number % 10}", lambda: iter([b"a", b"b", b"c"]))
            for number in range(200)
        ]
        await asyncio.sleep(0.2)
        return await asyncio.wait_for(asyncio.gather(*map(whole, readers)), 10)

    assert in_own_loop(scene()) == [[b"a", b"b", b"c"]] * 200


def test_the_work_stops_when_the_last_reader_leaves_and_may_start_again():
    begun, closed = [], threading.Event()

    def make():
        begun.append(1)
        try:
            for number in range(10_000_000):
                yield bytes([number % 7])
        finally:
            closed.set()

    async def scene():
        shared = streams()
        one, other = shared.read("k", "me", make), shared.read("k", "me", make)
        await one.next()
        one.close()
        await asyncio.sleep(0.05)
        assert not closed.is_set()
        other.close()
        assert await asyncio.to_thread(closed.wait, 5)
        again = shared.read("k", "me", make)
        await again.next()
        again.close()

    in_own_loop(scene())
    assert len(begun) == 2


def test_work_that_nobody_waits_for_any_more_is_not_begun():
    begun, go = [], threading.Event()

    def first():
        go.wait(5)
        yield b"first"

    def make():
        begun.append(1)
        yield b""

    async def scene():
        shared = Streams(Crew(1))
        ahead = shared.read("first", "me", first)
        for number in range(100):
            shared.read(number, "me", make).close()
        wanted = shared.read("wanted", "me", lambda: iter([b"wanted"]))
        go.set()
        return await whole(ahead), await whole(wanted)

    assert in_own_loop(scene()) == ([b"first"], [b"wanted"])
    assert begun == []


def test_work_learns_from_its_client_that_it_is_not_wanted():
    """Where there is no message for long, it looks up by itself."""
    began, stopped = threading.Event(), threading.Event()

    def make():
        began.set()
        try:
            while True:
                client().look_up()
        finally:
            stopped.set()
        yield b""

    async def scene():
        reader = streams().read("k", "me", make)
        assert await asyncio.to_thread(began.wait, 5)
        reader.close()
        assert await asyncio.to_thread(stopped.wait, 5)

    in_own_loop(scene())


def test_an_error_reaches_every_reader_and_is_not_kept():
    begun = []

    def make():
        begun.append(1)
        yield b"a"
        raise RuntimeError("no more")

    async def scene():
        shared = streams()
        for _ in range(2):
            readers = [shared.read("k", "me", make) for _ in range(3)]
            found = await asyncio.gather(*map(whole, readers), return_exceptions=True)
            assert [str(error) for error in found] == ["no more"] * 3

    in_own_loop(scene())
    assert len(begun) == 2


def test_parts_are_done_side_by_side_and_gathered_in_messages():
    together = threading.Barrier(2)

    def double(number: int):
        together.wait(5)
        yield 2 * number

    def gather():
        found = []
        message = b"head"
        while True:
            place, doubled = yield message
            found.append((place, doubled))
            message = bytes(doubled for _, doubled in sorted(found)) if len(found) == 4 else b""

    def make():
        return Spread([5, 6, 7, 8], double, gather())

    async def scene():
        return await whole(streams().read("k", "me", make))

    assert in_own_loop(scene()) == [b"head", bytes([10, 12, 14, 16])]


def test_a_part_that_fails_ends_the_whole():
    def do(number: int):
        if number == 3:
            raise ValueError("three")
        yield number

    def gather():
        while True:
            yield b"."

    async def scene():
        with pytest.raises(ValueError, match="three"):
            await whole(streams().read("k", "me", lambda: Spread(range(40), do, gather())))

    in_own_loop(scene())


def test_what_is_left_of_spread_work_is_dropped_with_its_reader():
    done = []

    def gather():
        while True:
            yield b"."

    async def scene():
        shared = streams()
        held = threading.Event()

        def do(number: int):
            done.append(number)
            held.wait(5)
            yield number

        reader = shared.read("k", "me", lambda: Spread(range(1000), do, gather()))
        await reader.next()
        await asyncio.sleep(0.1)
        reader.close()
        held.set()
        return await whole(shared.read("next", "me", lambda: iter([b"next"])))

    assert in_own_loop(scene()) == [b"next"]
    assert len(done) <= 2


def test_a_long_part_gives_way_to_another_visitor():
    """Spread work that is held and has no end leaves its turns to who comes after it."""

    def endless(_: int):
        while True:
            time.sleep(0.02)
            yield 0

    def gather():
        yield b"head"

    async def scene():
        shared = Streams(Crew(2), urgent=False)
        held = [
            shared.read(k, "greedy", lambda: Spread(range(9), endless, gather())) for k in range(6)
        ]
        await asyncio.sleep(0.3)
        other = shared.read("k", "modest", lambda: Spread([1], lambda n: iter([n]), twice()))
        found = await asyncio.wait_for(whole(other), 5)
        for reader in held:
            reader.close()
        return found

    def twice():
        yield (yield b"a")[1] * b"b"

    assert in_own_loop(scene()) == [b"a", b"b"]


def test_the_cache_is_bounded_and_forgets_the_oldest():
    begun = []

    def maker(key):
        def make():
            begun.append(key)
            yield bytes(400)

        return make

    async def scene():
        shared = streams(limit=1000)
        for key in "abca":
            await whole(shared.read(key, "me", maker(key)))
        await whole(shared.read("c", "me", maker("c")))
        return sum(stream.size for stream in shared._kept.values())

    size = in_own_loop(scene())
    assert begun == list("abca")
    assert size <= 1200


def test_slow_readers_are_cut_where_they_hold_too_much():
    """Streams that no cache keeps belong to their readers, who may never finish."""

    async def scene():
        shared = streams(limit=1000, let=Let(2000))
        slow = []
        for number in range(8):
            slow.append(shared.read(number, f"v{number}", lambda: iter([bytes(400), bytes(400)])))
            await slow[-1].next()
            while slow[-1].stream.state == "open":
                await asyncio.sleep(0.005)
        shared._settle()
        held = sum(len(message) for one in slow for message in one.stream.messages)
        ends = []
        for reader in slow:
            try:
                ends.append(len(await whole(reader)))
            except Busy as error:
                ends.append(error.seconds)
        return held, ends, shared._crew._open

    held, ends, opened = in_own_loop(scene())
    # two that are let go, and what is kept
    assert held <= 2000 + 1000 and not opened
    assert ends[:4] == [CUT_S] * 4 and ends[-2:] == [1, 1]


def test_a_stream_that_grows_too_large_is_cut_while_it_is_made():
    def endless():
        while True:
            time.sleep(0.001)
            yield bytes(400)

    async def scene():
        shared = streams(limit=1000, let=Let(1000))
        large = shared.read("large", "me", endless)
        await whole(shared.read("other", "you", lambda: iter([b"a"])))
        with pytest.raises(Busy):
            while await asyncio.wait_for(large.next(), 20):
                pass
        large.close()
        return large.stream.messages, shared._crew._open

    assert in_own_loop(scene()) == ([], {})


def test_what_was_given_up_is_not_kept():
    async def scene():
        shared = streams()
        for number in range(50):
            shared.read(number, "me", lambda: iter([b"a"] * 1000)).close()
        await whole(shared.read("k", "me", lambda: iter([b"a"])))
        return len(shared._kept)

    # those that had ended before their reader left may be kept
    assert in_own_loop(scene()) <= 51


def test_too_much_at_once_is_turned_away_and_nothing_is_lost_for_it():
    go = threading.Event()

    def make():
        go.wait(5)
        yield b"done"

    async def scene():
        shared = Streams(Crew(2, most=6, most_each=4))
        mine = [shared.read(number, "me", make) for number in range(4)]
        with pytest.raises(Busy) as mine_refused:
            shared.read("more", "me", make)
        others = [shared.read(name, name, make) for name in "ab"]
        with pytest.raises(Busy) as all_refused:
            shared.read("c", "c", make)
        # who reads what is under way is no more work
        others.append(shared.read(0, "d", make))
        go.set()
        found = await asyncio.gather(*map(whole, mine + others))
        later = await whole(shared.read("more", "me", make))
        return mine_refused.value, all_refused.value, found, later

    mine, everybody, found, later = in_own_loop(scene())
    assert (mine.place, everybody.place) == (5, 7) and mine.seconds >= 1
    assert found == [[b"done"]] * 7 and later == [b"done"]


def test_two_thousand_streams_in_bursts_all_end():
    async def scene():
        shared = streams()
        found = []
        for burst in range(0, 2000, 50):
            keys = range(burst, burst + 50)
            readers = [shared.read(key, "me", lambda: iter([b"a", b"b"])) for key in keys]
            found += await asyncio.wait_for(asyncio.gather(*map(whole, readers)), 20)
        return found

    assert in_own_loop(scene()) == [[b"a", b"b"]] * 2000
