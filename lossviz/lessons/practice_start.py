"""What to expect at the start: the first loss and accuracy, class vectors drawn at random."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from lossviz import theory
from lossviz.lessons import practice_lasting
from lossviz.lessons.controls import State, powers
from lossviz.lessons.practice_bounds import (
    CLASSES,
    COSINE,
    COUNTS,
    DIMENSION,
    LOG_COUNTS,
    LOSS,
    OWN,
    SCALE,
    Margins,
    margins_at,
)
from lossviz.lessons.scene import Arrays, Scene, Values
from lossviz.pictures import (
    Cell,
    Filling,
    Row,
    Rule,
    Sentence,
    Sentences,
    curves,
    line,
    mark,
    numbers,
    row,
)

CURVE = powers(1, 128, 2)
LOG_CURVE = np.log2(CURVE)


@lru_cache(maxsize=16384)
def first_loss(key: str, count: int, dim: int, s: float, margins: Margins) -> float:
    """The expected first loss; of a hinge the one at scores of 0, which no network has to have."""
    return float(_losses(key, np.array([count]), dim, np.array([s]), margins)[0])


def _losses(
    key: str, counts: np.ndarray, dim: int, scales: np.ndarray, margins: Margins
) -> np.ndarray:
    """First losses over C and s. Of hinges: (C − 1)m, m for the hardest rival, ln(C − 1) + m."""
    if key in COSINE:
        return np.asarray(theory.expected_first_loss(key, counts, dim, scales, **dict(margins)))
    m, one = dict(margins)["m"], 1.0 + 0 * scales
    at_zero = {"hinge": (counts - 1) * m, "max_hinge": m, "lse_hinge": np.log(counts - 1) + m}
    return at_zero[key] * one


def plain_loss(key: str, count: int, dim: int, s: float) -> float:
    """`first_loss` without the margin."""
    if key in COSINE:
        return first_loss("normface", count, dim, s, ())
    return first_loss(key, count, dim, s, (("m", 0.0),))


@lru_cache(maxsize=16384)
def first_accuracy(key: str, count: int, dim: int, margins: Margins) -> float:
    """The expected share of samples that keep the margin; of scores near 0 none keeps any."""
    if key in COSINE:
        return float(theory.expected_first_accuracy(key, count, dim, **dict(margins)))
    return 0.0 if dict(margins)["m"] > 0 else 1 / count


def _rough(key: str, count: int, dim: int, scales: np.ndarray, margins: Margins) -> np.ndarray:
    if key not in COSINE:
        return np.full(len(scales), np.nan)
    return np.asarray(theory.rough_first_loss(key, count, dim, scales, **dict(margins)))


@lru_cache(maxsize=2048)
def _over_scales(key: str, count: int, dim: int, margins: Margins) -> tuple[np.ndarray, np.ndarray]:
    scales = np.array(CURVE)
    return (_losses(key, np.array([count]), dim, scales, margins),
            _rough(key, count, dim, scales, margins))  # fmt: skip


@lru_cache(maxsize=2048)
def _over_counts(key: str, dim: int, s: float, margins: Margins) -> np.ndarray:
    return _losses(key, np.array(COUNTS), dim, np.array([s]), margins)


def _numbers(v: Values) -> Arrays:
    key = v["loss"]
    columns = zip(v["C"], v["d"], v["s"], strict=True)
    frames = [(int(c), int(d), float(s), margins_at(v, k)) for k, (c, d, s) in enumerate(columns)]
    loss = np.array([first_loss(key, c, d, s, m) for c, d, s, m in frames])
    rough = np.array([_rough(key, c, d, np.array([s]), m)[0] for c, d, s, m in frames])
    pairs = [_over_scales(key, c, d, m) for c, d, s, m in frames]
    over_s, rough_s = (np.stack([pair[k] for pair in pairs]) for k in (0, 1))
    over_c = np.stack([_over_counts(key, d, s, m) for c, d, s, m in frames])
    guess = np.log(v["C"])
    return practice_lasting.arrays(key, v["s"], [m for *_, m in frames]) | {
        "first": loss,
        "plain": np.array([plain_loss(key, c, d, s) for c, d, s, m in frames]),
        "feasible.rough": rough,
        "kept": np.array([first_accuracy(key, c, d, m) for c, d, s, m in frames]),
        "right": 1 / v["C"],
        "guess": guess,
        "log_scales": LOG_CURVE[None],
        "over_s": over_s,
        "feasible.rough_s": rough_s,
        "log_counts": LOG_COUNTS[None],
        "over_C": over_c,
        "guess_over_C": np.log(COUNTS)[None],
        "log_s": np.log2(v["s"]),
        "log_C": np.log10(v["C"]),
        "top_s": 1.3 * np.maximum(np.maximum(loss, guess), 5),
        "top_C": np.maximum(1.05 * over_c.max(axis=1), 1),
        **{name: v[name] for name in ("C", "d", "s")},
    }


def _words(state: State) -> Sentence:
    key = state["loss"]
    kind = "cosine" if key in COSINE else key
    return Sentence(
        id="expected",
        about="@pictures.expected_about",
        parts=[Sentences(value=0, sentences=[f"@start.{kind}"])],
        fill={},
        numbers=[Filling(name=n, value=n, format="digits") for n in ("first", "plain", "guess")]
        + [Filling(name=n, value=n, format="percent") for n in ("kept", "right")],
    )


def _rows(state: State) -> list[Row]:
    cosine = state["loss"] in COSINE
    cells: list[Cell] = [("@start.cells.first", "first", "precise", "first"),
                         ("@start.cells.plain", "plain", "precise", None)]  # fmt: skip
    if cosine:
        cells += [("@start.cells.rough", "feasible.rough", "precise", "rough"),
                  ("@start.cells.guess", "guess", "precise", "guess")]  # fmt: skip
    cells += [
        ("@start.cells.right", "right", "percent", None),
        ("@start.cells.kept", "kept", "percent", "kept"),
    ]
    over_c = curves(
        "first_over_C", (float(LOG_COUNTS[0]), float(LOG_COUNTS[-1]), "C", 10), (0, "top_C", ""),
        # a hinge knows no guess: at scores of 0 its loss has nothing to do with ln C
        lines=[line("log_counts", "guess_over_C", "muted", "ln C", "guess", dash=True)] * cosine
        + [line("log_counts", "over_C", "accent", "@pictures.first", "first")],
        marks=[mark("log_C", "first", "accent", "first", drop=True)],
    )  # fmt: skip
    over_s = curves(
        "first_over_s", (float(LOG_CURVE[0]), float(LOG_CURVE[-1]), "s", 2), (0, "top_s", ""),
        lines=[line("log_scales", "feasible.rough_s", "class:4", "@pictures.rough", "rough",
                    dash=True),
               line("log_scales", "over_s", "accent", "@pictures.first", "first")],
        marks=[mark("log_s", "first", "accent", "first", drop=True)],
        rules=[Rule(y="guess", colour="muted", dash=True, term="guess", name="ln C")],
    )  # fmt: skip
    return [
        row(_words(state), grow=0),
        row(*([over_s] if cosine else []), over_c, *practice_lasting.pictures(state["loss"])),
        row(numbers(*cells), grow=0),
        row(replace(numbers(*practice_lasting.cells(state["loss"])), id="lasting"), grow=0),
    ]


SCENE = Scene("start", tuple(c.key for c in (LOSS, CLASSES, DIMENSION, SCALE, *OWN)),
              _numbers, _rows, wide=True, narrows={DIMENSION.key: (LOSS.key, COSINE)})  # fmt: skip
