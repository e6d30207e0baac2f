"""What the browser asks the server for in the playground: its scene, tracks, points, figures.

All of it is work of a `Stream`: generators of messages that give way between two of them.
"""

import json
import time
from collections.abc import Generator, Iterator
from functools import lru_cache

from lossviz import formulas, training
from lossviz.gallery import figures_of_run
from lossviz.playground import TIMELINE, default_view, parameter_names, runs, tracks
from lossviz.playground.runs import Piece, Sweep
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.web.packing import Scaled, message
from lossviz.web.site.mathml import mathml
from lossviz.web.stage.messages import stopped_text
from lossviz.web.stage.sliders import sliders, timeline
from lossviz.web.work import Spread

# several frames of a sweep go into one message: the fixed cost of drawing regions is shared
SWEEP_PAUSE_S = 0.08


def messages(settings: Settings, lang: str, words_only: bool = False) -> Iterator[bytes]:
    """The scene, then the track over the training step, in pieces while it is trained, then "end".

    Args:
      words_only: without the track, for who has it in another language.
    """
    yield _scene(settings, lang)
    if words_only:
        yield message("end")
        return
    yield _about(settings, TIMELINE)
    for piece, so_far in runs.trained(settings):
        news = b"" if piece is None else _piece(piece, TIMELINE)
        yield news + message("progress", done=_reached(so_far), total=settings.steps)
        run = so_far
    yield _ending(run, lang)


def track(settings: Settings, over: str) -> Spread:
    """The trained end state at every position of the slider `over`, coarse positions first."""
    sweep = runs.sweep(settings, over)
    return Spread(sweep.points, training.stream, _gathered(sweep))


def point(settings: Settings, step: int, number: int) -> Iterator[bytes]:
    """The numbers of one point at one step of a run, for the tooltip, as one message of JSON."""
    for run in runs.finished(settings):
        if run is None:
            yield b""
            continue
        # a score can be so large that it has no JSON number
        found = json.dumps(runs.point(run, step, number))
        yield json.dumps(json.loads(found, parse_constant=lambda _: None)).encode()


def figures(settings: Settings, step: int, view: str, lang: str, theme: str) -> Iterator[bytes]:
    """The pictures of one step as Plotly figures, for zoom and export, as one message of JSON."""
    for run in runs.finished(settings):
        if run is None:
            yield b""
            continue
        body = [
            {"title": title, "figure": json.loads(figure.to_json())}
            for title, figure in figures_of_run(run, step, view, lang, theme)
        ]
        yield json.dumps({"figures": body}).encode()


def _scene(settings: Settings, lang: str) -> bytes:
    names = parameter_names(settings)
    picture = {
        "type": "run",
        "id": "run",
        "dim": settings.dim,
        "view": default_view(settings),
        "formula": formula(settings.loss),
    }
    return message(
        "scene",
        query=settings.to_query(),
        controls=[*sliders(settings, lang), timeline(runs.timeline(settings), lang)],
        sliders=names,
        dear=names,
        timeline=TIMELINE,
        rows=[{"grow": 1, "pictures": [picture]}],
        derivations=[],
        wide=False,
    )


@lru_cache(maxsize=32)
def formula(key: str) -> str:
    """The loss's formula as MathML, which browsers draw without a library."""
    return mathml(formulas.formula(key), "inline")


def _about(settings: Settings, over: str) -> bytes:
    about, arrays = runs.described(settings, over)
    return message("track", arrays, over=[over], about=about)


def _piece(piece: Piece, over: str) -> bytes:
    packed = {
        name: Scaled(array) if name in tracks.UNIT else array
        for name, array in piece.arrays.items()
    }
    return message("track", packed, over=[over], positions=piece.positions)


def _reached(run: Run) -> int:
    """The last step that is there; a run that met NaN at once has none."""
    return int(run.steps[-1]) if len(run.steps) else 0


def _ending(run: Run, lang: str) -> bytes:
    if run.stopped is None:
        return message("end")
    return message(
        "trouble", code="non-finite", step=run.stopped.step, loss=run.stopped.loss,
        text=stopped_text(run.settings, run.stopped, lang),
    ) + message("end")  # fmt: skip


def _gathered(sweep: Sweep) -> Generator[bytes, tuple[int, Run], None]:
    news, waiting, sent = _about(sweep.settings, sweep.over), [], 0.0
    for left in reversed(range(len(sweep.order))):
        waiting.append((yield news))
        news = b""
        if left == 0 or time.monotonic() - sent > SWEEP_PAUSE_S:
            news = _piece(sweep.piece(waiting), sweep.over)
            waiting, sent = [], time.monotonic()
    yield news + message("end")
