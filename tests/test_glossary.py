"""One name a thing: the words of the site use the names of the glossary, in both languages."""

import json
import re
import tomllib
from functools import cache

import pytest

from lossviz.figures.words import words as figure_words
from lossviz.glossary import TERMS, Term, with_terms
from lossviz.lessons.state import read
from lossviz.web import text
from lossviz.web.lesson.registry import SCENE_PAGES
from lossviz.web.lesson.words import translated, word
from lossviz.web.text import ASSETS, LANGUAGES, phrases, with_formulas

FORMULA = re.compile(r"\$[^$]+\$")
# what others have written stays as they wrote it: titles, which stand in *italics* or are quoted
TITLE = re.compile(r"(?<!\*)\*(?!\*)[^*]+\*(?!\*)|《[^》]+》")
ADDRESS = re.compile(r"\]\([^)]+\)")
# (term, language, keys of the words as a pattern, why another name stands there)
ALLOWED: tuple[tuple[str, str, str, str], ...] = (
    ("step", "en", r"practice\.reported\.\w+", "what people write when they ask"),
)
# a scene is spoken of by {scene:its_key}, a lesson by {lesson:its_key}: numbers move with them
ORDINALS = {
    "en": r"\b((first|second|third|fourth|fifth|sixth|last|next|previous) (scene|lesson)"
    r"|(scene|lesson)s? (\d|above|below))|Drag \*\*\w+\*\* below",
    "zh": r"(第[一二三四五六七八九十 \d]+|最后一|[上下前后]一?)(幕|个实验|课)|[下上]面的 ?\*\*",
}
# nobody who reads the site has these
UNSEEN = {"en": r"\b(the|study|these) notes\b|\bnotes'", "zh": "(?<!课程)笔记(?!本)"}


@cache
def said(lang: str) -> dict[str, str]:
    """All words of the site in this language, by where they stand, without formulas and titles."""
    found = {key: words for key, words in phrases(lang).items() if not key.endswith("snippet")}
    for path in (ASSETS / "lessons" / lang).glob("*.md"):
        found[path.name] = path.read_text("utf-8")
    found |= {f"figures.{key}": words for key, words in figure_words(lang).items()}
    found |= {f"glossary.{term.key}": term.says[lang] for term in TERMS.values()}
    for kind in (FORMULA, TITLE, ADDRESS):
        found = {key: kind.sub(" ", words) for key, words in found.items()}
    return found


def allowed(term: Term, lang: str, key: str) -> bool:
    """Whether these words may use another name; a term's own sentence may say what else it is."""
    return key == f"glossary.{term.key}" or any(
        (name, language) == (term.key, lang) and re.fullmatch(keys, key)
        for name, language, keys, _ in ALLOWED
    )


def other_names(lang: str, room: str) -> list[str]:
    """Where a forbidden synonym stands in the words of a room."""
    return [
        f"{key}: “{found[0]}” is not what the glossary says: {term.names[lang]}"
        for key, words in said(lang).items()
        if re.split(r"\W", key)[0] == room
        for term in TERMS.values()
        if not allowed(term, lang, key)
        for pattern in term.instead_of.get(lang, ())
        if (found := re.search(pattern, words, re.IGNORECASE))
    ]


ROOMS = sorted({re.split(r"\W", key)[0] for key in said("en")})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_a_thing_has_one_name(room, lang):
    found = other_names(lang, room)
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_scenes_are_not_numbered_by_hand(room, lang):
    found = {
        key: ordinal[0]
        for key, words in written(lang, room).items()
        if (ordinal := re.search(ORDINALS[lang], words)) and not key.startswith("lesson.")
    }
    assert not found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_the_notes_are_not_spoken_of(room, lang):
    found = {key: words for key, words in said(lang).items() if key.startswith(room)}
    assert not [key for key, words in found.items() if re.search(UNSEEN[lang], words)]


def written(lang: str, room: str) -> dict[str, str]:
    """The words of a room as they stand in its file, with the places for numbers still in them."""
    path = ASSETS / "locale" / lang / f"{room}.toml"
    if not path.exists():
        return {}
    found: dict[str, str] = {}
    text.flatten(room, tomllib.loads(path.read_text("utf-8")), found)
    return found


