"""Lesson 6: the additive margin, and why metric tasks need it."""

import numpy as np

from lossviz.geometry.contest import log_sum_exp
from lossviz.lessons.margin import norms, pairs, shapes, trained
from lossviz.pictures import (
    Area,
    Curves,
    Plane,
    Points,
    Probe,
    Row,
    Rule,
    Series,
    bars,
    curves,
    line,
    mark,
    numbers,
    row,
    terms,
)
from lossviz.scenes.controls import Choice, Number, Numbers, State, powers, steps
from lossviz.scenes.scene import Arrays, Env, Lesson, Question, Scene, Values
from lossviz.scenes.scores import softmax

# two classes on either side of a line

BOX = 3.0
# how far behind the front of its class a point lies, and how far up; the first is the learner's
DEPTHS = np.array([0.0, 0.5, 0.1, 0.75, 0.25, 0.6, 0.05, 0.4, 0.9, 0.2, 0.55])
HEIGHTS = np.array([0.0, -1.0, -0.82, -0.6, -0.42, -0.2, 0.08, 0.28, 0.5, 0.74, 1.0])
FARTHEST = 6.0
SIDES = np.array([[[-BOX, -BOX], [0, -BOX], [0, BOX], [-BOX, BOX]],
                  [[0, -BOX], [BOX, -BOX], [BOX, BOX], [0, BOX]]])  # fmt: skip
LABELS = np.repeat([0, 1], [len(DEPTHS), len(DEPTHS) - 1])


def _points(v: Values) -> np.ndarray:
    """[F, N, 2]: class 1 on the left with the learner's point first, class 2 on the right."""
    front, long = v["g"][:, None] / 2, v["l"][:, None]
    left = np.stack(np.broadcast_arrays(-front - DEPTHS, long * HEIGHTS), axis=-1)
    left[:, 0] = np.stack([v["x1"], v["x2"]], axis=1)
    # the other class, mirrored, its heights moved so that points face each other askew
    heights = long * (HEIGHTS[1:] + 0.06)
    right = np.stack(np.broadcast_arrays(front + DEPTHS[:0:-1], heights), axis=-1)
    return np.concatenate([left, right], axis=1)


ONE, OTHER = np.triu_indices(len(LABELS), 1)
SAME = LABELS[ONE] == LABELS[OTHER]


def _pairs(v: Values) -> Arrays:
    points, t = _points(v), v["t"][:, None]
    ends = np.concatenate([points[:, ONE], points[:, OTHER]], axis=-1)
    distance = np.linalg.norm(ends[..., 2:] - ends[..., :2], axis=-1)
    near, far = distance[:, ~SAME], distance[:, SAME]
    frames = np.arange(len(points))
    longest = ends[:, SAME][frames, far.argmax(1)]
    shortest = ends[:, ~SAME][frames, near.argmin(1)]
    axis = np.linspace(0, FARTHEST, 121)
    found = (far[:, None] <= axis[:, None]).mean(-1)
    wrong = (near[:, None] <= axis[:, None]).mean(-1)
    return {
        "points": points,
        "labels": LABELS[None].astype(float),
        "regions": SIDES[None],
        "edges": np.stack([longest, shortest], axis=1),
        "point": points[:, 0],
        "accuracy": ((points[..., 0] > 0) == LABELS).mean(1),
        "intra": far.max(1),
        "inter": near.min(1),
        "axis": axis[None],
        "found": found,
        "wrong": wrong,
        "t": v["t"],
        "judged": ((far <= t).mean(1) + (near > t).mean(1)) / 2,
    }


