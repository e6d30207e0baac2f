"""Reads a printed formula, as MathML, back into the number that it states.

It knows the formula as it is seen and nothing of how it was written: brackets that are not shown
do not group, a power stands behind the last sign before it, an index is a small letter. What a
reader could take for two things is refused.

A row reads from the left: a sum of products; a product of factors side by side or with a dot or a
slash between them; a factor is a number, a letter, brackets, a fraction, a root, or a name such as
cos with one of these behind it. Σ, Π, max over an index, ∂/∂x go on to the next + or −. A number
times 0 is 0, even ∞: what cannot happen counts nothing.
"""

from __future__ import annotations

import copy
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import NamedTuple, NoReturn

import numpy as np

# below rounding: f(x + ih) has f(x) as its real part, and h f'(x) as the other
STEP = 1e-20
DEGREES = ("∘", "°")
DOTS = ("·", "⋅", "×")
OPEN = {"(": ")", "[": "]", "|": "|", "‖": "‖", "⌊": "⌋"}
FUNCTIONS: Mapping[str, Callable] = {
    "ln": np.log, "cos": np.cos, "sin": np.sin, "tan": np.tan, "arcsin": np.arcsin,
    "arccos": np.arccos, "σ": lambda x: 1 / (1 + np.exp(-x)),
}  # fmt: skip
CONSTANTS = {"π": np.pi, "∞": np.inf, "e": np.e}
COMPARED: Mapping[str, Callable] = {
    ">": np.greater, "<": np.less, "≥": np.greater_equal, "≤": np.less_equal, "=": np.equal,
}  # fmt: skip
RELATIONS = (*COMPARED, "≠", "≈", "→", "⇒")
# what no factor begins with
ENDS = ("+", "−", ")", "]", "⌋", ",", ":", "/", "!", "", *DOTS, *RELATIONS)
# names that are no letters
TAKEN = ({*FUNCTIONS} - {"σ"}) | {"log", "max", "min", "argmin", "e", "π"}
# two sides of an equation in a line are the same within this
SAME = 1e-9
# how far min[s : …] looks for s, from 0
FARTHEST = 1e6

Value = np.ndarray | np.generic | float | complex


class Unreadable(ValueError):
    """The formula has no meaning, or two."""


# --- what is seen -------------------------------------------------------------------------------


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


# --- letters ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Letters:
    """What letters stand for.

    Attributes:
      numbers: a number (or vector) by its whole name, such as m_1 or ψ(θ).
      families: a function of indices by what stands before them, such as z for z_i.
      places: the component that an index letter stands for, from 0.
      count: how many components an index runs over.
      base: of log, if it is known.
      others: letters that stand for nothing known are letters too; such a formula is only parsed.
    """

    numbers: Mapping[Row, Value] = field(default_factory=dict)
    families: Mapping[Row, Callable[..., Value]] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    count: int = 0
    base: float | None = None
    others: bool = False

    def names(self) -> Iterable[Row]:
        """All that is a name of its own."""
        return self.numbers.keys()

    def number(self, name: Row) -> Value:
        return self.numbers[name]

    def family(self, name: Row, indices: tuple[int, ...]) -> Value:
        return self.families[name](*indices)

    def with_number(self, name: Row, number: Value) -> Letters:
        return replace(self, numbers={**self.numbers, name: number})

    def at(self, letter: str, place: int) -> Letters:
        """With the index letter at this component."""
        return replace(self, places={**self.places, letter: place})

    def moved(self, name: Row, indices: tuple[int, ...] | None, by: complex) -> Letters:
        """With one number another one: `name` itself, or a component of the family."""
        if indices is None:
            return self.with_number(name, self.number(name) + by)
        old = self.families[name]

        def new(*chosen: int) -> Value:
            return old(*chosen) + (by if chosen == indices else 0)

        return replace(self, families={**self.families, name: new})


Reading = Callable[[Letters], Value]


# --- arithmetic ---------------------------------------------------------------------------------


def times(one: Value, other: Value) -> Value:
    """The product; 0 of what is 0, even of ∞."""
    with np.errstate(all="ignore"):
        found = np.asarray(one) * np.asarray(other)
    nothing = (np.asarray(one) == 0) | (np.asarray(other) == 0)
    return np.where(nothing & ~np.isfinite(found), 0.0, found)[()]


def power(base: Value, exponent: Value) -> Value:
    return np.power(base, np.real(exponent) if np.isreal(exponent) else exponent)


