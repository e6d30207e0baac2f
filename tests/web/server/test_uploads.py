"""The guard before Streamlit's upload route, in front of Streamlit's own handlers."""

import asyncio
import gc
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from starlette.applications import Starlette
from streamlit import config
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.web.server.starlette.starlette_routes import create_upload_routes

from lossviz.upload import MAX_BYTES, UploadError, parse
from lossviz.web.server.uploads import KEPT, UploadLimits
from tests.conftest import in_own_loop

MB = 1024 * 1024
CSV = b"width,height,kind\n1,2,a\n2,1,b\n1,3,a\n3,1,b\n"
BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"


class Runtime:
    """Stands for Streamlit's: who is connected, and the files."""

    def __init__(self, *connected: str) -> None:
        self.connected = set(connected)
        self.closed: list[str] = []
        self.uploaded_file_mgr = MemoryUploadedFileManager("/_stcore/upload_file")

    def is_active_session(self, session: str) -> bool:
        return session in self.connected

    def close_session(self, session: str) -> None:
        self.closed.append(session)

    def files(self, session: str) -> dict[str, bytes]:
        kept = self.uploaded_file_mgr.file_storage.get(session, {})
        return {key: file.data for key, file in kept.items()}


class Site:
    """The guard and Streamlit's handlers behind it, and what a client does with them."""

    def __init__(self, runtime: Runtime, base: str = "", **limits) -> None:
        self.base = f"/{base}" if base else ""
        routes = create_upload_routes(runtime, runtime.uploaded_file_mgr, base)
        self.app = UploadLimits(Starlette(routes=routes), lambda: runtime, **limits)

    async def put(
        self, session: str, file: str, body: bytes | list, method: str = "PUT", **headers: str
    ) -> tuple[int | None, dict[str, str], int]:
        """(status, headers, how many messages of the body were asked for).

        body: as a whole, with its length announced, or in chunks; None among them is a connection
        that breaks, a number a pause in seconds.
        """
        chunks = [body] if isinstance(body, bytes) else body
        given = {"content-type": f"multipart/form-data; boundary={BOUNDARY}", **headers}
        if isinstance(body, bytes):
            given.setdefault("content-length", str(len(body)))
        scope = {
            "type": "http", "method": method, "query_string": b"", "http_version": "1.1",
            "path": f"{self.base}/_stcore/upload_file/{session}/{file}", "root_path": "",
            "headers": [(k.encode(), v.encode("latin-1")) for k, v in given.items()],
        }  # fmt: skip
        asked, sent = 0, []

        async def messages() -> AsyncIterator[dict]:
            for k, chunk in enumerate(chunks):
                if chunk is None:
                    break
                if isinstance(chunk, float):
                    await asyncio.sleep(chunk)
                    continue
                yield {"type": "http.request", "body": chunk, "more_body": k + 1 < len(chunks)}
            while True:
                yield {"type": "http.disconnect"}

        stream = messages()

        async def receive() -> dict:
            nonlocal asked
            asked += 1
            return await anext(stream)

        async def send(message: dict) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        if not sent:
            return None, {}, asked
        answer = {k.decode(): v.decode() for k, v in sent[0]["headers"]}
        return sent[0]["status"], answer, asked


def form(data: bytes, name: str = "t.csv") -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
    head += "Content-Type: text/csv\r\n\r\n"
    return head.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()


def in_chunks(body: bytes, size: int = 256 * 1024) -> list:
    return [body[k : k + size] for k in range(0, len(body), size)]


def played(scene: Callable[[], Awaitable]) -> None:
    in_own_loop(scene())


@pytest.fixture(autouse=True)
def without_token():
    """Only a browser has the token that Streamlit asks for."""
    before = config.get_option("server.enableXsrfProtection")
    config.set_option("server.enableXsrfProtection", False)
    yield
    config.set_option("server.enableXsrfProtection", before)


@pytest.mark.parametrize("base", ["", "course/week-3"])
def test_a_file_passes_unchanged(base):
    async def scene():
        runtime = Runtime("ann")
        site = Site(runtime, base)
        assert (await site.put("ann", "1", form(CSV)))[0] == 204
        assert runtime.files("ann") == {"1": CSV}
        largest = secrets.token_bytes(MAX_BYTES)
        assert (await site.put("ann", "1", in_chunks(form(largest))))[0] == 204
        assert runtime.files("ann") == {"1": largest}

    played(scene)


