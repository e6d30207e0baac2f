"""The road from the perceptron to cross-entropy, for three classes."""

from dataclasses import replace
from typing import Any

import numpy as np

from lossviz.lessons.smoothing.formula import formula_row, variant
from lossviz.lessons.smoothing.objectives import gradient, objective
from lossviz.pictures import Axis, Contour, Peg, Probe, Row, Surface, bars, numbers, row
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values

REACH = 4.0
SIDE, ARROWS = 61, 13


def _lattice(count: int) -> np.ndarray:
    """[count, count, 2]: (z_1 − z_y, z_2 − z_y), rows along the second."""
    axis = np.linspace(-REACH, REACH, count)
    return np.stack(np.meshgrid(axis, axis), axis=-1)


def _each(at: np.ndarray, m: np.ndarray, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """`objective` on the same u for every frame; one frame where road and margin stand still."""
    pairs = np.stack([at, m], axis=1)
    if len(pairs) > 1 and (pairs == pairs[0]).all():
        pairs = pairs[:1]
    found = [objective(u, float(a), float(b)) for a, b in pairs]
    return np.stack([loss for loss, _ in found]), np.stack([slopes for _, slopes in found])


def _at_point(v: Values) -> tuple[np.ndarray, np.ndarray]:
    """Loss [F] and slopes [F, 2] at the learner's point."""
    u = np.stack([v["a1"], v["a2"]], axis=1)
    loss, slopes = np.empty(len(u)), np.empty_like(u)
    pairs, owner = np.unique(np.stack([v["h"], v["m"]], axis=1), axis=0, return_inverse=True)
    for k, (at, m) in enumerate(pairs):
        mine = owner == k
        loss[mine], slopes[mine] = objective(u[mine], float(at), float(m))
    return loss, slopes


def _numbers(v: Values) -> Arrays:
    at, m = v["h"], v["m"]
    surface, _ = _each(at, m, _lattice(SIDE))
    _, slopes = _each(at, m, _lattice(ARROWS))
    loss, here = _at_point(v)
    g = gradient(here)
    return {
        "surface": surface,
        "field": -slopes,
        "point": np.stack([v["a1"], v["a2"]], axis=1),
        "L": loss,
        "g": g,
        "budget": np.abs(g).sum(1),
        "variant": variant(at),
    }


def _rows(_state: State) -> list[Row]:
    x = Axis(low=-REACH, high=REACH, label="z₁ − z_y")
    shared: dict[str, Any] = {"value": "surface", "x": x, "y": replace(x, label="z₂ − z_y"),
                              "top": 6}  # fmt: skip
    surface = Surface(
        id="surface", title="@pictures.surface",
        about="@pictures.surface_about", **shared, z=Axis(low=0, high=10, label="L"),
        probe=Peg(at="point", height="L", term="L"), phone=300,
    )  # fmt: skip
    contour = Contour(
        id="contour", title="@pictures.contour",
        about="@pictures.contour_about", **shared, levels=[0.5, 1, 2, 3, 4, 5, 6],
        field="field",
        probe=Probe(at="point", drag=["a1", "a2"], term="a", name=""), phone=330,
    )  # fmt: skip
    pushed = bars("pushes", "g", "g", ["z₁", "z₂", "z_y"], low=-2, high=1.2, ylabel="",
                  grow=0.62)  # fmt: skip
    return [
        formula_row(),
        row(surface, contour, pushed),
        row(
            numbers(
                ("L", "L", "precise", "L"),
                ("Σ |∂L/∂z|", "budget", "precise", "g"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _env(v: Values) -> Env:
    # only differences count: the target's score is put at 0
    z = np.stack([v["a1"], v["a2"], np.zeros(len(v["a1"]))], axis=1)
    return {"z": z, "y": np.full(len(z), 2), "m": v["m"]}


SCENE = Scene(
    "road",
    ("h", "m", "a1", "a2"),
    _numbers,
    _rows,
    ("objectives", "four_lines", "budget", "budget_lse"),
    _env,
    (("a1", "a2"),),
    wide=True,
)
