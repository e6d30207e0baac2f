"""A derivation as data: lines that can be read, evaluated on numbers, and checked one by one.

A step holds one line, which is one expression (`lossviz.algebra`): its letters, its numbers and its
value come from it. A test draws random numbers for `Derivation.given` and checks every relation,
so a line that is wrong cannot be shipped; another reads the printed lines back.

All arrays have a leading axis F, the frames of a slider; the values of one frame are the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from lossviz.algebra import LETTERS, Env, Expression, Numbers, Scope

Value = Callable[[Env], np.ndarray]

# two lines are the same number within these: rounding of a line as written, not of a better one
RELATIVE, ABSOLUTE = 1e-9, 1e-11
# how far `tends` follows its parameter
GROWTH = 10.0 ** np.arange(0, 16, 3)


# --- relations ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Relation:
    """How a line follows from the one before.

    Attributes:
      latex: the sign between the two lines.
      holds: whether it is so, [F], from the value functions of both lines and the numbers.
    """

    latex: str
    holds: Callable[[Value, Value, Env], np.ndarray]


def _same(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Equal up to rounding in every component, [F]. ∞ equals ∞ alone, NaN nothing."""
    close = np.isclose(after, before, rtol=RELATIVE, atol=ABSOLUTE)
    return np.asarray(close.reshape(len(close), -1).all(axis=1))


def _equal(before: Value, after: Value, env: Env) -> np.ndarray:
    return _same(before(env), after(env))


def _at_most(before: Value, after: Value, env: Env) -> np.ndarray:
    low, high = before(env), after(env)
    return (low <= high) | _same(low, high)


def _at_least(before: Value, after: Value, env: Env) -> np.ndarray:
    return _at_most(after, before, env)


equal = Relation("=", _equal)
at_most = Relation(r"\le", _at_most)
at_least = Relation(r"\ge", _at_least)


def tends(name: str) -> Relation:
    """→: what the line before tends to as the variable `name` grows without end.

    Checked along `name` times 1, 10³, … 10¹⁵: the gap never widens, and closes.
    """

    def holds(before: Value, after: Value, env: Env) -> np.ndarray:
        gaps = []
        for factor in GROWTH:
            farther = {**env, name: env[name] * factor}
            gaps.append(np.abs(before(farther) - after(farther)))
        size = ABSOLUTE + RELATIVE * np.abs(after(env))
        narrowing = np.all(np.diff(gaps, axis=0) <= size, axis=0)
        return narrowing & (gaps[-1] <= size)

    return Relation(rf"\underset{{{name} \to \infty}}{{\longrightarrow}}", holds)


def applied(latex: str, function: Callable[[np.ndarray, Env], np.ndarray]) -> Relation:
    """⇒: this line is `function` of the line before, which is not the same number.

    Args:
      latex: what is done, such as −(1/N) ln.
      function: the value before and the numbers -> the value after.
    """

    def holds(before: Value, after: Value, env: Env) -> np.ndarray:
        return _same(function(before(env), env), after(env))

    return Relation(rf"{latex} \;\Rightarrow", holds)


# --- steps and derivations ----------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One line.

    Attributes:
      key: its words are `derivations.<derivation>.<key>`.
      line: what is written and computed.
      relation: to the line before; the first line has nothing before it.
      unit: "deg": the line is an angle; its value is shown in degrees.
    """

    key: str
    line: Expression
    relation: Relation = equal
    unit: Literal["", "deg"] = ""

    @cached_property
    def latex(self) -> str:
        """The line in letters, without the sign before it, terms marked."""
        return self.line.write(LETTERS)

    def value(self, env: Env) -> np.ndarray:
        """The line's own number, [F] or [F, n], computed as it is written."""
        return self.line_on(Scope(env))

    def line_on(self, scope: Scope) -> np.ndarray:
        """`value` on numbers that other lines have been computed on."""
        # logarithms of zero and the like are limits that the lines show
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            value = np.asarray(scope.of(self.line), np.float64)
        value = np.broadcast_to(value, (scope.frames,)) if value.ndim == 0 else value
        return np.degrees(value) if self.unit else value


Kind = Literal[
    "number", "count", "vector", "vectors", "index", "order", "distribution", "counts", "base"
]


@dataclass(frozen=True)
class Given:
    """A variable of a derivation.

    Attributes:
      name: in the environment and, mostly, in the lines.
      kind: "number" [F]; "count" [F], a whole number; "vector" [F, n]; "vectors" [F, n, 2];
        "index" int [F], from 0 to n − 1; "order" [F, n], 1 … n in some order; "distribution"
        [F, n], not negative, sums to 1; "counts" int [F, n], not all 0; "base" [F], of the
        logarithm: 2 counts in bits, e in nats.
      low, high: range of every number; of a distribution, `low` is the least share above 0.
      sizes: the range of n, which all variables of a derivation share; None: n is 2, a point of
        the plane.
      unlike: the index this one must differ from.
      why: why the range ends where it does, if a line cannot be carried further.
    """

    name: str
    kind: Kind = "number"
    low: float = 0.0
    high: float = 1.0
    sizes: tuple[int, int] | None = None
    unlike: str | None = None
    why: str = ""


@dataclass(frozen=True)
class Derivation:
    """Lines that follow from each other. Its title is `derivations.<key>.title`.

    Raises:
      ValueError: a line takes a name that is neither given nor summed over.
    """

    key: str
    given: tuple[Given, ...]
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        known = {given.name for given in self.given}
        for step in self.steps:
            unknown = (step.line.free | step.line.indices) - known
            if unknown:
                names = ", ".join(sorted(unknown))
                raise ValueError(
                    f"{self.key}, line {step.key}: {names} is neither given nor summed over; "
                    f"given are {', '.join(sorted(known))}"
                )


class Line(NamedTuple):
    """A step on given numbers: its value [F] or [F, n], its LaTeX, and the slots' arrays [F]."""

    value: np.ndarray
    template: str
    slots: dict[str, np.ndarray]


def evaluate(derivation: Derivation, env: Env, full: bool = False) -> tuple[Line, ...]:
    """Every line of `derivation` on the numbers in `env`.

    Args:
      env: an array for every variable in `derivation.given`, all with the same leading axis F.
      full: every term of every sum is written, however many there are.

    Raises:
      KeyError: a variable is missing.
    """
    scope = Scope(env)
    return tuple(_line(step, scope, full) for step in derivation.steps)


def _line(step: Step, scope: Scope, full: bool) -> Line:
    pen = Numbers(scope, full)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        template = step.line.write(pen)
    # + 0 makes 0 of −0, which no reader expects
    return Line(step.line_on(scope) + 0.0, template, pen.slots)
