"""One table of the data sets: what each is, how many classes and points it offers, whose it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from lossviz.upload import UploadMissing, recall

MAX_POINTS = 2000
_UCI = "Creative Commons Attribution 4.0 (UCI Machine Learning Repository)"


@dataclass(frozen=True)
class DataInfo:
    """A data set.

    low, high: fewest and most classes; classes: how many are shown at first; names and counts: of
    each class and its rows, where the rows are given (they are used in this order); features: input
    columns;
    spread, imbalance: whether these two settings apply; images: whether each point is a picture.
    An upload has features 0 and neither names nor counts: its table says.
    """

    key: str
    kind: str  # "real" | "synthetic" | "upload"
    low: int
    high: int
    classes: int
    features: int
    citation: str
    licence: str = ""
    names: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()
    spread: bool = False
    imbalance: bool = False
    images: bool = False


def _real(key: str, classes: int, features: int, rows: dict[str, int], citation: str, **more):
    """`rows`: how many of each class, by its name."""
    names, counts = tuple(rows), tuple(rows.values())
    most = len(rows)
    return DataInfo(key, "real", 2, most, classes, features, citation, _UCI, names, counts, **more)


def _synthetic(key: str, low: int, high: int, classes: int, citation: str = "", **more):
    return DataInfo(key, "synthetic", low, high, classes, 2, citation, **more)


_ALL = (
    _real(
        "digits",
        6,
        64,
        dict(zip("0123456789", (178, 182, 177, 183, 181, 182, 181, 179, 174, 180), strict=True)),
        "E. Alpaydin, C. Kaynak: Optical Recognition of Handwritten Digits, 1998, "
        "doi:10.24432/C50P49 (its test set, as shipped with scikit-learn)",
        images=True,
    ),
    _real(
        "iris",
        3,
        4,
        {"setosa": 50, "versicolor": 50, "virginica": 50},
        "R. A. Fisher: The use of multiple measurements in taxonomic problems, "
        "Annals of Eugenics 7, 1936, doi:10.24432/C56C76 (as shipped with scikit-learn)",
    ),
    _real(
        "wine",
        3,
        13,
        # the file numbers its growers 1 to 3; scikit-learn writes class_0 to class_2
        {"1": 59, "2": 71, "3": 48},
        "S. Aeberhard, M. Forina: Wine, 1991, doi:10.24432/C5PC7J (as shipped with scikit-learn)",
    ),
    _real(
        "cancer",
        2,
        30,
        {"malignant": 212, "benign": 357},
        "W. Wolberg, O. Mangasarian, N. Street, W. Street: Breast Cancer Wisconsin (Diagnostic), "
        "1995, doi:10.24432/C5DW2B (as shipped with scikit-learn)",
    ),
    _synthetic(
        "ring",
        2,
        12,
        6,
        "long-tailed class sizes as in K. Cao et al.: Learning Imbalanced Datasets with "
        "Label-Distribution-Aware Margin Loss, NeurIPS 2019",
        spread=True,
        imbalance=True,
    ),
    _synthetic(
        "spirals",
        2,
        6,
        3,
        "after K. Lang, M. Witbrock: Learning to Tell Two Spirals Apart, 1988",
        spread=True,
    ),
    _synthetic("close", 2, 6, 4, spread=True),
    _synthetic(
        "random",
        2,
        10,
        6,
        "after C. Zhang et al.: Understanding Deep Learning Requires Rethinking Generalization, "
        "ICLR 2017",
    ),
    DataInfo("upload", "upload", 2, 20, 6, 0, ""),
)

DATASETS: Mapping[str, DataInfo] = MappingProxyType({info.key: info for info in _ALL})


def class_range(dataset: str, upload: str = "") -> tuple[int, int]:
    """Fewest and most classes that can be asked for.

    An uploaded table is used with all its classes; one that is not in the store allows 2 to 20.
    Raises KeyError on an unknown data set.
    """
    info = DATASETS[dataset]
    if info.kind == "upload":
        counts = _upload_counts(upload)
        return (info.low, info.high) if counts is None else (len(counts), len(counts))
    return info.low, info.high


def default_classes(dataset: str, upload: str = "") -> int:
    """How many classes are shown unless a number is asked for."""
    low, high = class_range(dataset, upload)
    return min(max(DATASETS[dataset].classes, low), high)


def available_points(dataset: str, classes: int, upload: str = "") -> int:
    """Most training points there are: 2000 of a synthetic set, `training_share` of the rows of any
    other. An upload that is not in the store counts as 2000.
    """
    info = DATASETS[dataset]
    counts = _upload_counts(upload) if info.kind == "upload" else info.counts
    if not counts:
        return MAX_POINTS
    return training_share(sum(counts[:classes]))


def training_share(rows: int) -> int:
    """How many of the rows may be trained on: three quarters, at most 2000."""
    return min(rows * 3 // 4, MAX_POINTS)


def _upload_counts(upload: str) -> tuple[int, ...] | None:
    try:
        return tuple(np.bincount(recall(upload).labels).tolist())
    except UploadMissing:
        return None
