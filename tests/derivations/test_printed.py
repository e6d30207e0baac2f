"""Every line as it is printed states its own number: in letters, and with every number in it.

The printed formula is read back by `derivations.reader`, which knows nothing of how it was written.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pytest
from derivations.inputs import some
from derivations.reader import Letters, Row, Unreadable, filled, read, row
from latex2mathml.converter import convert

from lossviz.algebra import BREAK, LETTERS, Env, Expression, Scope
from lossviz.algebra.calculus import Bound
from lossviz.algebra.functions import Computed, Same
from lossviz.algebra.leaves import Component, Family, Named, Variable
from lossviz.algebra.over import Count, Vector
from lossviz.algebra.scope import Place
from lossviz.derivations import DERIVATIONS, Step, evaluate

# a rounding more or less, on the way and at the end
RELATIVE, ABSOLUTE = 1e-7, 1e-10
# so many inputs of a derivation, evenly among those of the other tests, and frames of each
INPUTS, FRAMES = 6, 2


def is_expression(step) -> bool:
    """Whether a step is one expression; the others are still written three times."""
    return isinstance(getattr(step, "line", None), Expression)


# once all lines are expressions, this is list(DERIVATIONS)
KEYS = [key for key, d in DERIVATIONS.items() if all(map(is_expression, d.steps))]


@lru_cache(maxsize=512)
def mathml(latex: str) -> ET.Element:
    return ET.fromstring(convert(latex.replace(BREAK, ""), display="block"))


@lru_cache(maxsize=2048)
def signs(latex: str) -> Row:
    return row(mathml(latex))


def frames(key: str) -> Iterator[Env]:
    """Inputs of one frame each."""
    inputs = some(key)
    for env in inputs[-1 :: -(len(inputs) // INPUTS)]:
        for f in range(FRAMES):
            yield {name: array[f : f + 1] for name, array in env.items()}


def base(env: Env) -> float | None:
    return float(env["base"][0]) if "base" in env else None


def check(step: Step, number: object, told: str, env: Env) -> None:
    """The number that was read is the line's."""
    shown = np.degrees(number) if step.unit else np.asarray(number)
    np.testing.assert_allclose(
        shown, step.value(env)[0], rtol=RELATIVE, atol=ABSOLUTE, err_msg=f"{step.key}: {told}"
    )


def with_numbers(template: str, slots: Mapping[str, np.ndarray], env: Env) -> object:
    """The number that a line with numbers states, on one frame."""
    numbers = {name: float(array[0]) for name, array in slots.items()}
    return read(row(filled(mathml(template), numbers)), Letters(base=base(env)))


# --- numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_numbers_are_the_number_of_the_line(key):
    derivation = DERIVATIONS[key]
    for env in frames(key):
        lines = evaluate(derivation, env, full=True)
        for step, line in zip(derivation.steps, lines, strict=True):
            number = with_numbers(line.template, line.slots, env)
            check(step, number, line.template, env)


def braced(latex: str, start: int) -> int:
    """Where the brace that opens at `start` closes."""
    depth = 0
    for k in range(start, len(latex)):
        depth += {"{": 1, "}": -1}.get(latex[k], 0)
        if not depth:
            return k + 1
    raise ValueError(latex)


def turned(latex: str) -> str:
    """With the first fraction upside down."""
    start = latex.index(r"\frac") + len(r"\frac")
    middle = braced(latex, start)
    end = braced(latex, middle)
    return latex[:start] + latex[middle:end] + latex[start:middle] + latex[end:]


def without_brackets_of_numbers(latex: str) -> str:
    return re.sub(r"\\class\{(sign|fence)-\w+\}\{[()]\}", "", latex)


def without_brackets(latex: str) -> str:
    bare = re.sub(r"(?<!\{)[()](?!\})", "", latex)
    return bare.replace(r"\left", "").replace(r"\right", "")


def subtracted(latex: str) -> str:
    return latex.replace(" + ", " - ")


