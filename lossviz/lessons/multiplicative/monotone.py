"""cos(mθ) turns back up, and p(θ) falls all the way."""

from functools import lru_cache

import numpy as np

from lossviz import losses
from lossviz.lessons.multiplicative.angles import hill, share_within
from lossviz.pictures import Area, Row, Rule, curves, line, mark, numbers, row
from lossviz.pictures.curves import DASHES
from lossviz.scenes.controls import State, steps
from lossviz.scenes.scene import Arrays, Scene, Values

SPHEREFACE = losses.get("sphereface")
MULTIPLES = steps(1, 4, 0.25)
MULTIPLE_AXIS = np.linspace(1, 4, 121)
DIMS = (2, 3, 8, 64, 512)
DEGREES = np.linspace(0, 180, 361)
# p falls to −7 at m = 4; the hill of angles stands below, and is as high for every dimension
LOW, TOP, HILL = -7.6, 1.4, 3.0
PIECE = np.linspace(0, 1, 181)
# the mean over random angles: a tenth of a degree is fine enough for 512 dimensions
FINE = np.linspace(0, np.pi, 1801)


@lru_cache(maxsize=1)
def _outside() -> np.ndarray:
    """[dims, axis]: share of random angles beyond π/m."""
    return np.stack([1 - share_within(np.pi / MULTIPLE_AXIS, dim) for dim in DIMS])


def _mean_slope(m: np.ndarray, dim: int) -> np.ndarray:
    """Mean of p′ [F] over random angles."""
    often = hill(FINE, dim)
    falls = np.abs(np.sin(m[:, None] * FINE)) @ (often / often.sum())
    return -m * falls


def _valley(m: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Where descent on −cos(mθ) takes θ [rad], within [0, π]; it stays where the slope is 0."""
    nearest = 2 * np.floor((m * theta / np.pi + 1) / 2) * np.pi / m
    resting = np.abs(np.sin(m * theta)) < 1e-9
    return np.where(resting, theta, np.minimum(nearest, np.pi))


def _numbers(v: Values) -> Arrays:
    m, theta, dim = v["m"], np.radians(v["theta"]), int(v["dim"])
    end, axis = np.pi / m, np.radians(DEGREES)
    inside, outside = end[:, None] * PIECE, end[:, None] + (np.pi - end)[:, None] * PIECE
    folded = SPHEREFACE.psi(np.cos(axis), np.sin(axis), m=m[:, None], lam=0.0)
    here = SPHEREFACE.psi(np.cos(theta), np.sin(theta), m=m, lam=0.0)
    # cos(mθ) rises from π/m to 2π/m and from 3π/m to 4π/m
    rising = {
        k: np.minimum((first + PIECE) * end[:, None], np.pi) for k, first in ((1, 1.0), (2, 3.0))
    }
    found = {
        "degrees": DEGREES[None],
        "cos": np.cos(axis)[None],
        "bare": np.cos(m[:, None] * axis),
        "folded": folded,
        **{f"rise{k}": np.degrees(x) for k, x in rising.items()},
        **{f"risen{k}": np.cos(m[:, None] * x) for k, x in rising.items()},
        "in": np.degrees(inside),
        "in_hill": LOW + HILL * hill(inside, dim),
        "out": np.degrees(outside),
        "out_hill": LOW + HILL * hill(outside, dim),
        "theta": v["theta"],
        "bare_here": np.cos(m * theta),
        "folded_here": here,
        "bare_slope": -m * np.sin(m * theta),
        "folded_slope": -m * np.abs(np.sin(m * theta)),
        "valley": np.degrees(_valley(m, theta)),
        "mean_slope": _mean_slope(m, dim),
        "limit": np.degrees(end),
        "m": m,
        "multiples": MULTIPLE_AXIS[None],
        "outside": 1 - share_within(end, dim),
    }
    shares = dict(zip(DIMS, _outside(), strict=True))
    return found | {f"outside{d}": share[None] for d, share in shares.items()}


def _rows(state: State) -> list[Row]:
    own = int(state["dim"])
    colours = {dim: f"class:{k}" for k, dim in enumerate(DIMS)}
    areas = [
        Area(x="in", low=LOW, high="in_hill", colour="muted", term=None),
        Area(x="out", low=LOW, high="out_hill", colour="warning", term="outside"),
    ]
    wrong = [
        line(f"rise{k}", f"risen{k}", "error", "@pictures.away" if k == 1 else "", "away")
        for k in (1, 2)
    ]
    return [
        row(
            curves("logits", (0, 180, "θ"), (LOW, TOP, ""), areas=areas,
                   lines=[line("degrees", "cos", "muted", "cos θ", "cos", dash=True),
                          line("degrees", "bare", "ink", "cos(mθ)", "bare", dash=True),
                          *wrong,
                          line("degrees", "folded", "accent", "p(θ)", "p")],
                   marks=[mark("theta", "bare_here", "ink", "bare"),
                          mark("theta", "folded_here", "accent", "p", drop=True)],
                   rules=[Rule(x="limit", colour="warning", dash=True, term="limit",
                               name="π/m")],
                   drag="theta", grow=1.3),
            curves("outside", (1, 4, "m"), (0, 1.04, ""),
                   lines=[line("multiples", f"outside{dim}", colours[dim], f"d = {dim}",
                               "outside", dash=dim != own and DASHES[1 + k])
                          for k, dim in enumerate(DIMS)],
                   marks=[mark("m", "outside", colours[own], "outside", drop=True)], drag="m"),
        ),
        row(
            numbers(
                ("π/m (°)", "limit", "score", "limit"),
                ("@pictures.share", "outside", "percent", "outside"),
                ("@pictures.bare_slope", "bare_slope", "score", "bare"),
                ("@pictures.valley", "valley", "score", "bare"),
                ("@pictures.folded_slope", "folded_slope", "score", "p"),
                ("@pictures.mean_slope", "mean_slope", "score", "p"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


SCENE = Scene("monotone", ("m", "theta", "dim"), _numbers, _rows)
