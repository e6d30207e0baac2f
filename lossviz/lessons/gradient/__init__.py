"""Lesson 3: the gradient a − y, and C−1 binary classifiers."""

from itertools import combinations

import numpy as np

from lossviz.pictures import (
    Column,
    Matrix,
    Plane,
    Probe,
    Row,
    Series,
    bars,
    numbers,
    row,
    terms,
)
from lossviz.scenes.controls import Choice, Number, Numbers, State, steps
from lossviz.scenes.polygons import regions
from lossviz.scenes.scene import Arrays, Env, Lesson, Question, Scene, Values
from lossviz.scenes.scores import dots, softmax

CLASSES = tuple("123456")
BOX = 4.0
ANGLES = np.array([10.0, 75.0, 140.0, 205.0, 260.0, 315.0])
LENGTHS = np.array([1.6, 1.2, 1.8, 1.3, 1.6, 1.1])


def _index(v: Values, key: str) -> int:
    return int(v[key]) - 1


def _rival(v: Values) -> int:
    """The rival that is worked through: the class after the target."""
    return (_index(v, "y") + 1) % v["z"].shape[1]


def _own(v: Values) -> np.ndarray:
    return np.eye(v["z"].shape[1])[_index(v, "y")]


def _env(v: Values) -> Env:
    frames = len(v["z"])
    return {"z": v["z"], "y": np.full(frames, _index(v, "y")), "i": np.full(frames, _rival(v))}


# the chain rule


def _jacobian(v: Values) -> Arrays:
    z, own = v["z"], _own(v)
    a = softmax(z)
    # row j, column i of the transpose: ∂a_i/∂z_j = a_i (δ_ij − a_j); it is its own transpose
    jacobian = a[:, :, None] * (np.eye(z.shape[1]) - a[:, None, :])
    # z_y can lie so low that a_y is 0 in a double; the gradient itself stays finite
    down = np.where(own > 0, -1 / np.maximum(a, np.finfo(float).tiny), 0.0)
    return {
        "z": z,
        "a": a,
        "J": jacobian,
        "da": down,
        "g": a - own,
    }


def _jacobian_rows(state: State) -> list[Row]:
    count = len(state["z"])
    names = list(CLASSES[:count])
    y = int(state["y"]) - 1
    matrix = Matrix(
        id="jacobian", title="@pictures.jacobian",
        about="@pictures.jacobian_about", value="J",
        rows=[f"z{_low(k)}" for k in names], columns=[f"a{_low(k)}" for k in names],
        terms="J", reach=0.25, times=Column(value="da", name="∂L/∂a"),
        gives=Column(value="g", name="∂L/∂z"), grow=1.5, phone=320,
    )  # fmt: skip
    return [
        row(
            bars("scores", "z", "z", names, low=-6, high=6, ylabel="z", format="score",
                 drag=terms("z", count), target=y),
            bars("outputs", "a", "a", names, ylabel="a", target=y),
            bars("gradients", "g", "g", names, low=-1, high=1, ylabel="a − y", target=y),
        ),
        row(matrix, grow=1.1),
    ]  # fmt: skip


def _low(digit: str) -> str:
    return digit.translate(str.maketrans("123456", "₁₂₃₄₅₆"))


# three properties, and C−1 pairs


def _pairs(v: Values) -> Arrays:
    z, own = v["z"], _own(v)
    a = softmax(z)
    g = a - own
    y = _index(v, "y")
    arrays = {
        "z": z,
        "g": g,
        # the rounding of a sum of doubles is no fact about the gradient
        "total": np.round(g.sum(1), 12) + 0.0,
        "l1": np.abs(g).sum(1),
        "target": np.abs(g[:, y]),
        "others": np.delete(g, y, axis=1).sum(1),
    }
    for rival in range(z.shape[1]):
        if rival != y:
            pair = np.zeros_like(a)
            pair[:, rival], pair[:, y] = a[:, rival], -a[:, rival]
            arrays[f"pair{rival + 1}"] = pair
    return arrays


def _pair_rows(state: State) -> list[Row]:
    count = len(state["z"])
    names = list(CLASSES[:count])
    y = int(state["y"]) - 1
    stacked = [
        Series(value=f"pair{k + 1}", name=names[k], colour=f"class:{k}",
         terms=[f"a{k + 1}"] * count)
        for k in range(count) if k != y
    ]  # fmt: skip
    return [
        row(
            bars("scores", "z", "z", names, low=-6, high=6, ylabel="z", format="score",
                 drag=terms("z", count), target=y),
            bars("gradients", "g", "g", names, low=-1, high=1, ylabel="a − y", target=y),
            bars("pairs", "g", "a", names, low=-1, high=1, ylabel="", target=y, series=stacked,
                 stacked=True, grow=1.2),
        ),
        row(
            numbers(
                ("Σ g", "total", "precise", "g"),
                ("Σ |g|", "l1", "precise", "g"),
                ("|g_y|", "target", "precise", f"g{y + 1}"),
                ("@pictures.others", "others", "precise", "g"),
            ),
            grow=0,
        ),
    ]  # fmt: skip


# all boundaries at once


def _vectors(v: Values) -> np.ndarray:
    """[F, C, 2]: the fan, with the chosen vector turned and stretched."""
    count, chosen = int(v["k"]), _index(v, "j")
    frames = len(v["turn"])
    angle = np.tile(ANGLES[:count], (frames, 1))
    length = np.tile(LENGTHS[:count], (frames, 1))
    angle[:, chosen] += v["turn"]
    length[:, chosen] *= v["length"]
    radians = np.radians(angle)
    return length[..., None] * np.stack([np.cos(radians), np.sin(radians)], axis=-1)


