"""The site's front page: Streamlit's own, in the visitor's language, with our script in front.

Streamlit answers every path with its one page and status 200, and shows dialogs of its own, in
English, while its server does not answer or where there is no page of a name. Here a path that
is no page gets 404, with a front page that leads to ours about it; and the dialogs stay shut
(`blockErrorDialogs`, which Streamlit has for sites that show errors themselves).
"""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lossviz.web.early import early
from lossviz.web.lectern.notes import NOTES
from lossviz.web.modules import SCRIPT, STYLE, base_path, version
from lossviz.web.server.alone import EMBED, FILE
from lossviz.web.server.headers import INDEX
from lossviz.web.site import foreign
from lossviz.web.site.links import NAMES, address
from lossviz.web.site.missing import MISSING
from lossviz.web.site.text import LANGUAGES, TAGS, of_browser, room, say_in

HOST_CONFIG = "_stcore/host-config"
# where what depends on the address's query goes
EARLY = "<!-- early -->"
CSS = Path(__file__).parent / "frame" / "line.css"
# Streamlit's options, by what its front end calls them
FONTS = {"body": "theme.font", "heading": "theme.headingFont", "code": "theme.codeFont"}
# in Streamlit's manifest: its own script, and the parts that every page of ours is made of
ENTRY = "index.html"
ELEMENTS = ("BidiComponent", "ButtonGroup", "Html", "PageLink")
# each replaces one place of Streamlit's page; a test sees that they are there
LICENCE = re.compile(r"<!--.*?-->\s*(?=<!DOCTYPE)", re.DOTALL)
HTML = re.compile(r'<html lang="en">')
TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
NO_SCRIPT = re.compile(r"(?<=<noscript>).*?(?=</noscript>)", re.DOTALL)
# a theme that names fonts of the system's never uses the one that is loaded here
FONT = re.compile(r'<link\s+rel="preload"[^>]*\sas="font"[^>]*>')
# our module comes first of all: it may have to set the address right before Streamlit reads it
FIRST_SCRIPT = re.compile(r'(?=<script type="module")')
END = re.compile(r"(?=</head>)")
PRELOAD = '<link rel="modulepreload" crossorigin href="./{}">'

# the name of each page, by its address below the base path
ADDRESSES = {"" if name == NAMES[0] else address(name): name for name in NAMES}


@lru_cache(maxsize=64)
def front_page(lang: str, name: str, astray: bool) -> str:
    """The HTML of the page `name` in language `lang`; `astray`: whether it has another address."""
    title = f"{say_in(lang, f'frame.pages.{name}')} · {say_in(lang, 'frame.site')}"
    html = LICENCE.sub("", INDEX.read_text("utf-8"))
    for place, words in (
        (HTML, f'<html lang="{TAGS[lang]}">'),
        (TITLE, f"<title>{escape(title)}</title>"),
        (NO_SCRIPT, f"<p>{escape(say_in(lang, 'line.no_script'))}</p>"),
        (FONT, ""),
        (FIRST_SCRIPT, _head(astray)),
        (
            END,
            "".join(f'<link rel="modulepreload" crossorigin href="./{path}">' for path in later()),
        ),
    ):
        html = place.sub(lambda _, words=words: words, html, count=1)
    # an address with slashes in it is not in the folder that the files are in
    return html.replace('="./', f'="{base_path()}') if name == MISSING else html


def _head(astray: bool) -> str:
    folder = f"./lossviz/static/{version()}"
    return "\n    ".join(
        (
            f"<style>{_colours()}\n{CSS.read_text('utf-8')}</style>",
            _told("frame", _data(astray)),
            EARLY,
            f'<link rel="stylesheet" href="{folder}/{STYLE}">',
            f'<script type="module" src="{folder}/{SCRIPT}"></script>',
            "",
        )
    )


