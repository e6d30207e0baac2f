"""From the hinge with a margin to cross-entropy with a margin."""

import numpy as np

from lossviz.geometry.contest import log_sum_exp
from lossviz.pictures import (
    Area,
    Curves,
    Row,
    Series,
    bars,
    curves,
    line,
    mark,
    numbers,
    row,
    terms,
)
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values
from lossviz.scenes.scores import softmax

TARGET = 0


def hard_and_smooth(z: np.ndarray, s: np.ndarray, m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The hard and the smooth form, both over s, of cosines [..., C]; s and m fit [...]."""
    lead = np.delete(z, TARGET, axis=-1) - z[..., :1] + np.asarray(m)[..., None]
    all_ = np.concatenate([np.zeros_like(lead[..., :1]), lead], axis=-1)
    # softplus(LSE(u)) is the LSE of u and 0, as max(max u, 0) is their maximum
    return all_.max(-1), log_sum_exp(np.asarray(s)[..., None] * all_) / s


def _numbers(v: Values) -> Arrays:
    z, s, m = v["z"], v["s"], v["m"]
    margins, cosine = np.linspace(0, 1, 101), np.linspace(-1, 1, 101)
    moved = np.broadcast_to(z[:, None], (len(z), len(cosine), z.shape[1])).copy()
    moved[..., TARGET] = cosine
    hard_m, smooth_m = hard_and_smooth(
        z[:, None], s[:, None], np.broadcast_to(margins, (len(z), 101))
    )
    hard_z, smooth_z = hard_and_smooth(
        moved, s[:, None], np.broadcast_to(m[:, None], (len(z), 101))
    )
    hard, smooth = hard_and_smooth(z, s, m)
    own = np.eye(z.shape[1])[TARGET]
    shifted = z - m[:, None] * own
    p = softmax(s[:, None] * shifted)
    return {
        "margins": margins[None],
        "cosines": cosine[None],
        "hard_m": hard_m,
        "smooth_m": smooth_m,
        "hard_z": hard_z,
        "smooth_z": smooth_z,
        "m": m,
        "z1": z[:, TARGET],
        "here": smooth,
        "hard": s * hard,
        "L": s * smooth,
        "gap": s * (smooth - hard),
        "g": p - own,
        "g_hard": _subgradient(shifted),
        "p": p[:, TARGET],
        "p_plain": softmax(s[:, None] * z)[:, TARGET],
    }


def _subgradient(shifted: np.ndarray) -> np.ndarray:
    """Of the hard form over s: −1 at the target, 1 at the largest rival while it is too near.

    Rivals that are equally large share.
    """
    rivals = shifted.copy()
    rivals[:, TARGET] = -np.inf
    top = rivals.max(1, keepdims=True)
    hardest = (rivals == top).astype(float)
    pushed = hardest / hardest.sum(1, keepdims=True)
    pushed[:, TARGET] = -1
    return np.where(top > shifted[:, TARGET : TARGET + 1], pushed, 0)


def _rows(_state: State) -> list[Row]:
    names = ["cos θ_y", "cos θ₂", "cos θ₃"]
    pushes = bars(
        "pushes", "g", "z", names, low=-1.15, high=1.15, ylabel="", target=TARGET, grow=0.8,
        series=[Series(value="g", name="@pictures.smooth", colour="class",
                       terms=terms("z", 3)),
                Series(value="g_hard", name="@pictures.hard", colour="class", outline=True,
                       terms=terms("z", 3))],
    )  # fmt: skip

    def both(name: str, x: tuple, xs: str, kind: str, at: str, term: str) -> Curves:
        return curves(
            name, x, (0, 1.4, "L / s"),
            areas=[Area(x=xs, low=f"hard_{kind}", high=f"smooth_{kind}",
                        colour="accent", term="C")],
            lines=[line(xs, f"hard_{kind}", "ink", "@pictures.hard", "max"),
                   line(xs, f"smooth_{kind}", "accent", "@pictures.smooth", "L")],
            marks=[mark(at, "here", "accent", "L", drop=True)], drag=term,
        )  # fmt: skip

    return [
        row(
            both("over_m", (0, 1, "m"), "margins", "m", "m", "m"),
            both("over_cosine", (-1, 1, "cos θ_y"), "cosines", "z", "z1", "z1"),
            pushes,
        ),
        row(
            numbers(
                ("@pictures.hard", "hard", "precise", "max"),
                ("@pictures.smooth", "L", "precise", "L"),
                ("@pictures.gap", "gap", "precise", "C"),
                ("@pictures.p_training", "p", "precise", "p"),
                ("@pictures.p_inference", "p_plain", "precise", "p"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _env(v: Values) -> Env:
    return {"z": v["z"], "s": v["s"], "m": v["m"], "y": np.full(len(v["z"]), TARGET)}


SCENE = Scene("margin", ("s", "m", "z"), _numbers, _rows, ("additive_margin", "margin_odds"), _env)
