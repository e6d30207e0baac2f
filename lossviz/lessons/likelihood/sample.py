"""A sample and its likelihood, most where the cross-entropy is least."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from lossviz.lessons.likelihood.measures import EVEN, expected, information
from lossviz.pictures import Row, Rule, Sample, curves, line, mark, numbers, row
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Env, Scene, Values

DRAWS = 60


@lru_cache(maxsize=256)
def drawn(seed: int) -> np.ndarray:
    """[60] numbers in [0, 1): a toss is heads where its number lies below the coin's bias."""
    return np.random.default_rng(seed).random(DRAWS)


def _tosses(v: Values) -> np.ndarray:
    """[F, 60]: 0 for heads, 1 for tails, NaN for a toss that was not made."""
    seeds = np.array([drawn(int(s)) for s in v["seed"]])
    tails = np.where(seeds < v["b"][:, None], 0, 1)
    return np.where(np.arange(DRAWS) < v["n"][:, None], tails, np.nan)


def _counts(v: Values) -> np.ndarray:
    tosses = _tosses(v)
    return np.stack([(tosses == 0).sum(1), (tosses == 1).sum(1)], axis=1)


def _numbers(v: Values) -> Arrays:
    counts = _counts(v)
    n = v["n"]
    found = counts / n[:, None]
    q = np.stack([v["q"], 1 - v["q"]], axis=1)
    over = np.stack([EVEN, 1 - EVEN], axis=-1)
    # −(1/N) ln L on the axis, at q, and at its smallest, where q is the share of heads
    costs = expected(found[:, None], information(over, np.e))
    here, least = expected(found, information(q, np.e)), expected(found, information(found, np.e))
    return {
        "tosses": _tosses(v),
        "axis": EVEN,
        "relative": np.exp(-n[:, None] * (costs - least[:, None])),
        "costs": costs,
        "q": v["q"],
        "best": found[:, 0],
        "L": np.exp(-n * here),
        "at": np.exp(-n * (here - least)),
        "NLL": here,
        "H": least,
        "heads": counts[:, 0],
        "n": n,
    }


def _rows(_state: State) -> list[Row]:
    across = (0, 1, "@pictures.heads_q")
    best = Rule(x="best", colour="muted", dash=True, term=None, name="@pictures.best")
    return [
        row(
            Sample(id="sample", title="@pictures.sample",
                   about="@pictures.sample_about", value="tosses",
                   names=["@pictures.head", "@pictures.tail"], phone=90),
            grow=0.3,
        ),
        row(
            curves("likelihood", across, (0, 1.08, "@pictures.relative"),
                   lines=[line("axis", "relative", "class:2", "", "L")],
                   marks=[mark("q", "at", "class:2", "L", drop=True)],
                   rules=[replace(best, name="")], drag="q"),
            curves("cost", across, (0, 3, "@pictures.a_toss"),
                   lines=[line("axis", "costs", "warning", "", "NLL")],
                   marks=[mark("q", "NLL", "warning", "NLL", drop=True)], rules=[best], drag="q"),
        ),
        row(
            numbers(
                ("@pictures.heads_of", "heads", "count", None),
                ("L", "L", "precise", "L"),
                ("−(1/N) ln L = H(P̂, Q)", "NLL", "precise", "NLL"),
                ("H(P̂)", "H", "precise", "H"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _env(v: Values) -> Env:
    return {"counts": _counts(v), "q": np.stack([v["q"], 1 - v["q"]], axis=1)}


SCENE = Scene("sample", ("q", "n", "b", "seed"), _numbers, _rows, ("maximum_likelihood",), _env)