def _told(name: str, data: object) -> str:
    """A script that holds what `js/site/frame.js` is told; no word in it can end it."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/json" id="lossviz-{name}">{text}</script>'


@lru_cache(maxsize=1)
def later() -> tuple[str, ...]:
    """The scripts that Streamlit asks for when it has run the page, for what all pages have.

    They come beside its own script instead, and so before the page has run.
    """
    manifest = json.loads((INDEX.parent / "manifest.json").read_text("utf-8"))

    def needed(entries: Iterable[str]) -> set[str]:
        found, left = set(), list(entries)
        while left:
            if (at := left.pop()) not in found:
                found.add(at)
                left += manifest[at].get("imports", ())
        return found

    entries = [name for name in manifest if Path(name).stem in ELEMENTS]
    return tuple(sorted(manifest[name]["file"] for name in needed(entries) - needed([ENTRY])))


def _data(astray: bool) -> dict[str, object]:
    """What the page's own script needs of what Python knows."""
    ours = foreign.words()
    return {
        "astray": astray,
        "fonts": {f"{of}Font": st.get_option(name) for of, name in FONTS.items()},
        "missing": address(MISSING),
        "table": [row._asdict() for row in foreign.TABLE],
        "words": {
            lang: {
                "foreign": ours[lang],
                "frame": {"navigation": say_in(lang, "frame.navigation")},
                "line": room("line", lang),
            }
            for lang in LANGUAGES
        },
    }


def _colours() -> str:
    """The theme's colours: the notice must not need Streamlit to be there."""

    def rule(theme: str, root: str = ":root") -> str:
        names = ("text", "background")
        pairs = (f"--line-{name}:{st.get_option(f'theme.{theme}.{name}Color')};" for name in names)
        return f"{root}{{{''.join(pairs)}}}"

    system = f"{rule('light')}@media (prefers-color-scheme: dark){{{rule('dark')}}}"
    light = ':root:is([data-shade="light"],[data-shade="projector"])'
    chosen = rule("light", light) + rule("dark", ':root[data-shade="dark"]')
    # a page that is dark is so before Streamlit is there
    return f"{system}{chosen}:root{{background:var(--line-background)}}"


class FrontPage:
    """Answers with the front page for pages and for what is nowhere, and keeps the dialogs shut."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            return await self.app(scope, receive, send)
        below = _below(scope["path"])
        if below is None or below in (EMBED, FILE, NOTES):
            return await self.app(scope, receive, send)
        if below in ADDRESSES:
            answer = _page(scope, ADDRESSES[below], 200)
            return await answer(scope, receive, send)
        if below == HOST_CONFIG:
            return await self._host_config(scope, receive, send)
        missing = _page(scope, MISSING, 404, astray=below != address(MISSING))
        return await self.app(scope, receive, _Instead(missing, scope, receive, send))

    async def _host_config(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What Streamlit tells its own front end, but with the dialogs shut."""
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        plain = [(k, v) for k, v in scope["headers"] if k.lower() != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, keep)
        start, *rest = messages
        body = b"".join(message.get("body", b"") for message in rest)
        if start["status"] == 200 and body:
            body = json.dumps(json.loads(body) | {"blockErrorDialogs": True}).encode()
            MutableHeaders(scope=start)["Content-Length"] = str(len(body))
        await send(start)
        await send({"type": "http.response.body", "body": body})


def _below(path: str) -> str | None:
    """The path below the one that the site stands under; None for one that is not."""
    base = base_path()
    return path.removeprefix(base) if path.startswith(base) else None


def _page(scope: Scope, name: str, status: int, astray: bool = False) -> Response:
    asked = Request(scope).query_params.get("lang")
    accepted = Headers(scope=scope).get("accept-language")
    lang = asked if asked in LANGUAGES else of_browser(None, accepted)
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}
    data = early(name, scope["query_string"].decode("latin-1"), lang)
    html = front_page(lang, name, astray).replace(EARLY, _told("early", data))
    return HTMLResponse(html, status, headers)


class _Instead:
    """A `send` that sends another answer, where the one that comes is Streamlit's front page."""

    def __init__(self, other: Response, scope: Scope, receive: Receive, send: Send) -> None:
        self.other, self.scope, self.receive, self.send = other, scope, receive, send
        self.replaces = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = Headers(raw=message["headers"]).get("content-type", "")
            self.replaces = message["status"] == 200 and kind.startswith("text/html")
            if self.replaces:
                return await self.other(self.scope, self.receive, self.send)
        if not self.replaces:
            await self.send(message)
