"""ArcFace in the words of different libraries: ψ, the gradient, and a run trained with it."""

from typing import NamedTuple

import numpy as np

from lossviz import training
from lossviz.losses.dialects import PAST_PI
from lossviz.metrics import angles, unit
from lossviz.pictures import Area, Plane, Points, Row, curves, line, mark, numbers, row, terms
from lossviz.scenes.controls import State
from lossviz.scenes.polygons import regions
from lossviz.scenes.rings import SHORT, on_rings, ring
from lossviz.scenes.scene import Arrays, Env, Scene, Values
from lossviz.scenes.scores import sigmoid
from lossviz.settings import Settings
from lossviz.training import Dialect
from lossviz.training.kept import kept
from lossviz.training.run import snapshot_steps

WRITTEN = ("0.5", "28.6")
UNITS = ("rad", "deg")
GRADIENTS = ("true", "detached")
SCALE = 16.0
# cosine of the one rival of the sample whose pull is drawn
RIVAL = 0.5
STEPS = tuple(float(step) for step in snapshot_steps(Settings().steps))
CLASSES = 6
MOST_SHOWN = 120
BOX = 1.12
DEGREES = np.linspace(0, 180, 361)


def margin_of(written: str, unit_of: str) -> float:
    """The margin in radians that the code computes with."""
    return float(written) if unit_of == "rad" else float(np.radians(float(written)))


def fall_of(past: str, detached: bool, theta: np.ndarray, m: float) -> np.ndarray:
    """−∂ψ/∂θ as the gradient sees it, at θ in radians.

    sin(θ + m) up to π; past it sin θ (eased), 0 (clipped) or still sin(θ + m) (plain). With the
    margin detached the slope of cos θ, sin θ, everywhere. For m > π "clipped" is past π at every
    θ, while "eased" compares cosines and finds θ that are not.
    """
    if detached:
        return np.sin(theta)
    added = np.sin(theta + m)
    beyond = {"eased": np.sin(theta), "clipped": np.zeros_like(theta), "plain": added}[past]
    # the test that the code makes: the same as θ + m ≤ π while m is in [0, π]
    below = np.cos(theta) >= -np.cos(m)
    return np.where(below & (past != "clipped" or m <= np.pi), added, beyond)


class Trained(NamedTuple):
    """What the pictures need of one run; T snapshots, N points of MOST_SHOWN, C classes.

    points [T, N, 2] on rings, labels [N]; areas [T, C, V, 2]; vectors [T, C, 2]; loss, accuracy of
    the training points, width (mean θ_y in degrees) [T].
    """

    points: np.ndarray
    labels: np.ndarray
    areas: np.ndarray
    vectors: np.ndarray
    loss: np.ndarray
    accuracy: np.ndarray
    width: np.ndarray


@kept
def record(past: str, gradient: str, m: float, seed: int) -> Trained:
    """The run with this dialect and margin, measured."""
    settings = Settings(
        classes=CLASSES, loss="arcface", s=SCALE, m=0.5, seed=seed, vectors="random"
    )
    key = past if gradient == "true" else f"{past}_detached"
    run = training.train(settings, dialect=Dialect(key, m))
    vectors = np.swapaxes(unit(run.weights, -2)[0], 1, 2)
    return Trained(
        on_rings(run.features[:, :MOST_SHOWN]),
        run.labels[:MOST_SHOWN],
        regions(vectors, BOX),
        SHORT * vectors,
        run.loss.astype(float),
        run.accuracy.astype(float),
        np.degrees(angles(run.features, run.weights, run.labels).own).mean(axis=1),
    )


def _psi(past: str, theta: np.ndarray, m: float) -> np.ndarray:
    return PAST_PI[past](np.cos(theta), np.sin(theta), m=m)


