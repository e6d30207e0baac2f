"""A derivation as data: lines that can be read, evaluated on numbers, and checked one by one.

A step holds one line: LaTeX, a function that computes the line as it is written, a writer of the
same line with numbers in it, and its relation to the line before. A test draws random numbers for
`Derivation.given` and checks every relation, so a line that is wrong cannot be shipped.

All arrays have a leading axis F, the frames of a slider; the values of one frame are the rest.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from lossviz.derivations.core import (  # noqa: F401
    Derivation,
    Given,
    Relation,
    applied,
    at_least,
    at_most,
    equal,
    evaluate,
    tends,
)

Env = Mapping[str, np.ndarray]
Value = Callable[[Env], np.ndarray]
Template = tuple[str, dict[str, np.ndarray]]

# --- LaTeX with marks ---------------------------------------------------------------------------


def term(name: str, latex: str) -> str:
    """`latex` marked as the quantity `name`, which lights up together with it in the pictures.

    "p2" lights with "p2" and with the family "p", the name without its trailing digits.
    """
    return rf"\class{{term-{name}}}{{{latex}}}"


def slot(name: str) -> str:
    """A place for the number `name`; the page writes the frame's number over the 0."""
    return rf"\class{{slot-{name}}}{{0}}"


def tex(marks: str) -> str:
    r"""LaTeX from its short form: `@p{p_k}` is term("p", "p_k"), `#p1` is slot("p1").

    Example:
      tex(r"@e{e^{#z1}}") is r"\class{term-e}{e^{\class{slot-z1}{0}}}"
    """
    # limits stand below their sign inside a mark too, not only outside
    signs = re.sub(r"\\(sum|prod)_", r"\\\1\\limits_", marks)
    terms = re.sub(r"@(\w+)\{", r"\\class{term-\1}{", signs)
    return re.sub(r"#(\w+)", lambda found: slot(found[1]), terms)


# --- steps and derivations ----------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One line.

    Attributes:
      key: its words are `derivations.<derivation>.<key>`.
      latex: the line in symbols, without the sign before it, terms marked.
      value: the line's own number, [F] or [F, n], computed as it is written.
      numbers: the line with numbers: LaTeX with slots, and the array [F] of each slot. The slots
        depend on shapes alone. So does the LaTeX but for one thing: an index that is the same in
        all frames may name the term that lights up ("z2" instead of the family "z").
      relation: to the line before; the first line has nothing before it.
    """

    key: str
    latex: str
    value: Value
    numbers: Callable[[Env], Template]
    relation: Relation = equal
