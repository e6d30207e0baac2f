"""The formulas within the words of the site are true, in every language."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np
import pytest
from derivations.halving import halved
from derivations.letters import Letters, Value
from derivations.reader import COMPARED, DEGREES, parsed, read
from derivations.rows import Row, Unreadable, row, shown, sides
from latex2mathml.converter import convert

from lossviz.formulas import in_words
from lossviz.glossary import TERMS
from lossviz.web.site.text import LANGUAGES, phrases, with_formulas

FORMULA = re.compile(r"\$([^$]+)\$")
DRAWS = 20
EXACT = 1e-9


def signs(latex: str) -> Row:
    return row(ET.fromstring(convert(latex)))


def formulas() -> dict[str, str]:
    """Every formula, and where it stands first."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        terms = {f"glossary, {key}": term.says[language] for key, term in TERMS.items()}
        terms = {key: with_formulas(words, key) for key, words in terms.items()}
        for key, words in (phrases(language) | terms).items():
            for latex in FORMULA.findall(words):
                found.setdefault(latex, f"{language}: {key}")
    return found


FOUND = formulas()
RELATIONS = [latex for latex in FOUND if len(sides(signs(latex))) > 1]
OTHERS = [latex for latex in FOUND if latex not in RELATIONS]

# --- what the letters stand for -----------------------------------------------------------------

Draw = Callable[[np.random.Generator], Letters]


def named(numbers: Mapping[str, Value], **more) -> Letters:
    """Letters by their LaTeX."""
    families = {signs(name): of for name, of in more.pop("families", {}).items()}
    known = {signs(name): value for name, value in numbers.items()}
    return Letters(numbers=known, families=families, **more)


def uniform(**ranges: tuple[float, float]) -> Draw:
    """Numbers, each within its range, by the names of letters."""

    def draw(rng: np.random.Generator) -> Letters:
        return named({_latex(name): rng.uniform(*ends) for name, ends in ranges.items()})

    return draw


def _latex(name: str) -> str:
    return "\\" + name if len(name) > 2 else name


def softmax(z: np.ndarray) -> np.ndarray:
    return np.exp(z) / np.exp(z).sum()


def scores(rng: np.random.Generator) -> Letters:
    """Scores z of some classes and their softmax."""
    z = rng.normal(size=5) * 3
    p = softmax(z)
    families = {"z": z.__getitem__, "p": p.__getitem__, "a": p.__getitem__}
    numbers = {r"\operatorname{LSE}(z)": np.logaddexp.reduce(z), "s": 4.0, "m": rng.uniform()}
    return named(numbers, families=families, places={"k": 2, "y": 3}, count=5)


def distributions(rng: np.random.Generator) -> Letters:
    q, p = softmax(rng.normal(size=4)), softmax(rng.normal(size=4))
    return named({r"\mathrm{KL}(q\Vert p)": (q * np.log(q / p)).sum()})


def smoothed_label(rng: np.random.Generator) -> Letters:
    """ε' is what all rivals have of the label, where every class gets ε/C."""
    classes, eps = int(rng.integers(2, 20)), rng.uniform()
    label = (1 - eps) * np.eye(classes)[0] + eps / classes
    return named({r"\varepsilon'": label[1:].sum(), r"\varepsilon": eps, "C": classes})


def smoothed_share(rng: np.random.Generator) -> Letters:
    """10 classes share 0.1."""
    label = 0.9 * np.eye(10)[0] + 0.1 / 10
    return named({"q_y": label[0]})


def converted_share(rng: np.random.Generator) -> Letters:
    """Keras's ε for another convention's 0.1 of 10 classes: 9 rivals have 0.1 together."""
    each = 0.1 / 9
    return named({r"\varepsilon": 10 * each, r"\varepsilon'": 0.1, "C": 10})


def features(rng: np.random.Generator) -> Letters:
    """Class vectors, features, and the angles between them."""
    w, x = rng.normal(size=(4, 2)), rng.normal(size=(3, 2))
    angles = [np.abs(np.angle(np.exp(1j * (_direction(v) - _direction(x[1]))))) for v in w]
    families = {"W": w.__getitem__, "x": x.__getitem__, r"\theta": angles.__getitem__}
    return named({}, families=families, places={"i": 1, "j": 2})


def _direction(v: np.ndarray) -> float:
    return np.arctan2(v[1], v[0])


def sigmoid_slope(rng: np.random.Generator) -> Letters:
    x, h = rng.normal(), 1e-20
    sigma = 1 / (1 + np.exp(-(x + 1j * h)))
    return named({r"\sigma": sigma.real, r"\sigma'": sigma.imag / h})


