"""How sure a share of trials is, and whether two arms that share their seeds differ."""

from math import comb
from typing import NamedTuple

import numpy as np

# standard deviations of the normal distribution that hold 95 % of it
Z_95 = 1.959963984540054


class Share(NamedTuple):
    """A share of trials and its 95 % interval, each [...], all in [0, 1]."""

    share: np.ndarray
    low: np.ndarray
    high: np.ndarray


def wilson(k: np.ndarray, n: np.ndarray) -> Share:
    """The share k/n and Wilson's 95 % interval; with n = 0 all that is known is [0, 1].

    (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n) with z = 1.96: the shares p₀ from which
    k/n lies at most z standard deviations √(p₀(1 − p₀)/n) away. Unlike p ± z √(p(1 − p)/n) it
    keeps a width at k = 0 and k = n. E. B. Wilson, *Probable inference, the law of succession, and
    statistical inference*, Journal of the American Statistical Association, 1927.

    Args:
      k: successes [...], 0 ≤ k ≤ n.
      n: trials [...].
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        p = k / n
        middle = p + Z_95**2 / (2 * n)
        reach = Z_95 * np.sqrt(p * (1 - p) / n + Z_95**2 / (4 * n**2))
        low, high = (middle - reach) / (1 + Z_95**2 / n), (middle + reach) / (1 + Z_95**2 / n)
    # rounding must not push the ends beyond k/n = 0 and 1, where the interval ends exactly
    low, high = np.where(k == 0, 0.0, low), np.where(k == n, 1.0, high)
    none = n == 0
    return Share(np.where(none, 0.0, p), np.where(none, 0.0, low), np.where(none, 1.0, high))


def mcnemar(one: int, other: int) -> float:
    """Probability that so many fair coins split at least as unevenly as one : other.

    min(1, 2 Σ_{k ≤ min} C(n, k)/2ⁿ) with n = one + other, McNemar's test in its exact form: two
    runs of one seed share data and first weights, so only the pairs that ended differently tell the
    arms apart. Two intervals, one an arm, do not know of the pairs: 57 and 64 of 64 have intervals
    that overlap, and if the 57 are among the 64, p = 0.016. Q. McNemar, *Note on the sampling error
    of the difference between correlated proportions or percentages*, Psychometrika, 1947, for the
    pairs; the binomial distribution in place of his χ².
    """
    n = one + other
    return min(1.0, 2 * sum(comb(n, k) for k in range(min(one, other) + 1)) / 2**n)
