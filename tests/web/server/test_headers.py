"""Security headers: on every answer, and strict enough."""

import base64
import hashlib
import logging

import pytest
from starlette.requests import ClientDisconnect

from lossviz.web.server.headers import HEADERS, INDEX, SecurityHeaders, headers_for, policy
from lossviz.web.site.text import phrases
from tests.conftest import in_own_loop

POLICY = policy("site.example:8501")


def messages(app, kind="http", host="site.example:8501", accept="en") -> list[dict]:
    """What reaches the client."""
    sent = []

    async def send(message):
        sent.append(message)

    headers = [(b"host", host.encode()), (b"accept-language", accept.encode())]
    scope = {"type": kind, "method": "GET", "path": "/", "headers": headers}
    in_own_loop(SecurityHeaders(app)(scope, None, send))
    return sent


def named(message: dict) -> dict[str, str]:
    return {k.decode().lower(): v.decode() for k, v in message["headers"]}


def connect_src(host: str | None) -> list[str]:
    (found,) = [part for part in policy(host).split("; ") if part.startswith("connect-src")]
    return found.split()[1:]


async def lax(scope, receive, send):
    headers = [(b"content-security-policy", b"script-src *"), (b"x-own", b"kept")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


async def failing(scope, receive, send):
    raise RuntimeError("a secret")


async def failing_late(scope, receive, send):
    await lax(scope, receive, send)
    raise RuntimeError("a secret")


async def left(scope, receive, send):
    raise ClientDisconnect


def test_answers_get_every_header_and_keep_their_own():
    headers = named(messages(lax)[0])
    assert headers["x-own"] == "kept"
    assert {name.lower() for name in HEADERS} <= headers.keys()
    assert headers["content-security-policy"] == POLICY


def test_websockets_pass_untouched():
    headers = named(messages(lax, kind="websocket")[0])
    assert headers["content-security-policy"] == "script-src *"


@pytest.mark.parametrize("accept, lang", [("en", "en"), ("zh-CN,zh;q=0.9", "zh"), ("", "en")])
def test_a_failing_route_is_answered_in_one_sentence_with_every_header(caplog, accept, lang):
    start, body = messages(failing, accept=accept)
    assert start["status"] == 500
    expected = {k.lower(): v for k, v in headers_for("site.example:8501").items()}
    assert expected.items() <= named(start).items()
    assert body["body"].decode() == phrases(lang)["frame.error"]
    assert not body.get("more_body")
    (record,) = caplog.records
    assert record.levelno == logging.ERROR and "a secret" in caplog.text


def test_an_answer_that_had_begun_is_left_to_the_server_to_end(caplog):
    sent = []

    async def send(message):
        sent.append(message["type"])

    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    with pytest.raises(RuntimeError):
        in_own_loop(SecurityHeaders(failing_late)(scope, None, send))
    assert sent == ["http.response.start"]
    assert not caplog.records


def test_a_client_that_left_is_no_error(caplog):
    assert messages(left) == []
    assert not caplog.records


def test_policy_allows_no_inline_script_but_the_known_ones():
    scripts = next(part for part in POLICY.split("; ") if part.startswith("script-src"))
    assert "unsafe-inline" not in scripts and "'unsafe-eval'" not in scripts
    known = INDEX.read_text("utf-8").split("<script>")[1].split("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(known.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in scripts


def test_policy_names_no_other_host():
    assert "http:" not in POLICY and "https:" not in POLICY and "*" not in POLICY


def test_websockets_lead_to_the_page_s_own_host_alone():
    own = ["ws://site.example:8501", "wss://site.example:8501"]
    assert connect_src("site.example:8501") == ["'self'", "data:", "blob:", *own]


@pytest.mark.parametrize("host", [None, "[::1]:8501"])
def test_a_host_that_a_policy_cannot_name_is_left_to_self(host):
    assert connect_src(host) == ["'self'", "data:", "blob:"]


@pytest.mark.parametrize("host", ["a; script-src *", "a b", "*", "evil.example/x", "ü", "a:b", ""])
def test_no_host_writes_into_the_policy(host):
    assert named(messages(lax, host=host)[0])["content-security-policy"] == policy(None)
