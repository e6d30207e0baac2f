"""A-Softmax with and without annealing over many seeds: the share of runs that converge."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from lossviz.metrics import closest_classes
from lossviz.scenes.controls import Choice, State
from lossviz.scenes.proportions import mcnemar
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.training.run import params_at, snapshot_steps

SEEDS = 64
# the share of training points on their side at the end, from which a run counts as converged
CONVERGED = 0.95
# what is tried: without and with annealing
ARMS = (False, True)
RATES = {"sgd": 0.3, "adam": 0.03}
# below this probability chance is not believed
ALPHA = 0.05
# of the snapshots of a run, that many are shown
SHOWN = 25

CONTROLS = (
    Choice("times", ("1", "2", "3", "4"), "4"),
    Choice("by", tuple(RATES), "sgd"),
    Choice("start", ("random", "means"), "random"),
)


def settings_of(state: State, anneal: bool, seed: int) -> Settings:
    """One run: ten digits in the plane; the two of a seed differ in the annealing alone."""
    by = str(state["by"])
    return Settings(
        classes=10, vectors=state["start"], loss="sphereface", m=float(state["times"]),
        anneal=anneal, optimizer=by, lr=RATES[by], seed=seed,
    )  # fmt: skip


def points(state: State) -> list[Settings]:
    """The runs of the experiment, seed by seed, so that both shares grow together."""
    return [settings_of(state, anneal, seed) for seed in range(SEEDS) for anneal in ARMS]


def _shown() -> np.ndarray:
    """[SHOWN] places among the snapshots, the first and the last among them."""
    count = len(snapshot_steps(Settings().steps))
    return np.linspace(0, count - 1, SHOWN).round().astype(int)


STEPS = snapshot_steps(Settings().steps)[_shown()]


def pull() -> np.ndarray:
    """[2, SHOWN]: λ/(1 + λ) at STEPS without and with annealing, the share of plain cos θ in ψ."""
    state = {control.key: control.default for control in CONTROLS}
    lam = [params_at(settings_of(state, anneal, 0), STEPS)["lam"] for anneal in ARMS]
    return np.stack([one / (1 + one) for one in lam])


class Trial(NamedTuple):
    """One run as the picture shows it.

    curve [SHOWN]: training accuracy at STEPS, NaN after a run that met NaN; accuracy: at its end;
    angle: the least angle between two class vectors there, in degrees.
    """

    arm: int
    seed: int
    curve: np.ndarray
    accuracy: float
    angle: float
    converged: bool
    query: str


def measured(run: Run) -> Trial:
    """The run, measured. One that met NaN did not converge, however far it had come."""
    whole = np.full(len(snapshot_steps(run.settings.steps)), np.nan)
    whole[: len(run.accuracy)] = run.accuracy
    closest = closest_classes(run.weights[-1:].astype(float)).angle[0]
    accuracy = float(run.accuracy[-1])
    return Trial(
        arm=ARMS.index(run.settings.anneal),
        seed=run.settings.seed,
        curve=whole[_shown()],
        accuracy=accuracy,
        angle=float(np.degrees(closest)),
        converged=run.stopped is None and accuracy >= CONVERGED,
        query=run.settings.to_query(),
    )


class Verdict(NamedTuple):
    """What the trials say together.

    only (2): seeds at which this arm converged and the other did not, of those where both have been
    tried; p: of `mcnemar`; differ: p < ALPHA.
    """

    only: tuple[int, int]
    p: float
    differ: bool


def verdict(trials: Sequence[Trial]) -> Verdict:
    """Compare the two arms seed by seed."""
    won = [{t.seed: t.converged for t in trials if t.arm == arm} for arm in range(len(ARMS))]
    both = won[0].keys() & won[1].keys()
    only = [sum(won[arm][s] and not won[1 - arm][s] for s in both) for arm in range(len(ARMS))]
    p = mcnemar(*only)
    return Verdict((only[0], only[1]), p, p < ALPHA)
