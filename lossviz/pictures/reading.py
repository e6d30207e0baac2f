"""What a record refers to: a number itself, or the name of an array of the frame."""

from collections.abc import Iterable, Mapping

import numpy as np

from lossviz.pictures.picture import Say, Value

# array name → array without the axis of frames; of one number a NumPy scalar
Frame = Mapping[str, np.ndarray | np.generic]


def number(frame: Frame, what: Value) -> float:
    """One number: `what` itself, or the first one of the array of that name.

    Raises:
      KeyError: the frame has no such array.
    """
    return float(numbers_of(frame, what)[0])


def numbers_of(frame: Frame, what: Value) -> np.ndarray:
    """All numbers of the array of that name, [n]; a number stands for a list of one."""
    return np.atleast_1d(np.asarray(frame[what] if isinstance(what, str) else what, float)).ravel()


def listed(parts: Iterable[str], say: Say) -> str:
    """Parts of a sentence, with what the language puts between them."""
    return say("described.apart").join(parts)
