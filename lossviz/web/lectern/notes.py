"""The speaker's window: a page without Streamlit that follows the presenter in another tab."""

import json
from functools import lru_cache
from html import escape
from pathlib import Path
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from lossviz.web.lectern.talk import TALKS, talk
from lossviz.web.modules import base_path, version
from lossviz.web.site.text import LANGUAGES, TAGS, of_browser, room, say_in

HERE = Path(__file__).parent
# the path below that of the site
NOTES = "lossviz/notes"


@lru_cache(maxsize=1)
def _template() -> Template:
    return Template((HERE / "notes.html").read_text("utf-8"))


@lru_cache(maxsize=64)
def notes_page(name: str, lang: str) -> str:
    """The HTML of the window for the page `name`, one of `TALKS`."""
    words = room("lectern.notes", lang) | {
        key: say_in(lang, f"lectern.{key}") for key in ("back", "on", "step", "time", "elapsed")
    }
    data = {"base": base_path(), "lang": lang, "text": words, **talk(name, lang)}
    return _template().substitute(
        tag=TAGS[lang],
        title=escape(f"{words['title']} · {data['title']}"),
        style=(HERE / "notes.css").read_text("utf-8"),
        # no word in it can end the script that holds it
        data=json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
        script=f"{base_path()}lossviz/static/{version()}/lectern/notes.js",
    )


async def notes(request: Request) -> Response:
    """The window for the page that `lesson` names, in the language `lang`."""
    name = request.query_params.get("lesson", "")
    lang = request.query_params.get("lang", "")
    if lang not in LANGUAGES:
        lang = of_browser(None, request.headers.get("accept-language"))
    if name not in TALKS:
        words = escape(say_in(lang, "lectern.notes.no_page", name=repr(name[:40])))
        return HTMLResponse(f'<p lang="{TAGS[lang]}">{words}</p>', 404)
    return HTMLResponse(notes_page(name, lang), headers={"Cache-Control": "no-cache"})


routes = [Route(f"/{NOTES}", notes)]
