"""Reads a printed formula back into the number that it states.

It knows the formula as it is seen (`derivations.rows`) and nothing of how it was written. What one
could take for two things is refused.

A row reads from the left: a sum of products; a product of factors side by side or with a dot or a
slash between them; a factor is a number, a letter, brackets, a fraction, a root, or a name such as
cos with one of these behind it. Σ, Π, max over an index, ∂/∂x go on to the next + or −.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import NoReturn

import numpy as np
from derivations.halving import halved
from derivations.letters import (
    CONSTANTS,
    FUNCTIONS,
    STEP,
    THETA,
    Letters,
    Reading,
    Value,
    exponential,
    largest,
    length_of,
    logarithm,
    mean_over_directions,
    power,
    size_of,
    slope,
    times,
)
from derivations.rows import (
    PRIME,
    RELATIONS,
    Row,
    Sign,
    Unreadable,
    components,
    parts_between,
    shown,
)

DEGREES = ("∘", "°")
DOTS = ("·", "⋅", "×")
OPEN = {"(": ")", "[": "]", "|": "|", "‖": "‖", "⌊": "⌋"}
COMPARED: Mapping[str, Callable] = {
    ">": np.greater, "<": np.less, "≥": np.greater_equal, "≤": np.less_equal, "=": np.equal,
}  # fmt: skip
# what no factor begins with
ENDS = ("+", "−", ")", "]", "⌋", ",", ":", "/", "!", "", *DOTS, *RELATIONS)
# names that are no letters
TAKEN = ({*FUNCTIONS} - {"σ"}) | {"log", "max", "min", "argmin", "e", "π"}
# two sides of an equation in a line are the same within this
SAME = 1e-9
# where min[s : …] looks for s first: some of these lie in the range where it holds
TRIED = (0.0, *np.geomspace(1e-12, 1e12, 250))
# how far argmin looks
FARTHEST = 1e9

# --- the grammar --------------------------------------------------------------------------------


class Reader:
    """Reads one row from the left to the right."""

    def __init__(self, signs: Row, letters: Letters, outer: Reader | None = None) -> None:
        self.signs, self.letters, self.here = signs, letters, 0
        # what a line says of the names in it
        self.defined: dict[Row, Reading] = outer.defined if outer else {}
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
        names = (*self.bound, *self.defined, *self.letters.names())
        return sorted(names, key=len, reverse=True)

    def all(self) -> Reading:
        found = self.sum()
        if self.next.kind != "end":
            self.refuse("nothing is read here")
        return found

    # --- sums and products

    def line(self) -> Reading:
        """One number, or several that are the same; behind a comma, what names in it mean."""
        line, *meanings = parts_between(self.signs, ",")
        # a name may be explained by one further behind
        checked = [found for one in reversed(meanings) if (found := self._define(one))]
        sides = [self.whole(side) for side in parts_between(line, "=")]

        def value(letters: Letters) -> Value:
            for meaning in checked:
                meaning(letters)
            first, *others = (side(letters) for side in sides)
            for other in others:
                self._same(first, other)
            return first

        return value

    def _define(self, meaning: Row) -> Reading | None:
        """Take in what a name means, name = …; it is found where nothing in it is still open."""
        name, *rest = parts_between(meaning, "=")
        if len(rest) != 1:
            self.refuse(f"{shown(meaning)} explains no name")
        # f(m) = …: within, m is a letter
        letter = name[name.index(Sign("sign", "(")) + 1 : -1] if name[-1].text == ")" else ()
        if letter and letter not in self.known:
            with self.knowing(bound=letter):
                self.defined = {**self.defined, name: self.whole(rest[0])}
            return None
        found = self.whole(rest[0])
        known = name in self.known

        def value(letters: Letters) -> Value:
            number = found(letters)
            if known:
                self._same(letters.number(name), number)
            return number

        self.defined = {**self.defined, name: value}
        return value

    def _same(self, one: Value, other: Value) -> None:
        if not np.allclose(one, other, rtol=SAME, atol=SAME):
            raise Unreadable(f"{one} = {other} is false in {shown(self.signs)}")

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
                if np.shape(part) != np.shape(total) and not letters.many:
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
        named = self._name()[0]
        wide = None if named else self.wide()
        if wide:
            return wide
        return self.function() if not named and self._function() else self.atom()

    def wide(self) -> Reading | None:
        """Σ, Π, max over an index, a derivative: what goes on to the next + or −."""
        if self.sees("∑", "∏") or (self.sees("max", "min") and self._behind().kind == "sub"):
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
        letter = self.sees("σ") and self._behind().text != "("
        return self.sees(*FUNCTIONS, "log") and not letter

    def function(self) -> Reading:
        """A function's name, with what it is taken of."""
        name = self.take().text
        exponent = self.small("sup")
        named = self._name()[0]
        wide = None if named else self.wide()
        bracket = self.sees("(")
        if wide:
            part = wide
        elif not named and self._function():
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
        if sign.text == "E" and self._behind().kind == "sub" and self._behind(2).text == "[":
            return self.mean()
        if sign.text == "e" and self._behind().kind == "sup":
            self.take()
            exponent = self.whole(self.take().rows[0])
            return lambda letters: exponential(exponent(letters))
        if sign.text in CONSTANTS:
            self.take()
            return lambda letters: np.float64(CONSTANTS[sign.text])
        self.refuse(f"no meaning is known of {sign.text}")

    # --- names

    def name(self) -> Reading | None:
        """A letter, a name of several signs, or a letter with an index, if one stands here."""
        length, found = self._name()
        if length:
            self.here += length
            return found
        if self.letters.others:
            letter = self.next.text.isalpha() and self.next.text not in TAKEN
            if letter or self.next.kind == "over":
                return self._some_letter()
        return None

    def _name(self) -> tuple[int, Reading | None]:
        """How many signs the name has that stands here, and what it stands for."""
        for known in self.known:
            if self._stands(known) and self._behind(len(known)).kind != "sub":
                return len(known), self.defined.get(known) or self._number(known)
        for known in self.families:
            behind = self._behind(len(known))
            if self._stands(known) and behind.kind == "sub":
                return len(known) + 1, self._component(known, behind.rows[0])
        return 0, None

    def _stands(self, name: Row) -> bool:
        return self.signs[self.here : self.here + len(name)] == name

    def _number(self, name: Row) -> Reading:
        return lambda letters: letters.number(name)

    def _component(self, family: Row, indices: Row) -> Reading:
        return lambda letters: letters.family(family, self._places(indices, letters))

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
        found: list[int] = []
        for k, sign in enumerate(indices):
            if sign.kind == "number":
                found.append(int(sign.text) - 1)
            elif sign.kind == "sub" and indices[k - 1].text in letters.choices:
                chosen = letters.choices[indices[k - 1].text]
                found.append(chosen(*self._places(sign.rows[0], letters)))
            elif sign.kind == "sign" and sign.text in letters.places:
                found.append(letters.places[sign.text])
            elif sign.text != "," and sign.text not in letters.choices:
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
            count = letters.counts.get(letter, letters.count)
            if last is not None:
                count = int(np.real(last(letters))) + 1 - start
            chosen = (letters.at(letter, k) for k in range(count))
            values = [body(there) for there in chosen if kept(there)]
            if operator == "max":
                return largest(values)
            if operator == "min":
                return -largest([-part for part in values])
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
            case (Sign(text="≠"), *but):

                def kept(letters: Letters) -> bool:
                    return self._places(tuple(but), letters) != (letters.places[letter],)

                return letter, 1, kept
            case (Sign(text="≤"), *last):

                def kept(letters: Letters) -> bool:
                    return (letters.places[letter],) <= self._places(tuple(last), letters)

                return letter, 1, kept
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
        """min[s : …] among the numbers from 0 on, ∞ if it never holds.

        It first holds somewhere among numbers a tenth apart, then by halving.
        """
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
            def enough(s: float) -> bool:
                return holds(letters.with_number(letter, np.float64(s)))

            first = next((k for k, s in enumerate(TRIED) if enough(s)), None)
            if first is None:
                return np.inf
            low, high = TRIED[max(first - 1, 0)], TRIED[first]
            return np.float64(halved(lambda s: not enough(s), low, high))

        return value

    def mean(self) -> Reading:
        """E_d[…], the mean over all directions of d dimensions, θ from a fixed one."""
        self.take()
        dimension = self.small("sub")
        self.take("[")
        with self.knowing(bound=THETA):
            body = self.sum()
        self.take("]")

        def value(letters: Letters) -> Value:
            return mean_over_directions(body, float(dimension(letters)), letters)

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
            def falls(v: float) -> bool:
                return not slope(body(letters.with_number(letter, v + 1j * STEP))) > 0

            low, high = -1.0, 1.0
            while not falls(low) or falls(high):
                low, high = 2 * low, 2 * high
                if high > FARTHEST:
                    raise Unreadable("no least value")
            return np.float64(halved(falls, low, high))

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
        family = by[:-1] if by[-1].kind == "sub" else components(by)
        with self.knowing(bound=by):
            self.families = [family, *self.families] if family else self.families
            body = self.product()
            self.families = self.families[1:] if family else self.families
        if not (self.sees("|") and self.next.form == "postfix" and self._behind().kind == "sub"):
            self.refuse("no place of the derivative")
        self.take()
        variable, *place = parts_between(self.take().rows[0], "=")
        if len(place) != 1:
            self.refuse("no place of the derivative")
        found = self.whole(place[0])
        if variable == by and not components(by):
            return lambda letters: slope(body(letters.with_number(by, found(letters) + 1j * STEP)))
        if family is None or components(variable) != family:
            self.refuse(f"{shown(variable)} is not {shown(by)}")
        return self._slopes(body, by, family, found)

    def _slopes(self, body: Reading, by: Row, family: Row, place: Reading) -> Reading:
        """By one component, or by all, at a vector of them."""

        def value(letters: Letters) -> Value:
            there = np.atleast_1d(place(letters))
            all_ = replace(letters, families={**letters.families, family: there.__getitem__})
            if by[-1].kind == "sub":
                at = self._places(by[-1].rows[0], letters)
                moved = all_.moved(family, at, 1j * STEP)
                return slope(body(moved.with_number(by, moved.family(family, at))))
            moved = (all_.moved(family, (k,), 1j * STEP) for k in range(len(there)))
            return np.array([slope(body(one)) for one in moved])

        return value


# --- all of a formula ---------------------------------------------------------------------------


def reading(signs: Row, letters: Letters) -> Reading:
    """What a row states, for these letters and for others of the same names.

    Raises:
      Unreadable: it states nothing, or one could read two things.
    """
    return Reader(signs, letters).line()


def read(signs: Row, letters: Letters | None = None) -> Value:
    """The number (or vector, or matrix) that a row states.

    Raises:
      Unreadable: as `reading`, or it is no number with these letters.
    """
    letters = letters or Letters()
    # logarithms of zero and the like are limits that lines show
    with np.errstate(all="ignore"):
        return reading(signs, letters)(letters)


def parsed(signs: Row) -> None:
    """A row whose letters need not be known.

    Raises:
      Unreadable: it has no meaning whatever they stand for.
    """
    Reader(signs, Letters(others=True)).all()
