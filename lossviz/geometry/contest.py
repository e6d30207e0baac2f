"""Every class's score over the unit directions x, in one form that all the drawings share.

A rival's score is affine in x, S_j(x) = vectors_j·x + offsets_j; the class's own score T_i is
S_i − m ("shift"), S_i − m held against LSE of the rivals ("lse"), or ‖vectors_i‖ψ(θ_i) ("psi").
Region of class i: {x : T_i(x) ≥ S_j(x) for all j ≠ i}.

A positive factor common to all scores moves no boundary, so s and ‖f‖ are left out.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float, Int
from numpy.typing import ArrayLike

from lossviz.losses import Loss

TILE = 1 << 20  # scores held at once, so that a fine lattice over many frames stays in memory


class Contest(NamedTuple):
    """The scores of F frames: vectors [F, C, d], offsets [F, C], shift [F], finite [F]."""

    loss: Loss
    kind: str
    vectors: Float[np.ndarray, "F C d"]
    offsets: Float[np.ndarray, "F C"]
    shift: Float[np.ndarray, " F"]
    params: dict[str, np.ndarray]
    finite: Bool[np.ndarray, " F"]

    @property
    def length(self) -> np.ndarray:
        """‖vectors_j‖ [F, C]."""
        return np.linalg.norm(self.vectors, axis=-1)

    @property
    def frames(self) -> int:
        """Number of frames F."""
        return self.vectors.shape[0]

    @property
    def classes(self) -> int:
        """Number of classes C."""
        return self.vectors.shape[1]

    def only(self, frames: np.ndarray) -> "Contest":
        """The same contest for some of the frames."""
        return self._replace(
            vectors=self.vectors[frames], offsets=self.offsets[frames], shift=self.shift[frames],
            finite=self.finite[frames], params={k: v[frames] for k, v in self.params.items()},
        )  # fmt: skip


def has_margin(loss: Loss) -> bool:
    """Whether training compares other scores than inference does."""
    return any(p.key in _MARGINS for p in loss.parameters)


_MARGINS = ("m", "m1", "m2", "m3")
# all other margins are taken off the score as they are
_BENT = ("arcface", "combined", "l_softmax", "sphereface")


def contest(
    loss: Loss,
    weights: ArrayLike,
    bias: ArrayLike | None,
    radius: ArrayLike,
    params: Mapping[str, ArrayLike],
    margin: bool,
    dim: int | None = None,
) -> Contest:
    """The contest of the C classes over unit directions.

    Args:
      weights: W [F, d, C], one column a class.
      bias: b [F, C] or None; angular losses have none and leave it unread.
      radius: ‖f‖ [F] or one number; only raw scores depend on it.
      params: parameters of the loss, numbers or [F]; those left out take their default.
      margin: whether T_i has the margin of the loss taken off (training) or not (inference).
      dim: the d that the caller can draw.

    Raises:
      ValueError: shapes that do not fit, fewer than two classes, a negative radius.
      KeyError: a parameter that the loss does not have.
    """
    weights = _weights(weights, dim)
    frames, _, classes = weights.shape
    values = _parameters(loss, params, frames)
    offsets = np.zeros((frames, classes))
    if loss.family == "raw" and bias is not None:
        offsets = np.array(bias, float)
        if offsets.shape != (frames, classes):
            raise ValueError(
                f"bias must have shape [F, C] = [{frames}, {classes}]; got {offsets.shape}"
            )
    radius = _per_frame("radius", radius if loss.family == "raw" else 1.0, frames)
    if (radius < 0).any():
        raise ValueError(f"radius must not be negative; got {radius.min():g}")
    # a diverged frame has no regions; zeros keep it from poisoning the arithmetic of the others
    finite = np.asarray(np.isfinite(weights).all((1, 2)) & np.isfinite(offsets).all(1))
    finite &= np.isfinite([radius, *values.values()]).all(0)
    weights = np.where(finite[:, None, None], weights, 0)
    offsets = np.where(finite[:, None], offsets, 0)
    values = {k: np.where(finite, v, 1) for k, v in values.items()}
    vectors = np.swapaxes(weights, 1, 2) * np.where(finite, radius, 0)[:, None, None]
    if loss.family == "angular" and loss.column_scales != "norms":
        vectors = unit(vectors)
    kind, shift = "shift", np.zeros(frames)
    if margin and loss.key in _BENT:
        kind = "psi"
    elif margin and has_margin(loss):
        kind, shift = "lse" if loss.key == "lse_hinge" else "shift", values["m"]
    return Contest(loss, kind, vectors, offsets, shift, values, finite)


def unit(vectors: np.ndarray) -> np.ndarray:
    """Directions [..., d]; a zero vector has direction 0."""
    biggest = np.abs(vectors).max(-1, keepdims=True)
    scaled = vectors / np.where(biggest > 0, biggest, 1)
    length = np.linalg.norm(scaled, axis=-1, keepdims=True)
    return scaled / np.where(length > 0, length, 1)


def bent(rules: Contest, own: np.ndarray, length: np.ndarray, params: dict) -> np.ndarray:
    """‖v‖ψ(θ) from own = ‖v‖cos θ; a zero vector stands at a right angle to everything."""
    angular = length * rules.loss.psi(*cos_sin(own, length), **params)
    if rules.loss.column_scales == "norms":
        return angular
    zero = rules.loss.psi(np.zeros_like(own), np.ones_like(own), **params)
    return np.where(length > 0, angular, zero)


def cos_sin(own: np.ndarray, length: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """cos θ and sin θ from ‖v‖cos θ and ‖v‖."""
    cos = np.clip(own / np.where(length > 0, length, 1), -1, 1)
    return cos, np.sqrt((1 - cos) * (1 + cos))


def rival_scores(rules: Contest, x: np.ndarray) -> np.ndarray:
    """S_j [F, M, C] at the directions x [F, M, d] or [1, M, d]."""
    return x @ np.swapaxes(rules.vectors, 1, 2) + rules.offsets[:, None, :]


def against(rules: Contest, scores: np.ndarray, cls: np.ndarray) -> np.ndarray:
    """What class cls [...] is held against: the largest (or the LSE) of the other scores."""
    others = np.where(np.arange(rules.classes) == cls[..., None], -np.inf, scores)
    return log_sum_exp(others) if rules.kind == "lse" else largest(others)


def largest(values: np.ndarray) -> np.ndarray:
    """max over the last axis, column by column: ten times as fast as `max` on a short axis."""
    top = values[..., 0].copy()
    for k in range(1, values.shape[-1]):
        np.maximum(top, values[..., k], out=top)
    return top


def log_sum_exp(values: np.ndarray) -> np.ndarray:
    """log Σ exp over the last axis, with the largest taken out first."""
    top = largest(values)
    return top + np.log(np.einsum("...c->...", np.exp(values - top[..., None])))


def surplus(rules: Contest, x: np.ndarray, cls: np.ndarray) -> np.ndarray:
    """T_cls − the best rival [F, M] at x [F, M, d] for classes cls [M] or [F, M].

    Both sides come from the same products, so equal vectors tie to the last bit.
    """
    cls = np.broadcast_to(cls, x.shape[:2])
    scores = rival_scores(rules, x)
    own = np.take_along_axis(scores, cls[..., None], -1)[..., 0]
    if rules.kind == "psi":
        length = np.take_along_axis(rules.length, cls, 1)
        own = bent(rules, own, length, {k: v[:, None] for k, v in rules.params.items()})
    return own - rules.shift[:, None] - against(rules, scores, cls)


def classify(
    loss: Loss,
    weights: ArrayLike,
    bias: ArrayLike | None,
    radius: ArrayLike,
    params: Mapping[str, ArrayLike],
    points: ArrayLike,
    margin: bool,
) -> Int[np.ndarray, "F L"]:
    """The class of each direction [F, L], −1 where no class holds it under its margin.

    Without margin: the class of the largest score, the first one of equals. With margin: the class
    whose score with the margin taken off still beats every rival; should several do so (ψ of
    `combined` may rise again), the one that does by most. A frame that is not finite holds nothing.

    Args:
      weights, bias, radius, params, margin: as for `contest`.
      points: unit directions [L, d].

    Raises:
      ValueError: shapes that do not fit.
    """
    rules = contest(loss, weights, bias, radius, params, margin)
    points = np.asarray(points, float)
    if points.ndim != 2 or points.shape[1] != rules.vectors.shape[2]:
        raise ValueError(
            f"points must have shape [L, d] = [L, {rules.vectors.shape[2]}]; got {points.shape}"
        )
    held = np.empty((rules.frames, len(points)), int)
    step = max(1, TILE // (len(points) * rules.classes + 1))
    for first in range(0, rules.frames, step):
        part = np.arange(first, min(first + step, rules.frames))
        held[part] = _winner(rules.only(part), points, margin)
    return np.where(rules.finite[:, None], held, -1)


def _winner(rules: Contest, points: np.ndarray, margin: bool) -> np.ndarray:
    scores = rival_scores(rules, points[None])
    best = scores.argmax(-1)
    if not margin or not has_margin(rules.loss):
        return best
    own = scores
    if rules.kind == "psi":
        params = {k: v[:, None, None] for k, v in rules.params.items()}
        own = bent(rules, scores, rules.length[:, None, :], params)
    if rules.kind == "lse":
        rivals = np.stack([against(rules, scores, np.full(best.shape, i))
                           for i in range(rules.classes)], -1)  # fmt: skip
    else:
        leads = np.arange(rules.classes) == best[..., None]
        second = largest(np.where(leads, -np.inf, scores))
        rivals = np.where(leads, second[..., None], largest(scores)[..., None])
    ahead = own - rules.shift[:, None, None] - rivals
    first = ahead.argmax(-1)
    return np.where(np.take_along_axis(ahead, first[..., None], -1)[..., 0] >= 0, first, -1)


def _weights(weights: ArrayLike, dim: int | None) -> np.ndarray:
    weights = np.array(weights, float)
    if weights.ndim != 3 or (dim is not None and weights.shape[1] != dim):
        raise ValueError(
            f"weights must have shape [F, d, C] with d = {dim or 'the dimension'}; "
            f"got {weights.shape}"
        )
    if weights.shape[2] < 2:
        raise ValueError(f"a boundary needs at least 2 classes; weights hold {weights.shape[2]}")
    return weights


def _parameters(loss: Loss, params: Mapping[str, ArrayLike], frames: int) -> dict[str, np.ndarray]:
    known = {p.key: p.default for p in loss.parameters}
    for key in params:
        if key not in known:
            takes = ", ".join(known) or "no parameters"
            raise KeyError(f"{loss.title} takes {takes}; got {key!r}")
    return {k: _per_frame(k, v, frames) for k, v in (known | dict(params)).items()}


def _per_frame(name: str, value: ArrayLike, frames: int) -> np.ndarray:
    value = np.asarray(value, float)
    if value.shape not in ((), (frames,)):
        raise ValueError(f"{name} must be one number or have shape [F] = [{frames}]; "
                         f"got {value.shape}")  # fmt: skip
    return np.broadcast_to(value, (frames,)).copy()
