"""Lesson 6: the additive margin, and how wide it may and must be."""

from lossviz.derivations.margin import additive, width

ALL = (*additive.ALL, *width.ALL)
