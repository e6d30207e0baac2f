"""The dialects of ArcFace: where they agree, where they part, and what their gradients are."""

from functools import cache

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from lossviz.losses import DIALECTS, get
from lossviz.training.kernel import COMPILED

S, M = 16.0, 0.5
THETA = np.radians(np.linspace(1, 179, 90))
PAST = THETA + M > np.pi
KEYS = ("eased", "clipped", "plain")


def features(theta) -> jnp.ndarray:
    """At θ from the first class vector, the rival at a right angle on the other side."""
    return jnp.stack([jnp.cos(theta), jnp.sin(theta)], axis=-1)


WEIGHTS = jnp.array([[1.0, 0.0], [0.0, -1.0]])


def loss_at(key: str, theta, m=M) -> jnp.ndarray:
    label = jnp.zeros(1, int)
    return DIALECTS[key](features(theta)[None], WEIGHTS, label, s=S, m=m)


@cache
def values_and_slopes(key: str) -> tuple[np.ndarray, np.ndarray]:
    """L and ∂L/∂θ at THETA, with 64 bits."""
    with jax.enable_x64(True):
        each = jax.jit(jax.vmap(jax.value_and_grad(lambda theta: loss_at(key, theta))))
        values, slopes = each(jnp.asarray(THETA))
    return np.asarray(values), np.asarray(slopes)


def slopes(key: str) -> np.ndarray:
    return values_and_slopes(key)[1]


def own_share(psi: np.ndarray) -> np.ndarray:
    """p_y: the rival's cosine is −sin θ."""
    return 1 / (1 + np.exp(S * (-np.sin(THETA) - psi)))


def psi(key: str) -> np.ndarray:
    return np.asarray(DIALECTS[key].psi(np.cos(THETA), np.sin(THETA), m=M))


def test_up_to_pi_all_are_arcface():
    for key in (*KEYS, "acos"):
        np.testing.assert_allclose(psi(key)[~PAST], np.cos(THETA + M)[~PAST], atol=1e-12)


def test_past_pi_each_goes_its_own_way():
    np.testing.assert_allclose(psi("eased")[PAST], (np.cos(THETA) - M * np.sin(M))[PAST])
    np.testing.assert_array_equal(psi("clipped")[PAST], -1)
    np.testing.assert_allclose(psi("plain")[PAST], np.cos(THETA + M)[PAST])
    # what matters: does ψ still fall?
    assert (np.diff(psi("eased")[PAST]) < 0).all() and (np.diff(psi("plain")[PAST]) > 0).all()


def test_eased_is_the_catalogue_s_arcface():
    x = np.random.default_rng(0).normal(size=(2, 20, 3))
    labels = np.arange(20) % 4
    weights = np.random.default_rng(1).normal(size=(3, 4))
    ours = DIALECTS["eased"].per_sample(x[0], weights, labels, s=S, m=M)
    np.testing.assert_array_equal(ours, get("arcface").per_sample(x[0], weights, labels, s=S, m=M))


def test_a_margin_of_degrees_read_as_radians_pays_for_nothing():
    """28.6 as radians lies past π everywhere but near 0, and cos θ − m sin m is cos θ + 9.2."""
    m = 28.6
    far = np.asarray(DIALECTS["eased"].psi(np.cos(THETA), np.sin(THETA), m=m))[np.cos(THETA) < 0.9]
    assert (far > 8).all()
    # min(θ + m, π) is π at every θ, and flat
    clipped = DIALECTS["clipped"].psi
    np.testing.assert_array_equal(clipped(np.cos(THETA), np.sin(THETA), m=m), -1)
    slope = jax.grad(lambda theta: clipped(jnp.cos(theta), jnp.sin(theta), m=m))
    np.testing.assert_array_equal(jax.jit(jax.vmap(slope))(jnp.asarray(THETA)), 0)


@pytest.mark.parametrize("key", KEYS)
def test_the_true_gradient_is_that_of_psi(key):
    found = slopes(key)
    steep = np.gradient(psi(key), THETA)
    smooth = np.abs(np.degrees(THETA + M) - 180) > 5
    # the rival −sin θ moves too: ∂L/∂θ = −(1 − p)·s·ψ' + (1 − p)·s·(−cos θ)
    expected = S * (1 - own_share(psi(key))) * (-steep - np.cos(THETA))
    np.testing.assert_allclose(found[smooth][2:-2], expected[smooth][2:-2], rtol=0.02, atol=0.02)


