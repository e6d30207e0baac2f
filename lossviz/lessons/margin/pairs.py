"""Two classes on either side of a line: right on it, and no threshold judges the pairs."""

import numpy as np

from lossviz.pictures import Plane, Points, Probe, Row, Rule, curves, line, numbers, row
from lossviz.scenes.controls import State
from lossviz.scenes.scene import Arrays, Scene, Values

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


def _numbers(v: Values) -> Arrays:
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


def _rows(_state: State) -> list[Row]:
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


SCENE = Scene("pairs", ("g", "l", "x1", "x2", "t"), _numbers, _rows, pads=(("x1", "x2"),))
