"""One object writes its letters and its numbers and computes its value."""

import re

import numpy as np
import pytest

from lossviz.algebra import (
    BREAK,
    LETTERS,
    Expression,
    Literal,
    Numbers,
    Scope,
    as_number,
    called,
    column,
    cos,
    count,
    defined,
    depths,
    derivative,
    exp,
    highest,
    largest,
    ln,
    log,
    mark,
    multiplied,
    number,
    pieces,
    settled,
    sqrt,
    times,
    total,
    truth,
    vector,
    vectors,
    weighted,
    whole,
)

z, p = vector("z"), vector("p")
a, b, c, t = (number(name) for name in "abct")
turn = number("turn", r"\theta", unit="deg")
ENV = {
    "z": np.array([[1.0, -2.0, 3.0], [0.5, 1.0, 1.0]]),
    "p": np.array([[0.0, 0.25, 0.75], [1.0, 0.0, 0.0]]),
    "y": np.array([2, 0]),
    "a": np.array([-0.5, 2.0]),
    "b": np.array([3.0, -4.0]),
    "c": np.array([0.25, 0.0]),
    "t": np.array([2.0, 1.0]),
    "turn": np.array([60.0, 180.0]),
}


def letters(line: Expression) -> str:
    """Without the marks of terms and without groups."""
    return bare(plain(line.write(LETTERS)))


def bare(latex: str) -> str:
    return re.sub(r"[{}]", "", latex)


def plain(latex: str) -> str:
    latex = re.sub(r"\\class\{term-\w+\}", "", whole(latex))
    return re.sub(r"\s+", " ", latex.replace(r"\limits", ""))


def numbers(line: Expression, frame: int = 0, full: bool = False) -> str:
    """With the numbers of one frame; the brackets that the browser shows."""
    pen = Numbers(Scope({name: array[frame : frame + 1] for name, array in ENV.items()}), full)
    latex = plain(line.write(pen))
    for name, array in pen.slots.items():
        value = f"{array[0]:g}"
        latex = latex.replace(rf"\class{{slot-{name}}}{{0}}", value)
        for side in "()":
            shown = side if value.startswith("-") else ""
            latex = re.sub(rf"\\class\{{(sign|fence)-{name}\}}\{{\{side}\}}", shown, latex)
    return bare(latex)


def value(line: Expression) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(Scope(ENV).of(line))


# --- brackets -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line, expected",
    [
        (1 - a**2, "1 - (-0.5)^2"),
        (b - a, "3 - (-0.5)"),
        (a - b, "-0.5 - 3"),
        (a * b, r"-0.5 \cdot 3"),
        (b * a, r"3 \cdot (-0.5)"),
        (1 - a * b, r"1 - (-0.5) \cdot 3"),
        (-a, "-(-0.5)"),
        (exp(a), "e^-0.5"),
        (exp(b * a), r"e^3 \cdot (-0.5)"),
        (ln(b), r"\ln\,3"),
        (a / b, r"\frac-0.53"),
        (b * (a + 1), r"3 \cdot (-0.5 + 1)"),
        (b - (a - 1), "3 - (-0.5 - 1)"),
        (b - (a + c) * t, r"3 - (-0.5 + 0.25) \cdot 2"),
        (-(a * b), r"-(-0.5) \cdot 3"),
        (sqrt(1 - a), r"\sqrt1 - (-0.5)"),
        (cos(turn), r"\cos\,60^\circ"),
        (cos(turn + Literal(45, unit="deg")), r"\cos(60^\circ + 45^\circ)"),
        (largest(a, 0), r"\max(-0.5,\,0)"),
        (truth(a, ">", b), r"[\,-0.5 > 3\,]"),
    ],
)
def test_numbers_have_the_brackets_they_need(line, expected):
    assert numbers(line) == expected


