"""What the walks over a tree carry along: the numbers with the places of indices, and the pens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lossviz.algebra.writing import slot

if TYPE_CHECKING:
    from lossviz.algebra.expression import Expression
    from lossviz.algebra.leaves import Family

Env = Mapping[str, np.ndarray]
# a number that is the same in all frames may be no array
Array = np.ndarray | np.float64


class Place(NamedTuple):
    """Which component an index stands for, [F], its name in slots, what tells it from others."""

    index: np.ndarray
    label: str
    key: object

    @property
    def fixed(self) -> int | None:
        """The component, if it is the same in all frames whatever the data say."""
        return self.key[1] if isinstance(self.key, tuple) and self.key[0] is None else None

    def chosen(self, array: np.ndarray) -> np.ndarray:
        """array[f, index[f], …], [F, …]."""
        if self.fixed is not None:
            return array[:, self.fixed]
        return array[np.arange(len(self.index)), self.index]


class Last:
    """The index of the last component of a family, as the data count them, written as `latex`."""

    def __init__(self, family: Family, latex: str) -> None:
        self.family, self.latex = family, latex

    def __str__(self) -> str:
        return self.latex


def last(family: Family, latex: str = "C") -> Last:
    """The index of the last component of `family`: w[last(w)] is w_C."""
    return Last(family, latex)


Index = str | int | Last


class Scope:
    """The numbers a tree is computed on, and the components that its indices stand for."""

    def __init__(self, env: Env, places: Mapping[str, Place] | None = None, memo=None) -> None:
        self.env, self.places = env, dict(places or {})
        self._memo: dict = {} if memo is None else memo

    def bind(self, name: str, place: Place) -> Scope:
        """The same numbers with the index `name` at `place`."""
        return Scope(self.env, {**self.places, name: place}, self._memo)

    def place(self, index: Index) -> Place:
        """Where an index stands: bound by a sum, chosen by the data, or a number (from 1)."""
        if isinstance(index, Last):
            index = index.family.size(self, 0)
        if isinstance(index, int):
            return self.component(index - 1)
        return self.places.get(index) or Place(self.env[index], index, index)

    def component(self, k: int) -> Place:
        """The place of component k, from 0."""
        key = (None, k)
        if key not in self._memo:
            self._memo[key] = Place(np.full(self.frames, k), str(k + 1), key)
        return self._memo[key]

    def rival(self, but: Index, k: int) -> Place:
        """The place of the k-th component, from 0, of all but the one of `but`."""
        left_out = self.place(but)
        key = (left_out.key, k)
        if key not in self._memo:
            self._memo[key] = Place(k + (k >= left_out.index), f"r{k + 1}", key)
        return self._memo[key]

    def number(self, index: Index) -> str:
        """The number, from 1, of a component that is the same in all frames, else nothing."""
        place = self.place(index)
        if place.fixed is not None:
            return place.label
        key = ("number", place.key)
        if key not in self._memo:
            same = np.all(place.index == place.index[0])
            self._memo[key] = str(int(place.index[0]) + 1) if same else ""
        return self._memo[key]

    @property
    def frames(self) -> int:
        return len(next(iter(self.env.values())))

    def of(self, node: Expression) -> Array:
        """The node's value; each node is computed once at each place of its indices."""
        places = self.places
        key = node
        if places:
            key = (node, *[places[name].key for name in node.order_of_indices if name in places])
        if key not in self._memo:
            self._memo[key] = node.value(self)
        return self._memo[key]


class Pen:
    """Writes letters."""

    def bind(self, name: str, place: Place) -> Pen:
        """The pen for what stands below a sum, whose index `name` is at `place`."""
        return self

    def leaving(self, name: str) -> Pen:
        """The pen that leaves this variable, with all its components, letters."""
        return self

    def index(self, index: Index) -> str:
        """An index as it stands below a letter."""
        return str(index)


class Filled(Pen):
    """Writes slots for the numbers that its scope has, and gathers the array [F] of each.

    Alone it writes letters for all others: s cos θ with s known is 16 cos θ.

    Attributes:
      slots: the arrays by name; the names depend on the shapes of the numbers alone.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.slots: dict[str, np.ndarray] = {}
        self._names: dict[object, str] = {}

    def fills(self, name: str) -> bool:
        """Whether the variable `name`, or a family of that name, is written as numbers."""
        return name in self.scope.env

    def put(self, key: object, name: str, array: Array) -> str:
        """The slot of `array`, the same for the same key; `name` where no other key has it."""
        if key not in self._names:
            while name in self.slots:
                name = "o" + name
            self._names[key] = name
            array = np.asarray(array, np.float64)
            if not array.ndim:
                array = np.broadcast_to(array, (self.scope.frames,))
            # + 0 makes 0 of −0, which no reader expects
            self.slots[name] = array + 0.0
        return self._names[key]


class Numbers(Filled):
    """Writes numbers for everything, sums and maxima written out.

    Attributes:
      full: every term of every sum is written, however many there are.
      letters: names that stay letters: the variable of a derivative.
    """

    def __init__(self, scope: Scope, full: bool = False) -> None:
        super().__init__(scope)
        self.full = full
        self.letters: frozenset[str] = frozenset()

    def fills(self, name: str) -> bool:
        return name not in self.letters

    def bind(self, name: str, place: Place) -> Numbers:
        return self._changed(scope=self.scope.bind(name, place))

    def leaving(self, name: str) -> Numbers:
        return self._changed(letters=self.letters | {name})

    def index(self, index: Index) -> str:
        place = self.scope.place(index)
        if place.label.isdigit():
            return place.label
        # the component that the data choose changes while one drags
        return slot(self.put(("index", place.key), f"n{place.label}", place.index + 1))

    def _changed(self, **changes) -> Numbers:
        pen = object.__new__(Numbers)
        pen.__dict__.update(self.__dict__, **changes)
        return pen


LETTERS = Pen()
