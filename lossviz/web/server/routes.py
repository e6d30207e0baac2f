"""The routes beside Streamlit's own: scenes and tracks for the stage, and its files."""

from collections.abc import Callable, Hashable, Iterator
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lossviz import losses, playground
from lossviz.figures.theme import SURFACES
from lossviz.lessons import Lesson, Scene
from lossviz.lessons.multiplicative.converge import SCENE as EXPERIMENT
from lossviz.playground.runs import points_of
from lossviz.scenes.state import read
from lossviz.settings import Settings
from lossviz.stage import input_plane, runs, scenes, taking, trials
from lossviz.training import Busy
from lossviz.upload import UploadMissing
from lossviz.web import typed
from lossviz.web.compressed import FOREVER, MEDIA_TYPES, compressed
from lossviz.web.modules import base_path, script_files, version
from lossviz.web.server import visitors
from lossviz.web.server.qr import Unfit, qr_code
from lossviz.web.server.tables import named
from lossviz.web.server.warm_up import compile_soon
from lossviz.web.server.workers import CREW as _crew
from lossviz.web.site.text import DEFAULT, LANGUAGES
from lossviz.web.terms import entries
from lossviz.web.work import JSON, TRACK, Answer, Streams, apology, refusal
from lossviz.words.scene_pages import SCENE_PAGES

PLAYGROUND = "playground"

_runs = Streams(_crew)
_scenes = Streams(_crew)
# asked for once, and not again: figures are for one person, points for one moment
_numbers = Streams(_crew, limit=500_000)
_sweeps = Streams(_crew, urgent=False)
_trials = Streams(_crew, urgent=False, limit=2_000_000)
# the plane of the inputs: asked for only while somebody looks at it
_planes = Streams(_crew, limit=3_000_000)
# what is taken away: files of one person
_files = Streams(_crew, limit=2_000_000)
_plane_sweeps = Streams(_crew, urgent=False, limit=3_000_000)


