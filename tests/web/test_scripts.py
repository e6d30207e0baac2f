"""The browser's modules: their rooms, and the words that they use."""

import re
import tomllib
from pathlib import Path

import pytest

from lossviz.web.modules import JS, needed

LOCALE = Path(__file__).parents[2] / "assets" / "locale" / "en"
# the modules that components and the front page ask for, by the words that they are given
ENTRIES = {
    "stage": ("playground/stage.js",),
    "scene": ("frame/scene.js", "frame/question.js", "frame/symptoms.js"),
    None: ("site/frame.js", "frame/share.js", "frame/arrive.js"),
}


# the files of words that they are given; tables in them are not for the browser
WORDS = {"stage": ("stage", "input"), "scene": ("scene",)}


def code_of(room: str | None) -> str:
    names = {name for entry in ENTRIES[room] for name in needed(entry)}
    return "".join((JS / name).read_text("utf-8") for name in sorted(names))


def test_every_module_is_needed_by_something():
    found = {name for entries in ENTRIES.values() for entry in entries for name in needed(entry)}
    assert found == {path.relative_to(JS).as_posix() for path in JS.glob("**/*.js")}


@pytest.mark.parametrize("room", WORDS)
def test_every_word_is_used_and_every_used_word_exists(room):
    code = code_of(room)
    used = set(re.findall(r"\btext\.(\w+)\b(?!\()", code)) - {"length"}
    families = re.findall(r"text\[`(\w+_)\$", code)
    there = {
        key
        for name in WORDS[room]
        for key, words in tomllib.loads((LOCALE / f"{name}.toml").read_text("utf-8")).items()
        if isinstance(words, str) or room == "scene"
    }
    assert used <= there
    unused = there - used
    assert all(any(word.startswith(family) for family in families) for word in unused), unused


def test_no_words_stand_in_the_scripts():
    for path in JS.glob("**/*.js"):
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text("utf-8"), flags=re.DOTALL)
        said = re.findall(r'(?:say|put)\([^;]*?, ?"([A-Z][a-z]+[^"]*)"\)', code)
        assert said == [], path


def test_every_room_is_described():
    described = re.findall(r"^\| `(\w+)` \|", (JS / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(described) == sorted(path.name for path in JS.iterdir() if path.is_dir())
