"""The classic failures: how a run fails, and the same run cured by one change."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from lossviz.settings import Settings
from lossviz.training import Dialect
from lossviz.training.crowd import Crowd

CLASSES = 6
BROKEN = "no"
CURED = "yes"
# what is seen in a log → the failures that look so, in the order of the page
SYMPTOMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "nan": ("nan", "sqrt", "half"),
        "first": ("kept_units",),
        "zero": ("units",),
        "high": ("infeasible", "past_pi"),
        "flat": ("small_s",),
        "wide": ("large_s", "norms"),
        "other": ("other",),
    }
)
FAILURES = tuple(name for names in SYMPTOMS.values() for name in names)


class Few(NamedTuple):
    """A run in the plane: its settings, the dialect of ArcFace if it speaks one, how it is drawn.

    placed: points on "rings" in the direction of the feature, as far out as the "probability" of
      the own class, or where the feature "lies".
    """

    settings: Settings
    dialect: Dialect | None = None
    placed: str = "rings"

    @property
    def terms(self) -> tuple[str, float | None, float | None]:
        """What a loss can be compared under: another loss, s or m is another yardstick."""
        margin = self.dialect.m if self.dialect else self.settings.m
        return self.settings.loss, self.settings.s, margin


class Many(NamedTuple):
    """A run with many classes in many dimensions."""

    crowd: Crowd

    @property
    def terms(self) -> tuple[str, float | None, float | None]:
        """What a loss can be compared under."""
        return self.crowd.loss, self.crowd.s, self.crowd.m


Case = Few | Many


class Failure(NamedTuple):
    """A failure: the run that fails, the cures by name, and the measure in which it shows.

    measure: a key of `lossviz.lessons.practice_runs.MEASURES`, drawn from 0 to `top`.
    until: the last step that the curves show, if not the last of the run.
    variants: other runs that fail in the same way, by name.
    """

    broken: Case
    cures: Mapping[str, Case]
    measure: str
    top: float
    until: float | None = None
    variants: Mapping[str, Case] = MappingProxyType({})

    @property
    def runs(self) -> dict[str, Case]:
        """All runs by name: BROKEN, the variants, the cures."""
        return {BROKEN: self.broken, **self.variants, **self.cures}

    def counterpart(self, run: str) -> str | None:
        """The run that is drawn beside `run`: the failing one beside a cure, else a cure."""
        return BROKEN if run in self.cures else next(iter(self.cures), None)


def failures(seed: int) -> dict[str, Failure]:
    """The failures by name, from the first weights of `seed`. A cure changes one thing."""
    start = Settings(classes=CLASSES, seed=seed)
    arcface = start.replace(loss="arcface", s=16.0, m=0.5)
    scaled = start.replace(loss="normface")
    radians = float(np.radians(28.6))
    cosface = start.replace(loss="cosface", s=16.0)
    # five classes leave room for m = 1.2 < 2π/5; class vectors start anywhere, as they usually do
    opposite = arcface.replace(classes=5, m=1.2, vectors="random")
    return {
        "nan": Failure(
            Few(arcface, Dialect("acos", 0.5)), {CURED: Few(arcface)}, "right", 1.04, 60.0
        ),
        "sqrt": Failure(
            Few(arcface, Dialect("sqrt", 0.5)),
            {CURED: Few(arcface), "eps": Few(arcface, Dialect("sqrt_eps", 0.5))}, "right", 1.04, 60.0,
            {"clipped": Few(arcface, Dialect("sqrt_clipped", 0.5))},
        ),
        "half": Failure(
            Few(arcface, Dialect("acos_clipped", 0.5, "float16")),
            {CURED: Few(arcface, Dialect("acos_clipped", 0.5)),
             "safe": Few(arcface, Dialect("eased", 0.5, "float16"))}, "right", 1.04, 60.0,
            {"bfloat16": Few(arcface, Dialect("acos_clipped", 0.5, "bfloat16"))},
        ),
        "kept_units": Failure(
            Few(arcface, Dialect("plain_detached", 28.6)),
            {CURED: Few(arcface, Dialect("plain_detached", radians))}, "right", 1.04,
            variants={"clipped": Few(arcface, Dialect("clipped", 28.6)),
                      "detached": Few(arcface, Dialect("clipped_detached", 28.6))},
        ),
        "units": Failure(
            Few(arcface, Dialect("eased", 28.6)),
            {CURED: Few(arcface, Dialect("eased", radians))}, "right", 1.04,
        ),
        "infeasible": Failure(
            Few(cosface.replace(m=0.8)), {CURED: Few(cosface.replace(m=0.3))}, "met", 1.04
        ),
        "past_pi": Failure(
            Few(opposite, Dialect("plain", 1.2)), {CURED: Few(opposite)}, "lost", 0.52
        ),
        "small_s": Failure(
            Few(scaled.replace(s=1.0), placed="probability"),
            {CURED: Few(scaled.replace(s=8.0), placed="probability")}, "sure", 1.04,
        ),
        "large_s": Failure(
            Few(scaled.replace(s=64.0)), {CURED: Few(scaled.replace(s=8.0))}, "width", 40.0
        ),
        "norms": Failure(
            Few(start.replace(loss="softmax", bias=False), placed="lies"),
            {CURED: Few(scaled.replace(s=8.0), placed="lies")}, "length", 60.0,
        ),
        "other": Failure(Few(arcface.replace(m=0.3)), {}, "met", 1.04),
    }  # fmt: skip


# of each failure: its runs; and all names of runs that there are
RUNS = MappingProxyType({name: tuple(found.runs) for name, found in failures(0).items()})
ALL_RUNS = tuple(dict.fromkeys(run for runs in RUNS.values() for run in runs))
