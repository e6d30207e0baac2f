"""The terms of the site, in `glossary.toml`: one name a thing, in each language.

Axes, legends, controls, numbers and the figures of a notebook take the names of terms from here:
`{=target_class}` in their words is "target class", `{=Target_class}` the same with a capital. What
else the thing might be called is kept as patterns that no words of the site may match.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

_NAMED = re.compile(r"\{=(\w+)\}")


@dataclass(frozen=True)
class Term:
    """A thing, its name and one sentence on it in each language.

    Attributes:
      names: language → the name; English ones are written as within a sentence.
      sorted_as: language → what an alphabetical list goes by.
      says: language → a sentence, with formulas as in all words.
      lesson, scene: keys of the scene that introduces it.
      everyday: whether its name is also a word of everyday, which may mean less.
      instead_of: language → patterns of other names, which are not to be used.
    """

    key: str
    names: Mapping[str, str]
    sorted_as: Mapping[str, str]
    says: Mapping[str, str]
    lesson: str
    scene: str
    everyday: bool
    instead_of: Mapping[str, tuple[str, ...]]


def _read() -> Mapping[str, Term]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return MappingProxyType({key: _term(key, table) for key, table in tables.items()})


def _term(key: str, table: dict) -> Term:
    lesson, scene = table["introduced"].split("/")
    return Term(
        key,
        names={lang: table[lang] for lang in table["says"]},
        # Chinese goes by how it is spoken, every other language by how it is written
        sorted_as={
            lang: table["pinyin" if lang == "zh" else lang].lower() for lang in table["says"]
        },
        says=table["says"],
        lesson=lesson,
        scene=scene,
        everyday=table.get("everyday", False),
        instead_of={lang: tuple(patterns) for lang, patterns in table.get("not", {}).items()},
    )


TERMS = _read()


def listed(lang: str) -> list[Term]:
    """All terms in the order of a dictionary of this language."""
    return sorted(TERMS.values(), key=lambda term: term.sorted_as[lang])


def with_terms(words: str, lang: str) -> str:
    """The words with the name of each term that they ask for, `{=term}` or `{=Term}`.

    Raises:
      KeyError: no such term.
    """

    def name(found: re.Match) -> str:
        asked = found[1]
        own = TERMS[asked[0].lower() + asked[1:]].names[lang]
        return own[0].upper() + own[1:] if asked[0].isupper() else own

    return _NAMED.sub(name, words)
