"""What a file has of a scene: the server's own answers, in both languages, and where it ends."""

import base64
import json
import re
import zlib

import numpy as np
import pytest

from lossviz.alone import of_scene
from lossviz.alone.archive import Archive, Progress, made
from lossviz.alone.page import Place, html, told_in_file
from lossviz.lessons import LESSONS
from lossviz.stage import scenes
from lossviz.stage.packing import unpack
from lossviz.words import LANGUAGES, SCENE_PAGES, say_in

SCENES = [(lesson, scene) for lesson in SCENE_PAGES.values() for scene in lesson.scenes]
NAMED = {"ids": [f"{lesson.key}-{scene.key}" for lesson, scene in SCENES]}
# they train for seconds, or have a click that does
TRAINED = {"trained", "floor", "norms", "regions", "verification", "targets", "lab", "dialects",
           "converge", "start", "choose", "cosface", "sphereface"}  # fmt: skip


def answers(archive: Archive) -> dict[tuple[str, str, str, str], list]:
    """The messages by route, query, language and what they run over."""
    return {
        (one["route"], one["query"], one["lang"], one["over"]): unpack(
            b"".join(zlib.decompress(archive.data[start:end]) for start, end in one["parts"])
        )
        for one in archive.index()
    }


def archive_of(lesson: str, scene: str, query: str = "") -> Archive:
    found = LESSONS[lesson]
    return made(of_scene.archive_of(found, found.scene(scene), query))


def options(head: dict) -> list[dict]:
    return [option for control in head["controls"] for option in control.get("options", ())]


def test_the_answer_is_the_server_s_but_for_what_needs_the_server():
    lesson = LESSONS["softmax"]
    scene = lesson.scene("two")
    found = answers(archive_of("softmax", "two"))
    for lang in LANGUAGES:
        own = found["scene", "", lang, ""]
        served = unpack(b"".join(scenes.messages(lesson, scene, "", lang)))
        assert [header["type"] for header, _ in own[: len(served) - 1]] == [
            header["type"] for header, _ in served[:-1]
        ]
        for (_, here), (_, there) in zip(own, served[:-1], strict=False):
            assert here.keys() == there.keys()
            assert all(np.array_equal(here[name], there[name], equal_nan=True) for name in here)
        assert own[-1][0]["words"] == served[-1][0]["words"]
        assert own[0][0]["rows"] == served[0][0]["rows"]
        assert {control["field"] for control in own[0][0]["controls"]} == {None}


def test_where_it_is_small_all_sliders_move_at_once():
    lesson = LESSONS["softmax"]
    scene = lesson.scene("two")
    assert of_scene.moves_freely(lesson, scene, "")
    tracks = [header for header, _ in answers(archive_of("softmax", "two"))["scene", "", "en", ""]
              if header["type"] == "track"]  # fmt: skip
    whole = next(track for track in tracks if len(track["over"]) == 2)
    singles = {track["over"][0]: track["counts"][0] for track in tracks if len(track["over"]) == 1}
    assert whole["counts"] == [singles[name] for name in whole["over"]]
    # five sliders have too many places, and shares that sum to one cannot be moved alike
    for name, other in (("softmax", "scores"), ("likelihood", "divergence")):
        assert not of_scene.moves_freely(LESSONS[name], LESSONS[name].scene(other), "")


def test_options_lead_to_states_that_are_there_or_say_that_they_are_not(monkeypatch):
    monkeypatch.setattr(of_scene, "MOST_STATES", 4)
    found = answers(archive_of("softmax", "scores"))
    states = {query for _, query, _, _ in found}
    assert len(states) == 4
    missing = 0
    for (_, query, lang, _), messages in found.items():
        for option in options(messages[0][0]):
            there = option["query"] in states
            assert ("missing" in option) != there, query
            missing += not there
            if not there:
                assert option["missing"] == say_in(lang, "alone.option_missing")
    assert missing


def test_a_scene_whose_choices_fit_has_all_of_them():
    heads = [messages[0][0] for messages in answers(archive_of("smoothing", "maximum")).values()]
    assert all("missing" not in option for head in heads for option in options(head))
    assert {option["query"] for head in heads for option in options(head)} == {
        head["query"] for head in heads
    }


def test_work_says_how_far_it_has_come():
    told: list[Progress] = []
    lesson = LESSONS["smoothing"]
    made(of_scene.archive_of(lesson, lesson.scene("maximum"), ""), told.append)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert all(done < total for done, total in told)


@pytest.mark.parametrize("lesson, scene", SCENES, **NAMED)
def test_every_scene_can_be_a_file(lesson, scene, monkeypatch):
    """In its first state, that is: the choices of all scenes take minutes."""
    if scene.key in TRAINED:
        pytest.skip("it trains: one of these is tested by itself")
    monkeypatch.setattr(of_scene, "MOST_STATES", 1)
    place = Place(lesson.key, scene.key, "")
    archive = made(of_scene.archive_of(lesson, scene, ""))
    page = html(told_in_file(place, archive, True), head="", script="", archive=archive)
    told = json.loads(re.search(r'id="lossviz-told">(.*?)</script>', page)[1])
    stored = re.search(r'id="lossviz-archive">(.*?)</script>', page)[1]
    assert base64.b64decode(stored) == archive.data
    for answer in told["answers"]:
        messages = answers(archive)["scene", "", answer["lang"], ""]
        assert messages[0][0]["type"] == "scene" and messages[-1][0]["type"] == "end"
    # nothing leads out of a file
    words = [head["words"] for head in (told,)] + [messages[0][0]["rows"]]
    assert "<a " not in json.dumps(words)


def test_the_runs_of_a_click_come_with_the_file(monkeypatch):
    """Two seeds instead of sixty-four."""
    from lossviz.lessons.multiplicative import trials

    every = trials.points
    monkeypatch.setattr(trials, "points", lambda state: every(state)[:2])
    monkeypatch.setattr(trials, "verdict", lambda done: trials.Verdict([0, 0], 1.0, False))
    found = answers(archive_of("multiplicative", "converge"))
    head = found["scene", "", "en", ""][0][0]
    assert all(option["chosen"] or "missing" in option for option in options(head))
    ((query, messages),) = [(key[1], own) for key, own in found.items() if key[0] == "track"]
    specs = [one for row in head["rows"] for one in row["pictures"] if one["type"] == "trials"]
    assert specs[0]["query"] == query
    assert messages[-1][0]["type"] == "end"
