"""The answer to an address that is no page: Streamlit would show the home page, and say in English
that it is another."""

from html import escape

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lossviz.web.links import NAMES, address
from lossviz.web.text import of_browser, say_in

PAGES = frozenset(map(address, NAMES))
PAGE = """<!doctype html>
<html lang="{lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<body style="font: 1.1rem/1.6 sans-serif; max-width: 40rem; margin: 20vh auto; padding: 0 1rem">
<h1>{title}</h1><p>{words}</p><p><a href="{home}">{back}</a></p>
"""


class Missing:
    """Answers whoever opens a page that there is not with 404, in their language."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _missing(scope) if scope["type"] == "http" else None
        await (answer or self.app)(scope, receive, send)


def _missing(scope: Scope) -> HTMLResponse | None:
    headers = Headers(scope=scope)
    if scope["method"] != "GET" or "text/html" not in headers.get("accept", ""):
        return None
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    name = scope["path"].strip("/").removeprefix(base).strip("/")
    # files, and what Streamlit and this site serve beside pages, have folders of their own or a dot
    if not name or name in PAGES or "/" in name or "." in name:
        return None
    lang = of_browser(None, headers.get("accept-language"))
    return HTMLResponse(
        PAGE.format(
            lang=lang,
            title=escape(say_in(lang, "frame.missing.title")),
            words=escape(say_in(lang, "frame.missing.words", path=name[:60])),
            home=f"/{base}",
            back=escape(say_in(lang, "frame.missing.back")),
        ),
        404,
    )
