"""The value of one slider typed instead of dragged: the state that it leads to."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from lossviz.scenes.controls import Control, Number, Slider, State
from lossviz.scenes.state import read, to_query, values_of
from lossviz.settings.typed import Typed, read_typed


def is_typed(slider: Slider) -> bool:
    """Whether the value beside it is a number: along a road its stops have names."""
    return not (isinstance(slider.control, Number) and slider.control.stops)


def typed(
    controls: Sequence[Control], state: State, slider: Slider, text: str
) -> tuple[dict[str, Any], Typed]:
    """(the state with the slider at the legal value nearest to the text, what was read of it).

    It is the state that letting go of the slider at this value leads to: the other shares of a
    distribution keep their proportions. Where nothing can be read the state stays as it is.
    """
    control = slider.control
    grid, number = control.grid, control if isinstance(control, Number) else None
    found = read_typed(
        text, grid[0], grid[-1],
        whole=bool(number and number.whole), unit=number.unit if number else "",
    )  # fmt: skip
    if found.value is None:
        return dict(state), found
    values = values_of(state)
    slider.place_to(values, np.array([found.value]), state)
    held = values[control.key][0]
    moved = float(held) if slider.place is None else tuple(float(v) for v in held)
    return read(controls, to_query(controls, {**state, control.key: moved}))[0], found
