"""Pictures made of words: keys to colours, formulas, prose, sentences with numbers, listings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lossviz.pictures.picture import Filling, Part, Picture, Value


@dataclass(frozen=True, kw_only=True)
class Key(Picture):
    """Which sign and colour stands for which class."""

    kind = "key"
    names: Sequence[str]
    terms: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Formula(Picture):
    """One of several formulas: value is the place of the one that holds.

    formulas: LaTeX, in the browser MathML.
    """

    kind = "formula"
    value: str
    formulas: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Prose(Picture):
    """Words that belong to the state, HTML in the browser.

    run, open: a run of the playground, and the words of the link to it.
    """

    kind = "prose"
    words: Sequence[str]
    open: str | None = None
    run: str | None = None


@dataclass(frozen=True, kw_only=True)
class Sentences(Part):
    """value: the place of the one that holds; below 0 none does."""

    value: Value
    sentences: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Sentence(Picture):
    """Sentences with live numbers. fill: words that stand for a name, before the numbers do."""

    kind = "sentence"
    parts: Sequence[Sentences]
    fill: Mapping[str, str]
    numbers: Sequence[Filling]


@dataclass(frozen=True, kw_only=True)
class Block(Part):
    """Text of a fixed width."""

    title: str
    text: str
    mark: Literal["good", "bad"] | None = None


@dataclass(frozen=True, kw_only=True)
class Listing(Picture):
    """Blocks side by side, or one of several. copy: the words on a button that copies one."""

    kind = "listing"
    blocks: Sequence[Block]
    note: str | None = None
    copy: str | None = None
