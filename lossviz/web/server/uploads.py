"""A guard before Streamlit's upload route, as plain ASGI middleware.

Streamlit keeps whatever is sent to it, under as many names as a client thinks of, until its session
is cleared away, and a session that is gone is cleared away when another one goes. Here a session
has one file, and all files together have a budget.

A file that is larger than the parser reads is read to its end, but its rest is let go: what is kept
is just too large, so that the page can say so in its language. Streamlit's uploader would show an
error of its own, in English.
"""

import asyncio
import re
from collections import defaultdict
from collections.abc import Callable
from email.message import Message as Headed

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.runtime import Runtime, get_instance
from streamlit.runtime.stats import CacheStat

from lossviz.upload import MAX_BYTES

ROUTE = re.compile(r"/_stcore/upload_file/([^/]+)/([^/]+)$")
# bytes of one body, in which the file stands between a few lines of form data; and of all files
KEPT = MAX_BYTES + 64 * 1024
BUDGET = 64 * 1024 * 1024
# of one session: a browser may start the next before the server knows that it gave up the last
AT_ONCE = 2
# seconds for one body; between two looks for sessions that are gone; until a refused one may retry
PATIENCE = 120
PERIOD = 15
RETRY = {"Retry-After": "30"}


class UploadLimits:
    """Takes one file a session, of a size that can be read, as long as there is room for all."""

    def __init__(
        self,
        app: ASGIApp,
        runtime: Callable[[], Runtime] = get_instance,
        budget: int = BUDGET,
        patience: float = PATIENCE,
        period: float = PERIOD,
    ) -> None:
        self.app, self._runtime = app, runtime
        self._budget, self._patience, self._period = budget, patience, period
        # the id of each session's file, and the bodies on their way
        self._files: dict[str, str] = {}
        self._coming: defaultdict[str, list[bytearray]] = defaultdict(list)
        # when a session with a file was first seen to be disconnected
        self._gone: dict[str, float] = {}
        self._timer: asyncio.TimerHandle | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = ROUTE.search(scope["path"]) if scope["type"] == "http" else None
        # a session that is not connected is refused by Streamlit before it reads anything
        if (
            found is None
            or scope["method"] != "PUT"
            or not self._runtime().is_active_session(found[1])
        ):
            await self.app(scope, receive, send)
            return
        session, file_id = found.groups()
        body = bytearray()
        self._coming[session].append(body)
        try:
            if await self._read(session, body, scope, receive):
                await self._pass_on(session, file_id, body, scope, receive, send)
        except HTTPException as error:
            # what the client still sends is not read
            headers = {"Connection": "close", **(error.headers or {})}
            await PlainTextResponse(error.detail, error.status_code, headers)(scope, receive, send)
        finally:
            rest = [other for other in self._coming.pop(session) if other is not body]
            if rest:
                self._coming[session] = rest

    async def _read(self, session: str, body: bytearray, scope: Scope, receive: Receive) -> bool:
        """Read the request's body into `body`, at most `KEPT` bytes of it.

        Returns whether it came to its end. Raises HTTPException where it is refused.
        """
        if len(self._coming[session]) > AT_ONCE:
            raise HTTPException(429, "Too many files at once", RETRY)
        most = config.get_option("server.maxUploadSize") * 1024 * 1024
        announced = _length(scope)
        if announced > most:
            raise HTTPException(413, "File too large")
        self._check_room(session, min(announced, KEPT))
        size, more = 0, True
        try:
            async with asyncio.timeout(self._patience):
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        return False
                    chunk, more = message.get("body", b""), message.get("more_body", False)
                    size += len(chunk)
                    if size > most:
                        raise HTTPException(413, "File too large")
                    body += chunk[: KEPT - len(body)]
                    self._check_room(session)
        except TimeoutError:
            raise HTTPException(408, "The file took too long") from None
        if size > KEPT:
            body += _ending(scope)
        return True

    def _check_room(self, session: str, more: int = 0) -> None:
        """Refuse what does not fit beside the files of the others and all that is on its way."""
        manager = self._runtime().uploaded_file_mgr
        stats = manager.get_stats().values()
        kept = sum(
            stat.byte_length for family in stats for stat in family if isinstance(stat, CacheStat)
        )
        own = manager.get_files(session, [self._files.get(session, "")])
        coming = sum(len(body) for bodies in self._coming.values() for body in bodies)
        if kept - sum(len(file.data) for file in own) + coming + more > self._budget:
            raise HTTPException(503, "The server holds as many files as it can", RETRY)

    async def _pass_on(
        self,
        session: str,
        file_id: str,
        body: bytearray,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        """Give the body to Streamlit; once it is taken, let the session's last file go."""
        messages = [{"type": "http.request", "body": bytes(body), "more_body": False}]

        async def replayed() -> Message:
            return messages.pop() if messages else await receive()

        async def noticed(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 204:
                self._taken(session, file_id)
            await send(message)

        await self.app(scope, replayed, noticed)

    def _taken(self, session: str, file_id: str) -> None:
        last = self._files.get(session)
        self._files[session] = file_id
        if last not in (None, file_id):
            manager = self._runtime().uploaded_file_mgr
            # Streamlit's only manager has it, the protocol that it names does not
            manager.remove_file(session, last)  # ty: ignore[missing-attribute]
        self._look_again()

    def _look_again(self) -> None:
        if self._files and self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(self._period, self._look)

    def _look(self) -> None:
        """Clear the sessions away that had a file and will not come back."""
        self._timer = None
        runtime, now = self._runtime(), asyncio.get_running_loop().time()
        # Streamlit forgets a session at the end of this time without clearing it away: be before it
        wait = config.get_option("server.disconnectedSessionTTL") - 2 * self._period
        for session in list(self._files):
            if runtime.is_active_session(session):
                self._gone.pop(session, None)
            elif now - self._gone.setdefault(session, now) >= wait:
                runtime.close_session(session)
                runtime.uploaded_file_mgr.remove_session_files(session)
                del self._files[session], self._gone[session]
        self._look_again()


def _length(scope: Scope) -> int:
    """The announced length of the body; 0 if it comes in chunks."""
    try:
        return int(Headers(scope=scope).get("content-length", "0"))
    except ValueError:
        raise HTTPException(400, "Invalid Content-Length header") from None


def _ending(scope: Scope) -> bytes:
    """The line that ends the form data, for a body that was cut."""
    headed = Headed()
    headed["Content-Type"] = Headers(scope=scope).get("content-type", "")
    boundary = headed.get_boundary("")
    return f"\r\n--{boundary}--\r\n".encode("latin-1", "replace")
