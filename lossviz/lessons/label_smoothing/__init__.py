"""Lesson 9: label smoothing, or how sure a network is asked to be."""

import numpy as np

from lossviz.geometry.contest import log_sum_exp
from lossviz.lessons.label_smoothing import trained
from lossviz.pictures import (
    Row,
    Rule,
    Series,
    Total,
    bars,
    curves,
    line,
    mark,
    numbers,
    row,
    terms,
)
from lossviz.scenes.controls import Choice, Number, Numbers, State, steps
from lossviz.scenes.scene import Arrays, Env, Lesson, Question, Scene, Values
from lossviz.scenes.scores import softmax

CLASSES = tuple(map(str, range(2, 11)))
# classes where all rivals are equal; 1000 are those of ImageNet
COUNTS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000)
SHARES = np.linspace(0, 1, 101)
LEAST_GAP, MOST_GAP = -2.0, 16.0
GAPS = np.linspace(LEAST_GAP, MOST_GAP, 181)
PROBABILITY = (0, 1.04, "")


# the two conventions


def _targets(v: Values) -> Arrays:
    count, e = int(v["c"]), v["e"]
    own = np.eye(count)[0]
    spread = e * (count - 1) / count
    here = (1 - e[:, None]) * own + e[:, None] / count
    there = np.where(own == 1, 1 - e[:, None], e[:, None] / (count - 1))
    return {
        "q": here,
        "r": there,
        "sum": here.sum(1),
        "e": e,
        "other": spread,
        "shares": SHARES[None],
        "own_here": (1 - SHARES * (count - 1) / count)[None],
        "own_there": (1 - SHARES)[None],
        "rival_here": (SHARES / count)[None],
        "rival_there": (SHARES / (count - 1))[None],
        "qy": here[:, 0],
        "qi": here[:, 1],
    }


def _targets_rows(state: State) -> list[Row]:
    count = int(state["c"])
    names = [str(k + 1) for k in range(count)]
    lit = terms("q", count)
    both = [
        Series(value="q", name="@pictures.here", colour="class", terms=lit),
        Series(value="r", name="@pictures.there", colour="ink", outline=True, terms=None),
    ]
    return [
        row(
            bars("targets", "q", "q", names, ylabel="q", target=0, series=both,
                 total=Total(value="sum", text="Σ q = {value}", term=None)),
        ),
        row(
            curves("shares", (0, 1, "ε"), PROBABILITY,
                   lines=[line("shares", "own_here", "class:0", "@pictures.own_here", "q1"),
                          line("shares", "rival_here", "class:1", "@pictures.rival_here", "q2"),
                          line("shares", "own_there", "ink", "@pictures.own_there", dash=True),
                          line("shares", "rival_there", "muted", "@pictures.rival_there",
                               dash=True)],
                   marks=[mark("e", "qy", "class:0", "q1", drop=True),
                          mark("other", "qy", "ink", "e", drop=True, name="ε′ = {x}"),
                          mark("e", "qi", "class:1", "q2")],
                   drag="e"),
            grow=1.2,
        ),
    ]  # fmt: skip


def _targets_env(v: Values) -> Env:
    return {"C": np.full(len(v["e"]), float(v["c"])), "e": v["e"]}


# push and pull on the scores


def _smoothed(v: Values) -> np.ndarray:
    """(1 − ε)·onehot + ε/C for the scores of a frame, [F, C]."""
    count, e = v["z"].shape[1], v["e"][:, None]
    return (1 - e) * np.eye(count)[int(v["y"]) - 1] + e / count


def _pull(v: Values) -> Arrays:
    z, e, y = v["z"], v["e"], int(v["y"]) - 1
    p, q = softmax(z), _smoothed(v)
    cross_entropy = log_sum_exp(z) - z[:, y]
    penalty = e * (z[:, y] - z.mean(1))
    return {
        "z": z,
        "p": p,
        "q": q,
        "g": p - q,
        "CE": cross_entropy,
        "penalty": penalty,
        "L": cross_entropy + penalty,
        "H": _entropy(q),
    }


