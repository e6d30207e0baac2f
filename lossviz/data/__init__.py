"""Data sets: one signature, seeded, real ones first."""

from lossviz.data.catalogue import (
    DATASETS,
    DataInfo,
    available_points,
    class_range,
    default_classes,
)
from lossviz.data.dataset import Dataset, load
from lossviz.upload import UploadMissing

__all__ = [
    "DATASETS",
    "DataInfo",
    "Dataset",
    "UploadMissing",
    "available_points",
    "class_range",
    "default_classes",
    "load",
]
