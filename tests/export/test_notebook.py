"""A notebook of a run: valid, and every cell of it runs."""

import json

import nbformat
import pytest

from lossviz import Settings, upload
from lossviz.export import to_notebook

SMALL = {"dataset": "ring", "classes": 3, "points": 60, "width": 8, "steps": 20}


def cells(notebook: bytes, kind: str) -> list[str]:
    found = nbformat.reads(notebook.decode(), as_version=4)
    nbformat.validate(found)
    return [cell.source for cell in found.cells if cell.cell_type == kind]


def execute(codes: list[str]) -> dict:
    held: dict = {}
    for code in codes:
        exec(code, held)
    return held


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_notebook_trains_shows_keeps_and_has_the_loss_as_programs(lang, capsys):
    settings = Settings(**SMALL, loss="cosface", m=0.25)
    notebook = to_notebook(settings, lang)
    held = execute(cells(notebook, "code"))
    assert held["run"].settings == settings
    assert held["arrays"]["features"].shape == held["run"].features.shape
    assert "accuracy" in capsys.readouterr().out
    told = " ".join(cells(notebook, "markdown"))
    assert "m=0.25" in told and ("CosFace" in told) and ("程序" in told) == (lang == "zh")
    # the last program is in pytorch-metric-learning
    assert held["new"]().margin == 0.25


def test_where_a_library_has_no_such_loss_the_notebook_says_why():
    notebook = to_notebook(Settings(**SMALL, loss="hinge"))
    assert not any("pytorch_metric_learning" in code for code in cells(notebook, "code"))
    assert "has no loss of raw scores" in cells(notebook, "markdown")[-1]
    # a raw-score loss has no target logit
    assert not any("target_logit(run)" in code for code in cells(notebook, "code"))


def test_the_notebook_of_an_uploaded_table_reads_it(tmp_path, monkeypatch):
    rows = "\n".join(f"{k % 3 + k / 50},{k * k % 7},{'abc'[k % 3]}" for k in range(60))
    data = f"u,v,y\n{rows}\n".encode()
    key = upload.remember(upload.parse(data, "table.csv"))
    settings = Settings(dataset="upload", upload=key, width=8, steps=5)
    (tmp_path / "table.csv").write_bytes(data)
    monkeypatch.chdir(tmp_path)
    first = cells(to_notebook(settings), "code")[0]
    assert execute([first])["run"].settings == settings


def test_nothing_of_a_notebook_was_run():
    found = json.loads(to_notebook(Settings()))
    codes = [cell for cell in found["cells"] if cell["cell_type"] == "code"]
    assert codes and all(not c["outputs"] and c["execution_count"] is None for c in codes)
