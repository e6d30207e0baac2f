"""What the lines on information share: two distributions, their entropy and what parts them."""

from collections.abc import Callable

from lossviz.algebra import Expression, called, log, number, total, vector, weighted
from lossviz.derivations.derivation import Given

OUTCOMES = (2, 5)
BASE = Given("base", "base", 2.0, 10.0)
# shares down to this, or exactly 0: a product of two of them is still a double with all its digits
LEAST = 1e-12
# terms with a logarithm, or with two numbers more, that are written out in a column of 520 pixels
WIDE, WIDEST = 4, 3

p, q = vector("p"), vector("q")
p_k, q_k = p["k"], q["k"]
base = number("base", "b", mark="")

Log = Callable[[Expression], Expression]


def log_of(x) -> Expression:
    """log x to the learner's base."""
    return log(x, base)


def mean_log(p_k, x, log: Log = log_of, most: int = WIDE, first: int = 2) -> Expression:
    """Σ_k p_k log x, where x is an expression in k; an outcome with p_k = 0 counts 0."""
    return total("k", weighted(p_k, log(x)), most=most, first=first)


def entropy_of(p_k, latex: str, log: Log = log_of) -> Expression:
    """H(P), one number among numbers."""
    return called(latex, -mean_log(p_k, p_k, log), "H", "H")


def divergence_of(p_k, q_k, latex: str, log: Log = log_of) -> Expression:
    """KL(P‖Q), one number among numbers."""
    return called(latex, mean_log(p_k, p_k / q_k, log), "KL", "KL")
