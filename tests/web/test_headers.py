"""Security headers: on every answer, and strict enough."""

import base64
import hashlib

from lossviz.web.headers import HEADERS, INDEX, POLICY, SecurityHeaders
from tests.conftest import in_own_loop


def answered(app, kind="http") -> dict[str, str]:
    """The headers of the answer that reaches the client."""
    sent = []

    async def send(message):
        sent.append(message)

    in_own_loop(SecurityHeaders(app)({"type": kind}, None, send))
    return {k.decode(): v.decode() for k, v in sent[0].get("headers", [])}


async def lax(scope, receive, send):
    headers = [(b"content-security-policy", b"script-src *"), (b"x-own", b"kept")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})


def test_answers_get_every_header_and_keep_their_own():
    headers = answered(lax)
    assert headers["x-own"] == "kept"
    assert {name.lower() for name in HEADERS} <= headers.keys()
    assert headers["content-security-policy"] == POLICY


def test_websockets_pass_untouched():
    assert answered(lax, kind="websocket")["content-security-policy"] == "script-src *"


def test_policy_allows_no_inline_script_but_the_known_ones():
    scripts = next(part for part in POLICY.split("; ") if part.startswith("script-src"))
    assert "unsafe-inline" not in scripts and "'unsafe-eval'" not in scripts
    known = INDEX.read_text("utf-8").split("<script>")[1].split("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(known.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in scripts


def test_policy_names_no_other_host():
    assert "http:" not in POLICY and "https:" not in POLICY and "*" not in POLICY
