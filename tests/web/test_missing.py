"""An address that is no page is answered in the reader's language."""

import asyncio

import pytest

from lossviz.web.links import NAMES, address
from lossviz.web.missing import Missing
from lossviz.web.text import phrases


def asked(path: str, accept: str = "text/html", language: str = "en") -> tuple[int, str]:
    """Status and body of the answer; the app behind answers 200."""
    sent: list[dict] = []

    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"app"})

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": b""}

    headers = [(b"accept", accept.encode()), (b"accept-language", language.encode())]
    scope = {"type": "http", "method": "GET", "path": path, "headers": headers}
    asyncio.run(Missing(app)(scope, receive, send))
    return sent[0]["status"], sent[1]["body"].decode()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_who_opens_a_page_that_there_is_not_reads_so(language):
    status, body = asked("/lesson-12", language=language)
    assert status == 404
    assert phrases(language)["frame.missing.title"] in body and "lesson-12" in body
    assert f'<html lang="{language}"' in body and 'href="/"' in body


def test_what_was_asked_for_is_no_markup():
    assert "<script>" not in asked("/<script>alert(1)<")[1]


@pytest.mark.parametrize(
    "path",
    ["/", *(f"/{address(name)}" for name in NAMES[1:]), "/favicon.png", "/_stcore/health",
     "/lossviz/run", "/static/js/index.js"],
)  # fmt: skip
def test_what_there_is_is_left_alone(path):
    assert asked(path) == (200, "app")


def test_a_program_is_answered_as_before():
    assert asked("/lesson-12", accept="*/*") == (200, "app")
