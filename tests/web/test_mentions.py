"""Terms in running words: where they are first mentioned, and what is shown of them."""

import re

import pytest

from lossviz.glossary import TERMS
from lossviz.web.site.text import LANGUAGES
from lossviz.web.terms import entries
from lossviz.words import say_in
from lossviz.words.mentions import marked
from lossviz.words.references import address
from lossviz.words.scene_pages import SCENE_PAGES

MARKED = re.compile(r"\[([^\]]+)\]\(glossary\?lang=(\w+)#([\w-]+)\)")


def test_the_first_mention_is_a_link_to_the_entry():
    found = marked("Scores and class vectors; a score again.", "en")
    assert found == (
        "[Scores](glossary?lang=en#score) and [class vectors](glossary?lang=en#class-vector); "
        "a score again."
    )


def test_what_was_mentioned_before_is_left_alone():
    seen = {"score"}
    assert (
        marked("A score, a rival.", "en", seen=seen)
        == "A score, a [rival](glossary?lang=en#rival)."
    )
    assert seen == {"score", "rival"}


def test_chinese_has_no_gaps_and_the_longest_name_counts():
    assert MARKED.findall(marked("目标分数与分数差", "zh")) == [
        ("目标分数", "zh", "target-logit"),
        ("分数差", "zh", "score-gap"),
    ]


@pytest.mark.parametrize(
    "words",
    ["$score$", "[the score](scale?lang=en#floor)", "`loss`", "*Large-margin softmax loss*",
     "underscored", "cross-entropyless"],
)  # fmt: skip
def test_formulas_links_code_titles_and_parts_of_words_stay(words):
    assert marked(words, "en") == words


def test_an_everyday_word_is_a_term_only_in_its_own_lesson():
    term = TERMS["floor"]
    assert term.everyday
    assert marked("the floor", "en", "softmax") == "the floor"
    assert "#floor" in marked("the floor", "en", term.lesson)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_marks_change_no_word_and_lead_to_entries(lang):
    known = entries(lang)["terms"]
    for page, lesson in SCENE_PAGES.items():
        for scene in lesson.scenes:
            words = say_in(lang, f"{page}.scenes.{scene.key}.lead")
            found = marked(words, lang, page)
            assert MARKED.sub(r"\1", found) == words
            anchors = [anchor for _, _, anchor in MARKED.findall(found)]
            assert len(anchors) == len(set(anchors)) and not set(anchors) - set(known)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_has_an_entry(lang):
    found = entries(lang)["terms"]
    assert set(found) == {address(key) for key in TERMS}
    for key, term in TERMS.items():
        entry = found[address(key)]
        assert entry["name"] == term.names[lang] and entry["says"]
        assert "$" not in entry["says"] and term.names[lang] not in entry["also"]
