"""Curves over an axis, with areas between them, marks and rules on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from lossviz.pictures.formats import powers, written
from lossviz.pictures.picture import (
    Axis,
    Colour,
    Format,
    Part,
    Picture,
    Say,
    Spec,
    Term,
    Value,
)
from lossviz.pictures.ranges import range_of
from lossviz.pictures.reading import Frame, listed, number, numbers_of

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from lossviz.figures.theme import Surface

# low, high, label and, of an axis of powers, the base
# as many as are told apart; the first is drawn through
DASHES: tuple[bool | tuple[float, ...], ...] = (
    False, (12, 4), (3, 4), (12, 4, 3, 4), (7, 3), (18, 5, 3, 5, 3, 5)
)  # fmt: skip
Ends = tuple[Value, Value, str] | tuple[Value, Value, str, int]


@dataclass(frozen=True, kw_only=True)
class Line(Part):
    """A curve through the arrays x and y. right: over the axis on the right.

    dash: the usual one, or lengths in pixels of what is drawn and left out: several curves are
    told apart by more than their colours.
    """

    x: str
    y: str
    colour: Colour
    name: str
    term: Term
    dash: bool | tuple[float, ...] = False
    right: bool = False


@dataclass(frozen=True, kw_only=True)
class Mark(Part):
    """A dot at the values x and y. drop: with dashed lines to the axes."""

    x: str
    y: str
    colour: Colour
    term: Term
    name: str
    drop: bool


@dataclass(frozen=True, kw_only=True)
class Area(Part):
    """What lies between low and high over x."""

    x: str
    low: Value
    high: Value
    colour: Colour
    term: Term


@dataclass(frozen=True, kw_only=True)
class OwnAngle(Part):
    """The angle in degrees between the point that stands out and the vector of its class.

    direction: array [N, d] of the points; labels: [N], their classes; vectors: [C, d].
    """

    direction: str
    labels: str
    vectors: str


@dataclass(frozen=True, kw_only=True)
class Rule(Part):
    """A line right across the picture, upright at x or level at y.

    own: upright at this angle; without a point that stands out there is no such rule. reads: with
    dots where it meets the curves, and its value on the axis.
    """

    x: Value | None = None
    y: Value | None = None
    own: OwnAngle | None = None
    colour: Colour
    dash: bool
    term: Term
    name: str
    reads: bool = False


@dataclass(frozen=True, kw_only=True)
class Bins(Part):
    """counts: array [B], how many lie between two edges."""

    counts: str
    colour: Colour
    name: str
    term: Term


@dataclass(frozen=True, kw_only=True)
class Histogram(Part):
    """Bars under the curves, over the same axis. edges: array [B + 1].

    full: so many are as high as can be; more, where a bin has more.
    """

    edges: str
    bins: Sequence[Bins]
    full: float


@dataclass(frozen=True, kw_only=True)
class Curves(Picture):
    """right: a second axis. drag: the slider that is moved by pulling along the axis.

    format: of a mark's reading. inside: names of curves stand in the corner on the right.
    """

    kind = "curves"
    x: Axis
    y: Axis
    lines: Sequence[Line] | None = None
    marks: Sequence[Mark] | None = None
    areas: Sequence[Area] | None = None
    rules: Sequence[Rule] | None = None
    right: Axis | None = None
    histogram: Histogram | None = None
    drag: str | None = None
    format: Format | None = None
    inside: bool = False

    def figure(self, frame: Frame, theme: "Surface") -> "go.Figure":
        """The same as a Plotly figure."""
        from lossviz.pictures.charts import curves as chart

        return chart.figure(self, frame, theme)

    def range(self, axis: Axis, frame: Frame) -> tuple[float, float]:
        """From where to where one of its axes goes, with the curves that are over it."""
        if axis is self.x:
            return range_of(axis, frame, [])
        own = [one.y for one in self.lines or [] if one.right == (axis is self.right)]
        return range_of(axis, frame, own)

    def over(self, one: Line) -> Axis:
        """The axis of the curve's values."""
        return self.right if one.right and self.right else self.y

    def named(self, name: str, x: float, y: float) -> str:
        """The name of a mark or a rule, with the numbers that it has places for."""
        kind = self.format or "share"
        return name.replace("{x}", written(kind, x)).replace("{y}", written(kind, y))

    def words(self, frame: Frame, say: Say) -> str:
        """The curves by name, and where the marks stand, or else from where to where curves go."""
        low, high = (self.reading(self.x, end) for end in self.range(self.x, frame))
        over = say(
            f"described.curves.{'over' if self.x.label else 'from'}",
            title=self.title or self.about, axis=self.x.label, low=low, high=high,
        )  # fmt: skip
        parts = self._marked(frame, say) or self._drawn(frame, say)
        parts += self._read(frame, say) + self._counted(frame, say)
        return say("described.now", first=over, parts=listed(parts, say)) if parts else over

    @staticmethod
    def reading(axis: Axis, value: float) -> str:
        """A value of the axis as text; with a base it is an exponent."""
        if axis.base and np.isfinite(value):
            return powers(axis.base, value)
        if axis.unit == "%":
            return written("percent", value)
        return f"{written('digits', value)}{axis.unit or ''}"

    def _marked(self, frame: Frame, say: Say) -> list[str]:
        found = []
        for one in self.marks or []:
            pairs = np.broadcast(numbers_of(frame, one.x), numbers_of(frame, one.y))
            for x, y in pairs:
                if np.isnan(x) or np.isnan(y):
                    continue
                name = self.named(one.name, x, y) or self._owner(one)
                found.append(say(
                    "described.curves.mark",
                    name=name, x=self.reading(self.x, x), y=self.reading(self.y, y),
                ))  # fmt: skip
        return found

    def _owner(self, one: Mark) -> str:
        """What a nameless mark is called: the curve with its term, or what the axis counts."""
        curves = [a.name for a in self.lines or [] if a.name and one.term and a.term == one.term]
        return (curves or [self.y.label or self.title])[0]

    def _drawn(self, frame: Frame, say: Say) -> list[str]:
        found = []
        for place, one in enumerate(self.lines or [], start=1):
            values = numbers_of(frame, one.y)
            values = values[~np.isnan(values)]
            if not len(values):
                continue
            axis = self.over(one)
            first, last = (self.reading(axis, value) for value in (values[0], values[-1]))
            name = one.name or say("described.curves.nth", n=place)
            found.append(say("described.curves.line", name=name, first=first, last=last))
        return found

    def _read(self, frame: Frame, say: Say) -> list[str]:
        """Where a rule that reads the curves stands, and what it reads."""
        found = []
        for rule in self.rules or []:
            at = number(frame, rule.x) if rule.reads and rule.x is not None else np.nan
            if np.isnan(at):
                continue
            for one in self.lines or []:
                xs, ys = numbers_of(frame, one.x), numbers_of(frame, one.y)
                value = ys[np.abs(xs - at).argmin()] if len(xs) else np.nan
                found.append(say(
                    "described.curves.mark", name=one.name,
                    x=self.reading(self.x, at), y=self.reading(self.over(one), value),
                ))  # fmt: skip
        return found

    def _counted(self, frame: Frame, say: Say) -> list[str]:
        """Between which two edges most of a histogram's lie."""
        if not self.histogram:
            return []
        edges, found = numbers_of(frame, self.histogram.edges), []
        for one in self.histogram.bins:
            counts = numbers_of(frame, one.counts)
            most = int(counts.argmax())
            low, high = (self.reading(self.x, edge) for edge in edges[most : most + 2])
            found.append(say(
                "described.curves.bins", name=one.name, low=low, high=high,
                most=written("count", counts[most]), all=written("count", counts.sum()),
            ))  # fmt: skip
        return found


def curves(name: str, x: Ends, y: Ends, **more: Any) -> Curves:
    """Curves over these axes; `name` is the picture's id and key of its words."""
    fields: Spec = {
        "id": name,
        "title": f"@pictures.{name}",
        "about": f"@pictures.{name}_about",
    } | more
    return Curves(x=Axis(*x), y=Axis(*y), **fields)


def line(x: str, y: str, colour: Colour, name: str = "", term: Term = None, **more: Any) -> Line:
    """A curve through the arrays x and y."""
    return Line(x=x, y=y, colour=colour, name=name, term=term, **more)


def mark(x: str, y: str, colour: Colour, term: Term = None, *, name: str = "",
         drop: bool = False) -> Mark:  # fmt: skip
    """A dot at the values x and y."""
    return Mark(x=x, y=y, colour=colour, term=term, name=name, drop=drop)
