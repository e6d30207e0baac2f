"""The project's own papers: requirements that agree, a README whose example runs, papers that name
what there is."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def requirements(name: str) -> dict[str, Requirement]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    found = [Requirement(line) for line in lines if line and line[0] not in "#-"]
    return {r.name: r for r in found}


def test_app_pins_what_the_package_asks_for():
    pinned = requirements("requirements.txt")
    for line in PROJECT["dependencies"]:
        wanted = Requirement(line)
        spec = pinned[wanted.name].specifier
        versions = [s.version for s in spec if s.operator in ("==", ">=")]
        assert all(wanted.specifier.contains(v) for v in versions), wanted.name


@pytest.mark.parametrize("version", ["0.10.2", "0.12.0"])
def test_both_generations_of_jax_are_admitted(version):
    assert requirements("requirements.txt")["jax"].specifier.contains(Version(version))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_everything_is_pinned(name):
    loose = [
        r.name
        for r in requirements(name).values()
        if r.name != "jax" and {s.operator for s in r.specifier} != {"=="}
    ]
    assert not loose


def test_no_registry_is_named():
    for path in [*ROOT.glob("requirements*.txt"), ROOT / "Makefile", ROOT / "pyproject.toml"]:
        assert not re.search(r"index-url|find-links|https?://(?!127)", path.read_text("utf-8")), (
            path
        )


README = (ROOT / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_readme_pictures_of_lessons_run(capsys):
    held: dict = {}
    exec(EXAMPLES[2], held)
    pictures, words = capsys.readouterr().out.splitlines()
    assert "'round': 'Circle, seen from above'" in pictures
    assert words.startswith("Circle, seen from above: 2 of 2 classes have a region")
    figure = held["figure"]
    assert figure.layout.title.text == "圆，从上面看" and len(figure.data) > 4
    assert len(EXAMPLES) == 4


def test_readme_files_and_programs_run(capsys):
    exec(EXAMPLES[1], {})
    sizes, program = capsys.readouterr().out.splitlines()
    assert sizes == "True True True"
    assert program.startswith("# ArcFace: s = 16, m = 0.3.") and "PyTorch alone" in program


def test_readme_pages_are_made(tmp_path, monkeypatch):
    """With a loss that has no slider: those of ArcFace are fifty runs."""
    monkeypatch.chdir(tmp_path)
    exec(EXAMPLES[3].replace('loss="arcface", s=16, m=0.3', 'loss="softmax"'), {})
    assert (tmp_path / "arcface.html").read_text("utf-8").startswith("<!doctype html>")


def test_readme_example_runs(capsys):
    exec(EXAMPLES[0], {})
    printed = capsys.readouterr().out.splitlines()
    first, told, accuracies, loss, bounds, start, lines, lse = printed
    accuracy, query = first.split()
    assert float(accuracy) > 0.9 and query == "m=0.4"
    assert told.startswith("The plane of principal direction 1") and "It is a slice" in told
    assert accuracies.count(",") == 2
    assert float(loss) > 0
    assert [round(float(b), 3) for b in bounds.split()] == [45.0, 1.047]
    assert round(float(start), 1) == 38.6
    assert [round(float(v), 4) for v in lines.strip("[]").split(",")] == [
        4,
        4,
        4.4402,
        *[5.3863] * 2,
    ]
    assert lse.startswith(r"\ln") and lse.endswith("[2.31326169]")


PAPERS = ("README.md", "CONTRIBUTING.md", "lossviz/web/js/README.md")
# below these a paper may call a room by its short name
FLOORS = (ROOT, ROOT / "lossviz", ROOT / "lossviz" / "web" / "js")
PATH = re.compile(r"[A-Za-z0-9_.*/-]+(?:/|\.(?:py|js|ts|md|toml|json))[A-Za-z0-9_.*/-]*")


def named_paths(paper: str) -> set[str]:
    """The paths in a paper's words and links; a name of your own, `<...>`, stands for any."""
    words = re.sub(r" *```.*?```", "", (ROOT / paper).read_text("utf-8"), flags=re.DOTALL)
    links = {
        link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", words) if "://" not in link
    }
    quoted = " ".join(re.findall(r"`([^`]+)`", words))
    said = re.sub(r"<[^>]*>", "*", quoted).split()
    # a route begins with /, and what is made later with a dot
    paths = {one for one in said if PATH.fullmatch(one) and one[0] not in "/.-"}
    return paths | (links - {""})


def there(path: str) -> bool:
    return any(any(floor.glob(path.rstrip("/"))) for floor in FLOORS)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_path_that_a_paper_names_is_there(paper):
    found = named_paths(paper)
    assert len(found) >= 5
    beside = (ROOT / paper).parent
    missing = {path for path in found if not there(path) and not any(beside.glob(path))}
    assert not missing


def test_every_test_that_contributing_names_is_there():
    names = set(re.findall(r"`(test_\w+)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8")))
    tests = "".join(path.read_text("utf-8") for path in ROOT.glob("tests/**/test_*.py"))
    assert len(names) > 10
    assert not {name for name in names if f"def {name}(" not in tests}


def test_a_path_that_is_not_there_is_missed():
    assert there("lossviz/losses/catalogue.py") and there("theory") and there("assets/*/zh")
    assert not there("lossviz/losses/nothing.py") and not there("assets/*/tlh")
