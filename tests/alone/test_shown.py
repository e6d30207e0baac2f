"""What notebooks call: pages with runs in them, and words for what is wrong with a call."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import lossviz
from lossviz.alone import file, of_run, page
from lossviz.alone.page import Place
from tests.alone.test_of_scene import answers

ROOT = Path(__file__).parents[2]
SMALL = {"dataset": "ring", "classes": 3, "points": 60, "width": 8, "steps": 20}


@pytest.fixture(scope="module")
def run() -> lossviz.Run:
    return lossviz.train(lossviz.Settings(**SMALL, loss="softmax"))


class Stored:
    """The archive that a page carries, read out of its HTML."""

    def __init__(self, html: str) -> None:
        self.told = json.loads(re.search(r'id="lossviz-told">(.*?)</script>', html)[1])
        self.data = base64.b64decode(re.search(r'id="lossviz-archive">(.*?)</script>', html)[1])

    def index(self) -> list[dict]:
        return self.told["answers"]


def losses_in(about: dict, arrays: dict) -> np.ndarray:
    """The loss in each frame: a column of a matrix that the beginning of its track names."""
    ((name, columns),) = [
        (name, found) for name, found in about["about"]["columns"].items() if "loss" in found
    ]
    return arrays[name][:, columns.index("loss")]


def test_a_run_has_its_steps_and_the_runs_of_its_sliders(run):
    html = lossviz.show(run).html
    found = answers(Stored(html))
    names = [p.key for p in lossviz.losses.get("softmax").parameters]
    query = run.settings.to_query()
    assert {(route, lang, over) for route, _, lang, over in found} == {
        ("scene", "en", ""), ("scene", "zh", ""), *(("track", "", name) for name in names),
    }  # fmt: skip
    head, about, frames, end = found["scene", query, "en", ""]
    assert head[0]["beside"] is None and about[0]["about"]["over"] == "step"
    assert frames[0]["positions"] == list(range(len(run.steps)))
    assert np.allclose(losses_in(about[0], frames[1]), run.loss, atol=1e-6)
    assert "embedding" in end[0]["words"]
    views = next(look for look in head[0]["looks"] if look["key"] == "view")["ways"]
    assert [view["value"] for view in views] == ["unit", "raw"]
    assert "input" not in [one["id"] for row in head[0]["rows"] for one in row["pictures"]]


def test_a_loss_with_sliders_has_the_ends_of_their_runs():
    settings = lossviz.Settings(**SMALL, loss="cosface", s=8, m=0.2)
    html = lossviz.show(settings, view="raw", step=5, lang="zh", theme="dark").html
    stored = Stored(html)
    assert stored.told["query"].endswith("view=raw&at=5") and stored.told["lang"] == "zh"
    track = answers(stored)["track", settings.to_query(), "", "m"]
    values = track[0][0]["about"]["values"]
    arrived = sorted(at for header, _ in track[1:] for at in header.get("positions", []))
    assert arrived == list(range(len(values)))
    at = values.index(0.2)
    ends = {
        position: loss
        for header, arrays in track[1:] if "positions" in header
        for position, loss in zip(header["positions"], losses_in(track[0][0], arrays), strict=True)
    }  # fmt: skip
    assert ends[at] == pytest.approx(float(lossviz.train(settings).loss[-1]), abs=1e-5)


def test_a_run_that_met_nan_is_a_page_that_says_so(monkeypatch):
    wild = {"optimizer": "sgd", "lr": 10.0, "momentum": 0.99, "depth": 3}
    settings = lossviz.Settings(**SMALL | wild | {"loss": "hinge", "steps": 3000})
    run = lossviz.train(settings)
    assert run.stopped is not None
    monkeypatch.setattr(of_run, "parameter_names", lambda settings: [])
    found = answers(Stored(lossviz.show(run).html))
    kinds = [header["type"] for header, _ in found["scene", settings.to_query(), "en", ""]]
    assert kinds[-2:] == ["trouble", "end"]


def test_the_page_is_kept_where_one_says(run, tmp_path):
    shown = lossviz.show(run)
    assert shown.save(tmp_path / "mine.html").read_text("utf-8") == shown.html
    named = shown.save(tmp_path)
    assert named.parent == tmp_path and re.fullmatch(
        r"lossviz-playground-[\w.=-]+\.html", named.name
    )
    frame = shown._repr_html_()
    assert frame.count("<") == frame.count("</iframe>") + frame.count("<iframe ") == 2
    assert 'sandbox="allow-scripts"' in frame and "height:760px" in frame


@pytest.mark.parametrize("lesson, scene, values, error, words", [
    ("margine", "shapes", {}, KeyError, "there are softmax, .*margin"),
    ("margin", "shape", {}, KeyError, "there are pairs, .*shapes"),
    ("margin", "shapes", {"q": 1}, ValueError, "no control 'q'; there are .*m"),
    ("margin", "shapes", {"m": 9}, ValueError, "margin must be a number from"),
    ("margin", "shapes", {"lang": "fr"}, ValueError, "there are en, zh"),
    ("margin", "shapes", {"theme": "red"}, ValueError, "auto, light, dark"),
])  # fmt: skip
def test_what_is_wrong_with_a_scene_is_said(lesson, scene, values, error, words):
    with pytest.raises(error, match=words):
        lossviz.show_scene(lesson, scene, **values)


@pytest.mark.parametrize("run, options, error, words", [
    (lossviz.Settings(), {"view": "input"}, ValueError, "there are unit, raw"),
    (lossviz.Settings(), {"lang": "fr"}, ValueError, "there are en, zh"),
])  # fmt: skip
def test_what_is_wrong_with_a_run_is_said(run, options, error, words):
    with pytest.raises(error, match=words):
        lossviz.show(run, **options)


def test_a_symbol_that_is_one_control_s_alone_names_it():
    told = Stored(lossviz.show_scene("margin", "margin", m=0.3).html).told
    assert told["query"] == "m=0.3"
    from lossviz.gallery.scenes import state_of

    _, _, state = state_of("margin", "shapes", {"m": 0.3, "s": 8})
    assert (state["margin"], state["scale"]) == (0.3, 8)


# as it is without the tests' own checks of types
LIGHT = """
import sys, lossviz
lossviz.Settings()
print({"plotly", "streamlit"} & {*sys.modules})
for shown, options in (("a run", {}), (lossviz.Settings(), {"step": "last"})):
    try:
        lossviz.show(shown, **options)
    except (TypeError, ValueError) as why:
        print(why)
