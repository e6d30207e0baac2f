"""What the browser asks the server for in the playground: its scene, tracks, points, a figure.

All of it is work of a `Stream`: generators of messages that give way between two of them.
"""

import json
import time
from collections.abc import Generator, Iterator
from functools import partial
from typing import Any

from lossviz import training
from lossviz.gallery import figure_of_run
from lossviz.pictures import Row, plain, row, run_looks
from lossviz.playground import (
    TIMELINE,
    default_view,
    input_plane,
    parameter_names,
    runs,
    tracks,
)
from lossviz.playground.runs import Piece, Sweep
from lossviz.settings import Settings
from lossviz.stage.input_plane import VIEW, beside
from lossviz.stage.messages import stopped_text
from lossviz.stage.packing import Scaled, message
from lossviz.stage.sliders import sliders, timeline
from lossviz.stage.words import pictured, translated
from lossviz.stage.work import NotThere, Spread
from lossviz.training import Run
from lossviz.training.problem import problem
from lossviz.words import say_of

# whose words the pictures have
ROOM = "stage"

# several frames of a sweep go into one message: the fixed cost of drawing regions is shared
SWEEP_PAUSE_S = 0.08


def messages(settings: Settings, lang: str, words_only: bool = False) -> Iterator[bytes]:
    """The scene, then the track over the training step, in pieces while it is trained, then "end".

    Args:
      words_only: without the track, for who has it in another language.
    """
    yield message("scene", **described(settings, lang))
    if words_only:
        for run in runs.finished(settings):
            yield b"" if run is None else _end(run, lang)
        return
    yield _about(settings, TIMELINE)
    for piece, so_far in runs.trained(settings):
        news = b"" if piece is None else _piece(piece, TIMELINE)
        yield news + message("progress", done=_reached(so_far), total=settings.steps)
        run = so_far
    yield ending(run, lang)


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


def figure(
    settings: Settings, picture: str, step: int, view: str, lang: str, theme: str
) -> Iterator[bytes]:
    """A picture of one step as a Plotly figure, for zoom and export, as one message of JSON.

    Raises:
      NotThere: there is no such picture, or it is words alone.
    """
    for run in runs.finished(settings):
        if run is None:
            yield b""
            continue
        try:
            drawn = figure_of_run(run, picture, step, view, lang, theme)
        except KeyError as error:
            raise NotThere(error.args[0]) from None
        sent = {"title": drawn.layout.title.text or "", "figure": json.loads(drawn.to_json())}
        yield json.dumps({"figures": [sent]}).encode()


def told(settings: Settings, step: int, view: str, lang: str) -> Iterator[bytes]:
    """What the pictures show at one step, in words by picture, as a message of JSON.

    What a view shows beside the run is told only in that view.
    """
    for run in runs.finished(settings):
        if run is None:
            yield b""
            continue
        say = partial(say_of, lang, ROOM)
        there = len(run.steps) > 0
        words = tracks.described(run, step, say) if there else {}
        if there and view == VIEW:
            words |= input_plane.described(run, step, say)
        yield json.dumps({"words": words}).encode()


def rows(settings: Settings, lang: str) -> list[Row]:
    """The pictures of a run of these settings."""
    plane = input_plane.picture(settings, partial(say_of, lang, ROOM))
    return [row(*tracks.pictures(settings, problem(settings).data), plane, alone=True)]


def described(settings: Settings, lang: str) -> dict[str, Any]:
    """What a "scene" message has: all that is in a language, but for what the pictures show."""
    names = parameter_names(settings)
    return {
        "query": settings.to_query(),
        "changed": bool(settings.to_query()),
        "controls": [*sliders(settings, lang), timeline(runs.timeline(settings), lang)],
        "sliders": names,
        "dear": names,
        "timeline": TIMELINE,
        "looks": translated(lang, ROOM, plain(run_looks(settings.dim, default_view(settings)))),
        "rows": pictured(lang, ROOM, rows(settings, lang)),
        "beside": beside(settings),
        "derivations": [],
        "wide": False,
    }


def whole(run: Run) -> bytes:
    """All of a run's track over its steps."""
    piece = runs.piece_of(run)
    return _about(run.settings, TIMELINE) + (b"" if piece is None else _piece(piece, TIMELINE))


def ending(run: Run, lang: str) -> bytes:
    """What comes last of a run: where it met NaN, and what the pictures show, in words."""
    if run.stopped is None:
        return _end(run, lang)
    return message(
        "trouble", code="non-finite", step=run.stopped.step, loss=run.stopped.loss,
        text=stopped_text(run.settings, run.stopped, lang),
    ) + _end(run, lang)  # fmt: skip


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


def _end(run: Run, lang: str) -> bytes:
    """The last message, with what the pictures show at the end of the run, in words."""
    if not len(run.steps):
        return message("end", words={})
    return message("end", words=tracks.described(run, None, partial(say_of, lang, ROOM)))


def _gathered(sweep: Sweep) -> Generator[bytes, tuple[int, Run], None]:
    news, waiting, sent = _about(sweep.settings, sweep.over), [], 0.0
    for left in reversed(range(len(sweep.order))):
        waiting.append((yield news))
        news = b""
        if left == 0 or time.monotonic() - sent > SWEEP_PAUSE_S:
            news = _piece(sweep.piece(waiting), sweep.over)
            waiting, sent = [], time.monotonic()
    yield news + message("end")
