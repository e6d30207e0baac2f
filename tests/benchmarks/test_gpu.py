"""The benchmark for a GPU, on a machine without one: what it needs, and that it can fail."""

import json
import os
import re
import subprocess
import sys
from importlib import metadata
from types import SimpleNamespace

import numpy as np
import pytest
from packaging.requirements import Requirement

from benchmarks import cases, gpu, peak
from benchmarks.pytorch import Training
from tests.conftest import ROOT

NEEDED = ("jax", "optax", "equinox", "pydantic", "scikit-learn", "torch")
# every package but these, and what they require, is as good as not installed
MAIN = """
import sys

begun = set(sys.modules)
from importlib.machinery import PathFinder

class Installed(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name in absent else super().find_spec(name, path, target)

absent = set(sys.argv[1:])
sys.meta_path = [Installed if finder is PathFinder else finder for finder in sys.meta_path]
from benchmarks import gpu
gpu.main()
print(*set(sys.modules) - begun, file=sys.stderr)
"""


@pytest.fixture(scope="module")
def printed() -> tuple[str, set[str]]:
    """The table, and the top-level modules that were loaded for it."""
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *not_needed()], cwd=ROOT,
        env=os.environ | {"JAX_PLATFORMS": "cpu"},
        capture_output=True, text=True, timeout=gpu.SECONDS + 60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout, set(done.stderr.splitlines()[-1].split())


def test_without_a_gpu_it_says_so_and_measures_the_same(printed):
    table, _ = printed
    assert "No GPU here" in table
    assert re.search(r"losses and gradients within 0\.0001, float32 products +42 of 42 ", table)
    assert re.search(r"6 runs of the s × m plane, 60 steps, one batch +[\d.]+ s ", table)
    early = re.findall(r"([\d.e-]+|nan) apart +of the first loss", table)
    assert len(early) == 2 and all(float(found) < 1e-4 for found in early)
    assert len(re.findall(r"[1-9][\d,.]* GFLOP/s +\d+\.\d\d% of the matrix product", table)) == 4
    assert "left out   no time" not in table
    assert int(re.search(r"^(\d+) s in all$", table, re.MULTILINE)[1]) <= gpu.SECONDS


def test_pytorch_is_compared_with_where_there_is_one(printed):
    table, loaded = printed
    if "torch" not in loaded:
        assert re.search(r"against PyTorch +left out +PyTorch is not installed", table)
        return
    for way in ("eager", "torch.compile, fused Adam"):
        assert re.search(rf"against PyTorch {way} +(failed|[\d.]+ ×) ", table)


def test_it_needs_nothing_but_what_it_says(printed):
    _, loaded = printed
    assert {"jax", "sklearn"} <= loaded
    assert {"plotly", "streamlit"} <= not_needed()
    assert sorted(loaded & not_needed()) == []


def not_needed() -> set[str]:
    """The importable names of all other packages."""
    needed = with_what_they_need(NEEDED)
    packages = metadata.packages_distributions()
    return {name for name, of in packages.items() if not needed & set(map(plain, of))}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def with_what_they_need(names: tuple[str, ...]) -> set[str]:
    """These packages, as far as they are installed, and all that they require."""
    found: set[str] = set()
    left = list(names)
    while left:
        name = plain(left.pop())
        try:
            requires = metadata.requires(name) or ()
        except metadata.PackageNotFoundError:
            continue
        if name not in found:
            found.add(name)
            wanted = map(Requirement, requires)
            left += [r.name for r in wanted if r.marker is None or r.marker.evaluate({"extra": ""})]
    return found


def test_a_wrong_loss_is_counted_in_every_precision(monkeypatch, tmp_path):
    reference = json.loads(gpu.REFERENCE.read_text("utf-8"))
    # compiling takes most of the time, and each case is compared in the same way
    reference["cases"] = reference["cases"][:6]
    reference["cases"][3]["d_features"][1][0] += 0.01
    changed = tmp_path / "losses.json"
    changed.write_text(json.dumps(reference), "utf-8")
    monkeypatch.setattr(gpu, "REFERENCE", changed)
    card = SimpleNamespace(platform="gpu", device_kind="NVIDIA H100 80GB HBM3")
    rows = list(gpu.agreement(gpu.Bench(card, gpu.SMALL, 1e12)))
    assert [row.value for row in rows] == ["5 of 6"] * 2
    assert ["float32" in rows[0].what, "default" in rows[1].what] == [True, True]
    assert all(reference["cases"][3]["loss"] in row.detail for row in rows)


def test_a_loss_that_is_nan_is_infinitely_wrong():
    assert gpu._error(np.array([1.0, np.nan]), [1.0, 2.0]) == np.inf
    assert gpu._error(np.array([1.0, 100.0]), [1.5, 101.0]) == 0.5 / 1.5


def test_the_full_plane_has_561_runs():
    assert np.prod(gpu.FULL.plane) == 561


@pytest.mark.parametrize(
    "name, tera",
    [
        ("NVIDIA H100 80GB HBM3", 67.0),
        ("NVIDIA H100 PCIe", 51.0),
        ("NVIDIA H200", 67.0),
        ("NVIDIA A100-SXM4-40GB", 19.5),
        ("NVIDIA A10", 31.2),
        ("NVIDIA L40S", 91.6),
        ("NVIDIA L4", 30.3),
        ("Tesla V100-SXM2-16GB", 15.7),
        ("Tesla T4", 8.1),
        ("NVIDIA A10G", None),
        ("cpu", None),
    ],
)
def test_the_data_sheet_of_a_card_is_found_by_its_name(name, tera):
    assert peak.by_data_sheet(name) == (tera and tera * 1e12)


def test_operations_are_those_of_the_products_and_a_little_more():
    case = cases.random_case(128, (64, 32, 32, 2), 4, steps=10)
    assert case.product_flops() < case.flops() < 1.3 * case.product_flops()
    # the compiled program's own count: one step and one snapshot
    operands = case.operands()
    none, one = (cases.flops(operands, steps, **case.static) for steps in (0, 1))
    step = one - none
    snapshot = (none - step) / case.static["kept"]
    compiled = case.program.advance.cost_analysis()["flops"]
    assert compiled == pytest.approx(step + snapshot, rel=0.02)


def test_pytorch_does_the_same_arithmetic():
    case, shorter = (cases.random_case(60, (2, 8, 2), 3, steps=steps) for steps in (40, 39))
    training = Training(case)
    assert training() == pytest.approx(case.train(), rel=1e-4)
    assert training() == pytest.approx(case.train(), rel=1e-4), "it starts again from the first"
    assert shorter.train() != pytest.approx(case.train(), rel=1e-3), "a step can be told"
