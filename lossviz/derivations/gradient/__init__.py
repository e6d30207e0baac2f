"""Lesson 3: from the loss to a − y, and the C − 1 classifiers in it."""

from lossviz.derivations.gradient import chain, jacobian, pairs

ALL = (*chain.ALL, *jacobian.ALL, *pairs.ALL)