@pytest.mark.parametrize(
    "key, step, mutate",
    [
        ("lse_bounds", "lse", without_brackets_of_numbers),
        ("lse_bounds", "exponential", without_brackets_of_numbers),
        ("lse_limit", "apart", without_brackets_of_numbers),
        ("lse_bounds", "all_largest", without_brackets),
        ("lse_slope", "derivative", without_brackets),
        ("lse_limit", "factored", without_brackets),
        ("lse_bounds", "gap", turned),
        ("lse_slope", "chain", turned),
        ("lse_slope", "softmax", turned),
        ("lse_bounds", "lse", subtracted),
        ("lse_limit", "bound", subtracted),
    ],
)
def test_a_line_written_wrong_is_caught(key, step, mutate):
    (k,) = (k for k, s in enumerate(DERIVATIONS[key].steps) if s.key == step)

    def passes(env: Env) -> bool:
        line = evaluate(DERIVATIONS[key], env, full=True)[k]
        wrong = mutate(line.template)
        try:
            number = with_numbers(wrong, line.slots, env)
            check(DERIVATIONS[key].steps[k], number, wrong, env)
        except (Unreadable, AssertionError):
            return False
        return True

    assert not all(map(passes, frames(key)))


# --- letters ------------------------------------------------------------------------------------


def place(k: int) -> Place:
    return Place(np.array([k]), str(k + 1), (None, k))


@dataclass(frozen=True)
class Leaves(Letters):
    """The letters of a line, by the leaves of its tree on the numbers of one frame."""

    env: Env = field(default_factory=dict)
    nodes: dict[Row, list[Expression]] = field(default_factory=dict)

    def names(self):
        return (*self.numbers, *self.nodes)

    def number(self, name):
        if name in self.numbers:
            return self.numbers[name]
        places = {letter: place(k) for letter, k in self.places.items()}
        found = [self._value(node, places) for node in self.nodes[name]]
        for other in found[1:]:
            assert np.array_equal(found[0], other), f"two meanings of one name: {name}"
        return found[0]

    def _value(self, node: Expression, places: dict[str, Place]):
        value = np.asarray(Scope(self.env, places).of(node))
        return value[0] if value.ndim else value[()]

    def family(self, name, indices):
        node: Family = self.families[name]
        within = node[tuple(k + 1 for k in indices)]
        return self._value(within, {})

    def moved(self, name, indices, by):
        if indices is None:
            (node,) = self.nodes[name]
            where, unit = (node.name, 0), node.unit
        else:
            where, unit = (self.families[name].name, (0, *indices)), self.families[name].unit
        array = np.array(self.env[where[0]], complex)
        array[where[1]] += np.degrees(1) * by if unit else by
        return Leaves(**{**self.__dict__, "env": {**self.env, where[0]: array}})


def leaves(node: Expression) -> Iterator[Expression]:
    """The nodes that are printed by letters of their own."""
    if isinstance(node, Bound | Same):
        return
    own = isinstance(node, Variable | Component | Count | Computed | Vector)
    if own or (isinstance(node, Named) and node.short is not None):
        yield node
        return
    for part in node.parts:
        yield from leaves(part)


def letters(key: str, line: Expression, env: Env) -> Leaves:
    """What the letters of a line stand for on one frame."""
    families: dict[Row, Family] = {}
    nodes: dict[Row, list[Expression]] = {}
    for leaf in leaves(line):
        if isinstance(leaf, Component):
            known = families.setdefault(signs(leaf.latex), leaf.family)
            assert known is leaf.family, f"two families {leaf.latex}"
        else:
            nodes.setdefault(signs(leaf.write(LETTERS)), []).append(leaf)
    given = DERIVATIONS[key].given
    counts = {env[g.name].shape[1] for g in given if g.sizes and g.kind != "index"}
    places = {g.name: int(env[g.name][0]) for g in given if g.kind == "index"}
    return Leaves(
        families=families, places=places, count=max(counts, default=0), base=base(env),
        env=env, nodes=nodes,
    )  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_letters_are_the_number_of_the_line(key):
    for env in frames(key):
        for step in DERIVATIONS[key].steps:
            found = read(signs(step.latex), letters(key, step.line, env))
            check(step, found, step.latex, env)
