"""Boundaries at every scale, and regions at every margin, on the circle and on the sphere."""

from functools import lru_cache

import numpy as np

from lossviz import losses, theory
from lossviz.geometry import circle_sectors, sphere_curves
from lossviz.geometry.contest import log_sum_exp
from lossviz.lessons.margin.meshes import INFERENCE, Mesh, directions, disc, globe, slices
from lossviz.pictures import (
    Curves,
    Edges,
    Faces,
    Pieces,
    Row,
    Rule,
    Sphere,
    curves,
    line,
    mark,
    numbers,
    row,
    terms,
)
from lossviz.scenes.controls import State, steps
from lossviz.scenes.icosphere import areas
from lossviz.scenes.scene import Arrays, Scene, Values
from lossviz.scenes.sphere_lines import segments

COUNTS = tuple(map(str, range(2, 11)))
LOSSES = ("cosface", "arcface")
# cosines for CosFace, radians for ArcFace
WIDEST = 2.0
MARGINS, AXIS = steps(0, WIDEST, 0.05), np.linspace(0, WIDEST, 201)
# pieces of all arcs
PIECES = 60
# the picture cannot show more certainty: p = 0.9999
SURE = 9.0
# what single precision does not tell from 1 would be written so
ALMOST = 1 - 2.0**-20


# --- how sure, and where ------------------------------------------------------------------------


