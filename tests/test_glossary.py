"""One name a thing: the words of the site use the names of the glossary, in both languages."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache

import pytest

from lossviz.glossary import TERMS, Term, with_terms
from lossviz.pictures import plain
from lossviz.scenes.controls import Control
from lossviz.scenes.state import read
from lossviz.web.site import text
from lossviz.web.site.text import ASSETS, LANGUAGES, phrases, with_formulas
from lossviz.words.scene_pages import SCENE_PAGES

FORMULA = re.compile(r"\$[^$]+\$")
# what others have written stays as they wrote it: titles, which stand in *italics* or are quoted
TITLE = re.compile(r"(?<!\*)\*(?!\*)[^*]+\*(?!\*)|《[^》]+》")
ADDRESS = re.compile(r"\]\([^)]+\)")
# (term, language, keys of the words as a pattern, why another name stands there)
ALLOWED: tuple[tuple[str, str, str, str], ...] = (
    ("step", "en", r"practice\.reported\.\w+", "what people write when they ask"),
    ("length", "zh", r"derivations\.cross_entropy\.definition", "of a code, in bits"),
)
# a scene is spoken of by {scene:its_key}, a lesson by {lesson:its_key}: numbers move with them
ORDINALS = {
    "en": r"\b((first|second|third|fourth|fifth|sixth|last|next|previous) (scene|lesson)"
    r"|(scene|lesson)s? (\d|above|below))|Drag \*\*\w+\*\* below",
    "zh": r"(第[一二三四五六七八九十 \d]+|最后一|[上下前后]一?)(幕|个实验|课)|[下上]面的 ?\*\*",
}
# 弧度 in Chinese
RADIANS = r"(?<![A-Za-z])rad(?![A-Za-z])"
# nobody who reads the site has these
UNSEEN = {"en": r"\b(the|study|these) notes\b|\bnotes'", "zh": "(?<!课程)笔记(?!本)"}


@cache
def said(lang: str) -> dict[str, str]:
    """All words of the site in this language, by where they stand, without formulas and titles."""
    found = {key: words for key, words in phrases(lang).items() if not key.endswith("snippet")}
    for path in (ASSETS / "lessons" / lang).glob("*.md"):
        found[path.name] = path.read_text("utf-8")
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


@pytest.mark.parametrize("room", ROOMS)
def test_radians_have_their_chinese_name(room):
    found = {key: words for key, words in said("zh").items() if key.startswith(room)}
    assert not [key for key, words in found.items() if re.search(RADIANS, words)]


def test_an_unnamed_radian_is_caught():
    assert re.search(RADIANS, "m = 0.5 rad") and re.search(RADIANS, "（rad）")
    assert not re.search(RADIANS, "Conrad、gradient")


@cache
def written(lang: str, room: str) -> dict[str, str]:
    """The words of a room as they stand in its file, with the places for numbers still in them."""
    path = ASSETS / "locale" / lang / f"{room}.toml"
    if not path.exists():
        return {}
    found: dict[str, str] = {}
    text.flatten(room, tomllib.loads(path.read_text("utf-8")), found)
    return found


def wanted(spec: object) -> set[str]:
    """The keys of words in a picture's spec: its strings that begin with "@"."""
    if isinstance(spec, str):
        return {spec[1:]} if spec.startswith("@") else set()
    parts = spec.values() if isinstance(spec, dict) else spec
    return set().union(*map(wanted, parts)) if isinstance(parts, Iterable) else set()


def keys_of_control(control: Control) -> set[str]:
    key, stops = control.key, getattr(control, "stops", ())
    found = {f"controls.{key}"} | {f"stops.{stop}" for stop in (key, *stops) if stops}
    found |= {f"options.{key}.{option}" for option in getattr(control, "options", ())}
    return found | ({f"sizes.{key}"} if len(getattr(control, "sizes", ())) > 1 else set())


