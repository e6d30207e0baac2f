"""The smooth maximum: LogSumExp with a temperature, and its slope."""

import numpy as np

from lossviz.geometry.contest import log_sum_exp
from lossviz.pictures import Area, Row, Series, bars, curves, line, mark, numbers, row, terms
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values
from lossviz.scenes.scores import softmax

CLASSES = tuple("12345")


def _numbers(v: Values) -> Arrays:
    z, t = v["z"], v["t"]
    octaves = np.linspace(-3, 6, 91)
    sharp = 2.0**octaves
    top, n = z.max(1), z.shape[1]
    curve = log_sum_exp(sharp[:, None] * z[:, None]) / sharp
    first = np.linspace(-6, 6, 121)
    moved = np.broadcast_to(z[:, None], (len(z), len(first), n)).copy()
    moved[..., 0] = first
    smooth = log_sum_exp(t[:, None, None] * moved) / t[:, None]
    value = log_sum_exp(t[:, None] * z) / t
    return {
        "z": z,
        "octaves": octaves[None],
        "curve": curve,
        "floor": np.broadcast_to(top[:, None], curve.shape),
        "ceiling": top[:, None] + np.log(n) / sharp,
        "octave": np.log2(t),
        "value": value,
        "max": top,
        "gap": value - top,
        "most": np.log(n) / t,
        "first": first[None],
        "corner": moved.max(-1),
        "smooth": smooth,
        "z1": z[:, 0],
        "p": softmax(t[:, None] * z),
        "hot": (z == top[:, None]) / (z == top[:, None]).sum(1, keepdims=True),
    }


def _rows(state: State) -> list[Row]:
    count = len(state["z"])
    names = list(CLASSES[:count])
    t_axis = (-3, 6, "t", 2)
    return [
        row(
            curves("bounds", t_axis, (-7, 12, ""),
                   areas=[Area(x="octaves", low="floor", high="ceiling", colour="accent",
                               term="gap")],
                   lines=[line("octaves", "floor", "ink", "max", "max"),
                          line("octaves", "ceiling", "muted", "+ (ln n)/t", "most", dash=True),
                          line("octaves", "curve", "class:8", "LSE", "LSE")],
                   marks=[mark("octave", "value", "class:8", "LSE", drop=True)]),
            curves("corner", (-6, 6, "z₁"), (-7, 12, ""),
                   lines=[line("first", "corner", "ink", "max", "max"),
                          line("first", "smooth", "class:8", "LSE", "LSE")],
                   marks=[mark("z1", "value", "class:8", "LSE", drop=True)], drag="z1"),
            bars("argmax", "p", "p", names, series=[
                Series(value="p", name="softmax(t z)", colour="class",
                       terms=terms("p", count)),
                Series(value="hot", name="argmax", colour="class", outline=True,
                       terms=terms("hot", count))]),
        ),
        row(
            numbers(
                ("max", "max", "precise", "max"),
                ("(1/t) LSE(t z)", "value", "precise", "LSE"),
                ("@pictures.gap", "gap", "precise", "gap"),
                ("(ln n)/t", "most", "precise", "most"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _env(v: Values) -> Env:
    return {"z": v["z"], "t": v["t"], "j": np.argmax(v["z"], axis=1)}


SCENE = Scene(
    "maximum", ("z", "t"), _numbers, _rows, ("lse_bounds", "lse_slope", "lse_limit"), _env
)
