"""Every line as it is printed states its own number: in letters, and with every number in it.

The printed formula is read back by `derivations.reader`, which knows nothing of how it was written.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import pytest
from derivations.inputs import some
from derivations.letters import Letters
from derivations.reader import read, reading
from derivations.rows import Row, Unreadable, filled, row, shown
from latex2mathml.converter import convert

from lossviz.algebra import BREAK, LETTERS, Env, Expression, Scope
from lossviz.algebra.calculus import Bound
from lossviz.algebra.functions import Computed, Same
from lossviz.algebra.leaves import Component, Family, Named, Variable
from lossviz.algebra.over import Count, Vector
from lossviz.algebra.scope import Place
from lossviz.algebra.spelling import Alike, Both, Standing, Where
from lossviz.derivations import DERIVATIONS, Step, evaluate

# a rounding more or less, on the way and at the end
RELATIVE, ABSOLUTE = 1e-7, 1e-10
# so many inputs of a derivation, evenly among those of the other tests, and frames of each
INPUTS, FRAMES = 6, 3


KEYS = list(DERIVATIONS)


@lru_cache(maxsize=512)
def mathml(latex: str) -> ET.Element:
    return ET.fromstring(convert(latex.replace(BREAK, ""), display="block"))


@lru_cache(maxsize=2048)
def signs(latex: str) -> Row:
    return row(mathml(latex))


def sliders(key: str) -> Iterator[Env]:
    """Inputs, of several frames and of one: an index is a number where it is the same in all."""
    inputs = some(key)
    for k, env in enumerate(inputs[-1 :: -(len(inputs) // INPUTS)]):
        yield cut(env, 0, FRAMES if k % 2 else 1)


def cut(arrays: Env, first: int, last: int) -> Env:
    """Some of the frames."""
    return {name: array[first:last] for name, array in arrays.items()}


def frames(env: Env) -> Iterator[tuple[int, Env]]:
    """Every frame by itself."""
    count = len(next(iter(env.values())))
    return ((f, cut(env, f, f + 1)) for f in range(count))


# --- letters that are no leaf of a line ---------------------------------------------------------


def smoothed(env: Env) -> Letters:
    """Targets and probabilities of all classes, the label first."""
    classes, eps, gap = int(env["C"][0]), env["e"][0], env["d"][0]
    label = np.arange(classes) == 0
    q = (1 - eps) * label + eps / classes
    p = np.exp(gap * label) / (np.exp(gap) + classes - 1)
    return Letters(families={signs("q"): q.__getitem__, signs("p"): p.__getitem__}, count=classes)


def samples(env: Env) -> Letters:
    """y_ik: whether sample i is outcome k; the samples of one outcome follow each other."""
    counts = env["counts"][0]
    y = np.repeat(np.eye(len(counts)), counts, axis=0)
    return Letters(
        families={signs("y"): lambda i, k: y[i, k]}, count=len(counts), counts={"i": len(y)}
    )


# letters that stand within the name of a part only, or stay letters among numbers
BESIDE = {"smoothing_floor": smoothed, "maximum_likelihood": samples}


def known_beside(key: str, env: Env) -> Letters:
    """What is known of a derivation's formulas whatever is in them: e_i, the base of log."""
    given = DERIVATIONS[key].given
    counts = {env[g.name].shape[1] for g in given if g.sizes and g.kind != "index"}
    found = BESIDE[key](env) if key in BESIDE else Letters(count=max(counts, default=0))
    units = {signs(r"\mathbf{e}"): lambda i: np.eye(found.count)[i]}
    base = float(env["base"][0]) if "base" in env else None
    return replace(found, families={**units, **found.families}, base=base)


# --- reading ------------------------------------------------------------------------------------


def check(step: Step, number: object, told: str, env: Env) -> None:
    """The number that was read is the line's."""
    shown = np.degrees(number) if step.unit else np.asarray(number)
    np.testing.assert_allclose(
        shown, step.value(env)[0], rtol=RELATIVE, atol=ABSOLUTE, err_msg=f"{step.key}: {told}"
    )


def with_numbers(key: str, template: str, slots: Mapping[str, np.ndarray], env: Env) -> object:
    """The number that a line with numbers states, on one frame."""
    numbers = {name: float(array[0]) for name, array in slots.items()}
    return read(row(filled(mathml(template), numbers)), known_beside(key, env))


# --- numbers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_numbers_are_the_number_of_the_line(key):
    for env in sliders(key):
        lines = evaluate(DERIVATIONS[key], env, full=True)
        for step, line in zip(DERIVATIONS[key].steps, lines, strict=True):
            for f, one in frames(env):
                number = with_numbers(key, line.template, cut(line.slots, f, f + 1), one)
                check(step, number, line.template, one)


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
        ("sigmoid_slope", "quotient", without_brackets_of_numbers),
        ("kl", "quotient", without_brackets_of_numbers),
        ("adacos", "halfway", turned),
        ("kl", "quotient", without_brackets),
        ("angle_added", "added", subtracted),
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
            for f, one in frames(env):
                number = with_numbers(key, wrong, cut(line.slots, f, f + 1), one)
                check(DERIVATIONS[key].steps[k], number, wrong, one)
        except (Unreadable, AssertionError):
            return False
        return True

    assert not all(map(passes, sliders(key)))


