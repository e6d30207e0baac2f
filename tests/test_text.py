"""Both languages say everything, and say it of the same things."""

import ast
import itertools
import re
import string
import unicodedata
from pathlib import Path

import pytest

from lossviz import assets
from lossviz.data import DATASETS
from lossviz.losses import CATALOGUE
from lossviz.settings import REASONS
from lossviz.upload import MESSAGES, NOTES
from lossviz.web.exercise.model import KEYS
from lossviz.web.exercise.model import REASONS as OF_EXERCISES
from lossviz.web.site import text
from lossviz.web.site.text import (
    ASSETS,
    LANGUAGES,
    escaped,
    of_browser,
    phrases,
    say_in,
    with_formulas,
)

ROOT = Path(__file__).parents[1]
EN, ZH = phrases("en"), phrases("zh")
# words that are the same everywhere: names, symbols, a formula, a program
SAME = re.compile(r"[A-Za-z]+Face|(?:Soft|L-Soft)max|lossviz|MLP|Adam|SGD|.*/ A(?:M)?-Softmax")
FORMULA = re.compile(r"\$[^$]+\$")
SOURCES = [
    *ROOT.glob("pages/*.py"),
    *ROOT.glob("lossviz/web/*.py"),
    *ROOT.glob("lossviz/web/controls/*.py"),
    *ROOT.glob("lossviz/web/papers/*.py"),
    *ROOT.glob("lossviz/web/server/*.py"),
    *ROOT.glob("lossviz/web/site/*.py"),
]


def places(words: str) -> set[str]:
    """The {names} a sentence leaves open; words with some have no formula with braces."""
    sentence, formulas = FORMULA.sub("", words), "".join(FORMULA.findall(words))
    found = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
    assert not (found and set("{}") & set(formulas))
    return found


def same(english: str, other: str) -> bool:
    """Whether both are the same signs, but for Chinese marks between them."""
    marks = {"，": ", ", "、": ", ", "：": ": ", "；": "; ", "（": " (", "）": ")"}
    for sign, written in marks.items():
        other = other.replace(sign, written)
    return english.lower().split() == other.lower().split()


def chinese(words: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", words) is not None


def test_all_languages_have_the_same_keys():
    for lang in LANGUAGES:
        assert phrases(lang).keys() == EN.keys(), lang


@pytest.mark.parametrize("key", sorted(EN))
def test_label(key):
    assert EN[key].strip() and ZH[key].strip()
    if not key.endswith("snippet"):
        for lang in LANGUAGES:
            assert places(phrases(lang)[key]) == places(EN[key]), lang
    assert not chinese(EN[key])
    # places alone, and signs between them, are no words
    bare = not re.sub(r"\{\w+\}|\W", "", ZH[key])
    assert chinese(ZH[key]) or bare or same(EN[key], ZH[key]) or SAME.fullmatch(ZH[key])


def lessons(language: str) -> dict[str, str]:
    folder = ASSETS / "lessons" / language
    return {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}


def test_lessons_exist_in_all_languages_with_the_same_parts():
    english, other = lessons("en"), lessons("zh")
    assert english
    for lang in LANGUAGES:
        assert lessons(lang).keys() == english.keys(), lang
    for name, words in english.items():
        for mark in (r"^#+ ", r"^- ", r"\*\*"):
            counts = [len(re.findall(mark, w, re.MULTILINE)) for w in (words, other[name])]
            assert counts[0] == counts[1], (name, mark)
        assert chinese(other[name]) and not chinese(words)


def asked_keys(path: Path) -> set[str]:
    """The keys a file asks for by name."""
    asks = re.findall(r"""\bsay\(\s*f?["']([^"']+)["']""", path.read_text("utf-8"))
    return set(asks)


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.name)
def test_every_key_asked_for_exists(path):
    for key in asked_keys(path):
        pattern = re.compile(re.sub(r"\\\{[^}]*\\\}", "[a-z_0-9-]+", re.escape(key)))
        assert any(map(pattern.fullmatch, EN)), key


def test_everything_that_can_be_named_has_words():
    wanted = {f"notice.{reason}" for reason in (*REASONS, *OF_EXERCISES)}
    wanted |= {f"exercise.field.{key}" for key in KEYS}
    wanted |= {f"upload.{code}" for code in (*MESSAGES, *NOTES)}
    wanted |= {f"controls.datasets.{key}" for key in DATASETS}
    wanted |= {f"losses.{key}.{part}" for key in CATALOGUE for part in ("title", "short", "what")}
    assert wanted <= EN.keys()


