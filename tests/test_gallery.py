"""Pictures of lessons in a notebook: their figures, their words, and what is wrong with a call."""

import subprocess
import sys

import numpy as np
import pytest

import lossviz
from lossviz import gallery
from lossviz.figures import describe_scene, plot_scene, scene_pictures
from lossviz.figures.theme import DARK, LIGHT
from lossviz.scenes.state import defaults
from lossviz.words import SCENE_PAGES, phrases


def test_the_public_names_are_among_the_figures():
    assert set(lossviz.figures.__all__) <= set(gallery.__all__) & set(dir(lossviz.figures))
    assert plot_scene is gallery.plot_scene
    with pytest.raises(AttributeError, match="plot_nothing"):
        lossviz.figures.plot_nothing  # noqa: B018


def test_the_room_of_the_figures_loads_no_lessons_before_one_is_asked_for():
    code = "import sys, lossviz.figures; sys.exit('lossviz.lessons' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=120).returncode == 0


def test_lists_are_scores_and_softmax_is_what_bars_show():
    z = np.array([0.5, -1.0, 2.0])
    figure = plot_scene("softmax", "scores", "shares", z=z, theme="dark")
    (bars,) = figure.data
    expected = np.exp(z) / np.exp(z).sum()
    assert np.allclose(np.asarray(bars.y, float), expected)
    assert figure.layout.paper_bgcolor == DARK.panel
    text = plot_scene("softmax", "scores", "shares", z="0.5_-1_2")
    assert np.array_equal(text.data[0].y, bars.y) and text.layout.paper_bgcolor == LIGHT.panel


def test_without_a_name_it_is_the_first_picture():
    first, *_ = names = scene_pictures("softmax", "scores")
    assert list(names) == ["moved", "shares", "numbers"]
    assert plot_scene("softmax", "scores") == plot_scene("softmax", "scores", first)
    assert names["numbers"] == phrases("en")["described.kinds.numbers"]


def test_words_have_the_language_and_the_numbers_of_the_call():
    english = describe_scene("softmax", "scores", z=[1] * 4)["shares"]
    chinese = describe_scene("softmax", "scores", lang="zh", z=[1] * 4)["shares"]
    assert "1 is 0.25," in english and "1 为 0.25，" in chinese
    assert phrases("zh")["softmax.pictures.shares"] in chinese


@pytest.mark.parametrize(
    "call, error, words",
    [
        (("spam", "scores"), KeyError, "no lesson 'spam'; there are softmax, likelihood"),
        (("softmax", "spam"), KeyError, "no scene of softmax 'spam'; there are scores, vectors"),
        (("softmax", "scores", "spam"), KeyError, "no picture 'spam'; there are moved, shares"),
        # it is words alone
        (("practice", "choose", "advice"), KeyError, "no picture 'advice'; there are least_s"),
        (("softmax", "scores", None, {"m": 1}), ValueError, "no control 'm'; there are z, c"),
        (("softmax", "scores", None, {"z": [1]}), ValueError, "z must be 3 or 4 or 5 numbers"),
        (("softmax", "scores", None, {"z": "a"}), ValueError, "z must be .*; got 'a'"),
        (("softmax", "scores", None, {"z": None}), ValueError, "z must be .*; got None"),
        (("softmax", "scores", None, {"z": [np.nan, 1]}), ValueError, r"got \[nan, 1\]"),
        (("softmax", "scores", None, {"lang": "de"}), ValueError, "no language 'de'"),
        (("softmax", "scores", None, {"theme": "blue"}), ValueError, "no theme 'blue'; .* dark"),
        (("angular", "boundaries", None, {"T": 1e9}), ValueError, "T must be a number from 10 to"),
        (
            ("angular", "boundaries", None, {"duel": "x"}),
            ValueError,
            "duel must be one of normface",
        ),
        (("likelihood", "coin", None, {"b": 2}), ValueError, "b must be a number from 0 to 1"),
        (("likelihood", "divergence", None, {"P": [0, 0, 0, 0]}), ValueError, "with sum 1; got"),
    ],
)
def test_what_is_wrong_with_a_call_is_said(call, error, words):
    lesson, scene, *rest = call
    picture = rest[0] if rest else None
    with pytest.raises(error, match=words):
        plot_scene(lesson, scene, picture, **(rest[1] if len(rest) > 1 else {}))


def test_no_control_is_called_like_an_argument():
    keys = {control.key for page in SCENE_PAGES.values() for control in page.controls}
    assert not keys & {"lesson", "scene", "picture", "lang", "theme"}


def test_defaults_are_those_of_the_page():
    page = SCENE_PAGES["gradient"]
    scene = page.scene("pairs")
    state = defaults(page.controls_of(scene))
    assert plot_scene("gradient", "pairs", **state) == plot_scene("gradient", "pairs")