def _pairs_rows(_state: State) -> list[Row]:
    plane = Plane(
        id="two", title="@pictures.two", about="@pictures.two_about",
        box=BOX, regions="regions", vector_terms=[None, None],
        edges="edges", pairs=[[2, 2], [3, 3]],
        points=Points(at="points", labels="labels"),
        probe=Probe(at="point", drag=["x1", "x2"], term="x", name=""), phone=330,
    )  # fmt: skip
    return [
        row(
            plane,
            curves("nearer", (0, FARTHEST, "@pictures.distance"), (0, 1.04, ""),
                   lines=[line("axis", "found", "class:2", "@pictures.same", "intra"),
                          line("axis", "wrong", "class:3", "@pictures.different", "inter")],
                   rules=[Rule(x="t", colour="ink", dash=False, term="t", name="t"),
                          Rule(x="intra", colour="class:2", dash=True, term="intra",
                           name="@pictures.largest"),
                          Rule(x="inter", colour="class:3", dash=True, term="inter",
                           name="@pictures.smallest")],
                   drag="t"),
        ),
        row(
            numbers(
                ("@pictures.accuracy", "accuracy", "percent", None),
                ("@pictures.intra", "intra", "score", "intra"),
                ("@pictures.inter", "inter", "score", "inter"),
                ("@pictures.judged", "judged", "percent", "t"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


# from the hinge with a margin to cross-entropy

TARGET = 0


def _losses(z: np.ndarray, s: np.ndarray, m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The hard and the smooth form, both over s, of cosines [..., C]; s and m fit [...]."""
    lead = np.delete(z, TARGET, axis=-1) - z[..., :1] + np.asarray(m)[..., None]
    all_ = np.concatenate([np.zeros_like(lead[..., :1]), lead], axis=-1)
    # softplus(LSE(u)) is the LSE of u and 0, as max(max u, 0) is their maximum
    return all_.max(-1), log_sum_exp(np.asarray(s)[..., None] * all_) / s


def _margin(v: Values) -> Arrays:
    z, s, m = v["z"], v["s"], v["m"]
    margins, cosine = np.linspace(0, 1, 101), np.linspace(-1, 1, 101)
    moved = np.broadcast_to(z[:, None], (len(z), len(cosine), z.shape[1])).copy()
    moved[..., TARGET] = cosine
    hard_m, smooth_m = _losses(z[:, None], s[:, None], np.broadcast_to(margins, (len(z), 101)))
    hard_z, smooth_z = _losses(moved, s[:, None], np.broadcast_to(m[:, None], (len(z), 101)))
    hard, smooth = _losses(z, s, m)
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


def _margin_rows(_state: State) -> list[Row]:
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


def _margin_env(v: Values) -> Env:
    return {"z": v["z"], "s": v["s"], "m": v["m"], "y": np.full(len(v["z"]), TARGET)}


LESSON = Lesson(
    key="margin",
    controls=(
        Number("g", "", steps(0, 3, 0.1), 0.3),
        Number("l", "", steps(0.1, 2.5, 0.1), 2.4),
        Number("x1", "x₁", steps(-2.8, 2.8, 0.2), -0.4),
        Number("x2", "x₂", steps(-2.8, 2.8, 0.2), 0.4),
        Number("t", "t", steps(0, FARTHEST, 0.1), 1.5),
        Number("s", "s", powers(1, 64, 4), 8.0),
        Number("m", "m", steps(0, 1, 0.05), 0.35),
        Numbers("z", "cos θ", steps(-1, 1, 0.05), (0.7, 0.5, 0.1), (3,)),
        Number("scale", "s", powers(1, 64, 4), 16.0),
        Number("margin", "m", shapes.MARGINS, 0.2),
        Choice("n", shapes.COUNTS, "6"),
        Choice("loss", shapes.LOSSES, "cosface"),
        Number("h", "m", norms.MARGINS, 1.0),
        Number("M", "m", trained.MARGINS, 0.2),
        Number("step", "", trained.STEPS, trained.STEPS[-1], whole=True, plays=True),
        Choice("c", trained.COUNTS, "6"),
        Choice("C", trained.COUNTS, "4"),
        Choice("seed", tuple("01234"), "0"),
    ),
    scenes=(
        Scene("pairs", ("g", "l", "x1", "x2", "t"), _pairs, _pairs_rows, pads=(("x1", "x2"),)),
        Scene("margin", ("s", "m", "z"), _margin, _margin_rows,
              ("additive_margin", "margin_odds"), _margin_env),
        Scene("shapes", ("scale", "margin", "n", "loss"), shapes.numbers_at,
              shapes.rows),
        Scene("norms", ("h", "step", "seed"), norms.numbers_at, norms.rows,
              ("raw_margin",), norms.env_at, wide=True),
        Scene("regions", ("M", "step", "c", "seed"), trained.regions_at,
              trained.regions_rows, ("cosface_limits", "enough_margin"),
              trained.regions_env, wide=True),
        Scene("verification", ("M", "C", "seed"), pairs.numbers_at, pairs.rows,
              wide=True),
    ),
    vote=Question("vote", 3, 2),
    checks=(Question("raw", 3, 3), Question("limit", 3, 1), Question("faces", 3, 2)),
)  # fmt: skip
