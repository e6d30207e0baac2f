"""Who keeps the server waiting is let go; who is only slow is not. Real sockets, short limits."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from lossviz.web.server.program import MESSAGE_BYTES, options
from lossviz.web.server.protocol import PatientHTTP, PatientWebSocket

# seconds: more than any limit below
ENOUGH = 2.0
PATIENCE = 20.0
LARGE = 64 << 20


class Hasty(PatientHTTP):
    HEAD_S = BODY_S = READ_S = 0.6
    LOOK_S = 0.05
    STEP = 4


class HastyWebSocket(PatientWebSocket):
    READ_S = 0.3


async def app(scope, receive, send):
    """`/think` answers late, `/body` says how much came, `/large` and `/drops` say a lot."""
    if scope["type"] == "websocket":
        await websocket(receive, send)
        return
    start = {"type": "http.response.start", "status": 200, "headers": []}
    if scope["path"] == "/think":
        await asyncio.sleep(ENOUGH)
    if scope["path"] == "/body":
        size, message = 0, {"more_body": True}
        while message.get("more_body"):
            message = await receive()
            size += len(message.get("body", b""))
        app.ended.append((message["type"], size))
        if message["type"] == "http.disconnect":
            return
    await send(start)
    if scope["path"] == "/drops":
        for _ in range(LARGE >> 16):
            await send({"type": "http.response.body", "body": bytes(1 << 16), "more_body": True})
    body = bytes(LARGE) if scope["path"] == "/large" else b"done"
    await send({"type": "http.response.body", "body": body})


async def websocket(receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        if message["text"] == "flood":
            await send({"type": "websocket.send", "bytes": bytes(LARGE)})
        else:
            await send({"type": "websocket.send", "text": message["text"]})


@pytest.fixture
def server() -> Iterator[uvicorn.Server]:
    app.ended = []
    known = options("127.0.0.1", 0) | {"http": Hasty, "ws": HastyWebSocket}
    config = uvicorn.Config(
        app, lifespan="off", log_level="error", ws_ping_interval=0.2, ws_ping_timeout=0.4, **known
    )
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run)
    thread.start()
    wait_until(lambda: running.started)
    yield running
    running.should_exit = running.force_exit = True
    thread.join(PATIENCE)
    assert not thread.is_alive()


def wait_until(true: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "in vain"
        time.sleep(0.02)


def port(server: uvicorn.Server) -> int:
    return server.servers[0].sockets[0].getsockname()[1]


def client(server: uvicorn.Server, sent: bytes, buffer: int | None = None) -> socket.socket:
    """A connection over which `sent` went; a small buffer makes the server feel who reads not."""
    found = socket.socket()
    found.settimeout(PATIENCE)
    if buffer:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    found.connect(("127.0.0.1", port(server)))
    found.sendall(sent)
    return found


def rest(found: socket.socket) -> bytes:
    """What the server says until it ends the connection."""
    parts = []
    try:
        while part := found.recv(1 << 16):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def get(path: str, last: bytes = b"\r\n") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: here\r\n".encode() + last


@pytest.mark.parametrize("sent", [b"", b"G", get("/", b"")])
def test_an_unfinished_request_is_let_go(server, sent):
    with client(server, sent) as waiting:
        assert rest(waiting) == b""
    wait_until(lambda: not server.server_state.connections)


def test_dripping_does_not_keep_a_head_open(server):
    with client(server, get("/", b"X: ")) as waiting:
        with pytest.raises(OSError):
            for _ in range(int(PATIENCE / 0.05)):
                waiting.sendall(b"x")
                time.sleep(0.05)
    wait_until(lambda: not server.server_state.connections)


def test_an_unfinished_second_request_is_let_go(server):
    with client(server, get("/") + get("/", b"")) as waiting:
        assert rest(waiting).endswith(b"done\r\n0\r\n\r\n")


def test_a_body_that_stops_is_let_go_and_the_application_hears_of_it(server):
    post = b"POST /body HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\n12345"
    with client(server, post) as waiting:
        assert rest(waiting) == b""
    wait_until(lambda: app.ended)
    assert app.ended == [("http.disconnect", 5)]


def test_a_slow_body_is_read_to_its_end(server):
    post = b"POST /body HTTP/1.1\r\nHost: here\r\nConnection: close\r\nContent-Length: 120\r\n\r\n"
    with client(server, post) as slow:
        for _ in range(15):
            time.sleep(0.15)
            slow.sendall(b"x" * 8)
        assert b"200 OK" in rest(slow)
    assert app.ended == [("http.request", 120)]


def test_a_body_that_is_not_yet_asked_for_has_time(server):
    """The client waits for `100 Continue`, which the application's first look at it brings."""
    head = (
        b"POST /think HTTP/1.1\r\nHost: here\r\nConnection: close\r\n"
        b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\n"
    )
    with client(server, head) as polite:
        assert b"200 OK" in rest(polite)


def test_an_answer_may_take_its_time(server):
    with client(server, get("/think", b"Connection: close\r\n\r\n")) as waiting:
        assert b"done" in rest(waiting)


@pytest.mark.parametrize("path", ["/large", "/drops"])
@pytest.mark.parametrize("last", [b"\r\n", b"Connection: close\r\n\r\n"])
def test_who_does_not_read_is_let_go(server, path, last):
    with client(server, get(path, last), buffer=4096) as deaf:
        wait_until(lambda: server.server_state.connections)
        wait_until(lambda: not server.server_state.connections)
        assert len(rest(deaf)) < LARGE
    wait_until(lambda: not server.server_state.tasks)


@pytest.mark.parametrize("path", ["/large", "/drops"])
def test_who_reads_slowly_gets_everything(server, path):
    """At every moment something, for longer than who reads nothing may stay."""
    got = 0
    with client(server, get(path, b"Connection: close\r\n\r\n"), buffer=1 << 18) as slow:
        end = time.monotonic() + ENOUGH
        while time.monotonic() < end:
            got += len(slow.recv(1 << 18))
            time.sleep(0.05)
        assert got < LARGE
        got += len(rest(slow))
    assert got > LARGE


def test_a_silent_websocket_stays(server):
    with connect(f"ws://127.0.0.1:{port(server)}/", compression=None) as silent:
        time.sleep(ENOUGH)
        silent.send("still there")
        assert silent.recv(PATIENCE) == "still there"


def test_a_websocket_that_is_not_read_is_let_go(server):
    upgrade = (
        b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: MTIzNDU2Nzg5MDEyMzQ1Ng==\r\n\r\n"
    )
    # one text message, its mask all zeros
    flood = b"\x81\x85" + bytes(4) + b"flood"
    with client(server, get("/", upgrade), buffer=4096) as deaf:
        assert b"101 Switching" in deaf.recv(4096)
        deaf.sendall(flood)
        wait_until(lambda: not server.server_state.connections)


def test_a_message_longer_than_any_of_ours_ends_a_websocket(server):
    with connect(f"ws://127.0.0.1:{port(server)}/", compression=None) as long:
        long.send("x" * MESSAGE_BYTES)
        assert len(long.recv(PATIENCE)) == MESSAGE_BYTES
        with pytest.raises(ConnectionClosed) as closed:
            long.send("x" * (MESSAGE_BYTES + 1))
            long.recv(PATIENCE)
        assert closed.value.rcvd.code == 1009
