"""Each formula that the words of the site name, `$=name$`, is what the code computes."""

import re
from collections.abc import Callable
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from derivations.halving import halved

from lossviz import theory
from lossviz.algebra import Scope
from lossviz.algebra.spelling import Both
from lossviz.formulas import PROSE, in_words
from lossviz.losses import CATALOGUE
from lossviz.losses.dialects import DIALECTS
from lossviz.web.site.text import ASSETS, LANGUAGES

FRAMES = 50
# the score of a class that is not there
NOWHERE = -1e30
# classes, unless there are more
MOST = 12
TURN = np.linspace(0, np.pi, 20_001)

Rng = np.random.Generator
# what the letters stand for, and what the code makes of the same numbers
Compared = tuple[dict[str, np.ndarray], np.ndarray]
CODE: dict[str, Callable[[Rng], Compared]] = {}


def code_of(*names: str):
    """The function says what the code computes where the words print each of these formulas."""

    def kept(compared: Callable[[Rng], Compared]) -> Callable[[Rng], Compared]:
        CODE.update(dict.fromkeys(names, compared))
        return compared

    return kept


def within(rng: Rng, key: str, *names: str) -> dict[str, np.ndarray]:
    """Parameters of a loss, in their ranges."""
    ranges = {p.key: (p.low, p.high) for p in CATALOGUE[key].parameters}
    return {name: rng.uniform(*ranges[name], FRAMES) for name in names}


def psi(loss, theta, **margins):
    xp = theta.__array_namespace__()
    return loss.psi(xp.cos(theta), xp.sin(theta), **margins)


def psi_slope(loss, theta: np.ndarray, **margins: np.ndarray) -> np.ndarray:
    """ψ′, for margins [F] at angles [F]."""
    slopes = jax.grad(lambda theta: psi(loss, theta, **margins).sum())
    return np.asarray(slopes(jnp.asarray(theta)))


def of_scores(key: str, z, y, **params):
    """The loss of scores z [F, C] and labels y [F]."""
    return CATALOGUE[key].per_sample(z, jnp.eye(z.shape[1]), y, None, **params)


@partial(jax.jit, static_argnames="key")
def _gradient(key: str, z, y, params):
    return jax.grad(lambda z: of_scores(key, z, y, **params).sum())(z)


def gradient(key: str, z: np.ndarray, y: np.ndarray, **params: np.ndarray) -> np.ndarray:
    """∂L/∂z [F, C] of each sample's loss."""
    return np.asarray(_gradient(key, jnp.asarray(z), y, params))


def some_size(rng: Rng) -> int:
    """A number of classes; one of two, since JAX compiles its operations for each."""
    return int(rng.choice([3, 8]))


def some_scores(rng: Rng) -> tuple[np.ndarray, np.ndarray]:
    """Scores z and labels y."""
    classes = some_size(rng)
    return rng.normal(scale=2, size=(FRAMES, classes)), rng.integers(0, classes, FRAMES)


def some_counts(rng: Rng, low: int = 2, high: int = MOST) -> np.ndarray:
    return rng.integers(low, high + 1, FRAMES)


def equal_rivals(classes: np.ndarray, lead: np.ndarray) -> np.ndarray:
    """Scores of class 1 at 0 and the other C − 1 that it leads by as much."""
    z = np.where(np.arange(MOST) < classes[:, None], -lead[:, None], NOWHERE)
    z[:, 0] = 0
    return z


FIRST = np.zeros(FRAMES, int)


@code_of("cosface")
def _(rng):
    env = {"theta": rng.uniform(0, np.pi, FRAMES)} | within(rng, "cosface", "m")
    return env, psi(CATALOGUE["cosface"], **env)


@code_of("arcface", "arcface_psi", "arcface_added")
def _(rng):
    env = within(rng, "arcface", "m")
    env["theta"] = rng.uniform(0, np.pi - env["m"])
    return env, psi(CATALOGUE["arcface"], **env)


@code_of("arcface_beyond")
def _(rng):
    env = within(rng, "arcface", "m")
    env["theta"] = rng.uniform(np.pi - env["m"], np.pi)
    return env, psi(CATALOGUE["arcface"], **env)


@code_of("arcface_by_acos")
def _(rng):
    c, m = rng.uniform(-1, 1, FRAMES), within(rng, "arcface", "m")
    return {"c": c} | m, DIALECTS["acos"].psi(c, np.sqrt(1 - c**2), **m)


@code_of("arcface_fall")
def _(rng):
    env = within(rng, "arcface", "m")
    env["theta"] = rng.uniform(0, np.pi - env["m"])
    return env, -psi_slope(CATALOGUE["arcface"], **env)


