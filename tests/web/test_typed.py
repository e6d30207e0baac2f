"""What is typed beside a slider: the answer of the server, in both languages."""

import json
from urllib.parse import urlencode

import pytest
from web.test_routes import get

from lossviz.settings import FIELDS
from lossviz.settings.typed import REASONS
from lossviz.web.text import phrases
from lossviz.words.scene_pages import SCENE_PAGES

SCORES = {"lesson": "softmax", "scene": "scores"}


def answer(**asked: object) -> dict:
    found = get(f"typed?{urlencode(asked)}")
    assert found.status == 200
    assert found.headers["cache-control"] == "no-store"
    return json.loads(found.body)


def test_a_scene_goes_to_the_typed_value():
    found = answer(**SCORES, c=1, slider="z2", typed="２，５")
    assert found["moved"] and found["query"] == "z=1_2.5_3_4&c=1"
    assert found["value"] == found["values"]["z2"] == 2.5 and found["values"]["c"] == 1
    assert found["text"] == "2.5" and found["word"] == ""


def test_a_small_value_does_not_read_as_0():
    assert answer(**SCORES, slider="z2", typed="0.00002")["text"] == "2×10⁻⁵"
    found = answer(loss="arcface", m=0.2, slider="m", typed="0.004")
    assert found["text"] == "0.004 rad  0.229°"


def test_what_is_there_already_moves_nothing():
    found = answer(**SCORES, slider="z2", typed="2.0")
    assert not found["moved"] and found["value"] == 2 and found["word"] == ""


@pytest.mark.parametrize(
    "lang, typed, word",
    [
        ("en", "1e9", "z₂: 1e9 is more than {high}; {high} is shown."),
        ("zh", "1e9", "z₂：1e9 超过上限，改为 {high}。"),
        ("en", "abc", "z₂: “abc” is not a number; 2 stays."),
        ("zh", "abc", "z₂：“abc”不是数，仍为 2。"),
        ("en", "", "z₂: nothing was typed; 2 stays."),
        ("en", "9" * 300, "z₂: “" + "9" * 39 + "…” is not a number; 2 stays."),
        ("en", "30°", "z₂: “30°” has another unit; 2 stays."),
    ],
)
def test_a_word_in_the_language_of_the_page(lang, typed, word):
    control = next(c for c in SCENE_PAGES["softmax"].controls if c.key == "z")
    found = answer(**SCORES, lang=lang, slider="z2", typed=typed)
    assert found["word"] == word.format(high=f"{control.high:g}")


def test_many_classes_are_written_with_their_thousands():
    control = next(c for c in SCENE_PAGES["practice"].controls if c.key == "C")
    found = answer(lesson="practice", scene="choose", slider="C", typed="1e99")
    assert found["value"] == control.high
    assert found["text"] == f"{control.high:,.0f}"
    assert found["word"] == f"C: 1e99 is more than {found['text']}; {found['text']} is shown."


def test_a_slider_without_a_symbol_is_called_by_its_label():
    found = answer(lesson="practice", scene="lab", slider="step", typed="x")
    assert found["word"].startswith("step: “x”")


def test_a_parameter_of_the_playground():
    found = answer(loss="arcface", m=0.2, slider="m", typed="30°")
    assert found == {"moved": True, "value": 0.523599, "text": "0.52 rad  30°", "word": ""}
    same = answer(loss="arcface", m=0.2, slider="m", typed="0,2")
    assert same["moved"] is False
    far = answer(loss="arcface", m=0.2, slider="m", typed="5", lang="zh")
    assert far["value"] == 1.5 and far["word"] == "m：5 超过上限，改为 1.50 rad 86°。"
    bad = answer(loss="arcface", m=0.2, slider="m", typed="wide")
    assert bad["moved"] is False and bad["value"] == 0.2 and "“wide”" in bad["word"]


@pytest.mark.parametrize(
    "asked",
    [
        SCORES | {"slider": "nowhere", "typed": "1"},
        SCORES | {"typed": "1"},
        {"loss": "softmax", "slider": "m", "typed": "1"},
        {"lesson": "softmax", "scene": "nowhere", "slider": "z1", "typed": "1"},
        {"lesson": "smoothing", "scene": "road", "slider": "h", "typed": "1"},
    ],
)
def test_what_is_no_slider_is_refused_in_words(asked):
    found = get(f"typed?{urlencode(asked)}")
    assert found.status == 400 and found.error


def test_no_setting_is_called_like_a_part_of_the_question():
    keys = {c.key for page in SCENE_PAGES.values() for c in page.controls} | FIELDS.keys()
    assert not keys & {"slider", "typed", "lesson", "scene", "lang"}


def test_every_reason_has_its_words():
    for lang in ("en", "zh"):
        assert {f"typed.{reason}" for reason in REASONS} <= phrases(lang).keys()
