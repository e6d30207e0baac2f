"""The site's words in English and Simplified Chinese.

Labels stand in `assets/locale/<language>/<room>.toml` and are looked up by a dotted key,
`say("controls.data.dataset")`; longer texts are Markdown files in `assets/lessons/<language>/`.
Keys, option values and the URL know no language.

Words name what stands elsewhere: `{=target_class}` a term of `lossviz.glossary`, `{scene:floor}`
the number of a scene (`lossviz.web.references`), and formulas.

A formula that says what a loss, a margin, a bound computes has a name: `$=floor$` in the words is
the printed letters of `lossviz.formulas.PROSE["floor"]`, an expression that a test compares with
the code. Names of letters, definitions and examples with numbers are LaTeX, `$z_y$`.
"""

import re
import threading
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import overload

import streamlit as st

from lossviz.formulas import PROSE, in_words
from lossviz.glossary import with_terms
from lossviz.losses import CATALOGUE
from lossviz.upload import MESSAGES, NOTES
from lossviz.web.references import with_references

LANGUAGES = {"en": "EN", "zh": "中文"}
DEFAULT = "en"
# what a browser calls them
TAGS = {"en": "en", "zh": "zh-Hans"}
# a thread runs the scripts of one session only
_own = threading.local()
ASSETS = Path(__file__).resolve().parents[3] / "assets"
_NAMED = re.compile(r"\$=([^$]*)\$")
# a formula with what closes behind it, or opens before it
_BESIDE = re.compile(r"([(（“「]*)(\$[^$]+\$)([.,;:!?)，。；：、！？）”」…]*)")
JOINER = "\N{WORD JOINER}"


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


def say_in(lang: str, key: str, **values: object) -> str:
    """The words for `key` in language `lang`.

    Raises:
      KeyError: no such key. A test keeps both languages complete.
    """
    words = phrases(lang)[key]
    return words.format(**values) if values else words


def room(prefix: str, name: str | None = None) -> dict[str, str]:
    """All words under `prefix`, by the rest of their keys: what a script in the page needs."""
    start = prefix + "."
    found = phrases(name or language()).items()
    return {key.removeprefix(start): words for key, words in found if key.startswith(start)}


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


@lru_cache(maxsize=len(LANGUAGES))
def phrases(name: str) -> Mapping[str, str]:
    """Every label of language `name` by its dotted key, "<file>.<table>.<name>".

    Raises:
      ValueError: words name a formula, a term or a scene that there is not; it says where.
    """
    flat = _library_words() if name == "en" else {}
    for path in sorted((ASSETS / "locale" / name).glob("*.toml")):
        flatten(path.stem, tomllib.loads(path.read_text(encoding="utf-8")), flat)
    return MappingProxyType({key: _resolved(key, name, flat) for key in flat})


def _resolved(key: str, lang: str, flat: Mapping[str, str]) -> str:
    """The words of `key` with all that they name put in."""
    room = key.partition(".")[0]
    where = f"{lang}/{room}.toml, {key}"
    try:
        words = with_references(with_terms(flat[key], lang), room, lang, flat)
    except (KeyError, ValueError) as error:
        raise ValueError(f"{where}: nothing is called {error}") from error
    return joined(with_formulas(words, where))


def joined(words: str) -> str:
    """The words with no place for a break between a formula and the punctuation at it.

    To a browser a formula of Markdown is a box, and it breaks lines before and after boxes, even
    if the next one then begins with a full stop.
    """

    def tied(found: re.Match) -> str:
        before, formula, after = found.groups()
        return f"{before}{JOINER if before else ''}{formula}{JOINER if after else ''}{after}"

    return _BESIDE.sub(tied, words)


def with_formulas(words: str, where: str) -> str:
    """The words with the letters of each formula that they name, `$=name$`.

    Raises:
      ValueError: there is no such formula; it says `where` the words stand.
    """

    def letters(found: re.Match) -> str:
        if found[1] not in PROSE:
            raise ValueError(f"{where}: no formula {found[1]!r}; there are {', '.join(PROSE)}")
        return f"${in_words(found[1])}$"

    return _NAMED.sub(letters, words)


def _library_words() -> dict[str, str]:
    """What the library itself says, in English: the losses' names and the answers to a file."""
    words = {f"upload.{code}": sentence for code, sentence in (MESSAGES | NOTES).items()}
    for key, loss in CATALOGUE.items():
        words |= {f"losses.{key}.title": loss.title, f"losses.{key}.short": loss.short}
    return words


def flatten(prefix: str, table: Mapping[str, object], flat: dict[str, str]) -> None:
    """Put all words of a table into `flat` under their dotted keys, which begin with `prefix`."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            flatten(f"{prefix}.{name}", value, flat)
        else:
            flat[f"{prefix}.{name}"] = str(value)


@lru_cache(maxsize=64)
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
