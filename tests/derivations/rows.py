"""A printed formula as it is seen: rows of signs, whatever groups they were written in.

What is small behind a sign stands behind it in the row, so that the power of `{a + b}^2`, written
without brackets, is that of b. A formula with slots is filled as a page fills it.
"""

from __future__ import annotations

import copy
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

RELATIONS = (">", "<", "≥", "≤", "=", "≠", "≈", "→", "⇒")


class Unreadable(ValueError):
    """The formula has no meaning, or two."""


class Sign(NamedTuple):
    """One sign of a row, or something built of rows.

    Attributes:
      kind: "sign", "number", "sub", "sup" (small, behind the sign before), "fraction", "root",
        "over" (a row with a sign above it), "table".
      text: of a sign or a number.
      rows: of what is built; those of a table are its cells.
      form: "prefix" opens, "postfix" closes, where a bracket says so.
    """

    kind: str
    text: str = ""
    rows: tuple[tuple[Sign, ...], ...] = ()
    form: str = ""


Row = tuple[Sign, ...]


def local(element: ET.Element) -> str:
    """The element's tag without its namespace."""
    return element.tag.rpartition("}")[2]


def row(*elements: ET.Element) -> Row:
    """What the elements show side by side, from left to right.

    Raises:
      Unreadable: an element that formulas of ours do not have.
    """
    return tuple(sign for element in elements for sign in _signs(element))


def _signs(element: ET.Element) -> Iterable[Sign]:
    tag, children = local(element), list(element)
    match tag:
        case "math" | "mrow" | "mstyle":
            if len(children) > 1 and all(c.get("mathvariant") == "normal" for c in children):
                return (Sign("sign", "".join(element.itertext())),)
            return row(*children)
        case "mi" | "mo" | "mtext":
            space = tag == "mtext" and not (element.text or "").strip()
            return () if space else (_sign(element),)
        case "mn":
            return (Sign("number", element.text or ""),)
        case "mspace":
            return ()
        case "msub" | "munder":
            return (*row(children[0]), Sign("sub", rows=(row(children[1]),)))
        case "msup":
            return (*row(children[0]), Sign("sup", rows=(row(children[1]),)))
        case "msubsup" | "munderover":
            low, high = row(children[1]), row(children[2])
            return (*row(children[0]), Sign("sub", rows=(low,)), Sign("sup", rows=(high,)))
        case "mover":
            return (Sign("over", rows=(row(children[0]), row(children[1]))),)
        case "mfrac":
            return (Sign("fraction", rows=(row(children[0]), row(children[1]))),)
        case "msqrt":
            return (Sign("root", rows=(row(*children),)),)
        case "mtable":
            widths = {len(line) for line in children}
            if len(widths) != 1:
                raise Unreadable("a table whose rows are not equally long")
            cells = tuple(row(*cell) for line in children for cell in line)
            return (Sign("table", str(len(children)), cells),)
    raise Unreadable(f"<{tag}> is not read")


def _sign(element: ET.Element) -> Sign:
    text = (element.text or "").strip()
    text = {"-": "−", "∣": "|", "∥": "‖"}.get(text, text)
    if element.get("mathvariant", "").startswith("bold") and len(text) == 1 and text.isascii():
        size = "SMALL" if text.islower() else "CAPITAL"
        text = unicodedata.lookup(f"MATHEMATICAL BOLD {size} {text.upper()}")
    return Sign("sign", text, form=element.get("form", ""))


PRIME = Sign("sign", "′")


def shown(signs: Row) -> str:
    """The row as plain text, for messages."""
    return " ".join(_shown(sign) for sign in signs)


def _shown(sign: Sign) -> str:
    parts = [shown(part) for part in sign.rows]
    match sign.kind:
        case "sub" | "sup":
            return f"{'_' if sign.kind == 'sub' else '^'}{{{parts[0]}}}"
        case "fraction":
            return f"{{{parts[0]}}}/{{{parts[1]}}}"
        case "root":
            return f"√{{{parts[0]}}}"
        case "over" | "table":
            return f"{sign.kind}{{{'; '.join(parts)}}}"
    return sign.text


# --- numbers in slots ---------------------------------------------------------------------------


def has_power_of_ten(number: float) -> bool:
    """Whether a page writes the number as … × 10^…"""
    size = abs(number)
    return bool(np.isfinite(number) and number != 0 and (size < 1e-3 or size >= 1e5))


def printed(number: float) -> list[ET.Element]:
    """The number with all its digits, as a page writes it."""
    signs = [_element("mo", "−")] if number < 0 else []
    size = abs(float(number))
    if np.isinf(size):
        return [*signs, _element("mi", "∞")]
    if not has_power_of_ten(size):
        return [*signs, _element("mn", np.format_float_positional(size, trim="-"))]
    digits, exponent = np.format_float_scientific(size, trim="-").split("e")
    power = ET.Element("msup")
    minus = [_element("mo", "−")] if int(exponent) < 0 else []
    above = ET.Element("mrow")
    above.extend([*minus, _element("mn", str(abs(int(exponent))))])
    power.extend([_element("mn", "10"), above])
    return [*signs, _element("mn", digits), _element("mo", "×"), power]


def _element(tag: str, text: str) -> ET.Element:
    element = ET.Element(tag)
    element.text = text
    return element


def filled(formula: ET.Element, numbers: Mapping[str, float]) -> ET.Element:
    """The formula with its slots filled, and only those brackets that a page would show.

    Raises:
      KeyError: a slot has no number.
    """
    formula = copy.deepcopy(formula)
    for element in list(formula.iter()):
        kind, _, name = element.get("class", "").partition("-")
        if kind == "slot":
            element[:] = printed(numbers[name])
        elif kind in ("sign", "fence"):
            number = numbers[name]
            if not (number < 0 or (kind == "fence" and has_power_of_ten(number))):
                element[:] = []
    return formula


# --- parts of a row -----------------------------------------------------------------------------


def components(by: Row) -> Row | None:
    """The letter of the components of a bold letter: z of 𝐳, the vector of the z_i."""
    if len(by) != 1 or by[0].kind != "sign":
        return None
    plain = unicodedata.normalize("NFKC", by[0].text)
    return None if plain == by[0].text else (Sign("sign", plain),)


def sides(signs: Row) -> list[tuple[str, Row]]:
    """What stands between the relations of a row, each with the sign before it, "" at first."""
    return list(_parts(signs, RELATIONS))


def parts_between(signs: Row, *texts: str) -> list[Row]:
    """The parts of a row between these signs."""
    return [part for _, part in _parts(signs, texts)]


def _parts(signs: Row, texts: tuple[str, ...]) -> Iterator[tuple[str, Row]]:
    """The parts between these signs, each with the one before it; within brackets is none."""
    before, start, depth = "", 0, 0
    for k, sign in enumerate(signs):
        depth += (sign.text in ("(", "[")) - (sign.text in (")", "]"))
        if sign.text in texts and not depth:
            yield before, signs[start:k]
            before, start = sign.text, k + 1
    yield before, signs[start:]
