"""Streamlit's words against its own script: a new version must not bring back what is replaced."""

import re
from functools import cache
from pathlib import Path

import pytest
import streamlit

from lossviz.web.site.foreign import TABLE, words
from lossviz.web.site.text import phrases

SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"
PLACE = re.compile(r"\{\w+\}")
# the parts of Streamlit's front end that the site uses, by the names of their files
USED = (
    "BidiComponent", "Button", "ButtonGroup", "Checkbox", "FileUploader", "Html",
    "InputInstructions", "NumberInput", "PageLink", "Selectbox", "Slider", "UploadFileInfo",
    "useCopyToClipboard",
)  # fmt: skip
# words in them that nobody is shown, with the reason
UNSEEN = {
    # of a chooser of folders, of many files, or of some kinds of files
    "Upload directories", "${e.type} files are not allowed.",
    "Drag and drop directories here", "Drag and drop files here",
    # of a control without a label, or that can be emptied; all of ours have one, and cannot
    "Selectbox", "Selectbox options", "Clear value",
    # of numbers with one limit; all of ours have two
    "Number is above the allowed range.", "Number is below the allowed range.",
    "Number is above the allowed range. Please enter a value less than or equal to ${r}.",
    "Number is below the allowed range. Please enter a value greater than or equal to ${n}.",
    "Invalid data type",
    # of a form
    "submit form",
    # in the box of an element that could not be shown, which is replaced as a whole
    "BidiComponent Error", "Failed to create shadow DOM",
    "Failed to load or execute script from ${v}",
    # names of keys, of icons and of versions of a component
    "Backspace", "Delete", "Down", "Escape", "Enter", "Tab",
    "Minus", "Plus", "Left", "Right", "Ctrl",
    # put together from others, parts of links and of styles
    "Press Enter to ${e}", "${t} ${n}", "noopener noreferrer", "ul, ol, dl",
}  # fmt: skip


@cache
def script(name: str) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(SCRIPTS.glob(f"{name}.*.js")))


@cache
def everything() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(SCRIPTS.glob("*.js")))


# words that Streamlit puts together
TOGETHER = {
    "option available.": ("} option`", "} available.`"),
    "options available.": ("} options`", "} available.`"),
    "icon": ("} icon`",),
    "Press Enter to apply": ("`Press Enter to $", "`apply`"),
}


def bare(english: str) -> str:
    """Without what Streamlit puts before the words of a number, and before those of its tip."""
    return re.sub(r"^(Error)?: ", "", english) or english


def literal_parts(english: str) -> list[str]:
    """What stands between the places, as Streamlit has it: in one text or in several."""
    parts = [part.strip() for part in PLACE.split(bare(english)) if re.search("[A-Za-z]", part)]
    return [piece for part in parts for piece in TOGETHER.get(part, (part,))]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.english} @ {row.at}")
def test_streamlit_has_the_words_and_the_places(row):
    for part in literal_parts(row.english):
        assert part in everything(), part
    for test_id in re.findall(r'data-testid="([^"]+)"', row.at):
        # the kind of an alert is put together there: stAlertContent${kind}
        assert f"`{test_id}`" in everything(), test_id
    for attribute in re.findall(r"\[(data-(?!testid)[\w-]+)", row.at):
        dataset = re.sub(r"-(\w)", lambda found: found[1].upper(), attribute.removeprefix("data-"))
        assert attribute in everything() or f"dataset.{dataset}" in everything(), attribute


def shown_words(source: str) -> set[str]:
    """The strings in a script that read like English: a sentence, or a word with a capital."""
    # one string's end may be taken for another one's start: what is between is no English
    found = re.findall(r"(?<=[`\"])[^`\"\\\n]{3,160}(?=[`\"])", source)
    sentence = re.compile(r"[A-Z]?[\w'$.{}]+,?( ([a-z]\w*|\$\{[\w.]+\}|[A-Z]\w+)[,.!?]?){1,}")
    return {
        text for text in found if re.fullmatch("[A-Z][a-z]{2,}", text) or sentence.fullmatch(text)
    }


def is_style(text: str) -> bool:
    return bool(re.search(r"\d|\b(ease|rem|solid|none|inset|auto|center|left)\b|\{e\.", text))


def replaced(text: str) -> bool:
    patterns = (map(re.escape, PLACE.split(bare(row.english))) for row in TABLE)
    return any(
        re.fullmatch(".+".join(parts), text)
        for parts in map(list, patterns)
        if any(part.strip() for part in parts)
    )


@pytest.mark.parametrize("name", USED)
def test_a_part_that_the_site_uses_has_no_other_words(name):
    # errors that are thrown stand in the log of the browser
    source = re.sub(r"\b(error|warn|info|Error)\((`[^`]*`|\"[^\"]*\")", "", script(name))
    own = {text for text in shown_words(source) if not is_style(text)}
    assert not {text for text in own - UNSEEN if not replaced(text)}


def test_the_parts_are_there_and_their_words_are_found():
    assert all(map(script, USED))
    assert {"Add files", "Upload"} <= shown_words(script("FileUploader"))
    assert "No results" in shown_words(script("Selectbox"))
    assert {"Increment", "Decrement"} <= shown_words(script("NumberInput"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_our_words_have_the_places_that_theirs_fill(language):
    ours = words()[language]
    for row in TABLE:
        if row.key:
            assert set(PLACE.findall(ours[row.key])) <= set(PLACE.findall(row.english)), row


def test_every_word_of_ours_has_a_place():
    keys = {key.removeprefix("foreign.") for key in phrases("en") if key.startswith("foreign.")}
    assert keys == {row.key for row in TABLE} - {""}