@pytest.mark.parametrize(
    "line, expected",
    [
        (a * (b + c), r"a\,(b + c)"),
        ((a + b) * c, r"(a + b)\,c"),
        ((a * b) ** c, r"{(a\,b)}^{c}"),
        (a ** (b + c), "{a}^{b + c}"),
        (2 * a, r"2\,a"),
        (a * 2, r"a \cdot 2"),
        (times(a, b), r"a \cdot b"),
        (-a * b, r"-a\,b"),
        (times(-a, b), r"(-a) \cdot b"),
        (ln(a * b), r"\ln(a\,b)"),
        (ln(a) * b, r"(\ln\,a)\,b"),
        (cos(turn) * b, r"\cos\,\theta\,b"),
        (cos(2 * turn), r"\cos(2\,\theta)"),
        (total("i", z["i"]) - 1, r"\sum_{i} z_{i} - 1"),
        (total("i", z["i"] - 1), r"\sum_{i} (z_{i} - 1)"),
        (total("i", z["i"]) * a, r"\left({\sum_{i} z_{i}}\right)\,a"),
        (a * total("i", p["i"] * z["i"]), r"a\sum_{i} p_{i}\,z_{i}"),
        (ln(total("i", exp(z["i"]))), r"\ln\,\sum_{i} e^{z_{i}}"),
        (highest("i", z["i"], but="y") - z["y"], r"\max_{i \ne y}\,z_{i} - z_{y}"),
    ],
)
def test_letters_have_the_brackets_they_need(line, expected):
    assert letters(line) == bare(expected)


def test_a_bracket_round_a_number_bears_its_name():
    latex = (1 - a**2).write(Numbers(Scope(ENV)))
    assert r"\class{fence-a}{(}\class{slot-a}{0}\class{fence-a}{)}" in latex
    assert r"\class{sign-a}{(}\class{slot-a}{0}\class{sign-a}{)}" in (b - a).write(
        Numbers(Scope(ENV))
    )


# --- sums ---------------------------------------------------------------------------------------


def test_sums_are_written_out():
    line = total("i", exp(t * z["i"]))
    assert numbers(line) == r"e^2 \cdot 1 + e^2 \cdot (-2) + e^2 \cdot 3"
    assert numbers(total("i", z["i"], but="y")) == "1 + (-2)"
    assert numbers(multiplied("i", z["i"])) == r"1 \cdot (-2) \cdot 3"
    np.testing.assert_allclose(value(line), np.exp(ENV["t"][:, None] * ENV["z"]).sum(1))


def test_long_sums_are_cut_short_unless_all_is_asked_for():
    env = {"z": np.arange(8.0)[None]}
    line = total("i", z["i"], most=5)
    short, long = Numbers(Scope(env)), Numbers(Scope(env), full=True)
    assert plain(line.write(short)).count("+") == 3 and r"\cdots" in line.write(short)
    assert list(short.slots) == ["z1", "z2", "z8"]
    assert line.write(long).count("+") == 7
    assert Scope(env).of(line) == 28


def test_an_index_of_the_data_chooses_a_component():
    assert value(z["y"]).tolist() == [3.0, 0.5]
    assert value(z[2]).tolist() == [-2.0, 1.0]
    assert value(total("i", z["i"], but="y")).tolist() == [-1.0, 2.0]
    assert value(highest("i", z["i"], but="y")).tolist() == [1.0, 1.0]


def test_a_family_is_defined_by_an_expression():
    share = defined("a", "i", exp(z["i"]) / total("k", exp(z["k"])))
    expected = np.exp(ENV["z"]) / np.exp(ENV["z"]).sum(1, keepdims=True)
    np.testing.assert_allclose(value(share["y"]), expected[[0, 1], [2, 0]])
    np.testing.assert_allclose(value(total("k", share["k"])), 1)
    assert letters(-ln(share["y"])) == r"-\ln\,a_y"
    assert value(count(share)) == 3


def test_what_cannot_happen_counts_nothing():
    base = number("t")
    np.testing.assert_allclose(
        value(-total("k", weighted(p["k"], log(p["k"], base))))[0],
        -(0.25 * np.log2(0.25) + 0.75 * np.log2(0.75)),
    )
    assert value(weighted(c, 1 / c))[1] == 0


def test_small_numbers_keep_their_digits():
    assert Scope({"x": np.array([1e-20])}).of(ln(1 + number("x"))) == 1e-20
    assert value(settled(a - a + 1e-17)).tolist() == [0, 0]


# --- vectors, names, derivatives ----------------------------------------------------------------


