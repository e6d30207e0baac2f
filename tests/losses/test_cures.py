"""The code that the page shows as cures: short, run, and equal to the catalogue."""

import re
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch

from lossviz import theory
from lossviz.lessons.practice.failures import STEPS, failures
from lossviz.losses import DIALECTS, get
from lossviz.metrics import angles, margin_met
from lossviz.training.ramp import Ramp, share

CURES = Path(__file__).parents[2] / "assets" / "cures"
NAMES = sorted({path.name.split(".")[0] for path in CURES.iterdir()})
LIBRARIES = ("jax", "torch")
M, S = 0.5, 16.0


def cure(name: str, library: str | None = None) -> SimpleNamespace:
    """What the file defines."""
    path = CURES / (f"{name}.{library}.py" if library else f"{name}.py")
    found: dict = {}
    exec(compile(path.read_text("utf-8"), name, "exec"), found)
    return SimpleNamespace(**found)


def tensor(library: str, values: np.ndarray):
    """An array of the library; numbers are of double precision."""
    if library == "jax":
        return jnp.asarray(values)
    return torch.tensor(values, requires_grad=values.dtype.kind == "f")


def value_and_slopes(library: str, function, *operands: np.ndarray) -> list[np.ndarray]:
    """The sum of what it returns and its gradient by each of the operands."""
    if library == "jax":
        every = tuple(range(len(operands)))
        both = jax.jit(jax.value_and_grad(lambda *x: function(*x).sum(), argnums=every))
        value, slopes = both(*map(jnp.asarray, operands))
        return [np.asarray(x) for x in (value, *slopes)]
    held = [tensor("torch", x) for x in operands]
    value = function(*held).sum()
    value.backward()
    return [value.detach().numpy(), *(x.grad.numpy() for x in held)]


LABELS = np.arange(12) % 4
WEIGHT = np.random.default_rng(1).normal(size=(4, 3))


def features() -> np.ndarray:
    """Twelve, two of them exactly on and exactly opposite their class vectors."""
    found = np.random.default_rng(0).normal(size=(12, 3))
    found[0], found[1] = 2 * AXES[0], -0.5 * AXES[1]
    return found


AXES = np.vstack([np.eye(3), np.ones(3)])


@pytest.mark.parametrize("name", NAMES)
def test_a_cure_is_short_and_there_for_both_or_needs_neither(name):
    files = sorted(CURES.glob(f"{name}.*"))
    endings = [path.name.removeprefix(f"{name}.") for path in files]
    assert endings in (["jax.py", "torch.py"], ["py"])
    for path in files:
        code = path.read_text("utf-8")
        assert len(code.splitlines()) <= 12 and max(map(len, code.splitlines())) <= 100
        assert len(files) == 2 or re.findall("import (.*)", code) == ["math"]


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_sine_of_the_vectors_is_the_catalogue_s(library):
    target = partial(cure("nan", library).target_logit, m=M)
    labels = tensor(library, LABELS)

    def ours(f, w):
        return target(f, w, labels)

    def catalogue(f, w):
        f, w = (x / jnp.linalg.norm(x, axis=1, keepdims=True) for x in (f, w))
        scores = get("arcface").training_scores(f, w.T, LABELS, s=1.0, m=M)
        return scores[jnp.arange(12), LABELS]

    # both branches are looked at: the second feature lies opposite its class vector
    past = angles(features(), AXES.T, LABELS).own > np.pi - M
    assert past[1] and not past[0]
    for found, expected in zip(
        value_and_slopes(library, ours, features(), AXES),
        value_and_slopes("jax", catalogue, features(), AXES),
        strict=True,
    ):
        np.testing.assert_allclose(found, expected, atol=1e-7)
    # where every spelling by cos θ alone is NaN, and at a feature of nothing
    nothing = features()
    nothing[2] = 0
    for given in (features(), nothing):
        everywhere = value_and_slopes(library, ours, given, AXES)
        assert all(np.isfinite(x).all() for x in everywhere)


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_root_with_a_little_added_is_the_dialect_s_and_steep_at_most_so(library):
    target = partial(cure("eps", library).target_logit, m=M)
    cos = np.append(np.cos(np.linspace(0.05, np.pi - 0.05, 60)), [1 - 1e-9, 1 + 1e-7])
    found = value_and_slopes(library, target, cos)
    expected = value_and_slopes("jax", partial(DIALECTS["sqrt_eps"].psi, sin=cos, m=M), cos)
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9)
    # at ±1 itself the slope of the clip is a library's choice; the bound is not
    ends = value_and_slopes(library, target, np.array([1.0, -1.0]))[1]
    assert np.abs([*found[1], *ends]).max() <= 1 + np.sin(M) / np.sqrt(1e-7)


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_branch_past_pi_is_the_catalogue_s(library):
    theta = np.linspace(0.05, np.pi - 0.05, 60)
    operands = np.cos(theta), np.sin(theta)
    found = value_and_slopes(library, partial(cure("past_pi", library).falling, m=M), *operands)
    expected = value_and_slopes("jax", partial(get("arcface").psi, m=M), *operands)
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9)


