"""Decision sets of raw scores in the plane of the features: convex polygons in a box."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int
from numpy.typing import ArrayLike

from lossviz.geometry.contest import Contest, contest
from lossviz.geometry.convex import Shapes, area_and_centroid, box_shapes, clip
from lossviz.geometry.lobes import lobes
from lossviz.losses import Loss

SLIVER = 1e-14  # share of the box below which an area is rounding


class Polygons(NamedTuple):
    """P polygons: frame [P], cls [P], vertices [V, 2] counter-clockwise, first [P+1]."""

    frame: Int[np.ndarray, " P"]
    cls: Int[np.ndarray, " P"]
    vertices: Float[np.ndarray, "V 2"]
    first: Int[np.ndarray, " P+1"]


def plane_polygons(
    loss: Loss,
    weights: ArrayLike,
    bias: ArrayLike | None,
    params: Mapping[str, ArrayLike],
    margin: bool,
    box: ArrayLike,
) -> Polygons:
    """The region {x : T_i(x) ≥ S_j(x) for all j ≠ i} of every class and frame, cut to a box.

    Without margin, and for `hinge` and `max_hinge` (T_i = z_i − m), the sides are straight and the
    polygon is the region. For `lse_hinge` with its margin (T_i = z_i − m against LSE_{j≠i} z_j) the
    region is convex with a curved edge: the vertices lie on it, to about 1e-12 of the box.
    Equal class vectors hold their region together. Empty regions have no polygon.

    Args:
      loss: a raw-score loss of the catalogue.
      weights: W [F, 2, C], one column a class.
      bias: b [F, C] or None.
      params: the loss's parameters, numbers or [F].
      margin: True for training (the target's margin taken off), False for inference.
      box: half-width of the square cut out of the plane, [F] or one number.

    Raises:
      ValueError: an angular loss (its scores depend on direction alone: use `circle_sectors`),
        shapes that do not fit, fewer than two classes, a box that is not positive and finite.
      KeyError: a parameter that the loss does not have.
    """
    if loss.family != "raw":
        raise ValueError(
            f"{loss.title} compares angles, so its regions are sectors, not polygons of the plane"
        )
    rules = contest(loss, weights, bias, 1.0, params, margin, dim=2)
    half = np.broadcast_to(np.asarray(box, float), (rules.frames,))
    if not ((half > 0) & np.isfinite(half)).all():
        raise ValueError(f"box must be a positive half-width; got {half.min():g}")
    shapes = _held(rules, half)
    if rules.kind == "lse":
        shapes = lobes(rules, shapes, half)
    # lines through one point leave slivers of rounding there
    real = area_and_centroid(shapes)[0] > SLIVER * np.repeat(half, rules.classes) ** 2
    return _ragged(rules, Shapes(shapes.vertices, np.where(real, shapes.count, 0)))


def _held(rules: Contest, half: np.ndarray) -> Shapes:
    """The box cut by every half-plane S_i − m ≥ S_j; F·C shapes."""
    classes = rules.classes
    shapes = box_shapes(np.repeat(half, classes))
    own = np.tile(np.arange(classes), rules.frames)
    frame = np.repeat(np.arange(rules.frames), classes)
    for step in range(1, classes):
        rival = (own + step) % classes
        normal = rules.vectors[frame, own] - rules.vectors[frame, rival]
        level = rules.offsets[frame, rival] - rules.offsets[frame, own] + rules.shift[frame]
        shapes = clip(shapes, normal, level)
    return shapes


def _ragged(rules: Contest, shapes: Shapes) -> Polygons:
    frame, cls = np.divmod(np.arange(len(shapes.count)), rules.classes)
    keep = (shapes.count > 2) & rules.finite[frame]
    vertices = shapes.vertices[keep]
    used = np.arange(vertices.shape[1]) < shapes.count[keep, None]
    used[:, 1:] &= (vertices[:, 1:] != vertices[:, :-1]).any(-1)
    first = np.append(0, np.cumsum(used.sum(1)))
    return Polygons(frame[keep], cls[keep], vertices[used], first)
