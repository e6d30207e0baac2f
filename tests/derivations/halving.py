"""Where something ends, by halving."""

from collections.abc import Callable

import numpy as np

# more than a float has digits
HALVINGS = 80


def halved(goes_on: Callable, low, high):
    """The last place before what goes on at `low` does not at `high`, one number or many [F]."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        on = goes_on(middle)
        low, high = np.where(on, middle, low)[()], np.where(on, high, middle)[()]
    return low
