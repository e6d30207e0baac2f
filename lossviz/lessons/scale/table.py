"""The scores of the table, all times s: how sharp softmax becomes."""

import numpy as np

from lossviz.geometry.contest import log_sum_exp
from lossviz.pictures import Row, Rule, Total, bars, curves, line, numbers, row, terms
from lossviz.scenes.controls import State, rounded
from lossviz.scenes.scene import Arrays, Env, Scene, Values
from lossviz.scenes.scores import softmax

NAMES = tuple(map(str, range(1, 11)))
# e^(20·4) and its inverse are still numbers in single precision, as they travel to the browser
HIGHEST = 4.0
FACTORS = rounded(0.05, 20.0)
# log₁₀ of the ends, for the axis
FACTOR_ENDS = (float(np.log10(FACTORS[0])), float(np.log10(FACTORS[-1])))


def _numbers(v: Values) -> Arrays:
    z, s = v["z"], v["k"]
    decades = np.linspace(*FACTOR_ENDS, 105)
    scaled = s[:, None] * z
    p, top, smooth = softmax(scaled), scaled.max(1), log_sum_exp(scaled)
    along = softmax(10.0 ** decades[:, None] * z[:, None])
    each = {f"along{k + 1}": along[..., k] for k in range(z.shape[1])}
    return {
        "z": z,
        "scaled": scaled,
        "p": p,
        "sum": p.sum(1),
        "max": top,
        "LSE": smooth,
        "gap": smooth - top,
        "times": smooth / top,
        "decades": decades[None],
        "decade": np.log10(s),
        "most": p.max(1),
        **each,
    }


def _rows(state: State) -> list[Row]:
    count = len(state["z"])
    names = list(NAMES[:count])
    tenfold = [
        Rule(x=float(k), colour="muted", dash=True, term=None, name=f"× {10.0**k:g}")
        for k in (-1, 0, 1)
    ]
    return [
        row(
            bars("unscaled", "z", "z", names, low=0, high=HIGHEST, ylabel="z",
                 drag=terms("z", count), format="score", grow=0.55),
            curves("sharper", (*FACTOR_ENDS, "s", 10), (0, 1.04, ""),
                   lines=[line("decades", f"along{k + 1}", f"class:{k}", "", f"p{k + 1}")
                          for k in range(count)],
                   rules=[*tenfold, Rule(x="decade", colour="accent", dash=False,
                                         term="s", name="s")]),
            bars("shares", "p", "p", names, ylabel="p", format="precise", grow=1.4,
                 total=Total(value="sum", text="Σ p = {value}", term="sum")),
        ),
        row(
            numbers(
                ("max(s z)", "max", "precise", "max"),
                ("LSE(s z)", "LSE", "precise", "LSE"),
                ("LSE − max", "gap", "precise", "gap"),
                ("LSE / max", "times", "precise", "LSE"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _env(v: Values) -> Env:
    z = v["z"]
    # the first of the largest, the last of the smallest: never the same
    last = z.shape[1] - 1 - np.argmin(z[:, ::-1], axis=1)
    return {"z": z, "s": v["k"], "i": np.argmax(z, axis=1), "j": last}


SCENE = Scene("table", ("z", "k"), _numbers, _rows, ("overshoot", "scale_ratio"), _env)
