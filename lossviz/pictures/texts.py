"""Pictures made of words: keys to colours, formulas, prose, sentences with numbers, listings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lossviz.algebra import unmarked, whole
from lossviz.pictures.formats import shown
from lossviz.pictures.markup import aloud, latex_aloud
from lossviz.pictures.picture import Filling, Format, Part, Picture, Say, Value
from lossviz.pictures.reading import Frame, number
from lossviz.pictures.telling import class_of, together

_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, kw_only=True)
class Key(Picture):
    """Which sign and colour stands for which class."""

    kind = "key"
    names: Sequence[str]
    terms: Sequence[str]

    def words(self, frame: Frame, say: Say) -> str:
        """The marker of each class."""
        from lossviz.figures.theme import class_shape

        parts = [
            say("described.number", name=class_of(self.names, cls, say),
                value=say(f"described.shapes.{class_shape(cls)}"))
            for cls in range(len(self.names))
        ]  # fmt: skip
        return say("described.numbers", parts=together(parts, say))


@dataclass(frozen=True, kw_only=True)
class Slot(Part):
    """The place `name` in a formula, and the array whose number stands there.

    room, kept: the longest texts that may stand there: while the slider `name` is in hand, for
    which room is made then, and else, for which room is kept.
    """

    name: str
    value: str
    format: Format
    room: str
    kept: str


@dataclass(frozen=True, kw_only=True)
class Formula(Picture):
    """One of several formulas: value is the place of the one that holds.

    formulas: LaTeX, in the browser MathML. result: an array whose number stands behind it.
    filled: the same formulas with slots for numbers, none where there are no numbers. A `Look` of
    the scene within this picture chooses between the two.
    """

    kind = "formula"
    value: Value
    formulas: Sequence[str]
    result: str | None = None
    filled: Sequence[str] = ()
    slots: Sequence[Slot] = ()

    def words(self, frame: Frame, say: Say) -> str:
        """The formula that holds, in signs that can be read aloud."""
        place, count = round(number(frame, self.value)), len(self.formulas)
        formula = latex_aloud(unmarked(whole(self.formulas[place])))
        if count == 1:
            return say("described.number", name=say("described.kinds.formula"), value=formula)
        return say("described.formula", place=place + 1, count=count, formula=formula)


@dataclass(frozen=True, kw_only=True)
class Prose(Picture):
    """Words that belong to the state, HTML in the browser.

    run, open: a run of the playground, and the words of the link to it.
    """

    kind = "prose"
    paragraphs: Sequence[str]
    open: str | None = None
    run: str | None = None

    def words(self, frame: Frame, say: Say) -> str:
        """The words themselves, without marks."""
        return " ".join(aloud(one) for one in self.paragraphs)


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

    def words(self, frame: Frame, say: Say) -> str:
        """The sentences that hold, with their numbers."""
        places = [(part, round(number(frame, part.value))) for part in self.parts]
        held = [part.sentences[k] for part, k in places if 0 <= k < len(part.sentences)]
        return " ".join(self._filled(one, frame) for one in held)

    def _filled(self, sentence: str, frame: Frame) -> str:
        """Every name replaced, by words that may hold names of later ones, or by a number."""
        for name, part in self.fill.items():
            sentence = sentence.replace(f"{{{name}}}", part)
        known = {one.name: one for one in self.numbers}

        def live(found: re.Match[str]) -> str:
            one = known[found[1]]
            return shown(one.format, frame, one.value)

        return _PLACE.sub(live, sentence)


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

    def words(self, frame: Frame, say: Say) -> str:
        """What each block is called and how long it is; of a log also how it ends."""
        parts = [self._block(one, say) for one in self.blocks]
        return say("described.titled", title=self.title, words=" ".join(parts))

    def _block(self, block: Block, say: Say) -> str:
        lines = block.text.rstrip().split("\n")
        if self.copy:
            return say("described.listing.code", title=block.title, count=len(lines))
        last = " ".join(lines[-1].split())
        return say("described.listing.log", title=block.title, count=len(lines), last=last)
