"""What do you see? A symptom, the run that has it, and the same run cured."""

from dataclasses import replace

import numpy as np

from lossviz import theory
from lossviz.lessons import practice_failures, practice_log
from lossviz.lessons.controls import State
from lossviz.lessons.discs import ring
from lossviz.lessons.practice_failures import BROKEN, Case, Failure, Few, Many, failures
from lossviz.lessons.practice_runs import BINS, MEASURES, Planar, Recorded, Spread, record
from lossviz.lessons.scene import Arrays, Values
from lossviz.pictures import (
    Area,
    Cell,
    Curves,
    Plane,
    Points,
    Prose,
    Row,
    Rule,
    curves,
    line,
    mark,
    numbers,
    row,
    terms,
)
from lossviz.training import crowd
from lossviz.training.run import snapshot_steps

STEPS = tuple(float(step) for step in snapshot_steps(practice_failures.STEPS))
# what a log says of every run, in this order
LOGGED = ("loss", "right", "met", "tested", "width", "pairs")


def numbers_at(v: Values) -> Arrays:
    """The pictures' arrays at the steps of the frames."""
    name, run, seed = str(v["failure"]), str(v["cured"]), int(v["seed"])
    failure = failures(seed)[name]
    here, other = record(name, run, seed), failure.counterpart(run)
    beside = record(name, other, seed) if other else None
    # a run that met NaN stands where it stopped
    at = np.abs(here.steps - v["step"][:, None]).argmin(1)
    # from the step on at which the loss is NaN there are no numbers
    alive = (here.stopped < 0) | (v["step"] < here.stopped)
    peaks = [one.measured["loss"].max() for one in (here, beside) if one]
    arrays = {
        **_picture(here.drawn, at),
        "highest": np.array([1.05 * max(peaks)]),
        "highest_own": np.array([1.05 * peaks[0]]),
        "until": np.array([failure.until or here.steps[-1]]),
        "at": here.steps[at],
        "stopped": np.array([float(here.stopped)]),
        **_first_loss(failure.runs[run]),
        **_curves(here, beside, failure.measure),
    }
    for key in _cells(here, failure.measure):
        measured = here.measured[key]
        arrays[f"at_{key}"] = measured[at]
        arrays[f"broken_{key}"] = np.where(alive, measured[at], np.nan)
    return arrays


def _first_loss(case: Case) -> Arrays:
    """What the loss of a run with random class vectors is expected to start from."""
    if isinstance(case, Few):
        return {}
    asked = case.crowd
    params = crowd.parameters_of(asked._replace(m=asked.m * float(asked.ramp.first)))
    found = theory.expected_first_loss(asked.loss, asked.classes, asked.dim, **params)
    return {"computed": np.array([found])}


def _cells(run: Recorded, measure: str) -> list[str]:
    """The measures that are written as numbers: the logged ones, the one that shows it."""
    return [key for key in MEASURES if key in run.measured and (key in LOGGED or key == measure)]


def _picture(drawn: Planar | Spread, at: np.ndarray) -> Arrays:
    if isinstance(drawn, Spread):
        edges = np.repeat(np.linspace(0, 180, BINS + 1), 2)[1:-1]
        bars = {name: np.repeat(share[at], 2, axis=1) for name, share in drawn._asdict().items()}
        return {"bin_edges": edges[None]} | bars
    return {
        "points": drawn.points[at],
        "labels": drawn.labels[None].astype(float),
        "regions": drawn.areas[at],
        "vectors": drawn.vectors[at],
        "box": drawn.box[at],
        "rim": ring(1.0)[None],
    }


def _curves(here: Recorded, beside: Recorded | None, measure: str) -> Arrays:
    """The loss and the measure of both runs over their steps."""
    return {
        f"{name}_{key}": values[None]
        for name, run in (("shown", here), ("beside", beside))
        if run
        for key, values in (
            ("loss", run.measured["loss"]),
            (measure, run.measured[measure]),
            ("step", run.steps),
        )
    }


