"""Lesson 2: information, entropy, KL divergence, cross-entropy, likelihood."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from lossviz.pictures import (
    Mean,
    Mosaic,
    Row,
    Rule,
    Sample,
    Slice,
    Stack,
    Sum,
    Total,
    bars,
    curves,
    line,
    mark,
    numbers,
    row,
    terms,
)
from lossviz.scenes.controls import Choice, Number, Shares, State, steps
from lossviz.scenes.scene import Arrays, Env, Lesson, Question, Scene, Values

WEATHER = [f"@pictures.weather.{name}" for name in ("rain", "snow", "sleet", "hail")]
# the forecast
FORECAST = (0.14, 0.37, 0.03, 0.46)
BASES = {"bits": 2.0, "nats": np.e}
MOST = {"bits": 7.0, "nats": 5.0}
DRAWS = 60
GRID = np.concatenate([[0.0], np.geomspace(1e-4, 0.01, 30), np.linspace(0.015, 1, 198)])[None]
EVEN = np.linspace(0, 1, 201)[None]


def _base(v: Values) -> float:
    return BASES[str(v["unit"])]


def information(p: np.ndarray, base: float) -> np.ndarray:
    """−log p in units of ln(base); +∞ at p = 0, and 0 (not −0) at p = 1."""
    return -np.log(p) / np.log(base) + 0.0


def expected(p: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """Σ p·cost along the last axis; an outcome with p = 0 adds nothing, whatever it would cost."""
    return np.where(p > 0, p * np.where(p > 0, cost, 0), 0).sum(-1)


def _shares(held: np.ndarray) -> np.ndarray:
    """Exactly a distribution: links and sliders carry six digits."""
    return held / held.sum(-1, keepdims=True)


def _full(v: Values, value: float) -> np.ndarray:
    return np.full(len(next(a for a in v.values() if not isinstance(a, str))), value)


# information


def _information(v: Values) -> Arrays:
    base, p, r = _base(v), v["p"], v["r"]
    return {
        "axis": GRID,
        "curve": information(GRID, base),
        "p": p,
        "r": r,
        "pr": p * r,
        "i1": information(p, base),
        "i2": information(r, base),
        "i3": information(p * r, base),
    }


def _information_rows(state: State) -> list[Row]:
    unit = str(state["unit"])
    top = MOST[unit]
    drawn = curves(
        "information", (0, 1, "@pictures.probability"), (0, top, f"@pictures.in_{unit}"),
        lines=[line("axis", "curve", "accent", "−log p", "i")],
        marks=[
            mark("p", "i1", "class:0", "i1", drop=True, name="p"),
            mark("r", "i2", "class:1", "i2", drop=True, name="r"),
            mark("pr", "i3", "class:2", "i3", drop=True, name="p·r"),
        ],
        drag="p",
    )  # fmt: skip
    return [
        row(drawn),
        row(
            numbers(
                ("I(p)", "i1", "precise", "i1"),
                ("I(r)", "i2", "precise", "i2"),
                ("I(p·r)", "i3", "precise", "i3"),
            ),
            grow=0,
        ),
    ]


def _information_env(v: Values) -> Env:
    return {"p": v["p"], "q": v["r"], "base": _full(v, _base(v))}


# entropy


def _coin(v: Values) -> Arrays:
    base, b = _base(v), v["b"]
    two = np.stack([b, 1 - b], axis=1)
    curve = np.stack([EVEN, 1 - EVEN], axis=-1)
    info = information(two, base)
    return {
        "axis": EVEN,
        "curve": expected(curve, information(curve, base)),
        "b": b,
        "H": expected(two, info),
        "p": two,
        "i": info,
    }


def _coin_rows(state: State) -> list[Row]:
    unit = str(state["unit"])
    top = 1.1 * np.log(2) / np.log(BASES[unit])
    drawn = curves(
        "coin", (0, 1, "@pictures.heads"), (0, top, f"@pictures.in_{unit}"),
        lines=[line("axis", "curve", "accent", "H", "H")],
        marks=[mark("b", "H", "accent", "H", drop=True)],
        drag="b",
    )  # fmt: skip
    sides = ["@pictures.head", "@pictures.tail"]
    return [
        row(drawn, _mosaic("coin_mosaic", "p", "i", sides, MOST[unit], unit, "H")),
        row(numbers(("H", "H", "precise", "H")), grow=0),
    ]


def _mosaic(
    name: str, widths: str, heights: str, names: list[str], high: float, unit: str, mean: str
) -> Mosaic:
    return Mosaic(
        id=name, title=f"@pictures.{name}",
        about=f"@pictures.{name}_about", widths=widths, heights=heights, names=names,
        terms=terms("p", len(names)), high=high, xlabel="@pictures.probability",
        ylabel=f"@pictures.in_{unit}",
        mean=Mean(value=mean, name="H", term=mean),
    )  # fmt: skip


def _coin_env(v: Values) -> Env:
    return {"p": v["b"], "base": _full(v, _base(v))}


def _weather(v: Values) -> Arrays:
    base, p = _base(v), _shares(v["P"])
    info = information(p, base)
    most = np.log(p.shape[1]) / np.log(base)
    return {"p": p, "i": info, "H": expected(p, info), "most": _full(v, most), "sum": p.sum(1)}


def _weather_rows(state: State) -> list[Row]:
    unit = str(state["unit"])
    return [
        row(
            bars("forecast", "p", "p", WEATHER, drag=terms("P", 4), ylabel="p",
                 target=int(state["y"]) - 1,
                 total=Total(value="sum", text="Σ p = {value}", term="p")),
            _mosaic("weather_mosaic", "p", "i", WEATHER, MOST[unit], unit, "H"),
        ),
        row(
            numbers(
                ("H(P)", "H", "precise", "H"),
                ("@pictures.most", "most", "precise", None),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _weather_env(v: Values) -> Env:
    p = _shares(v["P"])
    y = np.full(len(p), int(v["y"]) - 1)
    return {"p": p, "y": y, "base": _full(v, _base(v))}


# two distributions


def _divergence(v: Values) -> Arrays:
    base, p, q = _base(v), _shares(v["P"]), _shares(v["Q"])
    own, other = expected(p, information(p, base)), expected(q, information(q, base))
    crossed, back = expected(p, information(q, base)), expected(q, information(p, base))
    return {
        "p": p,
        "q": q,
        "H": own,
        "HPQ": crossed,
        # both infinite, or not at all: the divergence is what the wrong code costs on top
        "KL": np.maximum(crossed - own, 0),
        "KLr": np.maximum(back - other, 0),
        "Hq": other,
    }


def _divergence_rows(state: State) -> list[Row]:
    unit = str(state["unit"])
    stack = Stack(
        id="stack", title="@pictures.stack",
        about="@pictures.stack_about", high=MOST[unit], format="precise",
        unit=f"@pictures.unit_{unit}",
        rows=[
            Sum(name="H(P, Q)", parts=[
                Slice(value="H", name="H(P)", colour="accent", term="H"),
                Slice(value="KL", name="KL(P‖Q)", colour="warning", term="KL")]),
            Sum(name="H(Q, P)", parts=[
                Slice(value="Hq", name="H(Q)", colour="good", term="Hq"),
                Slice(value="KLr", name="KL(Q‖P)", colour="error", term="KLr")]),
        ],
    )  # fmt: skip
    return [
        row(
            bars("truth", "p", "p", WEATHER, drag=terms("P", 4), ylabel="P"),
            bars("belief", "q", "q", WEATHER, drag=terms("Q", 4), ylabel="Q"),
        ),
        row(stack, grow=0.75),
        row(
            numbers(
                ("H(P)", "H", "precise", "H"),
                ("H(P, Q)", "HPQ", "precise", "HPQ"),
                ("KL(P‖Q)", "KL", "precise", "KL"),
                ("KL(Q‖P)", "KLr", "precise", "KLr"),
            ),
            grow=0,
        ),
    ]


def _divergence_env(v: Values) -> Env:
    return {"p": _shares(v["P"]), "q": _shares(v["Q"]), "base": _full(v, _base(v))}


# a sample and its likelihood


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


def _sample(v: Values) -> Arrays:
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


def _sample_rows(_state: State) -> list[Row]:
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


def _sample_env(v: Values) -> Env:
    return {"counts": _counts(v), "q": np.stack([v["q"], 1 - v["q"]], axis=1)}


LESSON = Lesson(
    key="likelihood",
    controls=(
        Number("p", "p", steps(0, 1, 0.01), 0.5),
        Number("r", "r", steps(0, 1, 0.01), 0.25),
        Number("b", "p", steps(0, 1, 0.01), 0.5),
        Shares("P", "p", FORECAST),
        Choice("y", ("1", "2", "3", "4"), "2", of="P"),
        Shares("Q", "q", (0.25, 0.25, 0.25, 0.25)),
        Number("q", "q", steps(0, 1, 0.01), 0.3),
        Number("n", "N", steps(1, DRAWS, 1), 10.0, whole=True),
        Number("seed", "", steps(0, 30, 1), 0.0, whole=True),
        Choice("unit", tuple(BASES), "bits"),
    ),
    scenes=(
        Scene("information", ("p", "r", "unit"), _information, _information_rows,
              ("independent",), _information_env),
        Scene("coin", ("b", "unit"), _coin, _coin_rows, ("coin",), _coin_env),
        Scene("weather", ("P", "y", "unit"), _weather, _weather_rows, ("entropy", "one_hot"),
              _weather_env),
        Scene("divergence", ("P", "Q", "unit"), _divergence, _divergence_rows,
              ("kl", "cross_entropy", "gibbs"), _divergence_env),
        Scene("sample", ("q", "n", "b", "seed"), _sample, _sample_rows,
              ("maximum_likelihood",), _sample_env),
    ),
    vote=Question("vote", 3, 1),
    checks=(Question("zero", 3, 2), Question("swap", 3, 3), Question("best", 3, 1)),
)  # fmt: skip
