"""Data sets: one signature, seeded, real ones first."""

from lossviz.data.catalogue import (
    DATASETS,
    DataInfo,
    available_points,
    class_range,
    default_classes,
)
from lossviz.data.dataset import Dataset, load
from lossviz.data.plane import NoPlane, Plane, plane_of
from lossviz.upload import UploadMissing

__all__ = [
    "DATASETS",
    "DataInfo",
    "Dataset",
    "NoPlane",
    "Plane",
    "UploadMissing",
    "available_points",
    "class_range",
    "default_classes",
    "load",
    "plane_of",
]
