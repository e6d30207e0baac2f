"""Lesson 3: one entry of the Jacobian, off the diagonal and on it, and what the loss makes of it.

Terms: z (scores), a (probabilities), g (gradient), J (the Jacobian).
"""

from lossviz.algebra import Scope, as_number, derivative, exp, mark, times
from lossviz.derivations.derivation import Derivation, Given, Step, applied
from lossviz.derivations.gradient.chain import CLASSES, Y, Z, a, of_target, share, sum_of_exp, z

I = Given("i", "index", sizes=CLASSES, unlike="y")  # noqa: E741

e_y, e_i = exp(z["y"]), exp(z["i"])
# one number, where it stands in a line many times
S = as_number("S", sum_of_exp)

times_loss = applied(
    r"\times\left({-\frac{1}{a_y}}\right)", lambda value, env: value * Scope(env).of(of_target)
)

other_entry = -times(a["y"], a["i"])

jacobian_other = Derivation(
    "jacobian_other",
    (Z, Y, I),
    (
        Step("derivative", mark("J", derivative(share("y"), z["i"]))),
        Step("quotient", mark("J", (times(0, S) - e_y * e_i) / S**2)),
        Step("apart", mark("J", -times(e_y / S, e_i / S))),
        Step("entry", mark("J", other_entry)),
        Step("loss", mark("g", of_target * other_entry), times_loss),
        Step("gradient", mark("g", a["i"])),
    ),
)

own_entry = a["y"] - a["y"] ** 2

jacobian_own = Derivation(
    "jacobian_own",
    (Z, Y),
    (
        Step("derivative", mark("J", derivative(share("y"), z["y"]))),
        Step("quotient", mark("J", (times(e_y, S) - e_y * e_y) / S**2)),
        Step("apart", mark("J", e_y / S - (e_y / S) ** 2)),
        Step("entry", mark("J", own_entry)),
        Step("loss", mark("g", of_target * own_entry), times_loss),
        Step("gradient", mark("g", a["y"] - 1)),
    ),
)

ALL = (jacobian_other, jacobian_own)
