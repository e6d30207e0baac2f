"""Made-up tracks in the stage's wire protocol, so that the browser side is tested on its own.

Nothing is trained: class vectors turn from a seeded start towards their places while the points
gather round them, tighter for a larger margin. Regions follow ArcFace's (2-D), CosFace's (3-D) or
plain softmax's (raw view) closed forms, so that pictures look like the real ones.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import pi

import numpy as np

from lossviz import formulas
from lossviz.pictures import Picture, RunShape, parameter_array, run_pictures
from lossviz.playground import tracks
from lossviz.stage.packing import Scaled, message

FORMULA = formulas.in_picture("arcface")
PARAMETERS = ("s", "m")
FILLED = formulas.in_picture("arcface", {name: np.zeros(1) for name in PARAMETERS})
COLUMNS = {"numbers": tracks.NUMBERS, "parameters": [*map(parameter_array, PARAMETERS)]}
GRIDS = {
    "s": [2 ** (k / 4) for k in range(25)],
    "m": [round(0.05 * k, 2) for k in range(31)],
    "m1": [1 + 0.25 * k for k in range(13)],
    "m2": [round(0.05 * k, 2) for k in range(31)],
    "m3": [round(0.05 * k, 2) for k in range(21)],
}
GRID_DEG = np.linspace(0, 180, 91)
LATTICE = 5000
EDGES_DEG = np.linspace(0, 180, 37)


@dataclass(frozen=True)
class Scene:
    """What a made-up run depends on; read from the query by `read`."""

    classes: int = 6
    points: int = 360
    dim: int = 2
    raw: bool = False
    digits: bool = True
    s: float = 16.0
    m: float = 0.3
    steps: int = 300
    snapshots: int = 60


def read(query: dict[str, str]) -> Scene:
    """The scene of a query such as {"classes": "6", "dim": "3"}."""
    kinds = Scene.__annotations__
    known = {k: kinds[k](float(v)) for k, v in query.items() if k in kinds}
    return Scene(**known)


def labels(scene: Scene) -> np.ndarray:
    return (np.arange(scene.points * 3 // 2) % scene.classes).astype(np.uint8)


def lattice(count: int) -> np.ndarray:
    """Fibonacci points on the unit sphere."""
    k = np.arange(count) + 0.5
    z, turn = 1 - 2 * k / count, k * pi * (3 - 5**0.5)
    ring = np.sqrt(1 - z * z)
    return np.stack([ring * np.cos(turn), ring * np.sin(turn), z], 1)


def meta(scene: Scene, over: str) -> bytes:
    """The first message of a run (over="step") or a sweep."""
    y = labels(scene)
    rng = np.random.default_rng(5)
    images = rng.integers(0, 90, (len(y), 64))
    images[:, 18:46] += (y[:, None] * 23 + np.arange(28)) % 160
    arrays = {
        "labels": y,
        "jitter": rng.uniform(0.78, 1.0, len(y)).astype(np.float32),
        "base": np.cos(np.radians(GRID_DEG)).astype(np.float32),
    }
    if scene.digits:
        arrays["images"] = images.astype(np.uint8)
    if scene.dim == 3:
        arrays["lattice"] = lattice(LATTICE).astype(np.float32)
    steps = np.array(step_list(scene), np.int32)
    arrays |= {
        "theta_deg": GRID_DEG.astype(np.float32),
        "bin_edges_deg": EDGES_DEG.astype(np.float32),
        "steps": steps,
        "last": steps[-1:],
    }
    about = {"over": over, "columns": COLUMNS, "glides": tracks.GLIDES}
    if over == "step":
        about["gathered"] = tracks.COURSE | tracks.EXTENTS
    else:
        arrays["step"] = steps[-1:]
        about |= {"values": GRIDS[over], "gathered": tracks.EXTENTS}
    return message("track", arrays, over=[over], about=about)


def pictures(scene: Scene) -> list[Picture]:
    """What is shown of such a run."""
    names = [str(i) for i in range(scene.classes)]
    if not scene.digits:
        names = ["setosa", "versicolor", "virginica", "iris four", "five", "six"][: scene.classes]
    return run_pictures(RunShape(
        dim=scene.dim, class_names=names, n_train=scene.points, digits=scene.digits,
        images=scene.digits, margin=True, psi=not scene.raw, formula=FORMULA, filled=FILLED,
        parameters={name: (GRIDS[name], [getattr(scene, name)]) for name in PARAMETERS},
    ))  # fmt: skip


def step_list(scene: Scene) -> list[int]:
    return np.linspace(0, scene.steps, scene.snapshots).astype(int).tolist()


def state(scene: Scene, u: float) -> dict[str, np.ndarray]:
    """Unit feature and class directions [n,d], [C,d] and norms at training progress u in [0, 1]."""
    rng = np.random.default_rng(3)
    c, y = scene.classes, labels(scene).astype(int)
    far = np.where(rng.random(len(y)) < 0.05, 2.2, 1)
    noise = rng.normal(0, 1, (len(y), scene.dim)) * far[:, None]
    width = 0.75 * (1 - u) + u * (0.30 - 0.07 * min(scene.m, 1.2)) * (1 + 2 / scene.s)
    if scene.dim == 2:
        start = rng.uniform(-pi, pi, c)
        goal = 0.5 + 2 * pi * rng.permutation(c) / c + 0.12 * rng.normal(size=c) * (1 - scene.m / 2)
        turn = start + u * ((goal - start + pi) % (2 * pi) - pi)
        w = np.stack([np.cos(turn), np.sin(turn)], 1)
        angle = turn[y] + width * noise[:, 0]
        x = np.stack([np.cos(angle), np.sin(angle)], 1)
    else:
        goal, start = lattice(c), rng.normal(size=(c, 3))
        w = (1 - u) * start + u * goal
        w /= np.linalg.norm(w, axis=1, keepdims=True)
        x = w[y] + 0.8 * width * noise
        x /= np.linalg.norm(x, axis=1, keepdims=True)
    norm = (1 + 7 * u) * np.exp(0.18 * rng.normal(size=len(y)))
    return {"x": x, "w": w, "norm": norm, "wnorm": (1 + 2 * u) * rng.uniform(0.8, 1.2, c)}


def sectors(w: np.ndarray, m: float) -> np.ndarray:
    """[S, 4] rows (kind, class, start, end): nearest class by angle; under the margin m less."""
    turn = np.arctan2(w[:, 1], w[:, 0])
    order = np.argsort(turn)
    gap = np.diff(turn[order], append=turn[order[0]] + 2 * pi)
    rows = []
    for k, i in enumerate(order):
        left, right = turn[i] - gap[k - 1] / 2, turn[i] + gap[k] / 2
        rows.append((0, i, left, right))
        if right - left > m:
            rows.append((1, i, left + m / 2, right - m / 2))
    out = np.array(rows, np.float32)
    shift = np.floor((out[:, 2] + pi) / (2 * pi)) * 2 * pi
    out[:, 2:] -= shift[:, None]
    return out


def polygons(w: np.ndarray, margin: float, box: float) -> list[tuple[int, int, np.ndarray]]:
    """Half-plane intersections w_i·f − margin ≥ w_j·f in the box, for both kinds."""
    found = []
    for kind, gap in ((0, 0.0), (1, margin)):
        for i in range(len(w)):
            shape = np.array([[-box, -box], [box, -box], [box, box], [-box, box]], float)
            for j in range(len(w)):
                if j != i and len(shape):
                    shape = _cut(shape, w[i] - w[j], gap)
            if len(shape):
                found.append((kind, i, shape.astype(np.float32)))
    return found


def _cut(shape: np.ndarray, normal: np.ndarray, level: float) -> np.ndarray:
    side = shape @ normal - level
    kept = []
    for a, b, sa, sb in zip(shape, np.roll(shape, -1, 0), side, np.roll(side, -1), strict=True):
        if sa >= 0:
            kept.append(a)
        if (sa >= 0) != (sb >= 0):
            kept.append(a + (b - a) * sa / (sa - sb))
    return np.array(kept)


def curves(w: np.ndarray, m: float) -> list[tuple[int, int, int, np.ndarray]]:
    """Small circles (w_i − w_j)·x = m (and m = 0) on the sphere, cut where a third class wins."""
    found = []
    c = len(w)
    for kind, gap in ((0, 0.0), (1, m)):
        for i in range(c):
            for j in range(c):
                if i == j or (kind == 0 and j < i):
                    continue
                axis = w[i] - w[j]
                length = np.linalg.norm(axis)
                if gap >= length:
                    continue
                u, h = axis / length, gap / length
                e = np.cross(u, [0.31, 0.8, 0.5])
                e /= np.linalg.norm(e)
                t = np.linspace(0, 2 * pi, 181)[:, None]
                x = h * u + np.sqrt(1 - h * h) * (np.cos(t) * e + np.sin(t) * np.cross(u, e))
                rest = np.delete(x @ w.T, [i, j], axis=1).max(1)
                keep = x @ w[i] - gap >= rest - 1e-9
                for run in np.split(np.arange(181), np.flatnonzero(np.diff(keep.astype(int))) + 1):
                    if keep[run[0]] and len(run) > 1:
                        found.append((kind, i, j, x[run].astype(np.float32)))
    return found


@lru_cache(maxsize=256)
def frames(scenes: tuple[tuple[Scene, float], ...], positions: tuple[int, ...], over: str) -> bytes:
    """One "frames" message for the given (scene, progress) pairs."""
    dots = lattice(LATTICE)
    stacked: dict[str, list[np.ndarray]] = {}
    ragged: dict[str, list] = {"sectors": [], "polys": [], "curves": []}
    for scene, u in scenes:
        for name, value in one_frame(scene, u, over, dots, ragged).items():
            stacked.setdefault(name, []).append(value)
    arrays: dict = {name: np.stack(values) for name, values in stacked.items()}
    arrays["dir"] = Scaled(arrays["dir"])
    arrays |= pack_ragged(ragged)
    return message("track", arrays, over=[over], positions=list(positions))


def one_frame(
    scene: Scene, u: float, over: str, dots: np.ndarray, ragged: dict[str, list]
) -> dict[str, np.ndarray]:
    """Arrays of one frame; what is ragged is added to `ragged`."""
    now = state(scene, u)
    x, w, y = now["x"], now["w"], labels(scene).astype(int)
    cos = x @ w.T
    m = scene.m
    own = np.degrees(np.arccos(np.clip(cos[np.arange(len(y)), y], -1, 1)))
    rivals = cos.copy()
    rivals[np.arange(len(y)), y] = -9
    near = np.degrees(np.arccos(np.clip(rivals.max(1), -1, 1)))
    train = np.arange(len(y)) < scene.points
    right, safe = own <= near, own + np.degrees(m) <= near
    between = np.degrees(np.arccos(np.clip(w @ w.T, -1, 1))) + 999 * np.eye(scene.classes)
    i, j = np.unravel_index(between.argmin(), between.shape)
    theta = np.radians(GRID_DEG)
    psi = np.where(theta + m <= pi, np.cos(theta + m), np.cos(theta) - m * np.sin(m))
    loss = float(np.mean(np.log1p(np.exp((own - near + 40 * m) * 0.05 * scene.s**0.5))))
    bars = [np.histogram(angle[train], EDGES_DEG)[0] for angle in (own, near)]
    shares = [share.mean() for good in (right, safe) for share in (good[train], good[~train])]
    angles = [between.min(), i, j, np.nan if scene.raw else own.max() / 3, 2]
    frame = {
        "dir": x,
        "norm": now["norm"].astype(np.float32),
        "wdir": w.astype(np.float32),
        "wnorm": now["wnorm"].astype(np.float32),
        "extent": np.float32(1.15 * np.quantile(now["norm"], 0.99)),
        "pred": cos.argmax(1).astype(np.uint8),
        "own": bars[0].astype(np.uint16),
        "rivals": bars[1].astype(np.uint16),
        "numbers": np.array([loss, *shares, own[train].mean(), *angles], np.float32),
        "parameters": np.array([getattr(scene, name) for name in PARAMETERS], np.float32),
        "empty": np.zeros(scene.classes, np.uint8),
    }
    if not scene.raw:
        frame["psi"] = psi.astype(np.float32)
    if over == "step":
        # progress is the way that an exponential has gone
        done = -np.log(1 - u * (1 - np.exp(-4))) / 4
        frame["step"] = np.array([round(done * scene.steps)], np.int32)
    else:
        fall = np.exp(-np.linspace(0, 6, scene.snapshots))
        frame["losses"] = (loss + 9 * fall).astype(np.float32)
        frame["accuracies"] = (right.mean() - 0.7 * fall).astype(np.float32)
    if scene.dim == 3:
        ragged["curves"].append(curves(w, 0.5 * m))
        scores = dots @ w.T
        first, second = np.sort(scores, 1)[:, -1], np.sort(scores, 1)[:, -2]
        frame["tint"] = np.where(first - second >= 0.5 * m, scores.argmax(1), 255).astype(np.uint8)
    elif scene.raw:
        ragged["polys"].append(polygons(w * now["wnorm"][:, None], 3 * m, 12.0))
    else:
        cut = sectors(w, m)
        ragged["sectors"].append(cut)
        left = np.isin(np.arange(scene.classes), cut[cut[:, 0] == 1, 1])
        frame["empty"] = (~left).astype(np.uint8)
    return frame


def pack_ragged(ragged: dict[str, list]) -> dict[str, np.ndarray]:
    arrays: dict[str, np.ndarray] = {}
    if ragged["sectors"]:
        arrays["sectors"] = np.concatenate(ragged["sectors"]).astype(np.float32)
        counts = [0, *(len(rows) for rows in ragged["sectors"])]
        arrays["sectors_start"] = np.cumsum(counts).astype(np.int32)
    for name in ("polys", "curves"):
        if not ragged[name]:
            continue
        pieces = [piece for frame in ragged[name] for piece in frame]
        first = np.cumsum([0, *(len(piece[-1]) for piece in pieces)])[:-1]
        info = [(*piece[:-1], start) for piece, start in zip(pieces, first, strict=True)]
        arrays[name] = np.concatenate([piece[-1] for piece in pieces])
        arrays[f"{name}_info"] = np.array(info, np.int32)
        arrays[f"{name}_start"] = np.cumsum([0, *map(len, ragged[name])]).astype(np.int32)
    return arrays
