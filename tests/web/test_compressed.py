"""Scripts and styles: compressed once, whole for those who take them plain, not sent twice."""

import gzip
import zlib

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from streamlit.web.server.starlette.starlette_gzip_middleware import SelectiveGZipMiddleware

from lossviz.web import compressed, plotly_script, routes
from lossviz.web.compressed import FOREVER, CompressedFiles, packed
from lossviz.web.modules import script_files, version
from lossviz.web.plotly_script import SCRIPT
from lossviz.web.server.headers import INDEX
from tests.conftest import in_own_loop

BEHIND_STREAMLIT = Starlette(routes=routes, middleware=[Middleware(SelectiveGZipMiddleware)])
PLOTLY = "/lossviz/plotly.min.js"
STREAMLIT_S = sorted(INDEX.parent.glob("static/js/index.*.js"))[0]


async def streamlit(scope, receive, send):
    """Answers everything with its own words, for Streamlit."""
    await PlainTextResponse("Streamlit's")(scope, receive, send)


Found = tuple[int, dict[str, str], bytes]


def asked(method="GET", path=PLOTLY, app=BEHIND_STREAMLIT, **headers: str) -> Found:
    """Status, headers and body of an answer, behind the compressor that Streamlit puts in front."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    names = [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "root_path": "",
        "headers": names,
    }
    in_own_loop(app(scope, receive, send))
    start, *parts = sent
    found = {k.decode().lower(): v.decode() for k, v in start["headers"]}
    return start["status"], found, b"".join(part.get("body", b"") for part in parts)


@pytest.mark.parametrize("accept", ["gzip", "gzip, deflate, br", "br;q=1.0, GZIP;q=0.8", "*"])
def test_it_is_compressed_for_those_who_take_it_so(accept):
    status, headers, body = asked(accept_encoding=accept)
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(body) == SCRIPT.read_bytes()
    assert int(headers["content-length"]) == len(body) < SCRIPT.stat().st_size / 3


@pytest.mark.parametrize("headers", [{}, {"accept_encoding": "identity"},
                                     {"accept_encoding": "br"},
                                     {"accept_encoding": "gzip;q=0, br"}])  # fmt: skip
def test_it_is_whole_for_those_who_do_not(headers):
    status, found, body = asked(**headers)
    assert status == 200
    assert found.get("content-encoding", "identity") == "identity"
    assert found["vary"] == "Accept-Encoding"
    assert body == SCRIPT.read_bytes()


def test_it_is_compressed_once(monkeypatch):
    packed.cache_clear()
    made = []
    compress = gzip.compress
    monkeypatch.setattr(gzip, "compress", lambda *a, **k: made.append(1) or compress(*a, **k))
    monkeypatch.setattr(zlib, "compressobj", lambda *a, **k: pytest.fail("compressed once more"))
    first, second = asked(accept_encoding="gzip"), asked(accept_encoding="gzip")
    assert first == second
    assert len(made) == 1


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_what_is_known_is_not_sent_again(encoding):
    _, headers, _ = asked(accept_encoding=encoding)
    for known in (headers["etag"], f'"other", W/{headers["etag"]}', "*"):
        status, again, body = asked(accept_encoding=encoding, if_none_match=known)
        assert (status, body) == (304, b"")
        assert again["etag"] == headers["etag"]
    assert asked(accept_encoding=encoding, if_none_match='"other"')[0] == 200


def test_each_encoding_has_its_own_tag():
    assert asked(accept_encoding="gzip")[1]["etag"] != asked(accept_encoding="identity")[1]["etag"]


def test_a_head_tells_of_the_compressed_script():
    status, headers, _ = asked("HEAD", accept_encoding="gzip")
    assert status == 200 and headers["content-encoding"] == "gzip"
    assert int(headers["content-length"]) > 1_000_000


def test_the_site_answers_with_it():
    (first, *_) = [r for r in routes if r.path == "/lossviz/plotly.min.js"]
    assert first.endpoint is plotly_script.plotly_js


def ours(path: str, **headers: str) -> Found:
    """The answer to a path below the scripts of this version."""
    return asked(path=f"/lossviz/static/{version()}/{path}", **headers)


@pytest.mark.parametrize("name, kind", [
    ("bundle/site.js", "text/javascript"), ("bundle/site.js.map", "application/json"),
    ("bundle/site.css", "text/css"), ("site/frame.js", "text/javascript"),
])  # fmt: skip
def test_our_scripts_are_compressed_and_kept_for_good(name, kind):
    status, headers, body = ours(name, accept_encoding="gzip, br")
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert headers["content-type"].partition(";")[0] == kind
    assert headers["cache-control"] == FOREVER and "immutable" in FOREVER
    content = script_files()[name]
    whole = content.encode() if isinstance(content, str) else content.read_bytes()
    assert gzip.decompress(body) == whole == ours(name)[2]


@pytest.mark.parametrize("name", [
    "bundle/none.js", "bundle/", "none/frame.js", "site/none.js", "site/deno.json",
    "pictures/records.d.ts", "site/../site/frame.js", "site/%2e%2e", "..%2f/frame.js",
    "site/frame.js.map",
])  # fmt: skip
def test_what_is_no_script_is_not_found(name):
    assert ours(name, accept_encoding="gzip")[0] == 404


def test_another_version_is_not_found():
    assert asked(path="/lossviz/static/0123456789ab/bundle/site.js")[0] == 404
    assert asked(path="/lossviz/static//bundle/site.js")[0] == 404


@pytest.mark.parametrize("file", [STREAMLIT_S, *INDEX.parent.glob("static/css/index.*.css")])
def test_streamlit_s_own_files_are_compressed_too(file):
    path = f"/{file.relative_to(INDEX.parent).as_posix()}"
    app = CompressedFiles(streamlit)
    status, headers, body = asked(path=path, app=app, accept_encoding="gzip, deflate, br, zstd")
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert headers["cache-control"] == FOREVER and headers["vary"] == "Accept-Encoding"
    assert headers["content-type"].startswith(
        {".js": "text/javascript", ".css": "text/css"}[file.suffix]
    )
    assert gzip.decompress(body) == file.read_bytes()
    assert len(body) < file.stat().st_size / 3
    again = asked(path=path, app=app, accept_encoding="gzip", if_none_match=headers["etag"])
    assert again[0] == 304 and again[2] == b""


@pytest.mark.parametrize("path, method, accept", [
    (f"/static/js/{STREAMLIT_S.name}", "GET", "identity"),
    (f"/static/js/{STREAMLIT_S.name}", "GET", "gzip;q=0"),
    (f"/static/js/{STREAMLIT_S.name}", "POST", "gzip"),
    ("/static/js/none.js", "GET", "gzip"), ("/static/js/../../index.html", "GET", "gzip"),
    ("/index.html", "GET", "gzip"), ("/", "GET", "gzip"), ("/manifest.json", "GET", "gzip"),
    (f"/elsewhere/static/js/{STREAMLIT_S.name}", "GET", "gzip"),
])  # fmt: skip
def test_all_else_is_left_to_streamlit(path, method, accept):
    status, headers, body = asked(
        method, path=path, app=CompressedFiles(streamlit), accept_encoding=accept
    )
    assert (status, body) == (200, b"Streamlit's") and "content-encoding" not in headers


def test_under_a_path_of_its_own(monkeypatch):
    monkeypatch.setattr(compressed, "base_path", lambda: "/loss/")
    app, path = CompressedFiles(streamlit), f"static/js/{STREAMLIT_S.name}"
    assert asked(path=f"/loss/{path}", app=app, accept_encoding="gzip")[2] != b"Streamlit's"
    assert asked(path=f"/{path}", app=app, accept_encoding="gzip")[2] == b"Streamlit's"
