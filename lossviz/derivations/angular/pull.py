"""Lesson 7: the pull of one sample's loss on its angle, for every target logit of the family.

Terms: s, m, psi (target logit), p (probability), pull, c (the rival's cosine), theta.
"""

import numpy as np

from lossviz.algebra import (
    Scope,
    alike,
    as_number,
    called,
    cos,
    derivative,
    exp,
    ln,
    mark,
    number,
    sin,
)
from lossviz.derivations.derivation import Derivation, Given, Step, applied, at_most

theta = number("theta", r"\theta", unit="deg")
s, c = number("s"), number("c", r"\cos\theta_j")
m1, m3 = number("m1", "m_1", "m"), number("m3", "m_3", "m")
m2 = number("m2", "m_2", "m", unit="deg")

turned = m1 * theta + m2
psi = called(r"\psi(\theta)", cos(turned) - m3, "psi", "psi")
slope = called(r"\psi'(\theta)", derivative(psi, theta), "psi", "slope")

own, rival = exp(s * psi), exp(s * c)
share = own / (own + rival)
# the rival's share keeps its digits where p is nearly 1
missing = alike(1 - called("p", share, "p"), as_number("rest", rival / (own + rival), "p"))
rival_to_own = exp(s * (c - psi))

loss = -ln(mark("p", share))
loss_slope = derivative(loss, theta)

target_gradient = Derivation(
    "target_gradient",
    (
        Given("theta", "number", 0, 180),
        Given("m1", "number", 1, 4),
        # a piece of p(θ) is m2 = −k·180°, m3 = 2k
        Given("m2", "number", -540, 90),
        Given("m3", "number", 0, 6),
        Given("s", "number", 0, 64, why="e^710 is no double"),
        Given("c", "number", -1, 1),
    ),
    (
        Step("loss", loss),
        Step("divided", ln(1 + rival_to_own)),
        Step(
            "chain",
            rival_to_own / (1 + rival_to_own) * s * -slope,
            applied(
                r"\frac{\partial}{\partial \theta}",
                lambda _, env: np.asarray(Scope(env).of(loss_slope)),
            ),
        ),
        Step("missing", mark("pull", s * missing * -slope)),
        Step("written", mark("pull", s * missing * m1 * sin(turned))),
        Step("most", s * m1, at_most),
    ),
)

ALL = (target_gradient,)
