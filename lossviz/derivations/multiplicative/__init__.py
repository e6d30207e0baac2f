"""Lesson 8: an angle times m, and where its regions end."""

from lossviz.derivations.multiplicative import edges, piecewise

ALL = (*piecewise.ALL, *edges.ALL)
