"""Two classes on the sphere: vectors of any length, leads, and the exact edges."""

from functools import lru_cache

import numpy as np

from lossviz import losses
from lossviz.geometry import sphere_curves
from lossviz.lessons.angular.edges import norms, params_of, psi_of, with_margin
from lossviz.pictures import Edges, Faces, Pieces, Sphere, Spot, terms
from lossviz.scenes.arcs import all_arcs
from lossviz.scenes.icosphere import icosphere
from lossviz.scenes.scene import Arrays, Values
from lossviz.scenes.sphere_lines import segments

# the classes lie on either side of this direction, which the sphere shows in front
MIDDLE = -90.0
NAMES = ["W₁", "W₂"]
HALVINGS = 3
# log-odds for one unit of lead: so steep that a region's colour ends at its edge
STEEP = 1000.0


def class_vectors(v: Values) -> np.ndarray:
    """W_1 and W_2 on the circle, as long as the loss sees them, the longer one of length 1."""
    half = v["T"] / 2
    at = np.radians(MIDDLE + np.stack([-half, half], axis=1))
    longest = np.maximum(norms(v), 1)
    length = np.stack([norms(v), np.ones(len(half))], axis=1) / longest[:, None]
    return length[..., None] * np.stack([np.cos(at), np.sin(at)], axis=-1)


def in_space(vectors: np.ndarray) -> np.ndarray:
    """Points of the plane [..., 2] in space."""
    return np.concatenate([vectors, np.zeros((*vectors.shape[:-1], 1))], axis=-1)


def angles_to(vectors: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Angles in degrees of points [F, K, d] with the class vectors [F, 2, d], [F, K, 2]."""
    length = np.linalg.norm(vectors, axis=-1)[:, None]
    cosine = points @ np.swapaxes(vectors, 1, 2) / length
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


@lru_cache(maxsize=1)
def _mesh() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The sphere twice, once a class: points [2V, 3], corners [2T, 3], owner [2T]."""
    points, corners = icosphere(HALVINGS)
    twice = np.concatenate([corners, corners + len(points)])
    return np.tile(points, (2, 1)), twice, np.repeat([0.0, 1.0], len(corners))


def leads_of(v: Values, theta: np.ndarray) -> np.ndarray:
    """How far each class's target logit, margin kept, is above the rival's: [F, K, 2].

    r·ψ(θ1) − cos θ2 and ψ(θ2) − r·cos θ1, in units of ‖W_2‖ (and of the scale).
    """
    loss, params, r = losses.get(str(v["duel"])), params_of(v), norms(v)[:, None]
    one, other = np.moveaxis(np.radians(theta), -1, 0)
    own = psi_of(loss, one, params), psi_of(loss, other, params)
    return np.stack([r * own[0] - np.cos(other), own[1] - r * np.cos(one)], axis=-1)


def ball_at(v: Values, held: np.ndarray) -> Arrays:
    """The sphere's arrays: class vectors, colours, and the exact edges; `held` as in `_disc`."""
    w, params = in_space(class_vectors(v)), params_of(v)
    points, corners, owner = _mesh()
    theta = angles_to(w, np.broadcast_to(icosphere(HALVINGS)[0], (len(w), len(points) // 2, 3)))
    columns = np.swapaxes(w, 1, 2)

    def cut(margin: bool) -> tuple[np.ndarray, np.ndarray]:
        loss = losses.get(str(v["duel"]))
        found = sphere_curves(loss, columns, None, 1.0, params, margin=margin)
        return segments(found, len(w), solo=margin)

    edges, cls = cut(True)
    bare = ~with_margin(v)
    edges[bare], cls[bare] = np.nan, np.nan
    odds = STEEP * np.swapaxes(leads_of(v, theta), 1, 2)
    # a class leads most on the circle: where it holds nothing there, it holds nothing at all
    nowhere = np.asarray(np.isnan(held).all(axis=(2, 3)))
    return {
        "w3": w,
        "mesh": points[None],
        "corners": corners[None].astype(float),
        "owner": owner[None],
        "odds": np.where(nowhere[..., None], -STEEP, odds).reshape(len(w), -1),
        "ball_edges": edges,
        "ball_edges_cls": cls,
        "ball_lines": cut(False)[0],
    }


def sphere_at(v: Values) -> Arrays:
    """The sphere's arrays alone, for the values that `numbers_at` reads besides the sample's."""
    return ball_at(v, all_arcs(losses.get(str(v["duel"])), class_vectors(v), params_of(v)))


def sphere(name: str, term: str, phone: int) -> Sphere:
    """The picture of the arrays of `sphere_at`, with a sample at the array "f3"."""
    return Sphere(
        id=name, title=f"@pictures.{name}",
        about=f"@pictures.{name}_about",
        vectors="w3", names=NAMES, vector_terms=terms("w", 2),
        faces=Faces(mesh="mesh", corners="corners", owner="owner", odds="odds"),
        edges=Edges(at="ball_edges", cls="ball_edges_cls"), lines=Pieces(at="ball_lines"),
        points=None, probe=Spot(at="f3", term=term), phone=phone,
    )  # fmt: skip
