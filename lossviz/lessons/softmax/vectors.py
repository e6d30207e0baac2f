"""One class vector too many: what shifts all of them changes no probability."""

import numpy as np

from lossviz.lessons.softmax.scores import CLASSES
from lossviz.pictures import Plane, Probe, Row, Tips, bars, row, terms
from lossviz.scenes.controls import State
from lossviz.scenes.polygons import regions
from lossviz.scenes.scene import Arrays, Env, Scene, Values
from lossviz.scenes.scores import dots, softmax

BOX = 4.0
# class vectors of different lengths all round, so that no boundary is a symmetry axis
VECTORS = np.array([[1.6, 0.4], [-0.6, 1.5], [-1.4, -0.9], [0.7, -1.5], [0.2, 2.1]])


def _shifted(v: Values) -> np.ndarray:
    """[F, C, 2]: the same vector v added to every class vector."""
    return VECTORS[: int(v["k"])] + np.stack([v["v1"], v["v2"]], axis=1)[:, None]


def _point(v: Values) -> np.ndarray:
    return np.stack([v["f1"], v["f2"]], axis=1)


def _moved(v: Values) -> np.ndarray:
    """[F, C, 2]: shifted, then a share t of the last vector taken off every one."""
    shifted = _shifted(v)
    return shifted - v["t"][:, None, None] * shifted[:, -1:]


def _numbers(v: Values) -> Arrays:
    w, x = _moved(v), _point(v)
    z = dots(w, x)
    left = 1 - v["t"]
    return {
        "w": w,
        "regions": regions(w, BOX),
        "x": x,
        "z": z,
        "p": softmax(z),
        # a tip follows v by what t leaves of it
        "left": left,
        "start": w - left[:, None, None] * np.stack([v["v1"], v["v2"]], axis=1)[:, None],
    }


def _rows(state: State) -> list[Row]:
    names = list(CLASSES[: int(state["k"])])
    plane = Plane(
        id="plane", title="@pictures.plane",
        about="@pictures.plane_about", box=BOX, regions="regions",
        vectors="w", names=names, vector_terms=terms("w", len(names)),
        tips=Tips(drag=["v1", "v2"], start="start", share="left"),
        probe=Probe(at="x", drag=["f1", "f2"], term="x", name="x"),
        grow=2, phone=340,
    )  # fmt: skip
    return [
        row(
            plane,
            bars("scores_at_x", "z", "z", names, low=-26, high=26, ylabel="z", format="score"),
            bars("shares_at_x", "p", "p", names, ylabel="p"),
        )
    ]


def _env(v: Values) -> Env:
    w = _moved(v)
    return {"w": w, "x": _point(v), "i": np.zeros(len(w), int)}


SCENE = Scene(
    "vectors",
    ("v1", "v2", "t", "f1", "f2", "k"),
    _numbers,
    _rows,
    ("k_minus_1",),
    _env,
    (("f1", "f2"), ("v1", "v2")),
)
