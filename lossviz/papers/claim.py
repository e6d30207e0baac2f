"""A published number, where it stands, and the function that computes it here and now.

Nothing in a claim says whether it holds: that is found out by `judge`, on the page and in a test.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

# what is exact on paper may be this far off: rounding, and the steps of a bisection
ROUNDING = 1e-7


@dataclass(frozen=True)
class Link:
    """Where on this site the same setting can be seen: a page, its query, a heading."""

    page: str
    query: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Claim:
    """Numbers that somebody printed.

    Attributes:
      key: its words, "papers.claims.<key>".
      group: the paper, "papers.groups.<group>".
      published: the numbers as they are printed; their last digit says how exact they are.
      ours: computes the same numbers.
      link: where to see them, if that can be shown.
      kind: "printed" as a number; "formula": worked out from a printed formula; "own": a value of
        this site's, that the code has to agree with in another way.
      unit: "°", or a term of the glossary ("bit"), or nothing.
      tolerance: where the printed digits do not say it: 0 for a whole number, a fraction or a
        theorem, else how near a search comes.
      at_most: the published number is an upper bound of ours.
    """

    key: str
    group: str
    published: tuple[str, ...]
    ours: Callable[[], tuple[float, ...]]
    link: Link | None = None
    kind: str = "printed"
    unit: str = ""
    tolerance: float | None = None
    at_most: bool = False


class Verdict(NamedTuple):
    """Our numbers, ours − published, the largest difference that passes, whether all do."""

    ours: tuple[float, ...]
    difference: tuple[float, ...]
    tolerance: tuple[float, ...]
    passes: bool


def judge(claim: Claim) -> Verdict:
    """Compute the claim's numbers and compare them with the published ones.

    Raises:
      ValueError: another number of numbers than published.
    """
    ours = tuple(map(float, claim.ours()))
    if len(ours) != len(claim.published):
        raise ValueError(f"{claim.key}: {len(claim.published)} numbers are published, "
                         f"{len(ours)} computed")  # fmt: skip
    tolerance = tuple(_tolerance(claim, text) for text in claim.published)
    difference = tuple(
        value - float(text) for value, text in zip(ours, claim.published, strict=True)
    )
    excess = difference if claim.at_most else np.abs(difference)
    return Verdict(ours, difference, tolerance, bool(np.all(np.less_equal(excess, tolerance))))


def _tolerance(claim: Claim, text: str) -> float:
    """Half a unit of the last printed digit, and a little for binary fractions."""
    if claim.tolerance is not None:
        return claim.tolerance + ROUNDING
    return 0.5 * unit_of(text) * (1 + 1e-9)


def unit_of(text: str) -> float:
    """What the last digit of a printed number counts: "9.36e-14" → 1e-16, "40.00" → 0.01."""
    digits, _, exponent = text.partition("e")
    return 10.0 ** (int(exponent or 0) - len(digits.partition(".")[2]))
