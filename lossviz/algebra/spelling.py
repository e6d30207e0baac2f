"""The same number written in two ways, a line with what its letters mean, an index of two names."""

from __future__ import annotations

from functools import cached_property

from lossviz.algebra.expression import Expression, Shown, expression
from lossviz.algebra.leaves import Named
from lossviz.algebra.scope import LETTERS, Array, Numbers, Pen, Scope
from lossviz.algebra.writing import BREAK, whole


class Alike(Shown):
    """A number that is written in one way in letters and in another with numbers.

    Its value is that of the numbers; a test checks that of the letters.
    """

    def __init__(self, letters, numbers) -> None:
        self.parts = (expression(letters), expression(numbers))
        kinds = {part.order for part in self.parts}
        if len(kinds) > 1:
            raise ValueError(f"{self.parts[0].write(LETTERS)} and its numbers are no numbers alike")
        self.order = self.parts[0].order

    def value(self, scope: Scope) -> Array:
        return scope.of(self.parts[1])

    def shown(self, pen: Pen) -> tuple[Expression, Pen]:
        return self.parts[isinstance(pen, Numbers)], pen


def alike(letters, numbers) -> Alike:
    """`letters` in letters, and with numbers `numbers`, which is the same number."""
    return Alike(letters, numbers)


class Both(Alike):
    """left = right in letters, and right with numbers: a whole line."""

    def write(self, pen: Pen, lead: bool = True) -> str:
        left, right = self.parts
        return (
            right.write(pen)
            if isinstance(pen, Numbers)
            else f"{left.write(pen)} = {right.write(pen)}"
        )


def both(left, right) -> Both:
    """left = right, which are the same number."""
    return Both(left, right)


class Where(Shown):
    r"""line, \quad c = cos θ: a whole line, which says what its letters mean."""

    def __init__(self, line, *letters: Named) -> None:
        if not all(letter.latex for letter in letters):
            raise ValueError("a letter that is to be explained has a name: called(…)")
        super().__init__(line)
        self.letters = letters

    def write(self, pen: Pen, lead: bool = True) -> str:
        line = super().write(pen, lead)
        if isinstance(pen, Numbers):
            return line
        told = (f"{name.write(pen)} = {whole(name.parts[0].write(pen))}" for name in self.letters)
        return rf",{BREAK}\quad ".join((line, *told))


def where(line, *letters: Named) -> Where:
    """`line`, and beside its letters what each of `letters`, a `called` part, stands for."""
    return Where(line, *letters)


class Standing(Shown):
    """A part in which one more index stands where another does: y_i, the class of sample i."""

    def __init__(self, name: str, like: str, part) -> None:
        super().__init__(part)
        self.name, self.like = name, like

    @cached_property
    def indices(self) -> frozenset[str]:
        return self.parts[0].indices - {self.name} | {self.like}

    def extent(self, index: str, scope: Scope) -> int | None:
        if index == self.name:
            return None
        found = super().extent(index, scope)
        return super().extent(self.name, scope) if found is None and index == self.like else found

    def value(self, scope: Scope) -> Array:
        return scope.bind(self.name, scope.place(self.like)).of(self.parts[0])

    def shown(self, pen: Pen) -> tuple[Expression, Pen]:
        if not isinstance(pen, Numbers):
            return self.parts[0], pen
        return self.parts[0], pen.bind(self.name, pen.scope.place(self.like))


def standing(name: str, like: str, part) -> Standing:
    """`part`, in which the index `name` stands for the component that `like` stands for."""
    return Standing(name, like, part)
