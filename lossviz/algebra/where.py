"""A line whose letters are explained behind it: …, s = √2 ln(C − 1)."""

from __future__ import annotations

from lossviz.algebra.expression import BREAK, SUM, Array, Expression, Named, Pen, Scope


class Where(Expression):
    """A line, and what its names stand for. Among numbers nothing needs to be explained."""

    binds = SUM

    def __init__(self, line: Expression, *names: Named) -> None:
        self.parts, self.names = (line,), names
        self.order = line.order

    def value(self, scope: Scope) -> Array:
        return scope.of(self.parts[0])

    def write(self, pen: Pen, lead: bool = True) -> str:
        line = self.parts[0].write(pen, lead)
        if pen.numbers:
            return line
        told = (f"{name.write(pen)} = {name.parts[0].write(pen)}" for name in self.names)
        return rf",{BREAK}\quad ".join((line, *told))


def where(line: Expression, *names: Named) -> Where:
    """`line`, followed by what each of `names` (by `called`) stands for."""
    return Where(line, *names)
