"""What a file needs of a run: its track over the steps, and one over each parameter of its loss."""

from typing import Any

from lossviz.alone.archive import Archive, Making, Progress
from lossviz.playground import parameter_names
from lossviz.playground.runs import finished
from lossviz.settings import Settings
from lossviz.stage import runs
from lossviz.stage.input_plane import VIEW
from lossviz.stage.packing import message
from lossviz.stage.work import in_turn
from lossviz.training import Run
from lossviz.words import LANGUAGES


def archive_of(settings: Settings) -> Making[Archive]:
    """The archive of a run, which is trained unless it is known, and of the runs of its sliders."""
    archive = Archive()
    sweeps = {name: runs.track(settings, name) for name in parameter_names(settings)}
    total = 1 + sum(len(work.parts) for work in sweeps.values())
    run = None
    for so_far in finished(settings):
        run = so_far
        yield Progress(0, total)
    # the last one is the whole run
    assert isinstance(run, Run)
    query = settings.to_query()
    numbers = archive.chunk(runs.whole(run))
    for lang in LANGUAGES:
        head = archive.chunk(message("scene", **_head(settings, lang)))
        end = archive.chunk(runs.ending(run, lang))
        archive.answer("scene", query, (head, numbers, end), lang=lang)
    before = 1
    for name, work in sweeps.items():
        messages = []
        for done, news in in_turn(work):
            messages.append(news)
            yield Progress(before + done, total)
        before += len(work.parts)
        archive.answer("track", query, [archive.chunk(b"".join(messages))], over=name)
    return archive


def _head(settings: Settings, lang: str) -> dict[str, Any]:
    """A run without what the server adds to it: the plane of the inputs, and what is typed."""
    head = runs.described(settings, lang)
    for control in head["controls"]:
        control["field"] = None
    for look in head["looks"]:
        look["ways"] = [way for way in look["ways"] if way["value"] != VIEW]
    for row in head["rows"]:
        row["pictures"] = [one for one in row["pictures"] if one["id"] != VIEW]
    return head | {"beside": None}
