"""Writing the numbers lines: slots are gathered while the LaTeX around them is put together."""

from collections.abc import Callable, Iterable

import numpy as np

from lossviz.derivations.old import Env, Template, tex

# sums of so many terms are written out, longer ones as the first two, …, the last; wide terms
# (a product with a logarithm, two powers) leave room for fewer in a column of 520 pixels
WRITTEN_OUT, WIDE, WIDEST = 5, 4, 3
LN, LOG = r"\ln\,", r"\log\,"


class Slots:
    """The slots of one line, by name, gathered while it is written."""

    def __init__(self) -> None:
        self.arrays: dict[str, np.ndarray] = {}

    def put(self, name: str, array: np.ndarray, light: str | None = None) -> str:
        """A place for the numbers `array` [F], marked as the term `light` if there is one."""
        self.arrays[name] = np.asarray(array, np.float64) + 0.0
        return f"@{light}{{#{name}}}" if light else f"#{name}"

    def at(self, family: str, array: np.ndarray, k: int, light: str | None = None) -> str:
        """A place for `array[:, k]`, called and marked `family` followed by k + 1.

        `light` is another family to mark it as; "" marks nothing.
        """
        light = family if light is None else light
        return self.put(f"{family}{k + 1}", array[:, k], f"{light}{k + 1}" if light else None)


def numbers(write: Callable[[Slots, Env], str]) -> Callable[[Env], Template]:
    """`Step.numbers` from a function that writes LaTeX, in the short form of `tex`, with slots."""

    def line(env: Env) -> Template:
        slots = Slots()
        return tex(write(slots, env)), slots.arrays

    return line


def joined(
    count: int,
    part: Callable[[int], str],
    joint: str = " + ",
    most: int = WRITTEN_OUT,
    first: int = 2,
) -> str:
    """part(0) + part(1) + …, all of them up to `most`, else the `first` few, ⋯, and the last."""
    kept = range(count) if count <= most else (*range(first), None, count - 1)
    return joint.join(r"\cdots" if k is None else part(k) for k in kept)


def lit(family: str, index: np.ndarray) -> str:
    """The term of an index: "z2" if it is 1 in all frames, else the family "z"."""
    return f"{family}{index[0] + 1}" if np.all(index == index[0]) else family


def lit_other(family: str, index: np.ndarray, k: int) -> str:
    """The term of the k-th component that is not `index`, as `arithmetic.others` orders them."""
    return lit(family, k + (k >= index))


def mark(name: str, latex: str) -> str:
    """The term `name` in the short form."""
    return f"@{name}{{{latex}}}"


def frac(above: str, below: str) -> str:
    return rf"\frac{{{above}}}{{{below}}}"


def power(exponent: str, base: str = "e") -> str:
    return f"{base}^{{{exponent}}}"


def paren(inside: str) -> str:
    """( … ), as high as what they hold. A sign at their beginning is the sign of what follows."""
    return rf"\left({{{inside}}}\right)"


def absolute(inside: str) -> str:
    """| … |"""
    return rf"\left|{{{inside}}}\right|"


def bracketed(rows: Iterable[str]) -> str:
    """The matrix with these rows, whose entries are parted by &."""
    body = r" \\ ".join(rows)
    return rf"\begin{{bmatrix}}{body}\end{{bmatrix}}"


def column(count: int, part: Callable[[int], str]) -> str:
    """The column vector with the entries part(0), part(1), …"""
    return bracketed(map(part, range(count)))
