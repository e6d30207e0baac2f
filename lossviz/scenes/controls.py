"""What a learner moves: numbers, vectors of numbers, shares that sum to one, choices.

A control says which values are legal, how they are written in a link, and where its sliders stop.
It holds no words: labels are looked up by its key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from lossviz.settings.numerals import tidy

# the state of a lesson: a number, a vector or an option for every control; which of them, the
# control knows alone
State = Mapping[str, Any]
# how far the sum of shares may be from one: by writing them with six digits, and before it is
# worth a word
SPELLING = 1e-5
ROUNDING = 5e-3


def steps(low: float, high: float, step: float) -> tuple[float, ...]:
    """low, low + step, …, high."""
    count = round((high - low) / step)
    values = (low + k * step for k in range(count + 1))
    # −2.8 + 14 · 0.2 is no zero on a computer
    return tuple(0.0 if abs(value) < 1e-9 * step else tidy(value) for value in values)


# how a decade is divided where ratios count: every whole number, and what is usual between them
DECADE = (
    1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3, 3.3, 3.6, 4, 4.5, 5, 5.5, 6, 7, 8, 9
)  # fmt: skip


def rounded(low: float, high: float) -> tuple[float, ...]:
    """low, the round numbers between the two, high: 0.125, 0.13, …, 0.9, 1, 1.1, …"""
    first, last = (int(np.floor(np.log10(end))) for end in (low, high))
    values = (tidy(part * 10.0**power) for power in range(first, last + 1) for part in DECADE)
    return tuple(sorted({low, high, *(value for value in values if low < value < high)}))


def with_turns(*angles: float) -> tuple[float, ...]:
    """These angles, and the multiples of 15° and 45° that fall between them."""
    low, high = angles[0], angles[-1]
    return tuple(sorted({*angles, *(turn for turn in steps(-180, 180, 15) if low < turn < high)}))


def powers(low: float, high: float, per_octave: int) -> tuple[float, ...]:
    """low, low·2^(1/per_octave), …, high."""
    count = round(np.log2(high / low) * per_octave)
    return tuple(tidy(low * 2 ** (k / per_octave)) for k in range(count + 1))


@dataclass(frozen=True)
class Number:
    """One slider.

    grid: its positions, ascending; symbol: what formulas call it; whole: only integers;
    plays: has a button that walks along it; again: has a button for the next of its positions in
    place of a rail, because they are draws; stops: names of the positions 0, 1, 2 … of a road;
    only: a choice and those of its options under which the slider is there.
    """

    key: str
    symbol: str
    grid: tuple[float, ...]
    default: float
    whole: bool = False
    plays: bool = False
    again: bool = False
    unit: str = ""
    stops: tuple[str, ...] = ()
    only: tuple[str, tuple[str, ...]] | None = None

    @property
    def low(self) -> float:
        return self.grid[0]

    @property
    def high(self) -> float:
        return self.grid[-1]

    def sliders(self, state: State) -> list["Slider"]:
        if self.only and state[self.only[0]] not in self.only[1]:
            return []
        return [Slider(self.key, self, None, self.symbol)]


@dataclass(frozen=True)
class Numbers:
    """A slider for every entry of a vector whose length the learner may choose among `sizes`."""

    key: str
    symbol: str
    grid: tuple[float, ...]
    default: tuple[float, ...]
    sizes: tuple[int, ...]
    coloured: bool = True

    @property
    def low(self) -> float:
        return self.grid[0]

    @property
    def high(self) -> float:
        return self.grid[-1]

    def sliders(self, state: State) -> list["Slider"]:
        return _group(self, len(state[self.key]), self.coloured)

    def resized(self, values: tuple[float, ...], size: int) -> tuple[float, ...]:
        """The same vector, cut or filled up with the defaults, then with zeros."""
        padded = (*values, *self.default[len(values) :], *(0.0,) * size)
        return tuple(padded[:size])


@dataclass(frozen=True)
class Shares:
    """A distribution: a slider a share; when one moves, the others keep their proportions."""

    key: str
    symbol: str
    default: tuple[float, ...]
    grid: tuple[float, ...] = field(default_factory=lambda: steps(0, 1, 0.01))

    low = 0.0
    high = np.inf

    def sliders(self, state: State) -> list["Slider"]:
        return _group(self, len(state[self.key]), True)

    @staticmethod
    def along(values: tuple[float, ...], place: int, grid: np.ndarray) -> np.ndarray:
        """[F, n] distributions with share `place` at each value of the grid."""
        base = np.asarray(values, float)
        rest = np.delete(base, place)
        # nothing left to keep in proportion: the others share equally
        parts = rest / rest.sum() if rest.sum() > 0 else np.full(len(rest), 1 / len(rest))
        others = (1 - grid)[:, None] * parts
        return np.insert(others, place, grid, axis=1)


@dataclass(frozen=True)
class Choice:
    """One of a few options.

    of: the options are 1, 2, …, as many as that vector has entries, or as that choice says; with
      `within`, those that it has for the option of that choice.
    groups: headings, each with its options: they are listed under these beside the pictures.
    resets: keys of controls that another option puts back to their defaults.
    """

    key: str
    options: tuple[str, ...]
    default: str
    of: str | None = None
    within: Mapping[str, tuple[str, ...]] | None = None
    groups: Mapping[str, tuple[str, ...]] | None = None
    resets: tuple[str, ...] = ()

    def offered(self, state: State) -> tuple[str, ...]:
        """The options there are in this state."""
        if self.of is None:
            return self.options
        if self.within is not None:
            return self.within[state[self.of]]
        held = state[self.of]
        return self.options[: int(held) if isinstance(held, str) else len(held)]

    def sliders(self, _state: State) -> list["Slider"]:
        return []


Control = Number | Numbers | Shares | Choice


@dataclass(frozen=True)
class Slider:
    """One slider of a control: `place` is its entry in a vector, None for a single number."""

    name: str
    control: Number | Numbers | Shares
    place: int | None
    symbol: str
    coloured: bool = False

    def value(self, state: State) -> float:
        held = state[self.control.key]
        return held if self.place is None else held[self.place]

    def grid(self, state: State) -> tuple[float, ...]:
        """Its positions, the state's own value among them: what is shown is what was computed."""
        return tuple(sorted({*self.control.grid, self.value(state)}))

    def place_to(self, values: dict[str, Any], grid: np.ndarray, state: State) -> None:
        """Put this slider at every value of the grid [F] in `values`."""
        key = self.control.key
        if self.place is None:
            values[key] = grid
        elif isinstance(self.control, Shares):
            values[key] = self.control.along(state[key], self.place, grid)
        else:
            moved = np.broadcast_to(values[key], (len(grid), len(state[key]))).copy()
            moved[:, self.place] = grid
            values[key] = moved


def _group(control: Numbers | Shares, size: int, coloured: bool) -> list[Slider]:
    return [
        Slider(f"{control.key}{k + 1}", control, k, f"{control.symbol}{subscript(k + 1)}", coloured)
        for k in range(size)
    ]


def subscript(number: int) -> str:
    """12 → "₁₂"."""
    return str(number).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