def words_of_scene(term: Term, lang: str) -> str:
    """Everything that the scene that introduces the term says by itself: titles, labels, lines."""
    lesson = SCENE_PAGES[term.lesson]
    scene = lesson.scene(term.scene)
    controls = lesson.controls_of(scene)
    rows = translated(lang, lesson.key, scene.rows(read(controls, "")[0]))
    found = [word(lang, lesson.key, f"scenes.{scene.key}.{part}") for part in ("title", "lead")]
    found += [json.dumps(rows, ensure_ascii=False)]
    found += [
        words
        for key, words in phrases(lang).items()
        if key.startswith(tuple(f"derivations.{name}." for name in scene.derivations))
        or key in {f"{lesson.key}.controls.{control.key}" for control in controls}
    ]
    return "\n".join(found)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("term", TERMS.values(), ids=list(TERMS))
def test_a_term_is_introduced_where_the_glossary_says(term, lang):
    assert term.names[lang].lower() in words_of_scene(term, lang).lower()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("term", TERMS.values(), ids=list(TERMS))
def test_a_term_has_a_sentence_and_is_used(term, lang):
    assert set(term.names) == set(term.says) == set(LANGUAGES)
    sentence = with_formulas(term.says[lang], term.key)
    assert sentence.endswith((".", "。")) and len(sentence) < 240
    assert bool(re.search("[\u4e00-\u9fff]", sentence)) == (lang == "zh")
    assert any(
        term.names[lang].lower() in words.lower()
        for key, words in said(lang).items()
        if not key.startswith("glossary.")
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_terms_share_a_name_or_forbid_one(lang):
    names = [term.names[lang].lower() for term in TERMS.values()]
    assert len(names) == len(set(names))
    for term in TERMS.values():
        for pattern in term.instead_of.get(lang, ()):
            assert not [name for name in names if re.search(pattern, name)], pattern


LABEL = re.compile(r"(stage|controls|sliders)\..*|\w+\.(pictures|controls|stops|sizes|columns)\..*")


@pytest.mark.parametrize("room", ROOMS)
def test_labels_take_their_words_from_the_glossary(room):
    """A label that is a term in both languages is written as one: changed there, changed here."""
    english, chinese = written("en", room), written("zh", room)
    loose = {
        key: words
        for key, words in english.items()
        if LABEL.fullmatch(key)
        and (term := NAMED.get(words.lower()))
        and chinese[key] == term.names["zh"]
    }
    assert not loose


NAMED = {term.names["en"]: term for term in TERMS.values() if term.names["en"] != term.names["zh"]}


def test_a_term_is_put_in_as_within_a_sentence_or_with_a_capital():
    assert with_terms("{=target_class}, {=Class_vector}s, {n}", "en") == (
        "target class, Class vectors, {n}"
    )
    assert with_terms("{=Target_class} {n}", "zh") == "目标类 {n}"
    with pytest.raises(KeyError):
        with_terms("{=no_such_term}", "en")


@pytest.mark.parametrize(
    "wrong",
    [
        "with the own class", "at test points", "the inference boundary", "the train accuracy",
        "of class weights", "its logit", "the embedding", "how sure it is", "initial norms",
    ],
)  # fmt: skip
def test_another_name_is_caught(wrong):
    patterns = [p for term in TERMS.values() for p in term.instead_of.get("en", ())]
    assert any(re.search(pattern, wrong) for pattern in patterns)


@pytest.mark.parametrize(
    "wrong",
    [
        "真类的概率", "最近的对手", "推理边界", "Hinge 损失", "目标 logit", "类别向量", "正确率",
        "守得住间隔", "平均把握", "特征的长度", "训练点", "用 t 判对的对", "modified softmax",
        "3 bit",
    ],
)  # fmt: skip
def test_another_chinese_name_is_caught(wrong):
    patterns = [p for term in TERMS.values() for p in term.instead_of.get("zh", ())]
    assert any(re.search(pattern, wrong) for pattern in patterns)


@pytest.mark.parametrize(
    "lang, wrong",
    [
        ("en", "in the third scene"), ("en", "see scene 3"), ("en", "Drag **c** below"),
        ("en", "the next lesson"), ("en", "lesson 8"), ("zh", "看第三幕"), ("zh", "最后一幕"),
        ("zh", "第 3 个实验"), ("zh", "第 8 课"), ("zh", "下一课"), ("zh", "拖动下面的 **c**"),
    ],
)  # fmt: skip
def test_a_number_written_by_hand_is_caught(lang, wrong):
    assert re.search(ORDINALS[lang], wrong)
