"""The routes beside Streamlit's own: tracks for the stage, and its files."""

from collections.abc import Callable, Hashable
from functools import partial

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from lossviz import losses
from lossviz.lessons import Lesson, Scene
from lossviz.settings import Settings
from lossviz.training import Busy
from lossviz.upload import UploadMissing
from lossviz.web import typed, visitors
from lossviz.web.lesson import service as lessons
from lossviz.web.lesson import trials
from lossviz.web.lesson.registry import SCENE_PAGES
from lossviz.web.modules import module, version
from lossviz.web.stage import default_view, input_plane, service
from lossviz.web.tables import named
from lossviz.web.text import DEFAULT, LANGUAGES
from lossviz.web.work import JSON, TRACK, Answer, Crew, Streams, apology, refusal

FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}

_crew = Crew()
_runs = Streams(_crew)
_scenes = Streams(_crew)
# asked for once, and not again: figures are for one person, points for one moment
_numbers = Streams(_crew, limit=500_000)
_sweeps = Streams(_crew, urgent=False)
_trials = Streams(_crew, urgent=False, limit=2_000_000)
# the plane of the inputs: asked for only while somebody looks at it
_planes = Streams(_crew, limit=3_000_000)
_plane_sweeps = Streams(_crew, urgent=False, limit=3_000_000)


class Refused(Exception):
    """A request that cannot be answered; its words say why."""


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
            return refusal(400, str(error))
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


def run(request: Request) -> Response:
    """The track of a run over its steps."""
    settings, lang = _asked(request)
    make = partial(service.run_messages, settings, lang)
    return _stream(request, _runs, (settings, lang), make)


def sweep(request: Request) -> Response:
    """The trained end states over the slider `over`."""
    settings, _ = _asked(request)
    over = request.query_params.get("over", "")
    names = [p.key for p in losses.get(settings.loss).parameters]
    if over not in names:
        raise Refused(f"over must be one of {', '.join(names) or 'none'}; got {over[:40]!r}")
    make = partial(service.sweep_messages, settings, over)
    return _stream(request, _sweeps, (settings, over), make)


def plane(request: Request) -> Response:
    """What a run makes of the plane of the inputs, over its steps or over the slider `over`."""
    settings, lang = _asked(request)
    over = request.query_params.get("over", "step")
    if over == "step":
        make = partial(input_plane.run_messages, settings, lang)
        return _stream(request, _planes, (settings, lang), make)
    names = [p.key for p in losses.get(settings.loss).parameters]
    if over not in names:
        raise Refused(f"over must be one of {', '.join(['step', *names])}; got {over[:40]!r}")
    make = partial(input_plane.sweep_messages, settings, over, lang)
    return _stream(request, _plane_sweeps, (settings, over, lang), make)


def point(request: Request) -> Response:
    """Scores, angles and probabilities of one point at one step."""
    settings, _ = _asked(request)
    at = _number(request, "at", None, settings.steps)
    number = _number(request, "point", None, service.points_of(settings) - 1)
    make = partial(service.point_messages, settings, at, number)
    return _stream(request, _numbers, (settings, at, number), make, JSON)


def figure(request: Request) -> Response:
    """The pictures of one step as Plotly figures, for zoom and export."""
    settings, lang = _asked(request)
    at = _number(request, "at", settings.steps, settings.steps)
    view = request.query_params.get("view")
    view = view if view in ("unit", "raw", "input") else default_view(settings)
    make = partial(service.figure_messages, settings, at, view, lang)
    return _stream(request, _numbers, (settings, at, view, lang), make, JSON, zipped=True)


def scene(request: Request) -> Response:
    """A scene of a lesson at the state the query says, and along each of its sliders."""
    query = dict(request.query_params)
    lang = _language(query)
    lesson, found = _scene(query)
    state = lessons.asked(lesson, found, query)
    make = partial(lessons.messages, lesson, found, state, lang)
    return _stream(request, _scenes, (lesson.key, found.key, state, lang), make, zipped=True)


def _scene(query: dict[str, str]) -> tuple[Lesson, Scene]:
    """The scene that a query is about; its names are taken out of the query."""
    names = [query.pop(name, "") for name in ("lesson", "scene")]
    lesson = SCENE_PAGES.get(names[0])
    if lesson is None or names[1] not in {s.key for s in lesson.scenes}:
        raise Refused(f"no scene {names[1][:40]!r} in a lesson {names[0][:40]!r}")
    return lesson, lesson.scene(names[1])


def read_slider(request: Request) -> Response:
    """The value `typed` beside the slider `slider`, of a scene or else of the playground."""
    query = dict(request.query_params)
    name, text = query.pop("slider", ""), query.pop("typed", "")
    if "lesson" in query:
        lang = _language(query)
        found = typed.in_scene(*_scene(query), query, name, text, lang)
    else:
        settings, lang = _asked(request)
        parameter = next((p for p in losses.get(settings.loss).parameters if p.key == name), None)
        found = parameter and typed.in_playground(settings, parameter, text, lang)
    if found is None:
        raise Refused(f"no slider {name[:40]!r} with a value to type")
    return JSONResponse(found, headers={"Cache-Control": "no-store"})


def experiment(request: Request) -> Response:
    """The runs of an experiment as they are done, and the share of them that converged."""
    state, key = trials.asked(dict(request.query_params))
    return _stream(request, _trials, key, partial(trials.work, state))


async def static(request: Request) -> Response:
    """A module of a component; the version in its path lets browsers keep it for good."""
    asked = request.path_params
    file = module(asked["room"], asked["name"])
    if asked["version"] != version() or file is None:
        return Response(status_code=404)
    return FileResponse(file, media_type="text/javascript", headers=FOREVER)


routes = [
    Route("/lossviz/run", _answered(run)),
    Route("/lossviz/sweep", _answered(sweep)),
    Route("/lossviz/input", _answered(plane)),
    Route("/lossviz/point", _answered(point)),
    Route("/lossviz/figure", _answered(figure)),
    Route("/lossviz/scene", _answered(scene)),
    Route("/lossviz/trials", _answered(experiment)),
    Route("/lossviz/typed", _answered(read_slider)),
    Route("/lossviz/static/{version}/{room}/{name}", static),
]
