"""Foreign names and closed paths are refused, each in a sentence."""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

import pytest
from starlette.responses import PlainTextResponse

from lossviz.web.server.doors import HOSTS, LOCAL, Doors, allowed_hosts
from lossviz.web.site.text import phrases
from tests.conftest import in_own_loop


class Answer(NamedTuple):
    kind: str
    status: int
    text: str


async def welcome(scope, receive, send):
    await PlainTextResponse("welcome")(scope, receive, send)


Visit = Callable[..., Answer]


def visit(monkeypatch, hosts: str | None) -> Visit:
    """How a server that was started with these hosts answers."""
    if hosts is None:
        monkeypatch.delenv(HOSTS, raising=False)
    else:
        monkeypatch.setenv(HOSTS, hosts)
    doors = Doors(welcome)

    def ask(host="any.example", path="/", method="GET", lang="en", kind="http") -> Answer:
        sent = []

        async def send(message):
            sent.append(message)

        headers = [(b"host", host.encode()), (b"accept-language", lang.encode())]
        scope = {"type": kind, "method": method, "path": unquote(path), "headers": headers}
        in_own_loop(doors(scope | {"extensions": {"websocket.http.response": {}}}, None, send))
        start, body = sent
        return Answer(start["type"], start["status"], body["body"].decode())

    return ask


WELCOME = Answer("http.response.start", 200, "welcome")


@pytest.mark.parametrize("hosts", [None, "", " ", "*", "site.example, *"])
@pytest.mark.parametrize("host", ["any.example", "10.0.0.1:8501", "[::1]", "not a host"])
def test_any_name_is_welcome_where_none_is_demanded(monkeypatch, hosts, host):
    assert visit(monkeypatch, hosts)(host) == WELCOME


LISTED = "site.example, Other.example:9000,10.0.0.7,::1"


@pytest.mark.parametrize(
    "host",
    ["site.example", "SITE.example:8501", "site.example.", "other.example", "10.0.0.7:80",
     "[::1]:8501"],
)  # fmt: skip
def test_listed_names_are_welcome_under_any_port(monkeypatch, host):
    assert visit(monkeypatch, LISTED)(host) == WELCOME


@pytest.mark.parametrize("host", ["evil.example", "site.example.evil.example", "x.site.example"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_other_names_are_refused_in_a_sentence_that_says_what_helps(monkeypatch, host, lang):
    answer = visit(monkeypatch, LISTED)(f"{host}:8501", lang=lang)
    assert answer.status == 400
    words = phrases(lang)["frame.foreign_host"]
    assert answer.text == words.format(host=host, variable="LOSSVIZ_HOSTS")


@pytest.mark.parametrize(
    "host", ["", "a b", "site.example/", "site.example:x", "<b>", "site.example@x"]
)
def test_what_is_no_name_is_refused_and_not_repeated(monkeypatch, host):
    answer = visit(monkeypatch, LISTED)(host)
    assert answer.status == 400
    assert answer.text == phrases("en")["frame.no_host"].format(variable=HOSTS)


def test_a_very_long_name_is_cut(monkeypatch):
    answer = visit(monkeypatch, LISTED)("x" * 9000)
    assert answer.status == 400 and len(answer.text) < 1000


def test_websockets_are_refused_before_they_open(monkeypatch):
    ask = visit(monkeypatch, LISTED)
    refused = ask("evil.example", kind="websocket")
    assert (refused.kind, refused.status) == ("websocket.http.response.start", 400)
    assert ask("site.example", kind="websocket").text == "welcome"


def test_local_names_are_this_machine_s(monkeypatch):
    ask = visit(monkeypatch, ",".join(LOCAL))
    for host in ("localhost:8501", "127.0.0.1:8501", "[::1]:8501"):
        assert ask(host) == WELCOME
    assert ask("rebound.example").status == 400


def test_an_entry_that_is_no_name_is_left_out_with_a_warning(monkeypatch, caplog):
    monkeypatch.setenv(HOSTS, "https://site.example/,good.example")
    assert allowed_hosts() == {"good.example"}
    assert "https://site.example/" in caplog.text


@pytest.mark.parametrize(
    "path",
    ["/_stcore/metrics", "/_stcore/metrics/", "/base/path/_stcore/metrics", "//_stcore/metrics",
     "/_stcore/%6Detrics"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "OPTIONS", "POST"])
def test_closed_paths_are_not_there(monkeypatch, path, method):
    answer = visit(monkeypatch, None)(path=path, method=method)
    assert answer.status == 404
    assert answer.text == phrases("en")["frame.closed"]


def test_other_paths_are_open(monkeypatch):
    for path in ("/_stcore/health", "/_stcore/metricsx", "/metrics"):
        assert visit(monkeypatch, None)(path=path) == WELCOME