def numbers_at(v: Values) -> Arrays:
    """The pictures' arrays at the angles and steps of the frames."""
    past, gradient = str(v["past"]), str(v["gradient"])
    m = margin_of(str(v["written"]), str(v["unit"]))
    theta, here = np.radians(DEGREES), np.radians(v["at"])
    known = {key: _psi(key, theta, m) for key in PAST_PI}
    psi, fall = known[past], fall_of(past, gradient == "detached", theta, m)
    psi_here = _psi(past, here, m)
    # 1 − P of the sample against its one rival
    miss, miss_here = (sigmoid(SCALE * (RIVAL - value)) for value in (psi, psi_here))
    pull_here = miss_here * fall_of(past, gradient == "detached", here, m)
    run = record(past, gradient, m, int(v["seed"]))
    step = np.abs(np.array(STEPS) - v["until"][:, None]).argmin(1)
    return {
        "degrees": DEGREES[None],
        "cosines": np.cos(theta)[None],
        **{f"psi_{key}": found[None] for key, found in known.items()},
        "psis": psi[None],
        "psi_low": np.array([min(psi.min(), -1.5) - 0.4]),
        "psi_high": np.array([max(psi.max(), 1.0) + 0.2]),
        "pulls": (miss * fall)[None],
        "wrong": np.minimum(miss * fall, 0)[None],
        "at": v["at"],
        "psi": psi_here,
        "pull": pull_here,
        "force": SCALE * pull_here,
        "m": np.array([m]),
        "points": run.points[step],
        "labels": run.labels[None].astype(float),
        "regions": run.areas[step],
        "vectors": run.vectors[step],
        "rim": ring(1.0)[None],
        "loss": run.loss[step],
        "accuracy": run.accuracy[step],
        "width": run.width[step],
    }


def rows(state: State) -> list[Row]:
    """ψ, the pull, and the run."""
    chosen = str(state["past"])
    others = [key for key in PAST_PI if key != chosen]
    plane = Plane(
        id="dialect_run", title="@pictures.dialect_run",
        about="@pictures.dialect_run_about", box=BOX, regions="regions",
        vectors="vectors", names=[str(k) for k in range(CLASSES)],
        vector_terms=terms("w", CLASSES), lines="rim",
        points=Points(at="points", labels="labels"), phone=320, grow=0.8,
    )  # fmt: skip
    x = (0, 180, "@pictures.theta")
    return [
        row(
            curves("dialect_psi", x, ("psi_low", "psi_high", "ψ(θ)"),
                   lines=[*(line("degrees", f"psi_{key}", "muted", f"@options.past.{key}",
                                 dash=True) for key in others),
                          line("degrees", "psis", "accent", f"@options.past.{chosen}", "psi")],
                   marks=[mark("at", "psi", "accent", "psi", drop=True)], drag="at"),
            curves("dialect_pull", x, (-1.1, 1.1, "(∂L/∂θ) / s"),
                   areas=[Area(x="degrees", low="wrong", high=0, colour="error",
                               term="pull")],
                   lines=[line("degrees", "pulls", "accent", "", "pull")],
                   marks=[mark("at", "pull", "accent", "pull", drop=True)], drag="at"),
            plane,
        ),
        row(
            numbers(
                ("@pictures.m_radians", "m", "precise", "m"),
                ("ψ(θ)", "psi", "precise", "psi"),
                ("∂L/∂θ", "force", "precise", "pull"),
                ("@pictures.loss_here", "loss", "precise", None),
                ("@pictures.accuracy_here", "accuracy", "percent", None),
                ("@pictures.width_here", "width", "score", None),
            ),
            grow=0,
        ),
    ]  # fmt: skip


def env_at(v: Values) -> Env:
    """The sample, as `detour` takes it: degrees, away from 0° and 180° where it has no value."""
    m = margin_of(str(v["written"]), str(v["unit"]))
    return {"theta": np.clip(v["at"], 1, 179), "m": np.full(len(v["at"]), np.degrees(m))}


SCENE = Scene(
    "dialects",
    ("written", "unit", "past", "gradient", "at", "until", "seed"),
    numbers_at,
    rows,
    ("detour",),
    env_at,
    wide=True,
)
