"""HTTP and websockets on a socket, as uvicorn speaks them, for clients that may never finish.

A client that stops halfway, in asking or in reading, would hold its connection and what is kept
for it for ever.
"""

import asyncio
import socket
from contextlib import suppress
from typing import NamedTuple

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


class Awaited(NamedTuple):
    """What a client is to do, in how many seconds, and how many bytes of it are done."""

    what: tuple[str, object]
    seconds: float
    done: int


class PatientHTTP(H11Protocol):
    """HTTP/1.1 that lets a client go which neither asks nor reads on.

    A request's head has its time as a whole. Bodies and answers may be of any length: each time
    has to move some bytes, so a slow line does, however long it takes.
    """

    # seconds
    HEAD_S = 10.0
    BODY_S = 30.0
    READ_S = 20.0
    LOOK_S = 1.0
    # bytes that count as going on
    STEP = 1024
    # bytes the kernel holds beyond what is under way: more would hide whether a client reads
    UNSENT = 1 << 15

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Begin to look after the client."""
        super().connection_made(transport)
        self._received = 0
        self._resumed = 0
        self._awaited: Awaited | None = None
        self._since = self.loop.time()
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            with suppress(OSError):
                transport.get_extra_info("socket").setsockopt(
                    socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, self.UNSENT
                )
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there to be waited for."""
        self._looking.cancel()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """A websocket may be silent; its pings find out who is gone."""
        self._looking.cancel()
        super().handle_websocket_upgrade(event)

    def data_received(self, data: bytes) -> None:
        """Count what comes."""
        self._received += len(data)
        super().data_received(data)

    def resume_writing(self) -> None:
        """Count how often the client has read what was written."""
        self._resumed += 1
        super().resume_writing()

    def _await(self) -> Awaited | None:
        unread = self.transport.get_write_buffer_size()
        answering = self.cycle is not None and not self.cycle.response_complete
        # while the application may write on, what is left says nothing of what was read
        stopped = self.flow.write_paused or self.transport.is_closing() or not answering
        if unread and stopped:
            return Awaited(("read", self._resumed), self.READ_S, -unread)
        if self.conn.their_state is h11.SEND_BODY:
            ours = self.flow.read_paused or self.cycle.waiting_for_100_continue
            return None if ours else Awaited(("body", self.cycle), self.BODY_S, self._received)
        begun = self.cycle is None or self.conn.trailing_data[0]
        if self.conn.their_state is h11.IDLE and begun:
            return Awaited(("head", self.cycle), self.HEAD_S, 0)
        return None

    def _look(self) -> None:
        now, awaited, before = self.loop.time(), self._await(), self._awaited
        if (
            awaited is None
            or before is None
            or awaited.what != before.what
            or awaited.done >= before.done + self.STEP
        ):
            self._awaited, self._since = awaited, now
        elif now - self._since > awaited.seconds:
            # closing would wait until everything is read
            self.transport.abort()
            return
        self._looking = self.loop.call_later(self.LOOK_S, self._look)


class PatientWebSocket(WebSocketsSansIOProtocol):
    """A websocket that ends also where the client does not read its last message."""

    READ_S = 20.0

    def keepalive_timeout(self) -> None:
        """No answer to a ping: say so, and do not wait for ever until it is read."""
        super().keepalive_timeout()
        self.loop.call_later(self.READ_S, self.transport.abort)
