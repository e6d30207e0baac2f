"""The reader reads what is seen: right formulas by their value, ambiguous ones not at all."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from derivations.letters import Letters
from derivations.reader import read
from derivations.rows import Unreadable, filled, row
from latex2mathml.converter import convert

SIXTH = np.pi / 6
BY_U = r"\frac{\partial}{\partial \mathbf{u}}"


def signs(latex: str):
    return row(ET.fromstring(convert(latex)))


Z = np.array([1.0, 2.0, 4.0])
LETTERS = Letters(
    numbers={signs(name): value for name, value in {
        "a": 2.0, "b": 5.0, "t": 0.5, r"\theta": SIXTH, "m_1": 3.0, "H(P)": 7.0,
        r"\varepsilon'": 0.25, r"\mathbf{w}": np.array([3.0, 4.0]),
        r"\psi(\theta)": -0.5, "H": 100.0, "n": 3.0,
    }.items()},
    families={signs("z"): lambda i: Z[i], signs("x"): lambda i, k: Z[i] + 10 * Z[k]},
    places={"y": 1, "j": 2},
    count=3,
    base=2.0,
)  # fmt: skip


def value(latex: str):
    return read(signs(latex), LETTERS)


@pytest.mark.parametrize(
    "latex, expected",
    [
        # sums, products, powers
        ("1 - 2 + 3", 2),
        ("-2 + 3", 1),
        ("-{2}^{2}", -4),
        ("1 - 0.5^2", 0.75),
        ("1 - (-0.5)^2", 0.75),
        ("1 + {(-0.5)}^{3}", 0.875),
        (r"2 \cdot 3 + 4 \cdot 5", 26),
        (r"a\,b + 1", 11),
        (r"a(b + 1)", 12),
        (r"\frac{1}{a}\,b", 2.5),
        (r"2 \cdot (1 - 4)", -6),
        ("1 / 4 + 1", 1.25),
        (r"\frac{1 + 2}{4 - 1}", 1),
        (r"\sqrt{9} \cdot 2", 6),
        (r"1.5 × 10^{-3} + 1", 1.0015),
        (r"0.3 \cdot (1.5 × 10^{2})", 45),
        (r"\tfrac{1}{2}\,b", 2.5),
        # functions take one atom
        (r"\ln\,e^{3} + 1", 4),
        (r"\ln(a\,b) - \ln\,10", 0),
        (r"\ln\,\frac{b}{5} + a", 2),
        (r"2 \cdot \ln\,e^{2}", 4),
        (r"\cos\,\theta \cdot a", np.sqrt(3)),
        (r"\cos^2\theta + \sin^2\theta", 1),
        (r"\cos\theta\cos\theta", 0.75),
        (r"\arcsin\,0.5", SIXTH),
        (r"\log\,8", 3),
        (r"\ln\,b / \ln\,5", 1),
        # degrees
        (r"\sin\,30^{\circ}", 0.5),
        (r"\cos(30^{\circ} + 30^{\circ})", 0.5),
        (r"\sin(-30^{\circ})", -0.5),
        (r"\cos 60°", 0.5),
        # names and indices
        ("m_1 + 1", 4),
        ("H(P) + 1", 8),
        (r"\varepsilon' \cdot 4", 1),
        (r"1 - \psi(\theta)", 1.5),
        ("z_{1} + z_{y} + z_j", 7),
        ("x_{y 1} + x_{1 y}", 12 + 21),
        (r"{z_{y}}^{2}", 4),
        # Σ, Π and max go on to the next + or −
        (r"\sum\limits_{i} z_{i} + 1", 8),
        (r"\sum\limits_{i} t\,z_{i}", 3.5),
        (r"\sum\limits_{i} (z_{i} + 1)", 10),
        (r"\sum\limits_{i \ne y} z_{i}", 5),
        (r"\sum\limits_{i} z_{i}\,\sum\limits_{k} z_{k}", 49),
        (r"\sum\limits_{i} \sum\limits_{k \ne i} z_{k}", 14),
        (r"\prod\limits_{i} z_{i} + 1", 9),
        (r"\max_{i} z_{i} - 1", 3),
        (r"\max_{i \ne j} a\,z_{i} - 1", 3),
        (r"\ln\,\sum\limits_{i} e^{z_{i}} - \ln(e^{1} + e^{2} + e^{4})", 0),
        (r"\sum\limits_{i} [\,i = y\,] \cdot z_{i}", 2),
        # brackets of all kinds
        (r"\left|{1 - 4}\right| \cdot 2", 6),
        (r"|1 - 4|\,|2 - 4|", 6),
        (r"\left\|\mathbf{w}\right\| + 1", 6),
        (r"\left\|(3,\,4)\right\|", 5),
        (r"(1,\,2) \cdot (3,\,4)", 11),
        (r"[\,a > b\,] + [\,a < b\,] \cdot 2", 2),
        (r"\max(a,\,b) + \max(-1,\,0)", 5),
        (r"\max\left({\frac{1}{2},\,\frac{1}{3}}\right)", 0.5),
        (r"\left\lfloor \frac{7}{2} \right\rfloor", 3),
        # what cannot happen counts nothing
        (r"0 \cdot \ln\,0", 0),
        (r"1 \cdot \ln\,0", -np.inf),
        (r"-1 \cdot \ln(1 - 1)", np.inf),
        (r"\sum\limits_{i = 1}^{2} z_{i}", 3),
        (r"\sum\limits_{z_{k} > 1} z_{k}", 6),
        (r"\sigma(\ln\,3) \cdot 4", 3),
        (r"\operatorname{argmin}_{v}\,\sum\limits_{i} {(v - z_{i})}^{2}", 7 / 3),
        (r"\frac{\partial a^{2}}{\partial a}", 4),
        # the same twice, and what a name means
        ("1 + 1 = 4 / 2", 2),
        (r"\sin\,\theta, \quad \theta = 30^{\circ}", 0.5),
        # derivatives, and the least number
        (r"\frac{\partial}{\partial z_{y}}\,\frac{1}{t}\,\sum\limits_{i} {z_{i}}^{2}", 8),
        (r"\frac{\mathrm{d}}{\mathrm{d} \theta}\,\sin\,\theta", np.cos(SIXTH)),
        (r"\left.\frac{\partial}{\partial z_{2}}\,{z_{2}}^{2} \cdot 3\right|_{z_{2} = 5}", 30),
        (r"\left.\frac{\partial}{\partial u}\,\left|{u}\right|\right|_{u = -5} + 1", 0),
        (r"\min\left[\,s : \frac{e^{s}}{e^{s} + 1} \ge 0.8\,\right]", np.log(4)),
    ],
)
def test_reads(latex, expected):
    assert value(latex) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize(
    "latex, expected",
    [
        (r"\begin{bmatrix}1 \\ a \\ b\end{bmatrix}", [1, 2, 5]),
        (r"\begin{bmatrix}1 & 2 \\ 3 & b\end{bmatrix}", [[1, 2], [3, 5]]),
        (r"(1,\,a,\,b)", [1, 2, 5]),
        (r"\begin{bmatrix}1 & 2 \\ 3 & b\end{bmatrix}\,(1,\,1)", [3, 8]),
        (r"\frac{\partial}{\partial \mathbf{z}}\,\sum\limits_{i} {z_{i}}^{2}", 2 * Z),
        (rf"\left.{BY_U}\,u_{{1}} \cdot u_{{2}}\right|_{{\mathbf{{u}} = (3,\,4)}}", [4, 3]),
        (r"2\,\mathbf{w} - (1,\,1)", [5, 7]),
        (r"\frac{1}{2} \cdot \begin{bmatrix}1 \\ 2\end{bmatrix}", [0.5, 1]),
    ],
)
def test_reads_vectors(latex, expected):
    np.testing.assert_allclose(value(latex), expected)


@pytest.mark.parametrize(
    "latex, wrong",
    [
        # what was meant by who dropped the brackets, which is not what stands there
        ("{-0.5}^{2}", 0.25),
        ("2 - 3 - 1 + 2", 2 - (3 - 1) + 2),
        (r"\sum\limits_{i} z_{i} + 1", 10),
        (r"\frac{a}{b}", 2.5),
        (r"\cos\,1.5 × 10^{-5}", np.cos(1.5e-5)),
        (r"\ln\,1.5 × 10^{-5}", np.log(1.5e-5)),
        (r"1 / 1.5 × 10^{-5}", 1 / 1.5e-5),
        (r"{1.5 × 10^{-5}}^{2}", 1.5e-5**2),
    ],
)
def test_does_not_read_what_was_meant(latex, wrong):
    try:
        found = value(latex)
    except Unreadable:
        return
    assert found != pytest.approx(wrong, rel=1e-6)


@pytest.mark.parametrize(
    "latex",
    [
        "1 - -0.5^2",
        "1 + {-0.5}^{2}",
        r"2 \cdot -3",
        r"a\,-3 - -b",
        "1 +",
        "1 = 2",
        "1, a = 3",
        "(1 + 2",
        "1 + 2)",
        "2 3",
        "a 3",
        "1 / 2 / 3",
        r"1 / 2 \cdot 3",
        r"\ln",
        r"\ln\,a\,b",
        r"\ln\,a \cdot b",
        r"\ln -1",
        r"\ln(a)^2",
        r"\cos a\,b",
        r"{\frac{a}{b}}^{2}",
        "{a^{2}}^{3}",
        "q + 1",
        "z + 1",
        "z_{q}",
        r"\sum\limits_{i} -z_{i}",
        r"\sum\limits_{i} z_{i} - z_{i}",
        r"\ln\,\sum\limits_{i} z_{i}\,t - z_{i}",
        r"\frac{\partial}{\partial q}\,a",
        r"\left.\frac{\partial}{\partial u}\,u\right|_{a = 1}",
        r"\begin{bmatrix}1 \\ 2\end{bmatrix} + 1",
        r"\mathbf{w}\,\mathbf{w}",
        r"\left\|a\right\|",
        "a!",
        r"\text{so } a",
    ],
)
def test_refuses(latex):
    with pytest.raises(Unreadable):
        value(latex)


def test_log_needs_a_base():
    with pytest.raises(Unreadable):
        read(signs(r"\log\,8"))


# --- numbers in slots ---------------------------------------------------------------------------

SQUARE = r"1 - {\class{fence-x}{(}\class{slot-x}{0}\class{fence-x}{)}}^{2}"
PRODUCT = r"2 \cdot \class{sign-x}{(}\class{slot-x}{0}\class{sign-x}{)}"
ANGLE = r"\cos\,\class{fence-x}{(}\class{slot-x}{0}^{\circ}\class{fence-x}{)}"
NUMBERS = (0.0, 2.0, -0.5, 1 / 3, -2e-7, 1e-3, 3.2e8, -1e5)


def filled_in(template: str, x: float):
    return row(filled(ET.fromstring(convert(template)), {"x": x}))


@pytest.mark.parametrize("x", NUMBERS)
@pytest.mark.parametrize(
    "template, expected",
    [
        (SQUARE, lambda x: 1 - x**2),
        (PRODUCT, lambda x: 2 * x),
        (ANGLE, lambda x: np.cos(np.radians(x))),
    ],
)
def test_reads_what_is_filled_in(template, expected, x):
    assert read(filled_in(template, x)) == pytest.approx(expected(x), rel=1e-12)


@pytest.mark.parametrize("x, brackets", [(2.0, 0), (-2.0, 2), (2e-5, 2), (0.0, 0), (np.inf, 0)])
def test_brackets_stand_where_a_page_shows_them(x, brackets):
    shown = [sign for sign in filled_in(r"\ln\," + SQUARE.split("- ")[1], x) if sign.text in "()"]
    assert len([sign for sign in shown if sign.text]) == brackets


def test_brackets_of_a_sign_are_not_those_of_a_power_of_ten():
    assert "(" not in [sign.text for sign in filled_in(PRODUCT, 2e-5)]
    assert "(" in [sign.text for sign in filled_in(PRODUCT, -2e-5)]


@pytest.mark.parametrize("template", [SQUARE, PRODUCT, ANGLE])
def test_a_template_without_its_brackets_is_caught(template):
    bare = template.replace("fence-x}{(}", "}{}").replace("fence-x}{)}", "}{}")
    bare = bare.replace("sign-x}{(}", "}{}").replace("sign-x}{)}", "}{}").replace(r"\class{}{}", "")

    def is_read(x: float) -> bool:
        try:
            return read(filled_in(bare, x)) == read(filled_in(template, x))
        except Unreadable:
            return False

    assert not all(map(is_read, NUMBERS))


def test_every_slot_needs_its_number():
    with pytest.raises(KeyError):
        filled(ET.fromstring(convert(SQUARE)), {})
