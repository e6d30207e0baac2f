"""Two classes and one sample in four pictures: two planes of angles, the circle, the sphere."""

import numpy as np

from lossviz import losses
from lossviz.lessons.angular.edges import DEGREES, boundaries, drawn, norms, params_of, with_margin
from lossviz.lessons.angular.sphere import (
    MIDDLE,
    NAMES,
    angles_to,
    ball_at,
    class_vectors,
    in_space,
    leads_of,
    sphere,
)
from lossviz.pictures import (
    Area,
    Curves,
    Plane,
    Probe,
    Row,
    curves,
    line,
    mark,
    numbers,
    row,
    terms,
)
from lossviz.scenes.arcs import all_arcs, arcs, slices, spokes
from lossviz.scenes.controls import State
from lossviz.scenes.rings import ring
from lossviz.scenes.scene import Arrays, Scene, Values

BOX = 1.25
ROUNDING = 1e-9
ROUND = np.linspace(0, 360, 181)


def _sample(v: Values) -> np.ndarray:
    """The direction of the sample, [F, 3]."""
    phi, eta = np.radians(MIDDLE + v["phi"]), np.radians(v["eta"])
    flat = np.cos(eta)[:, None] * np.stack([np.cos(phi), np.sin(phi)], axis=1)
    return np.concatenate([flat, np.sin(eta)[:, None]], axis=1)


def _parts(v: Values) -> Arrays:
    """The two planes: boundaries, what can be, and the classes' regions within it, in degrees."""
    first, second, plain = boundaries(v)
    held = with_margin(v)[:, None]
    apart = v["T"][:, None]
    least = np.abs(DEGREES - apart)
    most = np.minimum(DEGREES + apart, 360 - apart - DEGREES)
    rim = np.radians(ROUND)
    around = np.broadcast_to(np.stack([np.cos(rim), np.sin(rim)], -1), (len(apart), len(rim), 2))
    possible = angles_to(class_vectors(v), around)
    return {
        "1_edges": np.where(held, drawn(first), np.nan),
        "2_edges": np.where(held, drawn(second), np.nan),
        "0_edges": drawn(plain),
        "possible.1": possible[..., 0],
        "possible.2": possible[..., 1],
        "low.1": np.clip(first, least, most),
        "high.1": most,
        "low.2": least,
        "high.2": np.clip(second, least, most),
    }


def _disc(v: Values, held: np.ndarray) -> Arrays:
    """The circle's arrays; `held`: the arcs of both classes [F, 2, ARCS, 2], NaN for none."""
    vectors = class_vectors(v)
    # lengths count without margin too: the raw scores of these vectors
    bare = arcs(losses.get("softmax"), vectors, {})
    # one outline goes through the centre between two arcs
    outlines = slices(held, 1.0).reshape(*held.shape[:2], -1, 2)
    return {
        "w": vectors,
        "regions": outlines,
        "edges": spokes(bare, BOX),
        "lines": ring(1.0)[None],
        "feasible.gap": _band(held, bare[:, 0, 1]),
    }


def _band(held: np.ndarray, boundary: np.ndarray) -> np.ndarray:
    """Degrees from class 1's edge to class 2's across the decision boundary between them, [F].

    Args:
      held: the arcs [F, 2, ARCS, 2].
      boundary: direction of the boundary from class 1 to class 2, [F] in radians.
    """
    before = _turn(boundary[:, None] - held[:, 0, :, 1])
    after = _turn(held[:, 1, :, 0] - boundary[:, None])
    nearest = np.fmin.reduce(before, axis=1) + np.fmin.reduce(after, axis=1)
    return np.degrees(nearest)


def _turn(angle: np.ndarray) -> np.ndarray:
    """The angle in [0, 2π); what is 0 but for rounding stays there."""
    return np.maximum((angle + ROUNDING) % (2 * np.pi) - ROUNDING, 0)


def numbers_at(v: Values) -> Arrays:
    """The arrays of all four pictures."""
    f, parts = _sample(v), _parts(v)
    theta = angles_to(in_space(class_vectors(v)), f[:, None])[:, 0]
    leads = leads_of(v, theta[:, None])[:, 0]
    cosines = {f"cos.{name}": np.cos(np.radians(array)) for name, array in parts.items()}
    held = all_arcs(losses.get(str(v["duel"])), class_vectors(v), params_of(v))
    plain = norms(v) * np.cos(np.radians(theta[:, 0])) - np.cos(np.radians(theta[:, 1]))
    return {
        **parts,
        **cosines,
        "degrees": DEGREES[None],
        "cosines": np.cos(np.radians(DEGREES))[None],
        **_disc(v, held),
        **ball_at(v, held),
        "f": f[:, :2],
        "f3": f,
        "theta1": theta[:, 0],
        "theta2": theta[:, 1],
        "cos1": np.cos(np.radians(theta[:, 0])),
        "cos2": np.cos(np.radians(theta[:, 1])),
        "lead1": leads[:, 0],
        "lead2": leads[:, 1],
        "plain": plain,
    }


def _angle_plane(name: str, prefix: str, low: float, high: float, *axes: str) -> Curves:
    """(θ1, θ2), or with the prefix "cos." the plane of their cosines."""
    x = f"{prefix}possible.1", f"{prefix}possible.2"
    across = "cosines" if prefix else "degrees"
    at = ("cos1", "cos2") if prefix else ("theta1", "theta2")
    # cosines fall where angles rise
    ends = ("high", "low") if prefix else ("low", "high")
    return curves(
        name, (low, high, axes[0]), (low, high, axes[1]),
        areas=[Area(x=across, low=f"{prefix}{ends[0]}.{k}", high=f"{prefix}{ends[1]}.{k}",
                    colour=f"class:{k - 1}", term=f"w{k}") for k in (1, 2)],
        lines=[line(*x, "muted", "", "possible"),
               line(across, f"{prefix}1_edges", "class:0", "", "w1"),
               line(across, f"{prefix}2_edges", "class:1", "", "w2"),
               line(across, f"{prefix}0_edges", "ink", "", "plain", dash=True)],
        marks=[mark(*at, "ink", "f", drop=True)], phone=340,
    )  # fmt: skip


def rows(state: State) -> list[Row]:
    """The four pictures and the sample's numbers."""
    # only L-Softmax sees the lengths of the class vectors
    r = "r " if state["duel"] == "l_softmax" else ""
    circle = Plane(
        id="round", title="@pictures.round",
        about="@pictures.round_about", box=BOX, regions="regions", vectors="w",
        names=NAMES, vector_terms=terms("w", 2), edges="edges", lines="lines",
        probe=Probe(at="f", drag=None, term="f", name=""), phone=320,
    )  # fmt: skip
    return [
        row(
            _angle_plane("angles", "", 0, 180, "θ₁", "θ₂"),
            _angle_plane("cosines", "cos.", -1, 1, "cos θ₁", "cos θ₂"),
            circle,
            sphere("ball", "f", 320),
        ),
        row(
            numbers(
                ("θ₁ (°)", "theta1", "score", "w1"),
                ("θ₂ (°)", "theta2", "score", "w2"),
                (f"{r}ψ(θ₁) − cos θ₂", "lead1", "precise", "w1"),
                (f"ψ(θ₂) − {r}cos θ₁", "lead2", "precise", "w2"),
                (f"{r}cos θ₁ − cos θ₂", "plain", "precise", "plain"),
                ("@pictures.gap", "feasible.gap", "score", "gap"),
            ),
            grow=0,
        ),
    ]


SCENE = Scene("boundaries", ("duel", "T", "dm", "dc", "da", "r", "phi", "eta"), numbers_at, rows)
