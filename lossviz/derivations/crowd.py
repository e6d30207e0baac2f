"""In practice: a scale that many classes in few dimensions cannot do without.

Terms: C (number of classes), d (dimensions), P (wanted probability), s.
"""

import numpy as np

from lossviz import theory
from lossviz.derivations.old import Derivation, Env, Given, Step, at_least, tex
from lossviz.derivations.writing import LN, Slots, mark, numbers


def _least_numbers(put: Slots, env: Env) -> str:
    count = put.put("C", env["C"], "C")
    return (
        rf"\min\left[\,s : {count}\,E_{{{put.put('d', env['d'], 'd')}}}"
        rf"\left[e^{{s(\cos\theta - 1)}}\right] \le \frac{{1}}{{{put.put('P', env['P'], 'P')}}}"
        r"\,\right]"
    )


def _product(put: Slots, env: Env) -> str:
    count, p = put.put("C", env["C"], "C"), put.put("P", env["P"], "P")
    return rf"{LN}({count} \cdot {p})"


crowd = Derivation(
    "crowd",
    (
        Given("C", "count", 2, 100_000),
        Given("d", "count", 2, 512),
        Given("P", "number", 0.5, 0.999, why="a page asks for no less and no more"),
    ),
    (
        Step(
            "least",
            tex(
                r"@s{\min\left[\,s : @C{C}\,@d{E_{d}\left[e^{s(\cos\theta - 1)}\right]} \le"
                r" \frac{1}{@P{P}}\,\right]}"
            ),
            lambda env: theory.crowd_scale(env["C"], env["d"], env["P"]),
            numbers(_least_numbers),
        ),
        Step(
            "jensen",
            tex(r"@s{\ln(@C{C}\,@P{P})}"),
            lambda env: np.log(env["C"] * env["P"]),
            numbers(lambda put, env: mark("s", _product(put, env))),
            at_least,
        ),
    ),
)

ALL = (crowd,)
