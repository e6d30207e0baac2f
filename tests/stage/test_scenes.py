"""What a scene gets from the server: whole, in both languages, and small enough."""

import json
import re
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest

from lossviz.lessons import LESSONS, Lesson, Scene
from lossviz.lessons.practice import lab, log
from lossviz.lessons.practice.failures import BROKEN
from lossviz.lessons.practice.runs import MEASURES, record
from lossviz.pictures import plain
from lossviz.scenes.controls import Choice
from lossviz.scenes.state import defaults
from lossviz.stage import scenes as service
from lossviz.stage.packing import unpack
from lossviz.stage.words import translated
from lossviz.words import phrases

SCENES = [(lesson, scene) for lesson in LESSONS.values() for scene in lesson.scenes]
NAMED = {"ids": [f"{lesson.key}-{scene.key}" for lesson, scene in SCENES]}
# what thirty students may fetch at every release
MOST_BYTES = 1_200_000


def answer(lesson: str, scene: str, query="", lang="en") -> list[tuple[dict, dict]]:
    """The messages of a scene."""
    found = LESSONS[lesson]
    state = service.asked(found, found.scene(scene), query)
    return unpack(whole(found, found.scene(scene), state, lang))


def whole(lesson: Lesson, scene: Scene, query: str, lang: str) -> bytes:
    return _whole(lesson.key, scene.key, query, lang)


@cache
def _whole(lesson: str, scene: str, query: str, lang: str) -> bytes:
    """Made once, and looked at from all sides."""
    page = LESSONS[lesson]
    return b"".join(service.messages(page, page.scene(scene), query, lang))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("lesson, scene", SCENES, **NAMED)
def test_an_answer_is_whole(lesson, scene, lang):
    data = whole(lesson, scene, "", lang)
    assert len(data) < MOST_BYTES
    messages = unpack(data)
    kinds = [header["type"] for header, _ in messages]
    assert kinds == ["scene", "frame", *["track"] * (len(kinds) - 3), "end"]
    header, frame = messages[0][0], messages[1][1]
    ids = [picture["id"] for row in header["rows"] for picture in row["pictures"]]
    told = messages[-1][0]["words"]
    assert list(told) == ids and all(told.values())
    assert header["query"] == ""
    sliders = [c for c in header["controls"] if c["kind"] == "slider"]
    assert [c["name"] for c in sliders] == header["sliders"]
    assert frame["values"].shape == (1, len(sliders))
    for slider, value in zip(sliders, frame["values"][0], strict=True):
        assert slider["values"][slider["index"]] == pytest.approx(value, rel=1e-6)
        assert len(slider["values"]) == len(slider["texts"])
    for choice in (c for c in header["controls"] if c["kind"] == "choice"):
        assert sum(option["chosen"] for option in choice["options"]) <= 1
    for track, arrays in messages[2:-1]:
        assert all(len(array) == np.prod(track["counts"]) for array in arrays.values())


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("lesson, scene", SCENES, **NAMED)
def test_no_key_is_left_for_a_learner_to_read(lesson, scene, lang):
    header = unpack(whole(lesson, scene, "", lang))[0][0]
    shown = json.dumps({k: header[k] for k in ("controls", "rows")}, ensure_ascii=False)
    assert "@" not in shown and "{n}" not in shown
    if lang == "zh":
        assert re.search(r"[\u4e00-\u9fff]", shown)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("lesson, scene", SCENES, **NAMED)
def test_no_two_sliders_of_a_scene_have_one_name(lesson, scene, lang):
    header = unpack(whole(lesson, scene, "", lang))[0][0]
    sliders = [control for control in header["controls"] if control["kind"] == "slider"]
    # the name of a thumb is its symbol with its label
    names = [(slider["symbol"], slider["label"]) for slider in sliders]
    assert all(label for _, label in names) and len(set(names)) == len(names)
    for slider in sliders:
        assert slider["field"] is None or (slider["symbol"] or "") in slider["field"]


@pytest.mark.parametrize("lesson, scene", SCENES, **NAMED)
def test_every_slot_of_a_line_has_its_numbers(lesson, scene):
    (header, _), (_, frame) = unpack(whole(lesson, scene, "", "en"))[:2]
    for place, derivation in enumerate(header["derivations"]):
        for number, line in enumerate(derivation["lines"]):
            slots = set(re.findall(r'class="slot-(\w+)"', line["numbers"]))
            slots |= {"value"} if line["scalar"] else set()
            assert {f"d{place}.{number}.{slot}" for slot in slots} <= frame.keys()


def test_options_ask_for_what_they_say():
    header = answer("softmax", "scores", "z=1,2,3,4,5&i=5")[0][0]
    size, followed = (c for c in header["controls"] if c["kind"] == "choice")
    assert [o["text"] for o in size["options"]] == ["3", "4", "5"]
    # a shorter vector takes the class that is worked through with it
    assert size["options"][0]["query"] == "z=1_2_3"
    assert followed["options"][1]["query"] == "z=1_2_3_4_5&i=2"


def test_a_list_says_what_stands_under_which_heading_and_begins_afresh():
    header = answer("practice", "lab", "failure=small_s&cured=yes&step=12&seed=3")[0][0]
    listed = next(c for c in header["controls"] if c["name"] == "failure")
    assert listed["kind"] == "list"
    counts = [group["count"] for group in listed["groups"]]
    assert sum(counts) == len(listed["options"]) and min(counts) > 0
    queries = [option["query"] for option in listed["options"]]
    # which run and which step belong to the failure that was left; the first weights do not
    assert queries[0] == "seed=3" and "failure=past_pi&seed=3" in queries
    assert [o["query"] for o in listed["options"] if o["chosen"]] == ["failure=small_s&seed=3"]