@code_of("arcface_takes")
def _(rng):
    """The most that cos(θ + m) is below cos θ, wherever θ is."""
    env = within(rng, "arcface", "m")
    taken = np.cos(TURN) - psi(DIALECTS["plain"], TURN, m=env["m"][:, None])
    return env, taken.max(axis=1)


@code_of("multiplied")
def _(rng):
    """ψ of SphereFace on its first piece."""
    env = within(rng, "sphereface", "m")
    env["theta"] = rng.uniform(0, np.pi / env["m"])
    return env, psi(CATALOGUE["sphereface"], **env, lam=0.0)


@code_of("multiplied_slope")
def _(rng):
    env = {"theta": rng.uniform(0, np.pi, FRAMES)} | within(rng, "sphereface", "m")
    return env, psi_slope(CATALOGUE["sphereface"], **env, lam=np.zeros(FRAMES))


@code_of("combined_psi")
def _(rng):
    env = {"theta": rng.uniform(0, np.pi, FRAMES)} | within(rng, "combined", "m1", "m2", "m3")
    return env, psi(CATALOGUE["combined"], **env)


def pulled(key: str, rng: Rng, length: np.ndarray, margins: dict, **params) -> tuple:
    """ψ′, the own probability, and ∂L/∂θ, with rivals at right angles to all ways of the sample."""
    loss, theta = CATALOGUE[key], jnp.asarray(rng.uniform(0.01, np.pi - 0.01, FRAMES))
    weights, params = jnp.eye(3)[:, [0, 2, 2, 2]], margins | params

    def features(theta):
        return length[:, None] * jnp.stack([jnp.cos(theta), jnp.sin(theta), 0 * theta], axis=1)

    def total_loss(theta):
        return loss.per_sample(features(theta), weights, FIRST, **params).sum()

    scores = loss.training_scores(features(theta), weights, FIRST, **params)
    p, pull = jax.nn.softmax(scores, axis=1)[:, 0], jax.grad(total_loss)(theta)
    return psi_slope(loss, theta, **margins), np.asarray(p), np.asarray(pull)


@code_of("pull")
def _(rng):
    found = []
    for key, names in {
        "normface": "",
        "cosface": "m",
        "arcface": "m",
        "combined": "m1 m2 m3",
    }.items():
        # a larger scale leaves no digits of 1 − p
        s, length = rng.uniform(1, 16, FRAMES), rng.uniform(1, 9, FRAMES)
        found.append((s, *pulled(key, rng, length, within(rng, key, *names.split()), s=s)))
    s, slope, p, pull = map(np.concatenate, zip(*found, strict=True))
    return {"s": s, "slope": slope, "p": p}, pull


@code_of("pull_by_length")
def _(rng):
    margins = within(rng, "sphereface", "m") | {"lam": rng.uniform(0, 5, FRAMES)}
    length = rng.uniform(0.5, 9, FRAMES)
    slope, p, pull = pulled("sphereface", rng, length, margins)
    return {"f": length, "slope": slope, "P": p}, pull


@code_of("most_pull")
def _(rng):
    margins = within(rng, "combined", "m1", "m2", "m3")
    s = within(rng, "combined", "s")
    loss = CATALOGUE["combined"]
    steepest = [
        -psi_slope(loss, TURN, **{name: values[n] for name, values in margins.items()}).min()
        for n in range(FRAMES)
    ]
    return margins | s, s["s"] * steepest


def two_of_cosface(rng: Rng) -> tuple[np.ndarray, np.ndarray]:
    """α between two class vectors, and a margin that leaves both an edge."""
    alpha = rng.uniform(0.05, np.pi, FRAMES)
    return alpha, rng.uniform(0, 2 * np.sin(alpha / 2))


@code_of("cosface_edge")
def _(rng):
    alpha, m = two_of_cosface(rng)
    return {"alpha": alpha, "m": m}, theory.angular_edge("cosface", alpha, m=m)


@code_of("region")
def _(rng):
    alpha, m = two_of_cosface(rng)
    edge = theory.angular_edge("cosface", alpha, m=m)
    return {"edge": edge}, alpha - theory.angular_gap("cosface", alpha, m=m)


@code_of("gap")
def _(rng):
    alpha, m = two_of_cosface(rng)
    edge = theory.angular_edge("cosface", alpha, m=m)
    return {"alpha": alpha, "edge": edge}, theory.angular_gap("cosface", alpha, m=m)


@code_of("sphereface_gap")
def _(rng):
    env = {"theta12": rng.uniform(0.01, np.pi, FRAMES)} | within(rng, "sphereface", "m")
    return env, theory.angular_gap("sphereface", env["theta12"], m=env["m"], lam=0)


