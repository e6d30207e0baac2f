"""Two class vectors and the band between their regions: what is left of it when they are near?"""

import numpy as np

from lossviz import losses, theory
from lossviz.pictures import Plane, Probe, Row, Rule, curves, line, mark, numbers, row, terms
from lossviz.scenes.arcs import arcs, slices
from lossviz.scenes.controls import State
from lossviz.scenes.rings import ring
from lossviz.scenes.scene import Arrays, Env, Scene, Values

LOSSES = ("sphereface", "arcface", "cosface")
TITLES = {"sphereface": "SphereFace", "arcface": "ArcFace", "cosface": "CosFace"}
# the margin's slider of each loss, and the colour of its curve
SLIDERS = {"sphereface": "M", "arcface": "a", "cosface": "c"}
COLOURS = {"sphereface": "accent", "arcface": "class:2", "cosface": "class:3"}
# what else these losses take; no scale changes a region
OTHER = {"sphereface": {"lam": 0.0}, "arcface": {"s": 1.0}, "cosface": {"s": 1.0}}
TERMS = dict(zip(LOSSES, terms("gap", 3), strict=True))
BOX, RIM, BAND = 1.25, 1.0, 1.12
# degrees: the widest gap that is drawn
MOST = 125
# points of a curve are closer where it begins: there the gap of CosFace rises without bound
ALONG = np.linspace(0, 1, 121) ** 2
SEGMENTS = 24


def _gap(key: str, degrees: np.ndarray, m: np.ndarray) -> np.ndarray:
    """Degrees from edge to edge, NaN where the margin is too wide for an edge."""
    return degrees - 2 * np.degrees(theory.angular_edge(key, np.radians(degrees), m=m))


def _nearest(key: str, m: np.ndarray) -> np.ndarray:
    """Degrees that the class vectors must be apart for the margin to leave a region, [F]."""
    if key == "sphereface":
        return 0 * m
    return np.degrees(m if key == "arcface" else 2 * np.arcsin(m / 2))


def _curve(key: str, m: np.ndarray) -> Arrays:
    """The gap over the angle between the class vectors, from where there is one."""
    start = _nearest(key, m)
    apart = start[:, None] + (180 - start)[:, None] * ALONG
    # at its very beginning rounding decides whether there is an edge
    apart[:, 0] += 1e-6
    gap = _gap(key, apart, m[:, None])
    return {f"{key}.apart": apart, f"{key}.gaps": gap, f"{key}.nearest": start}


def _turned(degrees: np.ndarray, radius: float) -> np.ndarray:
    """Points [..., 2] at these angles."""
    phi = np.radians(degrees)
    return radius * np.stack([np.cos(phi), np.sin(phi)], axis=-1)


def _band(gap: np.ndarray) -> np.ndarray:
    """[F, SEGMENTS, 4]: the bare arc between the two edges, NaN where there are none."""
    at = 90 + gap[:, None] * np.linspace(-0.5, 0.5, SEGMENTS + 1)
    points = _turned(at, BAND)
    return np.concatenate([points[:, :-1], points[:, 1:]], axis=-1)


def _spokes(held: np.ndarray) -> np.ndarray:
    """[F, 4, 4]: from the centre to both ends of the arcs [F, 2, 2] of both classes."""
    ends = np.degrees(held).reshape(len(held), -1)
    return np.concatenate([0 * _turned(ends, RIM), _turned(ends, RIM)], axis=-1)


def numbers_at(v: Values) -> Arrays:
    """The gaps of the three losses, and the regions that the chosen one leaves."""
    chosen, t = str(v["loss"]), v["t"]
    margins = {key: v[SLIDERS[key]] for key in LOSSES}
    vectors = _turned(90 + t[:, None] * np.array([0.5, -0.5]), RIM)
    held = arcs(losses.get(chosen), vectors, {"m": margins[chosen], **OTHER[chosen]})
    gaps = {key: _gap(key, t, m) for key, m in margins.items()}
    width = np.degrees(held[..., 1] - held[..., 0])
    none = np.isnan(width).any(axis=1)
    found: Arrays = {
        "t": t,
        "w": 0.9 * vectors,
        "regions": slices(held, RIM),
        "edges": np.concatenate([_spokes(held), _band(gaps[chosen])], axis=1),
        # the first four would be in the colours of the spokes
        "lines": np.concatenate([np.full((4, 4), np.nan), ring(RIM)])[None],
        "feasible.none": np.where(none[:, None], [0.0, -0.45], np.nan),
        "left": np.where(none, 0, width[:, 0]),
        "diagonal": np.array([[0.0, 180.0]]),
    }
    for key, m in margins.items():
        found |= _curve(key, m) | {f"feasible.{key}": gaps[key]}
    return found


def rows(state: State) -> list[Row]:
    """The circle with both regions, and the three gaps over the angle between the classes."""
    chosen = str(state["loss"])
    disc = Plane(
        id="disc", title=f"@pictures.disc_{chosen}",
        about="@pictures.disc_about", box=BOX, regions="regions", vectors="w",
        names=["1", "2"], vector_terms=terms("w", 2), edges="edges",
        pairs=[[0, 0], [0, 0], [1, 1], [1, 1]], lines="lines",
        probe=Probe(at="feasible.none", drag=None, term=None, name="@pictures.none"),
        phone=320,
    )  # fmt: skip
    beyond = [
        Rule(x=f"{key}.nearest", colour=COLOURS[key], dash=True, term=TERMS[key],
             name="")
        for key in LOSSES[1:]
    ]  # fmt: skip
    return [
        row(
            disc,
            curves("gaps", (0, 180, "θ₁₂"), (0, MOST, ""),
                   lines=[line("diagonal", "diagonal", "muted", "@pictures.own", "t", dash=True),
                          *(line(f"{key}.apart", f"{key}.gaps", COLOURS[key], TITLES[key],
                                 TERMS[key]) for key in LOSSES)],
                   marks=[mark("t", f"feasible.{key}", COLOURS[key], TERMS[key],
                               drop=key == chosen) for key in LOSSES],
                   rules=beyond, drag="t"),
        ),
        row(
            numbers(
                *((f"{TITLES[key]} (°)", f"feasible.{key}", "score", TERMS[key])
                  for key in LOSSES),
                ("@pictures.left", "left", "score", "w"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def env_at(v: Values) -> Env:
    """The angle between the class vectors, and the three margins."""
    return {"t": v["t"], "a": v["M"], "b": v["a"], "c": v["c"]}


SCENE = Scene(
    "gap",
    ("t", "M", "a", "c", "loss"),
    numbers_at,
    rows,
    ("sphereface_edge", "arcface_edge", "cosface_edge"),
    env_at,
)