def _boundaries(v: Values) -> Arrays:
    w = _vectors(v)
    x = np.stack([v["f1"], v["f2"]], axis=1)
    areas = regions(w, BOX)
    pairs = np.array(list(combinations(range(w.shape[1]), 2)))
    whole = _through(w[:, pairs[:, 0]] - w[:, pairs[:, 1]])
    edges = _shared(areas, pairs)
    return {
        "w": w,
        "regions": areas,
        "lines": whole,
        "edges": edges,
        "x": x,
        "p": softmax(dots(w, x)),
        "stored": _frames(w, w.shape[1]),
        "count": _frames(w, len(pairs)),
        "active": np.isfinite(edges).all(-1).sum(1).astype(float),
    }


def _frames(w: np.ndarray, number: float) -> np.ndarray:
    return np.full(len(w), float(number))


def _through(normal: np.ndarray) -> np.ndarray:
    """[F, L, 4] ends of the lines normal·x = 0 on a circle around the box; NaN for no normal."""
    length = np.linalg.norm(normal, axis=-1, keepdims=True)
    along = np.stack([-normal[..., 1], normal[..., 0]], axis=-1) / np.where(
        length > 0, length, np.nan
    )
    reach = BOX * np.sqrt(2)
    return np.concatenate([-reach * along, reach * along], axis=-1)


def _shared(areas: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """[F, L, 4]: the side that two regions have in common, NaN where they do not touch.

    All boundaries pass through the origin, so a shared side runs from there to a common corner.
    """
    frames = len(areas)
    found = np.full((frames, len(pairs), 4), np.nan)
    for place, (one, other) in enumerate(pairs):
        a, b = areas[:, one], areas[:, other]
        with np.errstate(invalid="ignore"):
            same = np.abs(a[:, :, None] - b[:, None]).max(-1) < 1e-6 * BOX
            edge = np.abs(a).max(-1) > BOX * (1 - 1e-9)
        touch = same.any(2) & edge
        frame, corner = np.nonzero(touch)
        # two regions that share both directions of a line have two such corners
        first = np.unique(frame, return_index=True)[1]
        found[frame[first], place, :2] = 0
        found[frame[first], place, 2:] = a[frame[first], corner[first]]
        second = np.setdiff1d(np.arange(len(frame)), first)
        found[frame[second], place, :2] = a[frame[second], corner[second]]
    return found


def _boundary_rows(state: State) -> list[Row]:
    count = int(state["k"])
    names = list(CLASSES[:count])
    plane = Plane(
        id="boundaries", title="@pictures.boundaries",
        about="@pictures.boundaries_about", box=BOX, regions="regions", vectors="w",
        names=names, vector_terms=terms("w", count), lines="lines", edges="edges",
        pairs=[list(pair) for pair in combinations(range(count), 2)],
        probe=Probe(at="x", drag=["f1", "f2"], term="x", name="x"),
        grow=1.6, phone=350,
    )  # fmt: skip
    return [
        row(plane, bars("outputs_at_x", "p", "a", names, ylabel="a")),
        row(
            numbers(
                ("@pictures.stored", "stored", "count", "w"),
                ("@pictures.lines", "count", "count", None),
                ("@pictures.active", "active", "count", None),
            ),
            grow=0,
        ),
    ]


def _boundary_env(v: Values) -> Env:
    w = _vectors(v)
    x = np.stack([v["f1"], v["f2"]], axis=1)
    order = np.argsort(-dots(w, x), axis=1, kind="stable")
    return {"w": w, "x": x, "i": order[:, 0], "j": order[:, 1]}


SCORES = Numbers("z", "z", steps(-6, 6, 0.1), (1.0, 2.0, 3.0, 1.5), (2, 3, 4, 5))

LESSON = Lesson(
    key="gradient",
    controls=(
        SCORES,
        Choice("y", CLASSES, "2", of="z"),
        Choice("k", ("3", "4", "5", "6"), "4"),
        Choice("j", CLASSES, "1", of="k"),
        Number("turn", "φ", steps(-90, 90, 2), 0.0, unit="°"),
        Number("length", "×", steps(0.2, 2, 0.1), 1.0),
        Number("f1", "x₁", steps(-4, 4, 0.2), 1.0),
        Number("f2", "x₂", steps(-4, 4, 0.2), 1.2),
    ),
    scenes=(
        Scene("jacobian", ("z", "y"), _jacobian, _jacobian_rows,
              ("loss_to_a", "jacobian_other", "jacobian_own", "chain"), _env),
        Scene("pairs", ("z", "y"), _pairs, _pair_rows,
              ("sum_zero", "l1_norm", "others_add_up", "binary_split"),
              lambda v: {"z": v["z"], "y": np.full(len(v["z"]), _index(v, "y"))}),
        Scene("boundaries", ("k", "j", "turn", "length", "f1", "f2"), _boundaries, _boundary_rows,
              ("boundary",), _boundary_env, (("f1", "f2"),)),
    ),
    vote=Question("vote", 3, 2),
    checks=(Question("sum", 3, 1), Question("weight", 3, 2), Question("count", 3, 3)),
)  # fmt: skip