print("streamlit" in sys.modules)
"""


def test_the_library_is_light_and_says_what_is_no_run():
    told = [sys.executable, "-c", LIGHT]
    done = subprocess.run(told, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "set()",
        "show takes a Run or Settings, of lossviz.train; got str",
        "step must be a whole number; got 'last'",
        "False",
    ]


def test_the_file_asks_for_nothing_and_runs_its_own_script_alone(run):
    html = lossviz.show(run).html
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)[1]
    parts = dict(part.split(" ", 1) for part in policy.split("; "))
    assert parts["default-src"] == "'none'" and parts["script-src"].startswith("'sha256-")
    assert "connect-src" not in parts
    assert not re.search(r'<(?:script|img|link)[^>]*(?:src|href)="(?!data:)', html)
    assert "sourceMappingURL" not in html
    code = re.search(r'<script type="module">(.*?)</script>', html, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    assert f"'sha256-{digest}'" == parts["script-src"]


def test_words_cannot_end_the_script_that_they_stand_in():
    place = Place("softmax", "two", "", notices={"en": ["</script><script>alert(1)</script>"]})
    html = page.html(page.told(place), head="", script="")
    assert "<script>alert" not in html and html.count("</script>") == 1


@pytest.mark.parametrize("query, name", [
    ("", "lossviz-margin-shapes.html"),
    ("margin=0.3&loss=arcface", "lossviz-margin-shapes-margin=0.3-loss=arcface.html"),
    ('z=1_2&x=";\r\n/..\\é', "lossviz-margin-shapes-z=1_2-x=-...html"),
    ("z=" + "9" * 500, "lossviz-margin-shapes-z=" + "9" * 76 + ".html"),
])  # fmt: skip
def test_the_name_of_a_file_is_one_on_every_system(query, name):
    assert file.name_of(Place("margin", "shapes", query)) == name