def edge_of(psi: Callable[[float, float], float], margins: tuple[float, float]) -> Draw:
    """θ_1 where the own ψ(θ_1, m) comes down to the rival's cosine, between two class vectors."""

    def draw(rng: np.random.Generator) -> Letters:
        apart, m = rng.uniform(1.2, 3), rng.uniform(*margins)
        theta = halved(lambda t: psi(t, m) > np.cos(apart - t), 0.0, apart / 2)
        return named({r"\theta_{12}": apart, r"\theta_1": theta, "m": m})

    return draw


def edge_of_sphereface(theta: float, m: float) -> float:
    """cos(mθ), which goes on falling beyond π."""
    k = np.floor(m * theta / np.pi)
    return (-1) ** k * np.cos(m * theta) - 2 * k


def cosface_edge(rng: np.random.Generator) -> Letters:
    """The angle of the edge, for the margin m that is lost there."""
    alpha = rng.uniform(0.2, np.pi)
    theta = rng.uniform(0, alpha / 2)
    m = np.cos(theta) - np.cos(alpha - theta)
    return named({r"\theta_e": theta, r"\alpha": alpha, "m": m})


def whole_number(rng: np.random.Generator) -> Letters:
    return named({"k": float(rng.integers(0, 9))})


# --- the tables ---------------------------------------------------------------------------------

# with letters: true whatever these stand for within their domain
TRUE: dict[str, Draw] = {
    r"e^{z + c} = e^z e^c": uniform(z=(-5, 5), c=(-5, 5)),
    r"\ln\,x \le x - 1": uniform(x=(0, 9)),
    in_words("any_loss"): scores,
    r"1=e^{s(z_y-m)}/e^{s(z_y-m)}": scores,
    r"-\ln a_y>0": scores,
    r"a_y<1": scores,
    r"\mathrm{KL}(q\Vert p)\ge 0": distributions,
    in_words("smoothing_rest"): smoothed_label,
    r"q_y=0.91": smoothed_share,
    r"\varepsilon=\varepsilon'\,C/(C-1)=0.1\cdot 10/9": converted_share,
    in_words("score"): features,
    r"\sigma'=\sigma(1-\sigma)": sigmoid_slope,
    r"1=(-1)^k(-1)^k": whole_number,
    r"1-\cos\alpha=2\sin^2\frac{\alpha}{2}": uniform(alpha=(-4, 4)),
    r"\sin\frac{\alpha}{2}=2\sin\frac{\alpha}{4}\cos\frac{\alpha}{4}": uniform(alpha=(-4, 4)),
    in_words("arcface_added"): uniform(theta=(-4, 4), m=(-4, 4)),
    in_words("cosface_edge"): cosface_edge,
    r"m\,\theta_1=\theta_{12}-\theta_1": edge_of(edge_of_sphereface, (1, 4)),
    r"\theta_1+m=\theta_{12}-\theta_1": edge_of(lambda t, m: np.cos(t + m), (0, 1)),
    # two classes 20° apart, and SphereFace's m = 4
    r"\theta_{12}/(m+1)=4^{\circ}": lambda rng: named(
        {r"\theta_{12}": np.radians(20), "m": 4.0}
    ),
    r"-P\log 0=\infty": lambda rng: named({"P": rng.uniform()}, base=2),
    r"-\log 0=\infty": lambda rng: named({}, base=2),
}  # fmt: skip

# what says how a letter is meant, or when something holds: there is nothing to be checked
DEFINITION = "says what a letter means"
CASE = "a case, or a choice of numbers, that the sentence is about"
WHERE = "says where what the sentence says holds"
SAID: dict[str, str] = {
    r"I_k = -\log\,p_k": DEFINITION,
    r"\|\bar w\|^2=0": CASE,
    r"\mathbf{u}_k = \mathbf{w}_k - \mathbf{w}_C": DEFINITION,
    r"t=\|f\|\cdot\|w\|": DEFINITION,
    "i = 1": CASE,
    r"z_j = \boldsymbol{w}_j\cdot\boldsymbol{x}": DEFINITION,
    in_words("combined_psi"): DEFINITION,
    in_words("arcface_psi"): DEFINITION,
    r"m_1=m": DEFINITION,
    r"m_2=-k\cdot 180^{\circ}": DEFINITION,
    r"m=\gamma": DEFINITION,
    r"\theta_k=k\cdot 180^{\circ}/m": DEFINITION,
    r"y_k = 1": DEFINITION,
    r"L=-\frac{1}{m}\sum_{i=1}^{m}\log\ldots": "quoted in part, with its rest left out",
    r"\|W_1\|=2\,\|W_2\|": CASE,
    r"b_j=0": CASE,
    r"\|x_i\|=s": CASE,
    r"n = 1": CASE,
    r"t \to \infty": CASE,
    r"s = 1": CASE,
    r"s=0": CASE,
    r"s=32": CASE,
    r"m=0.2": CASE,
    r"m_2=0.5": CASE,
    r"p_k = 0": CASE,
    r"r=0°": CASE,
    r"C=2": CASE,
    r"C=3": CASE,
    r"C=4": CASE,
    r"C=10": CASE,
    r"C\ge 4": CASE,
    r"m=\theta_{12}": CASE,
    r"\|w_i\|=1": CASE,
    r"\theta_e=\alpha/4": "a consequence of the line: half the way to the boundary",
    r"C\le d+1": WHERE,
    r"d\ge C-1": WHERE,
    r"\theta+m>180^{\circ}": WHERE,
    r"\theta+m=180^{\circ}": WHERE,
    r"\theta=180^{\circ}-m": WHERE,
    r"\theta+\frac{m}{2}=90^{\circ}": WHERE,
    r"\cos\theta\ge-\cos m": "a condition in code; compared with the other one below",
    r"\theta+m\le\pi": "a condition in code; compared with the other one below",
    r"\sigma=\tfrac{1}{2}": WHERE,
    r"(\boldsymbol{w}_i-\boldsymbol{w}_j)\cdot\boldsymbol{x}=0": WHERE,
}
# no relation, and no formula by itself
PIECES: dict[str, str] = {
    r"(1-\varepsilon)\cdot": "a factor, as what it multiplies stands elsewhere",
    r"\partial L/\partial\theta": "a derivative in one line",
}

