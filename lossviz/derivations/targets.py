"""Lesson 9: what smoothed targets give to each class, and how it is written.

Terms: e (ε, the share that is given away), q (targets), C (number of classes).
"""

import numpy as np

from lossviz.derivations.old import Env, Given
from lossviz.derivations.writing import Slots

MOST = 1000
C = Given("C", "count", 2, MOST)
# 0, or no smaller: what the target keeps is 1 − ε′, and a double has to tell it from 1
E = Given("e", "number", 1e-6, 1)


def spread(env: Env) -> np.ndarray:
    """ε′ = ε (C − 1)/C: what all rivals have together."""
    return env["e"] * (env["C"] - 1) / env["C"]


def kept(env: Env) -> np.ndarray:
    """q_y = 1 − ε + ε/C."""
    return 1 - env["e"] + env["e"] / env["C"]


def each(env: Env) -> np.ndarray:
    """q_i = ε/C."""
    return env["e"] / env["C"]


def put_c(put: Slots, env: Env) -> str:
    return put.put("C", env["C"], "C")


def put_k(put: Slots, env: Env) -> str:
    return put.put("K", env["C"] - 1, "C")


def put_e(put: Slots, env: Env) -> str:
    return put.put("e", env["e"], "e")


def put_prime(put: Slots, env: Env) -> str:
    return put.put("ep", spread(env), "e")


def put_own(put: Slots, env: Env) -> str:
    return put.put("qy", kept(env), "q")


def put_rival(put: Slots, env: Env) -> str:
    return put.put("qi", each(env), "q")


SHARE = r"@e{\varepsilon}"
GIVEN = r"@e{\varepsilon'}"
