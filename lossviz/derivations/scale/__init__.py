"""Lesson 5: what a scale does to scores, and how large it must be."""

from lossviz.derivations.scale import cosines, least_scale, overshoot

ALL = (*overshoot.ALL, *cosines.ALL, *least_scale.ALL)
