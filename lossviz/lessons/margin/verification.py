"""Verification on the runs of the margin lesson: is this pair of one class?"""

from typing import NamedTuple

import numpy as np

from lossviz import theory
from lossviz.derivations import DERIVATIONS, evaluate
from lossviz.lessons.margin.runs import (
    MARGINS,
    SCALE,
    SCALES,
    level,
    limit_rule,
    run_of,
    tuned_line,
)
from lossviz.metrics import equal_error, unit
from lossviz.pictures import Area, Curves, Line, Row, Rule, curves, line, mark, numbers, row
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Scene, Values
from lossviz.training.kept import kept

BINS = 36
CENTRES = (np.arange(BINS) + 0.5) * 180 / BINS
MARGIN_AXIS = (0, 1, "m")


class Pairs(NamedTuple):
    """Angles in degrees between all pairs of N points: of one class, and of two."""

    genuine: np.ndarray
    impostor: np.ndarray


class Verified(NamedTuple):
    """How well a run tells pairs apart at its end, of the training and of the test points.

    genuine, impostor [2, BINS]: share of the pairs in each bin; eer [2]: the error rate where both
    kinds of error are as frequent; threshold [2]: its angle in degrees; wrong [2]: share of points
    of which the class is wrong; intra, inter [2]: the largest angle of a genuine pair, the smallest
    of an impostor pair.
    """

    genuine: np.ndarray
    impostor: np.ndarray
    eer: np.ndarray
    threshold: np.ndarray
    wrong: np.ndarray
    intra: np.ndarray
    inter: np.ndarray


def pairs_of(features: np.ndarray, labels: np.ndarray) -> Pairs:
    """Of the features [N, d] with labels [N]."""
    directions = unit(features, -1)[0]
    one, other = np.triu_indices(len(labels), 1)
    cosine = (directions @ directions.T)[one, other]
    theta = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    same = labels[one] == labels[other]
    return Pairs(theta[same], theta[~same])


@kept
def verified(classes: int, s: float, m: float, seed: int) -> Verified:
    """The run, its pairs measured."""
    run = run_of(classes, s, m, seed)
    both = [
        pairs_of(run.features[-1], run.labels),
        pairs_of(run.test_features[-1], run.test_labels),
    ]
    eer, threshold = np.array([equal_error(*pairs) for pairs in both]).T
    edges = np.linspace(0, 180, BINS + 1)
    shares = [[np.histogram(theta, edges)[0] / len(theta) for theta in pairs] for pairs in both]
    genuine, impostor = np.swapaxes(shares, 0, 1)
    return Verified(
        genuine,
        impostor,
        eer,
        threshold,
        1 - np.array([run.accuracy[-1], run.test_accuracy[-1]], float),
        np.array([pairs.genuine.max() for pairs in both]),
        np.array([pairs.impostor.min() for pairs in both]),
    )


def numbers_at(v: Values) -> Arrays:
    """The pictures' arrays at the margins of the frames."""
    classes, seed, m = int(v["C"]), int(v["seed"]), v["M"]
    here = [verified(classes, SCALE, float(one), seed) for one in m]
    all_runs = [verified(classes, SCALE, one, seed) for one in MARGINS]
    scaled = [verified(classes, s, 0.0, seed) for s in SCALES]
    best = int(np.argmin([run.eer[1] for run in scaled]))
    tuned = scaled[best]
    enough = evaluate(DERIVATIONS["enough_margin"], {"C": np.array([float(classes)])})[1].value
    rates = _rates(here, all_runs, scaled, tuned)
    return {
        "centres": CENTRES[None],
        "genuine": np.stack([run.genuine[1] for run in here]),
        "impostor": np.stack([run.impostor[1] for run in here]),
        "threshold": np.array([run.threshold[1] for run in here]),
        "margins": np.array(MARGINS)[None],
        "M": m,
        "limit": np.array([theory.max_cosine_margin(classes, 2)]),
        "enough": enough,
        "ends": np.array([[MARGINS[0], MARGINS[-1]]]),
        "octaves": np.log2(SCALES)[None],
        "tuned": np.array([SCALES[best]]),
        "tuned_octave": np.log2([SCALES[best]]),
        "tuned_genuine": tuned.genuine[1][None],
        "tuned_impostor": tuned.impostor[1][None],
        **rates,
        **_extremes(here, all_runs, tuned),
        "right": 1 - rates["test_wrong"],
    }


