"""The routes beside Streamlit's own: tracks for the stage, and its files."""

import asyncio
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import plotly
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from lossviz import losses
from lossviz.figures import figures_of_run
from lossviz.settings import Settings
from lossviz.web.lesson import trials
from lossviz.web.lesson.registry import SCENE_PAGES
from lossviz.web.lesson.service import answer
from lossviz.web.modules import module, version
from lossviz.web.stage import default_view, service
from lossviz.web.stage.streams import Streams
from lossviz.web.text import DEFAULT, LANGUAGES

PLOTLY_JS = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
# A stream must reach the browser message by message: a compressor would hold it back, and it
# stays away from an answer that already names an encoding.
STREAMED = {"Content-Encoding": "identity", "Cache-Control": "no-store"}
CONTENT = "application/x-lossviz-track"

_runs = Streams(threads=4, name="lossviz-run")
_sweeps = Streams(threads=32, name="lossviz-sweep-stream")
_trials = Streams(threads=8, name="lossviz-trials-stream")


def _asked(request: Request) -> tuple[Settings, str]:
    """Settings and language of a request; whatever is wrong with them is set right."""
    query = dict(request.query_params)
    lang = query.pop("lang", DEFAULT)
    settings = Settings.from_query({k: v for k, v in query.items() if k in Settings.model_fields})
    return settings, lang if lang in LANGUAGES else DEFAULT


async def run(request: Request) -> Response:
    """The track of a run over its steps."""
    settings, lang = _asked(request)
    return _stream(_runs, (settings, lang), partial(service.run_messages, settings, lang))


async def sweep(request: Request) -> Response:
    """The trained end states over the slider `over`."""
    settings, _ = _asked(request)
    over = request.query_params.get("over", "")
    names = [p.key for p in losses.get(settings.loss).parameters]
    if over not in names:
        return _refused(f"over must be one of {', '.join(names) or 'none'}; got {over[:40]!r}")
    make = partial(service.sweep_messages, settings, over)
    return _stream(_sweeps, (settings, over), make)


def _stream(streams: Streams, key: tuple, make: Callable[[], Iterator[bytes]]) -> Response:
    stream = streams.get(key, make)
    return StreamingResponse(stream.read(), media_type=CONTENT, headers=STREAMED)


async def point(request: Request) -> Response:
    """Scores, angles and probabilities of one point at one step."""
    settings, _ = _asked(request)
    try:
        at, number = (int(request.query_params.get(name, "")[:12]) for name in ("at", "point"))
        found = await asyncio.to_thread(service.point, settings, at, number)
    except (ValueError, IndexError) as error:
        return _refused(str(error))
    # a score can be so large that it has no JSON number
    return JSONResponse(json.loads(json.dumps(found), parse_constant=lambda _: None))


async def figure(request: Request) -> Response:
    """The pictures of one step as Plotly figures, for zoom and export."""
    settings, lang = _asked(request)
    try:
        at = int(request.query_params.get("at", str(settings.steps))[:12])
    except ValueError:
        return _refused("at must be a step number")
    view = request.query_params.get("view")
    view = view if view in ("unit", "raw") else default_view(settings)
    done = await asyncio.to_thread(service.finished_run, settings)
    figures = await asyncio.to_thread(figures_of_run, done, at, view, lang)
    body = [{"title": title, "figure": json.loads(fig.to_json())} for title, fig in figures]
    return JSONResponse({"figures": body})


async def scene(request: Request) -> Response:
    """A scene of a lesson at the state the query says, and along each of its sliders."""
    query = dict(request.query_params)
    names = {name: query.pop(name, "") for name in ("lesson", "scene", "lang")}
    lesson = SCENE_PAGES.get(names["lesson"])
    if lesson is None or names["scene"] not in {s.key for s in lesson.scenes}:
        return _refused(f"no scene {names['scene'][:40]!r} in a lesson {names['lesson'][:40]!r}")
    lang = names["lang"] if names["lang"] in LANGUAGES else DEFAULT
    found = lesson.scene(names["scene"])
    body = await asyncio.to_thread(answer, lesson, found, query, lang)
    return Response(body, media_type=CONTENT, headers={"Cache-Control": "no-store"})


async def experiment(request: Request) -> Response:
    """The runs of an experiment as they are done, and the share of them that converged."""
    state, key = trials.asked(dict(request.query_params))
    return _stream(_trials, (key,), partial(trials.messages, state))


async def static(request: Request) -> Response:
    """A module of a component; the version in its path lets browsers keep it for good."""
    asked = request.path_params
    file = module(asked["folder"], asked["name"])
    if asked["version"] != version() or file is None:
        return Response(status_code=404)
    return FileResponse(file, media_type="text/javascript", headers=FOREVER)


async def plotly_js(request: Request) -> Response:
    """Plotly's own bundle out of its wheel: no request leaves the machine."""
    headers = {"Cache-Control": "public, max-age=86400"}
    return FileResponse(PLOTLY_JS, media_type="text/javascript", headers=headers)


def _refused(reason: str) -> Response:
    return JSONResponse({"error": reason}, status_code=400)


routes = [
    Route("/lossviz/run", run),
    Route("/lossviz/sweep", sweep),
    Route("/lossviz/point", point),
    Route("/lossviz/figure", figure),
    Route("/lossviz/scene", scene),
    Route("/lossviz/trials", experiment),
    Route("/lossviz/static/{version}/{folder}/{name}", static),
    Route("/lossviz/plotly.min.js", plotly_js),
]