@pytest.mark.parametrize("kind", ["float16", "bfloat16"])
def test_a_loss_in_single_precision_has_a_gradient_where_half_has_none(kind):
    """JAX: ArcFace by clipped acos, one sample on its class vector."""
    loss = partial(DIALECTS["acos_clipped"], s=S, m=M)
    f, w = (jnp.asarray(x, kind) for x in (features(), AXES.T))
    half = partial(DIALECTS["acos_clipped"], s=jnp.asarray(S, kind), m=jnp.asarray(M, kind))
    assert jnp.isnan(jax.jit(jax.grad(lambda f: half(f, w, LABELS)))(f)).any()
    in_single = cure("half", "jax").in_single
    cured = jax.jit(jax.grad(lambda f: in_single(loss, f, w, LABELS)))(f)
    assert jnp.isfinite(cured).all() and cured.dtype == kind


def test_a_loss_outside_autocast_has_a_gradient_where_one_inside_has_none():

    def loss(f, w, labels):
        cosines = torch.nn.functional.linear(*map(torch.nn.functional.normalize, (f, w)))
        held = cosines.clamp(-1 + 1e-7, 1 - 1e-7)
        own = torch.nn.functional.one_hot(labels, 4).bool()
        logits = torch.where(own, torch.cos(torch.acos(held) + M), cosines)
        return torch.nn.functional.cross_entropy(S * logits, labels)

    slopes = []
    for around in (lambda loss, *x: loss(*x), cure("half", "torch").in_single):
        f = torch.tensor(features(), dtype=torch.float32, requires_grad=True)
        with torch.autocast("cpu", torch.bfloat16):
            around(
                loss, f, torch.tensor(AXES, dtype=torch.float32), tensor("torch", LABELS)
            ).backward()
        slopes.append(f.grad)
    assert slopes[0].isnan().any() and slopes[1].isfinite().all()


def test_degrees_in_the_place_of_radians_are_refused():
    check = cure("unit").margin_in_radians
    assert [check(m) for m in (0, 0.1, 0.5)] == [0, 0.1, 0.5]
    for wrong in (28.6, np.radians(0.5)):
        with pytest.raises(ValueError, match="is it in degrees"):
            check(wrong)


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_margin_of_a_warm_up_is_that_of_a_ramp(library):
    at = cure("warmup", library).margin_at
    steps = np.arange(0, STEPS + 1, 5)
    shown = [case.crowd.ramp for case in failures(0)["early"].cures.values()]
    for ramp in (Ramp(0, 1, 10, 40), *shown):
        given = ramp.begin, ramp.end, ramp.first, ramp.last
        found = [float(at(int(step), M, *given)) for step in steps]
        np.testing.assert_allclose(found, M * share(ramp, steps), atol=1e-7, err_msg=str(ramp))


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_scale_is_the_bound_and_the_logits_normface_s(library):
    found = cure("scale", library)
    for classes in (2, 10, 1000):
        np.testing.assert_allclose(
            float(found.least_scale(classes)), theory.cosface_min_scale(classes, 0.99)
        )
    logits = found.logits(tensor(library, features()), tensor(library, WEIGHT), S)
    expected = get("normface").scores(features(), WEIGHT.T, s=S)
    np.testing.assert_allclose(np.asarray(logits.tolist()), expected, atol=1e-9)