def _scores(mesh: Mesh, key: str, m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(ψ(θ_y) [F, V], cos θ_j of the rivals [V, C−1]) at the points, y the class they belong to."""
    cosine = np.clip(mesh.points @ mesh.w.T, -1, 1)
    own = np.eye(len(mesh.w), dtype=bool)[mesh.of]
    cos = cosine[own]
    psi = losses.get(key).psi(cos, np.sqrt(1 - cos**2), m=m[:, None])
    return psi, cosine[~own].reshape(len(cos), -1)


def odds(mesh: Mesh, key: str, s: np.ndarray, m: np.ndarray) -> np.ndarray:
    """ln(P/(1−P)) [F, V] of the nearest class in training: s ψ(θ_y) − LSE_{j≠y} s cos θ_j."""
    psi, rivals = _scores(mesh, key, m)
    scales, which = np.unique(s, return_inverse=True)
    rest = log_sum_exp(scales[:, None, None] * rivals)
    return s[:, None] * psi - rest[which]


def covered(mesh: Mesh, key: str, m: np.ndarray) -> np.ndarray:
    """The share [F] of the sphere on which some class keeps the margin: ψ(θ_y) ≥ max cos θ_j.

    From the triangles, with the lead ψ − max linear in each: off by less than 0.003.
    """
    psi, rivals = _scores(mesh, key, m)
    lead = np.sort((psi - rivals.max(1))[:, mesh.corners], axis=-1)
    low, middle, high = np.moveaxis(lead, -1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        tip = high**2 / ((high - low) * (high - middle))
        foot = low**2 / ((low - middle) * (low - high))
    part = np.where(low >= 0, 1, np.where(high <= 0, 0, np.where(middle < 0, tip, 1 - foot)))
    area = areas(mesh.points, mesh.corners)
    return part @ area / area.sum()


def _weights(mesh: Mesh, frames: int, dim: int) -> np.ndarray:
    return np.broadcast_to(mesh.w[:, :dim].T, (frames, dim, len(mesh.w)))


def _arcs(mesh: Mesh, key: str, m: np.ndarray) -> np.ndarray:
    """Start and end [F, C, 2] of the arc on which a class keeps the margin, NaN for none."""
    loss, weights = losses.get(key), _weights(mesh, len(m), 2)
    found = circle_sectors(loss, weights, None, 1.0, {"m": m}, margin=True)
    arcs = np.full((len(m), len(mesh.w), 2), np.nan)
    # what rounding leaves of an arc at the limit itself is no region
    held = found.end - found.start > 1e-9
    arcs[found.frame[held], found.cls[held]] = np.stack([found.start, found.end], 1)[held]
    return arcs


def _rims(arcs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The slices as pieces [F, L, 6], straight and round ones, and the class [F, L] of each."""
    each = -(-PIECES // arcs.shape[1])
    phi = arcs[..., :1] + (arcs[..., 1:] - arcs[..., :1]) * np.linspace(0, 1, each + 1)
    rim = directions(phi)
    corners = np.concatenate([0 * rim[..., :1, :], rim, 0 * rim[..., :1, :]], axis=-2)
    at = np.concatenate([corners[..., :-1, :], corners[..., 1:, :]], axis=-1)
    cls = np.where(np.isnan(at[..., 0]), np.nan, np.arange(arcs.shape[1])[:, None])
    return at.reshape(len(at), -1, 6), cls.reshape(len(at), -1)


def _spokes(count: int) -> np.ndarray:
    """[C, 6]: where inference changes its mind on the circle; a line for two classes."""
    rim = directions(2 * np.pi * (np.arange(count) + 0.5) / count)
    return np.concatenate([0 * rim, rim], axis=1)


def _outlines(mesh: Mesh, key: str, m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The edges of the regions on the sphere at these margins, as pieces and their classes."""
    margins, which = np.unique(m, return_inverse=True)
    weights = _weights(mesh, len(margins), 3)
    found = sphere_curves(losses.get(key), weights, None, 1.0, {"m": margins}, margin=True)
    at, cls = segments(found, len(margins))
    # without margin they are the decision boundaries, which are drawn as such
    at[margins == 0], cls[margins == 0] = np.nan, np.nan
    return at[which], cls[which]


@lru_cache(maxsize=len(COUNTS))
def _boundaries(count: int) -> np.ndarray:
    weights = _weights(globe(count), 1, 3)
    return segments(sphere_curves(INFERENCE, weights, None, 1.0, {}, margin=False), 1, False)[0]


@lru_cache(maxsize=len(COUNTS) * len(LOSSES))
def _shares(count: int, key: str) -> tuple[np.ndarray, np.ndarray]:
    """The shares of the circle and of the sphere along the axis."""
    return _share(count, key, AXIS)


def _share(count: int, key: str, m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    widths = np.diff(_arcs(disc(count), key, m), axis=-1)[..., 0]
    return np.nansum(widths, axis=1) / (2 * np.pi), covered(globe(count), key, m)


def limits(count: int, key: str) -> tuple[float, float]:
    """The widest margin that leaves the classes a region, on the circle and on the sphere."""
    widest = theory.max_cosine_margin if key == "cosface" else theory.max_angular_margin
    return float(widest(count, 2)), float(widest(count, 3))


def _surest(mesh: Mesh, key: str, s: np.ndarray, m: np.ndarray) -> np.ndarray:
    """P [F] in training of a sample on its class vector, of the class that has the least."""
    centres = mesh._replace(points=mesh.w, of=np.arange(len(mesh.w)))
    return np.minimum(1 / (1 + np.exp(-odds(centres, key, s, m).min(1))), ALMOST)


# --- the scene ----------------------------------------------------------------------------------


def numbers_at(v: Values) -> Arrays:
    """The pictures' arrays at the scales and margins of the frames."""
    count, key, s, m = int(v["n"]), v["loss"], v["scale"], v["margin"]
    flat, round_ = disc(count), globe(count)
    rims, rim_classes = _rims(_arcs(flat, key, np.where(m > 0, m, np.nan)))
    outlines, outline_classes = _outlines(round_, key, m)
    around, over = _share(count, key, m)
    found = limits(count, key)
    return {
        "w2": flat.w[None],
        "w3": round_.w[None],
        "slices": slices(flat)[None],
        "slice_owner": flat.owner[None],
        "slice_odds": np.clip(odds(flat, key, s, m), -SURE, SURE),
        "faces": round_.points[None],
        "corners": round_.corners[None],
        "owner": round_.owner[None],
        "odds": np.clip(odds(round_, key, s, m), -SURE, SURE),
        "circle_edges": rims,
        "circle_edges_cls": rim_classes,
        "circle_lines": _spokes(count)[None],
        "ball_edges": outlines,
        "ball_edges_cls": outline_classes,
        "ball_lines": _boundaries(count),
        "margins": AXIS[None],
        "around": _shares(count, key)[0][None],
        "over": _shares(count, key)[1][None],
        "margin": m,
        "circle": around,
        "sphere": over,
        "circle_limit": np.array(found[:1]),
        "sphere_limit": np.array(found[1:]),
        "circle_p": _surest(flat, key, s, m),
        "sphere_p": _surest(round_, key, s, m),
    }


def rows(state: State) -> list[Row]:
    """The circle, the sphere, and what the margin leaves of them."""
    count = int(state["n"])
    slices_of = Faces(mesh="slices", owner="slice_owner", odds="slice_odds")
    faces = Faces(mesh="faces", corners="corners", owner="owner", odds="odds")
    return [
        row(
            _ball("circle", count, "w2", "circle", slices_of, flat=True),
            _ball("sphere", count, "w3", "ball", faces),
            _coverage(count, str(state["loss"])),
        ),
        row(
            numbers(
                ("@pictures.circle_limit", "circle_limit", "precise", "circle_limit"),
                ("@pictures.sphere_limit", "sphere_limit", "precise", "sphere_limit"),
                ("@pictures.circle_kept", "circle", "percent", "circle"),
                ("@pictures.sphere_kept", "sphere", "percent", "sphere"),
                ("@pictures.circle_p", "circle_p", "share", "s"),
                ("@pictures.sphere_p", "sphere_p", "share", "s"),
            ),
            grow=0,
        ),
    ]


def _ball(name: str, count: int, w: str, edges: str, faces: Faces, flat: bool = False) -> Sphere:
    return Sphere(
        id=name, title=f"@pictures.on_{name}", about=f"@pictures.on_{name}_about",
        vectors=w, names=[str(k + 1) for k in range(count)],
        vector_terms=terms("w", count), faces=faces,
        edges=Edges(at=f"{edges}_edges", cls=f"{edges}_edges_cls"),
        lines=Pieces(at=f"{edges}_lines"), phone=340, flat=flat,
    )  # fmt: skip


def _coverage(count: int, key: str) -> Curves:
    """Which share has some class that keeps the margin, with the limits that lie on the axis."""
    places = zip(("circle", "sphere"), ("accent", "ink"), limits(count, key), strict=True)
    return curves(
        "coverage",
        (0, WIDEST, "@pictures.in_cosines" if key == "cosface" else "@pictures.in_radians"),
        (0, 1.04, ""),
        lines=[line("margins", "around", "accent", "@pictures.circle", "circle"),
               line("margins", "over", "ink", "@pictures.sphere", "sphere")],
        marks=[mark("margin", "circle", "accent", "circle"),
               mark("margin", "sphere", "ink", "sphere")],
        rules=[Rule(x=f"{name}_limit", colour=colour, dash=True, term=f"{name}_limit",
                    name="@pictures.limit") for name, colour, m in places if m <= WIDEST],
        drag="margin",
    )  # fmt: skip


SCENE = Scene("shapes", ("scale", "margin", "n", "loss"), numbers_at, rows)
