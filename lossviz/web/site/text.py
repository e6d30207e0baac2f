"""The site's words in English and Simplified Chinese.

Labels stand in `assets/locale/<language>/<room>.toml` and are looked up by a dotted key,
`say("controls.data.dataset")`; longer texts are Markdown files in `assets/lessons/<language>/`.
Keys, option values and the URL know no language.

What words are, and what they may name, `lossviz.words.locale` says.
"""

import re
import threading
from functools import lru_cache
from pathlib import Path
from typing import overload

import streamlit as st

from lossviz.assets import ASSETS
from lossviz.words import locale
from lossviz.words.locale import (
    DEFAULT,
    JOINER,
    LANGUAGES,
    TAGS,
    flatten,
    joined,
    phrases,
    say_in,
    with_formulas,
)

__all__ = [
    "ASSETS", "DEFAULT", "JOINER", "LANGUAGES", "TAGS", "chosen", "escaped", "flatten", "joined",
    "keep_language", "language", "lesson", "of_browser", "phrases", "room", "say", "say_in", "use",
    "with_formulas",
]  # fmt: skip

# a thread runs the scripts of one session only
_own = threading.local()


def of_browser(locale: str | None, accept: str | None = None) -> str:
    """The site's language for a browser: its own locale, else the first it accepts that we have.

    Args:
      locale: a BCP 47 tag such as "zh-Hant-TW", as `navigator.language` gives it.
      accept: an Accept-Language header.
    """
    tags = [locale or ""]
    tags += [part.partition(";")[0] for part in (accept or "").split(",")]
    for tag in tags:
        language = tag.strip().lower().partition("-")[0]
        if language in LANGUAGES:
            return language
    return DEFAULT


def language() -> str:
    """This session's language: "en" or "zh". Set by `use`, else the browser's."""
    known = getattr(_own, "language", None)
    return known or st.session_state.get("language") or of_browser(
        st.context.locale, st.context.headers.get("Accept-Language")
    )  # fmt: skip


def keep_language() -> None:
    """Find the session's language once for the run that begins: it is asked for at every word."""
    _own.language = None
    _own.language = language()


def chosen() -> bool:
    """Whether a link or the switch has set this session's language."""
    return "language" in st.session_state


def use(name: str | None) -> None:
    """Make `name` this session's language; anything that is no language of ours changes nothing."""
    if name in LANGUAGES:
        st.session_state["language"] = _own.language = name


def say(key: str, **values: object) -> str:
    """The words for `key` in this session's language, with {name} places filled from `values`."""
    return say_in(language(), key, **values)


def room(prefix: str, name: str | None = None) -> dict[str, str]:
    """All words under `prefix` in `name`, or in this session's language; see `words.room`."""
    return locale.room(name or language(), prefix)


@overload
def escaped(value: str) -> str: ...
@overload
def escaped(value: object) -> object: ...
def escaped(value: object) -> object:
    """A learner's own text for use inside Markdown: shown as it is, never read as markup."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", value) if isinstance(value, str) else value


def lesson(name: str) -> str:
    """The Markdown of `assets/lessons/<language>/<name>.md`."""
    return _read(ASSETS / "lessons" / language() / f"{name}.md")


@lru_cache(maxsize=64)
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