@pytest.mark.parametrize("base", ["", "course"])
def test_a_new_file_takes_the_place_of_the_sessions_last(base):
    async def scene():
        runtime = Runtime("ann", "ben")
        site = Site(runtime, base)
        await site.put("ben", "b", form(CSV))
        for k in range(5):
            assert (await site.put("ann", str(k), form(b"%d" % k)))[0] == 204
        assert runtime.files("ann") == {"4": b"4"}
        assert runtime.files("ben") == {"b": CSV}
        assert (await site.put("ann", "4", b"", method="DELETE"))[0] == 204
        assert runtime.files("ann") == {}
        assert (await site.put("ann", "5", form(CSV)))[0] == 204
        assert runtime.files("ann") == {"5": CSV}

    played(scene)


@pytest.mark.parametrize("size", [MAX_BYTES + 1, KEPT - 100, KEPT - 20, KEPT, KEPT + 1, 19 * MB])
@pytest.mark.parametrize("chunked", [False, True])
def test_of_a_file_too_large_to_be_read_only_as_much_is_kept_as_shows_it(size, chunked):
    async def scene():
        runtime = Runtime("ann")
        body = form(b"1,2\r\n" * (size // 5 + 1))
        status, _, _ = await Site(runtime).put("ann", "1", in_chunks(body) if chunked else body)
        assert status == 204
        kept = runtime.files("ann")["1"]
        assert MAX_BYTES < len(kept) <= KEPT
        with pytest.raises(UploadError) as caught:
            parse(kept)
        assert caught.value.code == "too-big"

    played(scene)


def test_what_no_page_would_send_is_refused_and_the_last_file_stays():
    async def scene():
        runtime = Runtime("ann")
        site = Site(runtime)
        await site.put("ann", "1", form(CSV))
        most = config.get_option("server.maxUploadSize") * MB
        status, headers, asked = await site.put(
            "ann", "2", [b"x"], **{"content-length": str(most + 1)}
        )
        assert (status, headers["connection"], asked) == (413, "close", 0)
        endless = [b"x" * MB] * (10 * most // MB)
        status, _, asked = await site.put("ann", "2", endless)
        assert status == 413 and asked == most // MB + 1
        assert runtime.files("ann") == {"1": CSV}

    played(scene)


# the form's reader leaves the files of a refused form to the garbage collector
@pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    "body, headers",
    [
        (b"", {}),
        (b"not a form", {}),
        (form(CSV)[:60], {}),
        (form(CSV), {"content-type": "text/csv"}),
        (form(CSV), {"content-type": "multipart/form-data"}),
        (form(CSV), {"content-type": "multipart/form-data; boundary=\u00e9\u00ff\x00"}),
        (form(CSV), {"content-type": "multipart/form-data; boundary*=x'y'%ff%00"}),
        (form(CSV), {"content-length": "many"}),
        (form(CSV, name="n" * 100_000), {}),
        (form(CSV)[: -len(BOUNDARY) - 8] + b"\r\n" + form(CSV, "u.csv"), {}),
        (b"x" * (KEPT + 100), {"content-type": "multipart/form-data; boundary*0*=a; x=\""}),
        (b"x" * (KEPT + 100), {}),
    ],
    ids="empty words cut type no-boundary odd-boundary coded-boundary length name two long-odd long"
    .split(),
)  # fmt: skip
def test_what_is_no_file_is_refused_and_the_last_one_stays(body, headers):
    async def scene():
        runtime = Runtime("ann")
        site = Site(runtime)
        await site.put("ann", "1", form(CSV))
        assert (await site.put("ann", "2", body, **headers))[0] == 400
        assert runtime.files("ann") == {"1": CSV}
        assert (await site.put("ann", "3", form(b"1")))[0] == 204

    played(scene)
    gc.collect()


def test_a_body_that_breaks_off_leaves_nothing():
    async def scene():
        runtime = Runtime("ann", "ben")
        site = Site(runtime, budget=3 * MB)
        await site.put("ann", "1", form(CSV))
        for k in range(5):
            status, _, _ = await site.put("ann", f"cut {k}", [form(CSV)[:50], b"x" * MB, None])
            assert status is None
        assert runtime.files("ann") == {"1": CSV}
        assert (await site.put("ben", "1", in_chunks(form(b"1" * MAX_BYTES))))[0] == 204

    played(scene)


def test_a_body_that_never_ends_is_given_up():
    async def scene():
        site = Site(Runtime("ann"), patience=0.05)
        assert (await site.put("ann", "1", [form(CSV)[:50], 60.0, b""]))[0] == 408

    played(scene)


def test_an_unknown_session_is_refused_before_anything_is_read():
    async def scene():
        runtime = Runtime("ann")
        status, _, asked = await Site(runtime).put("mallory", "1", [b"x" * MB] * 40)
        assert (status, asked) == (400, 0)
        assert runtime.files("mallory") == {}

    played(scene)


@pytest.mark.parametrize("method, status", [("POST", 405), ("GET", 405), ("OPTIONS", 204)])
def test_other_methods_are_left_to_streamlit(method, status):
    async def scene():
        runtime = Runtime("ann")
        assert (await Site(runtime).put("ann", "1", form(CSV), method=method))[0] == status
        assert runtime.files("ann") == {}

    played(scene)


def test_all_files_together_have_a_budget():
    async def scene():
        runtime = Runtime(*"abcde")
        site = Site(runtime, budget=3 * MB)
        full = form(b"1" * MB)
        assert [(await site.put(who, "1", full))[0] for who in "ab"] == [204, 204]
        status, headers, _ = await site.put("c", "1", full)
        assert status == 503 and int(headers["retry-after"]) > 0
        assert (await site.put("c", "1", in_chunks(full)))[0] == 503
        # another file in place of one's own, and a small one, still find room
        assert (await site.put("a", "2", full))[0] == 204
        assert (await site.put("d", "1", form(CSV)))[0] == 204
        assert [len(runtime.files(who)) for who in "abcd"] == [1, 1, 0, 1]
        await site.put("b", "1", b"", method="DELETE")
        assert (await site.put("c", "1", full))[0] == 204

    played(scene)


def test_bodies_on_their_way_count_and_a_session_has_few_of_them():
    async def scene():
        runtime = Runtime("ann", "ben")
        site = Site(runtime, budget=3 * MB)
        slow = [b"x" * (MB + MB // 2), 60.0, b""]
        waiting = [asyncio.create_task(site.put("ann", str(k), slow)) for k in range(2)]
        await asyncio.sleep(0.01)
        status, headers, _ = await site.put("ann", "3", form(CSV))
        assert status == 429 and int(headers["retry-after"]) > 0
        assert (await site.put("ben", "1", in_chunks(form(b"1" * MB))))[0] == 503
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert (await site.put("ann", "3", form(CSV)))[0] == 204
        assert (await site.put("ben", "1", in_chunks(form(b"1" * MB))))[0] == 204

    played(scene)


@pytest.fixture
def short_memory():
    """Streamlit gives a disconnected session no time to come back."""
    before = config.get_option("server.disconnectedSessionTTL")
    config.set_option("server.disconnectedSessionTTL", 0)
    yield
    config.set_option("server.disconnectedSessionTTL", before)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.005)


def test_the_files_of_a_session_that_is_gone_are_freed_without_another_one_going(short_memory):
    async def scene():
        runtime = Runtime("ann", "ben")
        site = Site(runtime, period=0.01)
        await site.put("ann", "1", form(CSV))
        await site.put("ben", "1", form(CSV))
        runtime.connected.remove("ann")
        await until(lambda: not runtime.files("ann"))
        assert runtime.closed == ["ann"]
        assert runtime.files("ben") == {"1": CSV}
        runtime.connected.remove("ben")
        await until(lambda: not runtime.files("ben"))

    played(scene)


def test_a_session_that_comes_back_in_time_keeps_its_file():
    async def scene():
        runtime = Runtime("ann")
        await Site(runtime, period=0.01).put("ann", "1", form(CSV))
        runtime.connected.clear()
        await asyncio.sleep(0.1)
        assert runtime.files("ann") == {"1": CSV} and not runtime.closed

    played(scene)
