"""Around the circle: how wide the step from one class to the next is."""

import numpy as np

from lossviz import theory
from lossviz.lessons.scale.table import NAMES
from lossviz.pictures import Plane, Probe, Row, bars, curves, line, mark, numbers, row, terms
from lossviz.scenes.controls import State
from lossviz.scenes.polygons import regions
from lossviz.scenes.scene import Arrays, Env, Scene, Values
from lossviz.scenes.scores import softmax

# so many bars can be read in a third of the width
BESIDE = 6


def _directions(v: Values) -> np.ndarray:
    """Of the class vectors in degrees, [F, C]; class 1 is turned off its place."""
    count = int(v["c"])
    at = np.arange(count) * 360.0 / count
    at = np.broadcast_to(np.where(at > 180, at - 360, at), (len(v["d"]), count)).copy()
    at[:, 0] += v["d"]
    return at


def _unit(degrees: np.ndarray) -> np.ndarray:
    return np.stack([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))], axis=-1)


def _numbers(v: Values) -> Arrays:
    a, s = _directions(v), v["s"]
    w, f = _unit(a), _unit(v["phi"])
    phi = np.arange(-180.0, 181.0)
    scores = s[:, None, None] * np.cos(np.radians(phi[:, None] - a[:, None]))
    around = softmax(scores)
    z = s[:, None] * np.einsum("fcd,fd->fc", w, f)
    apart = np.exp(s[:, None, None] * (w @ np.swapaxes(w, 1, 2) - 1))
    rivals = np.where(np.eye(a.shape[1], dtype=bool), 0, apart).sum(-1)
    return {
        "phis": phi[None],
        **{f"around{k + 1}": around[..., k] for k in range(a.shape[1])},
        "phi": v["phi"],
        "w": w,
        "regions": regions(w, 1.35),
        "f": f,
        "p": softmax(z),
        "most": softmax(z).max(1),
        "loss": np.log1p(rivals).mean(1),
        "floor": np.asarray(theory.normface_lower_bound(a.shape[1], s)),
        "step": _step_width(v),
    }


def _nearest_two(v: Values) -> tuple[np.ndarray, np.ndarray]:
    """The most probable class at the sample and the next one, [F] each."""
    order = np.argsort(
        -np.cos(np.radians(v["phi"][:, None] - _directions(v))), axis=1, kind="stable"
    )
    return order[:, 0], order[:, 1]


def _step_width(v: Values) -> np.ndarray:
    """Degrees in which the odds of the two go from 1 : 9 to 9 : 1, ∞ if they never do."""
    a, frames = _directions(v), np.arange(len(v["s"]))
    i, j = _nearest_two(v)
    steepest = 2 * v["s"] * np.abs(np.sin(np.radians(a[frames, i] - a[frames, j]) / 2))
    sine = np.log(9) / steepest
    return np.where(sine <= 1, 2 * np.degrees(np.arcsin(np.minimum(sine, 1))), np.inf)


def _rows(state: State) -> list[Row]:
    count = int(state["c"])
    names = list(NAMES[:count])
    plane = Plane(
        id="plane", title="@pictures.plane",
        about="@pictures.plane_about", box=1.35, regions="regions",
        vectors="w", names=names, vector_terms=terms("w", count),
        probe=Probe(at="f", drag=["phi"], term="phi", name=""), shares="p",
        phone=320,
    )  # fmt: skip
    around = curves(
        "around", (-180, 180, "@pictures.direction"), (0, 1.04, "p"),
        lines=[line("phis", f"around{k + 1}", f"class:{k}", name, f"p{k + 1}")
               for k, name in enumerate(names)],
        marks=[mark("phi", "most", "ink", "phi", drop=True)], drag="phi", grow=1.3,
    )  # fmt: skip
    shares = bars("shares_here", "p", "p", names, ylabel="p")
    # beside the others there is no room for the numbers of many bars
    beside = count <= BESIDE
    shown = [row(plane, around, shares)] if beside else [row(plane, around), row(shares, grow=0.7)]
    return [
        *shown,
        row(
            numbers(
                ("@pictures.step", "step", "score", "s"),
                ("@pictures.mean_loss", "loss", "precise", "loss"),
                ("@pictures.floor_here", "floor", "precise", "floor"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _env(v: Values) -> Env:
    i, j = _nearest_two(v)
    a = _directions(v)
    return {"a": a, "f": a, "phi": v["phi"], "s": v["s"], "i": i, "j": j}


SCENE = Scene(
    "circle", ("s", "phi", "d", "c"), _numbers, _rows, ("log_odds", "normface_floor"), _env
)
