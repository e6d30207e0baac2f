"""Security headers for every answer of the server, also of one that fails: plain ASGI middleware.

The policy lets the page load nothing from anywhere else: no script, style, picture, font or
connection. `blob:` scripts are how Streamlit starts a component's module, `wasm-unsafe-eval` is
what its table widget needs, inline styles are what its own interface is made of, and the line of
script in its front page is allowed by its hash. Websockets go to the page's own host, which is
named beside 'self': Safari before 15.4 takes that for http alone.
"""

import base64
import hashlib
import logging
import re
from importlib.resources import files
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lossviz.web.modules import base_path
from lossviz.web.server.doors import host_of
from lossviz.web.site.text import of_browser, say_in

log = logging.getLogger(__name__)


def _inline_scripts(html: str) -> list[str]:
    """The sources that allow exactly the scripts written into a page, by their hashes."""
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    digests = [hashlib.sha256(script.encode()).digest() for script in scripts]
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


INDEX = Path(str(files("streamlit"))) / "static" / "index.html"
SCRIPTS = " ".join(_inline_scripts(INDEX.read_text("utf-8")))

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


# a page in a folder has no host that `*` stands for
ANYBODY, OURSELVES = "* file:", "'self'"
# the one view that anybody may show in a frame on a page of theirs
FRAMED = "lossviz/embed"


def is_framed(scope: Scope) -> bool:
    """Whether a request is for the view that may be shown in a frame elsewhere."""
    return scope["path"] == base_path() + FRAMED


def policy(host: str | None, framed: bool = False) -> str:
    """The policy of a page under `host`, a well formed Host; None where there is none.

    Args:
      framed: anybody may show it in a frame.
    """
    # a policy cannot name an IPv6 address
    named = host is not None and not host.startswith("[")
    sockets = f" ws://{host} wss://{host}" if named else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: 'wasm-unsafe-eval' {SCRIPTS}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            f"connect-src 'self' data: blob:{sockets}",
            "worker-src 'self' blob:",
            "font-src 'self' data:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            f"frame-ancestors {ANYBODY if framed else OURSELVES}",
        )
    )


def headers_for(host: str | None, framed: bool = False) -> dict[str, str]:
    """Every security header of an answer to a request under `host`."""
    found = {"Content-Security-Policy": policy(host, framed), **HEADERS}
    if framed:
        # it knows no "by anybody"
        del found["X-Frame-Options"]
    return found


class SecurityHeaders:
    """Adds `headers_for` to every HTTP answer, overwriting an answer's own of the same name.

    A route that raises is answered here too: Starlette would do it outside of all middleware, so
    without these headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        added = headers_for(host_of(scope), is_framed(scope))
        begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in added.items():
                    headers[name] = value
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except ClientDisconnect:
            log.debug("%s: the client left", scope["path"])
        except Exception:
            if begun:
                # the server logs it, and ends the connection
                raise
            log.exception("%s %s failed", scope["method"], scope["path"])
            lang = of_browser(None, Headers(scope=scope).get("accept-language"))
            words = say_in(lang, "frame.error")
            failed = PlainTextResponse(words, 500, {"Cache-Control": "no-store"})
            await failed(scope, receive, send_with_headers)