def rows(state: State) -> list[Row]:
    """What is seen and why, the run, its curves beside those of its counterpart, log and cure."""
    name, run, seed = str(state["failure"]), str(state["cured"]), int(state["seed"])
    failure = failures(seed)[name]
    case, other = failure.runs[run], failure.counterpart(run)
    measure, shown = failure.measure, record(name, run, seed)
    before = "" if run == BROKEN else f"{run}_"
    parts = ("cure", "proof") if run in failure.cures else ("see", "why")
    stop = Rule(x="stopped", colour="error", dash=True, term=None, name="NaN")
    rules = [stop] if shown.stopped >= 0 else []
    start = Rule(y="computed", colour="muted", dash=True, term=None,
             name="@pictures.computed")  # fmt: skip
    computed = [start] if isinstance(case, Many) else []
    told = [f"@lab.{name}.{before}{part}" for part in parts]
    return [
        row(
            Prose(id="told", paragraphs=told, open="@lab.open",
             run=_open_elsewhere(case)),
            grow=0,
        ),
        row(
            _plane(name, run, case) if isinstance(case, Few) else _spread(name, run),
            _loss_curve(failure, run, rules + computed),
            replace(_curve(measure, failure.top, failure, run, other, rules), id="measures"),
        ),
        row(numbers(*(_cell(key) for key in _cells(shown, measure))), grow=0),
        *practice_log.rows(name, run, seed),
    ]  # fmt: skip


def _cell(measure: str) -> Cell:
    term = "loss" if measure == "loss" else None
    return f"@cells.{measure}", f"broken_{measure}", MEASURES[measure], term


def _spread(name: str, run: str) -> Curves:
    """The angles of the training points to their class vector and to the nearest rival."""
    return curves(
        "spread", (0, 180, "θ (°)"), (0, 0.5, "@pictures.share"), title=f"@lab.{name}.{run}",
        areas=[Area(x="bin_edges", low=0, high="rival", colour="muted", term="rival"),
               Area(x="bin_edges", low=0, high="own", colour="accent", term="width")],
        lines=[line("bin_edges", "rival", "muted", "@pictures.nearest", "rival"),
               line("bin_edges", "own", "accent", "θ_y", "width")],
    )  # fmt: skip


def _plane(name: str, run: str, case: Few) -> Plane:
    classes = case.settings.classes
    return Plane(
        id="run", title=f"@lab.{name}.{run}",
        about="@pictures.run_about", box="box", regions="regions",
        lines=None if case.lies else "rim", vectors="vectors",
        names=[str(k) for k in range(classes)], vector_terms=terms("w", classes),
        points=Points(at="points", labels="labels"), phone=300, grow=0.9,
    )  # fmt: skip


def _open_elsewhere(case: Case) -> str | None:
    """The run's query for the playground, which speaks no dialects and has few classes."""
    return case.settings.to_query() if isinstance(case, Few) and not case.dialect else None


def _look(failure: Failure, run: str) -> tuple[str, str]:
    """Colour and name of a run's curves."""
    if not failure.fault:
        return ("good", "@pictures.another") if run in failure.cures else ("accent", "")
    return ("good", "@pictures.cured") if run in failure.cures else ("error", "@pictures.failing")


def _loss_curve(failure: Failure, run: str, rules: list[Rule]) -> Curves:
    """The loss; beside another one only if both are measured with one yardstick."""
    other = failure.counterpart(run)
    if other and failure.runs[run].terms != failure.runs[other].terms:
        alone = _curve("loss", "highest_own", failure, run, None, rules)
        return replace(alone, title="@measures.loss_alone")
    return _curve("loss", "highest", failure, run, other, rules)


def _curve(
    measure: str, top: float | str, failure: Failure, run: str, other: str | None,
    rules: list[Rule],
) -> Curves:  # fmt: skip
    """A measure over the steps, of the run that is shown and of another one, dashed."""
    colour, name = _look(failure, run)
    lines = [line("shown_step", f"shown_{measure}", colour, name, measure)]
    if other:
        beside = line("beside_step", f"beside_{measure}", *_look(failure, other), dash=True)
        lines.insert(0, beside)
    return curves(
        measure, (0, "until", "@pictures.step"), (0, top, ""), lines=lines,
        title=f"@measures.{measure}", about=f"@measures.{measure}_about",
        marks=[mark("at", f"at_{measure}", colour, measure, drop=True)], rules=rules, drag="step",
    )  # fmt: skip
