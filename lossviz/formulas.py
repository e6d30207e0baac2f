"""The formulas of the losses, as expressions: what a page prints is what a test compares with code.

Terms light up together with what they are in the pictures of a run: s, m, λ, ε with their sliders,
ψ, cos θ, own and rival angles with the curves and bars, scores and lengths with the class vectors.

Letters: z_j scores, θ_j the angle between the feature f and the class vector W_j in radians, y the
class of the sample, s scale, m margin, λ and ε as in `lossviz.losses`, C the number of classes.
"""

import re
from collections.abc import Mapping
from math import pi
from types import MappingProxyType

import numpy as np

from lossviz.algebra import (
    BREAK,
    LETTERS,
    Env,
    Expression,
    Filled,
    Literal,
    Pen,
    Scope,
    absolute,
    arccos,
    arcsin,
    both,
    called,
    computed,
    cos,
    count,
    defined,
    dot,
    exp,
    highest,
    largest,
    ln,
    mark,
    norm,
    number,
    same,
    sin,
    slash,
    term,
    total,
    unmarked,
    vector,
    vectors,
    whole,
)

z, y = vector("z", mark="w"), "y"
theta = vector("theta", r"\theta", mark="")
own_angle, rival_angle = mark("own", theta[y]), mark("rival", theta["j"])
m, s = number("m"), number("s")
m1, m2, m3 = (number(f"m{k}", f"m_{k}") for k in (1, 2, 3))
eps, lam = number("eps", r"\varepsilon"), number("lam", r"\lambda")
length = number("f", r"\|f\|")
weights = vector("w", r"\|W\|")
classes = count(z, "C")

ahead = z["i"] - z[y]
hardest = highest("i", z["i"], but=y)
smooth = ln(total("i", exp(z["i"]), but=y))
share = defined("p", "j", exp(z["j"]) / total("k", exp(z["k"])), mark="")


def cross_entropy(own: Expression, rival: Expression) -> Expression:
    """−ln(e^own / (e^own + Σ_{j≠y} e^rival)), `rival` an expression in j."""
    return -ln(exp(own) / (exp(own) + total("j", exp(rival), but=y)))


# piece k of the target logit that goes on falling: on [kπ/m, (k + 1)π/m]
turns = m * own_angle / Literal(pi, r"\pi")
piece = computed("k", np.floor, turns)
falling = (-1) ** piece * cos(m * own_angle)
multiplied = (lam * cos(own_angle) + falling - 2 * piece) / (1 + lam)
arcface_beyond = cos(theta[y]) - m * sin(m)
psi = called(r"\psi(\theta_y)", multiplied, "psi")
towards_rival = mark("cos", cos(rival_angle))
own_length, rival_length = (called(rf"\|W_{j}\|", weights[j], "w") for j in "yj")

LOSSES: Mapping[str, Expression] = MappingProxyType(
    {
        "perceptron": total("i", largest(ahead, 0), but=y),
        "hinge": total("i", largest(ahead + m, 0), but=y),
        "max_hinge": largest(hardest - z[y] + m, 0),
        "lse_hinge": largest(smooth - z[y] + m, 0),
        "softmax": cross_entropy(z[y], z["j"]),
        "label_smoothing": -(1 - eps) * ln(share[y]) - eps / classes * total("j", ln(share["j"])),
        "sigmoid": ln(1 + exp(-z[y])) + total("i", ln(1 + exp(z["i"])), but=y),
        "normface": cross_entropy(s * mark("psi", cos(own_angle)), s * towards_rival),
        "cosface": cross_entropy(s * mark("psi", cos(own_angle) - m), s * towards_rival),
        "arcface": cross_entropy(s * mark("psi", cos(own_angle + m)), s * towards_rival),
        "combined": cross_entropy(
            s * mark("psi", cos(m1 * own_angle + m2) - m3), s * towards_rival
        ),
        "l_softmax": cross_entropy(
            own_length * length * psi, rival_length * length * towards_rival
        ),
        "sphereface": cross_entropy(length * psi, length * towards_rival),
    }
)


