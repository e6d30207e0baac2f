"""The home page's script in both languages."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lossviz.lessons import LESSONS
from lossviz.losses import CATALOGUE
from lossviz.web.site.text import phrases

MAIN = Path(__file__).parents[2] / "lossviz" / "web" / "site" / "main.py"


@pytest.fixture(scope="module", params=["en", "zh"])
def home(request) -> tuple[AppTest, str]:
    app = AppTest.from_file(MAIN, default_timeout=30)
    app.query_params["lang"] = request.param
    app.run()
    assert not app.exception
    return app, request.param


def test_it_says_what_the_site_is_and_names_every_loss(home):
    app, language = home
    words = phrases(language)
    assert app.title[0].value == words["home.title"]
    shown = " ".join(m.value for m in app.markdown)
    for key in CATALOGUE:
        assert words[f"losses.{key}.what"] in shown


def test_it_is_the_map_of_the_lessons(home):
    app, language = home
    words = phrases(language)
    shown = " ".join(m.value for m in app.markdown)
    for name in (*LESSONS, "papers"):
        assert words[f"{name}.lead"] in shown


def test_notebook_example_runs(home):
    app, _ = home
    scope: dict = {}
    exec(app.code[0].value, scope)
    assert scope["run"].accuracy[-1] > 0.9


def test_bad_link_to_the_home_page_is_said():
    app = AppTest.from_file(MAIN, default_timeout=30)
    app.query_params["m"] = "much"
    app.run()
    assert not app.exception
    assert app.warning
