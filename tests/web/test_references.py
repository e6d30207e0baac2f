"""Words that speak of a scene or a lesson have its number, as a link to it."""

import re

import pytest

from lossviz.glossary import TERMS
from lossviz.lessons import LESSONS
from lossviz.stage.words import heading, rich
from lossviz.web.site.text import ASSETS, LANGUAGES, phrases
from lossviz.words.references import scene_number, with_references
from lossviz.words.scene_pages import SCENE_PAGES

# the words that go through Markdown or `rich`: there a link is one
LINKED = re.compile(
    r"\w+\.((lead|remember|sources)|scenes\.\w+\.lead|(vote|check\.\w+)\.(question|\d\.reason)"
    r"|lab\.\w+\.(\w+_)?(see|why|cure|proof)|(claims|shapes)\.\w+\.\w+)"
    r"|derivations\.\w+\.\w+"
)
LINK = re.compile(r"\[[^\]]+\]\(([^)]*#[\w]+|[\w-]+\?lang=\w+)\)")


OPEN = re.compile(r"\{(=|scene:|lesson:)")


def put_in(words: str, room: str, lang: str = "en") -> str:
    return with_references(words, room, lang, phrases(lang))


def test_a_scene_has_its_number_where_it_stands():
    assert put_in("in {scene:floor}", "scale") == "in [scene 3](#floor)"
    assert put_in("看{scene:floor}。", "scale", "zh") == "看[第 3 个实验](#floor)。"
    assert put_in("{scene:scale/floor}", "angular") == ("[lesson 5, scene 3](scale?lang=en#floor)")
    assert put_in("the s of {lesson:label_smoothing}", "scale") == (
        "the s of [lesson 9](label-smoothing?lang=en)"
    )


@pytest.mark.parametrize("words", ["{scene:none}", "{scene:none/floor}", "{lesson:none}"])
def test_a_scene_that_there_is_not_is_no_silence(words):
    with pytest.raises((KeyError, ValueError)):
        put_in(words, "scale")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", SCENE_PAGES.values(), ids=list(SCENE_PAGES))
def test_headings_count_the_scenes(page, lang):
    headings = [heading(lang, page.key, scene.key) for scene in page.scenes]
    assert [text.split(" · ")[0] for text in headings] == [
        str(n) for n in range(1, len(page.scenes) + 1)
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_links_stand_where_they_are_links_and_lead_to_headings(lang):
    for key, words in phrases(lang).items():
        for target in LINK.findall(words):
            assert LINKED.fullmatch(key) or key == "papers.summary", key
            page, _, scene = target.partition("#")
            page = page.partition("?")[0].replace("-", "_") or key.partition(".")[0]
            assert page in SCENE_PAGES, key
            assert not scene or scene_number(page, scene)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_place_is_left_open(lang):
    said = dict(phrases(lang)) | {key: term.says[lang] for key, term in TERMS.items()}
    assert not [key for key, words in said.items() if OPEN.search(words)]
    assert not [
        path for path in (ASSETS / "lessons" / lang).glob("*.md") if "{" in path.read_text("utf-8")
    ]


def test_a_link_within_the_page_stays_there_and_another_opens_beside_it():
    assert rich("see [scene 3](#floor).") == 'see <a href="#floor">scene 3</a>.'
    assert rich("[lesson 5](scale?lang=en)") == (
        '<a href="scale?lang=en" target="_blank" rel="noopener">lesson 5</a>'
    )
    assert "<a" not in rich("on [0, π] (closed)")
    assert '"><script' not in rich('[a](x"><script>)')


def test_the_numbers_are_those_of_the_navigation():
    assert list(LESSONS)[4] == "scale"


@pytest.mark.parametrize("words", ["{=floor}", "{=Floor}", "{scene:floor}", "{lesson:scale}"])
def test_a_place_left_open_is_caught(words):
    assert OPEN.search(words) and not OPEN.search("{n} of {total}")
