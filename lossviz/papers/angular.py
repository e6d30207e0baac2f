"""Claims on the angular family: edges and gaps of SphereFace, ArcFace and CosFace.

Edges and gaps are measured on the exact regions of `lossviz.geometry`, not taken from the closed
forms that the papers print.
"""

from functools import lru_cache

import numpy as np

from lossviz import losses, theory
from lossviz.geometry import sphere_curves
from lossviz.papers.bounds import least
from lossviz.papers.claim import Claim, Link
from lossviz.scenes.arcs import arcs

DEGREES = np.linspace(0.0, 180.0, 1801)


def regions_of(key: str, apart: float, **params: float) -> np.ndarray:
    """[2, 2]: start and end of the regions of two classes that stand at ∓apart/2, degrees."""
    turn = np.radians([-apart / 2, apart / 2])
    vectors = np.stack([np.cos(turn), np.sin(turn)], axis=1)[None]
    return np.degrees(arcs(losses.get(key), vectors, params)[0])


def gap(key: str, apart: float, **params: float) -> float:
    """The bare angle between the two regions, in degrees."""
    first, second = regions_of(key, apart, **params)
    return float(second[0] - first[1])


def edge(key: str, apart: float, **params: float) -> float:
    """From the class vector of the first class to the edge that faces the other, in degrees."""
    return float(regions_of(key, apart, **params)[0, 1] + apart / 2)


def _two_apart(m: float, apart: float = 60.0) -> bool:
    """Two classes: no pair of one class is farther apart than the nearest pair across."""
    start, end = regions_of("sphereface", apart, m=m, lam=0.0)[0]
    return bool(end - start <= gap("sphereface", apart, m=m, lam=0.0))


def _many_apart(m: float, apart: float = 60.0) -> bool:
    """The same in the plane for a class with a rival on each side: it ends at the edges to both."""
    inside = 2 * edge("sphereface", apart, m=m, lam=0.0)
    return inside <= gap("sphereface", apart, m=m, lam=0.0)


def solid_pairs(m: float) -> tuple[float, float]:
    """The tetrahedron in 3-D: the widest pair of one class, and the nearest across, in degrees."""
    w = theory.best_arrangement(4, 3)
    found = sphere_curves(
        losses.get("sphereface"), w.T[None], None, 1.0, {"m": m, "lam": 0.0}, True
    )
    first = np.repeat(found.cls, np.diff(found.first)) == 0
    own, others = found.points[first], found.points[~first]
    wide, near = (np.degrees(np.arccos(np.clip(own @ x.T, -1, 1))) for x in (own, others))
    return float(wide.max()), float(near.min())


@lru_cache(maxsize=1)
def _solid() -> tuple[float, ...]:
    """The least m at which no pair of one class of a tetrahedron is wider than a pair across."""

    def is_enough(m: float) -> bool:
        wide, near = solid_pairs(m)
        return wide <= near

    return (least(is_enough, 2.0, 6.0),)


def _largest_rise() -> tuple[float, ...]:
    """How much ψ rises at most from one angle to the next, for every multiple of the slider."""
    loss, turn = losses.get("sphereface"), np.radians(DEGREES)
    multiples = np.arange(1.0, 4.25, 0.25)[:, None]
    psi = loss.psi(np.cos(turn), np.sin(turn), m=multiples, lam=0.0)
    return (float(np.maximum(np.diff(psi, axis=1), 0).max()),)


def _from_combined(key: str, m: float, m2: float, m3: float) -> tuple[float, ...]:
    """How far ψ of the loss, and ψ of the combined margin, are at most from cos(θ + m2) − m3.

    Up to θ + m2 = 180°: beyond it the losses go on as a straight line.
    """
    turn = np.radians(DEGREES)
    turn = turn[turn <= np.pi - m2]
    cos, sin = np.cos(turn), np.sin(turn)
    formula = np.cos(turn + m2) - m3
    own = losses.get(key).psi(cos, sin, m=m)
    combined = losses.get("combined").psi(cos, sin, m1=1.0, m2=m2, m3=m3)
    return tuple(float(np.abs(psi - formula).max()) for psi in (own, combined))


SPHEREFACE_GAP = Link("multiplicative", "t=60&M=4", "gap")
ARCFACE_GAP = Link("multiplicative", "t=60&a=0.5&loss=arcface", "gap")

CLAIMS = (
    Claim("sphereface_gap", "sphereface", ("36",),
          lambda: (gap("sphereface", 60.0, m=4.0, lam=0.0),), SPHEREFACE_GAP, "formula", "°", 0),
    Claim("sphereface_edge", "sphereface", ("12",),
          lambda: (edge("sphereface", 60.0, m=4.0, lam=0.0),), SPHEREFACE_GAP, "formula", "°", 0),
    Claim("sphereface_two", "sphereface", ("3.732",), lambda: (least(_two_apart, 1.0, 8.0),),
          Link("multiplicative", "t=60&M=3.732", "gap"), "formula"),
    Claim("sphereface_many", "sphereface", ("3",), lambda: (least(_many_apart, 1.0, 8.0),),
          Link("multiplicative", "t=60&M=3", "gap"), tolerance=0),
    Claim("sphereface_solid", "sphereface", ("3.123",), _solid, kind="own"),
    Claim("sphereface_falls", "sphereface", ("0",), _largest_rise,
          Link("multiplicative", "m=4", "monotone"), tolerance=0),
    Claim("arcface_edge", "arcface", ("15.676",), lambda: (edge("arcface", 60.0, m=0.5),),
          ARCFACE_GAP, "formula", "°"),
    Claim("arcface_gap", "arcface", ("28.648", "28.648", "28.648"),
          lambda: tuple(gap("arcface", apart, m=0.5) for apart in (40.0, 90.0, 150.0)),
          ARCFACE_GAP, "formula", "°"),
    Claim("combined_arcface", "arcface", ("0", "0"),
          lambda: _from_combined("arcface", 0.5, m2=0.5, m3=0.0),
          Link("angular", "shape=combined", "slopes"), tolerance=0),
    Claim("combined_cosface", "arcface", ("0", "0"),
          lambda: _from_combined("cosface", 0.35, m2=0.0, m3=0.35),
          Link("angular", "shape=combined&m2=0&m3=0.35", "slopes"), tolerance=0),
    Claim("cosface_gap", "cosface", ("23.074",), lambda: (gap("cosface", 60.0, m=0.2),),
          Link("multiplicative", "t=60&loss=cosface", "gap"), "own", "°"),
)  # fmt: skip
