"""All rivals equally far: the gap at which the loss is least."""

import numpy as np

from lossviz.lessons.label_smoothing.entropy import entropy
from lossviz.pictures import Row, Rule, curves, line, mark, numbers, row
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values

# classes where all rivals are equal; 1000 are those of ImageNet
COUNTS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000)
LEAST_GAP, MOST_GAP = -2.0, 16.0
GAPS = np.linspace(LEAST_GAP, MOST_GAP, 181)


def _own_probability(count: np.ndarray, gap: np.ndarray) -> np.ndarray:
    return 1 / (1 + (count - 1) * np.exp(-gap))


def _numbers(v: Values) -> Arrays:
    d, e, count = v["d"], v["e"], v["C"]
    spread = e * (count - 1) / count
    # ln(1 + …) keeps its digits where the rivals hardly count
    plain = np.log1p((count[:, None] - 1) * np.exp(-GAPS))
    at = np.log1p((count - 1) * np.exp(-d))
    p = _own_probability(count[:, None], GAPS)
    here = _own_probability(count, d)
    q = np.stack([1 - spread, spread], axis=1)
    # rivals together: their share is parted evenly, which adds ε′ ln(C − 1)
    floor = entropy(q) + spread * np.log(count - 1)
    loss = at + spread * d
    return {
        "gaps": GAPS[None],
        "plain": plain,
        "smoothed": plain + spread[:, None] * GAPS,
        "top": 1.3 * np.log(count),
        "d": d,
        "best": np.log1p(count * (1 - e) / e),
        "CE": at,
        "L": loss,
        "H": floor,
        # their difference at p = q is the rounding of both
        "KL": np.where(loss - floor < 1e-12, 0, loss - floor),
        "pull_plain": p - 1,
        "pull_smoothed": p - q[:, :1],
        "push_plain": here - 1,
        "push": here - q[:, 0],
        "p": here,
        "q": q[:, 0],
        "zero": np.zeros(1),
    }


def _rows(_state: State) -> list[Row]:
    x = (LEAST_GAP, MOST_GAP, "d = z_y − z_i")
    best = Rule(x="best", colour="good", dash=True, term="d", name="p = q")
    return [
        row(
            curves("losses", x, (0, "top", "L"),
                   lines=[line("gaps", "plain", "muted", "@pictures.plain", "CE", dash=True),
                          line("gaps", "smoothed", "accent", "@pictures.smoothed", "L")],
                   rules=[best,
                          Rule(y="H", colour="class:4", dash=True, term="H",
                               name="H(q)")],
                   marks=[mark("d", "CE", "muted", "CE"),
                          mark("d", "L", "accent", "L", drop=True)],
                   drag="d"),
            curves("pulls", x, (-1, 1, "p_y − q_y"),
                   lines=[line("gaps", "pull_plain", "muted", "@pictures.plain", "CE", dash=True),
                          line("gaps", "pull_smoothed", "accent", "@pictures.smoothed", "q")],
                   rules=[best],
                   marks=[mark("d", "push_plain", "muted", "CE"),
                          mark("d", "push", "accent", "q", drop=True)],
                   drag="d"),
        ),
        row(
            numbers(
                ("p_y", "p", "share", "p"),
                ("q_y = 1 − ε′", "q", "share", "q"),
                ("@pictures.best", "best", "precise", "d"),
                ("@pictures.floor", "H", "precise", "H"),
                ("KL(q‖p)", "KL", "precise", "KL"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _env(v: Values) -> Env:
    return {key: v[key] for key in ("C", "e", "d")}


SCENE = Scene("gap", ("d", "e", "C"), _numbers, _rows, ("optimal_gap", "smoothing_floor"), _env)