@cache
def keys_of_scene(page: str, name: str) -> frozenset[str]:
    """Where the words stand that a scene says by itself: title, lead, labels, controls, lines."""
    lesson, known = SCENE_PAGES[page], phrases("en")
    scene = lesson.scene(name)
    controls = lesson.controls_of(scene)
    keys = {f"scenes.{name}.title", f"scenes.{name}.lead"}
    keys |= wanted(plain(scene.rows(read(controls, "")[0]))).union(*map(keys_of_control, controls))
    # what the lesson's room lacks stands in the one that all lessons share
    found = {
        next((k for k in (f"{page}.{key}", f"lesson.{key}") if k in known), "") for key in keys
    }
    lines = tuple(f"derivations.{derivation}." for derivation in scene.derivations)
    return frozenset(found - {""} | {key for key in known if key.startswith(lines)})


def named(term: Term, lang: str) -> re.Pattern:
    """The term's name as a word of its own, or more than one of it."""
    return re.compile(rf"(?<![a-z]){re.escape(term.names[lang])}(s|es)?(?![a-z])", re.IGNORECASE)


def asks(words: str) -> set[str]:
    """The terms that words take from the glossary."""
    return {name[0].lower() + name[1:] for name in re.findall(r"\{=(\w+)\}", words)}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("term", TERMS.values(), ids=list(TERMS))
def test_a_term_is_introduced_where_the_glossary_says(term, lang):
    words = [said(lang).get(key, "") for key in keys_of_scene(term.lesson, term.scene)]
    assert any(map(named(term, lang).search, words))


