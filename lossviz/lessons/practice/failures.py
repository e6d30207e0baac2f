"""The classic failures: how a run fails, and the same run cured by one change."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from lossviz.settings import Settings
from lossviz.training import Dialect, Ramp
from lossviz.training.crowd import Crowd

CLASSES = 6
BROKEN = "no"
CURED = "yes"
# ArcFace's margin in radians, and about the same in degrees
M, DEGREES = 0.5, 28.6
STEPS = Settings().steps
# most of the input tells nothing of the class
HUNDRED = Crowd(noise=0.6, loud=2.0, steps=STEPS)
# where the curves of a run end that is over after a few steps
SOON = 60.0
# what is seen in a log → the failures that look so, in the order of the page
SYMPTOMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "nan": ("nan", "sqrt", "half"),
        "first": ("early", "stuck", "kept_units"),
        "zero": ("units",),
        "high": ("infeasible", "ten", "past_pi"),
        "flat": ("small_s",),
        "wide": ("verification", "large_s", "norms"),
        "two": ("two",),
        "worse": ("rare", "by_heart"),
        "other": ("other",),
    }
)
FAILURES = tuple(name for names in SYMPTOMS.values() for name in names)


class Few(NamedTuple):
    """A run in the plane: its settings, and the dialect of ArcFace if it speaks one.

    lies: points are drawn where their features lie, not on rings in the direction of these.
    """

    settings: Settings
    dialect: Dialect | None = None
    lies: bool = False

    @property
    def terms(self) -> tuple:
        """What a loss can be compared under: another loss, s or m is another yardstick."""
        margin = self.dialect.m if self.dialect else self.settings.m
        return self.settings.loss, self.settings.s, margin


class Many(NamedTuple):
    """A run with many classes in many dimensions."""

    crowd: Crowd

    @property
    def terms(self) -> tuple:
        """What a loss can be compared under; a margin on its way is another one at each step."""
        return self.crowd.loss, self.crowd.s, self.crowd.m, self.crowd.ramp


Case = Few | Many


class Failure(NamedTuple):
    """A failure: the run that fails, the cures by name, and the measure in which it shows.

    measure: a key of `lossviz.lessons.practice.runs.MEASURES`, drawn from 0 to `top`.
    until: the last step that the curves show, if not the last of the run.
    variants: other runs that fail in the same way, by name.
    fault: whether it is one; some symptoms are nothing to mend, and the other runs other ways.
    """

    broken: Case
    cures: Mapping[str, Case]
    measure: str = "right"
    top: float = 1.04
    until: float | None = None
    variants: Mapping[str, Case] = MappingProxyType({})
    fault: bool = True

    @property
    def runs(self) -> dict[str, Case]:
        """All runs by name: BROKEN, the variants, the cures."""
        return {BROKEN: self.broken, **self.variants, **self.cures}

    def counterpart(self, run: str) -> str | None:
        """The run that is drawn beside `run`: the failing one beside a cure, else a cure."""
        return BROKEN if run in self.cures else next(iter(self.cures), None)


def failures(seed: int) -> dict[str, Failure]:
    """The failures by name, from the first weights of `seed`. A cure changes one thing."""
    return _not_a_number(seed) | _in_degrees(seed) | _in_the_plane(seed) | _with_many_classes(seed)


def _arcface(seed: int) -> Settings:
    return Settings(classes=CLASSES, seed=seed, loss="arcface", s=16.0, m=M)


def _not_a_number(seed: int) -> dict[str, Failure]:
    """Spellings of cos(θ + m) whose gradient is not finite."""
    arcface = _arcface(seed)

    def spelt(key: str, precision: str = "float32") -> Few:
        return Few(arcface, Dialect(key, M, precision))

    return {
        "nan": Failure(spelt("acos"), {CURED: Few(arcface)}, until=SOON),
        "sqrt": Failure(
            spelt("sqrt"), {CURED: Few(arcface), "eps": spelt("sqrt_eps")}, until=SOON,
            variants={"clipped": spelt("sqrt_clipped")},
        ),
        "half": Failure(
            spelt("acos_clipped", "float16"),
            {CURED: spelt("acos_clipped"), "safe": spelt("eased", "float16")}, until=SOON,
            variants={"bfloat16": spelt("acos_clipped", "bfloat16")},
        ),
    }  # fmt: skip


def _in_degrees(seed: int) -> dict[str, Failure]:
    """28.6 read as radians, by what the code does past π and where its gradient goes."""
    arcface, radians = _arcface(seed), float(np.radians(DEGREES))

    def read(key: str, m: float = DEGREES) -> Few:
        return Few(arcface, Dialect(key, m))

    return {
        "units": Failure(read("eased"), {CURED: read("eased", radians)}),
        "kept_units": Failure(
            read("plain_detached"), {CURED: read("plain_detached", radians)},
            variants={"detached": read("clipped_detached"), "clipped": read("clipped")},
        ),
    }  # fmt: skip


def _in_the_plane(seed: int) -> dict[str, Failure]:
    """Scale, margin and lengths that do not suit a few classes on the circle."""
    arcface = _arcface(seed)
    cosface, scaled = arcface.replace(loss="cosface"), arcface.replace(loss="normface", s=8.0)
    wide, ten = cosface.replace(m=0.8), cosface.replace(classes=10, s=64.0, m=0.35)
    two = arcface.replace(classes=2, s=64.0, vectors="random")
    # five classes leave room for m = 1.2 < 2π/5; class vectors start anywhere, as they usually do
    opposite = arcface.replace(classes=5, m=1.2, vectors="random")
    raw = scaled.replace(loss="softmax", bias=False)
    return {
        "infeasible": Failure(Few(wide), {CURED: Few(wide.replace(m=0.3))}, "met"),
        "ten": Failure(Few(ten), {CURED: Few(ten.replace(m=0.1))}, "met"),
        "past_pi": Failure(
            Few(opposite, Dialect("plain", 1.2)), {CURED: Few(opposite)}, "lost"
        ),
        "large_s": Failure(Few(scaled.replace(s=64.0)), {CURED: Few(scaled)}, "width", 40.0),
        "norms": Failure(
            Few(raw, lies=True), {CURED: Few(scaled, lies=True)}, "length", 45.0
        ),
        "two": Failure(Few(two), {CURED: Few(two.replace(s=4.0))}, "width", 120.0),
        "other": Failure(Few(arcface.replace(m=0.3)), {}, "met", fault=False),
    }  # fmt: skip


def _with_many_classes(seed: int) -> dict[str, Failure]:
    """A hundred classes in 32 dimensions."""
    start = HUNDRED._replace(seed=seed)
    plain = start._replace(each=20, batch=400, loss="normface")
    rare, large = start._replace(each=3), start._replace(s=8.0, hidden=128)

    def ramped(*ramp: float) -> Many:
        return Many(start._replace(ramp=Ramp(*ramp)))

    return {
        "early": Failure(
            Many(start),
            {"grows": ramped(0, 1, 0, 100), "late": ramped(0, 1, 100, 100),
             "goes": ramped(1, 0, 100, STEPS)}, "met", fault=False,
        ),
        "stuck": Failure(
            Many(start._replace(learnt=False)), {CURED: Many(start)}, "met",
            variants={"labels": Many(start._replace(wrong=1.0)),
                      "slow": Many(start._replace(lr=1e-4))},
        ),
        "small_s": Failure(
            Many(plain._replace(s=1.0)), {CURED: Many(plain._replace(s=8.0))}, "sure"
        ),
        "verification": Failure(
            Many(plain),
            {CURED: Many(plain._replace(s=8.0)), "margin": Many(plain._replace(loss="arcface"))},
            "width", 95.0,
        ),
        "rare": Failure(
            Many(rare),
            {CURED: Many(rare._replace(s=8.0)),
             "without": Many(rare._replace(loss="normface", s=4.0))}, "tested",
        ),
        "by_heart": Failure(
            Many(large),
            {CURED: Many(large._replace(decay=5.0)),
             "without": Many(large._replace(loss="normface"))}, "tested",
        ),
    }  # fmt: skip


# of each failure: its runs; and all names of runs that there are
RUNS = MappingProxyType({name: tuple(found.runs) for name, found in failures(0).items()})
ALL_RUNS = tuple(dict.fromkeys(run for runs in RUNS.values() for run in runs))
