"""The rules of the house: imports go one way, and each room keeps its own guests."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# a package may import from lower floors and, without a circle, from its own
FLOORS = (
    {"losses", "data", "upload", "encoder", "algebra", "glossary", "assets"},
    {"training", "settings", "geometry", "metrics", "theory"},
    {"figures", "derivations", "formulas"},
    {"pictures"},
    {"scenes"},
    {"lessons", "papers", "playground"},
    # what the pictures of all of them say in a language, and are in a notebook
    {"words", "gallery", "snippets", "export"},
    # what the browser is sent; a scene as a page of its own
    {"stage"},
    {"alone"},
    {"web"},
    {"pages", "app"},
)
FLOOR = {name: floor for floor, names in enumerate(FLOORS) for name in names}
FILES = sorted([*ROOT.glob("lossviz/**/*.py"), *ROOT.glob("pages/*.py"), ROOT / "app.py"])
STREAMLIT = {"web", "pages", "app"}
# the stage serves Plotly's script and shows figures as Plotly's JSON; a gallery hands figures on
PLOTLY = {"figures", "pictures", "gallery", "web"}


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, by its full name, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(path: Path) -> str:
    """The package or module of lossviz a file belongs to; "pages" and "app" beside it."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "lossviz" and len(parts) > 1 else parts[0]


def rooms_of(path: Path) -> set[str]:
    found = {name.split(".")[1] for name in imports(path) if name.startswith("lossviz.")}
    return found & FLOOR.keys()


def outside(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)}


def inner_files() -> list[Path]:
    """All but lossviz/__init__.py, which only gathers the public names."""
    return [path for path in FILES if room(path) != "__init__"]


@pytest.mark.parametrize("path", inner_files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_down(path):
    own = room(path)
    assert own in FLOOR, f"{own} stands on no floor"
    higher = {name for name in rooms_of(path) if FLOOR[name] > FLOOR[own]}
    assert not higher
    if own == "web":
        assert "pages" not in outside(path)


def test_no_circles():
    graph: dict[str, set[str]] = {}
    for path in inner_files():
        graph.setdefault(room(path), set()).update(rooms_of(path) - {room(path)})
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("library, allowed", [("streamlit", STREAMLIT), ("plotly", PLOTLY)])
def test_library_stays_in_its_rooms(library, allowed):
    users = {room(path) for path in FILES if library in outside(path)}
    assert users <= allowed


def test_losses_need_jax_alone():
    # of NumPy the names of its types
    allowed = {"jax", "jaxtyping", "lossviz", "numpy"}
    for path in ROOT.glob("lossviz/losses/*.py"):
        foreign = {n for n in outside(path) if n not in allowed} - set(stdlib())
        assert not foreign, path
        assert set(re.findall(r"\bnp\.(\w+)", path.read_text("utf-8"))) <= {"ndarray", "float64"}


def stdlib() -> frozenset[str]:
    import sys

    return sys.stdlib_module_names