PLACES = [(page.key, scene.key) for page in SCENE_PAGES.values() for scene in page.scenes]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("term", TERMS.values(), ids=list(TERMS))
def test_no_scene_before_has_the_term_as_a_label(term, lang):
    earlier = PLACES[: PLACES.index((term.lesson, term.scene))]
    assert not [
        f"{page}/{scene}: {key}"
        for page, scene in earlier
        for key in keys_of_scene(page, scene)
        if term.key in asks(written(lang, key.partition(".")[0]).get(key, ""))
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("term", TERMS.values(), ids=list(TERMS))
def test_a_term_has_a_sentence_and_is_used(term, lang):
    assert set(term.names) == set(term.says) == set(LANGUAGES)
    sentence = with_formulas(term.says[lang], term.key)
    assert sentence.endswith((".", "。")) and len(sentence) < 240
    assert bool(re.search("[\u4e00-\u9fff]", sentence)) == (lang == "zh")
    assert any(
        named(term, lang).search(words)
        for key, words in said(lang).items()
        if not key.startswith("glossary.")
    )


def test_a_word_within_another_is_no_term():
    assert not named(TERMS["lse"], "en").search("false, else")
    assert named(TERMS["region"], "en").search("Regions of SphereFace")
    assert named(TERMS["lse"], "zh").search("最大值换成LSE。")
    assert wanted({"a": "@b.c", "d": [False, 1.5, None, {"e": "@f"}], "g": "h"}) == {"b.c", "f"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_terms_share_a_name_or_forbid_one(lang):
    names = [term.names[lang].lower() for term in TERMS.values()]
    assert len(names) == len(set(names))
    for term in TERMS.values():
        for pattern in term.instead_of.get(lang, ()):
            assert not [name for name in names if re.search(pattern, name)], pattern


LABEL = re.compile(
    r"(stage|controls|sliders)\..*|\w+\.(pictures|controls|stops|sizes|columns|cells|measures|options)\..*"
)
# labels that are spelt as a term and say another thing
ANOTHER = {"controls.training.steps": "how many steps there are in all"}
NAMED = {
    name + end: term
    for term in TERMS.values()
    if (name := term.names["en"].lower()) != term.names["zh"].lower()
    for end in ("", "s")
}


@pytest.mark.parametrize("room", ROOMS)
def test_labels_take_their_words_from_the_glossary(room):
    """A label that is a term in both languages is written as one: changed there, changed here."""
    english, chinese = written("en", room), written("zh", room)
    assert not {
        key: (words, chinese[key])
        for key, words in english.items()
        if LABEL.fullmatch(key)
        and key not in ANOTHER
        and (term := NAMED.get(with_terms(words, "en").lower()))
        and with_terms(chinese[key], "zh") == term.names["zh"]
        and term.key not in asks(words) & asks(chinese[key])
    }


@pytest.mark.parametrize("room", ROOMS)
def test_both_languages_take_the_same_terms_from_the_glossary(room):
    english, chinese = written("en", room), written("zh", room)
    assert not {
        key: (english.get(key), chinese.get(key))
        for key in english | chinese
        if asks(english.get(key, "")) != asks(chinese.get(key, ""))
    }


def test_a_term_is_put_in_as_within_a_sentence_or_with_a_capital():
    assert with_terms("{=target_class}, {=Class_vector}s, {n}", "en") == (
        "target class, Class vectors, {n}"
    )
    assert with_terms("{=Target_class} {n}", "zh") == "目标类 {n}"
    with pytest.raises(KeyError):
        with_terms("{=no_such_term}", "en")


def caught(term: str, lang: str, words: str) -> bool:
    return any(re.search(p, words, re.IGNORECASE) for p in TERMS[term].instead_of[lang])


@pytest.mark.parametrize(
    "term, lang, wrong",
    [
        ("target_class", "en", "with the own class"), ("test_sample", "en", "at test points"),
        ("decision_boundary", "en", "the inference boundary"),
        ("decision_boundary", "en", "just past the boundary"),
        ("decision_boundary", "en", "the borders of regions"),
        ("accuracy", "en", "the train accuracy"), ("class_vector", "en", "of class weights"),
        ("score", "en", "its logit"), ("feature", "en", "the embedding"),
        ("confidence", "en", "how sure it is"), ("confidence", "en", "no sample is ever sure"),
        ("length", "en", "initial norms"),
        ("target_class", "zh", "真类的概率"), ("target_class", "zh", "自己那个类"),
        ("target_class", "zh", "本类的分数"), ("rival", "zh", "最近的对手"),
        ("rival", "zh", "与他类"), ("decision_boundary", "zh", "推理边界"),
        ("hinge_loss", "zh", "Hinge 损失"), ("target_logit", "zh", "目标 logit"),
        ("class_vector", "zh", "类别向量"), ("accuracy", "zh", "正确率"),
        ("margin", "zh", "守得住间隔"), ("margin", "zh", "再大就有类失守"),
        ("confidence", "zh", "平均把握"), ("length", "zh", "特征的长度"),
        ("length", "zh", "用长度来凑"), ("length", "zh", "特征的模再大"),
        ("training_sample", "zh", "训练点"), ("pair", "zh", "用 t 判对的对"),
        ("pair", "zh", "异类样本对"), ("verification", "zh", "人脸比对"),
        ("modified_softmax", "zh", "modified softmax"), ("bit", "zh", "3 bit"),
        ("bit", "zh", "用bit表示"), ("nat", "zh", "1nat"),
    ],
)  # fmt: skip
def test_another_name_is_caught(term, lang, wrong):
    assert caught(term, lang, wrong)


@pytest.mark.parametrize(
    "term, lang, right",
    [
        ("decision_boundary", "en", "the decision boundaries"),
        ("decision_boundary", "en", "the borders of the picture"),
        ("length", "en", "with batch norm"), ("confidence", "en", "it is sure to fall"),
        ("target_class", "zh", "样本类别"), ("target_class", "zh", "文本类任务"),
        ("target_class", "zh", "基本类型"), ("rival", "zh", "其他类"),
        ("verification", "zh", "对比对象"), ("length", "zh", "特征的模长"),
        ("length", "zh", "线性的模型"), ("bit", "zh", "8 比特"), ("nat", "zh", "alternate"),
    ],
)  # fmt: skip
def test_another_thing_is_not_caught(term, lang, right):
    assert not caught(term, lang, right)


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
