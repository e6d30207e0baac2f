"""Lesson 2: information, two distributions, and maximum likelihood."""

from lossviz.derivations.likelihood import divergence, information, maximum

ALL = (*information.ALL, *divergence.ALL, *maximum.ALL)
