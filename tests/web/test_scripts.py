"""The browser's modules: their rooms, and the words that they use."""

import inspect
import re
import tomllib
from pathlib import Path

from lossviz.pictures import run
from lossviz.stage.bundle import JS, imports, sources

LOCALE = Path(__file__).parents[2] / "assets" / "locale" / "en"
RECORDS = inspect.getsource(run)
# the modules that components and the front page ask for, by the words that they are given
ENTRIES = {
    "stage": ("frame/stage.js", "frame/question.js", "frame/symptoms.js"),
    None: (
        "site/frame.js",
        "frame/share.js",
        "frame/exercise.js",
        "frame/arrive.js",
        "frame/shade.js",
        "frame/contents.js",
        "frame/alone.js",
        "lectern/lectern.js",
        "lectern/notes.js",
    ),
}


def needed(entry: str) -> set[str]:
    """The module and all that it imports, also by way of others."""
    found, left = set(), [entry]
    while left:
        found.add(name := left.pop())
        left += set(imports(name, sources()[name])) - found
    return found


def code_of(room: str | None) -> str:
    names = {name for entry in ENTRIES[room] for name in needed(entry)}
    return "".join((JS / name).read_text("utf-8") for name in sorted(names))


def test_every_module_is_needed_by_something():
    found = {name for entries in ENTRIES.values() for entry in entries for name in needed(entry)}
    assert found == {path.relative_to(JS).as_posix() for path in JS.glob("**/*.js")}


def test_every_word_is_used_and_every_used_word_exists():
    room = "stage"
    code = code_of(room)
    used = set(re.findall(r"\btext\.(\w+)\b(?!\()", code)) - {"length", "textContent"}
    # of what a picture's keys do, and what the records of a run name
    used |= set(re.findall(r'"(keys_\w+)"', code)) | set(re.findall(r'"@(\w+)"', RECORDS))
    families = re.findall(r"text\[`(\w+_)\$", code) + re.findall(r'f"@(\w+_)\{', RECORDS)
    words = {
        name: set(tomllib.loads((LOCALE / f"{name}.toml").read_text("utf-8")))
        for name in (room, "take", "alone")
    }
    there = words[room]
    # what is taken away, and what a file says, come with them
    assert used <= set.union(*words.values())
    # some are handed on, or named by what they are for
    used |= set(re.findall(r"\bwords\.(\w+)\b", code)) | set(
        re.findall(r'"([a-z]+(?:_\w+)?)"', code)
    )
    families += re.findall(r"`(\w+_)\$", code)
    unused = {word for word in there - used if not word.startswith(tuple(families))}
    assert not unused


def test_no_words_stand_in_the_scripts():
    for path in JS.glob("**/*.js"):
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text("utf-8"), flags=re.DOTALL)
        said = re.findall(r'(?:say|put)\([^;]*?, ?"([A-Z][a-z]+[^"]*)"\)', code)
        assert said == [], path


def test_every_room_is_described():
    described = re.findall(r"^\| `(\w+)` \|", (JS / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(described) == sorted(path.name for path in JS.iterdir() if path.is_dir())
