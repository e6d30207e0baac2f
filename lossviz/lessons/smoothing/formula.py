"""The formula that holds where the learner stands on the road."""

import numpy as np

from lossviz import formulas
from lossviz.pictures import Formula, Row, row

FORMULAS = formulas.road()


def variant(at: np.ndarray) -> np.ndarray:
    """Which of FORMULAS holds at each position of the road."""
    whole = np.floor(at)
    return 2 * whole + (at > whole)


def formula_row() -> Row:
    """The formula that holds where the learner stands on the road."""
    formula = Formula(id="formula", value="variant", formulas=FORMULAS)
    return row(formula, grow=0)
