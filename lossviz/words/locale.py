"""Every word of the site in English and Simplified Chinese, by a dotted key.

Words stand in `assets/locale/<language>/<room>.toml`. They name what stands elsewhere:
`{=target_class}` a term of `lossviz.glossary`, `{scene:floor}` the number of a scene
(`lossviz.words.references`), and formulas.

A formula that says what a loss, a margin, a bound computes has a name: `$=floor$` in the words is
the printed letters of `lossviz.formulas.PROSE["floor"]`, an expression that a test compares with
the code. Names of letters, definitions and examples with numbers are LaTeX, `$z_y$`.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from lossviz.assets import folder
from lossviz.formulas import PROSE, in_words
from lossviz.glossary import with_terms
from lossviz.losses import CATALOGUE
from lossviz.upload import MESSAGES, NOTES
from lossviz.words.references import with_references

LANGUAGES = {"en": "EN", "zh": "中文"}
# what a browser calls them: by their own names, but for the script of Chinese
TAGS = {name: name for name in LANGUAGES} | {"zh": "zh-Hans"}
DEFAULT = "en"
# the words all lessons share
SHARED = "lesson"
_NAMED = re.compile(r"\$=([^$]*)\$")
# a formula with what closes behind it, or opens before it
_BESIDE = re.compile(r"([(（“「]*)(\$[^$]+\$)([.,;:!?)，。；：、！？）”」…]*)")
JOINER = "\N{WORD JOINER}"


def say_in(lang: str, key: str, **values: object) -> str:
    """The words for `key` in language `lang`.

    Raises:
      KeyError: no such key. A test keeps both languages complete.
    """
    words = phrases(lang)[key]
    return words.format(**values) if values else words


def say_of(lang: str, lesson: str, key: str, **values: object) -> str:
    """The words for `key` of a lesson, else of all lessons, else of the site; places are filled.

    Raises:
      KeyError: none of them has it.
    """
    known = phrases(lang)
    rooms = (f"{lesson}.", f"{SHARED}.", "")
    words = next((known[room + key] for room in rooms if room + key in known), None)
    if words is None:
        raise KeyError(key)
    return words.format(**values) if values else words


def room(lang: str, prefix: str) -> dict[str, str]:
    """All words under `prefix`, by the rest of their keys: what a script in the page needs."""
    start = prefix + "."
    found = phrases(lang).items()
    return {key.removeprefix(start): words for key, words in found if key.startswith(start)}


@lru_cache(maxsize=len(LANGUAGES))
def phrases(name: str) -> Mapping[str, str]:
    """Every label of language `name` by its dotted key, "<file>.<table>.<name>".

    Raises:
      ValueError: words name a formula, a term or a scene that there is not; it says where.
    """
    flat = _library_words() if name == "en" else {}
    for path in sorted((folder("locale") / name).glob("*.toml")):
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