def test_a_vector_is_a_column_of_numbers():
    line = column("k", 2 * z["k"], r"\mathbf{z}")
    assert letters(line) == r"\mathbfz" and line.order == 1
    assert value(line).tolist() == (2 * ENV["z"]).tolist()
    assert value(a * line).shape == (2, 3)


def test_a_name_stands_for_a_part():
    lse = ln(total("i", exp(z["i"])))
    assert letters(called("L", lse)) == "L"
    assert letters(as_number("S", lse)) == letters(lse)
    pen = Numbers(Scope(ENV))
    latex = (1 - as_number("S", lse)).write(pen)
    assert latex.endswith(r" - \class{sign-S}{(}\class{slot-S}{0}\class{sign-S}{)}")
    np.testing.assert_allclose(pen.slots["S"], value(lse))


@pytest.mark.parametrize("by", ["z", "t"])
def test_a_derivative_is_the_true_one(by):
    line = ln(total("i", exp(t * z["i"])))
    share = np.exp(ENV["t"][:, None] * ENV["z"])
    share /= share.sum(1, keepdims=True)
    if by == "z":
        got, wanted = derivative(line, z["y"]), ENV["t"] * share[[0, 1], ENV["y"]]
    else:
        got, wanted = derivative(line, t), (share * ENV["z"]).sum(1)
    np.testing.assert_allclose(value(got), wanted, rtol=1e-14)


def test_the_variable_of_a_derivative_stays_a_letter():
    line = derivative(t * z["y"] ** 2, z["y"])
    text = numbers(line)
    assert r"\frac\partial\partial z_3\,2 \cdot z_3^2" in text
    assert text.endswith(r"\right|_\mathbfz = (1,\,-2,\,3)")


def test_an_angle_counts_in_radians_and_is_shown_in_degrees():
    pen = Numbers(Scope(ENV))
    assert r"\class{slot-turn}{0}^{\circ}" in cos(turn).write(pen)
    np.testing.assert_allclose(pen.slots["turn"], [60, 180])
    np.testing.assert_allclose(value(cos(turn)), [0.5, -1])
    slope = value(derivative(cos(turn), turn))
    np.testing.assert_allclose(slope, [-np.sqrt(0.75), 0], atol=1e-15)


def test_terms_light_up_by_name():
    assert (mark("LSE", z[1] + 0)).write(LETTERS).startswith(r"\class{term-LSE}{\class{term-z1}{")
    env = {**ENV, "y": np.array([2, 2])}
    assert r"\class{term-z3}" in z["y"].write(Numbers(Scope(env)))
    assert r"\class{term-z}" in z["y"].write(Numbers(Scope(ENV)))


# --- rows ---------------------------------------------------------------------------------------


def test_a_row_is_cut_between_its_terms():
    row = mark("S", a + b - c).write(Numbers(Scope(ENV)))
    assert len(pieces(row)) == 3
    for piece in pieces(row):
        assert BREAK not in piece and piece.count("{") == piece.count("}")
        assert piece.startswith(r"\class{term-S}{")
    assert len(pieces(((a + b) / (a - b)).write(LETTERS))) == 1


def test_breaks_in_brackets_and_before_factors_are_deeper():
    row = a * (b + c) - ln(a + b)
    assert depths(row.write(Numbers(Scope(ENV)))) == [1, 2, 0, 2]


# --- what cannot be written ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "build, said",
    [
        (lambda: z + 1, "unsupported"),
        (lambda: 1 + ln(z), "choose one, as in z\\['i'\\]"),
        (lambda: total("i", t), "depends on i"),
        (lambda: defined("a", "j", z["i"]), "run over j"),
        (lambda: derivative(t * a, z["i"]), "no z"),
        (lambda: ln(column("k", z["k"], "v")), "is a vector"),
        (lambda: a + column("k", z["k"], "v"), "one kind"),
        (lambda: vectors("w")["i"] * vectors("w")["j"], "dot"),
        (lambda: a + "b", "numbers and expressions"),
    ],
)
def test_what_cannot_be_written_fails_when_it_is_built(build, said):
    with pytest.raises((TypeError, ValueError), match=said):
        build()
