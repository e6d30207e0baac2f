"""A tab without a browser: Streamlit's websocket, its pages, and the components on them.

A browser sends `BackMsg`s (run this page, with these states of its widgets) and gets `ForwardMsg`s
(elements, the query for the address bar, "the script has finished"). The state of a component of
the second kind goes as one JSON object under the component's id, its data come as JSON.
"""

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

PATIENCE_S = 30.0
# the part of an element's id that is its key comes after "$$ID-" and a hash
KEY_AT = 2


class Session:
    """One tab: the page it is on, the query in its address, the data of its components.

    Attributes:
      page: the path of the page in the address.
      query: what stands behind it; the page's script writes there too.
      components: the data of each component on the page, by the component's key.
      errors: what the page shows as an error: exceptions, and boxes of `st.error`.
      runs: how many runs of the page's script have come to their end.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._arrived = asyncio.Condition()
        self._lost: Exception | None = None
        # the page whose script runs now: after a change of page the old one may still have a word
        self._running: str | None = None
        self._ids: dict[str, str] = {}
        self._states: dict[str, dict[str, Any]] = {}
        self.page, self.query = "", ""
        self.components: dict[str, dict[str, Any]] = {}
        self.errors: list[str] = []
        self.runs = 0

    async def open(self, page: str = "", query: str = "", patience: float = PATIENCE_S) -> None:
        """Go to a page, and wait until its script has run.

        Raises:
          TimeoutError: it has not within `patience` seconds.
          ConnectionError: the server has hung up.
        """
        self.page, self.query = page, query
        self.components, self.errors = {}, []
        self._ids, self._states = {}, {}
        await self.rerun(patience)

    async def rerun(self, patience: float = PATIENCE_S) -> None:
        """Have the page's script run, and wait until it has. Raises what `open` raises."""
        before = self.runs
        await self._send()
        await self.until(lambda: self.runs > before, patience)

    async def report(self, key: str, state: str, **said: Any) -> None:
        """Report to the page what was moved in a component, as its `state`; the page then runs.

        Raises:
          KeyError: the page has no such component.
          ConnectionError: the server has hung up.
        """
        to = self.components[key].get("visitor", "")
        report = {"to": to, "n": time.time_ns() // 1_000_000, **said}
        self._states.setdefault(self._ids[key], {})[state] = report
        await self._send()

    async def until(self, holds: Callable[[], bool], patience: float = PATIENCE_S) -> None:
        """Wait for messages until `holds()`. Raises what `open` raises."""
        async with asyncio.timeout(patience), self._arrived:
            await self._arrived.wait_for(lambda: holds() or self._lost)
        if self._lost and not holds():
            raise ConnectionError(str(self._lost))

    async def send(self, frame: bytes) -> None:
        """Send any bytes: a client need not keep to the protocol.

        Raises:
          ConnectionError: the server has hung up.
        """
        try:
            await self._socket.send(frame)
        except ConnectionClosed as problem:
            raise ConnectionError(str(problem)) from problem

    async def listen(self) -> None:
        """Take in what the server sends until it hangs up."""
        try:
            async for frame in self._socket:
                self._take(ForwardMsg.FromString(frame))
                await self._tell()
        except Exception as problem:
            self._lost = problem
        self._lost = self._lost or ConnectionError("the server has hung up")
        await self._tell()

    async def _tell(self) -> None:
        async with self._arrived:
            self._arrived.notify_all()

    async def _send(self) -> None:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_name = self.query, self.page
        asked.context_info.locale = "en-US"
        for id_, state in self._states.items():
            asked.widget_states.widgets.add(id=id_, json_value=json.dumps(state))
        await self.send(message.SerializeToString())

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._running = None
        elif kind == "navigation":
            shown = message.navigation
            paths = {page.page_script_hash: page.url_pathname for page in shown.app_pages}
            self._running = paths.get(shown.page_script_hash)
        elif self._running == self.page:
            self._follow(kind, message)

    def _follow(self, kind: str | None, message: ForwardMsg) -> None:
        match kind:
            case "delta":
                self._show(message.delta)
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "script_finished":
                early = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
                self.runs += not early

    def _show(self, delta: Delta) -> None:
        element = delta.new_element
        match element.WhichOneof("type"):
            case "bidi_component":
                key = element.bidi_component.id.split("-", KEY_AT)[KEY_AT]
                self._ids[key] = element.bidi_component.id
                found = json.loads(element.bidi_component.json or "null")
                self.components[key] = found if isinstance(found, dict) else {"": found}
            case "exception":
                self.errors.append(element.exception.message)
            case "alert" if element.alert.format == element.alert.ERROR:
                self.errors.append(element.alert.body)


@asynccontextmanager
async def visiting(url: str) -> AsyncGenerator[Session]:
    """A tab that is connected to the site at `url` (http://…) and closed with the block."""
    address = f"ws{url.removeprefix('http')}/_stcore/stream"
    async with connect(
        address, subprotocols=[Subprotocol("streamlit")], max_size=None, origin=Origin(url)
    ) as socket:
        session = Session(socket)
        listening = asyncio.create_task(session.listen())
        try:
            yield session
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
