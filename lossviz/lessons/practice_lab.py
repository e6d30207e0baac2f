"""The failure lab: runs that fail each in its classic way, and the same runs cured."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from lossviz import losses, training
from lossviz.lessons.controls import State
from lossviz.lessons.discs import SHORT, on_rings, ring
from lossviz.lessons.pictures import Spec, curves, line, mark, numbers, row, terms
from lossviz.lessons.scale_trained import own_probability
from lossviz.lessons.scene import Arrays, Values
from lossviz.lessons.shared import regions
from lossviz.metrics import angles, margin_met, unit
from lossviz.settings import Settings
from lossviz.training import Dialect, Run
from lossviz.training.kept import kept
from lossviz.training.run import snapshot_steps

CLASSES = 6
STEPS = tuple(float(step) for step in snapshot_steps(Settings().steps))
MOST_SHOWN = 120
BOX = 1.12
CURED = ("no", "yes")


class Case(NamedTuple):
    """A run: its settings, the dialect of ArcFace if it speaks one, and how it is drawn.

    placed: points on "rings" in the direction of the feature, as far out as the "probability" of
      the own class, or where the feature "lies".
    until: the last step that the curves show.
    """

    settings: Settings
    dialect: Dialect | None = None
    placed: str = "rings"
    until: float = STEPS[-1]


class Failure(NamedTuple):
    """A failure: how it fails, how it is cured, and where it shows.

    symptom: run [T snapshots] → [T], written as `format` says and not above `top`.
    """

    broken: Case
    cure: Case
    symptom: Callable[[Run], np.ndarray]
    top: float
    format: str


def _right(run: Run) -> np.ndarray:
    return run.accuracy


def _own_angle(run: Run) -> np.ndarray:
    """θ_y of the training points in degrees, [T, N]."""
    return np.degrees(angles(run.features, run.weights, run.labels).own)


def _width(run: Run) -> np.ndarray:
    """Mean angle to the class vector in degrees."""
    return _own_angle(run).mean(axis=1)


def _lost(run: Run) -> np.ndarray:
    """Share of the training points more than 90° from their class vector."""
    return (_own_angle(run) > 90).mean(axis=1)


def _sure(run: Run) -> np.ndarray:
    """Mean probability of the own class."""
    return _probability(run).mean(axis=1)


def _probability(run: Run) -> np.ndarray:
    return own_probability(run.features, run.weights, run.labels, run.settings.s)


def _met(run: Run) -> np.ndarray:
    """Share of the training points that keep the margin."""
    settings = run.settings
    params = {"s": settings.s, "m": settings.m}
    loss = losses.get(settings.loss)
    return margin_met(loss, run.features, run.weights, run.bias, run.labels, params).mean(axis=1)


def _length(run: Run) -> np.ndarray:
    """Mean ‖f‖ times mean ‖w‖: the scale that the network gave itself."""
    return np.linalg.norm(run.features, axis=-1).mean(axis=1) * np.linalg.norm(
        run.weights, axis=1
    ).mean(axis=1)


def failures(seed: int) -> dict[str, Failure]:
    """The classic failures by name, in the order of the page, from the first weights of `seed`."""
    start = Settings(classes=CLASSES, seed=seed)
    arcface = start.replace(loss="arcface", s=16.0, m=0.5)
    scaled = start.replace(loss="normface")
    drawn = arcface.replace(vectors="random")
    cosface = start.replace(loss="cosface", s=16.0)
    return {
        "nan": Failure(
            Case(arcface, Dialect("acos", 0.5), until=60.0), Case(arcface), _right, 1.04, "percent"
        ),
        "past_pi": Failure(
            Case(drawn, Dialect("plain", 1.3)), Case(drawn, Dialect("eased", 1.0)),
            _lost, 0.52, "percent",
        ),
        "units": Failure(
            Case(arcface, Dialect("eased", 28.6)),
            Case(arcface, Dialect("eased", float(np.radians(28.6)))), _right, 1.04, "percent",
        ),
        "large_s": Failure(
            Case(scaled.replace(s=64.0)), Case(scaled.replace(s=8.0)), _width, 40.0, "score"
        ),
        "small_s": Failure(
            Case(scaled.replace(s=1.0), placed="probability"),
            Case(scaled.replace(s=8.0), placed="probability"), _sure, 1.04, "percent",
        ),
        "infeasible": Failure(
            Case(cosface.replace(m=0.8)), Case(cosface.replace(m=0.3)), _met, 1.04, "percent"
        ),
        "norms": Failure(
            Case(start.replace(loss="max_hinge", m=5.0, bias=False), placed="lies"),
            Case(cosface.replace(m=0.3), placed="lies"), _length, 60.0, "score",
        ),
    }  # fmt: skip


def _case(failure: str, cured: str, seed: int) -> Case:
    """The run that a state shows; `cured` is one of CURED."""
    found = failures(seed)[failure]
    return found.cure if cured == "yes" else found.broken


class Recorded(NamedTuple):
    """What the pictures need of one run; K snapshots, N points of MOST_SHOWN, C classes.

    points [K, N, 2], areas [K, C, V, 2], vectors [K, C, 2], box [K]: half-width of the picture;
    loss, symptom [K]; right [2, K]: accuracy of the training and the test points; width [K]: mean
    angle to the class vector in degrees; stopped: the step at which the loss was NaN, or −1.
    """

    points: np.ndarray
    areas: np.ndarray
    vectors: np.ndarray
    box: np.ndarray
    loss: np.ndarray
    symptom: np.ndarray
    right: np.ndarray
    width: np.ndarray
    labels: np.ndarray
    stopped: int


@kept
def record(failure: str, cured: bool, seed: int) -> Recorded:
    """The run of a failure or of its cure, measured.

    Raises:
      KeyError: no such failure.
    """
    found, case = failures(seed)[failure], _case(failure, CURED[cured], seed)
    run = training.train(case.settings, dialect=case.dialect)
    points, box = _placed(run, case.placed)
    directions = np.swapaxes(unit(run.weights, -2)[0], 1, 2)
    return Recorded(
        points,
        regions(directions, box),
        directions * (SHORT * box / BOX)[:, None, None],
        box,
        run.loss.astype(float),
        found.symptom(run).astype(float),
        np.stack([run.accuracy, run.test_accuracy]).astype(float),
        _width(run),
        run.labels[:MOST_SHOWN],
        run.stopped.step if run.stopped else -1,
    )


def _placed(run: Run, placed: str) -> tuple[np.ndarray, np.ndarray]:
    """Where the points stand [K, N, 2], and the half-width of the picture [K]."""
    shown = run.features[:, :MOST_SHOWN].astype(float)
    fixed = np.full(len(run.steps), BOX)
    if placed == "rings":
        return on_rings(shown), fixed
    if placed == "probability":
        return unit(shown, -1)[0] * _probability(run)[:, :MOST_SHOWN, None], fixed
    # one size for the whole run: growing features are to be seen growing
    return shown, np.full(len(run.steps), 1.08 * np.abs(shown).max())


def numbers_at(v: Values) -> Arrays:
    """The pictures' arrays at the steps of the frames."""
    name, seed = str(v["failure"]), int(v["seed"])
    both = [record(name, cured, seed) for cured in (False, True)]
    here = both[CURED.index(str(v["cured"]))]
    wanted = np.abs(np.array(STEPS) - v["step"][:, None]).argmin(1)
    # a run that met NaN stands where it stopped
    at = np.minimum(wanted, len(here.loss) - 1)
    finite = np.concatenate([run.loss for run in both])
    # from the step on at which the loss is NaN there are no numbers
    alive = (here.stopped < 0) | (v["step"] < here.stopped)
    measured = {
        "loss": here.loss,
        "symptom": here.symptom,
        "right": here.right[0],
        "tested": here.right[1],
        "width": here.width,
    }
    return {
        "points": here.points[at],
        "labels": here.labels[None].astype(float),
        "regions": here.areas[at],
        "vectors": here.vectors[at],
        "box": here.box[at],
        "rim": ring(1.0)[None],
        "steps": np.array(STEPS)[None],
        "broken_losses": _padded(both[0].loss)[None],
        "cured_losses": _padded(both[1].loss)[None],
        "highest": np.array([1.05 * finite.max()]),
        "until": np.array([_case(name, str(v["cured"]), seed).until]),
        "broken_symptoms": _padded(both[0].symptom)[None],
        "cured_symptoms": _padded(both[1].symptom)[None],
        "at": np.array(STEPS)[at],
        "loss": here.loss[at],
        "symptom": here.symptom[at],
        **{f"broken_{key}": np.where(alive, value[at], np.nan) for key, value in measured.items()},
        "stopped": np.array([float(here.stopped)]),
    }


