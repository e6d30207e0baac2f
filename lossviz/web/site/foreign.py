"""The words that Streamlit's front end writes by itself, and ours in their place.

Streamlit has no translations. A row says where its front end shows words of its own, and under
which key of `assets/locale/*/foreign.toml` ours stand; `js/site/words.js` puts ours there, in the
language of the page. What is not in the table is not shown: `front_page.py` keeps Streamlit's
dialogs shut, `frame.css` hides the state of its connection. A test reads Streamlit's own script,
and fails where that has other words or other names than the table.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lossviz.upload import MAX_BYTES
from lossviz.web.site.text import LANGUAGES, room, say_in


class Foreign(NamedTuple):
    """Words of Streamlit's.

    Attributes:
      at: CSS selector of the element that shows them.
      part: the attribute that they are in; "text", if they are a text in the element; "all", if
        whatever the element says is to be replaced.
      english: Streamlit's words. What stands at a {name} in them goes to the same {name} in ours.
      key: the key of our words; "" where they are only taken away.
    """

    at: str
    part: str
    english: str
    key: str


def _at(test_id: str, within: str = "") -> str:
    return f'[data-testid="{test_id}"]{within}'


FAILED = (
    ("File must be {most} or smaller.", "file_too_large"),
    ("Only one file is allowed.", "file_one"),
    ("Connection lost. Please wait for the app to reconnect, then try again.", "file_offline"),
    # what the server or the browser answered; it stands last, for it is any words
    ("{answer}", "failed"),
)
OUTSIDE = "Number is outside the allowed range. Please enter a value between {low} and {high}."
# an element that could not be shown, as when its script is gone; alerts of ours are Markdown
BROKEN = _at("stAlertContainer", ':not(:has([data-testid="stMarkdownContainer"]))')


def _rows() -> Iterator[Foreign]:
    yield Foreign(_at("stSkipToContent"), "text", "Skip to main content", "skip")
    yield Foreign(_at("stHeaderActionElements", " a"), "aria-label", "Link to heading", "heading")
    for part in ("aria-label", "title"):
        for english, key in (("Copy to clipboard", "copy"), ("Copied", "copied")):
            yield Foreign(_at("stCode", " button"), part, english, key)

    zone = "stFileUploaderDropzone"
    yield Foreign(_at(zone, " button"), "text", "Upload", "file_choose")
    yield Foreign(_at(zone, " button"), "aria-label", "Add files", "file_other")
    yield Foreign(_at(zone), "text", "Drag and drop a file here", "file_drop")
    yield Foreign(_at(zone, " button"), "text", "{name} icon", "")
    delete = _at("stFileChipDeleteBtn", " button")
    yield Foreign(delete, "aria-label", "Cancel upload of {name}", "file_cancel")
    yield Foreign(delete, "aria-label", "Remove {name}", "file_remove")
    alert = ' [role="alert"]'
    yield Foreign(_at("stFileChip", alert), "text", "Error: ", "")
    for english, key in FAILED:
        yield Foreign(_at("stFileChip", alert), "text", english, key)

    select = "stSelectbox"
    yield Foreign(_at(select, " input"), "placeholder", "Choose an option", "choose")
    yield Foreign(_at(select, " button"), "aria-label", "Open", "open")
    yield Foreign(_at("stSelectboxVirtualDropdown"), "text", "No results", "nothing")
    yield Foreign(_at("stSelectboxVirtualDropdown", " button"), "aria-label", "Dismiss", "close")
    announced = "[data-live-announcer]"
    yield Foreign(announced, "text", "{n} option available.", "option")
    yield Foreign(announced, "text", "{n} options available.", "options")
    yield Foreign(announced, "text", "{name}, selected", "selected")

    yield Foreign(_at("stNumberInputStepDown"), "aria-label", "Decrement", "less")
    yield Foreign(_at("stNumberInputStepUp"), "aria-label", "Increment", "more")
    yield Foreign(_at("InputInstructions"), "text", "Press Enter to apply", "enter")
    yield Foreign(_at("stNumberInput", alert), "text", f"Error: {OUTSIDE}", "outside")
    tip = _at("stTooltipErrorContent")
    yield Foreign(tip, "text", "Error", "")
    yield Foreign(tip, "text", f": {OUTSIDE}", "outside")
    for english, key in FAILED:
        yield Foreign(tip, "text", english, key)
    yield Foreign(BROKEN, "all", "{trouble}", "broken")


TABLE = tuple(_rows())


def words() -> dict[str, dict[str, str]]:
    """Our words in each language, by their keys."""
    most = MAX_BYTES // 1024**2
    return {
        lang: room("foreign", lang)
        | {"file_too_large": say_in(lang, "foreign.file_too_large", most=most)}
        for lang in LANGUAGES
    }
