"""The glossary's script in both languages."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lossviz.glossary import TERMS, listed
from lossviz.web.glossary import entry, heading
from lossviz.web.site.links import address
from lossviz.web.site.text import phrases

MAIN = Path(__file__).parents[2] / "lossviz" / "web" / "site" / "main.py"
PAGE = Path(__file__).parents[2] / "pages" / "glossary.py"


def opened(lang: str) -> AppTest:
    app = AppTest.from_file(MAIN, default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    app.switch_page(str(PAGE))
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_term_has_an_anchor_and_a_sentence(lang):
    app = opened(lang)
    assert app.title[0].value == phrases(lang)["glossary.title"]
    terms = listed(lang)
    assert {term.key for term in terms} == set(TERMS)
    assert [header.anchor for header in app.header] == [address(term.key) for term in terms]
    assert [header.value for header in app.header] == [heading(term, lang) for term in terms]
    assert "target-class" in [header.anchor for header in app.header]
    shown = {text.value for text in app.markdown}
    assert {entry(term, lang) for term in terms} <= shown


def test_a_list_is_sorted_as_in_a_dictionary():
    english = [term.names["en"].lower() for term in listed("en")]
    assert english == sorted(english)
    chinese = [term.names["zh"] for term in listed("zh")]
    assert chinese.index("尺度") < chinese.index("交叉熵") < chinese.index("熵")
    assert chinese.index("决策边界") < chinese.index("KL 散度") < chinese.index("空隙")


def test_an_entry_leads_to_the_scene_in_the_reader_s_language():
    (floor,) = (term for term in TERMS.values() if term.key == "floor")
    assert "[lesson 5, scene 3](scale?lang=en#floor)" in entry_in("en", floor)
    assert "[第 5 课第 3 个实验](scale?lang=zh#floor)" in entry_in("zh", floor)


def entry_in(lang: str, term) -> str:
    app = opened(lang)
    place = [header.anchor for header in app.header].index(address(term.key))
    return app.markdown[len(app.markdown) - len(TERMS) + place].value
