"""A stream of messages as an answer over HTTP, for as long as its reader is there."""

import asyncio
import logging
import zlib
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from lossviz.stage.packing import message
from lossviz.stage.work import NotThere
from lossviz.training import Busy
from lossviz.upload import UploadMissing
from lossviz.web.work.streams import Reader

# A stream must reach the browser message by message: a compressor would hold it back, and it
# stays away from an answer that already names an encoding.
STREAMED = {"Content-Encoding": "identity", "Cache-Control": "no-store"}
TRACK, JSON = "application/x-lossviz-track", "application/json"
# quick rather than small: it is done in the event loop
GZIP_LEVEL, GZIP_WINDOW = 1, 16 + zlib.MAX_WBITS
# bytes that are handed to the server at a time
AT_ONCE = 1 << 16
# how often he who waits is told his place
TOLD_EVERY_S = 1.0
log = logging.getLogger(__name__)


# they are no faults of the server
EXPECTED = (Busy, UploadMissing, NotThere)


def accepts_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header allows gzip."""
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() in ("gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def refusal(status: int, words: str, **more: object) -> Response:
    """A refusal in words; `more` goes into its JSON beside them."""
    return JSONResponse({"error": words, **more}, status)


def apology(error: Exception) -> Response:
    """What is answered where the work cannot be done."""
    if isinstance(error, Busy):
        answer = refusal(503, str(error), place=error.place, seconds=round(error.seconds))
        answer.headers["Retry-After"] = str(round(error.seconds))
        return answer
    if isinstance(error, UploadMissing):
        return refusal(410, str(error))
    if isinstance(error, NotThere):
        return refusal(404, str(error))
    return refusal(500, "this could not be computed; the log of the server says why")


class Answer(Response):
    """The messages of a reader as they come; he leaves with the connection.

    Nothing is sent before the first message is there, so that a refusal can still be one. Who
    waits longer for a track, or for a program after its first message, is told his place in line.
    """

    def __init__(self, reader: Reader, request: Request, media_type: str, zipped: bool) -> None:
        """`zipped`: compress it for whoever accepts that."""
        self.reader, self.media_type = reader, media_type
        self.status_code, self.background = 200, None
        self._zip = None
        headers = STREAMED
        if zipped and accepts_gzip(request.headers.get("Accept-Encoding", "")):
            self._zip = zlib.compressobj(GZIP_LEVEL, wbits=GZIP_WINDOW)
            headers = STREAMED | {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        self.init_headers(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        talking = asyncio.ensure_future(self._talk(scope, receive, send))
        leaving = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait({talking, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.reader.close()
            for task in (talking, leaving):
                task.cancel()
            ended, _ = await asyncio.gather(talking, leaving, return_exceptions=True)
        if isinstance(ended, Exception) and not isinstance(ended, OSError):
            raise ended

    async def _talk(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False
        try:
            async for body in self._bodies():
                if not begun:
                    begun = True
                    head = {"status": 200, "headers": self.raw_headers}
                    await send({"type": "http.response.start", **head})
                await self._send(send, body)
        except OSError:
            # the connection broke
            raise
        except Exception as error:
            if not isinstance(error, EXPECTED):
                log.exception("the work for %s failed", scope["path"])
            if not begun:
                return await apology(error)(scope, receive, send)
            code = {Busy: "busy", UploadMissing: "gone"}.get(type(error), "failed")
            seconds = round(getattr(error, "seconds", 0))
            await self._send(send, message("trouble", code=code, seconds=seconds))
        rest = self._zip.flush() if self._zip else b""
        await send({"type": "http.response.body", "body": rest, "more_body": False})

    async def _send(self, send: Send, body: bytes) -> None:
        if self._zip:
            body = self._zip.compress(body) + self._zip.flush(zlib.Z_SYNC_FLUSH)
        # piece by piece: the server would hold a whole message for whoever reads slowly
        for start in range(0, len(body), AT_ONCE):
            piece = body[start : start + AT_ONCE]
            await send({"type": "http.response.body", "body": piece, "more_body": True})

    async def _bodies(self) -> AsyncIterator[bytes]:
        """The messages, and every now and then a place in line for as long as that is waited in."""
        first, timeout = True, TOLD_EVERY_S if self.media_type == TRACK else None
        coming = asyncio.ensure_future(self.reader.next())
        try:
            while True:
                await asyncio.wait({coming}, timeout=timeout)
                if not coming.done():
                    stream = self.reader.stream
                    if first or stream.in_line:
                        yield message("waiting", place=stream.place())
                    continue
                body, first = coming.result(), False
                if body is None:
                    return
                yield body
                coming = asyncio.ensure_future(self.reader.next())
        finally:
            coming.cancel()


async def _left(receive: Receive) -> None:
    """Until the other side has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
