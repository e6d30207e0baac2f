"""Claims on scale and margin: what NormFace, CosFace, L2-softmax and AdaCos allow."""

from collections.abc import Callable
from functools import lru_cache

import jax
import numpy as np

from lossviz import losses, theory
from lossviz.geometry.arrangements import spread
from lossviz.geometry.contest import log_sum_exp
from lossviz.metrics import closest_classes
from lossviz.papers.claim import Claim, Link
from lossviz.scenes.scores import softmax

# identities in CASIA-WebFace, which several of the papers train on
WEBFACE = 10_575
# sharp enough for the search to come within 0.002° of the best arrangement
SHARP = 1e6


def least_angle_of(vectors: np.ndarray) -> float:
    """The least angle between two of the unit vectors [C, d], in degrees."""
    return float(np.degrees(closest_classes(vectors.T[None]).angle[0]))


def cosine_room(n_classes: int, dim: int) -> float:
    """1 − max W_i·W_j over the best arrangement of the class vectors."""
    angle = least_angle_of(theory.best_arrangement(n_classes, dim))
    return 1 - float(np.cos(np.radians(angle)))


@jax.jit
def _normface(vectors, s):
    return losses.get("normface")(vectors, vectors.T, jax.numpy.arange(len(vectors)), s=s)


def loss_on_vectors(n_classes: int, dim: int, s: float) -> float:
    """NormFace of samples that lie on their own class vector, from the loss itself."""
    with jax.enable_x64(True):
        return float(_normface(theory.best_arrangement(n_classes, dim), s))


def _simplex_loss(n_classes: int, s: float) -> tuple[float, ...]:
    """Cross-entropy of a sample on its class vector, the others as far off as C of them can be."""
    cosines = np.full(n_classes, -1 / (n_classes - 1))
    cosines[0] = 1
    return (float(log_sum_exp(s * cosines[None])[0] - s),)


def _share(s: float, own: float, rivals: int) -> float:
    """P of a class at cosine `own` whose rivals all stand at a right angle."""
    return float(softmax(s * np.append(own, np.zeros(rivals)))[0])


def least(is_enough: Callable[[float], bool], low: float, high: float) -> float:
    """The least number between low and high that is enough, by bisection."""
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return (low + high) / 2


@lru_cache(maxsize=2)
def _adacos_scale(n_classes: int) -> tuple[float, ...]:
    """The s at which P = ½ at 45°, by bisection: no formula for s is used."""
    own = float(np.cos(np.pi / 4))
    return (least(lambda s: _share(s, own, n_classes - 1) >= 0.5, 0.0, 100.0),)


def _l2_softmax_share() -> tuple[float, ...]:
    """P at the bound, under the paper's assumption: C − 2 rivals at a right angle."""
    return (_share(float(theory.l2_softmax_min_scale(WEBFACE, 0.9)), 1.0, WEBFACE - 2),)


@jax.jit
def _smoothed_slopes(leads, classes_after, eps):
    """∂L/∂lead [N] of label smoothing where the target score leads all others by so much."""

    def total(features):
        weights = jax.numpy.concatenate([jax.numpy.ones(1), classes_after])[None]
        own = jax.numpy.zeros(len(leads), int)
        return losses.get("label_smoothing").per_sample(features, weights, own, eps=eps).sum()

    return jax.grad(total)(leads[:, None])[:, 0]


def _best_gap(n_classes: int, eps: float) -> tuple[float, ...]:
    """The lead of the target score at which label smoothing neither pulls nor pushes."""
    leads = np.linspace(3.0, 5.0, 401)
    with jax.enable_x64(True):
        slopes = np.asarray(_smoothed_slopes(leads, np.zeros(n_classes - 1), eps))
    return (float(np.interp(0.0, slopes, leads)),)


def _room(key: str, published: str, classes: int, dim: int, link: Link, **more) -> Claim:
    return Claim(key, "cosface", (published,), lambda: (cosine_room(classes, dim),), link, **more)


def _apart(classes: int, dim: int) -> Link:
    """The scene that shows the least angle and the largest margins of so many classes."""
    # what differs from the lesson's defaults, as its links are written
    asked = {"C": (classes, 10), "d": (dim, 2)}
    query = "&".join(f"{key}={value}" for key, (value, usual) in asked.items() if value != usual)
    return Link("practice", query, "choose")


def _tammes(classes: int, published: str, known: bool = False, whole: bool = False) -> Claim:
    """The angle in 3-D: from a known arrangement, or found by pushing points apart."""

    def ours() -> tuple[float, ...]:
        vectors = theory.best_arrangement(classes, 3) if known else spread(classes, SHARP)
        return (least_angle_of(vectors),)

    tolerance = 0 if whole else None if known else 0.002
    return Claim(f"tammes_{classes}", "tammes", (published,), ours, _apart(classes, 3), unit="°",
                 tolerance=tolerance)  # fmt: skip


def _floor(classes: int, s: float) -> Link:
    return Link("scale", f"s={s:g}&C={classes}", "floor")


def _wanted(classes: int) -> Link:
    return Link("scale", f"C={classes}", "floor")


CLAIMS = (
    Claim("normface_floor", "normface", ("8.266",),
          lambda: _simplex_loss(WEBFACE, 1.0), _floor(WEBFACE, 1), "formula"),
    Claim("normface_reached", "normface", ("0.004945",), lambda: (loss_on_vectors(3, 2, 4.0),),
          _floor(3, 4), "formula"),
    Claim("polygon", "normface", ("0.2610",), lambda: (loss_on_vectors(10, 2, 10.0),),
          _floor(10, 10), "own"),
    Claim("cosface_scale_10", "cosface", ("3.955",), lambda: (float(theory.min_scale(10, 9, 0.9)),),
          _wanted(10), "formula"),
    Claim("cosface_scale_webface", "cosface", ("11.462",),
          lambda: (float(theory.min_scale(WEBFACE, WEBFACE - 1, 0.9)),), _wanted(WEBFACE),
          "formula"),
    _room("cosface_margin_toy", "0.29", 8, 2, _apart(8, 2)),
    _room("cosface_margin_exact", "0.293", 8, 2, _apart(8, 2), kind="formula"),
    _room("cosface_margin_two", "2", 2, 2,
          Link("playground", "classes=2&loss=cosface&m=1"), kind="formula", tolerance=0),
    _room("cosface_margin_simplex", "1.3333", 4, 3, _apart(4, 3), kind="formula"),
    Claim("l2_softmax", "l2_softmax", ("0.9",), _l2_softmax_share, _wanted(WEBFACE), "formula",
          tolerance=0),
    Claim("adacos_10", "adacos", ("3.107",), lambda: _adacos_scale(10),
          _wanted(10), "formula"),
    Claim("adacos_85000", "adacos", ("16.052",), lambda: _adacos_scale(85_000),
          _wanted(85_000), "formula"),
    _tammes(4, "109.471", known=True),
    _tammes(5, "90", known=True, whole=True),
    _tammes(6, "90", known=True, whole=True),
    _tammes(7, "77.870"),
    _tammes(8, "74.858"),
    _tammes(9, "70.529"),
    _tammes(10, "66.147"),
    _tammes(11, "63.435"),
    _tammes(12, "63.435", known=True),
    # not 13: the search ends in an arrangement that is 0.7° worse than the best
    _tammes(14, "55.671"),
    Claim("smoothed_gap", "szegedy", ("4.007",), lambda: _best_gap(6, 0.1),
          Link("label_smoothing", "d=4&C=6", "gap"), "own"),
)  # fmt: skip
