"""The state of a lesson ↔ the query of a link, and the values along a slider."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from lossviz.scenes.controls import (
    ROUNDING,
    SPELLING,
    Choice,
    Control,
    Number,
    Numbers,
    Shares,
    Slider,
    State,
)
from lossviz.settings import Change
from lossviz.settings.numerals import read_number, tidy, write_number
from lossviz.settings.pairs import pairs_of
from lossviz.settings.query import folded, printable, sorted_out

# beside the reasons of `lossviz.settings`
REASONS = ("sum-not-one", "wrong-count")


@dataclass(frozen=True)
class _Read:
    """A value and the reason why it is not what was given."""

    value: Any
    reason: str | None = None


def defaults(controls: Sequence[Control]) -> dict[str, Any]:
    """The state a lesson opens with."""
    return {c.key: c.default for c in controls}


def read(
    controls: Sequence[Control], query: Any, also: Sequence[str] = ()
) -> tuple[dict[str, Any], tuple[Change, ...]]:
    """(a legal state, what had to be changed of the query). Never raises.

    Args:
      controls: the lesson's controls, vectors before the choices that count in them.
      query: whatever `lossviz.settings.pairs.pairs_of` reads.
      also: keys that belong to others.
    """
    pairs, unread = pairs_of(query)
    changes = [Change("", "", "", unread)] if unread else []
    given, more = sorted_out(pairs, {c.key for c in controls}, also)
    changes += more
    state: dict[str, Any] = {}
    for control in controls:
        found = _value(control, given.get(control.key), state)
        state[control.key] = found.value
        if found.reason:
            shown = printable(given[control.key])
            changes.append(Change(control.key, shown, _text(found.value), found.reason))
    return state, tuple(changes)


def to_query(controls: Sequence[Control], state: State) -> str:
    """The canonical query: what differs from the defaults, in the order of the controls."""
    return "&".join(
        f"{c.key}={_text(state[c.key])}" for c in controls if state[c.key] != _default(c, state)
    )


def resized(controls: Sequence[Control], state: State, key: str, size: int) -> dict[str, Any]:
    """The state with another number of entries in the vector `key`."""
    new = dict(state)
    for control in controls:
        if control.key == key and isinstance(control, Numbers):
            new[key] = control.resized(state[key], size)
        elif isinstance(control, Choice) and control.of == key:
            offered = control.offered(new)
            if new[control.key] not in offered:
                new[control.key] = offered[-1]
    return new


def values_of(state: State) -> dict[str, Any]:
    """The state as one frame: numbers [1], vectors [1, n], options as they are."""
    return {
        key: held if isinstance(held, str) else np.asarray(held, float)[None]
        for key, held in state.items()
    }


def values_along(sliders: Sequence[Slider], state: State) -> tuple[tuple[int, ...], dict[str, Any]]:
    """(number of positions of each slider, values at every combination, the last fastest).

    Sliders of one vector may be moved together as long as they are no shares.
    """
    grids = [np.array(s.grid(state)) for s in sliders]
    columns = [g.ravel() for g in np.meshgrid(*grids, indexing="ij")]
    values = values_of(state)
    for slider, column in zip(sliders, columns, strict=True):
        slider.place_to(values, column, state)
    count = len(columns[0])
    for key, held in values.items():
        if not isinstance(held, str):
            values[key] = np.broadcast_to(held, (count, *held.shape[1:]))
    return tuple(len(g) for g in grids), values


def _value(control: Control, text: str | None, state: State) -> _Read:
    if text is None:
        return _Read(_default(control, state))
    if isinstance(control, Choice):
        return _option(control, text, state)
    if isinstance(control, Number):
        return _number(control, text)
    return _vector(control, text)


def _default(control: Control, state: State) -> Any:
    if isinstance(control, Choice) and control.default not in control.offered(state):
        return control.offered(state)[-1]
    return control.default


def _option(control: Choice, text: str, state: State) -> _Read:
    option = folded(text)
    if option in control.offered(state):
        return _Read(option, None if option == text else "rewritten")
    return _Read(_default(control, state), "unknown-choice")


def _number(control: Number, text: str) -> _Read:
    value, canonical = read_number(text, whole=control.whole)
    if value is None:
        return _Read(control.default, "not-a-number")
    inside = min(max(value, control.low), control.high)
    if inside != value:
        return _Read(inside, "out-of-range")
    if control.whole and value != math.floor(value + 0.5):
        return _Read(float(math.floor(value + 0.5)), "not-whole")
    return _Read(tidy(value), None if canonical else "rewritten")


def _vector(control: Numbers | Shares, text: str) -> _Read:
    # a comma may also be a decimal one, where something else parts the numbers
    mark = next((mark for mark in "_;" if mark in text), ",")
    parts = text.split(mark)[:40]
    read = (read_number(part, whole=False)[0] for part in parts)
    numbers = [value for value in read if value is not None]
    if len(numbers) < len(parts):
        return _Read(control.default, "not-a-number")
    inside = tuple(min(max(value, control.low), control.high) for value in numbers)
    reason = None if list(inside) == numbers else "out-of-range"
    sizes = control.sizes if isinstance(control, Numbers) else (len(control.default),)
    if len(inside) not in sizes:
        size = min(max(len(inside), sizes[0]), sizes[-1])
        inside = (*inside, *control.default[len(inside) :], *(0.0,) * size)[:size]
        reason = "wrong-count"
    if isinstance(control, Shares):
        return _one(control, inside, reason)
    return _Read(tuple(tidy(v) for v in inside), reason)


def _one(control: Shares, given: tuple[float, ...], reason: str | None) -> _Read:
    """Divide by the sum, so that it is a distribution."""
    total = math.fsum(given)
    if not 0 < total < math.inf:
        return _Read(control.default, reason or "sum-not-one")
    if abs(total - 1) <= SPELLING:
        return _Read(tuple(tidy(v) for v in given), reason)
    shares = tuple(tidy(v / total) for v in given)
    return _Read(shares, "sum-not-one" if abs(total - 1) > ROUNDING else reason)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "_".join(write_number(float(v)) for v in value)
    return write_number(float(value))
