"""Plotly's bundle: compressed once, whole for those who take it plain, not sent twice."""

import gzip
import zlib

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from streamlit.web.server.starlette.starlette_gzip_middleware import SelectiveGZipMiddleware

from lossviz.web import plotly_script
from lossviz.web.plotly_script import SCRIPT, packed
from lossviz.web.server import routes
from tests.conftest import in_own_loop

BEHIND_STREAMLIT = Starlette(
    routes=[plotly_script.route], middleware=[Middleware(SelectiveGZipMiddleware)]
)


def asked(method="GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
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
        "path": "/lossviz/plotly.min.js",
        "query_string": b"",
        "headers": names,
    }
    in_own_loop(BEHIND_STREAMLIT(scope, receive, send))
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