def _number_of_piece(pen: Pen) -> str:
    return rf"k = \left\lfloor {whole(turns.write(pen))} \right\rfloor"


# what ψ is where a formula only names it, and where it is another than the formula's: ArcFace's is
# printed as it is up to θ_y + m = π
PSI: Mapping[str, tuple[Expression, str]] = MappingProxyType(
    {
        "arcface": (arcface_beyond, r"\theta_y + m > \pi"),
        "l_softmax": (multiplied, _number_of_piece(LETTERS)),
        "sphereface": (multiplied, _number_of_piece(LETTERS)),
    }
)

# the road from the perceptron to cross-entropy (`lossviz.lessons.smoothing.objectives`): each
# stop, and each way between two of them, whose letter goes as is said beside it
r, p, t = (number(letter, mark="") for letter in "rpt")
sharp = 1 / t * ln(total("i", exp(t * z["i"]), but=y))
ROAD: tuple[tuple[Expression, str], ...] = (
    (LOSSES["perceptron"], ""),
    (total("i", largest(ahead + r * m, 0), but=y), r"r: 0 \to 1"),
    (LOSSES["hinge"], ""),
    (total("i", largest(ahead + m, 0) ** p, but=y) ** slash(1, p), r"p: 1 \to \infty"),
    (LOSSES["max_hinge"], ""),
    (largest(sharp - z[y] + (1 - 1 / t) * m, 0), r"t: \infty \to 1"),
    (largest(smooth - z[y], 0), ""),
    (1 / t * ln(1 + exp(t * (smooth - z[y]))), r"t: \infty \to 1"),
    (ln(1 + exp(smooth - z[y])), ""),
)

# what a sentence states by a formula, `$=name$` in the words of the site (`lossviz.web.site.text`).
# θ is the angle to the own class vector, θ12 and α that between two class vectors, θ_e that from a
# class vector to the edge of its region, c a cosine; p and P are the probability of the target
# class; d is by how much each rival leads, t how long scores are, ε' what a smoothed label has for
# rivals
angle, alpha = (number(name, rf"\{name}", mark="") for name in ("theta", "alpha"))
apart = number("theta12", r"\theta_{12}", mark="")
edge = number("edge", r"\theta_e", mark="")
C, P, a, c, d, x = (number(letter, mark="") for letter in "CPacdx")
slope = number("slope", r"\psi'(\theta)", mark="")
bare_slope = number("slope", r"\psi'", mark="")
rest = number("rest", r"\varepsilon'", mark="")
probability = defined("a", "j", share["j"], mark="")
label = vector("q", mark="")
delta = called(r"\delta_{ij}", same("i", "j", z))
mean = called(r"\bar z", total("j", z["j"]) / classes)
lse = called(r"\operatorname{LSE}(z)", ln(total("j", exp(z["j"]))))
W, X, w = (vectors(name, name, mark="") for name in "Wxw")
rest_of_all = slash(eps * (C - 1), C)
turned = cos(angle + m)
combined = cos(m1 * angle + m2) - m3
edge_of_cosface = alpha / 2 - arcsin(m / (2 * sin(slash(alpha, 2))))
PROSE: Mapping[str, Expression] = MappingProxyType(
    {
        # target logits, their slopes, the pull on the angle
        "cosface": cos(angle) - m,
        "arcface": turned,
        "arcface_psi": both(called(r"\psi(\theta)", turned), turned),
        "arcface_beyond": cos(angle) - m * sin(m),
        "arcface_added": both(turned, cos(angle) * cos(m) - sin(angle) * sin(m)),
        "arcface_by_acos": cos(arccos(c) + m),
        "arcface_fall": sin(angle + m),
        "arcface_takes": 2 * sin(m / 2),
        "multiplied": cos(m * angle),
        "multiplied_slope": -m * absolute(sin(m * angle)),
        "combined_psi": both(called(r"\psi(\theta)", combined), combined),
        "pull": s * (1 - p) * (-slope),
        "pull_by_length": length * (1 - P) * (-bare_slope),
        "most_pull": s * m1,
        # edges, gaps, the widest margin, the floor
        "cosface_edge": both(called(r"\theta_e", edge_of_cosface), edge_of_cosface),
        "region": 2 * edge,
        "gap": alpha - 2 * edge,
        "sphereface_gap": (m - 1) / (m + 1) * apart,
        "limit_of_two": 2 * sin(slash(apart, 2)),
        "limit_on_circle": 1 - cos(slash(Literal(2 * pi, r"2\pi"), C)),
        "limit_of_simplex": slash(C, C - 1),
        "cosine_of_simplex": -slash(1, C - 1),
        "lead_on_vector": 1 - dot(w["i"], w["j"]),
        "floor": ln(1 + (C - 1) * exp(-slash(s * C, C - 1))),
        # cross-entropy and what leads to it
        "score": both(dot(W["j"], X["i"]), norm(W["j"]) * norm(X["i"]) * cos(theta["j"])),
        "softplus": ln(1 + exp(x)),
        "own_loss": -ln(share[y]),
        "any_loss": both(-ln(share["k"]), lse - z["k"]),
        "loss_of_lead": ln(1 + (C - 1) * exp(-a * x)),
        "sum_of_equal": 1 + (C - 1) * exp(d),
        "jacobian": probability["i"] * (delta - probability["j"]),
        "own_gradient": probability[y] - 1,
        "own_size": 1 - probability[y],
        # the margin of scores, and what it becomes
        "lowered": z[y] - m,
        "softened": ln(C) / s,
        "margin_odds": exp(s * m),
        "margin_of_length": slash(m, t),
        # label smoothing
        "smoothed_gradient": share[y] - label[y],
        "smoothing_price": eps * (z[y] - mean),
        "smoothing_rest": both(called(r"\varepsilon'", rest_of_all), rest_of_all),
        "smoothing_gap": ln((1 - rest) / slash(rest, C - 1)),
    }
)
_FUNCTION = re.compile(r"\\(?:arc)?(?:cos|sin|ln)(?![a-z])")


