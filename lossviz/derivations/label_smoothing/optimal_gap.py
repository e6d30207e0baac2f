"""Lesson 9: the gap between scores that smoothed targets ask for, and the lowest loss.

Terms: e (ε, the share that is given away), q (targets), p (probabilities), C (number of classes),
d (gap z_y − z_i, the same for all rivals), L (loss), H (entropy of the targets), KL.
"""

from lossviz.algebra import (
    LETTERS,
    Expression,
    Literal,
    bound,
    called,
    exp,
    least,
    ln,
    mark,
    number,
    settled,
    slash,
    total,
    vector,
    weighted,
)
from lossviz.derivations.derivation import Derivation, Given, Step, at_least
from lossviz.derivations.label_smoothing.targets import (
    CLASSES,
    SHARE,
    C,
    eps,
    eps_prime,
    q_own,
    q_rival,
    rivals,
)

# the gap is looked for below this: for ε = 10⁻⁶ and 1000 classes it is 20.7
HIGHEST = 64.0
# 1 − ε′ near 1/C has lost as many digits as C has
ROUNDING = 1e-12


def rival_share(gap: Expression) -> Expression:
    """p of a rival where all are `gap` below the label."""
    return exp(-gap) / (1 + rivals * exp(-gap))


# --- the gap the targets ask for ----------------------------------------------------------------

wanted = bound("gap", "d")
smallest = least(wanted, mark("p", rival_share(wanted)), "<=", q_rival, 0, HIGHEST)

optimal_gap = Derivation(
    "optimal_gap",
    (CLASSES, SHARE),
    (
        Step("root", mark("d", settled(smallest, ROUNDING))),
        Step("odds", mark("d", settled(ln(q_own / q_rival), ROUNDING))),
        Step("prime", settled(ln((1 - eps_prime) / slash(eps_prime, rivals)), ROUNDING)),
        Step("split", settled(ln((1 - eps_prime) / eps_prime) + ln(rivals), ROUNDING)),
        Step("short", ln(1 + C * ((1 - eps) / eps))),
    ),
)


# --- the lowest loss ----------------------------------------------------------------------------

d = number("d")
p_own = called("p_y", 1 / (1 + rivals * exp(-d)), "p", "py")
p_rival = called("p_i", rival_share(d), "p", "pi")

entropy = -weighted(q_own, ln(q_own)) - weighted(rivals * q_rival, ln(q_rival))
divergence = weighted(q_own, ln(q_own / p_own)) + weighted(rivals * q_rival, ln(q_rival / p_rival))
coin = -(1 - eps_prime) * ln(1 - eps_prime) - weighted(eps_prime, ln(eps_prime))

q, p = vector("q"), vector("p")
sum_of_entropy = (-total("k", q["k"] * ln(q["k"]))).write(LETTERS)
sum_of_divergence = total("k", q["k"] * ln(q["k"] / p["k"])).write(LETTERS)

smoothing_floor = Derivation(
    "smoothing_floor",
    (
        CLASSES,
        SHARE,
        Given("d", "number", -30, 30, why="beyond, 1 + (C − 1)e^−d keeps nothing of the rest"),
    ),
    (
        Step("loss", mark("L", -q_own * ln(p_own) - rivals * q_rival * ln(p_rival))),
        Step(
            "two",
            called(sum_of_entropy, entropy, "H", "H")
            + called(sum_of_divergence, settled(divergence, ROUNDING), "KL", "KL"),
        ),
        Step("entropy", mark("H", entropy), at_least),
        Step("apart", mark("H", coin) + eps_prime * ln(rivals)),
        Step("zero", Literal(0), at_least),
    ),
)


ALL = (optimal_gap, smoothing_floor)