def _entropy(q: np.ndarray) -> np.ndarray:
    """−Σ q ln q along the last axis, 0·ln 0 = 0."""
    return -np.where(q > 0, q * np.log(q), 0.0).sum(-1)


def _pull_rows(state: State) -> list[Row]:
    count, y = len(state["z"]), int(state["y"]) - 1
    names = [str(k + 1) for k in range(count)]
    both = [
        Series(value="p", name="p", colour="class", terms=terms("p", count)),
        Series(value="q", name="q", colour="ink", outline=True, terms=terms("q", count)),
    ]
    return [
        row(
            bars("scores", "z", "z", names, low=-6, high=8, ylabel="z", format="score",
                 drag=terms("z", count), target=y),
            bars("answers", "p", "p", names, ylabel="", target=y, series=both, grow=1.3),
            bars("gradients", "g", "g", names, low=-1, high=1, ylabel="p − q", target=y),
        ),
        row(
            numbers(
                ("−ln p_y", "CE", "precise", "CE"),
                ("ε (z_y − z̄)", "penalty", "precise", "e"),
                ("@pictures.loss", "L", "precise", "L"),
                ("@pictures.floor", "H", "precise", None),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _pull_env(v: Values) -> Env:
    return {"z": v["z"], "y": np.full(len(v["z"]), int(v["y"]) - 1), "e": v["e"]}


# all rivals equally far


def _own_probability(count: np.ndarray, gap: np.ndarray) -> np.ndarray:
    return 1 / (1 + (count - 1) * np.exp(-gap))


def _gap(v: Values) -> Arrays:
    d, e, count = v["d"], v["e"], v["C"]
    spread = e * (count - 1) / count
    # ln(1 + …) keeps its digits where the rivals hardly count
    plain = np.log1p((count[:, None] - 1) * np.exp(-GAPS))
    at = np.log1p((count - 1) * np.exp(-d))
    p = _own_probability(count[:, None], GAPS)
    here = _own_probability(count, d)
    q = np.stack([1 - spread, spread], axis=1)
    # rivals together: their share is parted evenly, which adds ε′ ln(C − 1)
    floor = _entropy(q) + spread * np.log(count - 1)
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


def _gap_rows(_state: State) -> list[Row]:
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


def _gap_env(v: Values) -> Env:
    return {key: v[key] for key in ("C", "e", "d")}


LESSON = Lesson(
    key="label_smoothing",
    controls=(
        Number("e", "ε", steps(0, 1, 0.01), 0.1),
        Choice("c", CLASSES, "5"),
        Numbers("z", "z", steps(-6, 8, 0.1), (7.0, 1.0, 0.0, 2.0), (3, 4, 5)),
        Choice("y", tuple("12345"), "1", of="z"),
        Number("d", "d", steps(LEAST_GAP, MOST_GAP, 0.1), 8.0),
        Number("C", "C", tuple(map(float, COUNTS)), 10.0, whole=True),
        Number(
            "step", "", trained.STEPS, trained.STEPS[-1],
            whole=True, plays=True,
        ),
        Choice("n", tuple(map(str, trained.COUNTS)), "6"),
        Choice("seed", tuple("01234"), "0"),
    ),
    scenes=(
        Scene("targets", ("e", "c"), _targets, _targets_rows, ("two_conventions",), _targets_env),
        Scene("pull", ("z", "y", "e"), _pull, _pull_rows, ("smoothed_targets",), _pull_env),
        Scene("gap", ("d", "e", "C"), _gap, _gap_rows, ("optimal_gap", "smoothing_floor"),
              _gap_env),
        Scene("trained", ("step", "n", "seed"), trained.numbers_at,
              trained.rows),
    ),
    vote=Question("vote", 3, 2),
    checks=(Question("convention", 3, 2), Question("floor", 3, 2), Question("calibration", 3, 3)),
)  # fmt: skip