def states_of(lesson: Lesson, scene: Scene) -> Iterator[dict]:
    """The defaults, and every option of every choice, beside every option of the one it is of."""
    controls = lesson.controls_of(scene)
    start = defaults(controls)
    yield start
    for choice in (c for c in controls if isinstance(c, Choice)):
        outer = next((c for c in controls if c.key == choice.of and isinstance(c, Choice)), None)
        for held in outer.offered(start) if outer else [None]:
            around = start | ({outer.key: held} if outer else {})
            yield from ({**around, choice.key: option} for option in choice.offered(around))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("lesson, scene", SCENES, **NAMED)
def test_every_option_has_its_words(lesson, scene, lang, monkeypatch):
    # what a run has measured changes no words: one stands for all
    run = record("infeasible", BROKEN, 0)
    everything = run._replace(measured=dict.fromkeys(MEASURES, run.measured["loss"]))
    for module in (lab, log):
        monkeypatch.setattr(module, "record", lambda *_: everything)
    for state in states_of(lesson, scene):
        shown = json.dumps(
            translated(lang, lesson.key, plain(scene.rows(state))), ensure_ascii=False
        )
        # code has an @ of its own
        assert not re.search(r'"@\w+\.', shown)


def test_a_choice_offers_what_there_is_for_another_one():
    def cures(failure: str) -> list[str]:
        header = answer("practice", "lab", f"failure={failure}")[0][0]
        return [
            o["query"] for c in header["controls"] if c["name"] == "cured" for o in c["options"]
        ]

    assert cures("units") == ["failure=units", "failure=units&cured=yes"]
    assert cures("other") == ["failure=other"]
    # a cure that this failure does not have
    assert answer("practice", "lab", "failure=other&cured=yes")[0][0]["query"] == "failure=other"


def test_a_vector_is_written_as_short_as_the_defaults_allow():
    assert answer("softmax", "scores", "z=1,2,3,4&c=0&i=4")[0][0]["query"] == ""
    assert answer("softmax", "scores", "c=1.50")[0][0]["query"] == "c=1.5"


def test_equal_lines_show_equal_numbers():
    _, frame = answer("gradient", "pairs", "z=0.1,0.2,0.7&y=1")[1]
    values = [frame[f"d0.{line}.value"][0] for line in range(4)]
    assert values == [0, 0, 0, 0]


def test_curves_are_sent_short_and_right():
    _, frame = answer("softmax", "two")[1]
    axis = np.linspace(-12, 12, 241)
    np.testing.assert_allclose(frame["sigma"][0], 1 / (1 + np.exp(-axis)), atol=1e-4)


def test_whole_numbers_arrive_whole():
    _, frame = answer("smoothing", "trained")[1]
    assert set(np.unique(frame["labels"])) == {0, 1, 2}


def test_infinity_arrives_as_infinity():
    _, frame = answer("likelihood", "information", "p=0")[1]
    assert np.isposinf(frame["i1"]).all() and np.isposinf(frame["i3"]).all()


def test_stops_of_the_road_are_named():
    header = answer("smoothing", "road", "h=1.4")[0][0]
    road = next(c for c in header["controls"] if c["name"] == "h")
    assert road["texts"][road["index"]] == "hinge → largest rival, 40 %"
    stops = next(c for c in header["controls"] if c["name"] == "h-stop")
    assert [o["query"] for o in stops["options"]] == ["", "h=1", "h=2", "h=3", "h=4"]


def test_a_scene_says_whether_it_stands_at_its_defaults():
    said = [answer("softmax", "scores", query)[0][0]["changed"] for query in ("", "c=2", "c=0")]
    assert said == [False, True, False]


def test_a_value_says_in_which_other_scenes_it_is():
    header = answer("gradient", "jacobian")[0][0]
    also = {
        spec["name"]: [one["number"] for one in spec["also"]["scenes"]]
        for spec in header["controls"]
        if spec["also"]
    }
    # of a vector its first slider says it, and what chooses its length does not
    assert also == {"z1": [2], "y": [2]}
    chinese = answer("gradient", "pairs", lang="zh")[0][0]["controls"]
    ((there,),) = [one["also"]["scenes"] for one in chinese if one["name"] == "y"]
    assert there == {"number": 1, "anchor": "jacobian", "name": "第 1 个实验也用它"}
    alone = answer("gradient", "boundaries")[0][0]["controls"]
    assert not any(spec["also"] for spec in alone)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_remarked_at_a_value_finds_its_slider(lang):
    """Words under `remarks` are said at a position that a slider of the lesson has."""
    told = 0
    for key, _ in phrases(lang).items():
        lesson, _, place = key.partition(".remarks.")
        if not place:
            continue
        slider, _, value = place.partition(".")
        specs = [
            spec
            for scene in LESSONS[lesson].scenes
            for spec in answer(lesson, scene.key, lang=lang)[0][0]["controls"]
            if spec["name"] == slider
        ]
        (spec,) = specs
        at = spec["values"].index(float(value))
        assert spec["remarks"][at] == phrases(lang)[key]
        assert sum(map(bool, spec["remarks"])) == 1
        told += 1
    assert told