@pytest.mark.parametrize("key", KEYS)
def test_a_detached_margin_leaves_the_slope_of_the_cosine(key):
    values, found = values_and_slopes(f"{key}_detached")
    np.testing.assert_allclose(values, values_and_slopes(key)[0], rtol=1e-12)
    expected = S * (1 - own_share(psi(key))) * (np.sin(THETA) - np.cos(THETA))
    np.testing.assert_allclose(found, expected, rtol=1e-8, atol=1e-8)


def test_acos_has_no_gradient_on_the_class_vector_and_arcface_has():
    on_it = jnp.array([[1.0, 0.0]])
    slope = {key: jax.jit(jax.grad(
                lambda f, k=key: DIALECTS[k](f, WEIGHTS, jnp.zeros(1, int), s=S, m=M)))
             for key in ("acos", "eased")}  # fmt: skip
    assert np.isnan(slope["acos"](on_it)).any()
    assert np.isfinite(slope["eased"](on_it)).all()


SPELLINGS = ("acos", "acos_clipped", "sqrt", "sqrt_clipped", "sqrt_eps")
ON_IT = jnp.array([[1.0, 0.0], [-1.0, 0.0]])


@cache
def slope_at_the_ends(key: str, precision: str) -> np.ndarray:
    """∂L/∂f of two samples of class 0, at cos θ_y = 1 and −1 to the last bit, [2, 2]."""

    def loss(features):
        kind = jnp.dtype(precision)
        each = DIALECTS[key].per_sample(
            features.astype(kind), WEIGHTS.astype(kind), jnp.zeros(2, int),
            s=jnp.asarray(S, kind), m=jnp.asarray(M, kind),
        )  # fmt: skip
        assert each.dtype == kind
        return each.astype(jnp.float32).sum()

    # rounded to `precision` after every operation, as in a run
    once = jax.jit(jax.grad(loss), compiler_options=COMPILED)
    return np.asarray(once(ON_IT.astype(jnp.float32)))


@pytest.mark.parametrize("key", SPELLINGS)
def test_away_from_the_class_vector_every_spelling_is_arcface(key):
    away = np.abs(np.sin(THETA)) > 0.1
    near = 1e-3 if key == "sqrt_eps" else 1e-6
    np.testing.assert_allclose(psi(key)[~PAST & away], psi("eased")[~PAST & away], rtol=near)
    smooth = ~PAST & away & (np.cos(THETA + M) < 0.999)
    np.testing.assert_allclose(slopes(key)[smooth], slopes("eased")[smooth], rtol=1e-3)


@pytest.mark.parametrize(
    "key, precision, finite",
    [
        *((key, precision, False)
          for key in ("acos", "sqrt", "sqrt_clipped")
          for precision in ("float32", "float16", "bfloat16")),
        ("acos_clipped", "float32", True),
        # 1 − 1e-7 is 1 there: nothing is clipped
        ("acos_clipped", "float16", False),
        ("acos_clipped", "bfloat16", False),
        *((key, precision, True)
          for key in ("sqrt_eps", "eased")
          for precision in ("float32", "float16", "bfloat16")),
    ],
)  # fmt: skip
def test_which_spelling_has_a_gradient_on_the_class_vector(key, precision, finite):
    assert np.isfinite(slope_at_the_ends(key, precision)).all() == finite


@pytest.mark.parametrize("key", ["acos_clipped", "sqrt_eps"])
def test_a_cure_has_the_catalogue_s_gradient_on_the_class_vector(key):
    np.testing.assert_allclose(
        slope_at_the_ends(key, "float32"), slope_at_the_ends("eased", "float32"), atol=1e-2
    )


def test_what_half_precision_makes_of_the_bound_of_acos():
    """The clip to 1 − 1e-7 is one in float32 alone; so is AdaFace's 1e-3 none in bfloat16."""
    rounded = {kind: float(jnp.asarray(1 - 1e-7, kind)) for kind in ("float32", "float16")}
    assert rounded["float32"] < 1 == rounded["float16"] == float(jnp.asarray(1 - 1e-7, "bfloat16"))
    assert float(jnp.asarray(1 - 1e-3, "float16")) < 1 == float(jnp.asarray(1 - 1e-3, "bfloat16"))


@pytest.mark.parametrize("precision, least", [("float16", 1.27), ("bfloat16", 3.58)])
def test_angles_below_which_the_cosine_is_one(precision, least):
    """cos θ rounds to 1 below arccos(1 − u/2), u the spacing below 1: 2⁻¹¹ and 2⁻⁸."""
    theta = np.radians(np.linspace(0.1, 10, 991))
    cosine = np.asarray(jnp.cos(jnp.asarray(theta)).astype(precision), float)
    np.testing.assert_allclose(np.degrees(theta[cosine < 1][0]), least, atol=0.02)
