"""Scenes as pages of their own: for a frame on another site, and as a file to take away.

`/lossviz/embed?lesson=…&scene=…&lang=…&theme=light|dark|auto&<state>` shows a scene that asks this
site for what it needs; `/lossviz/file?…` is the same as one file that needs nobody. What is wrong
with a state is set right, and said.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from html import escape
from time import monotonic
from urllib.parse import parse_qs

import numpy as np
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from lossviz.alone import page
from lossviz.alone.archive import Making
from lossviz.alone.file import file_of, name_of
from lossviz.alone.page import PLAYGROUND, THEMES, Place
from lossviz.lessons import Lesson, Scene
from lossviz.playground import KEYS
from lossviz.scenes.state import read, to_query
from lossviz.settings import Change
from lossviz.stage.changes import sentence_of
from lossviz.stage.packing import message
from lossviz.training import Busy
from lossviz.upload import UploadMissing
from lossviz.web.modules import STYLE, base_path, version
from lossviz.web.server import visitors
from lossviz.web.server.tables import named
from lossviz.web.server.workers import CREW
from lossviz.web.site import picture
from lossviz.web.site.text import LANGUAGES, TAGS, of_browser, say_in
from lossviz.web.work import TRACK, Answer, Streams, apology
from lossviz.words.references import address
from lossviz.words.scene_pages import SCENE_PAGES

EMBED, FILE = "lossviz/embed", "lossviz/file"
# what a query has beside the state, also what other views of a page have in it
OWN = ("lesson", "scene", "lang", "theme", "as", "present", "camera")
MOST_NOTICES = 6
# of a name that is not known, so much is said again
MOST_SIGNS = 40
# between two words about how far a file is
TOLD_S = 0.1
HTML = "text/html; charset=utf-8"

_files = Streams(CREW, urgent=False, limit=20_000_000)


class Wrong(Exception):
    """What cannot be shown: the key of the words that say why, and the status of the answer."""

    def __init__(self, key: str, status: int, **words: str) -> None:
        super().__init__(key)
        self.key, self.status, self.words = key, status, words


async def embed(request: Request) -> Response:
    """A scene by itself, live."""
    try:
        place = _place(request)
    except Wrong as wrong:
        return _refusal(request, wrong)
    base = base_path()
    static = f"{base}lossviz/static/{version()}/"
    head = (
        f'<link rel="stylesheet" href="{static}{STYLE}">\n'
        f"<style>{page.colours(place.theme)}\n{page.own_style()}</style>"
    )
    script = f'<script type="module" src="{static}{page.SCRIPT}"></script>'
    told = page.told(place, base=base, address=address(place.lesson), visitor=visitors.page_name())
    return HTMLResponse(page.html(told, head=head, script=script), headers=_kept_by_nobody())


async def file(request: Request) -> Response:
    """The same as a file; `as=messages`: in messages that say how far it is, the last has it."""
    try:
        place = _place(request)
    except Wrong as wrong:
        return _refusal(request, wrong)
    told = request.query_params.get("as") == "messages"
    make = partial(_messages if told else _whole, file_of(place), name_of(place))
    key = (place.lesson, place.scene, place.query, place.lang, place.theme, told)
    try:
        reader = _files.read(key, visitors.of(request), make)
    except Busy as error:
        return apology(error)
    reader.stream.needs = getattr(request.state, "table", None)
    answer = Answer(reader, request, TRACK if told else HTML, zipped=False)
    if not told:
        answer.headers["Content-Disposition"] = f'attachment; filename="{name_of(place)}"'
    return answer


def _messages(work: Making[str], name: str) -> Iterator[bytes]:
    said = 0.0
    while True:
        try:
            done, total = next(work)
        except StopIteration as end:
            found = np.frombuffer(end.value.encode(), np.uint8)
            yield message("file", {"html": found}, name=name) + message("end")
            return
        if monotonic() - said < TOLD_S:
            yield b""
            continue
        said = monotonic()
        yield message("progress", done=done, total=total)


def _whole(work: Making[str], _name: str) -> Iterator[bytes]:
    while True:
        try:
            next(work)
        except StopIteration as end:
            yield end.value.encode()
            return
        yield b""


def _place(request: Request) -> Place:
    """The scene that a request is about.

    Raises:
      Wrong: there is none.
    """
    query = parse_qs(request.url.query, keep_blank_values=True)
    names = {name: query.get(name, [""])[0] for name in OWN}
    state = {key: values for key, values in query.items() if key not in OWN}
    lang = _language(request)
    theme = names["theme"] if names["theme"] in THEMES else THEMES[0]
    if not names["lesson"]:
        raise Wrong("no_lesson", 400)
    if names["lesson"] == PLAYGROUND:
        if names["scene"] not in KEYS:
            raise _no_scene(names, [PLAYGROUND])
        return _run(request, state, lang, theme)
    lesson = SCENE_PAGES.get(names["lesson"])
    if lesson is None:
        known = ", ".join((*SCENE_PAGES, PLAYGROUND))
        raise Wrong("lesson", 404, given=names["lesson"][:MOST_SIGNS], known=known)
    keys = [scene.key for scene in lesson.scenes]
    if names["scene"] not in keys:
        raise _no_scene(names, keys)
    return _scene(lesson, lesson.scene(names["scene"]), state, lang, theme)


def _no_scene(names: Mapping[str, str], known: Sequence[str]) -> Wrong:
    given = {name: names[name][:MOST_SIGNS] for name in ("lesson", "scene")}
    return Wrong("scene", 404, lesson=given["lesson"], given=given["scene"], known=", ".join(known))


def _scene(
    lesson: Lesson, scene: Scene, state: Mapping[str, list[str]], lang: str, theme: str
) -> Place:
    controls = lesson.controls_of(scene)
    # a link of the lesson has the controls of its other scenes, too
    others = {one.key for one in lesson.controls} - {one.key for one in controls}
    found, changes = read(controls, state, also=sorted(others))
    query = to_query(controls, found)
    notices = _notices(changes, of_run=False)
    return Place(lesson.key, scene.key, query, lang, theme, notices=notices)


def _run(request: Request, state: Mapping[str, list[str]], lang: str, theme: str) -> Place:
    try:
        # it cannot be lost while the request is answered
        request.state.table = named({key: values[0] for key, values in state.items()})
    except UploadMissing:
        raise Wrong("table", 410) from None
    found, changes = picture.read(state)
    notices = _notices(changes, of_run=True)
    query = found.to_query()
    return Place(PLAYGROUND, PLAYGROUND, query, lang, theme, found.settings, notices)


def _notices(changes: Sequence[Change], of_run: bool) -> dict[str, list[str]]:
    def lines(lang: str) -> list[str]:
        said = [sentence_of(change, lang, of_run) for change in changes[:MOST_NOTICES]]
        more = len(changes) - len(said)
        return [*said, say_in(lang, "notice.more", n=more)] if more else said

    return {lang: lines(lang) for lang in LANGUAGES}


def _language(request: Request) -> str:
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        return asked
    return of_browser(None, request.headers.get("accept-language"))


def _refusal(request: Request, wrong: Wrong) -> Response:
    """What is wrong, as a page that can be read, also in a frame."""
    lang = _language(request)
    say: Callable[..., str] = partial(say_in, lang)
    title, words = say("alone.wrong.title"), say(f"alone.wrong.{wrong.key}", **wrong.words)
    theme = request.query_params.get("theme", "")
    body = f"""<!doctype html>
<html lang="{TAGS[lang]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{page.NO_ICON}
<title>{escape(title)} · {escape(say("frame.site"))}</title>
<style>{page.colours(theme)}
{page.own_style()}</style>
</head>
<body>
<main class="la-wrong">
<h1>{escape(title)}</h1>
<p>{escape(words)}</p>
<p><a href="{base_path()}?lang={lang}" target="_blank" rel="noopener">{
        escape(say("alone.wrong.home"))
    }</a></p>
</main>
</body>
</html>
"""
    return HTMLResponse(body, wrong.status, headers=_kept_by_nobody())


def _kept_by_nobody() -> dict[str, str]:
    # it has the name of a visitor, and the language of a browser
    return {"Cache-Control": "no-store", "Vary": "Accept-Language"}


routes = [Route(f"/{EMBED}", embed), Route(f"/{FILE}", file)]