# --- the tests ----------------------------------------------------------------------------------


def digits(side: Row) -> int | None:
    """How many decimals a number that stands alone has; None: it is whole, or no number."""
    last = side[-1]
    degrees = last.kind == "sup" and last.rows[0][0].text in DEGREES
    number = side[:-1] if degrees else side
    number = number[1:] if number and number[0].text == "−" else number
    if len(number) != 1 or number[0].kind != "number" or "." not in number[0].text:
        return None
    return len(number[0].text.partition(".")[2])


def holds(before: Row, sign: str, after: Row, letters: Letters) -> bool:
    one, other = (np.asarray(read(side, letters)) for side in (before, after))
    if sign not in ("=", "≈"):
        return bool(COMPARED[sign](one, other))
    shown_ = [d for d in map(digits, (before, after)) if d is not None]
    if not shown_:
        return sign == "=" and np.allclose(one, other, rtol=EXACT, atol=EXACT)
    return bool(abs(one - other) <= 0.5 * 10.0 ** -min(shown_) * (1 + EXACT))


def check(latex: str, letters: Letters) -> None:
    for (_, before), (sign, after) in pairwise(sides(signs(latex))):
        assert holds(before, sign, after, letters), f"{latex} is false: {shown(before)} {sign} …"


@pytest.mark.parametrize("latex", [latex for latex in RELATIONS if latex not in SAID])
def test_what_words_state_is_true(latex):
    if latex in TRUE:
        rng = np.random.default_rng(1)
        for _ in range(DRAWS):
            check(latex, TRUE[latex](rng))
        return
    try:
        check(latex, Letters())
    except Unreadable as why:
        pytest.fail(
            f"{FOUND[latex]}: ${latex}$ states something of letters that this test does not know "
            f"({why}). Say in TRUE what they stand for, or in SAID why there is nothing to check."
        )


@pytest.mark.parametrize("latex", OTHERS)
def test_formula_is_readable(latex):
    if latex in PIECES:
        with pytest.raises(Unreadable):
            parsed(signs(latex))
        return
    try:
        parsed(signs(latex))
    except Unreadable as why:
        pytest.fail(f"{FOUND[latex]}: {why}. Write it so that it is read, or say why in PIECES.")


def test_tables_hold_formulas_of_the_site_alone():
    assert set(TRUE) | set(SAID) <= set(RELATIONS)
    assert not set(TRUE) & set(SAID)
    assert set(PIECES) <= set(OTHERS)


def test_two_conditions_of_arcface_are_one_up_to_a_margin_of_pi():
    def same(low: float, high: float) -> bool:
        rng = np.random.default_rng(2)
        theta, m = rng.uniform(0, np.pi, 500), rng.uniform(low, high, 500)
        return bool(np.all((np.cos(theta) >= -np.cos(m)) == (theta + m <= np.pi)))

    assert same(0, np.pi)
    assert not same(np.pi, 2 * np.pi)


@pytest.mark.parametrize(
    "latex, expected",
    [
        (r"1-\cos 45^{\circ}=0.293<0.35", True),
        (r"1-\cos 45^{\circ}=0.292<0.35", False),
        (r"1-\cos 45^{\circ}=0.293<0.25", False),
        (r"\ln 91\approx 4.51", True),
        (r"\ln 91\approx 4.52", False),
        (r"\cos 60^{\circ}=1", False),
    ],
)
def test_a_false_formula_is_caught(latex, expected):
    assert (
        all(holds(a, sign, b, Letters()) for (_, a), (sign, b) in pairwise(sides(signs(latex))))
        is expected
    )
