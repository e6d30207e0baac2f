"""What a file needs of a lesson's scene: its state, its sliders, and where its choices lead."""

from collections import deque
from collections.abc import Sequence
from math import prod
from typing import Any

from lossviz.alone.archive import Archive, Chunk, Making, Progress
from lossviz.alone.offline import without_links
from lossviz.lessons import Lesson, Scene
from lossviz.lessons.multiplicative.converge import SCENE as EXPERIMENT
from lossviz.scenes.controls import Shares, Slider
from lossviz.scenes.scene import Track, frame_of, sliders_of, track_over, tracks_of
from lossviz.scenes.state import State, read
from lossviz.stage import scenes, trials
from lossviz.stage.packing import message
from lossviz.stage.work import in_turn
from lossviz.words import LANGUAGES, say_in

# states that choices lead to, and bytes of all of them: beyond that, options are not offered
MOST_STATES = 32
MOST_BYTES = 2_500_000
# of a track over all sliders at once: positions, and numbers in its frames
MOST_POSITIONS = 20_000
MOST_NUMBERS = 1_500_000


def archive_of(lesson: Lesson, scene: Scene, query: str) -> Making[Archive]:
    """The archive of a scene that opens in the state `query`, as `scenes.asked` writes it.

    States are taken in by the number of choices that lead to them; an option whose state is not in
    the archive says so.
    """
    archive = Archive()
    found: dict[str, _Stored] = {}
    coming = deque([query])
    # a click in it trains for minutes: that of the state it opens in alone comes with the file
    most = 1 if scene.trains else MOST_STATES
    while coming and len(found) < most and (not found or len(archive.data) < MOST_BYTES):
        yield Progress(len(found), min(len(found) + len(coming), most))
        at = coming.popleft()
        if at not in found:
            found[at] = _Stored(archive, lesson, scene, at)
            coming += found[at].leads_to()
    for at, stored in found.items():
        stored.answer(archive, at, found.keys())
    if scene is EXPERIMENT:
        yield from _experiment(archive, query)
    return archive


def moves_freely(lesson: Lesson, scene: Scene, query: str) -> bool:
    """Whether the file has the scene at every combination of positions of its sliders.

    Where it has not, one slider (or one point that moves two) moves away from the state at a time.
    """
    controls = lesson.controls_of(scene)
    state, _ = read(controls, query)
    sliders = sliders_of(controls, state)
    return len(sliders) < 2 or _is_small(sliders, state, tracks_of(scene, controls, state))


class _Stored:
    """A state whose numbers are in the archive; its words wait until all states are."""

    def __init__(self, archive: Archive, lesson: Lesson, scene: Scene, query: str) -> None:
        controls = lesson.controls_of(scene)
        state, _ = read(controls, query)
        arrays = frame_of(scene, controls, state)
        sliders, tracks = sliders_of(controls, state), tracks_of(scene, controls, state)
        if len(sliders) > 1 and _is_small(sliders, state, tracks):
            names = [slider.name for slider in sliders]
            tracks.append(track_over(names, scene, controls, state, arrays))
        messages = [scenes.frame(arrays), *map(scenes.track, tracks)]
        self.numbers = archive.chunk(b"".join(messages))
        self.heads = {lang: scenes.described(lesson, scene, query, lang) for lang in LANGUAGES}
        self.ends: dict[str, Chunk] = {
            lang: archive.chunk(scenes.ending(lesson, scene, state, lang, arrays))
            for lang in LANGUAGES
        }

    def leads_to(self) -> list[str]:
        """The states that its choices lead to."""
        head = next(iter(self.heads.values()))
        return [option["query"] for option in _options(head)]

    def answer(self, archive: Archive, query: str, known: Any) -> None:
        """Have the archive answer with this state, in each language."""
        for lang, head in self.heads.items():
            for option in _options(head):
                if option["query"] not in known:
                    option["missing"] = say_in(lang, "alone.option_missing")
            for control in head["controls"]:
                # what is typed is read by the server
                control["field"] = None
            first = archive.chunk(message("scene", **without_links(head)))
            archive.answer("scene", query, (first, self.numbers, self.ends[lang]), lang=lang)


def _options(head: dict[str, Any]) -> list[dict[str, Any]]:
    return [option for control in head["controls"] for option in control.get("options", ())]


def _is_small(sliders: Sequence[Slider], state: State, tracks: Sequence[Track]) -> bool:
    """Whether a track over all sliders of a scene can come with the file.

    Args:
      tracks: those over each of them.
    """
    # shares that sum to one cannot all be where one wants them
    if any(isinstance(slider.control, Shares) for slider in sliders):
        return False
    positions = prod(len(slider.grid(state)) for slider in sliders)
    # of one frame, by what changes along any of them
    sizes = {name: array[0].size for track in tracks for name, array in track.arrays.items()}
    return positions <= MOST_POSITIONS and positions * sum(sizes.values()) <= MOST_NUMBERS


def _experiment(archive: Archive, query: str) -> Making[None]:
    """The runs that a click in the scene of the experiment shows, trained beforehand."""
    state, key = trials.asked(query)
    work = trials.track(state)
    messages = []
    for done, news in in_turn(work):
        messages.append(news)
        yield Progress(done, len(work.parts))
    archive.answer("track", key, [archive.chunk(b"".join(messages))], over=trials.OVER)
