"""A run as the arrays that it has, in one file for `numpy.load`."""

import io
from typing import Any

import numpy as np

from lossviz.export.about import readme, settings_text
from lossviz.training import Run
from lossviz.training.run import params_at
from lossviz.words.locale import DEFAULT


def to_npz(run: Run, lang: str = DEFAULT) -> bytes:
    """All snapshots of a run as an NPZ file; it loads without pickle.

    Its arrays: steps [T], features [T, N, d], test_features [T, M, d], weights [T, d, C],
    bias [T, C], loss, accuracy and test_accuracy [T], labels and clean_labels [N],
    test_labels [M], class_names [C], the parameters of the loss at each step, `param_<key>` [T],
    stopped_step [] (−1 where the run went on to its end), and as texts `readme` and `settings`.

    Args:
      lang: of the readme.
    """
    arrays: dict[str, Any] = {
        "steps": run.steps,
        "features": run.features,
        "test_features": run.test_features,
        "weights": run.weights,
        "bias": run.bias,
        "loss": run.loss,
        "accuracy": run.accuracy,
        "test_accuracy": run.test_accuracy,
        "labels": run.labels,
        "clean_labels": run.data.clean_labels,
        "test_labels": run.test_labels,
        "class_names": np.array(run.data.class_names),
        "stopped_step": np.int64(-1 if run.stopped is None else run.stopped.step),
        **{f"param_{key}": value for key, value in params_at(run.settings, run.steps).items()},
        # texts as arrays of their own: an array of objects would need pickle
        "readme": np.array(readme(run, lang)),
        "settings": np.array(settings_text(run.settings)),
    }
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()
