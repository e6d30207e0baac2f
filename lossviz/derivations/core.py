"""A derivation as data: lines that can be read, evaluated on numbers, and checked one by one.

A step holds one line: LaTeX, a function that computes the line as it is written, a writer of the
same line with numbers in it, and its relation to the line before. A test draws random numbers for
`Derivation.given` and checks every relation, so a line that is wrong cannot be shipped.

All arrays have a leading axis F, the frames of a slider; the values of one frame are the rest.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

Env = Mapping[str, np.ndarray]
Value = Callable[[Env], np.ndarray]
Template = tuple[str, dict[str, np.ndarray]]

# two lines are the same number within these: rounding of a line as written, not of a better one
RELATIVE, ABSOLUTE = 1e-9, 1e-11
# how far `tends` follows its parameter
GROWTH = 10.0 ** np.arange(0, 16, 3)


# --- LaTeX with marks ---------------------------------------------------------------------------


def term(name: str, latex: str) -> str:
    """`latex` marked as the quantity `name`, which lights up together with it in the pictures.

    "p2" lights with "p2" and with the family "p", the name without its trailing digits.
    """
    return rf"\class{{term-{name}}}{{{latex}}}"


def slot(name: str) -> str:
    """A place for the number `name`; the page writes the frame's number over the 0."""
    return rf"\class{{slot-{name}}}{{0}}"


def tex(marks: str) -> str:
    r"""LaTeX from its short form: `@p{p_k}` is term("p", "p_k"), `#p1` is slot("p1").

    Example:
      tex(r"@e{e^{#z1}}") is r"\class{term-e}{e^{\class{slot-z1}{0}}}"
    """
    # limits stand below their sign inside a mark too, not only outside
    signs = re.sub(r"\\(sum|prod)_", r"\\\1\\limits_", marks)
    terms = re.sub(r"@(\w+)\{", r"\\class{term-\1}{", signs)
    return re.sub(r"#(\w+)", lambda found: slot(found[1]), terms)


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
    return close.reshape(len(close), -1).all(axis=1)


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
      latex: the line in symbols, without the sign before it, terms marked.
      value: the line's own number, [F] or [F, n], computed as it is written.
      numbers: the line with numbers: LaTeX with slots, and the array [F] of each slot. The slots
        depend on shapes alone. So does the LaTeX but for one thing: an index that is the same in
        all frames may name the term that lights up ("z2" instead of the family "z").
      relation: to the line before; the first line has nothing before it.
    """

    key: str
    latex: str
    value: Value
    numbers: Callable[[Env], Template]
    relation: Relation = equal


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
    """Lines that follow from each other. Its title is `derivations.<key>.title`."""

    key: str
    given: tuple[Given, ...]
    steps: tuple[Step, ...]


class Line(NamedTuple):
    """A step on given numbers: its value [F] or [F, n], its LaTeX, and the slots' arrays [F]."""

    value: np.ndarray
    template: str
    slots: dict[str, np.ndarray]


def evaluate(derivation: Derivation, env: Env) -> tuple[Line, ...]:
    """Every line of `derivation` on the numbers in `env`.

    Args:
      env: an array for every variable in `derivation.given`, all with the same leading axis F.

    Raises:
      KeyError: a variable is missing.
    """
    # + 0 makes 0 of −0, which no reader expects
    return tuple(Line(step.value(env) + 0.0, *step.numbers(env)) for step in derivation.steps)
