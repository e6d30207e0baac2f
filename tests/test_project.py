"""The project's own papers: requirements that agree, and a README whose example runs."""

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
    exec(EXAMPLES[1], held)
    pictures, words = capsys.readouterr().out.splitlines()
    assert "'round': 'Circle, seen from above'" in pictures
    assert words.startswith("Circle, seen from above: 2 of 2 classes have a region")
    figure = held["figure"]
    assert figure.layout.title.text == "圆，从上面看" and len(figure.data) > 4
    assert len(EXAMPLES) == 2


def test_readme_example_runs(capsys):
    exec(EXAMPLES[0], {})
    first, accuracies, loss, bounds, start, lines, lse = capsys.readouterr().out.splitlines()
    accuracy, query = first.split()
    assert float(accuracy) > 0.9 and query == "m=0.4"
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