def size_of(x: Value) -> Value:
    return -x if np.real(x) < 0 else x


def length_of(v: Value) -> Value:
    if np.ndim(v) != 1:
        raise Unreadable("‖ ‖ round what is no vector")
    return np.sqrt((np.asarray(v) ** 2).sum())


def logarithm(base: float | None) -> Callable[[Value], Value]:
    if base is None:
        raise Unreadable("log to no known base")
    return lambda x: np.log(x) / np.log(base)


# --- the grammar --------------------------------------------------------------------------------


class Reader:
    """Reads one row from the left to the right."""

    def __init__(self, signs: Row, letters: Letters, outer: Reader | None = None) -> None:
        self.signs, self.letters, self.here = signs, letters, 0
        # what has a meaning only here: x in ∂/∂x, s in min[s : …], i in Σ_i
        self.bound: tuple[Row, ...] = outer.bound if outer else ()
        self.counted: tuple[str, ...] = outer.counted if outer else ()
        # brackets that look the same on both sides and are open
        self.open: tuple[str, ...] = ()
        self.families = outer.families if outer else sorted(letters.families, key=len)[::-1]

    # --- moving on

    def refuse(self, why: str) -> NoReturn:
        before, after = self.signs[: self.here], self.signs[self.here :]
        raise Unreadable(f"{why}: {shown(before)} ▸ {shown(after)}")

    @property
    def next(self) -> Sign:
        return self.signs[self.here] if self.here < len(self.signs) else Sign("end")

    def sees(self, *texts: str) -> bool:
        return self.next.kind == "sign" and self.next.text in texts

    def take(self, text: str | None = None) -> Sign:
        sign = self.next
        if text is not None and not self.sees(text):
            self.refuse(f"{text} is missing")
        self.here += 1
        return sign

    def whole(self, signs: Row) -> Reading:
        """The sum that is all of a row within this one."""
        return Reader(signs, self.letters, self).all()

    @contextmanager
    def knowing(self, **more: object) -> Iterator[None]:
        """Within: one more in `bound`, `counted` or `open`."""
        outer = {name: getattr(self, name) for name in more}
        for name, one in more.items():
            setattr(self, name, (*outer[name], one))
        yield
        for name, before in outer.items():
            setattr(self, name, before)

    @property
    def known(self) -> list[Row]:
        """The names that stand for a number here, the longest first."""
        return sorted((*self.letters.names(), *self.bound), key=len, reverse=True)

    def all(self) -> Reading:
        found = self.sum()
        if self.next.kind != "end":
            self.refuse("nothing is read here")
        return found

    # --- sums and products

    def line(self) -> Reading:
        """One number, or several that are the same; behind a comma, what a name in it means."""
        chains = [self._chain()]
        while self.sees(","):
            self.take()
            chains.append(self._chain())
        if self.next.kind != "end":
            self.refuse("nothing is read here")

        def value(letters: Letters) -> Value:
            for chain in chains:
                first, *others = (part(letters) for part in chain)
                for other in others:
                    if not np.allclose(first, other, rtol=SAME, atol=SAME):
                        raise Unreadable(f"{first} = {other} is false in {shown(self.signs)}")
            return chains[0][0](letters)

        return value

    def _chain(self) -> list[Reading]:
        parts = [self.sum()]
        while self.sees("="):
            self.take()
            parts.append(self.sum())
        return parts

    def sum(self) -> Reading:
        """Products between + and −; a sign may stand at the beginning."""
        terms = []
        sign = 1.0
        if self.sees("+", "−"):
            sign = -1.0 if self.take().text == "−" else 1.0
        while True:
            terms.append((sign, self.product()))
            if not self.sees("+", "−"):
                break
            sign = -1.0 if self.take().text == "−" else 1.0

        def value(letters: Letters) -> Value:
            (first, term), *rest = terms
            total = first * term(letters)
            for sign, term in rest:
                part = term(letters)
                if np.shape(part) != np.shape(total):
                    raise Unreadable("a sum of a number and a vector")
                total = total + sign * part
            return total

        return value

    def product(self) -> Reading:
        """Factors side by side, with a dot, or a slash before the last."""
        found = self.factor()
        divided = False
        while True:
            if self.sees(*DOTS):
                dot = True
                self.take()
            elif self.sees("/"):
                if divided:
                    self.refuse("a / b / c")
                self.take()
                found, divided = self._over(found, self.factor()), True
                continue
            elif self.starts_a_factor():
                dot = False
                if self.next.kind == "number":
                    self.refuse("a number right behind a factor")
            else:
                return found
            if divided:
                self.refuse("a / b · c")
            found = self._product(found, self.factor(), dot)

    def _product(self, one: Reading, other: Reading, dot: bool) -> Reading:
        def value(letters: Letters) -> Value:
            a, b = one(letters), other(letters)
            if np.ndim(a) and np.ndim(b):
                if dot == (np.ndim(a) == 2):
                    raise Unreadable("no product of vectors or of a matrix and a vector")
                return np.asarray(a) @ np.asarray(b)
            return times(a, b)

        return value

    def _over(self, above: Reading, below: Reading) -> Reading:
        def value(letters: Letters) -> Value:
            with np.errstate(all="ignore"):
                return np.asarray(above(letters)) / np.asarray(below(letters))

        return value

    def starts_a_factor(self) -> bool:
        sign = self.next
        if sign.kind in ("number", "fraction", "root", "over", "table"):
            return True
        if sign.kind != "sign" or sign.form == "postfix":
            return False
        if sign.text in ("|", "‖"):
            # without a form of its own it closes, if one of its kind is open
            return sign.form == "prefix" or sign.text not in self.open
        return sign.form == "prefix" or sign.text not in ENDS

    # --- factors

    def factor(self) -> Reading:
        """A factor of a product: what goes on to the right, a function, or an atom."""
        if self.sees("+", "−"):
            self.refuse("two signs in a row")
        wide = self.wide()
        if wide:
            return wide
        if self._function():
            return self.function()
        return self.atom()

    def wide(self) -> Reading | None:
        """Σ, Π, max over an index, a derivative: what goes on to the next + or −."""
        if self.sees("∑", "∏") or (self.sees("max") and self._behind().kind == "sub"):
            return self.over_an_index()
        if self.sees("argmin"):
            return self.lowest()
        if self.next.kind == "fraction" and self._by() is not None:
            return self.derivative()
        return None

    def _behind(self, steps: int = 1) -> Sign:
        at = self.here + steps
        return self.signs[at] if at < len(self.signs) else Sign("end")

    def _function(self) -> bool:
        letter = self.sees("σ") and ((self.next,) in self.known or self._behind().text != "(")
        return self.sees(*FUNCTIONS, "log") and not letter

    def function(self) -> Reading:
        """A function's name, with what it is taken of."""
        name = self.take().text
        exponent = self.small("sup")
        wide = self.wide()
        bracket = self.sees("(")
        if wide:
            part = wide
        elif self._function():
            part = self.function()
        else:
            if not self.starts_a_factor():
                self.refuse(f"{name} of nothing")
            start = self.here
            part = self.atom()
            if bracket and self.signs[self.here - 1].kind == "sup":
                self.refuse(f"{name}( … ) with a power: of the bracket, or of {name}?")
            plain = not bracket and self.signs[start].kind in ("sign", "number")
            tight = self.starts_a_factor() and self.next.kind in ("sign", "number")
            if plain and tight and not (self.sees(*OPEN) or self._function() or self.goes_on()):
                self.refuse(f"{name} a b")
            if name in ("ln", "log") and (self.sees(*DOTS) or self.starts_a_factor()):
                self.refuse(f"{name} a · b")

        def value(letters: Letters) -> Value:
            compute = logarithm(letters.base) if name == "log" else FUNCTIONS[name]
            with np.errstate(all="ignore"):
                found = compute(part(letters))
                return found if exponent is None else power(found, exponent(letters))

        return value

    def goes_on(self) -> bool:
        return self.sees("∑", "∏", "max", "min")

    def atom(self) -> Reading:
        """A number, a name, brackets, a fraction, a root, with the powers behind it."""
        fraction = self.next.kind == "fraction"
        found = self.bare_atom()
        raised = False
        while self.next.kind in ("sub", "sup"):
            if self.next.kind == "sub":
                self.refuse("an index behind what has none")
            (above,) = self.take().rows
            if len(above) == 1 and above[0].text in DEGREES:
                found = self._in_degrees(found)
                continue
            if fraction:
                self.refuse("a power behind a fraction")
            if raised:
                self.refuse("a power of a power without brackets")
            found, raised = self._raised(found, self.whole(above)), True
        if self.sees("°"):
            self.take()
            found = self._in_degrees(found)
        if self.sees("!"):
            self.refuse("a factorial")
        return found

    def _in_degrees(self, part: Reading) -> Reading:
        return lambda letters: np.radians(part(letters))

    def _raised(self, base: Reading, exponent: Reading) -> Reading:
        def value(letters: Letters) -> Value:
            with np.errstate(all="ignore"):
                return power(base(letters), exponent(letters))

        return value

    def bare_atom(self) -> Reading:
        sign = self.next
        name = self.name()
        if name is not None:
            return name
        match sign.kind:
            case "number":
                self.take()
                try:
                    number = np.float64(sign.text)
                except ValueError:
                    self.refuse("no number")
                return lambda letters: number
            case "fraction":
                self.take()
                above, below = map(self.whole, sign.rows)
                return self._over(above, below)
            case "root":
                self.take()
                part = self.whole(sign.rows[0])
                return lambda letters: np.sqrt(part(letters))
            case "end":
                self.refuse("something is missing")
        if sign.kind != "sign":
            self.refuse("nothing is read here")
        if sign.text == "" and sign.form == "prefix":
            return self.derivative_at()
        if sign.text in OPEN and sign.form != "postfix":
            return self.bracket()
        if sign.text in ("max", "min"):
            return self.extreme()
        if sign.text == "e" and self._behind().kind == "sup":
            self.take()
            exponent = self.whole(self.take().rows[0])

            def exponential(letters: Letters) -> Value:
                with np.errstate(all="ignore"):
                    return np.exp(exponent(letters))

            return exponential
        if sign.text in CONSTANTS:
            self.take()
            return lambda letters: np.float64(CONSTANTS[sign.text])
        self.refuse(f"no meaning is known of {sign.text}")

    # --- names

    def name(self) -> Reading | None:
        """A letter, a name of several signs, or a letter with an index, if one stands here."""
        rest = self.signs[self.here :]
        for known in self.known:
            if rest[: len(known)] == known:
                behind = rest[len(known)] if len(rest) > len(known) else Sign("end")
                if behind.kind == "sub":
                    continue
                self.here += len(known)
                return lambda letters: letters.number(known)
        for known in self.families:
            behind = rest[len(known)] if len(rest) > len(known) else Sign("end")
            if rest[: len(known)] == known and behind.kind == "sub":
                self.here += len(known) + 1
                indices = behind.rows[0]
                return lambda letters: letters.family(known, self._places(indices, letters))
        if self.letters.others:
            letter = self.next.text.isalpha() and self.next.text not in TAKEN
            if letter or self.next.kind == "over":
                return self._some_letter()
        return None

    def _some_letter(self) -> Reading:
        letter = (self.take(),)
        if self.next.kind == "sub":
            letter += (self.take(),)
        while self.sees("′") or (self.next.kind == "sup" and self.next.rows == ((PRIME,),)):
            letter += (self.take(),)

        def value(letters: Letters) -> Value:
            raise Unreadable(f"no meaning is known of {shown(letter)}")

        return value

    def _places(self, indices: Row, letters: Letters) -> tuple[int, ...]:
        """The components that the small letters or numbers stand for."""
        found = []
        for sign in indices:
            if sign.kind == "number":
                found.append(int(sign.text) - 1)
            elif sign.kind == "sign" and sign.text in letters.places:
                found.append(letters.places[sign.text])
            elif sign.text != ",":
                raise Unreadable(f"the index {shown(indices)} stands for no component here")
        return tuple(found)

    def small(self, kind: str) -> Reading | None:
        """The row of a small index or power, if one stands here."""
        if self.next.kind != kind:
            return None
        return self.whole(self.take().rows[0])

    # --- brackets

    def bracket(self) -> Reading:
        opening = self.take()
        close = OPEN[opening.text]
        with self.knowing(open=opening.text):
            if opening.text == "[":
                return self._square()
            parts = [self.sum()]
            while opening.text == "(" and self.sees(","):
                self.take()
                parts.append(self.sum())
        self.take(close)
        first = parts[0]
        match opening.text:
            case "|":
                return lambda letters: size_of(first(letters))
            case "‖":
                return lambda letters: length_of(first(letters))
            case "⌊":
                return lambda letters: np.floor(first(letters))
        if len(parts) == 1:
            return first
        return lambda letters: np.array([part(letters) for part in parts])

    def _square(self) -> Reading:
        """[a > b], which is 1 or 0; or a table."""
        if self.next.kind == "table":
            table = self.take()
            self.take("]")
            cells = [self.whole(cell) for cell in table.rows]
            lines = int(table.text)
            shape = (lines,) if len(cells) == lines else (lines, -1)
            return lambda letters: np.array([cell(letters) for cell in cells]).reshape(shape)
        indices = self._two_indices()
        if indices:
            one, other = indices
            self.take("]")
            return lambda letters: np.float64(
                self._places((one,), letters) == self._places((other,), letters)
            )
        holds = self.comparison()
        self.take("]")
        return lambda letters: np.float64(holds(letters))

    def _two_indices(self) -> tuple[Sign, Sign] | None:
        """i = j, where both are indices."""
        one, equal, other = self.next, self._behind(), self._behind(2)
        places = {*self.letters.places, *self.counted}
        if equal.text == "=" and one.text in places and other.text in places:
            self.here += 3
            return one, other
        return None

    def comparison(self) -> Callable[[Letters], bool]:
        """One sum, a sign between, another one."""
        left = self.sum()
        if not self.sees(*COMPARED):
            self.refuse("no comparison")
        compare = COMPARED[self.take().text]
        right = self.sum()

        def holds(letters: Letters) -> bool:
            return bool(compare(np.real(left(letters)), np.real(right(letters))))

        return holds

    # --- over an index

    def over_an_index(self) -> Reading:
        operator = self.take().text
        if self.next.kind != "sub":
            self.refuse(f"{operator} over nothing")
        letter, start, kept = self._range(self.take().rows[0])
        last = self.small("sup")
        with self.knowing(counted=letter):
            body = self.product()

        def value(letters: Letters) -> Value:
            count = letters.count if last is None else int(np.real(last(letters))) + 1 - start
            chosen = (letters.at(letter, k) for k in range(count))
            values = [body(there) for there in chosen if kept(there)]
            if operator == "max":
                return largest(values)
            total: Value = np.float64(operator == "∏")
            for part in values:
                total = times(total, part) if operator == "∏" else total + part
            return total

        return value

    def _range(self, below: Row) -> tuple[str, int, Callable[[Letters], bool]]:
        """What stands below: the letter, its first number, whether a place of it is kept."""
        letter = below[0].text
        match below[1:]:
            case ():
                return letter, 1, lambda letters: True
            case (Sign(text="≠"), but):
                return (
                    letter,
                    1,
                    lambda letters: letters.places[letter] != self._places((but,), letters)[0],
                )
            case (Sign(text="="), Sign(kind="number", text=first)):
                return letter, int(first), lambda letters: True
            case (Sign(kind="sub", rows=((Sign(kind="sign", text=index),),)), *_):
                return index, 1, Reader(below, self.letters, self).comparison()
        self.refuse(f"{shown(below)} below Σ, Π or max")

    # --- the largest, the least

    def extreme(self) -> Reading:
        name = self.take().text
        if name == "min" and self.sees("["):
            return self.least()
        self.take("(")
        parts = [self.sum()]
        while self.sees(","):
            self.take()
            parts.append(self.sum())
        self.take(")")
        if name == "min":
            return lambda letters: -largest([-part(letters) for part in parts])
        return lambda letters: largest([part(letters) for part in parts])

    def least(self) -> Reading:
        """min[s : …], by halving: what holds for one number holds for all greater ones."""
        self.take("[")
        start = self.here
        while not self.sees(":"):
            if self.take().kind == "end":
                self.refuse(": is missing")
        letter = self.signs[start : self.here]
        self.take()
        with self.knowing(bound=letter):
            holds = self.comparison()
        self.take("]")

        def value(letters: Letters) -> Value:
            low, high = 0.0, 1.0
            while not holds(letters.with_number(letter, np.float64(high))):
                low, high = high, 2 * high
                if high > FARTHEST:
                    raise Unreadable(f"no {shown(letter)} is large enough")
            for _ in range(80):
                middle = (low + high) / 2
                enough = holds(letters.with_number(letter, np.float64(middle)))
                low, high = (low, middle) if enough else (middle, high)
            return np.float64(high)

        return value

    def lowest(self) -> Reading:
        """argmin over v of what first falls and then rises: where its slope changes its sign."""
        self.take()
        if self.next.kind != "sub":
            self.refuse("argmin over nothing")
        letter = self.take().rows[0]
        with self.knowing(bound=letter):
            body = self.product()

        def value(letters: Letters) -> Value:
            def rises(v: float) -> bool:
                return slope(body(letters.with_number(letter, v + 1j * STEP))) > 0

            low, high = -1.0, 1.0
            while rises(low) or not rises(high):
                low, high = 2 * low, 2 * high
                if high > FARTHEST:
                    raise Unreadable("no least value")
            for _ in range(80):
                middle = (low + high) / 2
                low, high = (low, middle) if rises(middle) else (middle, high)
            return np.float64(high)

        return value

    # --- derivatives

    def _by(self) -> Row | None:
        """What a fraction ∂/∂x is taken by."""
        above, below = self.next.rows
        first = above[0].text if above else ""
        if first not in ("∂", "d") or not below or below[0].text != first or len(below) < 2:
            return None
        return below[1:]

    def _operator(self) -> tuple[Row, Row]:
        """What is differentiated by, and what stands above the bar beside ∂."""
        by = self._by()
        if by is None:
            self.refuse("no derivative")
        return by, self.take().rows[0][1:]

    def derivative(self) -> Reading:
        """∂/∂x of a product, at the x that is known."""
        by, above = self._operator()
        body = self.whole(above) if above else self.product()
        family = components(by)
        if family in self.families:
            return lambda letters: np.array(
                [slope(body(letters.moved(family, (k,), 1j * STEP))) for k in range(letters.count)]
            )
        name, indices = self._one_letter(by)

        def value(letters: Letters) -> Value:
            places = None if indices is None else self._places(indices, letters)
            return slope(body(letters.moved(name, places, 1j * STEP)))

        return value

    def _one_letter(self, signs: Row) -> tuple[Row, Row | None]:
        if signs in self.known:
            return signs, None
        if signs[-1].kind == "sub" and signs[:-1] in self.families:
            return signs[:-1], signs[-1].rows[0]
        self.refuse(f"no meaning is known of {shown(signs)}")

    def derivative_at(self) -> Reading:
        """∂/∂x of a product, with the x at which it is taken small behind the bar."""
        self.take("")
        by, above = self._operator()
        if above:
            self.refuse("∂ … /∂x with a place")
        family = components(by)
        if family:
            self.families = [family, *self.families]
            body = self.product()
            self.families = self.families[1:]
        else:
            with self.knowing(bound=by):
                body = self.product()
        if not (self.sees("|") and self.next.form == "postfix" and self._behind().kind == "sub"):
            self.refuse("no place of the derivative")
        self.take()
        at = self.take().rows[0]
        if at[: len(by)] != by or at[len(by)].text != "=":
            self.refuse(f"{shown(at)} is no place of {shown(by)}")
        place = self.whole(at[len(by) + 1 :])
        if not family:
            return lambda letters: slope(body(letters.with_number(by, place(letters) + 1j * STEP)))

        def value(letters: Letters) -> Value:
            there = np.asarray(place(letters))
            letters = replace(letters, families={**letters.families, family: there.__getitem__})
            moved = (letters.moved(family, (k,), 1j * STEP) for k in range(len(there)))
            return np.array([slope(body(one)) for one in moved])

        return value


