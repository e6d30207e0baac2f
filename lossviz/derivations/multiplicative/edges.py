"""Lesson 8: where class 1's region ends between two class vectors, and the gap to the other.

Class vectors t = θ12 degrees apart; θ1 is measured from the first towards the second, and the
edge of class 1 is where its target logit no longer leads the other's cosine. Margins: a of
SphereFace (a multiple), b of ArcFace (radians), c of CosFace (of cosines).
Terms: t, m (the margin), edge (θ1), gap1 (SphereFace), gap2 (ArcFace), gap3 (CosFace).
"""

import numpy as np

from lossviz.algebra import (
    Literal,
    arcsin,
    as_number,
    bound,
    called,
    cos,
    largest,
    least,
    mark,
    number,
    settled,
    sin,
)
from lossviz.derivations.derivation import Derivation, Env, Given, Step, applied

APART = Given("t", "number", 1, 180, why="equal class vectors have nothing between them")
between_edges = applied(r"\theta_{12} - 2\theta_1", lambda edge, env: env["t"] - 2 * edge)
HALF_TURN = Literal(180, unit="deg")

t = number("t", r"\theta_{12}", unit="deg")
half_t = as_number("half", t / 2, "t", unit="deg")
at = bound("edge", r"\theta_1", "edge")


# --- SphereFace ---------------------------------------------------------------------------------

multiple = number("a", "m", "m")

sphereface_edge = Derivation(
    "sphereface_edge",
    (Given("a", "number", 1, 4), APART),
    (
        Step(
            "meets",
            least(at, cos(multiple * at), "<=", cos(t - at), 0, HALF_TURN / multiple),
            unit="deg",
        ),
        Step("solved", mark("edge", t / (multiple + 1)), unit="deg"),
        Step("twice", mark("gap1", t - 2 * t / (multiple + 1)), between_edges, "deg"),
        Step("share", mark("gap1", (multiple - 1) / (multiple + 1) * t), unit="deg"),
    ),
)


# --- ArcFace ------------------------------------------------------------------------------------

# no wider than the classes are apart
turn = called("m", -largest(-number("b"), -t), "m", "m", unit="deg")

arcface_edge = Derivation(
    "arcface_edge",
    (Given("b", "number", 0, 1.5), APART),
    (
        Step("meets", settled(least(at, cos(at + turn), "<=", cos(t - at), 0, t)), unit="deg"),
        Step("solved", mark("edge", (t - turn) / 2), unit="deg"),
        Step("twice", mark("gap2", t - (t - turn)), between_edges, "deg"),
        Step("constant", mark("gap2", turn), unit="deg"),
    ),
)


# --- CosFace ------------------------------------------------------------------------------------

# how far apart the tips of the class vectors are: no wider margin leaves an edge
chord = 2 * sin(half_t)
cosine = called("m", -largest(-number("c"), -chord), "m", "m")
meets = least(at, cos(at) - cos(t - at), "<=", cosine, half_t - HALF_TURN / 2, half_t)
edge = called(r"\theta_1", meets, "edge", "edge", "deg")
arc = arcsin(cosine / chord)


def _edge_from_sides(m: np.ndarray, env: Env) -> np.ndarray:
    """θ12/2 − asin(m/chord), by the sides of its triangle."""
    chord = 2 * np.sin(np.radians(env["t"]) / 2)
    return env["t"] / 2 - np.degrees(np.arctan2(m, np.sqrt((chord - m) * (chord + m))))


cosface_edge = Derivation(
    "cosface_edge",
    (Given("c", "number", 0, 1), APART),
    (
        Step("lead", cos(edge) - cos(t - edge)),
        Step("product", chord * sin(half_t - edge)),
        Step("margin", cosine),
        Step("solved", mark("edge", half_t - arc), applied(r"\theta_1", _edge_from_sides), "deg"),
        Step("gap", mark("gap3", 2 * arc), between_edges, "deg"),
    ),
)

ALL = (sphereface_edge, arcface_edge, cosface_edge)
