"""Every line of every derivation, on random numbers: no wrong line can be shipped."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest
from derivations.inputs import some
from derivations.oracles import ON_THE_WAY, ORACLES
from latex2mathml.converter import convert

from lossviz.derivations import DERIVATIONS, Derivation, Env, evaluate
from lossviz.derivations.derivation import (
    ABSOLUTE,
    RELATIVE,
    Relation,
    Value,
    applied,
    at_most,
    equal,
    tends,
)
from lossviz.web.site.text import LANGUAGES, phrases

KEYS = list(DERIVATIONS)
RELATIONS = [(key, k) for key in KEYS for k in range(1, len(DERIVATIONS[key].steps))]
STEPS = [(key, step.key) for key in KEYS for step in DERIVATIONS[key].steps]
INEQUALITIES = {r"\le": -1, r"\ge": 1}


def name(relation: tuple[str, int]) -> str:
    key, k = relation
    return f"{key}-{DERIVATIONS[key].steps[k].key}"


class Mutant(NamedTuple):
    """A line made a little wrong."""

    value: Value
    relation: Relation


def holds(before, after, env: Env) -> np.ndarray:
    return after.relation.holds(before.value, after.value, env)


# --- the lines are true -------------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_every_relation_holds(key):
    steps = DERIVATIONS[key].steps
    for env in some(key):
        for before, after in pairwise(steps):
            right = holds(before, after, env)
            assert right.shape == (len(env[DERIVATIONS[key].given[0].name]),)
            assert right.all(), (after.key, env, before.value(env), after.value(env))


def mutants(step, values: list[np.ndarray]) -> list[Mutant]:
    """The line made a little wrong: for a bound, tightened past what is attained."""
    if step.relation.latex in INEQUALITIES:
        shift = 1e-3 * INEQUALITIES[step.relation.latex]
        return [Mutant(lambda env: step.value(env) + shift, step.relation)]
    wrong = [lambda env: step.value(env) + 1e-3]
    # where a line is 0 but for rounding, a factor changes nothing
    if any(np.any(np.abs(value[np.isfinite(value)]) > ABSOLUTE) for value in values):
        wrong += [lambda env: step.value(env) * 1.001, lambda env: -step.value(env)]
    return [Mutant(value, step.relation) for value in wrong]


@pytest.mark.parametrize("relation", RELATIONS, ids=name)
def test_a_wrong_line_is_caught(relation):
    key, k = relation
    before, after = DERIVATIONS[key].steps[k - 1 : k + 1]
    for mutant in mutants(after, [after.value(env) for env in some(key)]):
        assert not all(holds(before, mutant, env).all() for env in some(key))


@pytest.mark.parametrize("key", KEYS)
def test_last_line_is_what_another_way_gives(key):
    last = DERIVATIONS[key].steps[-1]
    for env in some(key)[::3]:
        np.testing.assert_allclose(
            last.value(env), ORACLES[key](env), rtol=RELATIVE, atol=10 * ABSOLUTE
        )


@pytest.mark.parametrize("key, step", ON_THE_WAY)
def test_line_on_the_way_is_what_another_way_gives(key, step):
    (line,) = (s for s in DERIVATIONS[key].steps if s.key == step)
    for env in some(key)[::3]:
        np.testing.assert_allclose(
            line.value(env), ON_THE_WAY[key, step](env), rtol=RELATIVE, atol=10 * ABSOLUTE
        )


# --- the lines can be shown ---------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_numbers_fill_their_slots(key):
    for env in some(key)[::2]:
        for line in evaluate(DERIVATIONS[key], env):
            frames = len(line.value)
            assert line.value.dtype == np.float64 and line.value.ndim in (1, 2)
            assert not np.isnan(line.value).any()
            assert set(re.findall(r"slot-(\w+)\}", line.template)) == line.slots.keys()
            for array in line.slots.values():
                assert array.shape == (frames,) and array.dtype == np.float64
                assert not np.isnan(array).any()


@pytest.mark.parametrize("key", KEYS)
def test_template_depends_on_shapes_alone(key):
    integers = {g.name for g in DERIVATIONS[key].given if g.kind == "index"}
    for env in some(key)[::6]:
        turned = {n: a if n in integers else np.roll(a, 1, axis=0) for n, a in env.items()}
        for one, other in zip(
            evaluate(DERIVATIONS[key], env), evaluate(DERIVATIONS[key], turned), strict=True
        ):
            assert one.template == other.template
            assert one.slots.keys() == other.slots.keys()


def checked_mathml(latex: str) -> ET.Element:
    """The formula as MathML; nothing of the LaTeX is left in it."""
    root = ET.fromstring(convert(latex, display="block"))
    assert not re.search(r"[\\&@#{}]", "".join(root.itertext())), latex
    assert not list(root.iter("merror"))
    for element in root.iter():
        marks = element.get("class", "")
        assert re.fullmatch(r"((term|slot|sign|fence)-[A-Za-z]+\d*)?", marks), marks
    return root


@pytest.mark.parametrize("key", KEYS)
def test_lines_become_mathml(key):
    templates = {
        line.template for env in some(key)[::4] for line in evaluate(DERIVATIONS[key], env)
    }
    for latex in [step.latex for step in DERIVATIONS[key].steps] + sorted(templates):
        root = checked_mathml(latex)
        classes = {element.get("class") for element in root.iter()} - {None}
        assert classes == set(re.findall(r"\\class\{([^}]+)\}", latex))


@pytest.mark.parametrize("key", KEYS)
def test_signs_between_lines_become_mathml(key):
    for step in DERIVATIONS[key].steps:
        checked_mathml(step.relation.latex)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_has_words(language):
    titles = {f"derivations.{key}.title" for key in KEYS}
    wanted = titles | {f"derivations.{key}.{step}" for key, step in STEPS}
    words = {key: text for key, text in phrases(language).items() if key.startswith("derivations.")}
    assert words.keys() == wanted
    for text in words.values():
        parts = text.split("$")
        assert len(parts) % 2 == 1, text
        for latex in parts[1::2]:
            checked_mathml(latex)


def test_keys_are_unique_within_a_derivation():
    assert len(set(STEPS)) == len(STEPS)
    assert all(key == derivation.key for key, derivation in DERIVATIONS.items())
    assert ORACLES.keys() == DERIVATIONS.keys()


# --- known numbers ------------------------------------------------------------------------------


def lines(key: str, **numbers) -> dict[str, float]:
    """The value of every line on one frame."""
    derivation: Derivation = DERIVATIONS[key]
    env = {name: np.asarray(value)[None] for name, value in numbers.items()}
    found = zip(derivation.steps, evaluate(derivation, env), strict=True)
    return {step.key: line.value[0] for step, line in found}


@pytest.mark.parametrize("i, expected", [*enumerate([0.0321, 0.0871, 0.2369, 0.6439])])
def test_softmax_of_the_notes(i, expected):
    values = lines("translation", z=[1.0, 2.0, 3.0, 4.0], c=0.5, i=i)
    assert values == pytest.approx(dict.fromkeys(values, expected), abs=5e-5)


@pytest.mark.parametrize(
    "factor, expected, digits", [(1, 4.4402, 5e-5), (10, 40.00, 5e-3), (0.1, 1.6425, 5e-5)]
)
def test_lse_of_the_notes(factor, expected, digits):
    z = factor * np.array([1.0, 2.0, 3.0, 4.0])
    assert lines("lse_bounds", z=z, t=1.0)["lse"] == pytest.approx(expected, abs=digits)


def test_a_loss_that_is_0_has_no_gradient():
    values = lines("budget_lse", z=[-3.0, 5.0, -2.0], y=1)
    assert values == {**dict.fromkeys(values, 0), "two": 2}


def test_the_best_place_is_between_the_classes():
    values = lines("index_mean", p=[0.5, 0.5, 0.0], place=[1.0, 3.0, 2.0])
    assert values == pytest.approx(dict.fromkeys(values, 2))


def test_a_fair_coin_has_one_bit():
    assert lines("coin", p=0.5, base=2.0) == pytest.approx({"mean": 1, "entropy": 1, "fair": 1})
    assert lines("coin", p=1.0, base=2.0)["entropy"] == 0


def test_snow_has_the_share_of_the_notes():
    weather = [0.14, 0.37, 0.03, 0.46]
    values = lines("one_hot", p=weather, y=1)
    assert values == pytest.approx(dict.fromkeys(values, 0.37))


def test_what_cannot_happen_is_infinitely_surprising():
    values = lines("kl", p=[0.5, 0.5], q=[1.0, 0.0], base=2.0)
    assert set(values.values()) == {np.inf}
    values = lines("kl", p=[1.0, 0.0], q=[0.5, 0.5], base=2.0)
    assert values == pytest.approx(dict.fromkeys(values, 1.0))


# --- the parts ----------------------------------------------------------------------------------


def given_value(value: float):
    return lambda env: np.full(1, value)


@pytest.mark.parametrize(
    "relation, before, after, expected",
    [
        (equal, 1.0, 1 + 1e-12, True),
        (equal, 1.0, 1.001, False),
        (equal, np.inf, np.inf, True),
        (equal, np.inf, 5.0, False),
        (equal, np.nan, np.nan, False),
        (at_most, 1.0, np.inf, True),
        (at_most, 1.001, 1.0, False),
        (applied("-", lambda value, env: -value), 2.0, -2.0, True),
        (applied("-", lambda value, env: -value), 2.0, 2.0, False),
    ],
)
def test_relation(relation, before, after, expected):
    assert relation.holds(given_value(before), given_value(after), {}) == [expected]


@pytest.mark.parametrize(
    "line, expected",
    [
        (lambda t: 3 + 1 / t, True),
        (lambda t: 3 + 1 / np.log(t + 2), False),
        (lambda t: 3 + np.sin(t), False),
        (lambda t: 3.001 + 0 * t, False),
    ],
)
def test_tends_follows_its_parameter(line, expected):
    env = {"t": np.ones(1)}
    assert tends("t").holds(lambda env: line(env["t"]), given_value(3.0), env) == [expected]
