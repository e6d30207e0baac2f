"""Why not regress the number of the class: the order of classes is no fact."""

import numpy as np

from lossviz.lessons.smoothing.maximum import CLASSES
from lossviz.pictures import Plane, Probe, Row, Rule, bars, curves, line, mark, numbers, row, terms
from lossviz.scenes.controls import State
from lossviz.scenes.polygons import regions
from lossviz.scenes.scene import Arrays, Env, Scene, Values

ORDERS = {"123": (1, 2, 3), "132": (1, 3, 2), "213": (2, 1, 3)}
BOX = 3.0
_UP = np.pi / 2 + np.arange(3) * 2 * np.pi / 3
# an equilateral triangle: no class is nearer to one than to another
CORNERS = 2.2 * np.stack([np.cos(_UP), np.sin(_UP)], axis=1)


def _numbers(v: Values) -> Arrays:
    p = v["I"] / v["I"].sum(1, keepdims=True)
    place = np.array(ORDERS[str(v["order"])], float)
    answers = np.linspace(0.5, 3.5, 181)
    cost = (p[:, None] * (answers[:, None] - place) ** 2).sum(-1)
    mean = p @ place
    return {
        "p": p,
        "answers": answers[None],
        "cost": cost,
        "mean": mean,
        "least": (p * (mean[:, None] - place) ** 2).sum(1),
        **{f"place{k + 1}": np.array([place[k]]) for k in range(3)},
        "corners": CORNERS[None],
        "thirds": regions(CORNERS[None], BOX),
        "at": p @ CORNERS,
        "share": (p * (np.round(mean)[:, None] == place)).sum(1),
        "best": p.max(1),
    }


def _rows(_state: State) -> list[Row]:
    names = list(CLASSES[:3])
    plane = Plane(
        id="triangle", title="@pictures.triangle",
        about="@pictures.triangle_about", box=BOX, regions="thirds",
        vectors="corners", names=names, vector_terms=terms("p", 3),
        probe=Probe(at="at", drag=None, term="p", name="p"), phone=320,
    )  # fmt: skip
    rules = [
        Rule(x=f"place{k + 1}", colour=f"class:{k}", dash=False, term=f"p{k + 1}",
             name=names[k])
        for k in range(3)
    ]  # fmt: skip
    return [
        row(
            bars("truth", "p", "p", names, drag=terms("I", 3), ylabel="p", grow=0.8),
            curves("parabola", (0.5, 3.5, "@pictures.answer"), (0, 4, "@pictures.squared"),
                   lines=[line("answers", "cost", "accent", "", "cost")],
                   marks=[mark("mean", "least", "accent", "mean", drop=True)], rules=rules),
            plane,
        ),
        row(
            numbers(
                ("@pictures.mean", "mean", "precise", "mean"),
                ("@pictures.share_of_answer", "share", "percent", "mean"),
                ("@pictures.share_of_argmax", "best", "percent", "p"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _env(v: Values) -> Env:
    p = v["I"] / v["I"].sum(1, keepdims=True)
    return {"p": p, "place": np.tile(np.array(ORDERS[str(v["order"])], float), (len(p), 1))}


SCENE = Scene("index", ("I", "order"), _numbers, _rows, ("index_mean",), _env)