# --- letters ------------------------------------------------------------------------------------


def place(k: int) -> Place:
    return Place(np.array([k]), str(k + 1), (None, k))


@dataclass(frozen=True)
class Leaves(Letters):
    """The letters of a line, by the leaves of its tree on the numbers of one frame."""

    env: Env = field(default_factory=dict)
    nodes: dict[Row, list[Expression]] = field(default_factory=dict)
    # what is known by no leaf
    beside: Letters = field(default_factory=Letters)
    # an index by another name: y_i, the class of sample i
    standing: dict[str, str] = field(default_factory=dict)
    # the numbers of names and of nodes that have been asked for
    found: dict[object, np.ndarray] = field(default_factory=dict)
    memo: dict[object, np.ndarray] = field(default_factory=dict)

    def names(self):
        return (*self.numbers, *self.nodes)

    def number(self, name):
        if name in self.numbers:
            return self.numbers[name]
        return self._once(name, self.nodes[name], name)

    def family(self, name, indices):
        if name in self.beside.families:
            return self.beside.family(name, indices)
        chosen = tuple(k + 1 for k in indices)
        return self._once(name, [family[chosen] for family in self.families[name]], indices)

    def _once(self, name: Row, nodes: list[Expression], key: object):
        key = (name, key, *sorted(self.places.items()))
        if key not in self.found:
            self.found[key] = self._one(nodes, name)
        return self.found[key]

    def _one(self, nodes: list[Expression], name: Row):
        """The number of all these nodes, which go by the same name."""
        places = {letter: place(k) for letter, k in self.places.items()}
        places |= {n: places[like] for n, like in self.standing.items() if like in places}
        scope = Scope(self.env, places, self.memo)
        found = [np.broadcast_to(scope.of(node), (1, *np.shape(scope.of(node))[1:]))[0]
                 for node in nodes]  # fmt: skip
        for other in found[1:]:
            assert np.array_equal(found[0], other), f"two meanings of {shown(name)}"
        return found[0]

    def moved(self, name, indices, by):
        if indices is None:
            node = self.nodes[name][0]
            where, unit = (node.name, 0), node.unit
        else:
            family = self.families[name][0]
            where, unit = (family.name, (0, *indices)), family.unit
        array = np.array(self.env[where[0]], complex)
        array[where[1]] += np.degrees(1) * by if unit else by
        return replace(self, env={**self.env, where[0]: array}, found={}, memo={})


def leaves(node: Expression) -> Iterator[Expression]:
    """The nodes that are printed by letters of their own."""
    if isinstance(node, Bound | Same):
        return
    own = isinstance(node, Variable | Component | Count | Computed | Vector)
    if own or (isinstance(node, Named) and node.latex):
        yield node
        return
    parts = node.parts
    if isinstance(node, Alike) and not isinstance(node, Both):
        parts = parts[:1]
    # a sum over p_k > 0 has p in it
    weight = getattr(node, "weight", None)
    for part in (*parts, *([weight] if weight else [])):
        yield from leaves(part)
    # a line may say behind it what its names mean
    for name in node.letters if isinstance(node, Where) else ():
        yield name
        yield from leaves(name.parts[0])


def indices(line: Expression) -> Iterator[object]:
    """The indices in a line that are no numbers, whatever chooses them."""
    for node in line.walk():
        for index in (*getattr(node, "chosen", ()), getattr(node, "but", None)):
            if index is not None and not isinstance(index, int):
                yield index


def letters(key: str, line: Expression, env: Env) -> Leaves:
    """What the letters of a line stand for on one frame."""
    beside = known_beside(key, env)
    families: dict[Row, list[Family]] = {}
    nodes: dict[Row, list[Expression]] = {}
    for leaf in leaves(line):
        family = isinstance(leaf, Component)
        known = families if family else nodes
        alike = known.setdefault(signs(leaf.latex if family else leaf.write(LETTERS)), [])
        one = leaf.family if family else leaf
        if not any(one is other for other in alike):
            alike.append(one)
    last = {str(index): beside.count - 1 for index in indices(line) if not isinstance(index, str)}
    places = {g.name: int(env[g.name][0]) for g in DERIVATIONS[key].given if g.kind == "index"}
    standing = {n.name: n.like for n in line.walk() if isinstance(n, Standing)}
    return Leaves(
        beside=beside, families={**beside.families, **families}, counts=beside.counts,
        count=beside.count, base=beside.base, places=places | last, env=env, nodes=nodes,
        standing=standing, choices={signs(name)[0].text: lambda i: i for name in standing},
    )  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_letters_are_the_number_of_the_line(key):
    inputs = [one for env in sliders(key) for _, one in frames(env)]
    for step in DERIVATIONS[key].steps:
        line = reading(signs(step.latex), letters(key, step.line, inputs[0]))
        for env in inputs:
            # logarithms of zero and the like are limits that lines show
            with np.errstate(all="ignore"):
                found = line(letters(key, step.line, env))
            check(step, found, step.latex, env)
