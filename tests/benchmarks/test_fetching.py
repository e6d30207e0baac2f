"""The plain HTTP client of the benchmarks: what it waits for, and what it calls answered."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import numpy as np
import pytest

from benchmarks import fetching
from lossviz.stage.packing import message
from tests.conftest import in_own_loop

TRACK = [
    message("meta", steps=[0, 1]),
    message("frames", {"points": np.arange(6.0).reshape(2, 3)}, positions=[0, 1]),
    message("end"),
]
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-lossviz-track\r\n"
FULL = b"HTTP/1.1 503 Full\r\nRetry-After: 0.05\r\nContent-Length: 2\r\n\r\n{}"


def chunked(parts: Sequence[bytes], end: bool = True) -> bytes:
    """A streamed answer with these parts."""
    chunks = [b"%x\r\n%b\r\n" % (len(part), part) for part in parts]
    return b"".join([OK, b"Transfer-Encoding: chunked\r\n\r\n", *chunks, b"0\r\n\r\n" * end])


@asynccontextmanager
async def serving(*answers: bytes, asked: list[bytes] | None = None) -> AsyncIterator[str]:
    """A server that gives these answers, one a connection, and then goes on with the last."""
    left = list(answers)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        if asked is not None:
            asked.append(request)
        writer.write(left.pop(0) if len(left) > 1 else left[0])
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        yield f"http://{host}:{port}"


def asking(*answers: bytes, **options: object) -> fetching.Answer:
    """What `get` makes of these answers."""

    async def scene() -> fetching.Answer:
        async with serving(*answers) as url:
            return await fetching.get(url, "/", **options)

    return in_own_loop(scene())


@pytest.mark.parametrize("size", [1, 3, 7, 10**6])
def test_a_track_is_cut_into_its_messages_wherever_the_parts_end(size):
    data = b"".join(TRACK)
    messages = fetching.Messages()
    found = [h for k in range(0, len(data), size) for h in messages.feed(data[k : k + size])]
    assert [header["type"] for header in found] == ["meta", "frames", "end"]
    assert found[1]["positions"] == [0, 1]


def test_a_message_counts_when_it_is_whole():
    messages = fetching.Messages()
    assert not list(messages.feed(TRACK[1][:-1]))
    assert [header["type"] for header in messages.feed(TRACK[1][-1:])] == ["frames"]


def test_a_track_is_whole_with_its_last_message():
    heard = []
    answer = asking(chunked(TRACK), heard=lambda header: heard.append(header["type"]))
    assert answer.whole and heard == ["meta", "frames", "end"]
    assert not asking(chunked(TRACK[:-1])).whole
    assert not asking(chunked([])).whole


def test_a_track_that_breaks_off_is_none():
    answer = asking(chunked(TRACK, end=False))
    assert (answer.status, answer.whole) == (fetching.BROKEN, False)


@pytest.mark.parametrize("words", [b"", b"HTTP\r\n\r\n", b"nonsense", b"\r\n\r\n", b"x" * 99_999])
def test_what_is_no_answer_is_none(words):
    answer = asking(words)
    assert (answer.status, answer.whole) == (fetching.NOTHING, False)


def test_a_closed_port_is_no_answer():
    async def scene() -> fetching.Answer:
        async with serving(FULL) as url:
            pass
        return await fetching.get(url, "/")

    assert in_own_loop(scene()).status == fetching.NOTHING


def test_sent_away_it_comes_back_when_it_was_told_to():
    answer = asking(FULL, FULL, chunked(TRACK))
    assert answer.whole and answer.refusals == 2
    assert answer.seconds >= 0.1
    assert fetching.tally([answer]) == "1 × 200, 2 × 503 waited for"


def test_sent_away_for_good_it_says_so():
    assert asking(FULL.replace(b"Retry-After: 0.05\r\n", b"")).status == 503
    answer = asking(FULL, patience=0.3)
    assert answer.status == fetching.LATE and answer.refusals > 1


def test_the_visitors_name_goes_along():
    asked: list[bytes] = []

    async def scene() -> None:
        async with serving(chunked(TRACK), asked=asked) as url:
            await fetching.get(url, "/lossviz/scene?seed=1", "ada.1")
            await fetching.get(url, "/lossviz/scene?seed=1")

    in_own_loop(scene())
    assert b"GET /lossviz/scene?seed=1 HTTP/1.1" in asked[0]
    assert b"X-Lossviz-Visitor: ada.1\r\n" in asked[0]
    assert b"Visitor" not in asked[1]
