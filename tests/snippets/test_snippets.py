"""The loss as a program: each is run, and says what the catalogue says, with the same slopes."""

from functools import cache

import jax
import numpy as np
import pytest
import torch

from lossviz import Settings
from lossviz.assets import ASSETS
from lossviz.losses import CATALOGUE, get
from lossviz.snippets import TARGETS, missing, snippet, snippets
from lossviz.snippets.program import mean_and_slopes, template
from lossviz.snippets.targets import PARTS, PML, WHOLE
from lossviz.words.locale import LANGUAGES

# as many as a program checks itself on: one shape has one program of ours
N = 8
# pytorch-metric-learning gives a tensor to SciPy, which NumPy is to stop taking so
pytestmark = pytest.mark.filterwarnings("ignore:__array_wrap__:DeprecationWarning")


@pytest.fixture(autouse=True)
def in_double_precision():
    with jax.enable_x64(True):
        yield


def cases(key: str) -> list[Settings]:
    """Settings of a loss: as they come, with every parameter at both its ends, and beside them."""
    loss = get(key)
    low = {p.key: p.low for p in loss.parameters}
    high = {p.key: p.high for p in loss.parameters}
    between = {p.key: p.low + 0.31 * (p.high - p.low) for p in loss.parameters}
    found = [Settings(loss=key), *(Settings(loss=key, **v) for v in (low, high, between) if v)]
    if key in ("softmax", "arcface", "l_softmax"):
        # of every way to put a program together
        found.append(Settings(loss=key, dim=3, classes=4))
    if key == "hinge":
        found.append(Settings(loss=key, bias=False))
    if key in WHOLE:
        found.append(Settings(loss=key, anneal=True))
        found += [Settings(loss=key, m=m, lam=0) for m in (1, 3, 4)]
    return found


EVERY = [(settings, target) for key in CATALOGUE for settings in cases(key) for target in TARGETS]
HAD = [(s, t) for s, t in EVERY if missing(s, t) is None]


@cache
def ours(settings: Settings) -> tuple:
    """Random data with our value and slopes by the features."""
    rng = np.random.default_rng(5)
    features = rng.normal(size=(N, settings.dim))
    weights = rng.normal(size=(settings.dim, settings.classes))
    bias = rng.normal(size=settings.classes)
    labels = rng.integers(0, settings.classes, N)
    value, slope = mean_and_slopes(settings, features, weights, labels, bias)
    return features, weights, bias, labels, float(value), np.asarray(slope)


def named(case: tuple[Settings, str]) -> str:
    return f"{case[1]}-{case[0].to_query()}"


@pytest.mark.parametrize("case", [c for c in HAD if c[1] != "lossviz"], ids=named)
def test_a_program_says_what_we_say_with_the_same_slope(case, capsys):
    settings, target = case
    held: dict = {}
    # its own check against what we say of its data is run with it
    exec(compile(snippet(settings, target).code, target, "exec"), held)
    assert "expected" in capsys.readouterr().out
    features, weights, bias, labels, value, slope = ours(settings)
    given = torch.tensor(features, requires_grad=True)
    found = held["with_weights"](weights, bias)(given, torch.tensor(labels))
    found.backward()
    assert found.item() == pytest.approx(value, rel=1e-9, abs=1e-12)
    np.testing.assert_allclose(given.grad, slope, rtol=1e-7, atol=1e-9 * np.abs(slope).max())


@pytest.mark.parametrize("key", CATALOGUE)
def test_a_program_of_this_library_runs_and_trains(key, capsys):
    settings = Settings(loss=key, dataset="ring", classes=3, points=60, width=8, steps=20)
    code = snippet(settings, "lossviz").code
    # one run is enough of training
    exec(code if key == "arcface" else code.partition("settings = ")[0], {})
    said = capsys.readouterr().out
    assert "loss" in said and ("accuracy" in said) == (key == "arcface")


def test_the_value_that_a_program_checks_itself_against_is_not_any():
    code = snippet(Settings(loss="arcface"), "torch").code
    with pytest.raises(AssertionError):
        exec(code.replace("S = 16.0", "S = 16.1"), {})


def test_pytorch_metric_learning_takes_degrees():
    held: dict = {}
    exec(snippet(Settings(loss="arcface", m=0.5), "pml").code, held)
    assert held["new"]().margin == pytest.approx(0.5)
    assert "margin=math.degrees(M)" in snippet(Settings(loss="arcface"), "pml").code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_a_target_has_no_such_loss_a_sentence_says_why(lang):
    for settings, target in EVERY:
        found = snippet(settings, target, lang)
        assert (found.code == "") == (missing(settings, target) is not None)
        assert len(found.note) > 8
    assert [bool(s.code) for s in snippets(Settings(loss="hinge"), lang)] == [True, True, False]


def test_what_pytorch_metric_learning_has_is_what_it_has():
    """A release of it with a loss more is to be seen."""
    from pytorch_metric_learning import losses as theirs

    classes = {f"{c}Loss": True for c in ("ArcFace", "CosFace", "SphereFace", "LargeMarginSoftmax")}
    assert all(hasattr(theirs, name) for name in [*classes, "NormalizedSoftmaxLoss"])
    files = {path.stem for path in (ASSETS / "snippets" / "pml").glob("*.py")}
    assert files == {*PML, "check"}
    # what rounds down, and has no λ
    assert theirs.SphereFaceLoss(3, 2, margin=2.9).margin == 2
    assert missing(Settings(loss="sphereface", m=2.25, lam=0), "pml") == "no_fraction"
    assert missing(Settings(loss="l_softmax", m=2, lam=5), "pml") == "no_lambda"


def test_an_unknown_target_is_refused_in_words():
    with pytest.raises(ValueError, match="expected one of lossviz, torch, pml; got 'tensorflow'"):
        snippet(Settings(), "tensorflow")


def test_every_file_is_used_and_is_code_in_itself():
    used = {
        f"{target}/{name.format(loss=key)}.py"
        for key, loss in CATALOGUE.items()
        for target in TARGETS
        for name in PARTS[target].get(loss.family, ())
        if target != "pml" or key in PML
    }
    files = {str(p.relative_to(ASSETS / "snippets")) for p in (ASSETS / "snippets").rglob("*.py")}
    assert used == files
    for file in files:
        target, name = file.removesuffix(".py").split("/")
        compile(template(target, name), file, "exec")


@pytest.mark.parametrize("target", TARGETS)
def test_a_program_is_short_and_has_its_settings_on_top(target):
    for key in CATALOGUE:
        code = snippet(Settings(loss=key), target).code
        assert max(map(len, code.splitlines()), default=0) <= 100
        assert len(code.splitlines()) < 75 and "\n\n\n\n" not in code