@code_of("limit_of_two")
def _(rng):
    """The widest margin with which there is an edge."""
    apart = rng.uniform(0.05, np.pi, FRAMES)

    def has_edge(m: np.ndarray) -> np.ndarray:
        return ~np.isnan(theory.angular_edge("cosface", apart, m=m))

    return {"theta12": apart}, halved(has_edge, np.zeros(FRAMES), np.full(FRAMES, 3.0))


@code_of("limit_on_circle")
def _(rng):
    classes = some_counts(rng, high=200)
    return {"C": classes}, theory.max_cosine_margin(classes, 2)


@code_of("limit_of_simplex")
def _(rng):
    classes = some_counts(rng, 3, 200)
    return {"C": classes}, theory.max_cosine_margin(classes, classes - 1)


@code_of("cosine_of_simplex")
def _(rng):
    classes = some_counts(rng, 3, 200)
    return {"C": classes}, np.cos(theory.least_angle(classes, classes - 1))


@code_of("lead_on_vector")
def _(rng):
    """The score of class i over that of class j, for samples on class vector i."""
    turn = rng.uniform(-np.pi, np.pi, 7)
    w = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    i, j = rng.integers(0, 7, (2, FRAMES))
    scores = np.asarray(CATALOGUE["cosface"].scores(w[i], w.T, s=1.0))
    env = {"w": np.broadcast_to(w, (FRAMES, *w.shape)), "i": i, "j": j}
    return env, scores[np.arange(FRAMES), i] - scores[np.arange(FRAMES), j]


@code_of("floor")
def _(rng):
    env = {"C": some_counts(rng, high=10_000)} | within(rng, "normface", "s")
    return env, theory.normface_lower_bound(env["C"], env["s"])


@code_of("score")
def _(rng):
    """Of L-Softmax, which goes by the angle; and the other side of the line by the product."""
    x, w = rng.normal(size=(FRAMES, 6, 2)), rng.normal(size=(5, 2))
    i, j, k = rng.integers(0, 6, FRAMES), rng.integers(0, 5, FRAMES), np.arange(FRAMES)
    scores = np.asarray(CATALOGUE["l_softmax"].scores(x[k, i], w.T))
    angles = np.angle(x[k, i] @ [1, 1j])[:, None] - np.angle(w @ [1, 1j])
    theta = np.abs(np.angle(np.exp(1j * angles)))
    env = {"W": np.broadcast_to(w, (FRAMES, 5, 2)), "x": x, "theta": theta, "i": i, "j": j}
    return env, scores[k, j]


@code_of("softplus")
def _(rng):
    x = rng.uniform(-30, 30, FRAMES)
    return {"x": x}, of_scores("softmax", np.stack([0 * x, x], axis=1), FIRST)


@code_of("own_loss")
def _(rng):
    z, y = some_scores(rng)
    return {"z": z, "y": y}, of_scores("softmax", z, y)


@code_of("any_loss")
def _(rng):
    z, k = some_scores(rng)
    return {"z": z, "k": k}, of_scores("softmax", z, k)


@code_of("loss_of_lead")
def _(rng):
    classes, a, x = some_counts(rng), rng.uniform(0, 9, FRAMES), rng.uniform(0, 2, FRAMES)
    return {"C": classes, "a": a, "x": x}, of_scores("softmax", equal_rivals(classes, a * x), FIRST)


@code_of("sum_of_equal")
def _(rng):
    """The inverse of the target's probability."""
    classes, d = some_counts(rng), rng.uniform(-9, 9, FRAMES)
    return {"C": classes, "d": d}, np.exp(of_scores("softmax", equal_rivals(classes, -d), FIRST))


@code_of("jacobian")
def _(rng):
    """∂a_i/∂z_j, where the loss of label i is −ln a_i."""
    z, i = some_scores(rng)
    j = rng.integers(0, z.shape[1], FRAMES)
    slopes = jax.grad(lambda z: jnp.exp(-of_scores("softmax", z, i)).sum())(jnp.asarray(z))
    return {"z": z, "i": i, "j": j}, np.asarray(slopes)[np.arange(FRAMES), j]


@code_of("own_gradient")
def _(rng):
    z, y = some_scores(rng)
    return {"z": z, "y": y}, gradient("softmax", z, y)[np.arange(FRAMES), y]


@code_of("own_size")
def _(rng):
    z, y = some_scores(rng)
    return {"z": z, "y": y}, np.abs(gradient("softmax", z, y)[np.arange(FRAMES), y])


@code_of("lowered")
def _(rng):
    z, y = some_scores(rng)
    m = within(rng, "max_hinge", "m")
    held = CATALOGUE["max_hinge"].training_scores(z, np.eye(z.shape[1]), y, **m)
    return {"z": z, "y": y} | m, np.asarray(held)[np.arange(FRAMES), y]


