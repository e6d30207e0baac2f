"""Lesson 4: from the perceptron to cross-entropy, by smoothing the maximum."""

from lossviz.derivations.smoothing import budget, equal, lse, objectives

ALL = (*objectives.ALL, *lse.ALL, *budget.ALL, *equal.ALL)