class Refused(Exception):
    """A request that cannot be answered; its words say why."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.status = status


def _asked(request: Request) -> tuple[Settings, str]:
    """Settings and language of a request; whatever is wrong with them is set right.

    Raises UploadMissing where they are about a table that is not kept: other data would be shown
    in its place.
    """
    query = dict(request.query_params)
    lang = _language(query)
    # it cannot be lost while the request is answered
    request.state.table = named(query)
    settings = Settings.from_query({k: v for k, v in query.items() if k in Settings.model_fields})
    return settings, lang


def _language(query: dict[str, str]) -> str:
    lang = query.pop("lang", DEFAULT)
    return lang if lang in LANGUAGES else DEFAULT


def _number(request: Request, name: str, otherwise: int | None, high: int) -> int:
    """The whole number from 0 to `high` that the query gives for `name`."""
    text = request.query_params.get(name, "" if otherwise is None else str(otherwise))
    # more digits than any number in here has are not worth reading
    if not (text.isascii() and text.isdecimal() and len(text) <= 12 and int(text) <= high):
        raise Refused(f"{name} must be a whole number from 0 to {high}; got {text[:40]!r}")
    return int(text)


def _answered(route: Callable[[Request], Response]) -> Callable:
    """The route, with everything that can be wrong with a request answered in words."""

    async def answered(request: Request) -> Response:
        try:
            return route(request)
        except Refused as error:
            return refusal(error.status, str(error))
        except (Busy, UploadMissing) as error:
            return apology(error)

    return answered


def _stream(
    request: Request,
    streams: Streams,
    key: Hashable,
    make: Callable,
    media_type: str = TRACK,
    zipped: bool = False,
) -> Response:
    reader = streams.read(key, visitors.of(request), make)
    reader.stream.needs = getattr(request.state, "table", None)
    return Answer(reader, request, media_type, zipped)


def scene(request: Request) -> Response:
    """A scene at the state the query says: of a lesson, or else the playground.

    With its cheap tracks, and in the playground with the run over its steps; `only=words` leaves
    that out.
    """
    query = dict(request.query_params)
    if _lesson_key(query) != PLAYGROUND:
        return _lesson_scene(request, query)
    settings, lang = _asked(request)
    words_only = query.get("only") == "words"
    make = partial(runs.messages, settings, lang, words_only)
    return _stream(request, _runs, (settings, lang, words_only), make)


def track(request: Request) -> Response:
    """The dear track of a scene over the slider `over`: trained end states, or an experiment.

    `view=input`: what they make of the plane of the inputs, also over the steps of the run.
    """
    query = dict(request.query_params)
    over = query.pop("over", "")
    if _lesson_key(query) != PLAYGROUND:
        _, found = _scene(query)
        if (found, over) != (EXPERIMENT, trials.OVER):
            raise Refused(f"no track over {over[:40]!r} in the scene {found.key}")
        state, key = trials.asked(query)
        return _stream(request, _trials, key, partial(trials.track, state))
    settings, _ = _asked(request)
    inputs = query.get("view") == input_plane.VIEW
    names = [*([playground.TIMELINE] if inputs else []), *playground.parameter_names(settings)]
    if over not in names:
        raise Refused(f"over must be one of {', '.join(names) or 'none'}; got {over[:40]!r}")
    if inputs:
        return _plane(request, settings, over)
    return _stream(request, _sweeps, (settings, over), partial(runs.track, settings, over))


def _plane(request: Request, settings: Settings, over: str) -> Response:
    """What a run makes of the plane of the inputs, over its steps or over the slider `over`."""
    if over == playground.TIMELINE:
        make = partial(input_plane.run_messages, settings)
        return _stream(request, _planes, settings, make)
    make = partial(input_plane.sweep_messages, settings, over)
    return _stream(request, _plane_sweeps, (settings, over), make)


def point(request: Request) -> Response:
    """Scores, angles and probabilities of one point at one step."""
    settings, _ = _asked(request)
    at = _number(request, "at", None, settings.steps)
    number = _number(request, "point", None, points_of(settings) - 1)
    make = partial(runs.point, settings, at, number)
    return _stream(request, _numbers, (settings, at, number), make, JSON)


def take(request: Request) -> Response:
    """A run as a file (`what`: csv, npz), a notebook of it, or its loss as programs (snippet)."""
    settings, lang = _asked(request)
    query = request.query_params
    at = _number(request, "at", settings.steps, settings.steps)
    try:
        wanted = taking.asked(settings, query.get("what", ""), at, query.get("target", ""), lang)
    except ValueError as error:
        raise Refused(str(error)) from None
    answer = _stream(request, _files, wanted, partial(taking.messages, wanted), wanted.media_type)
    if wanted.media_type != JSON:
        answer.headers["Content-Disposition"] = f'attachment; filename="{wanted.file_name}"'
    return answer


def _theme(asked: str | None) -> str:
    return asked if asked in SURFACES else "light"


def _lesson_key(query: dict[str, str]) -> str:
    """The page whose scene is asked for."""
    return query.get("lesson", PLAYGROUND)


def _lesson_scene(request: Request, query: dict[str, str]) -> Response:
    lang = _language(query)
    lesson, found = _scene(query)
    state = scenes.asked(lesson, found, query)
    make = partial(_scene_messages, lesson, found, state, lang)
    return _stream(request, _scenes, (lesson.key, found.key, state, lang), make, zipped=True)


def _scene_messages(lesson: Lesson, scene: Scene, query: str, lang: str) -> Iterator[bytes]:
    if scene.trains:
        compile_soon(scene.trains(read(lesson.controls_of(scene), query)[0]))
    return scenes.messages(lesson, scene, query, lang)


def picture(request: Request) -> Response:
    """A picture of a scene, at the state the query says, as a Plotly figure."""
    query = dict(request.query_params)
    if _lesson_key(query) == PLAYGROUND:
        return _run_picture(request)
    lang = _language(query)
    lesson, found = _scene(query, status=404)
    name, theme = query.pop("picture", ""), _theme(query.pop("theme", None))
    state = scenes.asked(lesson, found, query)
    make = partial(scenes.figure_messages, lesson, found, state, name, lang, theme)
    key = (lesson.key, found.key, state, name, lang, theme)
    return _stream(request, _numbers, key, make, JSON, zipped=True)


def _run_picture(request: Request) -> Response:
    """A picture of a run: of one step, `at`, and in one `view`.

    `only=words`: what is shown at that step in that view, in words.
    """
    settings, lang = _asked(request)
    asked = request.query_params
    at = _number(request, "at", settings.steps, settings.steps)
    view = asked.get("view")
    view = view if view in playground.VIEWS else playground.default_view(settings)
    if asked.get("only") == "words":
        make = partial(runs.told, settings, at, view, lang)
        return _stream(request, _numbers, (settings, "words", at, view, lang), make, JSON)
    name, theme = asked.get("picture", ""), _theme(asked.get("theme"))
    make = partial(runs.figure, settings, name, at, view, lang, theme)
    key = (settings, name, at, view, lang, theme)
    return _stream(request, _numbers, key, make, JSON, zipped=True)


def _scene(query: dict[str, str], status: int = 400) -> tuple[Lesson, Scene]:
    """The scene that a query is about; its names are taken out of the query."""
    names = [query.pop(name, "") for name in ("lesson", "scene")]
    lesson = SCENE_PAGES.get(names[0])
    if lesson is None or names[1] not in {s.key for s in lesson.scenes}:
        raise Refused(f"no scene {names[1][:40]!r} in a lesson {names[0][:40]!r}", status)
    return lesson, lesson.scene(names[1])


def read_slider(request: Request) -> Response:
    """The value `typed` beside the slider `slider`, of a scene or else of the playground."""
    query = dict(request.query_params)
    name, text = query.pop("slider", ""), query.pop("typed", "")
    if _lesson_key(query) != PLAYGROUND:
        lang = _language(query)
        found = typed.in_scene(*_scene(query), query, name, text, lang)
    else:
        settings, lang = _asked(request)
        parameter = next((p for p in losses.get(settings.loss).parameters if p.key == name), None)
        found = parameter and typed.in_playground(settings, parameter, text, lang)
    if found is None:
        raise Refused(f"no slider {name[:40]!r} with a value to type")
    return JSONResponse(found, headers={"Cache-Control": "no-store"})


def terms(request: Request) -> Response:
    """The entries of the glossary in one language, for who stops at a term."""
    found = entries(_language(dict(request.query_params)))
    return JSONResponse(found, headers={"Cache-Control": "max-age=3600"})


def qr(request: Request) -> Response:
    """The QR code of an address of this site, as a picture."""
    text = request.query_params.get("text", "")
    try:
        drawn = qr_code(text, request.headers.get("host", ""), base_path())
    except Unfit as error:
        raise Refused(str(error)) from None
    return Response(drawn, media_type="image/svg+xml", headers={"Cache-Control": "no-store"})


async def static(request: Request) -> Response:
    """A script; the version in its path lets browsers keep it for good."""
    asked = request.path_params
    content = script_files().get(f"{asked['room']}/{asked['name']}")
    if asked["version"] != version() or content is None:
        return Response(status_code=404)
    media_type = MEDIA_TYPES[Path(asked["name"]).suffix]
    return await compressed(content, request.headers, media_type, FOREVER)


routes = [
    Route("/lossviz/scene", _answered(scene)),
    Route("/lossviz/track", _answered(track)),
    Route("/lossviz/point", _answered(point)),
    Route("/lossviz/picture", _answered(picture)),
    Route("/lossviz/take", _answered(take)),
    Route("/lossviz/typed", _answered(read_slider)),
    Route("/lossviz/qr", _answered(qr)),
    Route("/lossviz/static/{version}/{room}/{name:path}", static),
    Route("/lossviz/terms", _answered(terms)),
]