def components(by: Row) -> Row | None:
    """The letter of the components of a bold letter: z of 𝐳, the vector of the z_i."""
    if len(by) != 1 or by[0].kind != "sign":
        return None
    plain = unicodedata.normalize("NFKC", by[0].text)
    return None if plain == by[0].text else (Sign("sign", plain),)


def slope(moved: Value) -> Value:
    return np.imag(moved) / STEP


def largest(values: list[Value]) -> Value:
    """By the real part, so that a derivative can be taken."""
    if not values:
        raise Unreadable("max of nothing")
    found = values[0]
    for other in values[1:]:
        found = other if np.real(other) > np.real(found) else found
    return found


# --- all of a formula ---------------------------------------------------------------------------


def read(signs: Row, letters: Letters | None = None) -> Value:
    """The number (or vector, or matrix) that a row states.

    Raises:
      Unreadable: it states none, or one could read two.
    """
    letters = letters or Letters()
    return Reader(signs, letters).line()(letters)


def parsed(signs: Row) -> None:
    """A row whose letters need not be known.

    Raises:
      Unreadable: it has no meaning whatever they stand for.
    """
    Reader(signs, Letters(others=True)).all()


def sides(signs: Row) -> list[tuple[str, Row]]:
    """What stands between the relations of a row, each with the sign before it, "" at first.

    A relation within brackets is none of the row.
    """
    found: list[tuple[str, Row]] = [("", ())]
    depth = 0
    for sign in signs:
        depth += (sign.text in ("(", "[")) - (sign.text in (")", "]"))
        if sign.text in RELATIONS and not depth:
            found.append((sign.text, ()))
        else:
            found[-1] = (found[-1][0], (*found[-1][1], sign))
    return found