def road() -> list[str]:
    """The formulas of the road as LaTeX, in the order of `ROAD`."""
    return [f"L = {printed(line)}" + (rf",\quad {goes}" if goes else "") for line, goes in ROAD]


def printed(line: Expression) -> str:
    """The letters of an expression, in one row."""
    return unmarked(whole(line.write(LETTERS)))


def in_picture(key: str, params: Env | None = None) -> str:
    """The loss as LaTeX whose terms light up, "L = …"; a ψ that it only names is in a second row.

    Args:
      params: the parameters of the loss, an array [F] for each, which are written as slots.

    Raises:
      KeyError: no such loss.
    """
    pen = LETTERS if params is None else Filled(Scope(params))
    loss = f"{term('loss', 'L')} = {whole(LOSSES[key].write(pen))}"
    if all(part is not psi for part in LOSSES[key].walk()):
        return loss
    named = f"{psi.write(pen)} = {term('psi', whole(multiplied.write(pen)))}"
    return rf"{loss}{BREAK} {named}, \quad {_number_of_piece(pen)}"


def in_words(name: str) -> str:
    """The formula `name` of `PROSE` as LaTeX for a sentence.

    KaTeX puts room round cos by itself and MathML does not; in braces it is a letter to both, with
    the room that the line gives it.

    Raises:
      KeyError: no such formula.
    """
    return _FUNCTION.sub(r"{\g<0>}", printed(PROSE[name]))


def formula(key: str) -> str:
    """The loss as LaTeX, "L = …".

    Raises:
      KeyError: no such loss.
    """
    return f"L = {printed(LOSSES[key])}"


def target_logit(key: str) -> str | None:
    """The target logit ψ as LaTeX, where the formula of the loss does not show it whole."""
    if key not in PSI:
        return None
    psi, condition = PSI[key]
    return rf"\psi(\theta_y) = {printed(psi)}, \quad {unmarked(condition)}"