@pytest.mark.parametrize("library", LIBRARIES)
def test_what_is_logged_is_what_metrics_say(library):
    directions = [x / np.linalg.norm(x, axis=1, keepdims=True) for x in (features(), WEIGHT)]
    cosines = directions[0] @ directions[1].T

    def psi(c):
        return c - 0.3

    found = cure("log", library).to_log(tensor(library, cosines), tensor(library, LABELS), psi)
    own, rival = angles(features(), WEIGHT.T, LABELS)
    met = margin_met(
        get("cosface"), features(), WEIGHT.T, np.zeros(4), LABELS, {"s": np.array(S), "m": 0.3}
    )
    expected = [(own <= rival).mean(), met.mean(), np.degrees(own).mean()]
    np.testing.assert_allclose([float(x) for x in found], expected, rtol=1e-6)
    assert expected[1] < expected[0]


def test_the_optimizer_moves_the_class_vectors():
    network, head = torch.nn.Linear(3, 3), torch.nn.Linear(3, 4, bias=False)
    before = [p.detach().clone() for p in (network.weight, head.weight)]
    step = cure("vectors", "torch").optimizer_of(network, head, 0.1)
    x = torch.tensor(features(), dtype=torch.float32)
    torch.nn.functional.cross_entropy(head(network(x)), tensor("torch", LABELS)).backward()
    step.step()
    for was, now in zip(before, (network.weight, head.weight), strict=True):
        assert (was != now).any()


def test_a_step_takes_so_much_of_every_weight():
    rate, decay = 0.01, 5.0
    weights = jnp.ones(3)
    step = cure("decay", "jax").optimizer_of(rate, decay)
    moved, _ = step.update(jnp.zeros(3), step.init(weights), weights)
    np.testing.assert_allclose(weights + moved, 1 - rate * decay, rtol=1e-6)
    network, head = torch.nn.Linear(3, 3), torch.nn.Linear(3, 4, bias=False)
    before = [p.detach().clone() for p in (*network.parameters(), *head.parameters())]
    step = cure("decay", "torch").optimizer_of(network, head, rate, decay)
    (0 * head(network(torch.ones(1, 3)))).sum().backward()
    step.step()
    for was, now in zip(before, (*network.parameters(), *head.parameters()), strict=True):
        np.testing.assert_allclose(now.detach(), was * (1 - rate * decay), rtol=1e-6)


def test_the_gradients_reach_the_class_vectors():
    def loss(network, weight, batch):
        return get("normface")(batch @ network, weight.T, LABELS, s=S)

    slopes = cure("vectors", "jax").gradients(loss, jnp.eye(3), jnp.asarray(WEIGHT), features())
    assert all(jnp.abs(x).max() > 0 for x in slopes)


def test_the_widest_margin_is_theory_s():
    widest = cure("margin").widest_margin
    for count, dim in ((2, 2), (10, 2), (100, 2), (2, 512), (4, 3), (513, 512), (600, 512)):
        assert widest(count, dim) == pytest.approx(theory.max_cosine_margin(count, dim))
    # beyond 2d classes it is a bound
    for count, dim in ((7, 3), (14, 3), (10_000, 64)):
        assert widest(count, dim) >= theory.max_cosine_margin(count, dim)


def test_the_largest_scale_is_theory_s_for_two_and_no_more_for_many():
    largest = cure("pull").largest_scale
    for m in (0.0, 0.3, 0.5):
        assert largest(np.pi, m) == pytest.approx(theory.pull_end("arcface", 2, 2, m=m))
        for count, dim in ((6, 2), (10, 2), (100, 32)):
            angle = float(theory.max_angular_margin(count, dim))
            end = theory.pull_end("arcface", count, dim, m=m)
            assert largest(angle, m) <= end * (1 + 1e-9)
    assert largest(np.pi / 2, 1.5) == np.inf
