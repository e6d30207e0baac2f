"""What was made of trained runs, kept for who asks again: all of it within one budget of bytes."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any, Protocol, TypeVar, runtime_checkable

import numpy as np

BUDGET = 40_000_000
Made = TypeVar("Made")
Given = TypeVar("Given", covariant=True)


class Shelf:
    """Values by key, at most `budget` bytes of arrays; what was used longest ago goes first."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget, self.size = budget, 0
        self._kept: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The value of this key: kept, or made now. Two who ask at once may both make it."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
        value = make()
        with self._lock:
            self._drop(key)
            self._kept[key] = value, bytes_of(value)
            self.size += self._kept[key][1]
            while self.size > self._budget and len(self._kept) > 1:
                self._drop(next(iter(self._kept)))
        return value

    def _drop(self, key: Hashable) -> None:
        self.size -= self._kept.pop(key, (None, 0))[1]


_shelf = Shelf()


@runtime_checkable
class Function(Protocol[Given]):
    """A function of the top level of a module."""

    __name__: str

    def __call__(self, *args: Any, **kwargs: Any) -> Given: ...


def kept(function: Function[Made]) -> Callable[..., Made]:
    """Keep what `function` returns for its arguments; all functions share one budget.

    A visit to every lesson leaves 200 MB of small arrays behind, if each function counts for
    itself.
    """

    @wraps(function)
    def from_the_shelf(*args: Hashable) -> Made:
        return _shelf.get((function.__module__, function.__name__, args), lambda: function(*args))

    return from_the_shelf


def bytes_of(value: Any) -> int:
    """Bytes of the arrays in a value, however nested; a view counts with all that it keeps."""
    if isinstance(value, np.ndarray):
        return value.base.nbytes if isinstance(value.base, np.ndarray) else value.nbytes
    if isinstance(value, dict):
        return sum(map(bytes_of, value.values()))
    if isinstance(value, tuple | list):
        return sum(map(bytes_of, value))
    if is_dataclass(value):
        return sum(bytes_of(getattr(value, field.name)) for field in fields(value))
    return 0
