"""Claims on softmax, information, hinge and gradient: worked examples and the textbooks."""

from collections.abc import Callable
from functools import lru_cache

import jax
import numpy as np

from lossviz import losses
from lossviz.derivations import DERIVATIONS
from lossviz.geometry.contest import log_sum_exp
from lossviz.papers.claim import Claim, Link
from lossviz.scenes.scores import softmax

SCORES = np.array([1.0, 2.0, 3.0, 4.0])
KULLBACK = np.array([0.36, 0.48, 0.16]), np.full(3, 1 / 3)
# scores of three classes as drawn in the course notes, the true one first
COURSE_SCORES = np.array([[0.28, -2.85, 0.86]])
COURSE_LEADS = "a1=-3.13&a2=0.58"
CLASSES, DRAWS = 10, 200


@lru_cache(maxsize=4)
def _losses_and_gradients(key: str) -> Callable:
    """(scores [N, C], params) → the losses [N] of class 1, and their gradients [N, C]; compiled."""
    loss = losses.get(key)

    def of_one(z, params):
        # one feature of length 1: the class vectors are the scores
        return loss(jax.numpy.ones((1, 1)), z[None], jax.numpy.zeros(1, int), **params)

    return jax.jit(jax.vmap(jax.value_and_grad(of_one), in_axes=(0, None)))


def on_scores(key: str, scores: np.ndarray, **params: float) -> tuple[np.ndarray, np.ndarray]:
    """A loss of raw scores and ∂L/∂z at the scores [N, C], of samples of class 1: [N], [N, C]."""
    # in double precision: single would be seen to break a bound by its own rounding
    with jax.enable_x64(True):
        value, gradient = _losses_and_gradients(key)(scores, params)
        return np.asarray(value), np.asarray(gradient)


def _drawn_gradients() -> np.ndarray:
    scores = 4 * np.random.default_rng(0).normal(size=(DRAWS, CLASSES))
    return on_scores("softmax", scores)[1]


def _largest_sum() -> tuple[float, ...]:
    return (np.abs(_drawn_gradients().sum(1)).max(),)


def _largest_norm() -> tuple[float, ...]:
    return (np.abs(_drawn_gradients()).sum(1).max(),)


def _norm_over_target() -> tuple[float, ...]:
    g = _drawn_gradients()
    ratio = np.abs(g).sum(1) / np.abs(g[:, 0])
    return ratio.min(), ratio.max()


def _others_over_target() -> tuple[float, ...]:
    g = _drawn_gradients()
    ratio = g[:, 1:].sum(1) / np.abs(g[:, 0])
    return ratio.min(), ratio.max()


def _hinge_budget() -> tuple[float, ...]:
    """All rivals lead: the gradient at its largest."""
    scores = np.array([[0.0] + [1.0] * (CLASSES - 1)])
    return (np.abs(on_scores("hinge", scores, m=1.0)[1]).sum(),)


def _lse_budget() -> tuple[float, ...]:
    scores = np.array([[0.0] + [1.0] * (CLASSES - 1)])
    return (np.abs(on_scores("lse_hinge", scores, m=0.0)[1]).sum(),)


def _on_course(key: str, **params: float) -> tuple[float, ...]:
    return (on_scores(key, COURSE_SCORES, **params)[0][0],)


def _line(key: str, step: str, **numbers: float | np.ndarray) -> tuple[float, ...]:
    """The value of one line of a derivation."""
    (line,) = (s for s in DERIVATIONS[key].steps if s.key == step)
    return tuple(line.value({name: np.asarray(value)[None] for name, value in numbers.items()}))


def _divergence(p: np.ndarray, q: np.ndarray) -> tuple[float, ...]:
    return _line("kl", "definition", p=p, q=q, base=np.e)


def _table(key: str, factor: float, shares: tuple[str, ...], smooth: str) -> tuple[Claim, Claim]:
    """One block of a table: softmax and LSE of the scores times a factor."""
    z = factor * SCORES
    link = Link("scale", "" if factor == 1 else f"k={factor:g}", "table")
    return (
        Claim(f"softmax_{key}", "worked", shares, lambda: tuple(softmax(z)), link, "own"),
        Claim(f"lse_{key}", "worked", (smooth,), lambda: tuple(log_sum_exp(z[None])), link, "own"),
    )


GRADIENT = Link("gradient", "", "pairs")
DIVERGENCE = Link("likelihood", "P=0.36_0.48_0.16_0&Q=0.333333_0.333333_0.333334_0&unit=nats",
                  "divergence")  # fmt: skip

CLAIMS = (
    *_table("plain", 1, ("0.0321", "0.0871", "0.2369", "0.6439"), "4.4402"),
    *_table("tenfold", 10, ("9.36e-14", "2.06e-9", "4.54e-5", "1.00"), "40.00"),
    *_table("tenth", 0.1, ("0.2138", "0.2363", "0.2612", "0.2887"), "1.6425"),
    Claim("gradient_sum", "worked", ("0",), _largest_sum, GRADIENT, tolerance=0),
    Claim("gradient_norm", "worked", ("2",), _largest_norm, GRADIENT, tolerance=0, at_most=True),
    Claim("gradient_target", "worked", ("2", "2"), _norm_over_target, GRADIENT, tolerance=0),
    Claim("gradient_others", "worked", ("1", "1"), _others_over_target, GRADIENT, tolerance=0),
    Claim("lse_budget", "worked", ("2",), _lse_budget,
          Link("smoothing", "h=3", "budget"), tolerance=0),
    Claim("hinge_budget", "worked", ("18",), _hinge_budget,
          Link("smoothing", "h=1", "budget"), "formula", tolerance=0),
    Claim("coin", "shannon", ("1",), lambda: _line("coin", "entropy", p=0.5, base=2.0),
          Link("likelihood", "", "coin"), unit="bit", tolerance=0),
    Claim("kl", "kullback", ("0.0852996",), lambda: _divergence(*KULLBACK), DIVERGENCE,
          unit="nat"),
    Claim("kl_reversed", "kullback", ("0.097455",), lambda: _divergence(*KULLBACK[::-1]),
          DIVERGENCE, unit="nat"),
    Claim("course_svm", "course", ("1.58",), lambda: _on_course("hinge", m=1.0),
          Link("smoothing", f"h=1&{COURSE_LEADS}", "road")),
    Claim("course_softmax", "course", ("1.04",), lambda: _on_course("softmax"),
          Link("smoothing", f"h=4&{COURSE_LEADS}", "road")),
    Claim("course_shares", "course", ("0.7", "0.04", "0.26"),
          lambda: tuple(softmax(np.array([1.0, -2.0, 0.0]))),
          Link("softmax", "z=1_-2_0", "scores")),
    Claim("course_halved", "course", ("0.55", "0.12", "0.33"),
          lambda: tuple(softmax(np.array([0.5, -1.0, 0.0]))),
          Link("softmax", "z=0.5_-1_0", "scores")),
)  # fmt: skip
