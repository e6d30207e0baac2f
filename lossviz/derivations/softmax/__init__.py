"""Lesson 1: what softmax does not see, and the sigmoid inside it."""

from lossviz.derivations.softmax import sigmoid, translation

ALL = (*translation.ALL, *sigmoid.ALL)
