"""Two classes on the sphere: how wide the band between them is off the arc of their vectors."""

import numpy as np

from lossviz import theory
from lossviz.lessons.angular.sphere import sphere, sphere_at
from lossviz.pictures import Row, curves, line, mark, numbers, row
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Scene, Values

KEYS = ("arcface", "cosface")
# the slider that holds the margin of each loss
MARGIN = {"arcface": "na", "cosface": "nc"}
COLOURS = {"arcface": "class:2", "cosface": "class:3"}
OFF = np.arange(91.0)
# points of the way from edge to edge
PIECES = 24
# in the frame of `sphere_at`: half-way between the vectors, up from there, and towards W_2
MIDDLE, UP, TOWARDS = -np.eye(3)[1], np.eye(3)[2], np.eye(3)[0]


def widths(v: Values, key: str, off: np.ndarray) -> np.ndarray:
    """The loss's band in degrees at angles `off` [F, K] in degrees off the arc, [F, K]."""
    apart, m = np.radians(v["apart"])[:, None], v[MARGIN[key]][:, None]
    return np.degrees(theory.band_across(key, apart, np.radians(off), m=m))


def across(off: np.ndarray, width: np.ndarray) -> np.ndarray:
    """The way [F, K, 3] across the band, at right angles to the boundary, [F] in degrees both."""
    turn = np.radians(off)[:, None]
    crossed = np.cos(turn) * MIDDLE + np.sin(turn) * UP
    side = np.radians(width)[:, None, None] * np.linspace(-0.5, 0.5, PIECES + 1)[:, None]
    return np.cos(side) * crossed[:, None] + np.sin(side) * TOWARDS


def numbers_at(v: Values) -> Arrays:
    """The arrays of the sphere, of the curves and of the numbers."""
    shown, off = str(v["pair"]), v["off"]
    along = np.broadcast_to(OFF, (len(off), len(OFF)))
    band = {key: widths(v, key, along) for key in KEYS}
    here = {key: widths(v, key, off[:, None])[:, 0] for key in KEYS}
    ball = sphere_at({"duel": shown, "T": v["apart"], "da": v["na"], "dc": v["nc"],
                      "r": np.ones(len(off))})  # fmt: skip
    way = across(off, here[shown])
    pieces = np.concatenate([way[:, :-1], way[:, 1:]], axis=-1)
    edges, cls = ball["ball_edges"], ball["ball_edges_cls"]
    highest = np.fmax.reduce([array.max(axis=1) for array in band.values()])
    return ball | {
        # the way belongs to no class; the edges come last, they are filled up with NaN
        "ball_edges": np.concatenate([pieces, edges], axis=1),
        "ball_edges_cls": np.concatenate([np.full((len(cls), PIECES), -1.0), cls], axis=1),
        "f3": across(off, 0 * off)[:, 0],
        "offs": OFF[None],
        "off": off,
        # an axis that follows every step trembles: it goes up by thirties
        "top": 30 * np.ceil((np.nan_to_num(highest) + 1) / 30),
        **{f"feasible.{key}_band": array for key, array in band.items()},
        **{f"feasible.{key}": array for key, array in here.items()},
    }


def rows(state: State) -> list[Row]:
    """The sphere beside the widths of both bands, and the numbers."""
    shown = str(state["pair"])
    return [
        row(
            sphere("pair_ball", "off", 340),
            curves("band_off", (0, 90, "@pictures.off_axis"), (0, "top", "@pictures.band_axis"),
                   lines=[line("offs", f"feasible.{key}_band", colour, f"@pictures.{key}", key,
                               dash=key != shown) for key, colour in COLOURS.items()],
                   marks=[mark("off", f"feasible.{key}", colour, key, drop=key == shown)
                          for key, colour in COLOURS.items()],
                   drag="off"),
        ),
        row(
            numbers(
                ("@pictures.band_arcface", "feasible.arcface", "score", "arcface"),
                ("@pictures.band_cosface", "feasible.cosface", "score", "cosface"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


SCENE = Scene("across", ("pair", "apart", "na", "nc", "off"), numbers_at, rows)
