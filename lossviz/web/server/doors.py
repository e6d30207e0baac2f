"""What is not let in: a foreign Host, and what Streamlit shows to anyone of its inner state."""

import logging
import os
import re
from collections.abc import Iterator

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lossviz.web.site.text import of_browser, say_in

log = logging.getLogger(__name__)

HOSTS = "LOSSVIZ_HOSTS"
LOCAL = ("localhost", "127.0.0.1", "[::1]")
# at the end of a path: the site may stand under one of its own
CLOSED = ("/_stcore/metrics",)

_HOST = re.compile(r"([a-z0-9_][a-z0-9_.-]*|\[[0-9a-f:.]+\])(:[0-9]{1,5})?", re.IGNORECASE)


def host_of(scope: Scope) -> str | None:
    """The request's Host, with its port; None where there is none, or none that is well formed."""
    found = Headers(scope=scope).getlist("host")
    return found[0].lower() if len(found) == 1 and _HOST.fullmatch(found[0]) else None


def name_of(host: str) -> str:
    """A well formed Host without its port."""
    found = _HOST.fullmatch(host)
    if found is None:
        raise ValueError(f"no well formed Host: {host!r}")
    return found[1].lower().rstrip(".")


def allowed_hosts() -> frozenset[str] | None:
    """The names in LOSSVIZ_HOSTS; None, any name, where it is empty or holds a `*`."""
    asked = [entry.strip() for entry in os.environ.get(HOSTS, "").split(",") if entry.strip()]
    return None if not asked or "*" in asked else frozenset(_names(asked))


def _names(asked: list[str]) -> Iterator[str]:
    for entry in asked:
        host = f"[{entry}]" if entry.count(":") > 1 and entry[0] != "[" else entry
        if _HOST.fullmatch(host):
            yield name_of(host)
        else:
            log.log(logging.WARNING, "%s: %r is no host name, and is left out", HOSTS, entry)


class Doors:
    """Refuses requests under a name that is not allowed, and paths that are closed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.allowed = allowed_hosts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and (refusal := self._refusal(scope)):
            await refusal(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        lang = of_browser(None, Headers(scope=scope).get("accept-language"))
        if self.allowed is not None:
            host = host_of(scope)
            if host is None:
                words = say_in(lang, "frame.no_host", variable=HOSTS)
                return PlainTextResponse(words, 400)
            if name_of(host) not in self.allowed:
                words = say_in(lang, "frame.foreign_host", host=name_of(host)[:100], variable=HOSTS)
                return PlainTextResponse(words, 400)
        if scope["path"].rstrip("/").endswith(CLOSED):
            return PlainTextResponse(say_in(lang, "frame.closed"), 404)
        return None
