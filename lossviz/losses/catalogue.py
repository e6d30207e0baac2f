"""The thirteen losses in one table: name, code, parameters with range and default, source.

Their formulas are `lossviz.formulas`, which a test compares with this code.

Notation: features f [N, d], class weights W [d, C] (one column a class), bias b [C], labels y [N],
scores z_j = W_j·f + b_j, and θ_j the angle between f and W_j.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from math import isfinite
from types import MappingProxyType

import jax
import jax.numpy as jnp
from jax.core import Tracer
from jax.typing import ArrayLike
from jaxtyping import Array, Bool, Float

from lossviz.losses import margins, scores


@dataclass(frozen=True)
class Parameter:
    """One parameter of a loss: its symbol, unit, legal range, default and slider positions."""

    key: str
    symbol: str
    latex: str
    unit: str
    low: float
    high: float
    default: float
    grid: tuple[float, ...]


def _steps(low: float, high: float, step: float) -> tuple[float, ...]:
    return tuple(round(low + step * k, 6) for k in range(round((high - low) / step) + 1))


def _margin(low, high, step, default, *, key="m", symbol="m", latex="m", unit="") -> Parameter:
    return Parameter(key, symbol, latex, unit, low, high, default, _steps(low, high, step))


# the values that people use and write down, at about even ratios: what s does depends on its ratio
SCALES = (
    1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0, 14.0, 16.0, 20.0, 24.0,
    28.0, 30.0, 32.0, 40.0, 45.0, 50.0, 56.0, 64.0,
)  # fmt: skip
SCALE = Parameter("s", "s", "s", "", 1.0, 64.0, 16.0, SCALES)
SCORE_MARGIN = _margin(0, 5, 0.25, 1.0)
SMOOTHED_MARGIN = _margin(0, 5, 0.25, 0.0)
COSINE_MARGIN = _margin(0, 1, 0.05, 0.2)
ANGULAR_MARGIN = _margin(0, 1.5, 0.05, 0.3, unit="rad")
MULTIPLE = _margin(1, 4, 0.25, 2.0)
M1 = _margin(1, 4, 0.25, 1.0, key="m1", symbol="m₁", latex="m_1")
M2 = _margin(0, 1.5, 0.05, 0.3, key="m2", symbol="m₂", latex="m_2", unit="rad")
M3 = _margin(0, 1, 0.05, 0.1, key="m3", symbol="m₃", latex="m_3")
EPSILON = _margin(0, 0.5, 0.025, 0.1, key="eps", symbol="ε", latex=r"\varepsilon")
LAMBDA = Parameter(
    "lam", "λ", r"\lambda", "", 0.0, 1000.0, 0.0,
    (0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0),
)  # fmt: skip


def _unit(vectors: Array) -> tuple[Array, Array]:
    """Direction and length of each column. A zero column has direction 0 and length 0.

    Dividing by the largest entry first keeps the squares from over- or underflowing; the double
    `where` keeps the gradient at the zero vector at 0 instead of NaN.
    """
    largest = jax.lax.stop_gradient(jnp.max(jnp.abs(vectors), axis=0, keepdims=True))
    zero = largest == 0
    scaled = vectors / jnp.where(zero, 1, largest)
    length = jnp.sqrt(jnp.where(zero, 1, jnp.sum(scaled**2, axis=0, keepdims=True)))
    return scaled / length, jnp.where(zero, 0, length * largest)


def _sine(features: Array, weights: Array, cosine: Array) -> Array:
    """sin θ between unit vectors, as the length of what is left of f beside W.

    √(1 − cos²) would lose half the digits near 0 and π, and its slope there is infinite.
    A zero feature stands at a right angle to everything.
    """
    beside = features - cosine * weights
    squared = jnp.sum(beside**2, axis=0)
    parallel = squared == 0
    length = jnp.where(parallel, 0, jnp.sqrt(jnp.where(parallel, 1, squared)))
    missing = jnp.all(features == 0, axis=0) | jnp.all(weights == 0, axis=0)
    return jnp.where(missing, 1, length)


def _dot(weights: Array, features: Array) -> Array:
    """W_j·f for every class and sample [C, N]."""
    # the highest precision matters on a GPU only, where float32 products may drop to 10 bits
    return jnp.dot(weights.T, features, precision="highest")


@dataclass(frozen=True)
class Loss:
    """One loss of the catalogue; call it for the mean over the samples.

    `loss(features, weights, labels, bias=None, **params)` is differentiable, jit-able, and works
    in float32 and float64. Parameters left out take their catalogue default.
    """

    key: str
    title: str
    short: str
    parameters: tuple[Parameter, ...]
    source: str
    family: str
    _raw: Callable | None = None
    _psi: Callable = margins.plain
    column_scales: str = "s"

    def __call__(
        self,
        features: ArrayLike,
        weights: ArrayLike,
        labels: ArrayLike,
        bias: ArrayLike | None = None,
        **params: ArrayLike,
    ) -> Float[Array, ""]:
        """Mean loss over the samples. Arguments and errors as for `per_sample`."""
        return jnp.mean(self.per_sample(features, weights, labels, bias, **params))

    def per_sample(
        self,
        features: ArrayLike,
        weights: ArrayLike,
        labels: ArrayLike,
        bias: ArrayLike | None = None,
        **params: ArrayLike,
    ) -> Float[Array, " N"]:
        """Loss of each sample [N].

        Args:
          features: f [N, d].
          weights: W [d, C], one column a class.
          labels: y [N], integers in 0..C−1.
          bias: b [C] for raw-score losses; angular losses have none and leave it unread.
          params: the loss's own parameters; angles in radians.

        Raises:
          ValueError: shapes that do not fit, fewer than two classes, a label out of range.
          KeyError: a parameter this loss does not have.
        """
        features, weights, bias = self._operands(features, weights, bias)
        own = _own_class(labels, features.shape[1], weights.shape[1])
        params = self._params(params)
        if self._raw is not None:
            return self._raw(_raw_scores(features, weights, bias), own, **params)
        return scores.softmax(self._angular(features, weights, own, params), own)

    def scores(
        self,
        features: ArrayLike,
        weights: ArrayLike,
        bias: ArrayLike | None = None,
        **params: ArrayLike,
    ) -> Float[Array, "N C"]:
        """Inference scores [N, C]: no margin. The largest one is the predicted class."""
        features, weights, bias = self._operands(features, weights, bias)
        params = self._params(params)
        if self.family == "raw":
            return _raw_scores(features, weights, bias).T
        return self._angular(features, weights, None, params).T

    def training_scores(
        self,
        features: ArrayLike,
        weights: ArrayLike,
        labels: ArrayLike,
        bias: ArrayLike | None = None,
        **params: ArrayLike,
    ) -> Float[Array, "N C"]:
        """Scores as training compares them [N, C]: the target class's with its margin taken off.

        The sample meets the margin when its own entry is still the largest. For `lse_hinge` the
        rivals are one: they all stand at LSE_{i≠y}(z), which is what the target is held against.
        """
        features, weights, bias = self._operands(features, weights, bias)
        own = _own_class(labels, features.shape[1], weights.shape[1])
        params = self._params(params)
        if self.family == "angular":
            return self._angular(features, weights, own, params).T
        z = _raw_scores(features, weights, bias)
        if self.key == "lse_hinge":
            rivals = jax.nn.logsumexp(scores.rivals(z, own), axis=0)
            z = jnp.where(own, z, rivals)
        return (z - jnp.where(own, params.get("m", 0.0), 0.0)).T

    def psi(self, cos: margins.Values, sin: margins.Values, **params: ArrayLike) -> margins.Values:
        """Target logit ψ(θ) before scaling, from cos θ and sin θ (NumPy or JAX arrays).

        Raw-score losses without normalisation have no angle of their own: ψ = cos θ.
        """
        params = {k: v for k, v in self._params(params).items() if k != "s"}
        return margins.plain(cos, sin) if self.family == "raw" else self._psi(cos, sin, **params)

    def _angular(self, features, weights, own: Bool[Array, "C N"] | None, params) -> Array:
        """scale_j · (ψ(θ_y) in the own column, cos θ_j elsewhere); no margin without `own`."""
        unit_features, feature_norm = _unit(features)
        unit_weights, weight_norm = _unit(weights)
        cosines = _dot(unit_weights, unit_features)
        if self.column_scales == "s":
            scale = params["s"]
        else:
            scale = feature_norm * (weight_norm.T if self.column_scales == "norms" else 1)
        if own is None:
            return scale * cosines
        own_weight = jnp.dot(unit_weights, own.astype(weights.dtype), precision="highest")
        cosine = scores.target(cosines, own)
        margin_params = {k: v for k, v in params.items() if k != "s"}
        psi = self._psi(cosine, _sine(unit_features, own_weight, cosine), **margin_params)
        return scale * (cosines + jnp.where(own, psi - cosine, 0))

    def _params(self, given: Mapping[str, ArrayLike]) -> dict[str, ArrayLike]:
        known = {p.key: p.default for p in self.parameters}
        for key, value in given.items():
            if key not in known:
                takes = ", ".join(known) or "no parameters"
                raise KeyError(f"{self.title} takes {takes}; got {key!r}")
            if isinstance(value, int | float) and not isfinite(value):
                raise ValueError(f"{self.title}: {key} must be a finite number; got {value}")
        return known | dict(given)

    def _operands(self, features, weights, bias) -> tuple[Array, Array, Array | None]:
        """The operands checked, as arrays; the features turned to [d, N], samples last."""
        features, weights = (_floating(n, v) for n, v in (("features", features),
                                                           ("weights", weights)))  # fmt: skip
        if features.ndim != 2:
            raise ValueError(f"features must have shape [N, d]; got {list(features.shape)}")
        if weights.ndim != 2 or weights.shape[0] != features.shape[1]:
            raise ValueError(
                f"weights must have shape [d, C] with d = {features.shape[1]} as in features "
                f"{list(features.shape)}; got {list(weights.shape)}"
            )
        if weights.shape[1] < 2:
            raise ValueError(f"a loss needs at least 2 classes; weights hold {weights.shape[1]}")
        if bias is not None:
            bias = _floating("bias", bias)
            if bias.shape != weights.shape[1:]:
                raise ValueError(
                    f"bias must have shape [C] = [{weights.shape[1]}]; got {list(bias.shape)}"
                )
        return features.T, weights, bias


def _floating(name: str, value: ArrayLike) -> Array:
    array = jnp.asarray(value)
    if jnp.issubdtype(array.dtype, jnp.floating):
        return array
    if jnp.issubdtype(array.dtype, jnp.integer):
        return array.astype(jnp.result_type(float))
    raise ValueError(f"{name} must hold real numbers; got {array.dtype}")


def _own_class(labels: ArrayLike, samples: int, classes: int) -> Bool[Array, "C N"]:
    labels = jnp.asarray(labels)
    if labels.shape != (samples,):
        raise ValueError(f"labels must have shape [N] = [{samples}]; got {list(labels.shape)}")
    if not jnp.issubdtype(labels.dtype, jnp.integer):
        raise ValueError(f"labels must be integers; got {labels.dtype}")
    # inside jit the values are not known yet; outside, a wrong one must not pass as "no class"
    if samples and not isinstance(labels, Tracer):
        low, high = int(labels.min()), int(labels.max())
        if low < 0 or high >= classes:
            raise ValueError(f"labels must lie in 0..{classes - 1}; got {low}..{high}")
    return labels == jnp.arange(classes)[:, None]


def _raw_scores(features: Array, weights: Array, bias: Array | None) -> Array:
    z = _dot(weights, features)
    return z if bias is None else z + bias[:, None]


_raw = partial(Loss, family="raw")
_angular = partial(Loss, family="angular")
_LOSSES = (
    _raw("perceptron", "Perceptron", "perceptron",
         (), "Rosenblatt 1958, multi-class form", _raw=scores.perceptron),
    _raw("hinge", "Hinge", "hinge",
         (SCORE_MARGIN,), "Weston & Watkins 1999", _raw=scores.hinge),
    _raw("max_hinge", "Hinge on the hardest rival", "max hinge",
         (SCORE_MARGIN,), "Crammer & Singer 2001", _raw=scores.max_hinge),
    _raw("lse_hinge", "LogSumExp hinge", "LSE hinge",
         (SMOOTHED_MARGIN,), "the step between hinge and softmax", _raw=scores.lse_hinge),
    _raw("softmax", "Softmax cross-entropy", "softmax",
         (), "Bridle 1990", _raw=scores.softmax),
    _raw("label_smoothing", "Label smoothing", "smoothing",
         (EPSILON,), "Szegedy et al. 2016", _raw=scores.label_smoothing),
    _raw("sigmoid", "Sigmoid, one against the rest", "sigmoid",
         (), "logistic regression for each class", _raw=scores.sigmoid),
    _angular("normface", "NormFace", "NormFace", (SCALE,), "Wang et al. 2017, NormFace"),
    _angular("cosface", "CosFace / AM-Softmax", "CosFace", (SCALE, COSINE_MARGIN),
             "Wang et al. 2018, AM-Softmax; Wang et al. 2018, CosFace",
             _psi=margins.additive_cosine),
    _angular("arcface", "ArcFace", "ArcFace", (SCALE, ANGULAR_MARGIN),
             "Deng et al. 2019, ArcFace", _psi=margins.additive_angle),
    _angular("combined", "Combined margin", "combined", (SCALE, M1, M2, M3),
             "Deng et al. 2019, ArcFace (combined margin)", _psi=margins.combined),
    _angular("l_softmax", "L-Softmax", "L-Softmax", (MULTIPLE, LAMBDA),
             "Liu et al. 2016, Large-Margin Softmax",
             _psi=margins.multiplied_angle, column_scales="norms"),
    _angular("sphereface", "SphereFace / A-Softmax", "SphereFace", (MULTIPLE, LAMBDA),
             "Liu et al. 2017, SphereFace",
             _psi=margins.multiplied_angle, column_scales="feature"),
)  # fmt: skip

CATALOGUE: Mapping[str, Loss] = MappingProxyType({loss.key: loss for loss in _LOSSES})


def get(key: str) -> Loss:
    """The loss with this key; KeyError that lists the keys, on a wrong one."""
    try:
        return CATALOGUE[key]
    except (KeyError, TypeError):
        raise KeyError(f"no loss {key!r}; the keys are {', '.join(CATALOGUE)}") from None
