"""A run as files: what numpy and a spreadsheet read is what was trained."""

import csv
import io
import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from lossviz import Settings, train, upload
from lossviz.export import to_csv, to_npz
from lossviz.export.about import file_name
from lossviz.training import NonFinite, Run
from lossviz.words.locale import LANGUAGES

SMALL = {"dataset": "ring", "classes": 3, "points": 60, "width": 8, "steps": 20}


@pytest.fixture(scope="module")
def run() -> Run:
    return train(Settings(**SMALL, noise=0.2))


def arrays(data: bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        return dict(file)


def tables(data: bytes) -> tuple[dict[str, list[dict[str, str]]], str]:
    """The rows of each table by its column, and the README."""
    folder = zipfile.ZipFile(io.BytesIO(data))
    assert folder.testzip() is None
    texts = {name: folder.read(name).decode("utf-8-sig") for name in folder.namelist()}
    readme = texts.pop("README.txt")
    # a spreadsheet knows by the mark that names may be Chinese
    assert all(folder.read(name).startswith(b"\xef\xbb\xbf") for name in texts)
    rows = {name: list(csv.DictReader(io.StringIO(text))) for name, text in texts.items()}
    return rows, readme


def column(rows: list[dict[str, str]], name: str) -> np.ndarray:
    return np.array([float(row[name]) for row in rows])


def test_arrays_are_those_of_the_run_and_load_without_pickle(run):
    found = arrays(to_npz(run))
    for name in ("steps", "features", "weights", "bias", "loss", "accuracy", "labels"):
        np.testing.assert_array_equal(found[name], getattr(run, name))
    np.testing.assert_array_equal(found["test_features"], run.test_features)
    np.testing.assert_array_equal(found["clean_labels"], run.data.clean_labels)
    assert found["class_names"].tolist() == list(run.data.class_names)
    assert found["param_m"].shape == run.steps.shape and (found["param_m"] == 0.3).all()
    assert Settings(**json.loads(str(found["settings"]))) == run.settings
    assert found["stopped_step"] == -1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_files_say_what_they_are_in_the_reader_s_language(run, lang):
    npz = str(arrays(to_npz(run, lang))["readme"])
    _, text = tables(to_csv(run, lang=lang))
    for said in (npz, text):
        assert "ArcFace" in said and run.settings.to_query() in said and "clean_label" in said
    assert ("以度计" in npz) == (lang == "zh")


@pytest.mark.parametrize("step", [None, 0, 11])
def test_a_table_has_every_point_as_it_is_at_a_step(run, step):
    rows, readme = tables(to_csv(run, step))
    at = -1 if step is None else int(np.abs(run.steps - step).argmin())
    assert f"step = {run.steps[at]}" in readme
    points, vectors = rows["points.csv"], rows["class_vectors.csv"]
    assert [row["split"] for row in points] == ["training"] * 60 + ["test"] * 30
    features = np.stack([column(points, "f1"), column(points, "f2")], axis=1)
    np.testing.assert_allclose(features[:60], run.features[at], rtol=1e-6)
    np.testing.assert_allclose(features[60:], run.test_features[at], rtol=1e-6)
    weights = np.stack([column(vectors, "w1"), column(vectors, "w2")])
    np.testing.assert_allclose(weights, run.weights[at], rtol=1e-6)
    labels = column(points, "label").astype(int)
    np.testing.assert_array_equal(labels[:60], run.labels)
    own = weights.T[labels]
    expected = np.abs(
        np.arctan2(own[:, 0] * features[:, 1] - own[:, 1] * features[:, 0], (own * features).sum(1))
    )
    np.testing.assert_allclose(column(points, "angle_deg"), np.degrees(expected), atol=1e-3)
    right = column(points, "predicted") == labels
    assert right[:60].mean() == pytest.approx(run.accuracy[at])
    assert right[60:].mean() == pytest.approx(run.test_accuracy[at])
    noisy = column(points, "clean_label") != labels
    assert noisy[:60].any() and not noisy[60:].any()


def test_curves_have_a_row_a_snapshot(run):
    (curves,) = [rows for name, rows in tables(to_csv(run))[0].items() if name == "curves.csv"]
    np.testing.assert_array_equal(column(curves, "step"), run.steps)
    np.testing.assert_allclose(column(curves, "loss"), run.loss, rtol=1e-6)
    assert set(column(curves, "m")) == {0.3}


@pytest.mark.parametrize("kept", [0, 5])
def test_a_run_that_stopped_says_where_and_has_nan_there(run, kept):
    leading = ("steps", "features", "weights", "bias", "loss", "accuracy", "test_features",
               "test_accuracy")  # fmt: skip
    cut = {name: getattr(run, name)[:kept] for name in leading}
    stopped = replace(run, **cut, stopped=NonFinite(7, "arcface"))
    rows, readme = tables(to_csv(stopped))
    assert "step 7" in readme and "NaN" in readme
    curves = rows["curves.csv"]
    assert len(curves) == kept + 1 and (curves[-1]["step"], curves[-1]["loss"]) == ("7", "NaN")
    first = rows["points.csv"][0]
    assert (first["f1"] == "NaN") == (kept == 0) and (first["predicted"] == "") == (kept == 0)
    assert arrays(to_npz(stopped))["stopped_step"] == 7
    assert len(arrays(to_npz(stopped))["features"]) == kept


def test_free_points_have_no_test_samples_and_three_dimensions_three_columns():
    free = train(Settings(**SMALL | {"dim": 3}, encoder="free", loss="softmax"))
    rows, _ = tables(to_csv(free))
    assert len(rows["points.csv"]) == 60 and "f3" in rows["points.csv"][0]
    assert {row["test_accuracy"] for row in rows["curves.csv"]} == {"NaN"}
    assert any(float(row["bias"]) for row in rows["class_vectors.csv"])


def test_names_of_a_table_are_no_formulas_for_a_spreadsheet():
    names = ("=1+1", "@sum", "猫")
    lines = [f"{k % 3 + k / 50},{k * k % 7},{names[k % 3]}" for k in range(60)]
    key = upload.remember(upload.parse("\n".join(["a,b,kind", *lines]).encode(), "t.csv"))
    found = train(Settings(dataset="upload", upload=key, width=8, steps=5))
    rows, _ = tables(to_csv(found))
    assert {row["label_name"] for row in rows["points.csv"]} == {"'=1+1", "'@sum", "猫"}
    assert set(arrays(to_npz(found))["class_names"]) == set(names)


def test_the_same_run_gives_the_same_bytes(run):
    assert to_csv(run) == to_csv(run)


def test_names_of_files_are_those_of_their_run():
    assert file_name(Settings(s=16, m=0.35), "npz") == "lossviz-digits-arcface-s16-m0.35.npz"
    assert file_name(Settings(loss="softmax"), "zip") == "lossviz-digits-softmax.zip"