@code_of("softened")
def _(rng):
    """Cross-entropy above the hinge where they differ most, all scores being equal."""
    classes, s = some_counts(rng), within(rng, "cosface", "s")["s"]
    z = equal_rivals(classes, np.zeros(FRAMES))
    hinge = of_scores("max_hinge", z, FIRST, m=0.0)
    z_of_any, y = some_scores(rng)
    apart = of_scores("softmax", z_of_any, y) - of_scores("max_hinge", z_of_any, y, m=0.0)
    assert np.all((apart >= 0) & (apart <= np.log(z_of_any.shape[1])))
    return {"C": classes, "s": s}, (of_scores("softmax", z, FIRST) - hinge) / s


def on_the_circle(rng: Rng) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    features, weights = rng.normal(size=(FRAMES, 2)), rng.normal(size=(2, 4))
    return features, weights, rng.integers(0, 4, FRAMES)


@code_of("margin_odds")
def _(rng):
    """The odds of inference over those of training: rivals have the same scores in both."""
    features, weights, y = on_the_circle(rng)
    params = within(rng, "cosface", "s", "m")
    held = CATALOGUE["cosface"].training_scores(features, weights, y, **params)
    free = CATALOGUE["cosface"].scores(features, weights, **params)
    return params, np.exp(np.asarray(free - held)[np.arange(FRAMES), y])


@code_of("margin_of_length")
def _(rng):
    """What the margin takes of the cosine, which is a score over the lengths."""
    features, weights, y = on_the_circle(rng)
    length = np.linalg.norm(features, axis=1) * np.linalg.norm(weights, axis=0)[y]
    m = within(rng, "max_hinge", "m")
    held = CATALOGUE["max_hinge"].training_scores(features, weights, y, **m)
    free = CATALOGUE["max_hinge"].scores(features, weights, **m)
    return {"t": length} | m, np.asarray(free - held)[np.arange(FRAMES), y] / length


@code_of("smoothed_gradient")
def _(rng):
    z, y = some_scores(rng)
    eps = within(rng, "label_smoothing", "eps")["eps"]
    classes = z.shape[1]
    q = (1 - eps[:, None]) * np.eye(classes)[y] + eps[:, None] / classes
    wanted = gradient("label_smoothing", z, y, eps=eps)[np.arange(FRAMES), y]
    return {"z": z, "y": y, "q": q}, wanted


@code_of("smoothing_price")
def _(rng):
    z, y = some_scores(rng)
    eps = within(rng, "label_smoothing", "eps")
    price = of_scores("label_smoothing", z, y, **eps) - of_scores("softmax", z, y)
    return {"z": z, "y": y} | eps, price


@code_of("smoothing_rest")
def _(rng):
    """The gradient is p − q; what q has for rivals."""
    z, y = some_scores(rng)
    eps = within(rng, "label_smoothing", "eps")
    q = gradient("softmax", z, y) - gradient("label_smoothing", z, y, **eps)
    # the gradient of cross-entropy has the label's 1 already
    rivals = np.where(np.arange(z.shape[1]) == y[:, None], 0, q).sum(axis=1)
    return {"C": np.full(FRAMES, z.shape[1])} | eps, rivals


@code_of("smoothing_gap")
def _(rng):
    """The gap at which the loss no longer falls."""
    classes = some_size(rng)
    eps = rng.uniform(0.01, 0.5, FRAMES)
    behind = np.arange(classes) > 0

    def falls(gap: np.ndarray) -> np.ndarray:
        slopes = gradient("label_smoothing", -gap[:, None] * behind, FIRST, eps=eps)
        return slopes[:, 1:].sum(axis=1) > 0

    best = halved(falls, np.zeros(FRAMES), np.full(FRAMES, 30.0))
    return {"rest": eps * (classes - 1) / classes, "C": np.full(FRAMES, classes)}, best


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", PROSE)
def test_formula_in_words_is_the_code(name, seed):
    line = PROSE[name]
    with jax.enable_x64(True):
        env, wanted = CODE[name](np.random.default_rng(seed))
    assert np.all(np.isfinite(wanted))
    # of an equation both sides
    for side in line.parts if isinstance(line, Both) else (line,):
        got = Scope(env).of(side)
        np.testing.assert_allclose(got, np.asarray(wanted), rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_name_every_formula(language):
    named = set()
    for path in (ASSETS / "locale" / language).glob("*.toml"):
        named |= set(re.findall(r"\$=([^$]*)\$", path.read_text("utf-8")))
    assert named == PROSE.keys() == CODE.keys()


def test_names_of_functions_are_letters_in_words():
    assert in_words("arcface_beyond") == r"{\cos}\,\theta - m\,{\sin}\,m"
    with pytest.raises(KeyError):
        in_words("none")
