"""What the page fetches, as plainly as a socket can: whole, cut, held, slowly or as nonsense.

A browser would wait with the seventh request until one of six is answered. Who asks for too much
does not, so every request has a connection of its own.
"""

import asyncio
import json
import math
import re
import time
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

VISITOR = "X-Lossviz-Visitor"
# statuses beside HTTP's own
NOTHING, BROKEN, LATE = 0, -1, -2
WORDS = {NOTHING: "no answer", BROKEN: "broke off", LATE: "too late"}
FULL = 503
WAIT_S = 1.0
SIP = 64

Heard = Callable[[dict], None]
Pair = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Answer:
    """What came of a request. `seconds`: from the first try on; `refusals`: tries sent away."""

    status: int = NOTHING
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = math.inf
    refusals: int = 0

    @property
    def whole(self) -> bool:
        """Whether it was answered with 200, and a track or a scene to its last message."""
        if self.status != 200:
            return False
        if "lossviz-track" not in self.headers.get("content-type", ""):
            return True
        last = deque(Messages().feed(self.body), 1)
        return bool(last) and last[0]["type"] == "end"


class Messages:
    """Cuts a track into its messages while it arrives (see lossviz/stage/packing.py)."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, data: bytes) -> Iterator[dict]:
        """The headers of the messages that are complete with these bytes."""
        self._held += data
        while first := self._first():
            header, size = first
            self._held = self._held[size:]
            yield header

    def _first(self) -> tuple[dict, int] | None:
        """Header and size of the first message; None while it is not all there."""
        start = 4 + int.from_bytes(self._held[:4], "little")
        if max(start, 5) > len(self._held):
            return None
        header = json.loads(self._held[4:start])
        size = start + header["bytes"]
        return (header, size) if size <= len(self._held) else None


async def get(
    url: str, path: str, visitor: str = "", patience: float = 60, heard: Heard | None = None
) -> Answer:
    """Ask until there is an answer; sent away with 503, come back when the server says so.

    Args:
      visitor: the name that the page gave to its browser.
      heard: called with the header of each message of a track, as soon as the message is whole.
    """
    answer, begun = Answer(), time.perf_counter()
    try:
        async with asyncio.timeout(patience):
            await _once(url, path, visitor, heard, answer)
            while answer.status == FULL and "retry-after" in answer.headers:
                answer.refusals += 1
                await asyncio.sleep(_wait(answer))
                await _once(url, path, visitor, heard, answer)
    except TimeoutError:
        answer.status = LATE
    except (OSError, EOFError, ValueError):
        answer.status = BROKEN if answer.status else NOTHING
    answer.seconds = time.perf_counter() - begun
    return answer


def _wait(answer: Answer) -> float:
    try:
        return float(answer.headers["retry-after"])
    except ValueError:
        return WAIT_S


async def _once(url: str, path: str, visitor: str, heard: Heard | None, answer: Answer) -> None:
    async with asking(url, path, visitor) as (reader, _):
        answer.status, answer.headers = await head(reader)
        messages, parts = Messages(), []
        async for part in body(reader, answer.headers):
            parts.append(part)
            if heard and answer.status == 200:
                for header in messages.feed(part):
                    heard(header)
        answer.body = b"".join(parts)


@asynccontextmanager
async def connected(url: str) -> AsyncGenerator[Pair]:
    """A connection of its own; what is left unread at its end is not waited for."""
    where = urlsplit(url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


@asynccontextmanager
async def asking(url: str, path: str, visitor: str = "") -> AsyncGenerator[Pair]:
    """A connection on which this has been asked."""
    async with connected(url) as (reader, writer):
        lines = [f"GET {path} HTTP/1.1", f"Host: {urlsplit(url).netloc}", "Connection: close"]
        lines += [f"{VISITOR}: {visitor}"] if visitor else []
        writer.write("\r\n".join([*lines, "", ""]).encode())
        await writer.drain()
        yield reader, writer


async def head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """Status and headers of an answer, the headers' names in small letters.

    Raises:
      EOFError: there is none.
      ValueError: what came is no HTTP.
    """
    try:
        found = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.LimitOverrunError as problem:
        raise ValueError("no end of the headers") from problem
    first, *lines = found.split("\r\n")[:-2]
    if not (status := re.match(r"HTTP/\S+ (\d{3})\b", first)):
        raise ValueError(f"no status: {first[:40]!r}")
    pairs = (line.partition(":") for line in lines)
    return int(status[1]), {name.lower(): value.strip() for name, _, value in pairs}


async def body(reader: asyncio.StreamReader, headers: dict[str, str]) -> AsyncIterator[bytes]:
    """The parts of an answer's body as they come.

    Raises:
      EOFError: it breaks off.
    """
    if headers.get("transfer-encoding") != "chunked":
        yield await reader.readexactly(int(headers.get("content-length", 0)))
        return
    while size := int(await reader.readuntil(b"\r\n"), 16):
        yield (await reader.readexactly(size + 2))[:-2]


async def drop(url: str, path: str, after: float = 0, visitor: str = "") -> None:
    """Ask, and go away without an answer."""
    with suppress(OSError):
        async with asking(url, path, visitor):
            await asyncio.sleep(after)


async def hold(url: str, path: str, seconds: float, visitor: str = "") -> int:
    """Ask, take what comes for some seconds, and go away; the status, or what came instead."""
    return await _leave(url, path, seconds, visitor, 1 << 16, 0)


async def sip(url: str, path: str, seconds: float, visitor: str = "") -> int:
    """The same for someone with a very slow line."""
    return await _leave(url, path, seconds, visitor, SIP, 0.1)


async def _leave(url: str, path: str, seconds: float, visitor: str, most: int, pause: float) -> int:
    status = NOTHING
    with suppress(TimeoutError, OSError, EOFError, ValueError):
        async with asyncio.timeout(seconds), asking(url, path, visitor) as (reader, _):
            status, _ = await head(reader)
            while await reader.read(most):
                await asyncio.sleep(pause)
    return status


async def cut(url: str, path: str, after: int, visitor: str = "") -> int:
    """Ask, and go away in the middle of the answer, after so many bytes; the status."""
    status = NOTHING
    with suppress(TimeoutError, OSError, EOFError, ValueError):
        async with asyncio.timeout(60), asking(url, path, visitor) as (reader, _):
            status, _ = await head(reader)
            await reader.readexactly(after)
    return status


async def say(url: str, words: bytes, patience: float = 5) -> int:
    """Send anything, and wait for a status, or for what comes instead."""
    try:
        async with asyncio.timeout(patience), connected(url) as (reader, writer):
            writer.write(words)
            await writer.drain()
            return (await head(reader))[0]
    except TimeoutError:
        return LATE
    except (OSError, EOFError, ValueError):
        return NOTHING


def tally(answers: list[Answer]) -> str:
    """How often each status came, in words: "12 × 200, 3 × 503 waited for"."""
    statuses = [answer.status for answer in answers]
    found = [f"{statuses.count(s)} × {WORDS.get(s, s)}" for s in sorted({*statuses}, reverse=True)]
    unfinished = sum(answer.status == 200 and not answer.whole for answer in answers)
    found += [f"{unfinished} × without an end"] if unfinished else []
    refusals = sum(answer.refusals for answer in answers)
    return ", ".join([*found, *([f"{refusals} × {FULL} waited for"] if refusals else [])])
