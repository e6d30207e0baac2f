"""The installed library in a notebook that is run: what a cell shows is a page with its script."""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[2]
CELLS = (
    "import sys\nimport lossviz\nprint({'streamlit', 'plotly', 'starlette'} & {*sys.modules})",
    "lossviz.show_scene('margin', 'margin', m=0.3)",
    "print(lossviz.__file__, 'streamlit' in sys.modules)",
    "lossviz.show_scene('margin', 'sapes')",
)
EXECUTE = "from nbclient.cli import main; main()"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python in which the library is installed as `pip install .` does it, with what it needs."""
    folder = tmp_path_factory.mktemp("installed")
    source = folder / "source"
    for name in ("lossviz", "assets"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    place = folder / "python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(place)], check=True)
    own = next((place / "lib").glob("python*/site-packages"))
    (own / "beside.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    python = place / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    # nothing is fetched: what it needs is here
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "install", *options, str(source)], check=True)
    return python


def run(python: Path, folder: Path) -> list[nbformat.NotebookNode]:
    """The cells of a notebook after this Python has run them."""
    kernel = folder / "kernels" / "installed" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    command = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    told = {"argv": command, "display_name": "installed", "language": "python"}
    kernel.write_text(json.dumps(told), "utf-8")
    notebook = folder / "notebook.ipynb"
    cells = [nbformat.v4.new_code_cell(code) for code in CELLS]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), notebook)
    options = ["--inplace", "--allow-errors", "--kernel_name=installed", "--timeout=300"]
    subprocess.run(
        [sys.executable, "-c", EXECUTE, *options, str(notebook)],
        cwd=folder, env=os.environ | {"JUPYTER_PATH": str(folder)}, check=True, capture_output=True,
    )  # fmt: skip
    return nbformat.read(notebook, 4).cells


def test_a_notebook_shows_a_scene_of_the_installed_library(installed, tmp_path):
    light, shown, place, wrong = run(installed, tmp_path)
    # importing the library brings neither the site nor Plotly along, and showing a scene no site
    assert light.outputs[0]["text"].strip() == "set()"
    where = place.outputs[0]["text"]
    assert str(installed.parents[1]) in where and "False" in where
    data = shown.outputs[0]["data"]
    assert "save(path)" in data["text/plain"]
    frame = r'<iframe srcdoc="([^"]*)" sandbox="allow-scripts"[^>]*></iframe>'
    page = html.unescape(re.fullmatch(frame, data["text/html"])[1])
    assert page.startswith("<!doctype html>")
    assert '"query":"m=0.3"' in page and 'id="lossviz-archive"' in page
    error = wrong.outputs[0]
    assert error["ename"] == "KeyError" and "shapes" in error["evalue"]
