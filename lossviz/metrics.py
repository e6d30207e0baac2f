"""What is read off a trained embedding: accuracies, angles, histograms. NumPy, any leading axes.

Shapes: features [..., N, d], weights [..., d, C], bias [..., C], labels [N]; the leading axes are
the frames of a run or of a sweep. Parameters of a loss are numbers, or arrays [...] over frames.
"""

from functools import reduce
from typing import NamedTuple

import numpy as np
from jaxtyping import Bool, Float, Int

from lossviz.losses import Loss


def unit(vectors: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Directions and lengths along `axis`; a zero vector has direction 0."""
    # in double precision: squares of a run that blows up are beyond single
    vectors = np.asarray(vectors, float)
    length = np.sqrt(_across(np.add, vectors * vectors, axis))
    divisor = np.expand_dims(np.where(length == 0, 1, length), axis)
    return vectors / divisor, length


def _across(combine: np.ufunc, array: np.ndarray, axis: int = -1) -> np.ndarray:
    """Reduce along a short axis: a few long operations, where NumPy does many short ones."""
    return reduce(combine, np.moveaxis(array, axis, 0))


def _of_own(array: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The target class's entry of each point: [..., N, C] → [..., N]."""
    if labels.ndim == 1:
        return array[..., np.arange(len(labels)), labels]
    return np.take_along_axis(array, labels[..., None], -1)[..., 0]


def _without_own(array: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """A copy in which the target class can be no maximum."""
    rivals = array.copy()
    if labels.ndim == 1:
        rivals[..., np.arange(len(labels)), labels] = -np.inf
    else:
        np.put_along_axis(rivals, labels[..., None], -np.inf, -1)
    return rivals


def cosines(
    features: Float[np.ndarray, "... N d"], weights: Float[np.ndarray, "... d C"]
) -> Float[np.ndarray, "... N C"]:
    """cos θ_j between every feature and every class vector, in [−1, 1]."""
    return np.clip(unit(features, -1)[0] @ unit(weights, -2)[0], -1, 1)


def column_scale(
    loss: Loss, feature_norm: np.ndarray, weight_norm: np.ndarray, s: np.ndarray | float
) -> np.ndarray:
    """scale_j of an angular loss [..., N, C]: s, ‖f‖, or ‖W_j‖‖f‖."""
    if loss.column_scales == "s":
        return _over_points(s)
    norms = feature_norm[..., :, None]
    return norms * weight_norm[..., None, :] if loss.column_scales == "norms" else norms


def inference_scores(
    loss: Loss,
    features: Float[np.ndarray, "... N d"],
    weights: Float[np.ndarray, "... d C"],
    bias: Float[np.ndarray, "... C"],
    params: dict | None = None,
    cosine: Float[np.ndarray, "... N C"] | None = None,
) -> Float[np.ndarray, "... N C"]:
    """Scores without margin, as `loss.scores` computes them, over all frames at once.

    cosine: `cosines(features, weights)`, where it is at hand; most of the time goes into it.
    """
    if loss.family == "raw":
        features, weights = np.asarray(features, float), np.asarray(weights, float)
        return features @ weights + bias[..., None, :]
    norms = unit(features, -1)[1], unit(weights, -2)[1]
    cosine = cosines(features, weights) if cosine is None else cosine
    return column_scale(loss, *norms, (params or {}).get("s", 1.0)) * cosine


def margin_met(
    loss: Loss,
    features: Float[np.ndarray, "... N d"],
    weights: Float[np.ndarray, "... d C"],
    bias: Float[np.ndarray, "... C"],
    labels: Int[np.ndarray, " N"],
    params: dict,
    cosine: Float[np.ndarray, "... N C"] | None = None,
) -> Bool[np.ndarray, "... N"]:
    """Whether the target with its margin taken off still beats every rival.

    This is the question training asks; inference asks it without the margin.
    """
    return margin_surplus(loss, features, weights, bias, labels, params, cosine) >= 0


def margin_surplus(
    loss: Loss,
    features: Float[np.ndarray, "... N d"],
    weights: Float[np.ndarray, "... d C"],
    bias: Float[np.ndarray, "... C"],
    labels: Int[np.ndarray, "*_ N"],
    params: dict,
    cosine: Float[np.ndarray, "... N C"] | None = None,
) -> Float[np.ndarray, "... N"]:
    """By how much the target with its margin taken off beats its hardest rival; negative: not.

    In units of score. `labels` are the same in all frames [N], or each frame's own [..., N].
    cosine: as for `inference_scores`.
    """
    margins = {key: _over_points(value) for key, value in params.items() if key != "s"}
    if loss.family == "raw":
        scores = inference_scores(loss, features, weights, bias, params)
        rivals = _without_own(scores, labels)
        hardest = _across(np.maximum, rivals)
        if loss.key == "lse_hinge":
            hardest = hardest + np.log(_across(np.add, np.exp(rivals - hardest[..., None])))
        return _of_own(scores, labels) - margins.get("m", np.zeros(1))[..., 0] - hardest
    cosine = cosines(features, weights) if cosine is None else cosine
    norms = unit(features, -1)[1], unit(weights, -2)[1]
    scale = np.broadcast_to(column_scale(loss, *norms, params.get("s", 1.0)), cosine.shape)
    hardest = _across(np.maximum, _without_own(scale * cosine, labels))
    own = _of_own(cosine, labels)[..., None]
    psi = loss.psi(own, np.sqrt(np.maximum(1 - own**2, 0)), **margins)[..., 0]
    return _of_own(scale, labels) * psi - hardest


class Decisions(NamedTuple):
    """What a trained state makes of points: the class of the largest score, and how clearly.

    cls: the first one of equals; lead: how far its score is ahead of the second, ≥ 0; surplus: what
    is left of the lead with the margin of that class taken off, negative in the margin band.
    """

    cls: Int[np.ndarray, "... N"]
    lead: Float[np.ndarray, "... N"]
    surplus: Float[np.ndarray, "... N"]


def decisions(
    loss: Loss,
    features: Float[np.ndarray, "... N d"],
    weights: Float[np.ndarray, "... d C"],
    bias: Float[np.ndarray, "... C"],
    params: dict,
) -> Decisions:
    """The decision of inference on each point, and whether it would stand under the margin.

    `surplus` ≥ 0 is `margin_met` with the predicted class as label.
    """
    scores = inference_scores(loss, features, weights, bias, params)
    cls = scores.argmax(axis=-1)
    lead = _of_own(scores, cls) - _across(np.maximum, _without_own(scores, cls))
    surplus = margin_surplus(loss, features, weights, bias, cls, params)
    return Decisions(cls, lead, surplus)


def _over_points(value: np.ndarray | float) -> np.ndarray:
    """A parameter over frames [...] as [..., 1, 1], to go with [..., N, C]."""
    return np.asarray(value, float)[..., None, None]


class Angles(NamedTuple):
    """θ_y to the target class and θ to the nearest rival, radians [..., N]."""

    own: np.ndarray
    rival: np.ndarray


def angles(
    features: np.ndarray,
    weights: np.ndarray,
    labels: Int[np.ndarray, " N"],
    cosine: Float[np.ndarray, "... N C"] | None = None,
) -> Angles:
    """Angle of each point to its own class vector, and to the nearest of the others.

    cosine: as for `inference_scores`.
    """
    cosine = cosines(features, weights) if cosine is None else cosine
    nearest = _across(np.maximum, _without_own(cosine, labels))
    return Angles(np.arccos(_of_own(cosine, labels)), np.arccos(nearest))


def histogram(theta: Float[np.ndarray, "F N"], bins: int) -> Int[np.ndarray, "F bins"]:
    """Counts of angles in equal bins over [0, π], frame by frame."""
    place = np.minimum((theta / np.pi * bins).astype(int), bins - 1)
    frames = len(theta)
    flat = (place + bins * np.arange(frames)[:, None]).ravel()
    return np.bincount(flat, minlength=bins * frames).reshape(frames, bins)


class Closest(NamedTuple):
    """The two class vectors with the least angle between them (radians), over frames [F]."""

    angle: np.ndarray
    first: np.ndarray
    second: np.ndarray


def closest_classes(weights: Float[np.ndarray, "F d C"]) -> Closest:
    """The least angle between two class vectors, and which two."""
    directions = unit(weights, -2)[0]
    classes = weights.shape[-1]
    gram = np.clip(np.swapaxes(directions, -1, -2) @ directions, -1, 1)
    gram[:, np.arange(classes), np.arange(classes)] = -2
    flat = gram.reshape(len(weights), -1)
    best = flat.argmax(axis=-1)
    first, second = np.divmod(best, classes)
    return Closest(np.arccos(flat[np.arange(len(flat)), best]), first, second)


def class_width(
    own_angle: Float[np.ndarray, "F N"], labels: Int[np.ndarray, " N"], classes: int
) -> Float[np.ndarray, "F C"]:
    """Mean angle of a class's points to its class vector, radians; NaN for an empty class."""
    members = (labels[:, None] == np.arange(classes)).astype(float)
    counts = members.sum(axis=0)
    return np.where(counts > 0, own_angle @ members / np.maximum(counts, 1), np.nan)


class EqualError(NamedTuple):
    """Where as large a share of impostors is let in as of genuine pairs is turned away.

    rate: that share; threshold: the distance up to which a pair is let in.
    """

    rate: float
    threshold: float


def equal_error(genuine: Float[np.ndarray, " G"], impostor: Float[np.ndarray, " I"]) -> EqualError:
    """Equal error rate of verification, from the distances of pairs of one class and of two.

    A pair counts as of one class when its distance is at most the threshold.
    """
    # half a second of importing that other pages need not pay
    from sklearn.metrics import roc_curve

    distance = np.concatenate([genuine, impostor])
    same = np.repeat([1, 0], [len(genuine), len(impostor)])
    accepted, found, thresholds = roc_curve(same, -distance)
    surplus = accepted + found - 1
    at = int(np.searchsorted(surplus, 0))
    return EqualError(float(np.interp(0, surplus, accepted)), float(-thresholds[at]))
