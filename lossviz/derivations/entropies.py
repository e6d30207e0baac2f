"""What the lines on information share: entropies of given numbers, and sums over outcomes."""

from collections.abc import Callable

import numpy as np

from lossviz.derivations.arithmetic import log, share, weigh
from lossviz.derivations.old import Env, Given
from lossviz.derivations.writing import WIDE, Slots, joined, mark, numbers, paren

OUTCOMES = (2, 5)
BASE = Given("base", "base", 2.0, 10.0)
# shares down to this, or exactly 0: a product of two of them is still a double with all its digits
LEAST = 1e-12


Part = Callable[[Slots, Env, int], str]


def sum_line(family: str, part: Part, of: str = "p", most: int = WIDE, first: int = 2):
    """A numbers line Σ_k part(k) over the outcomes, marked as the quantity `family`."""

    def write(put: Slots, env: Env) -> str:
        count = env[of].shape[1]
        return mark(family, joined(count, lambda k: part(put, env, k), most=most, first=first))

    return numbers(write)


def minus_sum_line(family: str, part: Part, of: str = "p", most: int = WIDE, first: int = 2):
    """A numbers line −(Σ_k part(k))."""

    def write(put: Slots, env: Env) -> str:
        count = env[of].shape[1]
        total = joined(count, lambda k: part(put, env, k), most=most, first=first)
        return mark(family, "-" + paren(total))

    return numbers(write)


def put_p(put: Slots, env: Env, k: int) -> str:
    """The slot of p_{k+1}."""
    return put.at("p", env["p"], k)


def put_q(put: Slots, env: Env, k: int) -> str:
    """The slot of q_{k+1}."""
    return put.at("q", env["q"], k)


def log_of(env: Env, name: str) -> np.ndarray:
    """The logarithm of a variable, to the learner's base."""
    return log(env[name], env["base"])


# --- entropies as functions of the numbers ------------------------------------------------------


def entropy_of(p: np.ndarray, base: np.ndarray | float = np.e) -> np.ndarray:
    """H(P) of the shares p [F, n], in units of `base` [F]."""
    return -weigh(p, log(p, base)).sum(axis=1)


def cross_of(p: np.ndarray, q: np.ndarray, base: np.ndarray | float = np.e) -> np.ndarray:
    """H(P, Q) = −Σ p log q."""
    return -weigh(p, log(q, base)).sum(axis=1)


def divergence_of(p: np.ndarray, q: np.ndarray, base: np.ndarray | float = np.e) -> np.ndarray:
    """KL(P‖Q) = Σ p log(p/q)."""
    return weigh(p, log(share(p, q), base)).sum(axis=1)
