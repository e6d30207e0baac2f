"""Decision sets in three dimensions: the edges of the classes' regions on the unit sphere."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from jaxtyping import Float, Int
from numpy.typing import ArrayLike

from lossviz.geometry.bends import Bends, bends
from lossviz.geometry.conics import circles, hyperbolas
from lossviz.geometry.contest import Contest, contest, has_margin, largest
from lossviz.geometry.intervals import around
from lossviz.geometry.loops import loops
from lossviz.losses import Loss

STEP = 2 * np.pi / 90  # of u between two points: off the curve by at most 0.06 % of its radius
TURNS = 3  # the most by which evening out may thin the points of a small curve
TIE = 1e-12


class Curves(NamedTuple):
    """P lines on the sphere: frame, cls, rival [P], points [V, 3] on it, first [P+1].

    rival is −1 where all rivals together make the edge (`lse_hinge`).
    """

    frame: Int[np.ndarray, " P"]
    cls: Int[np.ndarray, " P"]
    rival: Int[np.ndarray, " P"]
    points: Float[np.ndarray, "V 3"]
    first: Int[np.ndarray, " P+1"]


def sphere_curves(
    loss: Loss,
    weights: ArrayLike,
    bias: ArrayLike | None,
    radius: ArrayLike,
    params: Mapping[str, ArrayLike],
    margin: bool,
) -> Curves:
    """The edges of all regions {x : score_i(x) ≥ score_j(x) for all j ≠ i} on the unit sphere.

    Each edge lies on the curve of a tie between class i and one rival j, between the points where
    another rival overtakes j. Great circles, small circles and ArcFace's hyperbola branches and the
    ends of their pieces are closed forms. The curves of `combined`, `l_softmax` and `sphereface`
    are complete and exact; their pieces' ends are exact, but a piece that another rival interrupts
    for less than a hundredth of the curve may show uninterrupted. `lse_hinge`: see `loops`.

    Without margin (or for a loss that has none) each boundary comes once, cls < rival; with margin
    every class has its own edges. Equal class vectors have no edge between them.

    Args:
      loss: a loss of the catalogue.
      weights: W [F, 3, C], one column a class.
      bias: b [F, C] or None; angular losses leave it unread.
      radius: length of the features [F] or one number, for raw scores.
      params: the loss's parameters, numbers or [F].
      margin: True for training (the target's margin taken off), False for inference.

    Returns:
      Curves, ordered by frame; a closed one ends in the point it starts with.

    Raises:
      ValueError: shapes that do not fit, fewer than two classes, a negative radius.
      KeyError: a parameter that the loss does not have.
    """
    rules = contest(loss, weights, bias, radius, params, margin, dim=3)
    return edges(rules, margin and has_margin(loss))


def edges(rules: Contest, each: bool) -> Curves:
    """The edges of a contest on the sphere: every class's own if `each`, else cls < rival."""
    if rules.kind == "lse":
        return _in_order(*loops(rules))
    frame, cls, rival = _duels(rules, each)
    if rules.kind == "shift":
        return _in_order(*_circular(rules, frame, cls, rival))
    arcface = rules.loss.key == "arcface"
    bent = rules.length[frame, cls] > 0
    if arcface:
        bent &= rules.length[frame, rival] > 0
    draw = _hyperbolic if arcface else _two_toned
    families = (
        draw(rules, frame[bent], cls[bent], rival[bent]),
        _circular(rules, frame[~bent], cls[~bent], rival[~bent]),
    )
    return _in_order(*(np.concatenate(parts) for parts in zip(*families, strict=True)))


def _duels(rules: Contest, each: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(frame, cls, rival) of all pairs: both ways round if `each`, else cls < rival."""
    cls, rival = np.nonzero(~np.eye(rules.classes, dtype=bool) if each
                            else np.triu(np.ones((rules.classes,) * 2), 1))  # fmt: skip
    frame = np.repeat(np.flatnonzero(rules.finite), len(cls))
    times = len(frame) // len(cls)
    return frame, np.tile(cls, times), np.tile(rival, times)


def _circular(rules: Contest, frame, cls, rival):
    """Ties S_i − m = S_j: circles. A zero vector under a bent ψ has one score too."""
    shift = rules.shift[frame]
    if rules.kind == "psi":
        # ψ(π/2) of a zero target, or what ArcFace asks of the cosine where the rival is zero
        n = np.zeros(len(frame))
        params = {k: v[frame] for k, v in rules.params.items()}
        shift = -rules.loss.psi(n, n + 1, **params)
        shift = np.where(rules.loss.column_scales == "norms", 0, shift)
    normal = rules.vectors[frame, cls] - rules.vectors[frame, rival]
    level = rules.offsets[frame, rival] - rules.offsets[frame, cls] + shift
    cut, curves = circles(normal, level)
    return _clipped(rules, frame[cut], cls[cut], rival[cut], curves)


def _hyperbolic(rules: Contest, frame, cls, rival):
    """Ties θ_j − θ_i = m. The branch of ψ past π never holds a point (for m below 2.33)."""
    cut, curves = hyperbolas(
        rules.vectors[frame, cls], rules.vectors[frame, rival], rules.params["m"][frame]
    )
    return _clipped(rules, frame[cut], cls[cut], rival[cut], curves)


def _two_toned(rules: Contest, frame, cls, rival):
    cut, curves = bends(rules, frame, cls, rival)
    return _clipped(rules, frame[cut], cls[cut], rival[cut], curves)


def _clipped(rules: Contest, frame, cls, rival, curves):
    """The pieces of the curves on which no other class is ahead of the rival, as points."""
    others = np.arange(rules.classes)
    third = (others != cls[:, None]) & (others != rival[:, None])

    def lead(row: np.ndarray, x: np.ndarray) -> np.ndarray:
        vectors, offsets = rules.vectors[frame[row]], rules.offsets[frame[row]]
        scores = np.einsum("...cd,...d->...c", vectors, x) + offsets
        ahead = np.take_along_axis(scores, rival[row][..., None], -1)[..., 0]
        rest = largest(np.where(third[row], scores, -np.inf))
        return np.where(rest == -np.inf, 1, ahead - rest + TIE * (1 + np.abs(ahead)))

    normal = rules.vectors[frame, rival][:, None] - rules.vectors[frame]
    level = rules.offsets[frame] - rules.offsets[frame, rival][:, None]
    cuts = curves.cuts(np.where(third[..., None], normal, 0), np.where(third, level, np.nan))

    def inside(u: np.ndarray) -> np.ndarray:
        row = np.broadcast_to(np.arange(len(u))[:, None], u.shape)
        return lead(row, curves.at(row, u)) >= 0

    pieces = around(cuts, inside)
    width = pieces.end - pieces.start
    which, share, count = _steps(np.ceil(width / STEP - 1e-9).astype(int) + 1)
    points = curves.at(pieces.row[which], pieces.start[which] + share * width[which])
    if isinstance(curves, Bends):
        which, share, count = _evenly(points, which, share, count)
        points = curves.at(pieces.row[which], pieces.start[which] + share * width[which])
    return frame[pieces.row], cls[pieces.row], rival[pieces.row], points, count


def _steps(count: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(piece [V], share of the way through it [V], count [P]) for count points a piece."""
    first = np.append(0, np.cumsum(count))
    which = np.repeat(np.arange(len(count)), count)
    return which, (np.arange(first[-1]) - first[which]) / (count[which] - 1), count


def _evenly(points, which, share, count) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Steps as `_steps` gives them, with shares at even lengths along the pieces."""
    if not len(count):  # no class's edge is left: nothing to interpolate between
        return which, share, count
    length = np.linalg.norm(np.diff(points, axis=0, prepend=points[:1]), axis=-1)
    first = np.append(0, np.cumsum(count))[:-1]
    length[first] = 0
    run = np.cumsum(length)
    whole = run[first + count - 1] - run[first]
    gone = (run - run[first][which]) / np.where(whole > 0, whole, 1)[which]
    steps = np.maximum(np.ceil(whole / STEP), count / TURNS).astype(int) + 2
    piece, even, steps = _steps(steps)
    # one interpolation for all pieces: piece p takes the stretch from 2p to 2p + 1
    at = np.interp(even + 2 * piece, gone + 2 * which, share + 2 * which) - 2 * piece
    return piece, np.clip(at, 0, 1), steps


def _in_order(frame, cls, rival, points, count) -> Curves:
    """The lines sorted by frame."""
    order = np.argsort(frame, kind="stable")
    first = np.append(0, np.cumsum(count))
    moved = np.append(0, np.cumsum(count[order]))
    which = np.repeat(order, count[order])
    place = np.arange(len(points)) - np.repeat(moved[:-1], count[order]) + first[which]
    return Curves(frame[order], cls[order], rival[order], points[place], moved)
