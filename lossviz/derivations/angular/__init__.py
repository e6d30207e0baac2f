"""Lesson 7: angles, the angle that is added, and the pull on it."""

from lossviz.derivations.angular import angles, detour, pull

ALL = (*angles.ALL, *pull.ALL, *detour.ALL)
