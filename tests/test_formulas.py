"""The printed formula of every loss is what its code computes."""

import jax
import numpy as np
import pytest

from lossviz.algebra import Scope
from lossviz.formulas import LOSSES, PSI, ROAD, formula, road, target_logit
from lossviz.lessons.smoothing.objectives import objective
from lossviz.losses import CATALOGUE

SAMPLES, CLASSES, DIM = 60, 5, 3


def operands(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(SAMPLES, DIM))
    weights = rng.normal(size=(DIM, CLASSES))
    # at every angle to the own class vector, far behind it too
    labels = rng.integers(0, CLASSES, SAMPLES)
    features[::3] -= 2 * weights.T[labels[::3]]
    return features, weights, labels


def letters(features, weights, labels, params) -> dict[str, np.ndarray]:
    """What the letters of the formulas stand for, a sample a frame."""
    lengths = np.linalg.norm(features, axis=1)
    rows = np.linalg.norm(weights, axis=0)
    scores = features @ weights
    cosines = scores / lengths[:, None] / rows
    env = {"z": scores, "theta": np.arccos(np.clip(cosines, -1, 1)), "y": labels,
           "f": lengths, "w": np.broadcast_to(rows, scores.shape)}  # fmt: skip
    return env | {key: np.full(SAMPLES, value) for key, value in params.items()}


def choices(key: str) -> list[dict[str, float]]:
    """The defaults of a loss, and its parameters at both ends and between."""
    loss = CATALOGUE[key]
    rng = np.random.default_rng(1)
    found = [{p.key: p.default for p in loss.parameters}]
    for share in (0.0, 1.0):
        found.append({p.key: p.low + share * (p.high - p.low) for p in loss.parameters})
    for _ in range(4):
        found.append({p.key: float(rng.uniform(p.low, p.high)) for p in loss.parameters})
    return found


@pytest.mark.parametrize("key", CATALOGUE)
def test_formula_is_the_code(key):
    for seed, params in enumerate(choices(key)):
        features, weights, labels = operands(seed)
        env = letters(features, weights, labels, params)
        with jax.enable_x64(True):
            wanted = np.asarray(
                CATALOGUE[key].per_sample(features, weights, labels, None, **params)
            )
        holds = np.ones(SAMPLES, bool)
        if key == "arcface":
            own = env["theta"][np.arange(SAMPLES), labels]
            holds = own + params["m"] <= np.pi
            assert holds.any()
        with np.errstate(all="ignore"):
            got = np.asarray(Scope(env).of(LOSSES[key]))
        np.testing.assert_allclose(got[holds], wanted[holds], rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("key", PSI)
def test_target_logit_is_the_code(key):
    psi, _condition = PSI[key]
    theta = np.linspace(1e-3, np.pi - 1e-3, 400)
    names = {p.key for p in CATALOGUE[key].parameters} - {"s"}
    for params in choices(key):
        margins = {name: params[name] for name in names}
        env = {"theta": theta[:, None], "y": np.zeros(len(theta), int)}
        env |= {name: np.full(len(theta), value) for name, value in margins.items()}
        got = np.asarray(Scope(env).of(psi))
        wanted = CATALOGUE[key].psi(np.cos(theta), np.sin(theta), **margins)
        beyond = theta + margins["m"] > np.pi if key == "arcface" else np.ones(len(theta), bool)
        np.testing.assert_allclose(got[beyond], wanted[beyond], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("stop", range(len(ROAD)))
def test_road_is_the_code(stop):
    """A stop at its place; a way at places along it, its letter as the page says it goes."""
    line, goes = ROAD[stop]
    z = np.random.default_rng(0).normal(scale=2, size=(SAMPLES, CLASSES))
    y = np.arange(SAMPLES) % CLASSES
    rivals = z[np.arange(CLASSES) != y[:, None]].reshape(SAMPLES, -1)
    ahead = rivals - z[np.arange(SAMPLES), y][:, None]
    for share in (0.1, 0.5, 0.9) if goes else (0.0,):
        letter = {"r": share, "p": 1 / (1 - share), "t": 1 / share if share else 1.0}
        env = {"z": z, "y": y, "m": np.full(SAMPLES, 0.7)}
        env |= {name: np.full(SAMPLES, value) for name, value in letter.items()}
        wanted, _slopes = objective(ahead, stop // 2 + share, 0.7)
        np.testing.assert_allclose(Scope(env).of(line), wanted, rtol=1e-9, atol=1e-12)
    assert road()[stop].startswith("L = ") and road()[stop].endswith(goes)


def test_every_loss_has_a_formula():
    assert LOSSES.keys() == CATALOGUE.keys()
    for key in LOSSES:
        assert formula(key).startswith("L = ")
    assert target_logit("softmax") is None
    with pytest.raises(KeyError):
        formula("none")