WIDGETS = {
    "button", "caption", "error", "expander", "file_uploader", "header", "markdown",
    "metric", "number_input", "page_link", "pills", "popover", "radio", "segmented_control",
    "selectbox", "slider", "subheader", "success", "tabs", "text", "title", "toast", "toggle",
    "warning", "write", "info",
}  # fmt: skip


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.name)
def test_no_words_are_written_into_the_code(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr in WIDGETS and node.args:
            first = node.args[0]
            assert not (isinstance(first, ast.Constant) and isinstance(first.value, str)), (
                f"{path.name}:{node.lineno}"
            )


@pytest.mark.parametrize(
    "locale, accept, expected",
    [
        ("zh-CN", None, "zh"),
        ("zh-Hant-TW", "en", "zh"),
        ("ZH", None, "zh"),
        ("en-GB", "zh", "en"),
        ("tlh-KX", "tlh, zh;q=0.8, en;q=0.5", "zh"),
        (None, "de-DE,de;q=0.9", "en"),
        (None, None, "en"),
        ("", ";;,,", "en"),
    ],
)
def test_language_of_the_browser(locale, accept, expected):
    assert of_browser(locale, accept) == expected


def test_switch_names_each_language_in_itself():
    assert LANGUAGES == {"en": "EN", "zh": "中文"}


def test_say_fills_places_and_refuses_unknown_keys():
    assert say_in("en", "controls.summary.training", optimizer="Adam", steps=3).endswith("3 steps")
    with pytest.raises(KeyError):
        say_in("en", "no.such.key")


def test_words_have_the_letters_of_the_formulas_that_they_name():
    assert with_formulas("so $=cosface$, with $m$", "") == r"so ${\cos}\,\theta - m$, with $m$"
    assert not any("$=" in words for words in (*EN.values(), *ZH.values()))


def test_punctuation_stays_at_its_formula():
    assert text.joined("so ($x$), $y$，$z$ a") == "so (\u2060$x$\u2060), $y$\u2060，$z$ a"
    for language in LANGUAGES:
        for key, words in phrases(language).items():
            assert text.joined(words.replace(text.JOINER, "")) == words, key


def test_a_formula_that_there_is_not_fails_when_words_are_loaded(tmp_path, monkeypatch):
    (tmp_path / "locale" / "zh").mkdir(parents=True)
    (tmp_path / "locale" / "zh" / "room.toml").write_text('[a]\nb = "as $=none$"', "utf-8")
    monkeypatch.setattr(assets, "ASSETS", tmp_path)
    with pytest.raises(ValueError, match=r"zh/room.toml, room.a.b: no formula 'none'; there are "):
        phrases.__wrapped__("zh")


def unmarked(words: str) -> list[str]:
    """What stands at those ** that CommonMark takes for asterisks: 。**字 ends no bold text."""
    found = []
    for line in words.splitlines():
        marks = list(re.finditer(r"(?<!\*)\*\*(?!\*)", line))
        for mark, opens in zip(marks, itertools.cycle((True, False))):
            around = f" {line} "[mark.start()], f" {line} "[mark.end() + 1]
            without, within = around if opens else reversed(around)
            signs = [unicodedata.category(one)[0] in "PSZ" for one in (within, without)]
            if within.isspace() or signs == [True, False]:
                found.append(line[max(mark.start() - 9, 0) : mark.end() + 9])
        found += [line[:20]] if len(marks) % 2 else []
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_meant_to_be_bold_is_bold(language):
    pages = [path.read_text("utf-8") for path in (ASSETS / "lessons" / language).glob("*.md")]
    faults = [fault for words in (*phrases(language).values(), *pages) for fault in unmarked(words)]
    assert not faults
    assert unmarked("**s 有两头。**低于") and unmarked("a**“b”** c") and unmarked("** a**")
    assert not unmarked("**s 有两头**。低于 **“b”** c，**d**") and unmarked("one ** alone")


def test_escaped_text_is_no_markup():
    assert escaped("**a** [b](c) $x$ <i> :red[d]") == (
        r"\*\*a\*\* \[b\]\(c\) \$x\$ \<i\> \:red\[d\]"
    )
    assert escaped("花, 3 x") == r"花\, 3 x"
    assert escaped(3) == 3
