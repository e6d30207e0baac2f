"""Exact decision sets: arcs of the circle, polygons of the plane, curves on the sphere.

A class's region is where its score beats every rival's: with margin, where training is content;
without, where inference decides. NumPy float64, vectorised over the frames of a run or a sweep.
"""

from lossviz.geometry.circle import Sectors, circle_sectors
from lossviz.geometry.contest import classify, has_margin
from lossviz.geometry.empty import empty_classes
from lossviz.geometry.plane import Polygons, plane_polygons
from lossviz.geometry.sphere import Curves, sphere_curves

__all__ = [
    "Curves",
    "Polygons",
    "Sectors",
    "circle_sectors",
    "classify",
    "empty_classes",
    "has_margin",
    "plane_polygons",
    "sphere_curves",
]
