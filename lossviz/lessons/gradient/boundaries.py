"""All boundaries at once: C(C − 1)/2 lines from C class vectors."""

from itertools import combinations

import numpy as np

from lossviz.lessons.gradient.target import CLASSES, index
from lossviz.pictures import Plane, Probe, Row, Tips, bars, numbers, row, terms
from lossviz.scenes.controls import State
from lossviz.scenes.polygons import regions
from lossviz.scenes.scene import Arrays, Env, Scene, Values
from lossviz.scenes.scores import dots, softmax

BOX = 4.0
ANGLES = np.array([10.0, 75.0, 140.0, 205.0, 260.0, 315.0])
LENGTHS = np.array([1.6, 1.2, 1.8, 1.3, 1.6, 1.1])


def _vectors(v: Values) -> np.ndarray:
    """[F, C, 2]: the fan, with the chosen vector turned and stretched."""
    count, chosen = int(v["k"]), index(v, "j")
    frames = len(v["turn"])
    angle = np.tile(ANGLES[:count], (frames, 1))
    length = np.tile(LENGTHS[:count], (frames, 1))
    angle[:, chosen] += v["turn"]
    length[:, chosen] *= v["length"]
    radians = np.radians(angle)
    return length[..., None] * np.stack([np.cos(radians), np.sin(radians)], axis=-1)


def _numbers(v: Values) -> Arrays:
    w = _vectors(v)
    x = np.stack([v["f1"], v["f2"]], axis=1)
    areas = regions(w, BOX)
    pairs = np.array(list(combinations(range(w.shape[1]), 2)))
    whole = _through(w[:, pairs[:, 0]] - w[:, pairs[:, 1]])
    edges = _shared(areas, pairs)
    return {
        "w": w,
        "start": np.stack([ANGLES, LENGTHS], axis=1)[None, : w.shape[1]],
        "regions": areas,
        "lines": whole,
        "edges": edges,
        "x": x,
        "p": softmax(dots(w, x)),
        "stored": _frames(w, w.shape[1]),
        "count": _frames(w, len(pairs)),
        "active": np.isfinite(edges).all(-1).sum(1).astype(float),
    }


def _frames(w: np.ndarray, number: float) -> np.ndarray:
    return np.full(len(w), float(number))


def _through(normal: np.ndarray) -> np.ndarray:
    """[F, L, 4] ends of the lines normal·x = 0 on a circle around the box; NaN for no normal."""
    length = np.linalg.norm(normal, axis=-1, keepdims=True)
    along = np.stack([-normal[..., 1], normal[..., 0]], axis=-1) / np.where(
        length > 0, length, np.nan
    )
    reach = BOX * np.sqrt(2)
    return np.concatenate([-reach * along, reach * along], axis=-1)


def _shared(areas: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """[F, L, 4]: the side that two regions have in common, NaN where they do not touch.

    All boundaries pass through the origin, so a shared side runs from there to a common corner.
    """
    frames = len(areas)
    found = np.full((frames, len(pairs), 4), np.nan)
    for place, (one, other) in enumerate(pairs):
        a, b = areas[:, one], areas[:, other]
        with np.errstate(invalid="ignore"):
            same = np.abs(a[:, :, None] - b[:, None]).max(-1) < 1e-6 * BOX
            edge = np.abs(a).max(-1) > BOX * (1 - 1e-9)
        touch = same.any(2) & edge
        frame, corner = np.nonzero(touch)
        # two regions that share both directions of a line have two such corners
        first = np.unique(frame, return_index=True)[1]
        found[frame[first], place, :2] = 0
        found[frame[first], place, 2:] = a[frame[first], corner[first]]
        second = np.setdiff1d(np.arange(len(frame)), first)
        found[frame[second], place, :2] = a[frame[second], corner[second]]
    return found


def _rows(state: State) -> list[Row]:
    count = int(state["k"])
    names = list(CLASSES[:count])
    plane = Plane(
        id="boundaries", title="@pictures.boundaries",
        about="@pictures.boundaries_about", box=BOX, regions="regions", vectors="w",
        names=names, vector_terms=terms("w", count), lines="lines", edges="edges",
        tips=Tips(drag=["turn", "length"], start="start", polar=True, only=int(state["j"]) - 1),
        pairs=[list(pair) for pair in combinations(range(count), 2)],
        probe=Probe(at="x", drag=["f1", "f2"], term="x", name="x"),
        grow=1.6, phone=350,
    )  # fmt: skip
    return [
        row(plane, bars("outputs_at_x", "p", "a", names, ylabel="a")),
        row(
            numbers(
                ("@pictures.stored", "stored", "count", "w"),
                ("@pictures.lines", "count", "count", None),
                ("@pictures.active", "active", "count", None),
            ),
            grow=0,
        ),
    ]


def _env(v: Values) -> Env:
    w = _vectors(v)
    x = np.stack([v["f1"], v["f2"]], axis=1)
    order = np.argsort(-dots(w, x), axis=1, kind="stable")
    return {"w": w, "x": x, "i": order[:, 0], "j": order[:, 1]}


SCENE = Scene(
    "boundaries",
    ("k", "j", "turn", "length", "f1", "f2"),
    _numbers,
    _rows,
    ("boundary",),
    _env,
    (("f1", "f2"), ("turn", "length")),
)
