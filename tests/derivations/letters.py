"""What the letters of a formula stand for, and the arithmetic with it.

A number times 0 is 0, even ∞: what cannot happen counts nothing. A derivative is taken by
a step along the imaginary axis, so numbers may be complex.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from derivations.rows import Row, Sign, Unreadable

Value = np.ndarray | np.generic | float | complex

# below rounding: f(x + ih) has f(x) as its real part, and h f'(x) as the other
STEP = 1e-20
FUNCTIONS: Mapping[str, Callable] = {
    "ln": np.log, "cos": np.cos, "sin": np.sin, "tan": np.tan, "arcsin": np.arcsin,
    "arccos": np.arccos, "σ": lambda x: 1 / (1 + np.exp(-x)),
    "softplus": lambda x: np.log(1 + np.exp(x)),
}  # fmt: skip
CONSTANTS = {"π": np.pi, "∞": np.inf, "e": np.e}
# two numbers are equal within this: ln e^x is x
ROUNDING = 1e-14


@dataclass(frozen=True)
class Letters:
    """What letters stand for.

    Attributes:
      numbers: a number (or vector) by its whole name, such as m_1 or ψ(θ).
      families: a function of indices by what stands before them, such as z for z_i.
      places: the component that an index letter stands for, from 0.
      choices: a component that others choose, such as y_i in W_{y_i}.
      count: how many components an index runs over; `counts`: by its letter, if it differs.
      base: of log, if it is known.
      many: a number may be many at once, one for each direction of the space.
      others: letters that stand for nothing known are letters too; such a formula is only parsed.
    """

    numbers: Mapping[Row, Value] = field(default_factory=dict)
    families: Mapping[Row, Callable[..., Value]] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    choices: Mapping[str, Callable[..., int]] = field(default_factory=dict)
    count: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    base: float | None = None
    many: bool = False
    others: bool = False

    def names(self) -> Iterable[Row]:
        """All that is a name of its own."""
        return self.numbers.keys()

    def number(self, name: Row) -> Value:
        return self.numbers[name]

    def family(self, name: Row, indices: tuple[int, ...]) -> Value:
        return self.families[name](*indices)

    def with_number(self, name: Row, number: Value) -> Letters:
        return replace(self, numbers={**self.numbers, name: number})

    def at(self, letter: str, place: int) -> Letters:
        """With the index letter at this component."""
        return replace(self, places={**self.places, letter: place})

    def moved(self, name: Row, indices: tuple[int, ...] | None, by: complex) -> Letters:
        """With one number another one: `name` itself, or a component of the family."""
        if indices is None:
            return self.with_number(name, self.number(name) + by)
        old = self.families[name]

        def new(*chosen: int) -> Value:
            return old(*chosen) + (by if chosen == indices else 0)

        return replace(self, families={**self.families, name: new})


Reading = Callable[[Letters], Value]

# the angle from a direction
THETA = (Sign("sign", "θ"),)


def _panels() -> tuple[np.ndarray, np.ndarray]:
    near = np.pi / 64 * 2.0 ** np.arange(-40, 0)
    ends = np.concatenate([[0.0], near, np.linspace(np.pi / 64, np.pi, 64)])
    nodes, weights = np.polynomial.legendre.leggauss(16)
    middle, half = (ends[1:] + ends[:-1]) / 2, np.diff(ends) / 2
    return (middle[:, None] + half[:, None] * nodes).ravel(), np.outer(half, weights).ravel()


# close to the direction too, with the weights of a sum that is an integral
ANGLES, WEIGHTS = _panels()


def mean_over_directions(body: Reading, d: float, letters: Letters) -> Value:
    """The mean of `body` over all directions of d dimensions, each at the angle θ from one."""
    density = (d - 2) * np.log(np.sin(ANGLES))
    share = WEIGHTS * np.exp(density - density.max())
    found = body(replace(letters.with_number(THETA, ANGLES), many=True))
    return (share * found).sum() / share.sum()


def times(one: Value, other: Value) -> Value:
    """The product; 0 of what is 0, even of ∞."""
    found = np.asarray(one) * np.asarray(other)
    nothing = (np.asarray(one) == 0) | (np.asarray(other) == 0)
    return np.where(nothing & ~np.isfinite(found), 0.0, found)[()]


def power(base: Value, exponent: Value) -> Value:
    return np.power(base, np.real(exponent) if np.isreal(exponent) else exponent)


def exponential(x: Value) -> Value:
    """e^x, which is never 0 but for x = −∞."""
    found = np.exp(x)
    if np.iscomplexobj(found):
        return found
    return np.where(np.isfinite(x), np.maximum(found, np.finfo(float).tiny), found)[()]


def size_of(x: Value) -> Value:
    return -x if np.real(x) < 0 else x


def length_of(v: Value) -> Value:
    if np.ndim(v) != 1:
        raise Unreadable("‖ ‖ round what is no vector")
    return np.sqrt((np.asarray(v) ** 2).sum())


def logarithm(base: float | None) -> Callable[[Value], Value]:
    if base is None:
        raise Unreadable("log to no known base")
    return lambda x: np.log(x) / np.log(base)


def slope(moved: Value) -> Value:
    return np.imag(moved) / STEP


def largest(values: list[Value]) -> Value:
    """By the real part, so that a derivative can be taken; of equals the last one counts."""
    if not values:
        raise Unreadable("max of nothing")
    found = values[0]
    for other in values[1:]:
        near = ROUNDING * max(1.0, abs(np.real(found))) if np.isfinite(found) else 0.0
        found = other if np.real(other) >= np.real(found) - near else found
    return found
