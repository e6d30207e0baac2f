"""Words of a lesson as HTML."""

import re

import pytest

from lossviz.algebra import BREAK
from lossviz.lessons import LESSONS
from lossviz.stage.mathml import mathml
from lossviz.stage.words import rich, translated, word


def test_text_is_no_markup_and_formulas_are_mathml():
    shown = rich("a < b & **c** $x^2$")
    assert shown.startswith("a &lt; b &amp; <b>c</b> <math")
    assert "</math>" in shown and "$" not in shown


def test_a_lesson_has_its_own_words_before_the_shared_ones():
    assert word("en", "softmax", "pictures.shares") == "p = softmax(z + c)"
    assert word("en", "gradient", "pictures.scores") == word("en", "lesson", "pictures.scores")
    with pytest.raises(KeyError):
        word("en", "softmax", "pictures.nothing")


def test_only_keys_are_translated():
    spec = {"title": "@pictures.shares", "names": ["1", "@pictures.song.voice"], "low": 0}
    assert translated("en", "softmax", spec) == {
        "title": "p = softmax(z + c)", "names": ["1", "voice"], "low": 0,
    }  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("lesson", LESSONS.values(), ids=list(LESSONS))
def test_every_part_of_a_page_has_words(lesson, lang):
    keys = ["title", "lead", "remember", "sources", "vote.question"]
    keys += [f"scenes.{scene.key}.{part}" for scene in lesson.scenes for part in ("title", "lead")]
    for prefix, question in [
        ("vote", lesson.vote),
        *((f"check.{q.key}", q) for q in lesson.checks),
    ]:
        assert 1 <= question.right <= question.options
        keys += [f"{prefix}.question"]
        keys += [
            f"{prefix}.{n}.{part}"
            for n in range(1, question.options + 1)
            for part in ("text", "reason")
        ]
    for key in keys:
        assert rich(word(lang, lesson.key, key)).strip()


def test_the_places_where_a_row_may_break_are_ranked():
    """Outside of brackets before inside, and before + before a dot."""
    found = mathml(rf"a{BREAK} + b{BREAK} \cdot (c{BREAK} + d{BREAK} \cdot e){BREAK} - f")
    assert re.findall(r'<wbr data-rank="(\d)">', found) == ["0", "1", "2", "3", "0"]
    assert found.count("<math") == 6


@pytest.mark.parametrize(
    "words, kept",
    [
        ("so $x$，then", "{}，"),
        ("so $x$：then", "{}："),
        ("so ($x$), then", "({}),"),
        ("即（$x$）。", "（{}）。"),
    ],
)
def test_no_line_begins_with_what_closes_or_ends_with_what_opens(words, kept):
    inner = kept.format(mathml("x", "inline"))
    assert f'<span class="ll-together">{inner}</span>' in rich(words)
    assert rich(words).count("<math") == 1
