"""The lessons' scripts in both languages."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lossviz.lessons import LESSONS
from lossviz.web.site.links import address
from lossviz.web.site.text import phrases

MAIN = Path(__file__).parents[2] / "lossviz" / "web" / "site" / "main.py"
PAGES = Path(__file__).parents[2] / "pages"

TERM = re.compile(r"\[([^\]]+)\]\(glossary[^)]*\)")


def opened(name: str, **query: str) -> AppTest:
    """The page of a lesson under this query."""
    app = AppTest.from_file(MAIN, default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    app.switch_page(str(PAGES / f"{name}.py"))
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def asked(app: AppTest, key: str) -> str:
    """A parameter of the page's URL; what the test put there itself is no list."""
    value = app.query_params[key]
    return value if isinstance(value, str) else "".join(value)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_has_its_six_parts_in_order(name, lang):
    app = opened(name, lang=lang)
    words = phrases(lang)
    assert app.title[0].value.endswith(words[f"{name}.title"])
    scenes = [
        f"{number} · {words[f'{name}.scenes.{scene.key}.title']}"
        for number, scene in enumerate(LESSONS[name].scenes, 1)
    ]
    rest = [words[f"lesson.{part}"] for part in ("remember", "check", "sources")]
    # all options of a list stand under the scene that has it
    listed = [words[f"{name}.reported.title"]] if f"{name}.reported.title" in words else []
    assert [header.value for header in app.header] == [*scenes[:1], *listed, *scenes[1:], *rest]
    # terms in them are links to their entries
    shown = [TERM.sub(r"\1", markdown.value).strip() for markdown in app.markdown]
    assert words[f"{name}.remember"].strip() in shown and words[f"{name}.sources"].strip() in shown


def test_a_page_s_address_parts_words_by_hyphens():
    assert address("label_smoothing") == "label-smoothing" and address("softmax") == "softmax"


def test_what_is_wrong_with_a_link_is_said():
    app = opened("likelihood", P="1,1,1,1", lang="en")
    assert "does not sum to 1" in app.warning[0].value
    assert asked(app, "P") == "0.25_0.25_0.25_0.25"


def test_a_right_link_is_kept_without_a_word():
    app = opened("softmax", z="0_1_2", c="1.5", lang="en")
    assert not app.warning
    assert asked(app, "z") == "0_1_2" and asked(app, "c") == "1.5"
