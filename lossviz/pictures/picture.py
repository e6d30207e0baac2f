"""What all kinds of pictures have in common: records of what a picture shows.

A record names the arrays of a frame that the picture reads, how it draws them, and the terms that
light up in it and in the formulas. Words in it are keys, "@pictures.scores", until somebody asks
for them in a language. The browser gets a record as JSON; so its fields are those of the browser's
classes, one a kind.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    import numpy as np
    import plotly.graph_objects as go

    from lossviz.figures.theme import Surface

Spec = dict[str, Any]
# the words for a key, its {name} places filled from the values
Say = Callable[..., str]
# a number, or the name of the array that holds it
Value = float | str
# "class:0", "accent", "good" …: a role, of which light and dark theme have their colours
Colour = str
# the name under which it lights up in formulas and pictures
Term = str | None
# how a number is written: see web/js/drawing/format.js
Format = Literal[
    "precise", "share", "score", "digits", "count", "percent", "loss", "three", "degrees"
]


class Part:
    """A part of a picture: its fields are what it is drawn from."""

    def spec(self) -> Spec:
        """The fields by name, as JSON has them."""
        found = {}
        for one in fields(self):  # ty: ignore[invalid-argument-type]  # every part is a dataclass
            value = getattr(self, one.name)
            # what has its default goes without saying
            if value != one.default:
                found[one.name] = plain(value)
        return found


def plain(value: Any) -> Any:
    """Parts as dicts, sequences as lists."""
    if isinstance(value, Part):
        return value.spec()
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(one) for one in value]
    return value


def literal(text: str) -> str:
    """A text that stands in a record as it is, also where it begins like the key of words."""
    return f"@{text}" if text.startswith("@") else text


def in_words(text: str, say: Say) -> str:
    """What stands for a text of a record: the words for "@key", a `literal` itself."""
    if not text.startswith("@"):
        return text
    return text[1:] if text.startswith("@@") else say(text[1:])


def said(part: Any, say: Say) -> Any:
    """The same record with every "@key" in it, in its parts too, replaced by `say(key)`."""
    if isinstance(part, str):
        return in_words(part, say)
    if isinstance(part, Part):
        new = {one.name: said(getattr(part, one.name), say) for one in fields(part)}
        return replace(part, **new)
    if isinstance(part, Mapping):
        return {name: said(one, say) for name, one in part.items()}
    if isinstance(part, tuple):
        return tuple(said(one, say) for one in part)
    return [said(one, say) for one in part] if isinstance(part, list) else part


@dataclass(frozen=True, kw_only=True)
class Picture(Part):
    """A picture of a scene.

    id: its name within the scene. title, about: keys of words; about says what it shows to who
    cannot see it. grow: its share of its row. phone: its height in pixels on a phone. linked: the
    name of a set of points; the one that stands out in a picture does in all that name the set.
    """

    kind: ClassVar[str]
    id: str
    title: str | None = None
    about: str | None = None
    grow: float | None = None
    phone: int | None = None
    linked: str | None = None

    def spec(self) -> Spec:
        """The fields by name and the kind, as JSON has them."""
        return {"type": self.kind} | super().spec()

    def words(self, frame: "Mapping[str, np.ndarray | np.generic]", say: Say) -> str:
        """What it shows, with the numbers of the frame, for who cannot see it.

        Args:
          frame: the arrays it reads, without the axis of frames; its own words are put in.
        """
        raise NotImplementedError(f"a picture of kind {self.kind} says what it shows")


@runtime_checkable
class Figured(Protocol):
    """A picture that is more than words: it has a Plotly figure."""

    def figure(
        self, frame: "Mapping[str, np.ndarray | np.generic]", theme: "Surface"
    ) -> "go.Figure":
        """The same picture, with the numbers of the frame, in the colours of the surface."""
        ...


@dataclass(frozen=True)
class Axis(Part):
    """From low to high under a label; with a base the values are its exponents.

    unit: "°" follows the numbers; of "%" the values are shares. steps: the only distances of its
    numbers. ends: they stand at its ends alone. grows: it goes on as far as the curves reach,
    "close" to them, or to the next "round" number.
    """

    low: Value
    high: Value
    label: str
    base: int | None = None
    unit: Literal["°", "%"] | None = None
    steps: Sequence[float] | None = None
    ends: bool = False
    grows: Literal["close", "round"] | None = None


@dataclass(frozen=True, kw_only=True)
class Filling(Part):
    """The number that stands for {name} in a sentence."""

    name: str
    value: str
    format: Format


@dataclass(frozen=True, kw_only=True)
class Probe(Part):
    """A point of the plane.

    drag: the two sliders that it moves, or the one of its direction in degrees.
    """

    at: str
    drag: Sequence[str] | None
    term: Term
    name: str


@dataclass(frozen=True, kw_only=True)
class Tips(Part):
    """Tips of vectors that can be drawn to another place.

    drag: the two sliders that one moves. start: array [C, 2] of the tips while both add nothing;
    share: array [1], how far a tip goes for 1 of a slider, 0 where it stays.
    polar: start is degrees and lengths; the sliders add degrees and multiply the length.
    only: the vector that is meant, if not all of them.
    """

    drag: Sequence[str]
    start: str
    share: str | None = None
    polar: bool = False
    only: int | None = None


@dataclass(frozen=True, kw_only=True)
class Points(Part):
    """at: array [N, 2], or [N, 3] of points of the sphere; labels: array [N] of classes."""

    at: str
    labels: str


@dataclass(frozen=True)
class Row(Part):
    """Pictures side by side; on a phone four or more stand in pairs, unless they are `alone`.

    grow: its share of the height, 0 for as much as it needs. below: under the controls, for what is
    read after the pictures.
    """

    grow: float
    pictures: tuple[Picture, ...]
    alone: bool
    below: bool


def row(*pictures: Picture, grow: float = 1, alone: bool = False, below: bool = False) -> Row:
    """A row of these pictures."""
    return Row(grow, pictures, alone, below)


@dataclass(frozen=True)
class Way(Part):
    """One of the ways of a `Look`, and its words. large: the picture that has the large place."""

    value: str
    text: str
    large: str | None = None


@dataclass(frozen=True)
class Look(Part):
    """A choice of how a scene is looked at: `key` is `usual` unless another way is chosen.

    within: the picture that it stands in, where it is about that one alone.
    """

    key: str
    label: str
    usual: str
    ways: Sequence[Way]
    within: str | None = None


def terms(family: str, count: int) -> list[str]:
    """["z1", "z2", …]: the names under which formula and picture light up together."""
    return [f"{family}{k + 1}" for k in range(count)]
