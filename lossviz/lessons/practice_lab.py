"""What do you see? A symptom, the run that has it, and the same run cured."""

import numpy as np

from lossviz.lessons import practice_log
from lossviz.lessons.controls import State
from lossviz.lessons.discs import ring
from lossviz.lessons.pictures import Spec, curves, line, mark, numbers, row, terms
from lossviz.lessons.practice_failures import BROKEN, Case, Failure, failures
from lossviz.lessons.practice_runs import MEASURES, Drawn, Recorded, record
from lossviz.lessons.scene import Arrays, Values
from lossviz.settings import Settings
from lossviz.training.run import snapshot_steps

STEPS = tuple(float(step) for step in snapshot_steps(Settings().steps))
# what a log says of every run, in this order
LOGGED = ("loss", "right", "met", "tested", "width")


def _counterpart(failure: Failure, run: str) -> str | None:
    """The run that is drawn beside `run`: the failing one, or the first cure."""
    if run != BROKEN:
        return BROKEN
    return next(iter(failure.cures), None)


def numbers_at(v: Values) -> Arrays:
    """The pictures' arrays at the steps of the frames."""
    name, run, seed = str(v["failure"]), str(v["cured"]), int(v["seed"])
    failure = failures(seed)[name]
    here, other = record(name, run, seed), _counterpart(failure, run)
    beside = record(name, other, seed) if other else None
    wanted = np.abs(np.array(STEPS) - v["step"][:, None]).argmin(1)
    # a run that met NaN stands where it stopped
    at = np.minimum(wanted, len(here.steps) - 1)
    # from the step on at which the loss is NaN there are no numbers
    alive = (here.stopped < 0) | (v["step"] < here.stopped)
    both = [one for one in (here, beside) if one]
    arrays = {
        **_picture(here.drawn, at),
        "steps": np.array(STEPS)[None],
        "highest": np.array([1.05 * np.concatenate([one.measured.loss for one in both]).max()]),
        "highest_own": np.array([1.05 * here.measured.loss.max()]),
        "until": np.array([failure.until or STEPS[-1]]),
        "at": np.array(STEPS)[at],
        "stopped": np.array([float(here.stopped)]),
        **_curves(here, beside, failure.measure),
    }
    for key in {*LOGGED, failure.measure}:
        measured = getattr(here.measured, key)
        arrays[f"at_{key}"] = measured[at]
        arrays[f"broken_{key}"] = np.where(alive, measured[at], np.nan)
    return arrays


def _picture(drawn: Drawn, at: np.ndarray) -> Arrays:
    return {
        "points": drawn.points[at],
        "labels": drawn.labels[None].astype(float),
        "regions": drawn.areas[at],
        "vectors": drawn.vectors[at],
        "box": drawn.box[at],
        "rim": ring(1.0)[None],
    }


def _curves(here: Recorded, beside: Recorded | None, measure: str) -> Arrays:
    """The loss and the measure of both runs over STEPS, NaN where a run had ended."""
    arrays = {}
    for key in ("loss", measure):
        arrays[f"shown_{key}s"] = _padded(getattr(here.measured, key))[None]
        if beside:
            arrays[f"beside_{key}s"] = _padded(getattr(beside.measured, key))[None]
    return arrays


def _padded(values: np.ndarray) -> np.ndarray:
    """As long as STEPS: NaN where the run had ended."""
    return np.pad(values, (0, len(STEPS) - len(values)), constant_values=np.nan)


def rows(state: State) -> list[Spec]:
    """What is seen and why, the run, its curves beside those of its counterpart, log and cure."""
    name, run, seed = str(state["failure"]), str(state["cured"]), int(state["seed"])
    failure = failures(seed)[name]
    case, other = failure.case(run), _counterpart(failure, run)
    stop = [{"x": "stopped", "colour": "error", "dash": True, "term": None, "name": "NaN"}]
    rules = stop if record(name, run, seed).stopped >= 0 else []
    told = ("see", "why") if run == BROKEN else (f"{run}_cure", f"{run}_proof")
    measure = failure.measure
    # a measure that is logged anyway has no second cell
    own = () if measure in LOGGED else (_cell(measure),)
    return [
        row({"type": "prose", "id": "told", "words": [f"@lab.{name}.{part}" for part in told],
             "open": "@lab.open", "run": _open_elsewhere(case)}, grow=0),
        row(
            _plane(name, run, case),
            _loss_curve(failure, run, rules),
            _curve(measure, failure.top, run, other, rules) | {"id": "measures"},
        ),
        row(numbers(*(_cell(key) for key in LOGGED), *own), grow=0),
        *practice_log.rows(name, run, seed),
    ]  # fmt: skip


def _cell(measure: str) -> tuple[str, str, str, str | None]:
    term = "loss" if measure == "loss" else None
    return f"@measures.{measure}", f"broken_{measure}", MEASURES[measure], term


def _plane(name: str, run: str, case: Case) -> Spec:
    # class vectors would hide points that stand near the centre
    classes = case.settings.classes
    arrows = (
        {}
        if case.placed == "probability"
        else {
            "vectors": "vectors",
            "names": [str(k) for k in range(classes)],
            "vector_terms": terms("w", classes),
        }
    )
    return {
        "type": "plane", "id": "run", "title": f"@lab.{name}.{run}",
        "about": "@pictures.run_about", "box": "box", "regions": "regions",
        "lines": None if case.placed == "lies" else "rim",
        "points": {"at": "points", "labels": "labels"}, "phone": 300, "grow": 0.9,
    } | arrows  # fmt: skip


def _open_elsewhere(case: Case) -> str | None:
    """The run's query for the playground, which speaks no dialects."""
    return None if case.dialect else case.settings.to_query()


def _loss_curve(failure: Failure, run: str, rules: list[Spec]) -> Spec:
    """The loss; beside another one only if both are measured with one yardstick."""
    other = _counterpart(failure, run)
    if other and failure.case(run).terms == failure.case(other).terms:
        return _curve("loss", "highest", run, other, rules)
    alone = _curve("loss", "highest_own", run, None, rules)
    return alone | ({"title": "@measures.loss_alone"} if other else {})


def _curve(measure: str, top: float | str, run: str, other: str | None, rules: list[Spec]) -> Spec:
    """A measure over the steps, of the run that is shown and of its counterpart, dashed."""
    colour = "error" if run == BROKEN else "good"
    beside = [
        line("steps", f"beside_{measure}s", "good" if colour == "error" else "error",
             "@pictures.failing" if other == BROKEN else "@pictures.cured", dash=True)
    ] if other else []  # fmt: skip
    own = "@pictures.failing" if run == BROKEN else "@pictures.cured"
    found = curves(
        measure, (0, "until", "@pictures.step"), (0, top, ""),
        lines=[*beside, line("steps", f"shown_{measure}s", colour, own, measure)],
        marks=[mark("at", f"at_{measure}", colour, measure, drop=True)],
        rules=rules, drag="step",
    )  # fmt: skip
    return found | {"title": f"@measures.{measure}", "about": f"@measures.{measure}_about"}
