"""Lesson 9: what smoothed targets give to each class, and how it is written.

Terms: e (ε, the share that is given away), q (targets), C (number of classes).
"""

from lossviz.algebra import as_number, called, number
from lossviz.derivations.derivation import Given

MOST = 1000
CLASSES = Given("C", "count", 2, MOST)
# 0, or no smaller: what the target keeps is 1 − ε′, and a double has to tell it from 1
SHARE = Given("e", "number", 1e-6, 1)

C, eps = number("C"), number("e", r"\varepsilon")
rivals = as_number("K", C - 1, "C")
# what all rivals have together
eps_prime = called(r"\varepsilon'", eps * (rivals / C), "e", "ep")
q_own = called("q_y", 1 - eps + eps / C, "q", "qy")
q_rival = called("q_i", eps / C, "q", "qi")
