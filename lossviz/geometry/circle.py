"""Decision sets in two dimensions: the arcs of directions that each class holds."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int
from numpy.typing import ArrayLike

from lossviz.geometry.contest import Contest, bent, contest, surplus
from lossviz.geometry.intervals import around, pad
from lossviz.geometry.smoothed import roots_round
from lossviz.geometry.tones import Pairs, meetings, tones
from lossviz.losses import Loss


class Sectors(NamedTuple):
    """Arcs of directions: frame [S], cls [S], start [S] in [−π, π), end [S] in radians."""

    frame: Int[np.ndarray, " S"]
    cls: Int[np.ndarray, " S"]
    start: Float[np.ndarray, " S"]
    end: Float[np.ndarray, " S"]


def circle_sectors(
    loss: Loss,
    weights: ArrayLike,
    bias: ArrayLike | None,
    radius: ArrayLike,
    params: Mapping[str, ArrayLike],
    margin: bool,
) -> Sectors:
    """All arcs {φ : score_i(φ) ≥ score_j(φ) for all j ≠ i} of every class and frame.

    Ends are closed forms where there are (scores shifted by a constant; ArcFace: the half angle
    (α_i + α_j ∓ m)/2), elsewhere all roots, found to about 1e-12. Arcs that touch are one arc, also
    across ±π. Equal class vectors hold their arcs together. The full circle is (−π, π).

    Args:
      loss: a loss of the catalogue.
      weights: W [F, 2, C], one column a class.
      bias: b [F, C] or None; angular losses leave it unread.
      radius: length of the features [F] or one number, for raw scores.
      params: the loss's parameters, numbers or [F].
      margin: True for training (the target's margin taken off), False for inference.

    Returns:
      Sectors, ordered by frame, class and start; end ≤ start + 2π. A frame that holds a number
      that is not finite has none.

    Raises:
      ValueError: shapes that do not fit, fewer than two classes, a negative radius.
      KeyError: a parameter that the loss does not have.
    """
    rules = contest(loss, weights, bias, radius, params, margin, dim=2)
    classes = rules.classes

    def inside(phi: np.ndarray) -> np.ndarray:
        angles = phi.reshape(rules.frames, -1)
        x = np.stack([np.cos(angles), np.sin(angles)], -1)
        owner = np.repeat(np.arange(classes), phi.shape[1])
        return (surplus(rules, x, owner) >= 0).reshape(phi.shape)

    arcs = around(_breaks(rules), inside)
    frame, cls = np.divmod(arcs.row, classes)
    keep = rules.finite[frame]
    return Sectors(frame[keep], cls[keep], arcs.start[keep], arcs.end[keep])


def _breaks(rules: Contest) -> np.ndarray:
    """Candidate ends of the arcs [F·C, K], NaN where there are fewer."""
    if rules.kind == "lse":
        return _smoothed(rules)
    if rules.kind == "shift":
        return _shifted(rules)
    return _half_angles(rules) if rules.loss.key == "arcface" else _bent(rules)


def crossings(normal: np.ndarray, level: np.ndarray) -> np.ndarray:
    """The angles φ [..., 2] with normal·(cos φ, sin φ) = level, NaN where there are none."""
    length = np.hypot(normal[..., 0], normal[..., 1])
    with np.errstate(all="ignore"):
        half = np.arccos(level / length)
    middle = np.arctan2(normal[..., 1], normal[..., 0])
    return np.stack([middle - half, middle + half], -1)


def _shifted(rules: Contest) -> np.ndarray:
    normal = rules.vectors[:, :, None] - rules.vectors[:, None, :]
    level = rules.offsets[:, None, :] - rules.offsets[:, :, None] + rules.shift[:, None, None]
    return crossings(normal, level).reshape(rules.frames * rules.classes, -1)


def _headings(rules: Contest) -> np.ndarray:
    """α_j [F, C], NaN for a zero vector."""
    angle = np.arctan2(rules.vectors[..., 1], rules.vectors[..., 0])
    return np.where(rules.length > 0, angle, np.nan)


def _half_angles(rules: Contest) -> np.ndarray:
    """θ_j − θ_i = m, solved for φ on either side: φ = (α_i + α_j ∓ m)/2 mod π.

    The branch past π never holds a point: there ψ < −1 (for m below 2.33).
    """
    alpha, m = _headings(rules), rules.params["m"][:, None, None]
    middle = (alpha[:, :, None] + alpha[:, None, :]) / 2
    ends = [middle - m / 2, middle + m / 2, middle - m / 2 + np.pi, middle + m / 2 + np.pi]
    if not np.all(rules.length > 0):  # a zero vector stands at a right angle to everything
        for heading in (alpha[:, :, None], alpha[:, None, :]):
            ends += [heading + sign * np.pi / 2 + by for sign in (1, -1) for by in (m, -m)]
    ends = [np.broadcast_to(end, middle.shape) for end in ends]
    return np.stack(ends, -1).reshape(rules.frames * rules.classes, -1)


def _bent(rules: Contest) -> np.ndarray:
    alpha = _headings(rules)
    facing = np.where(np.isnan(alpha), 0, alpha)
    frame, cls, rival = (v.ravel() for v in np.indices((rules.frames, *2 * (rules.classes,))))
    duel = cls != rival
    frame, cls, rival = frame[duel], cls[duel], rival[duel]
    delta = facing[frame, rival] - facing[frame, cls]
    side = np.repeat([1, -1], len(frame))
    both = Pairs(*(np.tile(v, 2) for v in (frame, cls, rival)), side * np.tile(delta, 2))
    pair, theta = meetings(rules, both)
    phi = facing[both.frame, both.cls][pair] + side[pair] * theta
    rows = both.frame[pair] * rules.classes + both.cls[pair]
    found = pad(rows, phi, rules.frames * rules.classes)
    edges = tones(rules.loss.key, rules.params).edges[:, None]
    kinks = np.concatenate([alpha[..., None] + edges, alpha[..., None] - edges], -1)
    breaks = np.concatenate([found, kinks.reshape(len(found), -1)], 1)
    return breaks if np.all(rules.length > 0) else np.concatenate([breaks, _level(rules)], 1)


def _level(rules: Contest) -> np.ndarray:
    """Where a rival passes the one score that a zero target has for all φ."""
    here = np.zeros((rules.frames, 1))
    score = bent(rules, here, here, {k: v[:, None] for k, v in rules.params.items()})
    ends = crossings(rules.vectors, score)[:, None]
    ends = np.where((rules.length > 0)[..., None, None], np.nan, ends)
    return ends.reshape(rules.frames * rules.classes, -1)


def _smoothed(rules: Contest) -> np.ndarray:
    """Roots of S_i − LSE_{j≠i} S_j = m round the circle."""
    rows = rules.frames * rules.classes
    frame, cls = np.divmod(np.arange(rows), rules.classes)
    row, phi = roots_round(rules.vectors[frame], rules.offsets[frame], cls, rules.shift[frame])
    return pad(row, phi, rows)