def _padded(values: np.ndarray) -> np.ndarray:
    """As long as STEPS: NaN where the run had ended."""
    return np.pad(values, (0, len(STEPS) - len(values)), constant_values=np.nan)


def rows(state: State) -> list[Spec]:
    """The run, its curves beside those of its counterpart, and what there is to say."""
    name, cured = str(state["failure"]), state["cured"] == "yes"
    failure = failures(0)[name]
    placed = failure.broken.placed
    # class vectors would hide points that stand near the centre
    arrows = (
        {}
        if placed == "probability"
        else {
            "vectors": "vectors",
            "names": [str(k) for k in range(CLASSES)],
            "vector_terms": terms("w", CLASSES),
        }
    )
    plane = {
        "type": "plane", "id": "run", "title": f"@lab.{name}.{'cured' if cured else 'broken'}",
        "about": "@pictures.run_about", "box": "box", "regions": "regions",
        "lines": None if placed == "lies" else "rim",
        "points": {"at": "points", "labels": "labels"}, "phone": 320, "grow": 0.9,
    } | arrows  # fmt: skip
    told = ("cure", "proof") if cured else ("see", "why")
    # of a measure that is among the numbers anyway there is no second one
    own = (
        ()
        if failure.symptom in (_right, _width)
        else ((f"@lab.{name}.symptom", "symptom", failure.format, "symptom"),)
    )
    ended = name == "nan" and not cured
    stop = [{"x": "stopped", "colour": "error", "dash": True, "term": None, "name": "NaN"}]
    return [
        row(
            plane,
            _curve("losses", "loss", "highest", cured, stop * ended),
            _curve("symptoms", "symptom", failure.top, cured, stop * ended)
            | {"title": f"@lab.{name}.symptom"},
        ),
        row({"type": "prose", "id": "told", "words": [f"@lab.{name}.{part}" for part in told],
             "open": "@lab.open", "run": _shown(state)}, grow=0),
        row(
            numbers(
                ("@pictures.loss", "broken_loss", "loss", "loss"),
                ("@pictures.right", "broken_right", "percent", None),
                ("@pictures.tested", "broken_tested", "percent", None),
                ("@pictures.width", "broken_width", "score", None),
                *own,
            ),
            grow=0,
        ),
    ]  # fmt: skip


def _shown(state: State) -> str | None:
    """The run's query for the playground, which speaks no dialects."""
    case = _case(str(state["failure"]), str(state["cured"]), int(state["seed"]))
    return None if case.dialect else case.settings.to_query()


def _curve(name: str, value: str, top: float | str, cured: bool, rules: list[Spec]) -> Spec:
    """A measure over the steps, of the failure and of the cure; the one shown stands out."""
    shown, other = ("cured", "broken") if cured else ("broken", "cured")
    colour = {"broken": "error", "cured": "good"}
    return curves(
        name, (0, "until", "@pictures.step"), (0, top, ""),
        lines=[line("steps", f"{other}_{name}", colour[other], f"@pictures.{other}", dash=True),
               line("steps", f"{shown}_{name}", colour[shown], f"@pictures.{shown}", value)],
        marks=[mark("at", value, colour[shown], value, drop=True)],
        rules=rules, drag="step",
    )  # fmt: skip
