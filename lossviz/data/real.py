"""The four real data sets that come with scikit-learn."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from jaxtyping import Float64, Int32, UInt8

from lossviz.data.catalogue import DATASETS


class Rows(NamedTuple):
    """All rows of a data set in their own units; images: ink from 0 to 16."""

    values: Float64[np.ndarray, "n D"]
    labels: Int32[np.ndarray, " n"]
    class_names: tuple[str, ...]
    feature_names: tuple[str, ...]
    images: UInt8[np.ndarray, "n 8 8"] | None


@lru_cache(maxsize=4)
def read(key: str) -> Rows:
    """The rows of "digits", "iris", "wine" or "cancer". The arrays are shared: read-only."""
    # Imported here because scikit-learn takes half a second that synthetic sets need not pay.
    from sklearn import datasets

    reader = {
        "digits": datasets.load_digits,
        "iris": datasets.load_iris,
        "wine": datasets.load_wine,
        "cancer": datasets.load_breast_cancer,
    }[key]
    bunch = reader()
    images = bunch.images.astype(np.uint8) if key == "digits" else None
    rows = Rows(
        np.asarray(bunch.data, dtype=np.float64),
        np.asarray(bunch.target, dtype=np.int32),
        DATASETS[key].names,
        tuple(str(n) for n in bunch.feature_names),
        images,
    )
    for array in (rows.values, rows.labels, rows.images):
        if array is not None:
            array.flags.writeable = False
    return rows
