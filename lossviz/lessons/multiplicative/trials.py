"""A-Softmax with and without annealing over many seeds: the share of runs that converge."""

from collections.abc import Sequence
from math import comb
from typing import NamedTuple

import numpy as np

from lossviz.metrics import closest_classes
from lossviz.pictures import Row, Trials, row
from lossviz.scenes.controls import Choice, State
from lossviz.scenes.scene import Arrays, Scene, Values
from lossviz.scenes.state import to_query
from lossviz.settings import Settings
from lossviz.training import Run
from lossviz.training.run import params_at, snapshot_steps

SEEDS = 64
# the share of training points on their side at the end, from which a run counts as converged
CONVERGED = 0.95
# what is tried: without and with annealing
ARMS = (False, True)
RATES = {"sgd": 0.3, "adam": 0.03}
# standard deviations of the normal distribution that hold 95 % of it
Z_95 = 1.959963984540054
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


class Share(NamedTuple):
    """A share of trials and its 95 % interval, each [...], all in [0, 1]."""

    share: np.ndarray
    low: np.ndarray
    high: np.ndarray


def wilson(k: np.ndarray, n: np.ndarray) -> Share:
    """The share k/n and Wilson's 95 % interval; with n = 0 all that is known is [0, 1].

    (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n) with z = 1.96: the shares p₀ from which
    k/n lies at most z standard deviations √(p₀(1 − p₀)/n) away. Unlike p ± z √(p(1 − p)/n) it
    keeps a width at k = 0 and k = n. E. B. Wilson, *Probable inference, the law of succession, and
    statistical inference*, Journal of the American Statistical Association, 1927.

    Args:
      k: successes [...], 0 ≤ k ≤ n.
      n: trials [...].
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        p = k / n
        middle = p + Z_95**2 / (2 * n)
        reach = Z_95 * np.sqrt(p * (1 - p) / n + Z_95**2 / (4 * n**2))
        low, high = (middle - reach) / (1 + Z_95**2 / n), (middle + reach) / (1 + Z_95**2 / n)
    # rounding must not push the ends beyond k/n = 0 and 1, where the interval ends exactly
    low, high = np.where(k == 0, 0.0, low), np.where(k == n, 1.0, high)
    none = n == 0
    return Share(np.where(none, 0.0, p), np.where(none, 0.0, low), np.where(none, 1.0, high))


class Verdict(NamedTuple):
    """What the trials say together.

    only (2): seeds at which this arm converged and the other did not, of those where both have been
    tried; p: of `mcnemar`; differ: p < ALPHA.
    """

    only: tuple[int, int]
    p: float
    differ: bool


def mcnemar(one: int, other: int) -> float:
    """Probability that so many fair coins split at least as unevenly as one : other.

    min(1, 2 Σ_{k ≤ min} C(n, k)/2ⁿ) with n = one + other, McNemar's test in its exact form: two
    runs of one seed share data and first weights, so only the pairs that ended differently tell the
    arms apart. Two intervals, one an arm, do not know of the pairs: 57 and 64 of 64 have intervals
    that overlap, and if the 57 are among the 64, p = 0.016. Q. McNemar, *Note on the sampling error
    of the difference between correlated proportions or percentages*, Psychometrika, 1947, for the
    pairs; the binomial distribution in place of his χ².
    """
    n = one + other
    return min(1.0, 2 * sum(comb(n, k) for k in range(min(one, other) + 1)) / 2**n)


def verdict(trials: Sequence[Trial]) -> Verdict:
    """Compare the two arms seed by seed."""
    won = [{t.seed: t.converged for t in trials if t.arm == arm} for arm in range(len(ARMS))]
    both = won[0].keys() & won[1].keys()
    only = [sum(won[arm][s] and not won[1 - arm][s] for s in both) for arm in range(len(ARMS))]
    p = mcnemar(*only)
    return Verdict((only[0], only[1]), p, p < ALPHA)


# --- the scene ----------------------------------------------------------------------------------


def _numbers(_values: Values) -> Arrays:
    """What is there before somebody asks for the runs."""
    return {
        "steps": STEPS[None].astype(float),
        "threshold": np.array([CONVERGED]),
        "pull": pull()[None],
    }


def _rows(state: State) -> list[Row]:
    picture = Trials(
        id="trials", title="@pictures.trials",
        about="@pictures.trials_about", query=to_query(CONTROLS, state),
        arms=["@pictures.plain", "@pictures.annealed"],
        seeds=SEEDS, x="steps", y="pull", threshold="threshold",
        step="@pictures.trials_step", accuracy="@pictures.trials_accuracy",
        pull="λ/(1 + λ)",
    )  # fmt: skip
    return [row(picture)]


def _first(state: State) -> Settings:
    """The run that a click trains first: all the others have its shapes."""
    return settings_of(state, ARMS[0], 0)


SCENE = Scene("converge", tuple(c.key for c in CONTROLS), _numbers, _rows, wide=True, trains=_first)
