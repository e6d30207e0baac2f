"""A run as tables for a spreadsheet: points, class vectors and curves, in one ZIP file."""

import csv
import io
import math
import zipfile
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from lossviz import losses
from lossviz.export.about import readme
from lossviz.metrics import cosines, inference_scores, unit
from lossviz.training import Run
from lossviz.training.run import params_at
from lossviz.words.locale import DEFAULT

# with it a spreadsheet knows that names may be Chinese
MARK = "\ufeff"
# a text that begins so would be computed
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
# always the same, so that the same run gives the same bytes
LONG_AGO = (1980, 1, 1, 0, 0, 0)

Row = Sequence[object]


def to_csv(run: Run, step: int | None = None, lang: str = DEFAULT) -> bytes:
    """A run as a ZIP file with three CSV tables and a README.

    points.csv: a row a point, training points first: number, split, label, label_name, clean_label
    (before label noise), predicted, predicted_name, f1 … fd, norm, angle_deg to its class vector.
    class_vectors.csv: a row a class: class, name, w1 … wd, norm, bias.
    curves.csv: a row a snapshot: step, loss, accuracy, test_accuracy and the parameters of the
    loss; where the run stopped early, a last one with NaN at the step that it stopped at.

    Args:
      step: points and class vectors are those of the snapshot nearest to it; none: the last one.
      lang: of the README.
    """
    at = _nearest(run, step)
    shown = "" if at is None else f"step = {run.steps[at]}\n"
    tables = {
        "points.csv": _points(run, at),
        "class_vectors.csv": _vectors(run, at),
        "curves.csv": _curves(run),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, rows in tables.items():
            folder.writestr(_entry(name), _table(rows))
        text = f"{readme(run, lang)}\npoints.csv, class_vectors.csv: {shown}"
        folder.writestr(_entry("README.txt"), MARK + text)
    return file.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _nearest(run: Run, step: int | None) -> int | None:
    """The snapshot nearest to a step; a run that met NaN at once has none."""
    if not len(run.steps):
        return None
    return len(run.steps) - 1 if step is None else int(np.abs(run.steps - step).argmin())


def _table(rows: Iterable[Row]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([_cell(value) for value in row] for row in rows)
    return MARK + text.getvalue()


def _cell(value: object) -> object:
    """A number with the digits that it has; a name that cannot be taken for a formula."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULAS) else value
    if isinstance(value, float | np.floating):
        return "NaN" if math.isnan(value) else f"{value:.7g}"
    return value


def _points(run: Run, at: int | None) -> Iterator[Row]:
    dim, names = run.settings.dim, run.data.class_names
    yield [
        *("number", "split", "label", "label_name", "clean_label", "predicted", "predicted_name"),
        *(f"f{axis + 1}" for axis in range(dim)), "norm", "angle_deg",
    ]  # fmt: skip
    number = 0
    for split, features, labels, clean in (
        ("training", run.features, run.labels, run.data.clean_labels),
        ("test", run.test_features, run.test_labels, run.test_labels),
    ):
        found = _read(run, features, labels, at)
        for row, label, true in zip(zip(*found, strict=True), labels, clean, strict=True):
            predicted, point, norm, angle = row
            guess = ["", ""] if predicted < 0 else [predicted, names[predicted]]
            own = [number, split, label, names[label], true]
            yield [*own, *guess, *point, norm, angle]
            number += 1


def _read(run: Run, features: np.ndarray, labels: np.ndarray, at: int | None) -> tuple:
    """Of each point: the predicted class, features, length, angle to its class vector in degrees.

    Without a snapshot the class is −1, and every number NaN.
    """
    if at is None:
        nothing = np.full(len(labels), np.nan)
        points = np.full((len(labels), run.settings.dim), np.nan)
        return np.full(len(labels), -1), points, nothing, nothing
    weights, bias, points = run.weights[at], run.bias[at], features[at]
    params = {key: value[at] for key, value in params_at(run.settings, run.steps).items()}
    scores = inference_scores(losses.get(run.settings.loss), points, weights, bias, params)
    own = cosines(points, weights)[np.arange(len(labels)), labels]
    return scores.argmax(-1), points, unit(points, -1)[1], np.degrees(np.arccos(own))


def _vectors(run: Run, at: int | None) -> Iterator[Row]:
    dim = run.settings.dim
    yield ["class", "name", *(f"w{axis + 1}" for axis in range(dim)), "norm", "bias"]
    for cls, name in enumerate(run.data.class_names):
        vector = np.full(dim, np.nan) if at is None else run.weights[at][:, cls]
        bias = np.nan if at is None else run.bias[at][cls]
        yield [cls, name, *vector, float(np.linalg.norm(vector.astype(float))), bias]


def _curves(run: Run) -> Iterator[Row]:
    params = params_at(run.settings, run.steps)
    yield ["step", "loss", "accuracy", "test_accuracy", *params]
    curves = run.steps, run.loss, run.accuracy, run.test_accuracy
    yield from zip(*curves, *params.values(), strict=True)
    if run.stopped is not None:
        held = params_at(run.settings, np.array([run.stopped.step]))
        yield [run.stopped.step, np.nan, np.nan, np.nan, *(value[0] for value in held.values())]