def _rates(
    here: list[Verified], all_runs: list[Verified], scaled: list[Verified], tuned: Verified
) -> Arrays:
    """The errors of both tasks: over the margins, over the scales, of the frames, of the tuned."""
    arrays: Arrays = {}
    for name in ("eer", "wrong"):
        for over, runs in (("", all_runs), ("scale_", scaled)):
            percents = 100 * np.array([getattr(run, name) for run in runs]).T
            arrays |= {f"{over}{name}s": percents[:1], f"{over}test_{name}s": percents[1:]}
        arrays |= {f"test_{name}": np.array([getattr(run, name)[1] for run in here]),
                   f"tuned_{name}": getattr(tuned, name)[1:]}  # fmt: skip
        for whose in ("test", "tuned"):
            arrays[f"{whose}_{name}_percent"] = 100 * arrays[f"{whose}_{name}"]
    return arrays


def _extremes(here: list[Verified], all_runs: list[Verified], tuned: Verified) -> Arrays:
    """The largest angle of a genuine pair and the smallest of an impostor pair."""
    arrays: Arrays = {}
    for name in ("intra", "inter"):
        ends = np.array([getattr(run, name) for run in all_runs]).T
        arrays |= {f"{name}s": ends[:1], f"test_{name}s": ends[1:],
                   name: np.array([getattr(run, name)[0] for run in here]),
                   f"tuned_{name}s": level(getattr(tuned, name)[:1])}  # fmt: skip
    return arrays


def rows(_state: State) -> list[Row]:
    """The angles of pairs, the errors of both tasks over m and over s, the extremes of pairs."""
    percents = (0, 18, "%")
    return [
        row(
            _angles(),
            curves("errors", MARGIN_AXIS, percents, lines=_errors("margins", ""),
                   marks=[mark("M", "test_wrong_percent", "accent", "wrong"),
                          mark("M", "test_eer_percent", "class:3", "eer")],
                   rules=[limit_rule()], drag="M"),
            curves("scales", (1, 5, "s", 2), percents, lines=_errors("octaves", "scale_"),
                   marks=[mark("tuned_octave", "tuned_wrong_percent", "accent", "tuned"),
                          mark("tuned_octave", "tuned_eer_percent", "class:3", "tuned")]),
            _pair_extremes(),
            alone=True,
        ),
        row(
            numbers(
                ("@pictures.test_accuracy", "right", "percent", "wrong"),
                ("@pictures.test_eer", "test_eer", "percent", "eer"),
                ("@pictures.intra_training", "intra", "score", "intra"),
                ("@pictures.inter_training", "inter", "score", "inter"),
                ("@pictures.tuned_scale", "tuned", "precise", "tuned"),
                ("@pictures.tuned_eer", "tuned_eer", "percent", "tuned"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _angles() -> Curves:
    return curves(
        "angles", (0, 180, "@pictures.angle"), (0, 0.4, "@pictures.share"),
        areas=[Area(x="centres", low=0, high="genuine", colour="good", term="genuine"),
               Area(x="centres", low=0, high="impostor", colour="error", term="impostor")],
        lines=[line("centres", "genuine", "good", "@pictures.genuine", "genuine"),
               line("centres", "impostor", "error", "@pictures.impostor", "impostor"),
               line("centres", "tuned_genuine", "good", "@pictures.tuned", "tuned", dash=True),
               line("centres", "tuned_impostor", "error", "", "tuned", dash=True)],
        rules=[Rule(x="threshold", colour="ink", dash=True, term="eer",
                    name="@pictures.threshold")],
    )  # fmt: skip


def _pair_extremes() -> Curves:
    return curves(
        "extremes", MARGIN_AXIS, (0, 180, "@pictures.degrees"),
        lines=[line("margins", "test_intras", "good", "@pictures.intra", "intra"),
               line("margins", "intras", "good", "@pictures.of_training", "intra", dash=True),
               line("margins", "test_inters", "error", "@pictures.inter", "inter"),
               line("margins", "inters", "error", "", "inter", dash=True),
               tuned_line("tuned_intras", True, True),
               tuned_line("tuned_inters", True)],
        marks=[mark("M", "intra", "good", "intra"), mark("M", "inter", "error", "inter")],
        rules=[limit_rule("enough", "@pictures.enough"), limit_rule()], drag="M",
    )  # fmt: skip


def _errors(axis: str, over: str) -> list[Line]:
    """Both error rates over an axis, of test points and dashed of training points."""
    return [line(axis, f"{over}test_wrongs", "accent", "@pictures.wrong", "wrong"),
            line(axis, f"{over}wrongs", "accent", "@pictures.of_training", "wrong", dash=True),
            line(axis, f"{over}test_eers", "class:3", "EER", "eer"),
            line(axis, f"{over}eers", "class:3", "", "eer", dash=True)]  # fmt: skip


SCENE = Scene("verification", ("M", "C", "seed"), numbers_at, rows, wide=True)
