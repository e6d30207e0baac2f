"""Answers: message by message, refused in words, told the place in line, left with the reader."""

import asyncio
import json
import threading
import time
import zlib

from starlette.requests import Request

from lossviz.stage.packing import message, unpack
from lossviz.training import Busy
from lossviz.training.clients import client
from lossviz.upload import UploadMissing
from lossviz.web.work import Answer, Crew, Streams, answers
from tests.conftest import in_own_loop

TRACK, JSON = answers.TRACK, "application/json"


class Visit:
    """A request as the server hands it over, and what was sent for it."""

    def __init__(self, streams: Streams, make, kind=TRACK, accepts="", zipped=False, fails=False):
        headers = [(b"accept-encoding", accepts.encode())]
        scope = {"type": "http", "method": "GET", "path": "/lossviz/scene", "headers": headers}
        self.scope, self.sent, self.gone, self.fails = scope, [], asyncio.Event(), fails
        reader = streams.read(object(), "me", make)
        self.answer = Answer(reader, Request(scope), kind, zipped)

    async def receive(self) -> dict:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, part: dict) -> None:
        if self.fails:
            raise OSError("broken pipe")
        self.sent.append(part)

    async def run(self) -> "Visit":
        await asyncio.wait_for(self.answer(self.scope, self.receive, self.send), 10)
        return self

    @property
    def status(self) -> int:
        return self.sent[0]["status"]

    @property
    def headers(self) -> dict:
        return {k.decode(): v.decode() for k, v in self.sent[0]["headers"]}

    @property
    def body(self) -> bytes:
        return b"".join(part["body"] for part in self.sent[1:])

    @property
    def ended(self) -> bool:
        return not self.sent[-1].get("more_body", False)


def visited(make, **options) -> Visit:
    async def scene():
        return await Visit(Streams(Crew(2)), make, **options).run()

    return in_own_loop(scene())


def test_messages_are_sent_each_as_it_comes():
    found = visited(lambda: iter([b"one", b"two"]))
    assert (found.status, found.body, found.ended) == (200, b"onetwo", True)
    assert [part["body"] for part in found.sent[1:]] == [b"one", b"two", b""]
    assert found.headers["content-encoding"] == "identity"


def test_a_large_message_is_handed_over_in_pieces_and_the_next_is_not_fetched_before():
    """What the server holds for somebody who reads slowly is one piece, not a heavy run."""
    large = bytes(range(256)) * 1000
    found = visited(lambda: iter([large, b"next"]))
    sizes = [len(part["body"]) for part in found.sent[1:]]
    assert found.body == large + b"next" and max(sizes) == answers.AT_ONCE and len(sizes) == 6


def test_whoever_takes_gzip_gets_every_message_at_once_in_it():
    found = visited(lambda: iter([b"a" * 900, b"b"]), accepts="gzip, br", zipped=True)
    assert found.headers["content-encoding"] == "gzip"
    assert found.headers["vary"] == "Accept-Encoding"
    unzip = zlib.decompressobj(wbits=31)
    parts = [unzip.decompress(part["body"]) for part in found.sent[1:]]
    assert parts == [b"a" * 900, b"b", b""] and unzip.eof
    assert visited(lambda: iter([b"a"]), zipped=True).body == b"a"


def failing(error: Exception, before=()):
    def make():
        yield from before
        raise error

    return make


def test_no_room_is_a_refusal_with_a_place_and_a_time():
    found = visited(failing(Busy(7, 3.4)))
    assert (found.status, found.headers["retry-after"]) == (503, "3")
    said = json.loads(found.body)
    assert (said["place"], said["seconds"]) == (7, 3) and "try again" in said["error"]


def test_a_lost_table_is_gone():
    found = visited(failing(UploadMissing("0123456789abcdef")))
    assert found.status == 410 and "upload the file again" in json.loads(found.body)["error"]


def test_a_failure_is_told_without_its_secrets(caplog):
    found = visited(failing(RuntimeError("/secret/path")), kind=JSON)
    assert found.status == 500 and b"secret" not in found.body and b"Trace" not in found.body
    assert "/secret/path" in caplog.text


def test_a_failure_after_the_beginning_ends_the_stream_in_words(caplog):
    for error, code in ((RuntimeError("x"), "failed"), (Busy(9, 5), "busy")):
        found = visited(failing(error, [message("meta", n=3)]))
        assert found.status == 200 and found.ended
        (meta, _), (last, _) = unpack(found.body)
        assert (meta["n"], last["type"], last["code"]) == (3, "trouble", code)


def test_who_waits_is_told_his_place(monkeypatch):
    monkeypatch.setattr(answers, "TOLD_EVERY_S", 0.05)
    go = threading.Event()

    def make():
        go.wait(30)
        yield message("meta")

    async def scene():
        streams = Streams(Crew(1))
        first, second = Visit(streams, make), Visit(streams, make)
        both = [asyncio.create_task(visit.run()) for visit in (first, second)]
        # headers, and three words about their places
        while min(len(visit.sent) for visit in (first, second)) < 4:
            await asyncio.sleep(0.02)
        go.set()
        await asyncio.gather(*both)
        return first, second

    for place, found in enumerate(in_own_loop(scene()), 1):
        *waiting, (meta, _) = unpack(found.body)
        assert meta["type"] == "meta"
        assert len(waiting) >= 3
        assert {(h["type"], h["place"]) for h, _ in waiting} == {("waiting", place)}


def test_whoever_leaves_takes_his_work_with_him():
    closed = threading.Event()

    def make():
        try:
            while True:
                yield b"."
        finally:
            closed.set()

    async def scene():
        streams = Streams(Crew(1))
        leaving = Visit(streams, make)
        task = asyncio.create_task(leaving.run())
        await asyncio.sleep(0.05)
        leaving.gone.set()
        await task
        assert await asyncio.to_thread(closed.wait, 5)
        closed.clear()
        # a connection that breaks while it is written to is nobody's error
        await Visit(streams, make, fails=True).run()
        assert await asyncio.to_thread(closed.wait, 5)

    in_own_loop(scene())


def test_whoever_leaves_before_the_first_message_leaves_nothing_behind():
    async def scene():
        crew = Crew(1)
        streams = Streams(crew)
        go = threading.Event()

        def make():
            go.wait(5)
            yield b""

        visits = [Visit(streams, make) for _ in range(10)]
        tasks = [asyncio.create_task(visit.run()) for visit in visits]
        await asyncio.sleep(0.05)
        for visit in visits:
            visit.gone.set()
        await asyncio.gather(*tasks)
        go.set()
        return crew

    crew = in_own_loop(scene())
    assert crew._open == {} and crew._visitors == {}


def test_who_waits_for_a_program_after_the_beginning_is_told_his_place(monkeypatch):
    monkeypatch.setattr(answers, "TOLD_EVERY_S", 0.05)

    def make():
        yield message("meta")
        client().told(3)
        time.sleep(0.3)
        client().told(None)
        yield message("frames")
        # slow work is no line
        time.sleep(0.3)
        yield message("end")

    found = [(header["type"], header.get("place")) for header, _ in unpack(visited(make).body)]
    told = found.count(("waiting", 3))
    assert told >= 3
    assert found == [("meta", None), *[("waiting", 3)] * told, ("frames", None), ("end", None)]
