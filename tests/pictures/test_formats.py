"""Numbers in Python and in the browser are the same texts."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from lossviz.pictures.formats import KINDS, shown, written

ROOT = Path(__file__).parents[2]
DENO = ROOT / ".venv/bin/deno"
# doubles as their bits: JSON has no NaN, and no −0 that is sure to stay one
SCRIPT = """
import { format } from "%s/lossviz/web/js/drawing/format.js";
const { kinds, bits } = JSON.parse(await new Response(Deno.stdin.readable).text());
const view = new DataView(new ArrayBuffer(8));
const values = bits.map((one) => (view.setBigUint64(0, BigInt(one)), view.getFloat64(0)));
const found = Object.fromEntries(kinds.map((kind) => [kind, values.map((value) => format(kind, value))]));
console.log(JSON.stringify(found));
"""  # noqa: E501
ODD = (
    0.0, -0.0, np.nan, np.inf, -np.inf, 0.5, -0.5, 0.49999999999999994, 1.5, 2.5, -2.5, 1, -1, 100,
    0.125, 0.375, 0.0625, 2.675, 1.005, 0.0005, 0.00049999, 0.9995, 0.9994999, 0.99951, 0.99949,
    0.001, 0.00099999, 0.00999999, 0.01, 99.99995, 100.0005, 999.995, 999.5, 9999.995, 1e4,
    99999.95, 99999.5, 1e5, 99999.999, 123456.7, 1e20, 1e21, -1e21, -5e22, 1.5e23, 1e23, -1e300,
    5e-324,
    1e-9, 9.99e-10, 1e-5, -6e-6, -0.00049, -0.0005, -0.0049, -0.005, -0.004, 0.999999, 1.000004,
    -0.999999, 1.99999, 2.0001, 0.995, 0.9951, 9.995, 9.985, 12.5, 1448.4,
    1e15 + 0.5, 4503599627370497.5,
)  # fmt: skip


def values() -> list[float]:
    """Odd ones, and some hundred of every size, half of them in single precision."""
    rng = np.random.default_rng(0)
    sizes = 10 ** rng.uniform(-12, 7, 300) * rng.choice([-1, 1], 300)
    plain = np.round(rng.uniform(-200, 200, 150), rng.integers(0, 4))
    near = rng.integers(-3, 4, 100) + 10 ** rng.uniform(-8, -2, 100) * rng.choice([-1, 1], 100)
    shares = np.concatenate([rng.uniform(0, 1, 100), 10 ** rng.uniform(-12, 0, 100)])
    halves = rng.integers(-4000, 4000, 100) / 16
    drawn = np.concatenate([sizes, plain, near, shares, halves])
    return [*map(float, ODD), *drawn.tolist(), *drawn.astype(np.float32).astype(float).tolist()]


@pytest.fixture(scope="module")
def by_browser() -> dict[str, list[str]]:
    """What `format.js` makes of the values, by kind."""
    bits = [str(int(one)) for one in np.array(values()).view(np.uint64)]
    found = subprocess.run(
        [DENO, "eval", "--quiet", SCRIPT % ROOT.as_uri()],
        input=json.dumps({"kinds": list(KINDS), "bits": bits}),
        capture_output=True, text=True, check=True, cwd=ROOT, timeout=120,
        env={"DENO_DIR": str(ROOT / ".venv/deno"), "DENO_NO_UPDATE_CHECK": "1", "PATH": ""},
    )  # fmt: skip
    return json.loads(found.stdout)


@pytest.mark.parametrize("kind", KINDS)
def test_python_and_the_browser_write_the_same(kind, by_browser):
    own = [written(kind, value) for value in values()]
    pairs = zip(values(), own, by_browser[kind], strict=True)
    assert not [pair for pair in pairs if pair[1] != pair[2]]


def test_every_kind_of_the_browser_is_known():
    source = (ROOT / "lossviz/web/js/drawing/format.js").read_text("utf-8")
    listed = source.split("const KINDS = {")[1].split("}")[0]
    assert {part.split(":")[0].strip() for part in listed.split(",")} == KINDS.keys()
    with pytest.raises(KeyError):
        written("other", 1.0)


def test_a_number_of_a_frame_has_the_precision_of_the_wire():
    frame = {"p": np.array([0.9999999999])}
    assert shown("share", frame, "p") == "1"
    assert shown("share", frame, 0.9999999999) == ">0.999"
