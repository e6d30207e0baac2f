"""The same number in two spellings, letters that are explained, an index of two names."""

from itertools import product

import numpy as np
import pytest
from derivations.inputs import some

from lossviz.algebra import (
    LETTERS,
    Numbers,
    Scope,
    alike,
    as_number,
    both,
    called,
    cos,
    count,
    defined,
    ln,
    number,
    slash,
    standing,
    total,
    vector,
    weighted,
    where,
)
from lossviz.algebra.scope import Place
from lossviz.algebra.spelling import Alike
from lossviz.derivations import DERIVATIONS

a, angle = number("a", mark=""), number("t", r"\theta", mark="", unit="deg")
x = vector("x", mark="")
ENV = {
    "a": np.array([2.0, 4.0]),
    "t": np.array([60.0, 90.0]),
    "x": np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
}


def value(line):
    with np.errstate(divide="ignore", invalid="ignore"):
        return Scope(ENV).of(line)


def with_numbers(line):
    pen = Numbers(Scope(ENV))
    return line.write(pen), pen.slots


def everywhere(scope, node):
    """The scope at all components of the indices that stand round a node."""
    free = sorted(index for index in node.indices if index not in scope.env)
    for places in product(*(range(node.extent(index, scope)) for index in free)):
        inner = scope
        for index, k in zip(free, places, strict=True):
            inner = inner.bind(index, Place(np.full(scope.frames, k), str(k + 1), (None, k)))
        yield inner


@pytest.mark.parametrize("key", DERIVATIONS)
def test_both_spellings_of_a_number_in_the_lessons_are_the_same(key):
    steps = DERIVATIONS[key].steps
    nodes = [node for step in steps for node in step.line.walk() if isinstance(node, Alike)]
    for env in some(key)[::9] if nodes else ():
        scope = Scope(env)
        for node in nodes:
            for inner in everywhere(scope, node):
                # a part may have no value where its term is not taken: q / p at p = 0
                with np.errstate(divide="ignore", invalid="ignore"):
                    letters, numbers = map(inner.of, node.parts)
                np.testing.assert_allclose(letters, numbers, rtol=1e-9, atol=1e-11)


def test_alike_has_letters_and_numbers_of_its_own():
    line = a * alike(1 - slash(a, 8), as_number("rest", 1 - a / 8))
    assert line.write(LETTERS).replace("\u2063", "") == r"a\,(1 - a / 8)"
    written, slots = with_numbers(line)
    assert "slot-rest" in written and set(slots) == {"a", "rest"}
    assert value(line) == pytest.approx([1.5, 2.0])


def test_both_is_an_equation_in_letters_and_its_right_side_with_numbers():
    line = both(called("b", 2 * a), a + a)
    assert line.write(LETTERS).replace("\u2063", "") == "b = a + a"
    assert with_numbers(line)[0] == with_numbers(a + a)[0]
    assert value(line) == pytest.approx([4, 8])


def test_where_says_what_a_letter_is():
    c = called("c", cos(angle), number="c")
    line = where(1 - c**2, c)
    assert line.write(LETTERS) == "1\u2063 - {c}^{2},\u2063\\quad c = \\cos\\,\\theta"
    assert with_numbers(line)[0] == with_numbers(1 - c**2)[0]
    assert value(line) == pytest.approx([0.75, 1.0])
    with pytest.raises(ValueError, match="called"):
        where(a, as_number("c", cos(angle)))


def test_an_index_stands_where_another_does():
    line = total("i", standing("y", "i", x["y"] * total("j", x["j"], but="y")))
    assert value(line) == pytest.approx([1 * 5 + 2 * 4 + 3 * 3, 4 * 11 + 5 * 10 + 6 * 9])
    assert set(with_numbers(line)[1]) >= {"x1", "x2", "x3"}


def test_a_family_has_the_components_of_its_body():
    apart = defined("d", "j", x["i"] - x["j"])
    assert value(total("j", total("i", apart["j"] * apart["j"]))) == pytest.approx([12, 12])


def test_all_factors_before_a_weighted_one_count_as_its_weight():
    line = weighted((count(x) - 1) * (a - 2), ln(a - 2))
    assert value(line) == pytest.approx([0, 2 * 2 * np.log(2)])
